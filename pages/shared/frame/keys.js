// A question mark opens the map of the keyboard: Streamlit's own shortcuts know letters and digits
// only. And a shortcut leaves a key to the control in focus that uses it itself.

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

export default function () {
  const press = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "?" || event.ctrlKey || event.metaKey || typing(event.target)) return;
    const keys = document.querySelector(".st-key-tool_keys button");
    if (keys instanceof HTMLElement) keys.click();
  };
  // Controls listen below this node, the shortcuts above it.
  const spare = (/** @type {KeyboardEvent} */ event) => {
    const { key, target } = event;
    if (key.length > 1 && !OWNERS[key]) return;
    if (key === "?" || event.ctrlKey || event.metaKey || event.altKey) return;
    const owned = target instanceof Element && target.closest(OWNERS[key] ?? CHOICES);
    if (owned || document.querySelector("[role=dialog]")) event.stopPropagation();
  };
  document.addEventListener("keydown", press);
  document.documentElement.addEventListener("keydown", spare);
  document.documentElement.dataset.labKeys = "heard"; // tests wait for it
  return () => {
    document.removeEventListener("keydown", press);
    document.documentElement.removeEventListener("keydown", spare);
  };
}
