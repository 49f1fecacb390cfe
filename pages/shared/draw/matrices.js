// Matrices as tables with numbers. A cell under the mouse, the one that has the keyboard's focus,
// or the one that was picked lights up together with the cells of other matrices that it is
// computed from. Tab goes from matrix to matrix, the arrow keys from cell to cell.

/** @type {Record<string, [number, number] | undefined>} */
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** @type {(spec: string, index: number, i: number, j: number) => boolean} */
const within = (spec, index, i, j) =>
  spec === "*" || (spec === "i" ? i : spec === "j" ? j : Number(spec)) === index;

/** @param {Element} cell @returns {Lab.Cell} */
function placeOf(cell) {
  const td = /** @type {HTMLElement} */ (cell);
  return [td.closest("figure")?.dataset.matrix ?? "", Number(td.dataset.i), Number(td.dataset.j)];
}

/**
 * @param {HTMLElement} root @param {Lab.Matrices["items"]} items @param {Lab.Cell | null} place
 * @param {Lab.Matrix["links"] | null} [lit] in place of what the cell is computed from
 */
function light(root, items, place, lit) {
  const [name, i, j] = place ?? ["", -1, -1];
  const matrices = items.filter((item) => typeof item !== "string");
  const links = lit ?? matrices.find((item) => item.name === name)?.links ?? {};
  for (const cell of root.querySelectorAll("td[data-i]")) {
    const [of, row, column] = placeOf(cell);
    const self = of === name && row === i && column === j;
    const link = links[of];
    cell.classList.toggle("self", self);
    cell.classList.toggle(
      "lit", Boolean(link) && within(link[0], row, i, j) && within(link[1], column, i, j));
  }
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {string} [text] @param {string} [className]
 */
function element(tag, text, className) {
  const node = document.createElement(tag);
  if (text !== undefined) node.textContent = text;
  if (className) node.className = className;
  return node;
}

// In words, for those who can't see what lights up.
/** @param {Lab.Matrix} item @param {Lab.Matrix[]} others @param {number} i @param {number} j */
function sources(item, others, i, j) {
  const told = Object.entries(item.links).map(([name, [row, column]]) => {
    const of = others.find((one) => one.name === name);
    const part = (/** @type {string} */ spec, /** @type {string[] | undefined} */ names,
      /** @type {string} */ kind) => {
      if (spec === "*") return "";
      const index = spec === "i" ? i : spec === "j" ? j : Number(spec);
      return ` ${kind} ${names?.[index] ?? index + 1}`;
    };
    return `${of?.symbol ?? name}${part(row, of?.rows, "row")}${part(column, of?.columns, "column")}`;
  });
  return told.length ? `computed from ${told.join(" and ")}` : "";
}

/** @param {HTMLTableElement} table @param {HTMLElement} cell */
function focusOn(table, cell) {
  const before = table.querySelector("td[tabindex='0']");
  before?.setAttribute("tabindex", "-1");
  cell.tabIndex = 0;
  cell.focus();
}

/** @param {HTMLTableElement} table @param {KeyboardEvent} event */
function walk(table, event) {
  const cell = /** @type {HTMLElement} */ (event.target);
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

/** @param {Lab.Matrix} item @param {Lab.Matrix[]} all @param {(cell: object) => void} pick */
function matrix(item, all, pick) {
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
      if (walked) {
        cell.tabIndex = i || j ? -1 : 0;
        const words = sources(item, all, i, j);
        if (words) cell.setAttribute("aria-description", words);
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
  if (item.more) figure.append(element("small", item.more));
  return figure;
}

/** @param {HTMLElement} root @param {Lab.Step["matrices"]} changed */
function change(root, changed) {
  for (const [name, { symbol, cells }] of Object.entries(changed)) {
    const figure = root.querySelector(`[data-matrix="${name}"]`);
    const caption = figure?.querySelector("figcaption b");
    if (!figure || !caption) continue;
    caption.textContent = symbol;
    for (const cell of figure.querySelectorAll("td[data-i]")) {
      const [, i, j] = placeOf(cell);
      cell.textContent = cells[i][j];
    }
    const table = figure.querySelector("table"); // what stands beside it moves no more than it must
    if (table) table.style.minWidth = `${table.offsetWidth}px`;
  }
}

// Only the matrix scrolls to its cell, never the page.
/** @param {HTMLElement} root @param {Lab.Cell} place */
function bringIn(root, [name, i, j]) {
  const cell = root.querySelector(`[data-matrix="${name}"] td[data-i="${i}"][data-j="${j}"]`);
  const frame = cell?.closest(".frame");
  if (!cell || !frame) return;
  const { top, bottom } = frame.getBoundingClientRect(), at = cell.getBoundingClientRect();
  if (at.top < top + at.height) frame.scrollTop -= top + at.height - at.top; // below the names
  if (at.bottom > bottom) frame.scrollTop += at.bottom - bottom;
}

/** @param {Lab.Component<Lab.Matrices>} component */
export default function ({ data, parentElement, setTriggerValue }) {
  /** @type {Lab.Page} */
  const lab = (window.perceptronLab ??= { charts: new Map(), status: null, library: null });
  /** @type {HTMLElement | null} */
  const there = parentElement.querySelector(".lab-matrices");
  const root = there ?? element("div", undefined, "lab-matrices");
  if (!there) {
    parentElement.append(root);
    root.addEventListener("focusout", () => root.dispatchEvent(new MouseEvent("mouseleave")));
  }
  root.dataset.name = data.name;
  if (root.dataset.version !== data.version) {
    root.dataset.version = data.version;
    const pick = (/** @type {object} */ cell) => setTriggerValue("pick", cell);
    const all = data.items.filter((item) => typeof item !== "string");
    const held = document.activeElement;
    const [name, i, j] = held && root.contains(held) ? placeOf(held) : ["", 0, 0];
    root.replaceChildren(...data.items.map((item) =>
      typeof item === "string" ? element("span", item, "sign") : matrix(item, all, pick)));
    const again = name &&
      root.querySelector(`[data-matrix="${name}"] td[data-i="${i}"][data-j="${j}"][tabindex]`);
    if (again instanceof HTMLElement) focusOn(/** @type {any} */ (again.closest("table")), again);
    if (data.lit && data.picked) bringIn(root, data.picked);
  }
  let { picked, lit } = data;
  const rest = () => light(root, data.items, picked, lit);
  lab.films ??= new Map();
  lab.films.set(data.name, (step) => {
    change(root, step.matrices);
    ({ picked, lit } = step);
    rest();
    bringIn(root, step.picked);
  });
  root.onmouseover = ({ target }) => {
    const cell = /** @type {Element} */ (target).closest("td[data-i]");
    if (cell) light(root, data.items, placeOf(cell));
    else rest();
  };
  root.onmouseleave = rest;
  root.onkeyup = ({ target }) => {
    const cell = /** @type {Element} */ (target).closest("td[data-i]");
    if (cell) light(root, data.items, placeOf(cell));
  };
  rest();
}
