"""Press every button of the player at random moments of a run, in a real browser: `make presses`.

A press is obeyed when the page shows what was asked for and goes on showing it. Half of the presses
come 0.05 to 0.3 seconds after Train, while two script runs overlap.
"""

from __future__ import annotations

import random
import statistics
import sys
from dataclasses import dataclass

from playwright.sync_api import Page

from tools.browser import PATIENCE, chromium, new_context, serve, wait_for_charts

LONG = "train?epochs=10000"  # a run that outlasts the presses
BUTTONS = ("Batch", "Epoch", "Reset", "New start", "New data")
KEYS = {"Space": "play", "ArrowRight": "Batch", "e": "Epoch"}
SPEEDS = ("slow motion", "1 epoch/s", "4 epochs/s", "20 epochs/s", "full speed")
SLIDERS = ("Learning rate", "Epochs")
ASKED = 0.5  # seconds
WATCH = """(patience) => {
  const PLAY = ":is(.st-key-play, .st-key-again) button";
  const words = (at) => document.querySelector(at)?.textContent ?? "";
  const look = () => ({
    label: words(PLAY).replace(/Space$/, ""),
    status: words(".lab-status output"), query: location.search,
  });
  const paused = ({ label }) => /(Train|Continue|Train again)$/.test(label);
  const epoch = ({ status }) => Number(/epoch (\\d+)/.exec(status)?.[1]);
  const moved = (was, now) => now.status !== was.status && paused(now);
  const fresh = (_, now) => now.status.startsWith("epoch 0 of") && /Train$/.test(now.label);
  const value = (seen, name) => new URLSearchParams(seen.query).get(name);
  const other = (name) => (was, now) => fresh(was, now) && value(was, name) !== value(now, name);
  const asked = {
    play: (was, now) => paused(was) !== paused(now), Batch: moved,
    Epoch: (was, now) => paused(now) && epoch(now) > epoch(was), Reset: fresh,
    "New start": other("init_seed"), "New data": other("seed"),
    set: (was, now) => was.query !== now.query,
  };
  const watch = (window.watch = { mounted: 0 });
  new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach(
    (node) => { if (node.classList?.contains("lab-chart")) watch.mounted += 1; }
  ))).observe(document.body, { childList: true, subtree: true });
  watch.look = look;
  watch.arm = (what) => {
    const was = look(), heard = new AbortController();
    watch.obeyed = new Promise((resolve) => {
      const start = () => {
        heard.abort();
        const since = performance.now();
        let shown = null, still;
        const timer = setInterval(() => {
          const now = performance.now(), seen = look();
          if (!asked[what](was, seen) || (paused(seen) && still && still !== seen.status))
            shown = null;
          else shown ??= now;
          still = seen.status;
          const held = shown !== null && now - shown > 300;
          if (!held && now - since < patience) return;
          clearInterval(timer);
          resolve([held ? shown - since : null, was, seen]);
        }, 5);
      };
      for (const kind of ["pointerdown", "keydown"])
        addEventListener(kind, start, { capture: true, signal: heard.signal });
    });
  };
  watch.at = (name) => {
    const button = name === "play" ? document.querySelector(PLAY) : [...document
      .querySelectorAll("[data-testid=stMain] button")].find((one) =>
        one.textContent.includes(name));
    const { x, y, width, height } = button.getBoundingClientRect();
    return [x + width / 2, y + height / 2];
  };
}"""


@dataclass(frozen=True, slots=True)
class Press:
    """One press and what came of it.

    Attributes:
        what: Which control, and how it was pressed.
        seconds: Until it was obeyed for good; None if it never was.
        told: What the page showed before and after.
    """

    what: str
    seconds: float | None
    told: str


def open_watched(page: Page, address: str) -> None:
    """Open the Train page with a long run, and watch it."""
    page.goto(f"{address}/{LONG}")
    wait_for_charts(page)
    page.evaluate(WATCH, PATIENCE * 100)


def press_at_random(page: Page, times: int, seed: int = 0) -> list[Press]:
    """Press so many times; return each press."""
    return [_press(page, random.Random(f"{seed} {i}")) for i in range(times)]


def _press(page: Page, dice: random.Random) -> Press:
    page.wait_for_timeout(dice.uniform(0, 600))
    what = dice.choice(["play", *BUTTONS, *BUTTONS, "key", "key", "speed", "slider"])
    before = ""
    if dice.random() < 0.5 and what in BUTTONS and _look(page, "label").endswith("Train"):
        _click(page, "play")
        page.wait_for_timeout(dice.uniform(50, 300))
        before = "Train, then "
    if what == "key":
        key = dice.choice(list(KEYS))
        page.evaluate("() => document.activeElement?.blur()")
        page.evaluate("(what) => watch.arm(what)", KEYS[key])
        page.keyboard.press(key)
        what = f"key {key}"
    elif what == "speed":
        field = page.locator('[data-testid="stSelectbox"] input').last
        speed = dice.choice([one for one in SPEEDS if one != field.input_value()])
        field.click()
        option = page.get_by_role("option", name=speed)
        option.wait_for()
        page.evaluate("() => watch.arm('set')")
        option.click()
        what = f"speed {speed}"
    elif what == "slider":
        name = dice.choice(SLIDERS)
        slider = page.locator(f'input[type=range][aria-label="{name}"]')
        slider.focus()
        page.evaluate("() => watch.arm('set')")
        slider.press("ArrowLeft")
        what = f"slider {name}"
    else:
        page.evaluate("(what) => watch.arm(what)", what)
        _click(page, what)
    milliseconds, was, seen = page.evaluate("() => watch.obeyed")
    page.mouse.move(0, 0)
    seconds = None if milliseconds is None else milliseconds / 1000
    return Press(before + what, seconds, f"{was} -> {seen}")


def _look(page: Page, part: str) -> str:
    seen: str = page.evaluate("(part) => watch.look()[part]", part)
    return seen


def _click(page: Page, name: str) -> None:
    """Click where the button is, as a hand does."""
    page.mouse.click(*page.evaluate("(name) => watch.at(name)", name))


def tell(presses: list[Press], mounted: int) -> None:
    """Print how soon presses were obeyed, and which were not."""
    times = sorted(press.seconds for press in presses if press.seconds is not None)
    soon = sum(seconds <= ASKED for seconds in times)
    print(f"presses                  {len(presses)}")
    print(f"obeyed                   {len(times)}")
    print(f"within {ASKED} s             {soon} ({soon / len(presses):.1%})")
    print(f"median / 95 % / latest   {statistics.median(times):.2f} / ", end="")
    print(f"{times[int(0.95 * (len(times) - 1))]:.2f} / {times[-1]:.2f} s")
    print(f"charts drawn anew        {mounted}")
    for press in presses:
        if press.seconds is None or press.seconds > ASKED:
            print(f"  {press.seconds or 'lost'}: {press.what}: {press.told}")


def drill(times: int) -> bool:
    """Press so many times and tell; return whether each press was obeyed."""
    with serve() as (address, _), chromium() as browser:
        page = new_context(browser).new_page()
        open_watched(page, address)
        presses = press_at_random(page, times)
        mounted = page.evaluate("() => watch.mounted")
    tell(presses, mounted)
    return mounted == 0 and all(press.seconds is not None for press in presses)


if __name__ == "__main__":
    sys.exit(not drill(int(sys.argv[1]) if len(sys.argv) > 1 else 500))
