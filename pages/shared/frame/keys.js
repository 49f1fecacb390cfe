// A question mark opens the map of the keyboard. Streamlit's own shortcuts know letters and
// digits only.

const FIELDS = "input:not([type=range]), textarea, [contenteditable]";

const typing = (/** @type {EventTarget | null} */ node) =>
  node instanceof Element && node.closest(FIELDS);

export default function () {
  const press = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "?" || event.ctrlKey || event.metaKey || typing(event.target)) return;
    const keys = document.querySelector(".st-key-tool_keys button");
    if (keys instanceof HTMLElement) keys.click();
  };
  document.addEventListener("keydown", press);
  document.documentElement.dataset.labKeys = "heard"; // tests wait for it
  return () => document.removeEventListener("keydown", press);
}
