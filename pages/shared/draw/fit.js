// What makes a figure legible at the width that it has: a title in as many lines as it takes, room
// for the legend, digits in cells only where they can be read, and else one tile at a time.

const SMALLEST = 11; // pixels, of letters that can be read
const CELL_TEXT = 13; // pixels, of the digits in a cell where there is room
const LONGEST = "−4e−14"; // digits that a cell may get while a run is trained
const SIZED = new Set(["font", "textfont", "tickfont", "line", "marker"]); // have a size or width
const PHONE = 420; // pixels, the width of a phone
export const TABS = 40; // pixels, the height of a row of tabs
const LOWEST = 220; // pixels, of a chart that is made lower
const TOOLS = 30; // pixels, the height of a row of tools

const pen = document.createElement("canvas").getContext("2d");

/** @param {string} text @param {number} size @param {string} family */
function widthOf(text, size, family) {
  if (!pen) return 0;
  pen.font = `${size}px ${family}`;
  return pen.measureText(text).width;
}

// On a projector lines, points and letters are larger; a figure's own sizes stay in proportion.
/** @template T @param {T} part @param {number} scale @returns {T} */
export function enlarged(part, scale, sized = false) {
  if (scale === 1 || part?.constructor !== Object) return part;
  return /** @type {T} */ (Object.fromEntries(Object.entries(part).map(([key, value]) => [
    key,
    sized && typeof value === "number" && (key === "size" || key === "width")
      ? value * scale
      : enlarged(value, scale, SIZED.has(key)),
  ])));
}

const BLANK = "rgba(0,0,0,0)"; // as in perceptron/figures/style.py

// What is blank has the page's ground, for Plotly to choose a colour of digits that is seen on it.
/** @param {Lab.Trace} trace @param {string} ground @returns {Lab.Trace} */
export function grounded(trace, ground) {
  if (!Array.isArray(trace.colorscale)) return trace;
  return { ...trace, colorscale: trace.colorscale.map(([at, color]) =>
    [at, color === BLANK ? ground : color]) };
}

// Room for the axis and for as many lines as the legend takes at this width, in pixels.
/** @param {Lab.Plot} plot @param {number} scale */
export function roomBelow({ _fullLayout: { legend, showlegend, xaxis } }, scale) {
  if (!showlegend || legend?.yref !== "container" || !legend._height) return null;
  const axis = xaxis?.visible === false ? 12 : xaxis?.title?.text ? 46 : 30;
  return Math.ceil(legend._height) + axis * scale;
}

// On a projector a chart is made lower where its axis would lie below the first screen; its legend
// may. With so little room left that one scrolls anyway it is as high as it was made, and so is a
// heatmap, whose digits need their cells.
/** @param {Lab.Plot} plot @param {number} height @param {number} scale */
export function fitHeight(plot, height, scale) {
  const main = plot.closest('[data-testid="stMain"]');
  if (scale === 1 || !main) return height;
  const top = plot.getBoundingClientRect().top - main.getBoundingClientRect().top + main.scrollTop;
  const room = main.clientHeight - top;
  const { legend, showlegend } = plot._fullLayout ?? {};
  const digits = plot._fullData?.some((/** @type {Lab.Trace} */ { type, text }) =>
    type === "heatmap" && Array.isArray(text));
  const below = showlegend && legend?.yref === "container" ? legend._height ?? 0 : 0;
  return room < LOWEST || digits ? height : Math.min(height, room + below);
}

/** @param {string} text @param {number} room @param {(line: string) => number} measure */
function broken(text, room, measure) {
  /** @type {string[]} */ const lines = [];
  for (const word of text.split(" ")) {
    const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
    if (lines.length && measure(longer) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

// A title keeps clear of what stands in the upper right corner; on a narrow screen, where tools
// are always seen, it has the lines below them.
/**
 * @param {Lab.Layout} layout @param {Lab.Theme & Lab.Size} room @param {number} corner pixels
 * @param {boolean} below
 */
export function fitTitle(layout, { width, font: family }, corner, below) {
  const { text = "", font: { size = 15 } = {} } = layout.title ?? {};
  if (!text || !width) return;
  const measure = (/** @type {string} */ line) => widthOf(line, size, family);
  const lines = broken(text, width - (below ? 0 : corner), measure);
  const above = below ? TOOLS : 0;
  const top = lines.length > 1 ? 1.15 : 0.45; // Plotly lowers a line by its capitals if it is alone
  layout.title = { ...layout.title, text: lines.join("<br>"), y: 1, yanchor: "top",
    pad: { t: size * top + above } };
  const more = (lines.length - 1) * size * 1.3 + above;
  layout.margin = { ...layout.margin, t: (layout.margin?.t ?? 0) + more };
}

// On a phone smaller letters let two entries of a legend stand beside each other.
/** @param {Lab.Layout} layout @param {number} width @param {number} scale */
export function fitLegend(layout, width, scale) {
  if (!layout.legend || !width || width > PHONE * scale) return;
  layout.legend = { ...layout.legend, font: { size: SMALLEST * scale } };
}

/** @param {Lab.Trace[]} data @param {Lab.Layout} layout @param {string} family */
function widest(data, layout, family) {
  const measure = (/** @type {string} */ text) => widthOf(text, SMALLEST, family);
  const texts = /** @type {string[][]} */ (data[0].text).flat();
  const titles = (layout.annotations ?? []).map((/** @type {{ text: string }} */ { text }) =>
    measure(text.replaceAll(/<\/?b>/g, "")) * 1.2); // 12 pixels and bold
  return { digits: Math.max(...[...texts, LONGEST].map(measure)), titles: Math.max(0, ...titles) };
}

/**
 * Fit the digits of a heatmap into its cells: of all its tiles, or of one under a tab. Where
 * neither has room the cells have no digits; a tap or the mouse still tells them.
 * @param {Lab.Trace[]} data @param {Lab.Layout} layout @param {Lab.Theme & Lab.Size} room
 * @param {number} tab
 * @returns {boolean} whether there are tabs
 */
export function fitCells(data, layout, { width, height, scale, font }, tab) {
  const [{ type, text, z }] = data;
  if (type !== "heatmap" || !Array.isArray(text)) return false;
  const { l = 0, r = 0, t = 0, b = 0 } = layout.margin ?? {};
  const rows = text.length + 1, columns = text[0].length, tiles = layout.meta?.tiles ?? [];
  const { digits, titles } = widest(data, layout, font);
  /** @param {number} across @param {number} bar */
  const size = (across, bar) => Math.min(CELL_TEXT * scale,
    SMALLEST * ((width - l - r) / across - 5) / digits, (height - t - b - bar) / rows / 1.1);
  const one = tiles.length ? tiles[0].to - tiles[0].from : columns;
  const whole = size(columns, 0), single = size(one, TABS);
  const narrow = titles * scale > (width - l - r) / columns * (one + 1);
  const tabbed = tiles.length > 1 && z !== undefined
    && (narrow || (whole < SMALLEST * scale && single >= SMALLEST));
  const fits = tabbed ? single : whole;
  if (fits >= SMALLEST) data[0] = { ...data[0], textfont: { size: Math.floor(fits * 2) / 2 } };
  else data[0] = { ...data[0], texttemplate: "" };
  if (tiles.length > 1) {
    const { from, to } = tabbed ? tiles[tab] : { from: -0.5, to: columns - 0.5 };
    layout.xaxis = { ...layout.xaxis, range: [from, to], autorange: false };
    layout.annotations = layout.annotations?.filter((/** @type {{ x: number }} */ { x }) =>
      x >= from && x <= to);
  }
  return tabbed;
}
