// What a phone shows of its room: the question and a way to answer it, or a line on other pages.
import { filled } from "../draw/filled.js";
import { sketched } from "../draw/paper.js";
import { connected } from "./connection.js";

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Element} parent @param {Tag} tag @param {string} [text] @param {string} [kind]
 */
function add(parent, tag, text, kind) {
  const node = document.createElement(tag);
  if (text) node.textContent = text;
  if (kind) node.className = kind;
  parent.append(node);
  return node;
}

/** The controls that take a guess; what they hold is kept as it is chosen.
 * @param {Element} parent @param {Lab.Asked} asked @param {Lab.Room} data
 * @param {Lab.Draft} draft @param {() => void} keep @returns {Lab.Unmount | void} */
function controls(parent, asked, { words, paper }, draft, keep) {
  const box = add(parent, "fieldset");
  add(box, "legend", asked.unit ? filled(words.guessIn, asked) : words.guess);
  const hold = (/** @type {Lab.Guess} */ guess) => {
    draft.chosen = guess;
    keep();
  };
  if (asked.kind === "choice") {
    for (const [option, text] of asked.options) {
      const label = add(box, "label", "", "option");
      const input = add(label, "input");
      input.type = "radio";
      input.name = asked.name;
      input.checked = draft.chosen === option;
      input.onchange = () => hold(option);
      add(label, "span", text);
    }
    return;
  }
  if (asked.kind === "curve") {
    const values = Array.isArray(draft.chosen) ? draft.chosen.map(Number)
      : asked.epochs.map(() => paper.middle);
    add(box, "p", words.sketch);
    return sketched(box, { ...asked, ...paper, values }, hold);
  }
  const input = add(box, "input");
  input.setAttribute("aria-label", box.textContent ?? "");
  input.inputMode = "decimal";
  input.autocomplete = "off";
  input.value = String(draft.chosen ?? "");
  input.oninput = () => hold(input.value);
}


class Card {
  shown = ""; // the vote, and how far it is
  /** @type {Lab.Unmount | void} */ leave = undefined;

  /** @param {HTMLElement} parent @param {Lab.Room} data
   * @param {(there: string, how: "go" | "led") => void} go */
  constructor(parent, data, go) {
    this.data = data;
    this.go = go;
    this.room = connected(data.room, data.language);
    this.box = add(parent, "section", "", "lab-room");
    this.head = add(this.box, "p", "", "lab-room-how");
    this.head.setAttribute("role", "status");
    this.question = add(this.box, "div");
    this.said = add(this.box, "p", "", "lab-room-said");
    this.said.setAttribute("role", "status");
    this.draw = () => this.show();
    this.room.listeners.add(this.draw);
    this.show();
  }

  remove() {
    this.room.listeners.delete(this.draw);
    this.leave?.();
    this.box.remove();
  }

  show() {
    const { room, data: { words } } = this;
    const { view } = room;
    this.head.textContent = filled(words[room.how], { room: room.room });
    this.head.dataset.how = room.how;
    const asked = view?.question;
    const { page, asks } = this.data.place;
    const languages = `${this.data.language} ${room.heardIn}`;
    const shown = `${languages} ${page} ${view?.page}${
      asked ? `${view.ballot} ${view.stage}` : ""}`;
    if (shown !== this.shown) {
      this.shown = shown;
      this.leave?.();
      this.leave = undefined;
      this.question.replaceChildren();
      if (view && page !== asks) this.point(view);
      else if (view && asked && !onPage(asked)) this.ask(view, asked);
      else if (view?.page) this.point(view);
    }
    const there = asked && onPage(asked) && asked.page.split("?")[0] === page;
    this.said.textContent = page === asks || there ? this.sentence() : "";
    this.said.className = `lab-room-said${room.error && !room.ended ? " refused" : ""}`;
  }

