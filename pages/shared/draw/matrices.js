// Matrices as tables with numbers. A cell under the mouse, or the one that was picked, lights
// up together with the cells of other matrices that it is computed from.

/** @type {(spec: string, index: number, i: number, j: number) => boolean} */
const within = (spec, index, i, j) =>
  spec === "*" || (spec === "i" ? i : spec === "j" ? j : Number(spec)) === index;

/** @param {Element} cell @returns {Lab.Cell} */
function placeOf(cell) {
  const td = /** @type {HTMLElement} */ (cell);
  return [td.closest("figure")?.dataset.matrix ?? "", Number(td.dataset.i), Number(td.dataset.j)];
}

/** @param {HTMLElement} root @param {Lab.Matrices["items"]} items @param {Lab.Cell | null} place */
function light(root, items, place) {
  const [name, i, j] = place ?? ["", -1, -1];
  const matrices = items.filter((item) => typeof item !== "string");
  const links = matrices.find((item) => item.name === name)?.links ?? {};
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

/** @param {Lab.Matrix} item @param {(cell: object) => void} pick */
function matrix(item, pick) {
  const figure = element("figure");
  figure.dataset.matrix = item.name;
  figure.style.setProperty("--ink", item.color);
  const caption = element("figcaption");
  caption.append(element("b", item.symbol), element("span", item.shape));
  const frame = element("div", undefined, "frame");
  frame.tabIndex = 0;
  const table = element("table");
  table.setAttribute("aria-label", `${item.symbol}, ${item.shape}`);
  if (item.columns.length) {
    const head = element("tr");
    if (item.rows.length) head.append(element("th"));
    for (const name of item.columns) head.append(element("th", name));
    table.append(head);
  }
  item.cells.forEach((values, i) => {
    const row = element("tr");
    if (item.rows.length) row.append(element("th", item.rows[i]));
    values.forEach((value, j) => {
      const cell = element("td", value);
      cell.dataset.i = String(i);
      cell.dataset.j = String(j);
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

/** @param {Lab.Component<Lab.Matrices>} component */
export default function ({ data, parentElement, setTriggerValue }) {
  /** @type {HTMLElement | null} */
  const there = parentElement.querySelector(".lab-matrices");
  const root = there ?? element("div", undefined, "lab-matrices");
  if (!there) parentElement.append(root);
  if (root.dataset.version !== data.version) {
    root.dataset.version = data.version;
    const pick = (/** @type {object} */ cell) => setTriggerValue("pick", cell);
    root.replaceChildren(...data.items.map((item) =>
      typeof item === "string" ? element("span", item, "sign") : matrix(item, pick)));
  }
  const rest = () => light(root, data.items, data.picked);
  root.onmouseover = ({ target }) => {
    const cell = /** @type {Element} */ (target).closest("td[data-i]");
    light(root, data.items, cell ? placeOf(cell) : data.picked);
  };
  root.onmouseleave = rest;
  rest();
}
