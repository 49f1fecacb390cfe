// The numbers that a picture is drawn from, as tables. beside.js fetches it when somebody asks.

import { filled } from "./filled.js";
import { written } from "./numbers.js";

const MOST_ROWS = 40, MOST_COLUMNS = 12; // beyond them every n-th is shown, and both ends

/** What a picture is read by. @typedef {{ layout: Lab.Layout, words: Lab.ChartWords }} Page */
/** @typedef {{ name: string, keys: unknown[], values: unknown[], trace: Lab.Drawn }} Series */

/** @type {Record<string, string>} */
const SIGNS = { "&lt;": "<", "&gt;": ">", "&amp;": "&", "&#123;": "{" };

/** @param {unknown} text */
export const plain = (text) => String(text ?? "").replace(/<br>/g, " ").replace(/<[^>]*>/g, "")
  .replace(/&#?\w+;/g, (sign) => SIGNS[sign] ?? sign).trim();

/** @param {unknown} value @param {Page} page */
const inWords = (value, { layout }) =>
  (typeof value === "number" ? written(value, layout.separators) : plain(value));

/** @param {number} length @param {number} most @param {string} words what is said if not all are kept */
function evenly(length, most, words) {
  const stride = Math.max(1, Math.ceil(length / most));
  const kept = Array.from({ length }, (_, i) => i).filter((i) => i % stride === 0);
  if (length && kept[kept.length - 1] !== length - 1) kept.push(length - 1);
  return { kept, note: stride > 1 ? filled(words, { stride, length }) : "" };
}

/** @param {Lab.Layout} layout @param {"x" | "y"} letter @param {Lab.Drawn} trace */
const axisOf = (layout, letter, trace) =>
  layout[`${letter}axis${(trace[`${letter}axis`] ?? letter).slice(1)}`] ?? {};

/** @param {Lab.Layout} layout @param {"x" | "y"} letter @param {Lab.Drawn} trace */
const titleOf = (layout, letter, trace) => plain(axisOf(layout, letter, trace).title?.text);

// Numbers beside each other: of curves, points, bars, and of a strip of one row.
/** @param {Lab.Drawn} trace @returns {Series} */
function seriesOf(trace) {
  const strip = trace.type === "heatmap";
  const lying = trace.orientation === "h";
  const keys = trace.ids ?? (lying ? trace.y : trace.x) ?? [];
  const numbers = (strip ? trace.z?.[0] : lying ? trace.x : trace.y) ?? [];
  const words = trace.meta ?? (strip ? trace.customdata?.[0] : trace.customdata);
  const values = Array.from(numbers, (value, i) =>
    typeof words?.[i] === "string" && words[i] ? words[i] : value);
  return { name: plain(trace.name), keys: Array.from(keys), values, trace };
}

/** @param {unknown} value */
const known = (value) => value !== null && value !== undefined && !Number.isNaN(value);

// A line across the picture is one number: the level, or the place, that it marks.
/** @param {Series} one */
const isLine = ({ trace, values, keys }) => trace.hoverinfo === "skip" && values.length === 2 &&
  trace.mode === "lines" && (values[0] === values[1] || keys[0] === keys[1]);

// A path comes back on itself: its points are counted.
/** @param {Series} one */
const isPath = ({ keys }) => keys.length > 1 &&
  keys.every((key) => typeof key === "number") &&
  keys.some((key, i) => i > 0 && Number(key) <= Number(keys[i - 1]));

/** @param {Series} one @param {Page} page @returns {Lab.Grid} */
function pathGrid({ name, keys, values, trace }, page) {
  const { layout, words } = page;
  const { kept, note } = evenly(keys.length, MOST_ROWS, words.rows);
  return {
    title: name,
    head: [words.point, titleOf(layout, "x", trace) || "x",
      titleOf(layout, "y", trace) || words.height],
    rows: kept.map((i) => [String(i + 1), inWords(keys[i], page), inWords(values[i], page)]),
    note,
  };
}

/** @param {Series[]} group @param {Page} page @returns {Lab.Grid} */
function sharedGrid(group, page) {
  const { layout, words } = page;
  const [{ trace }] = group;
  const lying = trace.orientation === "h";
  const keys = [...new Set(group.flatMap((one) => one.keys))];
  if (keys.every((key) => typeof key === "number")) keys.sort((a, b) => Number(a) - Number(b));
  const { kept, note } = evenly(keys.length, MOST_ROWS, words.rows);
  const columns = group.map((one) =>
    new Map(one.keys.map((key, i) => [key, one.values[i]])));
  const cells = (/** @type {unknown} */ key) => columns.map((column) =>
    known(column.get(key)) ? inWords(column.get(key), page) : "–");
  const fallback = titleOf(layout, lying ? "x" : "y", trace) || words.value;
  return {
    title: "",
    head: [(!trace.ids && titleOf(layout, lying ? "y" : "x", trace)) || words.at,
      ...group.map(({ name }) => name || fallback)],
    rows: kept.map((i) => [inWords(keys[i], page), ...cells(keys[i])]),
    note,
  };
}

/** @param {Series[]} all @returns {Series[][]} those over the same places, together */
function groups(all) {
  /** @type {{ keys: Set<unknown>, members: Series[] }[]} */ const found = [];
  for (const one of all) {
    const home = found.find(({ keys }) =>
      2 * one.keys.filter((key) => keys.has(key)).length >= Math.min(keys.size, one.keys.length));
    if (home) {
      home.members.push(one);
      one.keys.forEach((key) => home.keys.add(key));
    } else {
      found.push({ keys: new Set(one.keys), members: [one] });
    }
  }
  return found.map(({ members }) => members).sort((a, b) => b.length - a.length);
}

/**
 * @param {Lab.Layout} axis @param {ArrayLike<unknown> | undefined} places @param {number} i
 * @param {Page} page
 */
function label(axis, places, i, page) {
  const at = Array.from(axis.tickvals ?? []).indexOf(i);
  if (at >= 0 && axis.ticktext) return plain(axis.ticktext[at]);
  return places ? inWords(places[i], page) : String(i + 1);
}

// A heatmap is a table already; one with titles in it is as many as it has titles.
/** @param {Lab.Drawn} trace @param {Page} page @returns {Lab.Grid[]} */
function matrixGrids(trace, page) {
  const { layout, words } = page;
  const cells = /** @type {number[][]} */ (trace.customdata ?? trace.z ?? []);
  const [x, y] = [axisOf(layout, "x", trace), axisOf(layout, "y", trace)];
  const whole = { title: "", top: 0, left: 0, bottom: cells.length - 1,
    right: (cells[0]?.length ?? 0) - 1 };
  const there = (/** @type {number} */ i, /** @type {number} */ j) => known(cells[i]?.[j]);
  const tiles = (layout.annotations ?? []).flatMap((/** @type {Lab.Layout} */ one) => {
    const top = Math.round(one.y + 0.5);
    let [left, right, bottom] = [Math.floor(one.x), Math.floor(one.x), top];
    if (trace.type !== "heatmap" || !there(top, left)) return [];
    while (there(top, left - 1)) left -= 1;
    while (there(top, right + 1)) right += 1;
    while (there(bottom + 1, left)) bottom += 1;
    return [{ title: plain(one.text), top, left, bottom, right }];
  });
  return (tiles.length ? tiles : [whole]).map((/** @type {typeof whole} */ tile) => {
    const rows = evenly(tile.bottom - tile.top + 1, trace.type === "contour" ? 10 : MOST_ROWS,
      words.rows);
    const columns = evenly(tile.right - tile.left + 1, MOST_COLUMNS, words.columns);
    return {
      title: tile.title || plain(layout.coloraxis?.colorbar?.title?.text ?? trace.colorbar?.title?.text),
      head: [words.row, ...columns.kept.map((j) => label(x, trace.x, tile.left + j, page))],
      rows: rows.kept.map((i) => [label(y, trace.y, tile.top + i, page), ...columns.kept.map((j) =>
        inWords(cells[tile.top + i]?.[tile.left + j], page))]),
      note: rows.note || columns.note,
    };
  });
}

/** @param {Lab.Plot} plot @param {Lab.ChartWords} words @returns {Lab.Grid[]} */
export function gridsOf({ _fullData, data, layout }, words) {
  const page = { layout, words };
  const shown = _fullData.map((trace, i) => ({ ...trace, name: String(data[i]?.name ?? "") }))
    .filter(({ visible }) => visible === true);
  const flat = (/** @type {Lab.Drawn} */ { type, z }) =>
    type !== "contour" && !(type === "heatmap" && (z?.length ?? 0) > 1);
  const series = shown.filter(flat).map(seriesOf).filter(({ values }) => values.some(known));
  const lines = series.filter(isLine);
  const paths = series.filter((one) => !isLine(one) && isPath(one));
  const rest = series.filter((one) => !isLine(one) && !isPath(one));
  return [
    ...groups(rest).map((group) => sharedGrid(group, page)),
    ...paths.map((one) => pathGrid(one, page)),
    ...shown.filter((trace) => !flat(trace)).flatMap((trace) => matrixGrids(trace, page)),
    ...(lines.length ? [{ title: "", note: "", head: [words.line, words.at],
      rows: lines.map(({ name, keys, values }) =>
        [name, inWords(values[0] === values[1] ? values[0] : keys[0], page)]) }] : []),
  ];
}
