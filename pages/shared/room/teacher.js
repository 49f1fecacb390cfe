// What a teacher's page shows of the room by itself: how many are there and have committed, and
// how it hears of them. No script of the page is run for that, but when the room has moved on.
import { post } from "./connection.js";

const EVERY = 3000; // milliseconds between two questions, where events don't come
const LATE = 12000; // without an event, after which one asks: the server sends one every 5 s
const SETTLES = 400; // until a press on this very page has reached it by its script

class Counts {
  /** @type {Lab.Counts | null} */ counts = null;
  /** @type {"joining" | "live" | "asking" | "away" | "gone"} */ how = "joining";
  heard = Date.now(); // when an event came last
  /** @type {ReturnType<typeof setTimeout> | undefined} */ timer;

  /** @type {Set<Board>} */ boards = new Set(); // the page may have put one in another's place

  /** @param {string} room @param {string} watch */
  constructor(room, watch) {
    this.room = room;
    this.watch = watch;
    this.wake = () => { if (document.visibilityState === "visible") void this.ask(); };
    document.addEventListener("visibilitychange", this.wake);
    const address = new URL(`./rooms/${room}/counts`, document.baseURI);
    address.searchParams.set("watch", watch);
    this.source = new EventSource(address);
    this.source.onmessage = ({ data }) => this.live(JSON.parse(data));
    this.source.addEventListener("alive", () => this.live(null));
    this.source.addEventListener("gone", () => this.hear(null, "gone"));
    this.timer = setTimeout(() => void this.ask(), EVERY);
  }

  end() {
    clearTimeout(this.timer);
    this.source.close();
    document.removeEventListener("visibilitychange", this.wake);
  }

  tell() {
    for (const board of this.boards) {
      if (board.seen && !board.box.isConnected) this.boards.delete(board);
      else board.show(this);
    }
  }

  /** @param {Lab.Counts | null} counts */
  live(counts) {
    this.heard = Date.now();
    this.hear(counts, "live");
  }

  /** @param {Lab.Counts | null} counts @param {"live" | "asking" | "away" | "gone"} how */
  hear(counts, how) {
    if (this.how === "gone") return;
    this.how = counts?.away ? "away" : how;
    if (counts && !counts.away) this.counts = counts;
    if (how === "gone") this.end();
    this.tell();
  }

  async ask() {
    clearTimeout(this.timer);
    if (this.how !== "live" || Date.now() - this.heard > LATE) {
      try {
        const { ok, told } = await post(this.room, "watch", { watch: this.watch });
        if (ok) this.hear(told, "asking");
        else this.hear(null, told.gone ? "gone" : "away");
      } catch {
        this.hear(null, "away");
      }
    }
    if (this.how !== "gone") this.timer = setTimeout(() => void this.ask(), EVERY);
  }
}

class Board {
  /** @type {number | string} */ asked = 0; // the version that the page's script was run for
  runs = 0; // of a trial, that it was run for
  seen = false; // whether it has been on the page
  /** @type {ReturnType<typeof setTimeout> | undefined} */ timer;

  /** @param {HTMLElement} parent @param {Lab.Room} data @param {Lab.Tell} trigger */
  constructor(parent, data, trigger) {
    this.data = data;
    this.trigger = trigger;
    this.box = document.createElement("div");
    this.box.className = "lab-room-counts";
    this.box.dataset.room = data.room;
    this.count = this.box.appendChild(document.createElement("output"));
    this.more = this.box.appendChild(document.createElement("span"));
    this.bar = this.box.appendChild(document.createElement("progress"));
    this.bar.setAttribute("aria-hidden", "true"); // the words say the same
    parent.replaceChildren(this.box);
  }

  /** @param {Counts} counts */
  show({ counts: now, how }) {
    const { words } = this.data;
    this.seen ||= this.box.isConnected;
    const say = (/** @type {string} */ name) =>
      words[name].replace(/\{(\w+)\}/g, (_, key) => String(/** @type {any} */ (now)[key]));
    this.box.dataset.how = how;
    this.box.dataset.part = now?.part ?? "";
    this.bar.hidden = !now?.asked || how === "gone";
    if (!now || how === "gone") {
      this.count.textContent = words[how];
      this.more.textContent = "";
    } else {
      const asked = now.part || (now.runs === null ? now.asked && "committed" : "tried");
      this.count.textContent = say(asked ? asked : now.here === 1 ? "one" : "here");
      this.bar.max = Math.max(1, now.of);
      this.bar.value = now.committed;
      const said = [now.asking ? say("slow") : "", now.gone ? say("left") : "", words[how]];
      this.more.textContent = said.filter(Boolean).join(" · ");
    }
    this.follow(now, how);
  }

  /** Let the page's script run once for each change that it does not know yet.
   * @param {Lab.Counts | null} now @param {string} how */
  follow(now, how) {
    const news = how === "gone" ? how : now?.version ?? 0;
    const runs = now?.runs ?? 0;
    const known = () => runs <= Math.max(this.runs, this.data.runs)
      && (news === this.asked || (news !== "gone" && Number(news) <= this.data.version));
    if (this.timer || known()) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (known()) return;
      this.asked = news;
      this.runs = runs;
      this.trigger("moved", `${news} ${runs}`);
    }, SETTLES);
  }
}

/** @type {Counts | null} */ let counts = null;
/** @type {WeakMap<Element, Board>} */ const boards = new WeakMap();

/** @param {Lab.Component<Lab.Room>} component */
export function teacher({ data, parentElement, setTriggerValue }) {
  let board = boards.get(parentElement);
  if (!board) boards.set(parentElement, board = new Board(parentElement, data, setTriggerValue));
  board.data = data;
  board.trigger = setTriggerValue;
  const { watch, room } = data;
  if (counts?.room !== room || counts.watch !== watch) {
    counts?.end();
    counts = new Counts(room, watch);
  }
  counts.boards.add(board);
  board.show(counts);
}
