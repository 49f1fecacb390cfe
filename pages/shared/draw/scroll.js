// Scroll to this place when it was asked for once more than before. Script runs that change
// nothing may mount it again and must not move the page: the count lives beside the component.

const SETTLES = 1000; // milliseconds that the page may still grow, until its charts are drawn
let last = 0;

/** @param {Lab.Component<number>} component */
export default function ({ data, parentElement }) {
  if (data === last) return;
  last = data;
  parentElement.style.scrollMarginTop = "4rem"; // of the bar above
  let until = performance.now() + SETTLES;
  const stop = () => { until = 0; }; // the visitor scrolls
  for (const sign of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    document.addEventListener(sign, stop, { once: true, passive: true });
  }
  const follow = (/** @type {number} */ now) => {
    parentElement.scrollIntoView();
    if (now < until && parentElement.isConnected) requestAnimationFrame(follow);
  };
  requestAnimationFrame(follow);
}
