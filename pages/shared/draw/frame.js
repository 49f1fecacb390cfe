// Hands a frame to chart.js, if it is there yet. Kept short: it travels with each frame.
/** @param {Lab.Component<Lab.Frame>} component */
export default ({ data }) => window.perceptronLab?.feed?.(data);