  /** Lead to where the teacher is; on another page than the one for answers this is all.
   * @param {Lab.View} view */
  point(view) {
    const there = place(view), { words, place: { page } } = this.data;
    const here = there.split(/[?#]/)[0] === page;
    if (!there || (here && view.follow)) return;
    this.lead(words[here ? "toSettings" : view.question ? "toQuestion" : "toPage"], there, "led");
  }

  /** @param {string} label @param {string} there @param {"go" | "led"} how */
  lead(label, there, how) {
    const button = add(this.question, "button", label, "lead");
    button.type = "button";
    button.onclick = () => this.go(there, how);
  }

  /** @param {Lab.View} view @param {Lab.Asked} asked */
  ask(view, asked) {
    const { room, question, data: { words } } = this;
    add(question, "h2", asked.prompt);
    if (asked.told) add(question, "p", asked.told, "lab-room-told");
    if (asked.page) this.lead(words.look, asked.page, "go");
    if (view.open) {
      const { draft } = room;
      const form = add(question, "form", "", "lab-room-form");
      if (draft.chosen === undefined && view.mine) draft.chosen = view.mine.guess;
      this.leave = controls(form, asked, this.data, draft, () => room.keep());
      form.onsubmit = (event) => event.preventDefault();
      const buttons = add(form, "div", "", "lab-room-buttons");
      for (const sure of [true, false]) {
        const button = add(buttons, "button", sure ? words.sure : words.unsure);
        button.type = "button";
        button.onclick = () => {
          const guess = draft.chosen;
          if (guess !== undefined && guess !== "") room.commit(guess, sure);
          else {
            room.error = words.first;
            this.show();
          }
        };
      }
    } else if (view.verdict) {
      const { right, words: said, reason } = view.verdict;
      const kind = right === null ? "" : right ? " right" : " wrong";
      const box = add(question, "div", "", `lab-room-verdict${kind}`);
      add(box, "p", `${right === null ? "" : right ? "✓ " : "✗ "}${said}`);
      if (reason) add(box, "p", reason);
      if (view.why) add(box, "p", view.why);
    }
  }

  sentence() {
    const { room, data: { words } } = this;
    const { view } = room;
    if (room.ended) return words.ended;
    if (room.error) return room.error;
    if (!view) return "";
    if (!view.question) return view.page ? words.page : words.wait;
    const { kind, prompt } = view.question;
    if (kind === "test") return view.open ? `${prompt}.` : view.verdict ? "" : words.tested;
    if (kind === "trial") return view.open ? prompt : view.why ?? words.tried;
    if (room.draft.sent) return words.sending;
    if (view.verdict) return view.why ? "" : words.revealed;
    const { mine } = view;
    const kept = mine ? filled(words[mine.sure ? "keptSure" : "kept"], { guess: mine.words }) : "";
    if (view.open) return mine ? `${kept} ${words.change}` : view.round > 1 ? words.again : "";
    return `${kept || words.none} ${view.stage === "spread" ? words.spread : words.closed}`;
  }
}

/** Whether it is answered on a page of its own. @param {Lab.Asked} asked */
const onPage = ({ kind }) => kind === "trial" || kind === "test";

/** Where the teacher is: a page with its settings, or the one for answers, with the question.
 * @param {Lab.View} view */
const place = ({ question, page }) => {
  if (!question) return page;
  const { kind, name, page: its } = question;
  return kind === "test" ? `${its}#${name}` : kind === "trial" ? its : `join#${name}`;
};

/** Whether a page has more to tell by it: its part of a test, a verdict to note, a trial's end.
 * @param {Lab.View} view @param {string} page @param {string} asks */
function concerns(view, page, asks) {
  const { question, open, verdict } = view, there = place(view).split(/[?#]/)[0];
  if (question?.kind === "test" && there === page) return true;
  return Boolean(verdict || (question?.kind === "trial" && !open)) && [asks, there].includes(page);
}

const ASK_AGAIN = 5000; // milliseconds, until a script that was asked to run is asked once more
let asked = { what: "", at: 0 }; // of this tab: it outlives the component, as the connection does

/** Whether the page's script was not asked to run for this yet, or did not.
 * @param {string} room @param {Lab.View} view */
function isNew(room, { version }) {
  const what = `${room} ${version}`, now = Date.now();
  if (what === asked.what && now - asked.at < ASK_AGAIN) return false;
  asked = { what, at: now };
  return true;
}

/** @param {Lab.Component<Lab.Room>} component */
export function student({ data, parentElement, setTriggerValue }) {
  const here = parentElement;
  const go = (/** @type {string} */ there, /** @type {"go" | "led"} */ how) =>
    setTriggerValue(how, there);
  if (here.card?.data.room !== data.room) {
    here.card?.remove();
    here.card = new Card(here, data, go);
  }
  const { card } = here;
  const { room } = card;
  card.data = data;
  card.go = go;
  room.speakIn(data.language);
  card.show();
  if (data.unknown) setTriggerValue("key", room.key);
  let led = data.place.followed;
  const follow = () => { // once to each place: who goes away by hand is not called back
    const { view } = room;
    if (!view) return;
    const there = place(view), { page, asks } = data.place;
    if (!view.follow) room.freed = true;
    if (view.follow && there && (there !== led || room.freed)) {
      room.freed = false;
      led = there;
      go(there, "led");
    } else if (view.version > data.version && concerns(view, page, asks) && isNew(data.room, view)) {
      setTriggerValue("told", `${view.version}`);
    }
  };
  follow();
  room.listeners.add(follow);
  return () => {
    room.listeners.delete(follow);
    if (here.isConnected) return; // a newer call has it, as in mount.js
    card.remove();
    here.card = undefined;
  };
}
