// A curve to sketch: one handle for each epoch. A press on the paper moves the nearest one there,
// by finger or mouse, and a drag takes it along; arrow keys and number fields move it without a
// drag. Heights are on a log axis. The values go to the page when a handle comes to rest.

import { filled } from "./filled.js";

const WIDEST = 736; // pixels
const NS = "http://www.w3.org/2000/svg";
const HEIGHT = 300, LEFT = 80, RIGHT = 8, TOP = 24, BOTTOM = 44;
const KEY_STEP = 0.05; // decades
/** @type {Record<string, number | undefined>} */
const KEYS = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

/**
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Element} parent @param {Tag} name
 * @param {Record<string, string | number>} attributes @param {string} [text]
 */
function make(parent, name, attributes, text) {
  const node = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  if (text !== undefined) node.textContent = text;
  parent.append(node);
  return node;
}

/** @param {number} value @param {string} decimal what stands between whole and part */
const readable = (value, decimal) =>
  Number(value.toPrecision(3)).toLocaleString("en", { maximumSignificantDigits: 3, useGrouping: "min2" })
    .replaceAll(",", "\u202f").replace(".", decimal); // as perceptron/text/numbers.py does

/**
 * A comma is a decimal sign, unless it may stand between thousands; a space may, as we write it.
 * @param {string} text
 */
const typedNumber = (text) => /^\s*[1-9]\d{0,2},\d{3}\s*$/.test(text) ? NaN
  : Number(text.replace(/(\d)\s(?=\d{3}(?!\d))/g, "$1").replace(",", "."));

class Sketch {
  /** @type {number | undefined} */ timer;

  /** @param {Element} parent @param {Lab.Sketch} data @param {(values: number[]) => void} tell */
  constructor(parent, { name, epochs, low, high, values, decimal, words }, tell) {
    this.name = name;
    this.words = words;
    this.readable = (/** @type {number} */ value) => readable(value, decimal);
    this.epochs = epochs;
    this.values = [...values];
    this.tell = tell;
    const width = this.width = Math.min(parent.clientWidth || WIDEST, WIDEST);
    this.low = Math.log10(low);
    this.high = Math.log10(high);
    this.svg = make(parent, "svg", { width, height: HEIGHT, class: "lab-sketch", translate: "no" });
    for (let k = Math.ceil(this.low); k <= this.high; k += 1) {
      const y = this.y(10 ** k);
      make(this.svg, "line", { x1: LEFT, x2: width - RIGHT, y1: y, y2: y, class: "grid" });
      make(this.svg, "text", { x: LEFT - 8, y: y + 5, "text-anchor": "end" }, this.readable(10 ** k));
    }
    make(this.svg, "text", { x: 14, y: HEIGHT / 2, transform: `rotate(-90 14 ${HEIGHT / 2})`,
      "text-anchor": "middle" }, words.loss);
    epochs.forEach((epoch, i) => make(this.svg, "text",
      { x: this.x(i), y: HEIGHT - 20, "text-anchor": "middle" }, String(epoch)));
    make(this.svg, "text", { x: width - RIGHT, y: HEIGHT - 4, "text-anchor": "end" },
      words.epochs);
    this.line = make(this.svg, "polyline", { class: "curve" });
    this.handles = epochs.map((_, i) => this.handle(i));
    this.fields = document.createElement("div");
    this.fields.className = "lab-sketch-fields";
    this.fields.setAttribute("role", "group");
    this.fields.setAttribute("aria-label", words.fields);
    this.inputs = epochs.map((_, i) => this.field(i));
    parent.append(this.fields);
    this.hearPointers();
    this.draw();
  }

  /** Tell at once what the keys have reached. */ rest() {
    if (this.timer === undefined) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.tell(this.values);
  }

  remove() {
    clearTimeout(this.timer);
    this.svg.remove();
    this.fields.remove();
  }

