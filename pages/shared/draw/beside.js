// What stands beside a picture for those who can't see it: its one sentence, and a button that
// shows its numbers as a table, which follows the picture while it is open. Frames bring a new
// sentence now and then: it is there for who asks, and no screen reader is told of it by itself.

import { filled } from "./filled.js";

const PAUSE = 1000; // milliseconds between two tables while frames arrive

/** @type {Promise<typeof import("./grids.js")> | undefined} */ let numbers;

/** @param {Lab.Grid} grid */
function tableOf({ title, head, rows, note }) {
  const table = document.createElement("table");
  const words = [title, note].filter(Boolean).join(", ");
  if (words) table.createCaption().textContent = words;
  const cell = (/** @type {HTMLTableRowElement} */ row, /** @type {string} */ text,
    /** @type {string} */ scope) => {
    const node = document.createElement(scope ? "th" : "td");
    if (scope) node.setAttribute("scope", scope);
    node.textContent = text;
    row.append(node);
  };
  const first = table.createTHead().insertRow();
  head.forEach((text) => cell(first, text, "col"));
  const body = table.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    row.forEach((text, j) => cell(line, text, j ? "" : "row"));
  }
  return table;
}

class Beside {
  /** @type {number | undefined} */ timer;
  alt = ""; title = ""; grids = "";
  /** @type {Lab.ChartWords | undefined} */ words;

  /** @param {HTMLElement} parent @param {Lab.Plot} plot */
  constructor(parent, plot) {
    this.plot = plot;
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "lab-data";
    this.panel = document.createElement("div");
    this.panel.className = "lab-table";
    this.panel.setAttribute("role", "region");
    this.panel.hidden = true;
    this.panel.tabIndex = 0; // it scrolls
    parent.classList.add("lab-beside");
    parent.append(this.button, this.panel);
    this.button.onclick = () => this.turn(Boolean(this.panel.hidden));
    this.panel.onkeydown = ({ key }) => {
      if (key !== "Escape") return;
      this.turn(false);
      this.button.focus();
    };
    plot.addEventListener("lab-drawn", () => this.follow());
    plot.addEventListener("lab-told", (event) => {
      this.alt = /** @type {CustomEvent<string>} */ (event).detail;
      this.follow();
    });
  }

  /** @param {Lab.Chart} data */ show({ alt, figure, grids, words }) {
    this.alt = alt;
    this.words = words;
    this.grids = grids;
    this.title = String(figure.layout.title?.text ?? "").replace(/<[^>]*>/g, " ");
    this.panel.setAttribute("aria-label", filled(words.dataOf, { title: this.title }));
    this.label();
    this.follow();
  }

  label() {
    const word = (this.panel.hidden ? this.words?.data : this.words?.picture) ?? "";
    this.button.textContent = word;
    this.button.setAttribute("aria-label", `${word}: ${this.title}`);
  }

  /** @param {boolean} open */ turn(open) {
    this.panel.hidden = !open;
    this.plot.inert = open; // the picture lies behind the table
    this.label();
    if (open) this.fill();
  }

  follow() {
    const [first, ...rest] = this.plot.querySelectorAll("svg.main-svg");
    first?.setAttribute("role", "img");
    first?.setAttribute("aria-label", this.alt);
    for (const layer of rest) layer.setAttribute("aria-hidden", "true"); // letters out of context
    if (this.panel.hidden || this.timer) return;
    this.timer = setTimeout(() => { this.timer = undefined; this.fill(); }, PAUSE);
  }

  fill() {
    const { panel: { scrollTop, scrollLeft }, words } = this;
    if (!words) return;
    const told = document.createElement("p");
    told.textContent = this.alt;
    numbers ??= import(new URL(this.grids, document.baseURI).href);
    numbers.then(({ gridsOf }) => {
      const grids = this.plot._fullData ? gridsOf(this.plot, words) : [];
      this.panel.replaceChildren(told, ...grids.map(tableOf));
      this.panel.scrollTo(scrollLeft, scrollTop);
    }, () => { // the next press tries again
      numbers = undefined;
      this.panel.textContent = words.noTable;
    });
  }

  remove() {
    clearTimeout(this.timer);
    this.button.remove();
    this.panel.remove();
  }
}

/** @type {WeakMap<Element, Beside>} */ const standing = new WeakMap();

/** @param {Lab.Component<Lab.Chart>} component */
export default function ({ data, parentElement }) {
  const plot = /** @type {Lab.Plot | undefined} */ (window.perceptronLab?.charts.get(data.name)?.node);
  if (!plot) return () => {};
  let beside = standing.get(parentElement);
  if (beside?.plot !== plot) {
    beside?.remove();
    standing.set(parentElement, (beside = new Beside(parentElement, plot)));
  }
  beside.show(data);
  return () => {
    if (parentElement.isConnected) return; // a newer call has it, as in mount.js
    standing.get(parentElement)?.remove();
    standing.delete(parentElement);
  };
}
