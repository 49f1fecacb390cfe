// What a teacher's page shows of the room by itself: how many are there and have committed.

const EVERY = 3000; // milliseconds between two questions, where events don't come
const LATE = 12000; // without an event, after which one asks: the server sends one every 5 s

class Counts {
  /** @type {Lab.Counts | null} */ counts = null;
  how = "joining";
  heard = 0; // when an event came last
  /** @type {ReturnType<typeof setTimeout> | undefined} */ timer;

  /** @param {string} room @param {string} watch @param {() => void} tell */
  constructor(room, watch, tell) {
    this.room = room;
    this.watch = watch;
    this.tell = tell;
    this.wake = () => { if (document.visibilityState === "visible") void this.ask(); };
    document.addEventListener("visibilitychange", this.wake);
    const address = new URL(`./rooms/${room}/counts`, document.baseURI);
    address.searchParams.set("watch", watch);
    this.source = new EventSource(address);
    this.source.onmessage = ({ data }) => {
      this.heard = Date.now();
      this.hear(JSON.parse(data), "live");
    };
    this.source.addEventListener("alive", () => { this.heard = Date.now(); });
    this.source.addEventListener("gone", () => this.hear(null, "gone"));
    void this.ask();
  }

  end() {
    clearTimeout(this.timer);
    this.source.close();
    document.removeEventListener("visibilitychange", this.wake);
  }

  /** @param {Lab.Counts | null} counts @param {string} how */
  hear(counts, how) {
    if (counts?.away) this.how = "away";
    else {
      this.how = how;
      if (counts) this.counts = counts;
      if (how === "gone") this.end();
    }
    this.tell();
  }

  async ask() {
    clearTimeout(this.timer);
    if (Date.now() - this.heard > LATE) {
      try {
        const response = await fetch(new URL(`./rooms/${this.room}/watch`, document.baseURI), {
          method: "POST", body: JSON.stringify({ watch: this.watch }), cache: "no-store",
          signal: AbortSignal.timeout(5000), headers: { "Content-Type": "application/json" },
        });
        const told = await response.json();
        if (response.ok) this.hear(told, "asking");
        else this.hear(null, told.gone ? "gone" : "away");
      } catch {
        this.hear(null, "away");
      }
    }
    if (this.how !== "gone") this.timer = setTimeout(() => void this.ask(), EVERY);
  }
}

/** @type {Counts | null} */ let counts = null;

/** @param {Lab.Component<Lab.Room>} component */
export function teacher({ data, parentElement, setTriggerValue }) {
  const { words, watch, room } = data;
  let box = parentElement.querySelector("output");
  if (!box) {
    box = document.createElement("output");
    box.className = "lab-room-counts";
    box.dataset.room = room;
    parentElement.replaceChildren(box);
  }
  const place = box;
  const show = () => {
    const now = counts?.counts;
    const how = counts?.how ?? "joining";
    if (!now || how === "gone") place.textContent = words[how] ?? "";
    else {
      const say = (/** @type {string} */ name) =>
        words[name].replace(/\{(\w+)\}/g, (_, key) => String(/** @type {any} */ (now)[key]));
      const parts = [say(now.asked ? "committed" : "here")];
      if (now.asking) parts.push(say("slow"));
      if (now.gone) parts.push(say("left"));
      if (how !== "live") parts.push(words[how]);
      place.textContent = parts.join(" · ");
    }
    if (how === "gone" || (now && now.version > data.version)) setTriggerValue("moved", now?.version ?? 0);
  };
  if (counts?.room !== room || counts.watch !== watch) {
    counts?.end();
    counts = new Counts(room, watch, show);
  }
  counts.tell = show;
  show();
}
