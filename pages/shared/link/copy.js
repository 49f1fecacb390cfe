// A text and a button that copies it. Browsers give the clipboard only to encrypted addresses;
// on others, as in a classroom, the text is selected and copied the old way.

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

export default function ({ data, parentElement }) {
  let box = parentElement.querySelector(".lab-copy");
  if (!box) {
    box = document.createElement("div");
    box.className = "lab-copy";
    const field = document.createElement("textarea");
    field.readOnly = true;
    field.rows = 3;
    field.addEventListener("focus", () => field.select());
    const button = document.createElement("button");
    button.type = "button";
    box.append(field, button);
    parentElement.append(box);
  }
  const [field, button] = box.children;
  field.value = data.text;
  field.setAttribute("aria-label", data.label);
  button.textContent = data.label;
  button.onclick = async () => {
    button.textContent = (await copy(field)) ? "Copied" : "Select the text and copy it";
    setTimeout(() => { button.textContent = data.label; }, 2000);
  };
  return () => box.remove();
}
