// Entries of a matrix that a learner types in: fields that say whether they are right, by colour,
// by a sign and in words. What stands in a field is the learner's: a newer script run changes it
// only where the matrices are drawn anew.

const MARKS = { "": "", waiting: "…", right: "✓", wrong: "✗", shown: "" };

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {string} [text] @param {string} [className]
 */
export function element(tag, text, className) {
  const node = document.createElement(tag);
  if (text !== undefined) node.textContent = text;
  if (className) node.className = className;
  return node;
}

/** @param {ParentNode} root @returns {HTMLInputElement[]} in the order in which they are filled in */
export const blanksOf = (root) =>
  [.../** @type {NodeListOf<HTMLInputElement>} */ (root.querySelectorAll("input[data-blank]"))]
    .sort((a, b) => Number(a.dataset.blank) - Number(b.dataset.blank));

/** @param {HTMLElement} cell @param {Lab.Blank} blank @param {number} k its place in the order */
export function makeBlank(cell, blank, k) {
  const input = element("input");
  input.dataset.blank = String(k);
  input.type = "text"; // a browser's own field for numbers drops commas
  input.inputMode = "decimal";
  input.autocomplete = "off";
  input.maxLength = 16;
  input.value = blank.text;
  input.readOnly = blank.state === "shown";
  input.setAttribute("aria-label", blank.label);
  input.setAttribute("aria-describedby", `lab-note-${k}`);
  const sign = element("span", "", "mark");
  sign.setAttribute("aria-hidden", "true");
  cell.className = "blank";
  cell.append(input, sign);
}

/** What is said of the blanks of a matrix, below it. @param {Lab.Blank[]} all @param {string} name */
export function notesOf(all, name) {
  const list = element("ul", undefined, "lab-notes");
  all.forEach(({ matrix }, k) => {
    if (matrix === name) list.append(Object.assign(element("li"), { id: `lab-note-${k}` }));
  });
  return list;
}

/** @param {HTMLInputElement} input @param {Lab.Blank["state"]} state @param {string} words */
function mark(input, state, words) {
  input.dataset.state = state;
  input.setAttribute("aria-invalid", String(state === "wrong"));
  const sign = input.nextElementSibling;
  if (sign) sign.textContent = MARKS[state];
  const note = input.getRootNode() instanceof Document
    && document.getElementById(input.getAttribute("aria-describedby") ?? "");
  if (!note) return;
  note.hidden = state !== "wrong"; // what is hidden still describes the field to who hears it
  note.textContent = state === "wrong" ? `${input.getAttribute("aria-label")}: ${words}` : words;
}

/** Say how the entries stand. @param {HTMLElement} root @param {Lab.Matrices} data */
export function judge(root, data) {
  blanksOf(root).forEach((input, k) => {
    const { text, state, words } = data.blanks[k];
    if (input.value.trim() === text) mark(input, state, words); // else it is not about this text
  });
  const told = root.querySelector("[role=status]");
  if (told && root.dataset.said !== String(data.said[0])) {
    if (root.dataset.said !== undefined) told.textContent = data.said[1];
    root.dataset.said = String(data.said[0]);
  }
}

/** A button for thumbs: some keyboards for numbers have no minus sign. @param {string} label */
export function signButton(label) {
  const button = element("button", "±", "lab-sign");
  button.type = "button";
  button.setAttribute("aria-label", label);
  button.onpointerdown = (event) => event.preventDefault(); // the field stays in focus
  button.onclick = () => {
    const held = document.activeElement;
    if (!(held instanceof HTMLInputElement) || !held.dataset.blank || held.readOnly) return;
    held.value = /^\s*[-−]/.test(held.value) ? held.value.replace(/^\s*[-−]/, "") : `−${held.value}`;
    held.dispatchEvent(new Event("input", { bubbles: true }));
  };
  return button;
}

/**
 * Hear what is typed. Called with each script run, since each can be told another way.
 * @param {HTMLElement} root @param {Lab.Matrices} data @param {Lab.Tell} setStateValue
 */
export function hear(root, data, setStateValue) {
  const inputs = blanksOf(root);
  const texts = () => inputs.map((input) => input.value.trim());
  const send = () => {
    const now = texts();
    if (root.dataset.sent === JSON.stringify(now)) return;
    const before = JSON.parse(root.dataset.sent ?? "[]");
    root.dataset.sent = JSON.stringify(now);
    now.forEach((text, k) => {
      if (text !== before[k]) mark(inputs[k], text ? "waiting" : "", "");
    });
    setStateValue("typed", { task: data.task, texts: now });
  };
  const isBlank = (/** @type {EventTarget | null} */ node) =>
    node instanceof HTMLInputElement && node.dataset.blank !== undefined;
  root.oninput = ({ target }) => {
    if (isBlank(target)) mark(/** @type {HTMLInputElement} */ (target), "", "");
  };
  root.onchange = send;
  root.onkeydown = (event) => {
    const { target, key, isComposing } = event;
    if (!isBlank(target) || isComposing) return;
    const at = inputs.indexOf(/** @type {HTMLInputElement} */ (target));
    const { matrix, i, j } = data.blanks[at];
    const step = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
    const next = key === "Enter" ? at + 1 : data.blanks.findIndex((one) =>
      step && one.matrix === matrix && one.i === i + step && one.j === j);
    if (key !== "Enter" && !step) return;
    event.preventDefault();
    if (key === "Enter") send();
    inputs[next]?.focus();
    inputs[next]?.select();
  };
}
