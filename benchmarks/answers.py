"""How soon a page answers while a run trains at full speed: part of `make bench-live`."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from benchmarks.processors import seconds_until_idle
from tools.browser import button, go_to, press, status, wait_for_charts


def report(what: str, figure: str, asked: str) -> None:
    """Print one line of the result."""
    print(f"{what:<46} {figure:>22}   asked: {asked}", flush=True)


def answer(page: Page, act: Callable[[], object], seen: str) -> str:
    """Seconds from the click or key to what is `seen` in the page, a JavaScript condition."""
    page.evaluate(
        """(seen) => {
          const condition = new Function(`return ${seen}`);
          window.answered = new Promise((resolve) => {
            const start = () => {
              const since = performance.now(), look = setInterval(() => {
                const waited = (performance.now() - since) / 1000, met = condition();
                if (met || waited > 20) clearInterval(look);
                if (met || waited > 20) resolve(met ? `${waited.toFixed(2)} s` : "never");
              }, 10);
            };
            for (const kind of ["pointerdown", "keydown"])
              addEventListener(kind, start, { capture: true, once: true });
          });
        }""",
        seen,
    )
    act()
    return str(page.evaluate("() => window.answered"))


def bench_answers(page: Page) -> None:
    """How soon the page answers while a run trains at full speed."""
    paused = "[...document.querySelectorAll('button')].some((b) => /Continue/.test(b.textContent))"
    told = "/still shows the old run/.test(document.querySelector('.st-key-notices')?.textContent)"
    opened = "/Notation/.test(document.querySelector('h1')?.textContent)"
    slider = page.locator('input[type=range][aria-label="Samples"]')
    for what, act, seen in (
        ("pause", lambda: press(page, "Pause"), paused),
        ("step one batch", lambda: press(page, "Batch"), paused),
        ("move a slider", lambda: slider.press("ArrowLeft"), told),
        ("change the page", lambda: go_to(page, "Notation", "Look up"), opened),
    ):
        if button(page, "Continue").count():
            press(page, "Continue")
        button(page, "Pause").wait_for()
        page.wait_for_timeout(1000)
        report(what, answer(page, act, seen), "0.5 s or less")
    go_to(page, "Train")
    wait_for_charts(page)


def bench_close(page: Page, pid: int) -> None:
    """How soon the work ends after the tab is closed."""
    if button(page, "Continue").count():
        press(page, "Continue")
    page.wait_for_timeout(1500)
    assert "left" in status(page), "the run should be training when the tab is closed"
    page.context.close()
    report("work ends after the tab is closed", f"{seconds_until_idle(pid):.1f} s", "5 s")
