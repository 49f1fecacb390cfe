// Matrices as tables with numbers. A cell under the mouse, the one that has the keyboard's focus,
// or the one that was picked lights up together with the cells of other matrices that it is
// computed from, and its sum is written out. Tab goes from matrix to matrix, the arrow keys from
// cell to cell.
import { bringIn, change, light, placeOf } from "./light.js";
import { filled } from "./filled.js";
import { blanksOf, element, hear, judge, makeBlank, notesOf, signButton } from "./blanks.js";

/** @type {Record<string, [number, number] | undefined>} */
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** @param {HTMLElement} root @param {Lab.Matrices} data @param {Lab.Cell | null} place */
function write(root, { items, blanks, words }, place) {
  const line = root.querySelector(".lab-written");
  if (!line) return;
  const [name, i, j] = place ?? ["", 0, 0];
  const item = items.find((one) => typeof one !== "string" && one.name === name);
  const blank = blanks.find((one) => one.matrix === name && one.i === i && one.j === j);
  const sum = typeof item === "object" ? blank?.sum || item.sums[i]?.[j] : "";
  line.classList.toggle("hint", !sum);
  line.textContent = sum && typeof item === "object"
    ? `${[item.rows[i], item.columns[j]].filter(Boolean).join(", ") || item.symbol}: ${sum}` : words.hint;
}

// In words, for those who can't see what lights up.
/**
 * @param {Lab.Matrix} item @param {Lab.Matrix[]} others @param {number} i @param {number} j
 * @param {Lab.Words} words
 */
function sources(item, others, i, j, words) {
  const told = Object.entries(item.links).map(([name, [row, column]]) => {
    const of = others.find((one) => one.name === name);
    const part = (/** @type {string} */ spec, /** @type {string[] | undefined} */ names) => {
      const index = spec === "i" ? i : spec === "j" ? j : Number(spec);
      return names?.[index] ?? index + 1;
    };
    const where = row === "*" ? (column === "*" ? words.whole : words.column)
      : column === "*" ? words.row : words.cell;
    return filled(where, { matrix: of?.symbol ?? name, row: part(row, of?.rows),
      column: part(column, of?.columns) });
  });
  if (!told.length) return "";
  const parts = told.reduce((some, last) => filled(words.and, { some, last }));
  const sum = item.sums[i]?.[j];
  return filled(words.from, { parts }) + (sum ? `: ${sum}` : "");
}

/** @param {HTMLTableElement} table @param {HTMLElement} cell */
function focusOn(table, cell) {
  const before = table.querySelector("td[tabindex='0']");
  before?.setAttribute("tabindex", "-1");
  const input = cell.querySelector("input");
  if (!input) cell.tabIndex = 0;
  (input ?? cell).focus();
}

/** @param {HTMLTableElement} table @param {KeyboardEvent} event */
function walk(table, event) {
  const cell = /** @type {HTMLElement} */ (event.target);
  if (cell.matches("input")) return;
  const step = STEPS[event.key];
  if (event.key === "Enter" || event.key === " ") cell.click();
  else if (!step) return;
  event.preventDefault();
  event.stopPropagation(); // the page has keys of its own
  if (!step) return;
  const [i, j] = [Number(cell.dataset.i) + step[0], Number(cell.dataset.j) + step[1]];
  const next = table.querySelector(`td[data-i="${i}"][data-j="${j}"]`);
  if (next instanceof HTMLElement) focusOn(table, next);
}

/**
 * @param {Lab.Matrix} item @param {Lab.Matrix[]} all @param {Lab.Blank[]} blanks
 * @param {(cell: object) => void} pick @param {Lab.Words} words
 */
function matrix(item, all, blanks, pick, words) {
  const figure = element("figure");
  figure.dataset.matrix = item.name;
  figure.style.setProperty("--ink", item.color);
  const caption = element("figcaption");
  caption.append(element("b", item.symbol), element("span", item.shape));
  const frame = element("div", undefined, "frame");
  const table = element("table");
  const walked = item.pickable || Object.keys(item.links).length > 0;
  if (walked) {
    table.setAttribute("role", "grid");
    table.addEventListener("keydown", (event) => walk(table, event));
  } else {
    frame.tabIndex = 0; // it may scroll
    frame.setAttribute("role", "group");
    frame.setAttribute("aria-label", `${item.symbol}, ${item.shape}`);
  }
  table.setAttribute("aria-label", `${item.symbol}, ${item.shape}`);
  if (item.columns.length) {
    const head = element("tr");
    if (item.rows.length) head.append(element("td"));
    for (const name of item.columns) {
      head.append(Object.assign(element("th", name), { scope: "col" }));
    }
    table.append(head);
  }
  item.cells.forEach((values, i) => {
    const row = element("tr");
    if (item.rows.length) {
      row.append(Object.assign(element("th", item.rows[i]), { scope: "row" }));
    }
    values.forEach((value, j) => {
      const cell = element("td", value);
      cell.dataset.i = String(i);
      cell.dataset.j = String(j);
      const k = blanks.findIndex((one) => one.matrix === item.name && one.i === i && one.j === j);
      if (k >= 0) {
        makeBlank(cell, blanks[k], k);
      } else if (walked) {
        cell.tabIndex = table.querySelector("td[tabindex]") ? -1 : 0;
        const said = sources(item, all, i, j, words);
        if (said) cell.setAttribute("aria-description", said);
      }
      if (item.pickable) {
        cell.classList.add("pickable");
        cell.onclick = () => pick({ matrix: item.name, i, j });
      }
      row.append(cell);
    });
    table.append(row);
  });
  frame.append(table);
  figure.append(caption, frame);
  if (blanks.some((one) => one.matrix === item.name)) {
    caption.append(signButton(words.sign));
    figure.append(notesOf(blanks, item.name));
  }
  if (item.more) figure.append(element("small", item.more));
  return figure;
}

