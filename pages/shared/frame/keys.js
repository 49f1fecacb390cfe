// A question mark opens the map of the keyboard. Streamlit's own shortcuts know letters and
// digits only. While single keys are switched off no character does anything outside of a field,
// Streamlit's own R and C included; it hears the document, so they are stopped before that.
// And a shortcut leaves a key to the control in focus that uses it itself.

const FIELDS = "input:not([type=range]), textarea, [contenteditable]";
const CHOICES = "select, input, [role=radio], [role=tab], [role=option], [role=menuitem], "
  + "[role=combobox], [role=slider], [role=spinbutton], [role=grid]";
const BUTTONS = "button, a[href], summary, [role=button], [role=checkbox], [role=switch]";
const SCROLLS = ".frame"; // of a matrix
/** @type {Record<string, string | undefined>} */
const OWNERS = {
  " ": `${CHOICES}, ${BUTTONS}`, ArrowLeft: `${CHOICES}, ${SCROLLS}`, ArrowRight: `${CHOICES}, ${SCROLLS}`,
};

const typing = (/** @type {EventTarget | null} */ node) =>
  node instanceof Element && node.closest(FIELDS);

const root = document.documentElement;

const press = (/** @type {KeyboardEvent} */ event) => {
  const { key, ctrlKey, metaKey, altKey, target } = event;
  if (key === "Tab") delete root.dataset.labPointer;
  if (ctrlKey || metaKey || altKey || typing(target)) return;
  if (root.dataset.labKeys === "off") {
    if (key.length === 1 && key !== " ") event.stopImmediatePropagation();
  } else if (key === "?") {
    const keys = document.querySelector(".st-key-tool_keys button");
    if (keys instanceof HTMLElement) keys.click();
  }
};

// Controls hear a key below the root, shortcuts above it.
const spare = (/** @type {KeyboardEvent} */ event) => {
  const { key, ctrlKey, metaKey, altKey, target } = event;
  if (ctrlKey || metaKey || altKey || (key.length > 1 && !OWNERS[key])) return;
  const owned = target instanceof Element && target.closest(OWNERS[key] ?? CHOICES);
  if (owned || document.querySelector("[role=dialog]")) event.stopPropagation();
};

const point = () => { root.dataset.labPointer = "last"; }; // style.css: the frame of a focused page

/** @param {Lab.Component<{ on: boolean }>} component */
export default function ({ data, parentElement }) {
  root.dataset.labKeys = data.on ? "heard" : "off"; // tests wait for it
  window.addEventListener("keydown", press, true);
  window.addEventListener("pointerdown", point, true);
  root.addEventListener("keydown", spare);
  return () => {
    if (parentElement.isConnected) return; // a newer call hears by the same functions, as in mount.js
    window.removeEventListener("keydown", press, true);
    window.removeEventListener("pointerdown", point, true);
    root.removeEventListener("keydown", spare);
  };
}
