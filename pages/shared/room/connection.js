// A phone's connection to its room. It hears by events, and every few seconds it says that it is
// there and asks what is new: so it notices where a proxy swallows events, and then asks more
// often. What is committed is kept here until the server has said that it is stored there.

const OURS = "perceptron-lab.";
const KEY = `${OURS}1.student`; // a session is handed it as well: codes carry a mark made of it
const OUTBOX = `${OURS}room.`; // commits under way and what is being chosen, by room
const CALM = 7000, HASTE = 3000; // milliseconds between two words, with events and without
const PATIENCE = 5000; // until a word without an answer counts as lost

/** @type {Map<string, string>} */ const unkept = new Map(); // where a browser keeps nothing

/** @param {string} key */
function read(key) {
  try {
    return localStorage.getItem(key) ?? unkept.get(key) ?? null;
  } catch {
    return unkept.get(key) ?? null;
  }
}

/** @param {string} key @param {string} text */
function write(key, text) {
  unkept.set(key, text);
  try {
    localStorage.setItem(key, text);
  } catch { /* then it lasts as long as this tab */ }
}

/** The key of this browser, made once; of its 128 bits the server alone makes a name. */
function ownKey() {
  let key = read(KEY);
  if (!key || !/^[\w-]{16,64}$/.test(key)) {
    key = Array.from(crypto.getRandomValues(new Uint8Array(16)),
      (byte) => byte.toString(16).padStart(2, "0")).join("");
    write(KEY, key);
  }
  return key;
}

/** Where a room is asked for something, to be answered in a language.
 * @param {string} room @param {string} what @param {string} [language] */
function addressOf(room, what, language) {
  const address = new URL(`./rooms/${room}/${what}`, document.baseURI);
  if (language) address.searchParams.set("language", language);
  return address;
}

/** Ask a room for something, with patience. @param {string} room @param {string} what
 * @param {object} body @param {string} [language] */
export async function post(room, what, body, language) {
  const response = await fetch(addressOf(room, what, language), {
    method: "POST", body: JSON.stringify(body), signal: AbortSignal.timeout(PATIENCE),
    headers: { "Content-Type": "application/json" }, cache: "no-store",
  });
  return { ok: response.ok, lost: response.status >= 500, told: await response.json() };
}

class Connection {
  /** @type {Lab.View | null} */ view = null;
  language = ""; // that the page is in
  heardIn = ""; // that the view is in
  /** @type {"joining" | "live" | "asking" | "away" | "refused" | "gone"} */ how = "joining";
  error = ""; // why a commit, or this phone, was refused
  student = "";
  /** @type {Set<() => void>} */ listeners = new Set();
  /** @type {EventSource | null} */ source = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ timer;
  sending = false;
  freed = false; // by the teacher, after which one follows anew

  /** @param {string} room @param {string} language */
  constructor(room, language) {
    this.room = room;
    this.language = language;
    this.key = ownKey();
    /** @type {Record<string, Lab.Draft>} by ballot */
    this.drafts = JSON.parse(read(OUTBOX + room) ?? "{}");
    this.wake = () => { if (document.visibilityState === "visible") this.speak(); };
    document.addEventListener("visibilitychange", this.wake);
    window.addEventListener("online", this.wake);
    window.addEventListener("pageshow", this.wake);
    this.speak();
  }

  /** Whether this phone was in the room, and the room is no more. */
  get ended() {
    return this.how === "gone" && (this.student !== "" || read(OUTBOX + this.room) !== null);
  }

  end() {
    clearTimeout(this.timer);
    this.source?.close();
    this.listeners.clear();
    document.removeEventListener("visibilitychange", this.wake);
    window.removeEventListener("online", this.wake);
    window.removeEventListener("pageshow", this.wake);
  }

  /** Hear all in another language from now on. @param {string} language */
  speakIn(language) {
    if (language === this.language) return;
    this.language = language;
    this.error = "";
    this.source?.close();
    this.source = null;
    void this.speak();
  }

