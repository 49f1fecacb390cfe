// Hands a frame to chart.js, if it is there yet. Kept short: it travels with each frame.
/** @param {Lab.Component<Uint8Array>} component */
export default ({ data }) =>
  window.perceptronLab?.feed?.(JSON.parse(new TextDecoder().decode(data)));
