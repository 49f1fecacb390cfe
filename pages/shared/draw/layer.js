// A linear layer as every student draws it: inputs on the left, a line for each weight, outputs on
// the right. The thicker a line, the larger its weight; a dashed one is negative.

const SVG = "http://www.w3.org/2000/svg";
const [WIDTH, LEFT, RIGHT, STEP, RADIUS] = [400, 76, 262, 46, 18];
const THICKEST = 6;
const BEAT = 1600; // milliseconds that a part is lit while it plays
const STILL = matchMedia("(prefers-reduced-motion: reduce)");

/** @param {string} tag @param {Record<string, string | number>} [attributes] @param {string} [text] */
function draw(tag, attributes = {}, text) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  if (text !== undefined) node.textContent = text;
  return node;
}

/** @param {number} count @param {number} most @param {number} i */
const heightOf = (count, most, i) => STEP * (i + 0.5 + (most - count) / 2) + 8;

/** @param {Lab.Layer} data */
function picture(data) {
  const [d, c] = [data.inputs.length, data.outputs.length];
  const most = Math.max(d, c);
  const svg = draw("svg", { viewBox: `0 0 ${WIDTH} ${STEP * most + 34}`, class: "lab-layer notranslate", translate: "no",
    role: "img", "aria-label": data.words });
  data.inputs.forEach((_in, i) => data.outputs.forEach((_out, j) => svg.append(draw("line", {
    class: "weight", "data-i": i, "data-j": j, x1: LEFT + RADIUS, y1: heightOf(d, most, i),
    x2: RIGHT - RADIUS, y2: heightOf(c, most, j) }))));
  data.inputs.forEach((name, i) => {
    const y = heightOf(d, most, i);
    const node = draw("g", { class: "input" });
    node.append(draw("circle", { cx: LEFT, cy: y, r: RADIUS }),
      draw("text", { x: LEFT, y: y + 5, "text-anchor": "middle" }, short(name, 4)),
      draw("text", { x: LEFT - RADIUS - 8, y: y + 5, "text-anchor": "end" }, data.x[i]));
    svg.append(node);
  });
  data.outputs.forEach((name, j) => {
    const y = heightOf(c, most, j);
    const node = draw("g", { class: "output", "data-j": j });
    const at = { x: RIGHT + RADIUS + 8, "text-anchor": "start" };
    node.append(draw("circle", { cx: RIGHT, cy: y, r: RADIUS }),
      draw("text", { x: RIGHT, y: y + 5, "text-anchor": "middle" }, short(name, 4)),
      draw("text", { ...at, y: y - 3, class: "predicted" }),
      draw("text", { ...at, y: y + 14, class: "delta" }));
    svg.append(node);
  });
  const more = /** @type {const} */ ([[LEFT, data.more[0]], [RIGHT, data.more[1]]]);
  for (const [x, words] of more) {
    if (words) svg.append(draw("text", { x, y: STEP * most + 26, "text-anchor": "middle" }, words));
  }
  return svg;
}

const short = (/** @type {string} */ name, /** @type {number} */ most) =>
  name.length > most ? `${name.slice(0, most - 1)}…` : name;

/** @param {Element} svg @param {Lab.LayerMoves} moves @param {string[]} targets */
function move(svg, { W, y_hat, delta }, targets) {
  for (const line of svg.querySelectorAll(".weight")) {
    const share = W[Number(line.getAttribute("data-i"))][Number(line.getAttribute("data-j"))];
    line.setAttribute("stroke-width", String(0.5 + (THICKEST - 0.5) * Math.abs(share)));
    line.setAttribute("stroke-dasharray", share < 0 ? "7 5" : "none");
  }
  svg.querySelectorAll(".output").forEach((output, j) => {
    const [predicted, derivative] = output.querySelectorAll(".predicted, .delta");
    predicted.textContent = `ŷ ${y_hat[j]} · y ${targets[j]}`;
    derivative.textContent = `δ ${delta[j]}`;
  });
}

/** @param {Lab.Component<Lab.Layer>} component */
export default function ({ data, parentElement }) {
  const box = parentElement.querySelector(".lab-layer-box")
    ?? parentElement.appendChild(Object.assign(document.createElement("div"), { className: "lab-layer-box" }));
  const state = /** @type {Lab.LayerBox} */ (box);
  const svg = picture(data);
  const keys = document.createElement("div");
  keys.className = "lab-tabs";
  const buttons = Object.entries(data.parts).map(([part, words]) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: words });
    button.dataset.part = part;
    button.onclick = () => {
      state.chosen = state.chosen === part ? "" : part;
      clearInterval(state.beats);
      light(state.chosen ? [state.chosen] : data.lit);
    };
    return button;
  });
  keys.append(...buttons);
  const about = Object.assign(document.createElement("p"), { className: "lab-layer-about" });
  const said = Object.keys(data.parts).map((part) =>
    Object.assign(document.createElement("span"), { textContent: data.about[part] }));
  about.append(...said); // all take room, so that nothing below moves when another one is shown
  const light = (/** @type {string[]} */ parts) => {
    svg.setAttribute("data-lit", parts.join(" "));
    buttons.forEach((one, i) => {
      const lit = parts.includes(one.dataset.part ?? "");
      one.setAttribute("aria-pressed", String(lit));
      said[i].classList.toggle("shown", lit && parts.at(-1) === one.dataset.part);
    });
  };
  box.replaceChildren(svg, keys, about);
  move(svg, data, data.y);
  light(state.chosen ? [state.chosen] : data.plays && STILL.matches ? Object.keys(data.parts) : data.lit);
  clearInterval(state.beats);
  if (data.plays && !STILL.matches && state.chosen === undefined) {
    let beat = 0;
    const parts = Object.keys(data.parts);
    const play = () => light([parts[beat++ % parts.length]]);
    play();
    state.beats = setInterval(play, BEAT);
  }
  /** @type {Lab.Page} */
  const lab = (window.perceptronLab ??= { charts: new Map(), status: null, library: null });
  const receive = (/** @type {Lab.LayerMoves} */ moves) => move(svg, moves, data.y);
  lab.layer = receive;
  return () => {
    clearInterval(state.beats);
    if (lab.layer === receive) lab.layer = null;
  };
}
