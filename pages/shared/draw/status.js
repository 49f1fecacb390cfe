// The progress bar, its words and the losses below, moved by the page's script and by live frames.
// A screen reader is told what the script says, at the start, at each pause and at the end, not
// every frame.

/** @param {[string, string]} loss */
function pairOf([number, what]) {
  const pair = document.createElement("div");
  for (const [tag, content] of [["dt", what], ["dd", number]]) {
    pair.append(Object.assign(document.createElement(tag), { textContent: content }));
  }
  return pair;
}

/** @param {Lab.Component<Lab.Status & { version: string, told: string, label: string }>} component */
export default function ({ data, parentElement }) {
  /** @type {Lab.Page} */
  const lab = (window.perceptronLab ??= { charts: new Map(), status: null, library: null });
  let bar = parentElement.querySelector("progress");
  let words = parentElement.querySelector("output");
  let list = parentElement.querySelector("dl");
  if (!bar || !words || !list) {
    bar = document.createElement("progress");
    words = document.createElement("output");
    list = document.createElement("dl");
    list.className = "lab-losses";
    words.setAttribute("aria-live", "off");
    const told = document.createElement("div");
    told.className = "lab-unseen";
    told.setAttribute("role", "status");
    parentElement.append(bar, words, list, told);
    parentElement.classList.add("lab-status");
  }
  bar.setAttribute("aria-label", data.label);
  /** @param {Lab.Status} status */ const show = ({ share, text, losses }) => {
    bar.value = share;
    words.textContent = text;
    list.replaceChildren(...(losses ? losses.map(pairOf) : list.children));
  };
  lab.status = show;
  if (data.version !== parentElement.dataset.version) {
    parentElement.dataset.version = data.version;
    lab.newest = Math.max(lab.newest ?? 0, Number(data.version)); // older frames are too late
    show(data);
    const told = parentElement.querySelector("[role=status]");
    if (told && told.textContent !== data.told) told.textContent = data.told;
  }
  return () => {
    if (lab.status === show) lab.status = null;
  };
}
