// Plays matrices step by step, in the browser; the page hears where it rests. Who has asked for less
// motion has no button that plays: the slider and the page's own buttons go step by step.

const WHOLE = 6000, SLOWEST = 800, FASTEST = 80; // milliseconds of a film, and of its steps

class Player {
  /** @type {number | undefined} */ timer;
  /** @type {Lab.Film | null} */ film = null;
  step = 0;
  /** @type {(count: number) => void} */ rest = () => {};

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.hidden = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.slider = document.createElement("input");
    this.slider.type = "range";
    this.slider.min = "0";
    this.words = document.createElement("output");
    const row = document.createElement("div");
    row.className = "lab-film";
    row.append(this.button, this.slider, this.words);
    parent.append(row);
    this.button.onclick = () => (this.timer ? this.stop(true) : this.play());
    this.slider.oninput = () => { this.stop(false); this.go(Number(this.slider.value)); };
    this.slider.onchange = () => this.stop(true);
    this.slider.onkeydown = (event) => {
      if (event.key.startsWith("Arrow")) event.stopPropagation(); // the page has keys of its own
    };
  }

  label() {
    if (this.film) this.button.textContent = this.timer ? this.film.pause : this.film.play;
  }

  /** @param {Lab.Film} film */ show(film) {
    const same = film.version === this.film?.version;
    this.film = film;
    this.label();
    if (same) return; // it may be playing
    this.stop(false);
    const { counts, at, label, said } = film;
    const after = counts.findIndex((count) => count >= at);
    this.slider.max = String(counts.length - 1);
    this.slider.setAttribute("aria-label", label);
    this.step = after < 0 ? counts.length - 1 : after;
    this.tell(said);
  }

  /** @param {string} told */ tell(told) {
    this.slider.value = String(this.step);
    this.slider.setAttribute("aria-valuetext", told);
    this.words.textContent = told;
  }

  /** @param {number} step */ go(step) {
    this.step = step;
    if (this.film) window.perceptronLab?.films?.get(this.film.name)?.(this.film.steps[step]);
    this.tell(this.film?.told[step] ?? "");
  }

  play() {
    const last = (this.film?.counts.length ?? 1) - 1;
    const pause = Math.min(SLOWEST, Math.max(FASTEST, WHOLE / (last + 1)));
    this.go(this.step < last ? this.step + 1 : 0);
    const next = () => {
      if (this.step >= last) return this.stop(true);
      this.go(this.step + 1);
      this.timer = setTimeout(next, pause);
    };
    this.timer = setTimeout(next, pause);
    this.label();
  }

  /** @param {boolean} tell */ stop(tell) {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.label();
    if (tell && this.film) this.rest(this.film.counts[this.step]);
  }
}

/** @type {WeakMap<HTMLElement, Player>} */ const players = new WeakMap();

/** @param {Lab.Component<Lab.Film>} component */
export default function ({ data, parentElement, setTriggerValue }) {
  let player = players.get(parentElement);
  if (!player) players.set(parentElement, (player = new Player(parentElement)));
  player.rest = (count) => setTriggerValue("rest", count);
  player.show(data);
  return () => {
    if (!parentElement.isConnected) player?.stop(false);
  };
}
