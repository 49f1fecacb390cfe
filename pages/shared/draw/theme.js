// A chart in the colours and letters of the page around it, light or dark.
import { enlarged } from "./fit.js";
import { TOUCH } from "./touch.js";

const NUMBERS = { exponentformat: "power", minexponent: 5 }; // on axes, as `written` has them

/** @param {Element} node @returns {Lab.Theme} */
export function themeOf(node) {
  const css = getComputedStyle(node);
  const read = (/** @type {string} */ name) => css.getPropertyValue(`--st-${name}`).trim();
  return {
    text: read("text-color"),
    grid: read("border-color-light"),
    ground: read("background-color"),
    font: read("font"),
    scale: Number(css.getPropertyValue("--lab-scale")) || 1,
  };
}

/** @param {Lab.Layout} figureLayout @param {Lab.Theme} theme */
export function themed(figureLayout, { text, grid, ground, font, scale }) {
  /** @type {Lab.Layout} */ const layout = { ...enlarged(figureLayout, scale), autosize: true };
  const { l = 0, t = 0 } = layout.margin ?? {};
  layout.margin = { ...layout.margin, l: l * scale, t: t * scale };
  layout.font = { ...layout.font, color: text, family: font };
  const tones = TOUCH ? { bgcolor: "rgba(0,0,0,0)", color: text } : { bgcolor: ground, color: grid };
  layout.modebar = { ...tones, activecolor: text };
  if (TOUCH) layout.hoverdistance = 60; // pixels: a fingertip is broad
  layout.hoverlabel = { bgcolor: ground, bordercolor: grid, font: { color: text } };
  for (const key of Object.keys(layout)) {
    if (/^[xy]axis\d*$/.test(key)) {
      layout[key] = { gridcolor: grid, zeroline: false, ...NUMBERS, ...layout[key] };
    }
  }
  return layout;
}
