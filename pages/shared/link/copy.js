// A text and a button that copies it. Browsers give the clipboard only to encrypted addresses;
// on others, as in a classroom, the text is selected and copied the old way.

/** @param {HTMLTextAreaElement} field */
async function copy(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.focus();
    field.select();
    return document.execCommand("copy");
  }
}

/** @param {Lab.Component<Lab.Copy>} component */
export default function ({ data, parentElement }) {
  let box = parentElement.querySelector(".lab-copy");
  if (!box) {
    box = document.createElement("div");
    box.className = "lab-copy";
    const text = document.createElement("textarea");
    text.readOnly = true;
    text.rows = 3;
    text.addEventListener("focus", () => text.select());
    const press = document.createElement("button");
    press.type = "button";
    box.append(text, press);
    parentElement.append(box);
  }
  const field = /** @type {HTMLTextAreaElement} */ (box.firstChild);
  const button = /** @type {HTMLButtonElement} */ (box.lastChild);
  field.value = data.text;
  field.setAttribute("aria-label", data.label);
  button.textContent = data.label;
  button.onclick = async () => {
    button.textContent = (await copy(field)) ? data.words.copied : data.words.by_hand;
    setTimeout(() => { button.textContent = data.label; }, 2000);
  };
  return () => {
    if (!parentElement.isConnected) box.remove(); // or a newer call has it, as in mount.js
  };
}
