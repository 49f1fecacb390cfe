"""Names from outside in a real browser: shown letter by letter, nothing is loaded, no link."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from perceptron.sharing.link import pack_table
from tests.hostile import FAR, NAMES, TABLE
from tools.browser import new_context, wait_for_charts

pytestmark = pytest.mark.browser
# What Markdown or Plotly would have made of the names.
MADE = "a[href*='192.0.2.1'], img[src*='192.0.2.1'], a[href^='http://www'], a[href^='mailto:a@']"


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A new visitor; nothing may be asked from the far address."""
    context = new_context(browser)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    yield context.new_page()
    context.close()
    assert [url for url in asked if url.startswith(FAR)] == []


def link(app: str, page: str, **query: str) -> str:
    return f"{app}/{page}?" + urlencode({"dataset": "table", "table": pack_table(TABLE)} | query)


def test_an_error_shows_the_names_it_quotes_letter_by_letter(app: str, page: Any) -> None:
    every = ".".join(map(str, range(3)))
    page.goto(link(app, "train", inputs=every, targets=every))
    alert = page.locator('[data-testid="stAlert"]', has_text="chosen twice")
    alert.wait_for()
    assert page.locator(MADE).count() == 0
    shown = alert.inner_text().replace("\u2060", "")
    for name in NAMES[:3]:
        assert name in shown
    assert alert.locator("b, strong, em, code, del, .katex, table").count() == 0


def test_charts_draw_the_names_letter_by_letter(app: str, page: Any) -> None:
    page.goto(link(app, "train", inputs="0.1.2", targets="3.4.5", learning_rate="0.1"))
    wait_for_charts(page)
    ticks = page.locator(".xtick, .ytick").all_text_contents()
    assert any(tick.startswith("<b>bold</b>") for tick in ticks), ticks
    assert page.locator(MADE).count() == 0
    page.goto(
        link(app, "clinic", inputs="0.1.2", targets="3.4.5", numbers="your-run", batch_size="5")
    )
    page.wait_for_function("() => window.perceptronLab?.charts.get('clinic-ratio')?.drawn")
    words = page.locator('[data-name="clinic-ratio"]').text_content()
    assert f"output {NAMES[3]}" in words
    assert "<b>bold</b>" in words
    assert page.locator(MADE).count() == 0


def test_a_lesson_writes_the_names_out_as_they_are(app: str, page: Any) -> None:
    page.goto(
        link(
            app,
            "microscope",
            inputs="0.2",
            targets="1.5",
            numbers="your-run",
            batch_size="5",
            phase="gradients",
        )
    )
    heading = page.locator("h2", has_text="written out")
    heading.wait_for()
    shown = heading.inner_text().replace("\u2060", "")
    assert f"Entry ({NAMES[0]}, {NAMES[1]}), written out" in shown
    assert page.locator(MADE).count() == 0
