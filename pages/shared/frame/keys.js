// A question mark opens the map of the keyboard. Streamlit's own shortcuts know letters and
// digits only.

const typing = (node) => node?.closest?.("input:not([type=range]), textarea, [contenteditable]");

export default function () {
  const press = (event) => {
    if (event.key !== "?" || event.ctrlKey || event.metaKey || typing(event.target)) return;
    document.querySelector(".st-key-tool_keys button")?.click();
  };
  document.addEventListener("keydown", press);
  document.documentElement.dataset.labKeys = "heard"; // tests wait for it
  return () => document.removeEventListener("keydown", press);
}
