// Matrices as tables with numbers. A cell under the mouse, or the one that was picked, lights
// up together with the cells of other matrices that it is computed from.

const within = (spec, index, i, j) =>
  spec === "*" || (spec === "i" ? i : spec === "j" ? j : Number(spec)) === index;

function light(root, items, name, i, j) {
  const links = items.find((item) => item.name === name)?.links ?? {};
  for (const cell of root.querySelectorAll("td[data-i]")) {
    const { matrix } = cell.closest("figure").dataset;
    const [row, column] = [Number(cell.dataset.i), Number(cell.dataset.j)];
    const self = matrix === name && row === i && column === j;
    const link = links[matrix];
    cell.classList.toggle("self", self);
    cell.classList.toggle(
      "lit", Boolean(link) && within(link[0], row, i, j) && within(link[1], column, i, j));
  }
}

function element(tag, text, className) {
  const node = document.createElement(tag);
  if (text !== undefined) node.textContent = text;
  if (className) node.className = className;
  return node;
}

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
      cell.dataset.i = i;
      cell.dataset.j = j;
      if (pick && item.pickable) {
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

export default function ({ data, parentElement, setTriggerValue }) {
  let root = parentElement.querySelector(".lab-matrices");
  if (!root) {
    root = element("div", undefined, "lab-matrices");
    parentElement.append(root);
  }
  if (root.dataset.version !== data.version) {
    root.dataset.version = data.version;
    const pick = (cell) => setTriggerValue("pick", cell);
    root.replaceChildren(...data.items.map((item) =>
      typeof item === "string" ? element("span", item, "sign") : matrix(item, pick)));
  }
  const rest = () => light(root, data.items, ...(data.picked ?? []));
  root.onmouseover = ({ target }) => {
    const cell = target.closest("td[data-i]");
    if (!cell) return rest();
    const { matrix: name } = cell.closest("figure").dataset;
    light(root, data.items, name, Number(cell.dataset.i), Number(cell.dataset.j));
  };
  root.onmouseleave = rest;
  rest();
}