  /** Say that this phone is there, hear what is new, and send what is not stored yet. */
  async speak() {
    clearTimeout(this.timer);
    if (this.how === "gone") return;
    const { language, student } = this;
    const known = this.heardIn === language ? this.view?.version : undefined;
    try {
      const how = this.how === "asking" ? "asking" : "live";
      const asked = student
        ? await post(this.room, "hear", { student, how, known }, language)
        : await post(this.room, "join", { key: this.key }, language);
      if (asked.lost) throw new Error("the store is away");
      if (!asked.ok) this.refuse(asked.told);
      else this.hear(asked.told, language);
    } catch {
      this.how = "away";
      this.told();
    }
    clearTimeout(this.timer);
    const calm = this.how === "live" ? CALM : HASTE;
    this.timer = setTimeout(() => this.speak(), calm * (0.9 + 0.2 * Math.random()));
    void this.send();
  }

  /** @param {{ error: string, gone: boolean }} told */
  refuse({ error, gone }) {
    this.error = error;
    this.how = gone ? "gone" : "refused";
    if (gone) this.source?.close();
    this.told();
  }

  /** @param {{ student?: string, view?: Lab.View }} told @param {string} language */
  hear({ student, view }, language) {
    const missed = view && this.student && this.view && view.version > this.view.version;
    if (student) this.student = student;
    if (missed && this.how === "live") this.how = "asking"; // an event should have told it
    else if (this.how !== "asking" || !this.source) this.how = this.source ? "live" : "asking";
    if (view) this.see(view, language);
    else this.told();
    if (!this.source || this.source.readyState === EventSource.CLOSED) this.listen();
  }

  listen() {
    this.source?.close();
    const { language } = this;
    const address = addressOf(this.room, "events", language);
    address.searchParams.set("student", this.student);
    const source = this.source = new EventSource(address);
    source.onmessage = ({ data }) => {
      const view = JSON.parse(data);
      if (view.away) this.how = "away";
      else {
        this.how = "live";
        this.see(view, language);
      }
      this.told();
    };
    source.addEventListener("gone", ({ data }) => {
      this.refuse({ error: JSON.parse(data), gone: true });
    });
    source.onerror = () => { if (this.how === "live") void this.speak(); };
  }

  /** @param {Lab.View} view @param {string} language */
  see(view, language) {
    if (language !== this.language) return; // it was asked for before another was chosen
    if (this.view && view.version < this.view.version) return; // it was overtaken
    this.heardIn = language;
    const mine = this.view?.ballot === view.ballot ? this.view?.mine : undefined;
    this.view = view;
    if (mine && mine.number > (view.mine?.number ?? 0)) view.mine = mine;
    this.told();
  }

  told() {
    this.listeners.forEach((tell) => tell());
  }

  /** What is being chosen or sent in this vote. @returns {Lab.Draft} */
  get draft() {
    return this.drafts[this.view?.ballot ?? ""] ??= {};
  }

  keep() {
    write(OUTBOX + this.room, JSON.stringify(this.drafts));
  }

  /** Commit to what was chosen. @param {Lab.Guess} guess @param {boolean} sure */
  commit(guess, sure) {
    const { draft } = this;
    const number = Math.max(draft.sent?.number ?? 0, this.view?.mine?.number ?? 0) + 1;
    draft.sent = { number, guess, sure };
    this.error = "";
    this.keep();
    this.told();
    void this.send();
  }

  /** Send what is not stored yet; what can't be sent now is tried again. */
  async send() {
    const entry = Object.entries(this.drafts).find(([, draft]) => draft.sent);
    if (!entry || this.sending) return;
    const [ballot, draft] = entry;
    const sent = draft.sent;
    if (!sent) return;
    this.sending = true;
    try {
      const commit = { key: this.key, ballot, ...sent };
      const { ok, lost, told } = await post(this.room, "commit", commit, this.language);
      if (lost) throw new Error("the store is away");
      if (draft.sent === sent) delete draft.sent;
      if (ok && this.view?.ballot === ballot) this.view.mine = told.mine;
      if (!ok) this.error = told.error;
      this.keep();
    } catch {
      setTimeout(() => void this.send(), 1000 + 1000 * Math.random());
      return;
    } finally {
      this.sending = false;
      this.told();
    }
    void this.send();
  }
}

/** @type {Connection | null} */ let connection = null;

/** The connection of this tab to a room; it outlives the component that shows it.
 * @param {string} room @param {string} language */
export function connected(room, language) {
  if (connection?.room !== room) {
    connection?.end();
    connection = new Connection(room, language);
  }
  return connection;
}
