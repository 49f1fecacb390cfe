// What a thumb needs of Streamlit's own: the list of pages, which lies over the page on a phone,
// closes by itself once one is chosen; a swipe that begins on a slider scrolls the page.

const OVER_THE_PAGE = matchMedia("(max-width: 768px)"); // as Streamlit has it

const THUMB = "[data-rac] [data-rac] [data-rac]"; // within the track, within the group

const choose = (/** @type {Event} */ { target }) => {
  const link = target instanceof Element && target.closest('[data-testid="stSidebarNavLink"]');
  if (!link || !OVER_THE_PAGE.matches) return;
  const close = document.querySelector('[data-testid="stSidebarCollapseButton"] button');
  if (close instanceof HTMLElement) close.click();
};

// Streamlit moves a slider as soon as its track is touched. Kept from that touch, the track hears
// of a tap all the same: by the mouse that the browser plays after one, and after no swipe.
const touch = (/** @type {Event} */ event) => {
  const finger = !(event instanceof PointerEvent) || event.pointerType === "touch";
  const { target } = event;
  const part = target instanceof Element && target.closest('[data-testid="stSlider"] [data-rac]');
  if (finger && part && !part.matches(THUMB)) event.stopPropagation();
};

export default function () {
  const heard = /** @type {const} */ ([["click", choose, false], ["pointerdown", touch, true],
    ["touchstart", touch, true]]);
  for (const [kind, hear, capture] of heard) {
    document.addEventListener(kind, hear, { capture, passive: true });
  }
  return () => heard.forEach(([kind, hear, capture]) =>
    document.removeEventListener(kind, hear, { capture }));
}
