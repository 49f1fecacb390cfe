// The keyboard's place is never lost. What was pressed may go: a button that committed an answer, a
// hint that was the last one, a link to another page. Browsers then leave the focus nowhere, and who
// hears the page begins anew at its top. Here it goes on to what now stands at that place, or to the
// title of another page; by a key only, since a finger has no place to lose.

const HEARS = "a[href], button, input, textarea, select, summary, [tabindex]";
const ASIDE = '[role="dialog"], [data-testid="stPopoverBody"], [data-baseweb="popover"]';
const MAIN = '[data-testid="stMain"]';
const ONWARD = '[data-testid="stPageLink"]'; // the only way from there is to another page
const QUIET = 120; // ms without a change: what comes in place of it has come
const LATEST = 2500; // ms after which a page that goes on changing is not waited for
const PAGE_LATEST = 20_000; // ms after which a page that does not come is not either

/**
 * Where the focus was: the node, and the way down to it.
 * @typedef {{ node: HTMLElement, way: { parent: Element, at: number }[], path: string }} Place
 */

let byKey = false;
/** @type {Place | null} */ let place = null;
/** @type {Place | null} */ let outer = null; // the last one that was in no dialog
/** @type {number | undefined} */ let timer;
let lostAt = 0;

/** @param {HTMLElement} node @returns {Place} */
function placeOf(node) {
  const way = [];
  for (let one = /** @type {Element} */ (node); one.parentElement; one = one.parentElement) {
    way.push({ parent: one.parentElement, at: Array.from(one.parentElement.children).indexOf(one) });
  }
  return { node, way, path: location.pathname };
}

/** Whether Tab leads there. @param {HTMLElement} node */
const hears = (node) => node.tabIndex >= 0 && !node.matches(":disabled, .lab-unseen *, .modebar *")
  && node.getClientRects().length > 0 && getComputedStyle(node).visibility === "visible"
  && !node.closest("[inert]");

/** @param {Element} parent @returns {HTMLElement[]} */
const within = (parent) =>
  Array.from(/** @type {NodeListOf<HTMLElement>} */ (parent.querySelectorAll(HEARS))).filter(hears);

/** What stands now where the place was: the next control, else the one before. @param {Place} lost */
function nextTo({ way }) {
  for (const { parent, at } of way) {
    if (!parent.isConnected) continue;
    const found = within(parent);
    const isAfter = (/** @type {HTMLElement} */ node) =>
      Array.from(parent.children).findIndex((child) => child.contains(node)) >= at;
    const next = found.find(isAfter) ?? found.at(-1);
    if (next) return next;
    if (parent.matches(MAIN)) break;
  }
  return null;
}

function title() {
  const head = document.querySelector(`${MAIN} h1`);
  if (!(head instanceof HTMLElement)) return null;
  head.tabIndex = -1;
  return head;
}

const isNowhere = () => document.activeElement === null || document.activeElement === document.body;
const isDisabled = (/** @type {Place} */ { node }) => node.matches(":disabled");

/** Whether what has the focus is going; a browser takes it from what is disabled a little later. */
const isGoing = () => byKey && place !== null && (isNowhere() || document.activeElement === place.node)
  && (!place.node.isConnected || isDisabled(place));

function find() {
  timer = undefined;
  if (!byKey || place === null || !(isNowhere() || isDisabled(place))) return;
  const waited = performance.now() - lostAt;
  const aside = place.way.every(({ parent }) => !parent.matches(MAIN)) && outer;
  const lost = aside || place;
  const left = lost.path !== location.pathname || lost.node.matches("h1");
  // What leads on may be gone before the address is that of the other page.
  const leads = lost.way.some(({ parent }) => parent.matches(ONWARD));
  if (left ? !title() && waited < PAGE_LATEST : (isDisabled(lost) || leads) && waited < LATEST) {
    timer = window.setTimeout(find, QUIET); // a page comes; a button may be pressed again soon
    return;
  }
  const here = lost.node.isConnected && hears(lost.node) ? lost.node : null;
  ((left ? title() : here) ?? nextTo(lost) ?? title())?.focus();
}

function look() {
  if (!isGoing()) return;
  const now = performance.now();
  if (timer === undefined) lostAt = now;
  clearTimeout(timer);
  timer = window.setTimeout(find, Math.max(0, Math.min(QUIET, lostAt + LATEST - now)));
}

const note = (/** @type {FocusEvent} */ { target }) => {
  if (!(target instanceof HTMLElement || target instanceof SVGElement)) return;
  if (target === document.body) return;
  place = placeOf(/** @type {HTMLElement} */ (target));
  if (!target.closest(ASIDE)) outer = place;
};
const key = () => { byKey = true; };
const point = () => { byKey = false; };

/** @type {number | undefined} */ let known; // how often a press has begun projector mode

/** Projector mode begins at the top, and what began it tells nothing over the wall any more.
 * @param {number} began */
function begin(began) {
  const isNew = known !== undefined && began > known;
  known = began;
  if (!isNew) return;
  for (const pressed of document.querySelectorAll(".st-key-tool_projector button")) {
    for (const kind of ["pointerout", "mouseout"]) { // as if the mouse had gone, which rests there
      pressed.dispatchEvent(new PointerEvent(kind, { bubbles: true, pointerType: "mouse" }));
    }
  }
  if (!byKey && document.activeElement instanceof HTMLElement) document.activeElement.blur();
  document.querySelector(MAIN)?.scrollTo(0, 0);
}

const observer = new MutationObserver(look);

export default function (/** @type {Lab.Component<{ began: number }>} */ { data, parentElement }) {
  begin(data.began);
  document.documentElement.dataset.labFocus = "kept"; // tests wait for it
  window.addEventListener("focusin", note, true);
  window.addEventListener("keydown", key, true);
  window.addEventListener("pointerdown", point, true);
  observer.observe(document.body,
    { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled"] });
  return () => {
    if (parentElement.isConnected) return; // a newer call hears by the same functions, as in mount.js
    observer.disconnect();
    window.removeEventListener("focusin", note, true);
    window.removeEventListener("keydown", key, true);
    window.removeEventListener("pointerdown", point, true);
  };
}