  // The drawing itself holds the pointer, so that no redrawing of a handle lets it go. What a
  // cancelled drag has reached counts. A finger drags a point and taps the paper: a swipe that
  // begins beside the points scrolls the page.
  hearPointers() {
    /** @type {number | null} */ let moved = null;
    let tapped = false; // a finger is on the paper, and may yet swipe
    const follow = (/** @type {PointerEvent} */ event) => {
      const box = this.svg.getBoundingClientRect();
      if (moved === null) {
        const away = this.epochs.map((_, i) => Math.abs(box.left + this.x(i) - event.clientX));
        moved = away.indexOf(Math.min(...away));
      }
      const share = (HEIGHT - BOTTOM - (event.clientY - box.top)) / (HEIGHT - TOP - BOTTOM);
      this.set(moved, this.low + share * (this.high - this.low));
    };
    this.svg.addEventListener("pointerdown", (event) => {
      if (!event.isPrimary || event.button) return;
      const { target } = event;
      tapped = event.pointerType === "touch" && target instanceof Element
        && !target.closest(".handle");
      if (tapped) return;
      this.svg.setPointerCapture(event.pointerId);
      follow(event);
      if (moved !== null) this.handles[moved].focus({ preventScroll: true });
    });
    this.svg.addEventListener("pointermove", (event) => { if (moved !== null) follow(event); });
    for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) {
      this.svg.addEventListener(end, (event) => {
        if (tapped && end === "pointerup") follow(event);
        if (moved !== null) this.tell(this.values);
        moved = null;
        tapped = false;
      });
    }
    this.svg.addEventListener("touchmove", (event) => {
      if (moved !== null) event.preventDefault();
    }, { passive: false });
  }

  /** @param {number} i */ field(i) {
    const label = document.createElement("label");
    const input = document.createElement("input");
    input.inputMode = "decimal"; // and text: a browser's own field for numbers drops commas
    input.onchange = () => {
      const typed = typedNumber(input.value);
      if (typed > 0) this.set(i, Math.log10(typed));
      this.draw(); // shows what counts
      this.tell(this.values);
    };
    const epoch = this.epochs[i];
    input.setAttribute("aria-label", filled(this.words.field, { epoch }));
    label.append(filled(this.words.epoch, { epoch }), input);
    this.fields.append(label);
    return input;
  }

  /** @param {number} i */ x(i) {
    const [first, last] = [this.epochs[0], this.epochs[this.epochs.length - 1]];
    return LEFT + 24 + (this.width - LEFT - RIGHT - 48) * (this.epochs[i] - first) / (last - first);
  }

  /** @param {number} value */ y(value) {
    const share = (Math.log10(value) - this.low) / (this.high - this.low);
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
  }

  /** @param {number} i */ handle(i) {
    const node = make(this.svg, "g", { tabindex: 0, role: "slider", class: "handle",
      "aria-label": filled(this.words.handle, { epochs: this.epochs[i] }), "aria-orientation": "vertical" });
    make(node, "circle", { r: 24, class: "reach" });
    make(node, "circle", { r: 11, class: "dot" });
    make(node, "text", { y: -18, "text-anchor": "middle", class: "value" });
    node.addEventListener("keydown", (event) => {
      const step = KEYS[event.key];
      if (!step) return;
      event.preventDefault();
      event.stopPropagation();
      this.set(i, Math.log10(this.values[i]) + step * KEY_STEP);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.rest(), 300);
    });
    return node;
  }

  /** @param {number} i @param {number} exponent */ set(i, exponent) {
    const inside = Math.min(this.high, Math.max(this.low, exponent));
    this.values[i] = Number((10 ** inside).toPrecision(3));
    this.draw();
  }

  draw() {
    const points = this.values.map((value, i) => [this.x(i), this.y(value)]);
    this.line.setAttribute("points", points.map((point) => point.join(",")).join(" "));
    this.handles.forEach((node, i) => {
      node.setAttribute("transform", `translate(${points[i].join(" ")})`);
      node.setAttribute("aria-valuenow", String(this.values[i]));
      node.setAttribute("aria-valuetext", this.readable(this.values[i]));
      this.inputs[i].value = String(this.values[i]);
      /** @type {Element} */ (node.lastChild).textContent = this.readable(this.values[i]);
    });
  }
}

/**
 * A sketch that is drawn anew when its place has another width.
 * @param {HTMLElement} parent @param {Lab.Sketch} data @param {(values: number[]) => void} tell
 */
export function sketched(parent, data, tell) {
  let sketch = new Sketch(parent, data, tell);
  const observer = new ResizeObserver(() => {
    const { clientWidth } = parent;
    if (!clientWidth || Math.min(clientWidth, WIDEST) === sketch.width) return;
    sketch.rest();
    sketch.remove();
    sketch = new Sketch(parent, { ...data, values: sketch.values }, tell);
  });
  observer.observe(parent);
  return () => {
    observer.disconnect();
    sketch.remove();
  };
}
