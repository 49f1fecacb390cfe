// Brings chart.js and beside.js in once, however many charts there are, and hands each of them on.
// Kept short: Streamlit sends it with every chart, each time a script runs.
/** @param {Lab.Component<Lab.Chart>} component */
export default (component) => {
  /** @type {Lab.Page} */
  const lab = (window.perceptronLab ??= { charts: new Map(), status: null, library: null });
  lab.code ??= Promise.all([component.data.code, component.data.beside].map((address) =>
    import(new URL(address, document.baseURI).href)));
  /** @type {Lab.Unmount[]} */ let leave = [];
  let left = false;
  lab.code.then((parts) => {
    if (!left) leave = parts.map((part) => part.default(component)).reverse();
  }, () => {
    lab.code = null; // the next chart tries again
    component.parentElement.textContent = component.data.words.lost;
  });
  return () => {
    // Streamlit also calls this after a call that a newer script run has overtaken. Then the chart
    // belongs to the newer call: it stays, or it would be drawn anew and lose its zoom.
    if (component.parentElement.isConnected) return;
    left = true;
    leave.forEach((one) => one());
  };
};
