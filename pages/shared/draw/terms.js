// What a term of the glossary means, beside it: while it is pointed at, in focus, or after a tap.
// Its places are links in the text, so that a keyboard and a thumb find them.

const TERM = 'a[href^="#term-"]';
const GAP = 6; // pixels

/** @type {Record<string, [name: string, meaning: string, page: string] | undefined>} */ let known = {};

const termOf = (/** @type {EventTarget | null} */ target) =>
  /** @type {HTMLElement | null} */ (target instanceof Element ? target.closest(TERM) : null);

const tip = () => document.getElementById("lab-tip");

function hide() {
  const shown = tip();
  if (shown) shown.hidden = true;
}

/** @param {HTMLElement} link */
function show(link) {
  const meaning = known[(link.getAttribute("href") ?? "").slice("#term-".length)];
  if (!meaning) return;
  const box = tip() ?? document.body.appendChild(document.createElement("div"));
  Object.assign(box, { id: "lab-tip", hidden: false });
  box.setAttribute("role", "tooltip");
  const [name, words, page] = meaning;
  box.replaceChildren(Object.assign(document.createElement("b"), { textContent: name }),
    document.createTextNode(`: ${words} `),
    Object.assign(document.createElement("small"), { textContent: page }));
  link.setAttribute("aria-describedby", "lab-tip");
  const [at] = link.getClientRects(); // of its first line
  const { clientWidth } = document.documentElement;
  box.style.left = `${Math.max(8, Math.min(at.left, clientWidth - box.offsetWidth - 8))}px`;
  const below = at.bottom + GAP + box.offsetHeight < innerHeight;
  box.style.top = `${below ? at.bottom + GAP : Math.max(8, at.top - GAP - box.offsetHeight)}px`;
}

const point = (/** @type {Event} */ { target }) => {
  const link = termOf(target);
  if (link) show(link);
  else if (!(document.activeElement && termOf(document.activeElement))) hide();
};

const press = (/** @type {Event} */ event) => {
  const link = termOf(event.target);
  if (!link) return hide();
  event.preventDefault(); // it leads nowhere
  event.stopPropagation();
  show(link);
};

// Tab scrolls to a term that it reaches: what explains it goes along.
const scroll = () => {
  const held = document.activeElement?.matches(":focus-visible") && tip()?.hidden === false
    ? termOf(document.activeElement) : null;
  if (held) show(held);
  else hide();
};

const key = (/** @type {KeyboardEvent} */ event) => { if (event.key === "Escape") hide(); };

/** @type {[string, (event: any) => void][]} */
const heard = [["mouseover", point], ["focusin", point], ["focusout", hide], ["click", press],
  ["keydown", key], ["scroll", scroll]];

/** @param {Lab.Component<typeof known>} component */
export default function ({ data, parentElement }) {
  known = data;
  document.documentElement.dataset.labTerms = "heard"; // tests wait for it
  for (const [kind, hear] of heard) document.addEventListener(kind, hear, true);
  return () => {
    if (parentElement.isConnected) return; // a newer call hears by the same functions
    hide();
    for (const [kind, hear] of heard) document.removeEventListener(kind, hear, true);
  };
}
