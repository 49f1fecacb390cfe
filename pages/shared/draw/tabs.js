// The row of buttons above a heatmap that shows one of its tiles at a time.

export class Tabs {
  chosen = 0;

  /** @param {HTMLElement} parent @param {() => void} hear */
  constructor(parent, hear) {
    this.hear = hear;
    this.row = document.createElement("div");
    this.row.className = "lab-tabs";
    this.row.setAttribute("role", "group");
    this.row.hidden = true;
    parent.append(this.row);
  }

  get shown() { return !this.row.hidden; }

  /** @param {boolean} shown @param {Lab.Tile[]} tiles */
  show(shown, tiles) {
    this.row.hidden = !shown;
    this.row.parentElement?.classList.toggle("lab-tabbed", shown);
    const names = tiles.map(({ name }) => name).join();
    if (this.row.dataset.names === names) return;
    this.row.dataset.names = names;
    this.row.setAttribute("aria-label", names);
    this.row.replaceChildren(...tiles.map(({ name }, i) => {
      const tab = document.createElement("button");
      tab.textContent = name;
      tab.onclick = () => { this.choose(i); this.hear(); };
      return tab;
    }));
    this.choose(Math.min(this.chosen, Math.max(0, tiles.length - 1)));
  }

  /** @param {number} i */ choose(i) {
    this.chosen = i;
    [...this.row.children].forEach((tab, k) => tab.setAttribute("aria-pressed", String(k === i)));
  }
}
