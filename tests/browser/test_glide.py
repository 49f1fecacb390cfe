"""Curves of a run that trains: they move between Plotly's drawings, to where their numbers are."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from tools.browser import button, press, wait_for_charts, wait_until_still

pytestmark = pytest.mark.browser

# Counts what Plotly draws of the loss; after each frame, where each curve ends on the page, read
# back through its axes, beside the newest of its numbers.
WATCH = """() => {
  const chart = window.perceptronLab.charts.get("loss"), { node, plotly } = chart;
  const watch = (window.watched = { whole: 0, frames: 0, ends: [] });
  const { react } = plotly;
  plotly.react = (place, ...rest) => {
    if (place === node) watch.whole += 1;
    return react(place, ...rest);
  };
  const numbers = ({ dtype, bdata }) => {
    const Kind = { f4: Float32Array, f8: Float64Array, u2: Uint16Array }[dtype];
    return new Kind(Uint8Array.from(atob(bdata), (char) => char.charCodeAt(0)).buffer);
  };
  node.addEventListener("lab-drawn", () => {
    if (chart.data[1].mode !== "lines") watch.whole = 0; // few points, each with its mark
    else watch.frames += 1;
    const { xaxis, yaxis } = node._fullLayout;
    node._fullData.forEach((drawn, i) => {
      const { x, y } = chart.data[i];
      const line = node.querySelector(`.trace${drawn.uid} .js-line`);
      if (drawn.mode !== "lines" || !line || !x?.bdata) return;
      const [right, down] = line.getAttribute("d").split(/[ML]/).at(-1).split(",").map(Number);
      watch.ends.push([xaxis.p2d(right), yaxis.p2d(down), numbers(x).at(-1), numbers(y).at(-1)]);
    });
  });
}"""


def test_between_plotlys_drawings_each_curve_ends_where_its_newest_number_is(
    page: Any, app: str
) -> None:
    page.goto(f"{app}/train?samples=1000&features=10&outputs=5&epochs=3000&speed=full-speed")
    wait_for_charts(page)
    page.evaluate(WATCH)
    press(page, "Train")
    page.wait_for_function("() => window.watched.frames > 40 && window.watched.ends.length > 100")
    press(page, "Pause")
    button(page, "Continue").wait_for()
    wait_until_still(page)
    watched = page.evaluate("() => window.watched")
    assert watched["whole"] < watched["frames"] / 4, "the others glide"
    for epoch, loss, newest_epoch, newest_loss in watched["ends"]:
        assert epoch == pytest.approx(newest_epoch, abs=6), "a pixel is three epochs"
        assert loss == pytest.approx(newest_loss, rel=0.03), "and so many percent"
    shown = {round(epoch) for epoch, *_ in watched["ends"]}
    assert len(shown) > 10, "they move"
