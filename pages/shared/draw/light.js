// Which cells of matrices light up with another one, and what of them changes while they are played.

/** @type {(spec: string, index: number, i: number, j: number) => boolean} */
const within = (spec, index, i, j) =>
  spec === "*" || (spec === "i" ? i : spec === "j" ? j : Number(spec)) === index;

/** @param {Element} cell @returns {Lab.Cell} */
export function placeOf(cell) {
  const td = /** @type {HTMLElement} */ (cell);
  return [td.closest("figure")?.dataset.matrix ?? "", Number(td.dataset.i), Number(td.dataset.j)];
}

/**
 * @param {HTMLElement} root @param {Lab.Matrices["items"]} items @param {Lab.Cell | null} place
 * @param {Lab.Matrix["links"] | null} [lit] in place of what the cell is computed from
 */
export function light(root, items, place, lit) {
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

/** @param {HTMLElement} root @param {Lab.Step["matrices"]} changed */
export function change(root, changed) {
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
export function bringIn(root, [name, i, j]) {
  const cell = root.querySelector(`[data-matrix="${name}"] td[data-i="${i}"][data-j="${j}"]`);
  const frame = cell?.closest(".frame");
  if (!cell || !frame) return;
  const { top, bottom } = frame.getBoundingClientRect(), at = cell.getBoundingClientRect();
  if (at.top < top + at.height) frame.scrollTop -= top + at.height - at.top; // below the names
  if (at.bottom > bottom) frame.scrollTop += at.bottom - bottom;
}