/** @param {HTMLElement} root @param {Lab.Matrices} data @param {Lab.Tell} setTriggerValue */
function draw(root, data, setTriggerValue) {
  const pick = (/** @type {object} */ cell) => setTriggerValue("pick", cell);
  const all = data.items.filter((item) => typeof item !== "string");
  const held = document.activeElement;
  const place = held && root.contains(held) && held.closest("td[data-i]");
  const [name, i, j] = place ? placeOf(place) : ["", 0, 0];
  const same = root.dataset.task === data.task; // else what was typed is of another task
  const typed = same ? blanksOf(root).map((input) => input.value) : [];
  const told = data.blanks.length ? [element("div", "", "lab-unseen")] : [];
  told[0]?.setAttribute("role", "status");
  const written = all.some((item) => item.sums.length) ? [element("p", data.words.hint, "lab-written")] : [];
  written[0]?.setAttribute("aria-hidden", "true"); // it describes its number to who hears it
  root.replaceChildren(...data.items.map((item) => typeof item === "string"
    ? element("span", item, "sign") : matrix(item, all, data.blanks, pick, data.words)), ...told);
  // Beside a matrix there is room for its notes on a phone only: elsewhere all others would move.
  if (!matchMedia("(max-width: 640px)").matches) root.append(...root.querySelectorAll(".lab-notes"));
  root.append(...written);
  blanksOf(root).forEach((input, k) => { if (!input.value) input.value = typed[k] ?? ""; });
  root.dataset.version = data.version;
  root.dataset.task = data.task;
  root.dataset.sent = JSON.stringify(data.blanks.map(({ text }) => text));
  if (!same) delete root.dataset.said;
  const again = name && root.querySelector(`[data-matrix="${name}"] td[data-i="${i}"][data-j="${j}"]`);
  if (again instanceof HTMLElement && again.matches("[tabindex], .blank")) {
    focusOn(/** @type {any} */ (again.closest("table")), again);
  }
}

/** @param {Lab.Component<Lab.Matrices>} component */
export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  /** @type {Lab.Page} */
  const lab = (window.perceptronLab ??= { charts: new Map(), status: null, library: null });
  /** @type {HTMLElement | null} */
  const there = parentElement.querySelector(".lab-matrices");
  const root = there ?? element("div", undefined, "lab-matrices");
  if (!there) {
    parentElement.append(root);
    root.addEventListener("focusout", () => {
      root.dispatchEvent(new MouseEvent("mouseleave"));
      root.dispatchEvent(new Event("change")); // what is typed and not sent yet
    });
    root.addEventListener("focusin", ({ target }) =>
      target?.dispatchEvent(new MouseEvent("mouseover", { bubbles: true })));
  }
  if (root.dataset.version !== data.version) {
    draw(root, data, setTriggerValue);
    if (data.lit && data.picked) bringIn(root, data.picked);
  }
  let { picked, lit } = data;
  const show = (/** @type {Element | null | undefined} */ cell) => {
    const place = cell ? placeOf(cell) : picked;
    light(root, data.items, place, cell ? null : lit);
    write(root, data, place);
  };
  const cellOf = (/** @type {EventTarget | null} */ node) =>
    /** @type {Element | null} */ (node)?.closest("td[data-i]");
  const rest = () => show(root.contains(document.activeElement) ? cellOf(document.activeElement) : null);
  root.onmouseover = ({ target }) => { if (cellOf(target)) show(cellOf(target)); else rest(); };
  root.onmouseleave = rest;
  if (data.blanks.length) {
    hear(root, data, setStateValue);
    judge(root, data);
  } else {
    root.oninput = root.onchange = root.onkeydown = null;
  }
  lab.films ??= new Map();
  lab.films.set(data.name, (step) => {
    change(root, step.matrices);
    ({ picked, lit } = step);
    rest();
    bringIn(root, step.picked);
  });
  rest();
}
