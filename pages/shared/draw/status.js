// The progress bar, its words and the losses below, moved by the page's script and by live frames.

/** @param {Lab.Component<Lab.Status & { version: string }>} component */
export default function ({ data, parentElement }) {
  /** @type {Lab.Page} */
  const lab = (window.perceptronLab ??= { charts: new Map(), status: null, library: null });
  let bar = parentElement.querySelector("progress");
  let words = parentElement.querySelector("output");
  let list = parentElement.querySelector("dl");
  if (!bar || !words || !list) {
    bar = document.createElement("progress");
    bar.setAttribute("aria-label", "training progress");
    words = document.createElement("output");
    list = document.createElement("dl");
    list.className = "lab-losses";
    parentElement.append(bar, words, list);
    parentElement.classList.add("lab-status");
  }
  /** @param {Lab.Status} status */ const show = ({ share, text, losses }) => {
    bar.value = share;
    words.textContent = text;
    if (losses) list.replaceChildren(...losses.map(([number, what]) => {
      const pair = document.createElement("div");
      for (const [tag, content] of [["dt", what], ["dd", number]]) {
        pair.append(Object.assign(document.createElement(tag), { textContent: content }));
      }
      return pair;
    }));
  };
  lab.status = show;
  if (data.version !== parentElement.dataset.version) {
    parentElement.dataset.version = data.version;
    lab.newest = Math.max(lab.newest ?? 0, Number(data.version)); // older frames are too late
    show(data);
  }
  return () => {
    if (lab.status === show) lab.status = null;
  };
}
