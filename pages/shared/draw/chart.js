// One plot node for each chart name, from the first frame to the last. The full figure
// arrives when the page's script runs; while a run trains, frames with only the moving
// data arrive through frame.js and are merged into the figure that is there.

import { TABS, enlarged, fitCells, fitHeight, fitLegend, fitTitle, grounded, roomBelow } from "./fit.js";
import { GLIDES, glided, unpacked } from "./glide.js";
import { config, loadPlotly, tools, whenIdle } from "./library.js";
import { told } from "./numbers.js";
import { Tabs } from "./tabs.js";
import { themeOf, themed } from "./theme.js";
import { TOUCH, letSwipesPass } from "./touch.js";

/** @type {Lab.Page} */
const lab = (window.perceptronLab ??= { charts: new Map(), status: null, library: null });

// A frame can come twice, and after the figure that replaced it: only newer ones count.
lab.feed ??= ({ frame, charts, told: sentences, status, layer }) => {
  if (frame <= (lab.newest ?? 0)) return;
  lab.newest = frame;
  for (const [name, traces] of Object.entries(charts)) lab.charts.get(name)?.receive(traces);
  for (const [name, detail] of Object.entries(sentences)) {
    lab.charts.get(name)?.node.dispatchEvent(new CustomEvent("lab-told", { detail }));
  }
  if (status) lab.status?.(status);
  if (layer) lab.layer?.(layer);
};

const FILM_STEP = 110; // milliseconds
const MOVED = 700; // milliseconds between two looks at whether a chart has moved
const TOOL = 28, DATA = 75; // pixels, the width of a tool, and of the button beside the chart
const NARROW = 560; // pixels, below which tools that are always seen have a row of their own

// Plotly reads packed numbers in x, y and z, but not in customdata.
/** @param {Lab.Trace} trace @returns {Lab.Trace} */ function unpackCustom(trace) {
  if (!trace.customdata || !("bdata" in trace.customdata)) return trace;
  const numbers = unpacked(trace.customdata);
  const [rows, columns] = trace.customdata.shape.split(", ").map(Number);
  const customdata = Array.from({ length: rows }, (_, i) =>
    numbers?.slice(i * columns, (i + 1) * columns));
  return { ...trace, customdata };
}

class Chart {
  /** @type {string | null} */ version = null;
  /** @type {Lab.Trace[]} */ data = [];
  /** @type {Lab.Layout} */ layout = {};
  /** @type {Lab.Plotly | undefined} */ plotly;
  /** @type {object | undefined} */ config;
  /** @type {Lab.ChartWords | undefined} */ words;
  /** @type {number | null | undefined} */ below;
  /** @type {number | undefined} */ timer;
  /** @type {((point: Lab.Point) => void) | null} */ pick = null;
  visible = false; waiting = false; drawn = false; height = 0; fitted = 0; glides = GLIDES;

  /** @param {HTMLElement} parent */ constructor(parent) {
    this.node = /** @type {Lab.Plot} */ (document.createElement("div"));
    this.node.className = "lab-chart";
    letSwipesPass(this.node);
    this.tabs = new Tabs(parent, () => this.draw());
    this.node.translate = false; // HTML, which a translation puts in, is not shown within a drawing
    parent.append(this.node);
    this.theme = themeOf(this.node);
    this.counts = { received: 0, drawn: 0 };
    this.queue = Promise.resolve();
    this.observer = new ResizeObserver(() => {
      if (!this.drawn || !this.node.offsetWidth) return;
      this.theme = themeOf(this.node); // another screen may have letters of another size
      this.plotly?.Plots.resize(this.node).then(() => this.draw()); // the legend may wrap anew
    });
    this.observer.observe(this.node);
    // A chart that is scrolled out of sight keeps the newest frame and draws it on return.
    this.sight = new IntersectionObserver(([{ isIntersecting }]) => {
      this.visible = isIntersecting;
      if (isIntersecting && !(this.drawn && this.counts.drawn >= this.counts.received)) this.draw();
    }, { threshold: 0.2 });
    this.sight.observe(this.node);
    // On a projector what stands above may come or go once the chart was made as low as it had to be.
    this.moved = setInterval(() => {
      if (!this.drawn || this.theme.scale === 1) return;
      if (Math.abs(this.fit() - this.fitted) > 1) this.draw(); // scrolling changes fractions of pixels
    }, MOVED);
  }

  fit() {
    return fitHeight(this.node, this.height, this.theme.scale);
  }

  /** @param {Lab.Chart} chart @param {Lab.Tell} setTriggerValue */
  show({ name, version, figure, height, alt, library, clickable, film, words }, setTriggerValue) {
    if (words.language !== this.words?.language) this.config = undefined;
    this.words = words;
    this.pick = clickable ? (point) => setTriggerValue("pick", point) : null;
    this.node.classList.toggle("lab-clickable", clickable);
    this.height = height;
    this.node.style.height = `${height - (this.tabs.shown ? TABS : 0)}px`;
    this.node.dataset.name = name;
    if (version !== this.version) {
      this.version = version;
      lab.newest = Math.max(lab.newest ?? 0, Number(version));
      this.data = figure.data.map(unpackCustom);
      this.layout = figure.layout;
      this.play(film);
    }
    this.theme = themeOf(this.node);
    if (!this.drawn) this.sayFirst(alt);
    loadPlotly(lab, library).then((plotly) => {
      this.plotly = plotly;
      if (this.visible || this.drawn) this.draw();
      else whenIdle(() => { if (this.node.isConnected) this.draw(); });
    }, () => { this.node.textContent = words.noLibrary; });
  }

