// Brings chart.js in once, however many charts there are, and hands each of them on to it. Kept
// short: Streamlit sends it with every chart, each time a script runs.
/** @param {Lab.Component<Lab.Chart>} component */
export default (component) => {
  /** @type {Lab.Page} */
  const lab = (window.perceptronLab ??= { charts: new Map(), status: null, library: null });
  lab.code ??= import(new URL(component.data.code, document.baseURI).href);
  /** @type {Lab.Unmount | undefined} */ let leave;
  let left = false;
  lab.code.then((chart) => { if (!left) leave = chart.default(component); }, () => {
    lab.code = null; // the next chart tries again
    component.parentElement.textContent =
      "This chart's program could not be loaded. Reload the page.";
  });
  return () => {
    // Streamlit also calls this after a call that a newer script run has overtaken. Then the chart
    // belongs to the newer call: it stays, or it would be drawn anew and lose its zoom.
    if (component.parentElement.isConnected) return;
    left = true;
    leave?.();
  };
};
