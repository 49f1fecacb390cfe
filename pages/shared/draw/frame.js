// Hands a frame to the charts that are on the page. Kept short: it travels with each frame.
export default ({ data }) => window.perceptronLab?.feed(data);
