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

// After a tap the browser plays a mouse that moves there, is pressed and let go. Plotly takes the
// press for the beginning of a drag and hides the values, so the mouse has to move once more.
/** @param {TouchEvent} event */
function showValues({ target, changedTouches: [{ clientX, clientY }] }) {
  window.addEventListener("mouseup", () => setTimeout(() => target?.dispatchEvent(
    new MouseEvent("mousemove", { clientX, clientY, bubbles: true })), 30),
  { once: true, capture: true });
}

/** @param {HTMLElement} node */
export function letSwipesPass(node) {
  /** @type {Touch | undefined} */ let first;
  const hear = (/** @type {TouchEvent} */ event) => {
    if (node.classList.contains(ZOOMS)) return;
    const [touch] = event.changedTouches;
    if (event.type === "touchstart") {
      first = touch;
      event.stopPropagation(); // the browser scrolls or taps
    } else if (first && Math.hypot(touch.clientX - first.clientX, touch.clientY - first.clientY) < 10) {
      showValues(event);
    }
  };
  for (const kind of /** @type {const} */ (["touchstart", "touchend"])) {
    node.addEventListener(kind, hear, { capture: true, passive: true });
  }
}
