// A finger that swipes over a chart scrolls the page, and one that taps it sees its values: what
// Plotly does at a touch it does only while zooming by finger is switched on. A mouse on the
// same device zooms as ever.

const ZOOMS = "lab-zooms";
export const TOUCH = matchMedia("(any-pointer: coarse)").matches;
const MOUSE = matchMedia("(any-pointer: fine)").matches;

const FINGER = {
  name: "zoom by finger",
  title: "Zoom by finger: on or off",
  click: (/** @type {Lab.Plot} */ node) => {
    const on = node.classList.toggle(ZOOMS);
    node.querySelector('[data-attr="zoom by finger"], [data-title^="Zoom by finger"]')
      ?.setAttribute("aria-pressed", String(on));
  },
};

/** The tools that zoom, for the pointers that there are. */
export const zoomTools = () => [
  ...(MOUSE || !TOUCH ? ["zoom2d", "pan2d"] : []),
  ...(TOUCH ? [{ ...FINGER, icon: window.Plotly.Icons.zoombox }] : []),
  "resetScale2d",
];

/** @param {HTMLElement} node */
export function letSwipesPass(node) {
  node.addEventListener("touchstart", (event) => {
    if (!node.classList.contains(ZOOMS)) event.stopPropagation(); // the browser scrolls or taps
  }, { capture: true, passive: true });
}
