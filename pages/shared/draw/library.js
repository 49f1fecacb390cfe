// The program that draws the charts: brought in once, with our tools beside each picture.

import { TOUCH, zoomTools } from "./touch.js";

/** @param {Lab.Page} page @param {string} url @returns {Promise<Lab.Plotly>} */
export function loadPlotly(page, url) {
  page.library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => reject(new Error(url));
    document.head.append(script);
  });
  return page.library;
}

// What is in sight is drawn first.
export const whenIdle = (/** @type {() => void} */ act) =>
  "requestIdleCallback" in window ? requestIdleCallback(act, { timeout: 1500 }) : setTimeout(act, 200);

// A picture is saved on the page's own ground, so that its letters can be read anywhere.
/** @param {Lab.Plot} node @param {string} format */
function save(node, format) {
  const ground = getComputedStyle(node).getPropertyValue("--st-background-color").trim();
  const layout = { ...node.layout, paper_bgcolor: ground, plot_bgcolor: ground };
  const { offsetWidth: width, offsetHeight: height } = node;
  window.Plotly.downloadImage({ data: node.data, layout },
    { format, width, height, scale: format === "png" ? 2 : 1, filename: node.dataset.name });
}

/** @param {"png" | "svg"} format @param {Lab.ChartWords} words */ const button = (format, words) => ({
  name: `save-${format}`,
  title: words[format],
  icon: window.Plotly.Icons[format === "png" ? "camera" : "disk"],
  click: (/** @type {Lab.Plot} */ node) => save(node, format),
});

export const tools = (/** @type {Lab.ChartWords} */ words) =>
  [button("png", words), button("svg", words), ...zoomTools(words)];
export const config = (/** @type {Lab.ChartWords} */ words) => ({
  locale: words.language,
  locales: { [words.language]: { dictionary: words.plotly } },
  displaylogo: false,
  displayModeBar: TOUCH || "hover", // a finger can't hover
  modeBarButtons: [tools(words)],
});