  // The picture's frame and its sentence are there before the program that draws it.
  /** @param {string} alt */ sayFirst(alt) {
    const frame = document.createElement("div"), sentence = document.createElement("p");
    frame.className = "lab-chart-first";
    sentence.textContent = alt;
    frame.append(sentence);
    this.node.replaceChildren(frame);
  }

  /** @param {Lab.Trace[]} frame */ receive(frame) {
    this.counts.received += 1;
    this.version = null; // moved on from the figure that the page's script drew
    this.merge(frame);
    if (this.plotly && this.visible) this.draw(frame.length);
  }

  /** @param {Lab.Trace[]} frame */ merge(frame) {
    frame.forEach(({ same = {}, ...moving }, i) => {
      this.data[i] = { ...this.data[i], ...unpackCustom(moving) };
      for (const key in same) this.data[i][key] = this.data[same[key]][key];
    });
  }

  // A film moves by itself, once; who has asked for less motion sees the figure, its end.
  /** @param {Lab.Trace[][] | null} film */ play(film) {
    clearTimeout(this.timer);
    if (!film || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    let next = 0;
    const step = () => {
      if (this.visible || next === 0) {
        this.merge(film[next]);
        this.draw();
        next += 1;
      }
      if (next < film.length) this.timer = setTimeout(step, FILM_STEP);
    };
    step();
  }

  // While one drawing is under way only the newest state waits behind it.
  /** @param {number} moving of a frame: how many traces, whose curves alone may move */
  draw(moving = 0) {
    if (!moving) this.glides = GLIDES;
    if (this.waiting || !this.plotly) return; // the library draws when it has arrived
    this.waiting = true;
    this.queue = this.queue.then(async () => {
      this.waiting = false;
      const received = this.counts.received;
      if (this.drawn && this.glides < GLIDES && glided(this.node, this.data, moving)) {
        this.glides += 1;
        this.counts.drawn = received;
        this.node.dispatchEvent(new Event("lab-drawn"));
        return;
      }
      this.glides = 0;
      await this.react();
      const below = roomBelow(this.node, this.theme.scale);
      if (below !== this.below) {
        this.below = below;
        await this.react();
      }
      if (!this.drawn) {
        this.node.on("plotly_click", ({ points: [{ x, y, curveNumber: trace }] }) =>
          this.pick?.({ x, y, trace }));
      }
      this.drawn = true;
      this.counts.drawn = received;
      this.node.dispatchEvent(new Event("lab-drawn"));
    }).catch((error) => console.error(error)); // the next drawing must still have its turn
  }

  react() {
    if (!this.words) return undefined;
    const layout = themed(this.layout, this.theme);
    const foot = this.below ?? (layout.margin?.b ?? 0) * this.theme.scale; // an axis grows with its letters
    if (foot) layout.margin = { ...layout.margin, b: foot };
    const data = this.data.map((trace) => enlarged(
      told(grounded(trace, this.theme.ground), layout.separators), this.theme.scale));
    const width = this.node.offsetWidth;
    const height = this.fitted = this.fit();
    if (!this.drawn) this.node.querySelector(".lab-chart-first")?.remove();
    const { shown } = this.tabs; // in their row stands the button, too
    fitTitle(layout, { ...this.theme, width, height },
      (shown ? 0 : DATA) + (TOUCH ? tools(this.words).length * TOOL : 0), TOUCH && width < NARROW && !shown);
    fitLegend(layout, width, this.theme.scale);
    const tiles = layout.meta?.tiles ?? [];
    const chosen = Math.min(this.tabs.chosen, Math.max(0, tiles.length - 1));
    const room = { ...this.theme, width, height };
    this.tabs.show(fitCells(data, layout, room, chosen), tiles);
    this.node.style.height = `${height - (this.tabs.shown ? TABS : 0)}px`;
    return this.plotly?.react(this.node, data, layout, this.config ??= config(this.words));
  }

  remove() {
    clearTimeout(this.timer);
    clearInterval(this.moved);
    this.observer.disconnect();
    this.sight.disconnect();
    if (this.drawn) this.plotly?.purge(this.node);
    this.tabs.row.remove();
    this.node.remove();
  }
}

/** @param {Lab.Component<Lab.Chart>} component */
export default function ({ data, parentElement, setTriggerValue }) {
  let chart = lab.charts.get(data.name);
  if (chart && chart.node.parentElement !== parentElement) {
    chart.remove();
    chart = undefined;
  }
  if (!chart) lab.charts.set(data.name, (chart = new Chart(parentElement)));
  chart.show(data, setTriggerValue);
  return () => {
    chart.remove();
    if (lab.charts.get(data.name) === chart) lab.charts.delete(data.name);
  };
}
