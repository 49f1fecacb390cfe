// A finger that swipes over a chart scrolls the page, and one that taps it sees its values: what
// Plotly does at a touch it does only while zooming by finger is switched on. A mouse on the
// same device zooms as ever.

const ZOOMS = "lab-zooms";
export const TOUCH = matchMedia("(any-pointer: coarse)").matches;
const MOUSE = matchMedia("(any-pointer: fine)").matches;

const FINGER = {
  name: "finger",
  click: (/** @type {Lab.Plot} */ node, /** @type {Event} */ { currentTarget }) => {
    const on = node.classList.toggle(ZOOMS);
    if (currentTarget instanceof Element) currentTarget.setAttribute("aria-pressed", String(on));
  },
};

/** The tools that zoom, for the pointers that there are. @param {Lab.ChartWords} words */
export const zoomTools = (words) => [
  ...(MOUSE || !TOUCH ? ["zoom2d", "pan2d"] : []),
  ...(TOUCH ? [{ ...FINGER, title: words.finger, icon: window.Plotly.Icons.zoombox }] : []),
  "resetScale2d",
];

const TAP = 10; // pixels that a finger may stray and still tap

// After a tap the browser plays a mouse that moves there, is pressed and let go. Plotly takes the
// press for the beginning of a drag and hides the values, so the mouse has to move once more.
const PLAYED = 1000; // milliseconds after which no mouse is played any more

/** @param {TouchEvent} event */
function showValues({ target, changedTouches: [{ clientX, clientY }] }) {
  const over = new AbortController();
  setTimeout(() => over.abort(), PLAYED);
  window.addEventListener("mouseup", () => setTimeout(() => target?.dispatchEvent(
    new MouseEvent("mousemove", { clientX, clientY, bubbles: true })), 30),
  { once: true, capture: true, signal: over.signal });
}

/** How far two fingers are apart, and where the middle between them is. @param {TouchList} touches */
const between = ([one, two]) => ({
  apart: Math.max(1, Math.hypot(one.clientX - two.clientX, one.clientY - two.clientY)),
  x: (one.clientX + two.clientX) / 2,
  y: (one.clientY + two.clientY) / 2,
});

// Two fingers on a chart that may be zoomed: what lies between them grows as they part.
class Pinch {
  /** @param {Lab.Plot} node @param {TouchList} touches */ constructor(node, touches) {
    const { left, top } = node.getBoundingClientRect();
    const { apart, x, y } = between(touches);
    this.node = node;
    this.apart = apart;
    const axes = Object.entries(node._fullLayout).filter(([name, axis]) =>
      /^[xy]axis\d*$/.test(name) && axis.range && axis._length && !axis.fixedrange);
    this.axes = axes.flatMap(([name, { range: [from, to], _offset, _length }]) => {
      const across = name.startsWith("x");
      const share = ((across ? x - left : y - top) - _offset) / _length;
      if (share < 0 || share > 1) return []; // of another plot in the same chart
      return [{ name, from, to, held: from + (across ? share : 1 - share) * (to - from) }];
    });
  }

  /** @param {TouchList} touches */ move(touches) {
    const factor = this.apart / between(touches).apart;
    cancelAnimationFrame(this.frame ?? 0);
    this.frame = requestAnimationFrame(() => window.Plotly.relayout(this.node, Object.fromEntries(
      this.axes.map(({ name, from, to, held }) => [`${name}.range`,
        [held + (from - held) * factor, held + (to - held) * factor]]))));
  }

  /** @type {number | undefined} */ frame;
}

/** @param {string} kind @param {Touch} touch */
const played = (kind, touch) => new TouchEvent(kind, { bubbles: true, cancelable: true,
  touches: kind === "touchend" ? [] : [touch], changedTouches: [touch] });

// Plotly hears of a finger once it drags, and of that one alone: a second finger pinches.
/** @param {Lab.Plot} node */
export function letSwipesPass(node) {
  /** @type {Touch | undefined} */ let first;
  /** @type {Pinch | undefined} */ let pinch;
  let dragged = false;
  const away = (/** @type {Touch} */ { clientX, clientY }) =>
    first ? Math.hypot(clientX - first.clientX, clientY - first.clientY) : 0;
  /** @type {Record<string, (event: TouchEvent) => void>} */
  const hear = {
    touchstart(event) {
      event.stopPropagation(); // the browser scrolls, taps, or zooms the page
      const { touches } = event;
      if (touches.length === 1) [first, dragged, pinch] = [touches[0], false, undefined];
      else if (node.classList.contains(ZOOMS) && !dragged) pinch = new Pinch(node, touches);
    },
    touchmove(event) {
      const { touches, changedTouches: [touch] } = event;
      if (pinch && touches.length > 1) pinch.move(touches);
      const mine = first && touch.identifier === first.identifier && !pinch;
      if (!mine || !node.classList.contains(ZOOMS)) return event.stopPropagation();
      if (dragged || away(touch) < TAP) return undefined;
      dragged = true;
      return first && event.target?.dispatchEvent(played("touchstart", first)), undefined;
    },
    touchend(event) {
      const { changedTouches: [touch] } = event;
      const mine = first && touch.identifier === first.identifier;
      if (!dragged || !mine) event.stopPropagation();
      if (mine && !dragged && !pinch && away(touch) < TAP) showValues(event);
      if (mine) dragged = false;
    },
    touchcancel(event) {
      const { changedTouches: [touch] } = event;
      if (dragged) event.target?.dispatchEvent(played("touchend", touch));
      dragged = false;
    },
  };
  for (const [kind, answer] of Object.entries(hear)) {
    node.addEventListener(kind, (event) => {
      if (event.isTrusted) answer(/** @type {TouchEvent} */ (event));
    }, { capture: true, passive: true });
  }
}
