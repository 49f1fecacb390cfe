// What a browser keeps for the next visit: texts by keys, in localStorage, which also works on
// plain http and in a frame. The session says what to keep and gets it back after a reload.
// Where a browser refuses to keep anything, nothing is kept and nothing else is different.

const OURS = "perceptron-lab.";
const PREFIX = `${OURS}1.`; // the version of what is written; other versions are left alone
const RUN = "run-";
const EVERYTHING = "*";
const SHARED = "progress"; // what every tab adds to, and none overwrites: progress.py

let handed = ""; // the session that has it
let session = ""; // the one whose changes are counted
let applied = 0; // how many of them
let refused = false;
/** @type {Set<() => void>} */ const listeners = new Set();
/** @type {string | null} */ let known = null; // the shared entry, as the session has it or will
let told = 0; // how often the session was told of it; what was handed over counts
/** @type {Lab.Tell} */ let tellSession = () => {};

/** @param {string} prefix */
function keys(prefix) {
  const all = Array.from({ length: localStorage.length }, (_, i) => localStorage.key(i) ?? "");
  return all.filter((key) => key.startsWith(prefix));
}

const sizeOf = (/** @type {string} */ key) =>
  key.length + (localStorage.getItem(key) ?? "").length;

/** When a run was made, and a pinned one after all others. @param {string} key */
function worth(key) {
  try {
    const { pinned, made } = JSON.parse(localStorage.getItem(key) ?? "");
    return (pinned ? 1e12 : 0) + (Number(made) || 0);
  } catch {
    return -1; // no run that can be read
  }
}

/** The keys in the order in which they have to go: old runs first. */
function leastWorth() {
  const all = keys(PREFIX);
  const runs = all.filter((key) => key.startsWith(PREFIX + RUN));
  const ranks = new Map(runs.map((key) => [key, worth(key)]));
  runs.sort((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0));
  return [...runs, ...all.filter((key) => !ranks.has(key))];
}

/** @param {number} room in characters */
function makeRoom(room) {
  let taken = keys(PREFIX).reduce((sum, key) => sum + sizeOf(key), 0);
  if (taken <= room) return;
  for (const key of leastWorth()) {
    taken -= sizeOf(key);
    localStorage.removeItem(key);
    if (taken <= room) return;
  }
}

/** @param {string} key @param {string} text */
function write(key, text) {
  for (;;) {
    try {
      localStorage.setItem(key, text);
      return;
    } catch (error) { // full, also of what others keep on this host
      const goes = leastWorth().find((other) => other.startsWith(PREFIX + RUN) && other !== key);
      if (!goes) throw error;
      localStorage.removeItem(goes);
    }
  }
}

const shared = () => localStorage.getItem(PREFIX + SHARED);

/** Tell the session what another tab has made of the shared entry: it adds its own to it. */
function handUp() {
  known = shared();
  told += 1;
  tellSession("others", { number: told, after: applied, text: known });
}

window.addEventListener("storage", ({ key }) => { // another tab has written
  if (key !== null && key !== PREFIX + SHARED) return;
  try {
    if (shared() !== known) handUp();
  } catch {
    refused = true;
  }
});

/** Hand over what is kept, once to each session. @param {Lab.Component<Lab.Memory>} component */
export function ask({ data, setTriggerValue }) {
  tellSession = setTriggerValue;
  if (data.session === handed) {
    if (data.taken) mark();
    return;
  }
  handed = data.session;
  try {
    makeRoom(data.room);
    known = shared();
    told = known === null ? 0 : 1;
    const kept = keys(PREFIX).map((key) =>
      [key.slice(PREFIX.length), localStorage.getItem(key) ?? ""]);
    if (kept.length) setTriggerValue("store", JSON.stringify(Object.fromEntries(kept)));
    else mark();
  } catch {
    refused = true;
    mark();
  }
}

/** The session has all there was, or there is nothing: tests wait for it. */
function mark() {
  document.documentElement.dataset.labMemory = "here";
}

/** Keep what has changed. @param {Lab.Component<Lab.Memory>} component */
export function keep({ data, setTriggerValue }) {
  if (data.session !== session) [session, applied] = [data.session, 0];
  if (data.since > applied || data.session !== handed) {
    setTriggerValue("missed", applied);
    return;
  }
  try {
    for (const [number, key, text] of data.changes) {
      if (number <= applied) continue;
      applied = number;
      if (key === SHARED && (data.heard < told || shared() !== known)) {
        handUp(); // and the session sends both as one
        continue;
      }
      if (key === EVERYTHING) keys(OURS).forEach((one) => localStorage.removeItem(one));
      else if (text === null) localStorage.removeItem(PREFIX + key);
      else write(PREFIX + key, text);
      if (key === SHARED || key === EVERYTHING) known = key === SHARED ? text : null;
    }
    if (data.until > applied) makeRoom(data.room);
  } catch {
    refused = true;
  }
  applied = Math.max(applied, data.until);
  listeners.forEach((tell) => tell());
}

/** Say how much is kept. @param {Lab.Component<Lab.Memory>} component */
export function note({ data: { words, room }, parentElement }) {
  const place = document.createElement("p");
  place.className = "lab-kept";
  parentElement.replaceChildren(place);
  const tell = () => {
    try {
      const all = keys(PREFIX);
      const taken = all.reduce((sum, key) => sum + sizeOf(key), 0);
      const runs = all.filter((key) => key.startsWith(PREFIX + RUN)).length;
      const said = all.length ? words.kept : refused ? words.refused : words.none;
      place.textContent = said.replace("{runs}", String(runs))
        .replace("{percent}", String(Math.ceil(100 * taken / room)));
    } catch {
      place.textContent = words.refused;
    }
  };
  tell();
  listeners.add(tell);
  return () => listeners.delete(tell);
}
