// The progress bar and its words, moved by the page's script and by live frames. A screen reader
// is told what the script says, at the start, at each pause and at the end, not every frame.

/** @param {Lab.Component<Lab.Status & { version: string }>} component */
export default function ({ data, parentElement }) {
  /** @type {Lab.Page} */
  const lab = (window.perceptronLab ??= { charts: new Map(), status: null, library: null });
  let bar = parentElement.querySelector("progress");
  let words = parentElement.querySelector("output");
  if (!bar || !words) {
    bar = document.createElement("progress");
    bar.setAttribute("aria-label", "training progress");
    words = document.createElement("output");
    words.setAttribute("aria-live", "off");
    const told = document.createElement("div");
    told.className = "lab-unseen";
    told.setAttribute("role", "status");
    parentElement.append(bar, words, told);
    parentElement.classList.add("lab-status");
  }
  /** @param {Lab.Status} status */ const show = ({ share, text }) => {
    bar.value = share;
    words.textContent = text;
  };
  lab.status = show;
  if (data.version !== parentElement.dataset.version) {
    parentElement.dataset.version = data.version;
    lab.newest = Math.max(lab.newest ?? 0, Number(data.version)); // older frames are too late
    show(data);
    const told = parentElement.querySelector("[role=status]");
    if (told && told.textContent !== data.text) told.textContent = data.text;
  }
  return () => {
    if (lab.status === show) lab.status = null;
  };
}
