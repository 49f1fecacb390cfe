"""A thumb, and what it touches: Chromium's own touch input, on a phone or a laptop."""

from __future__ import annotations

from typing import Any

LAPTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 720}, "has_touch": True}


class Thumb:
    """Touches a page through Chromium's own input, as a screen does."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self._cdp = page.context.new_cdp_session(page)

    def touch(self, kind: str, *points: tuple[float, float]) -> None:
        """Say where the fingers are now: touchStart, touchMove, touchEnd or touchCancel."""
        at = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(points)]
        self._cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    def swipe(self, x: float, y: float, by: float) -> None:
        """Put down, move up or down in small steps, lift."""
        self.touch("touchStart", (x, y))
        for k in range(1, 11):
            self.touch("touchMove", (x, y + by * k / 10))
            self.page.wait_for_timeout(16)
        self.touch("touchEnd")
        self.page.wait_for_timeout(400)

    def tap(self, x: float, y: float) -> None:
        """Put down and lift."""
        self.touch("touchStart", (x, y))
        self.touch("touchEnd")
        self.page.wait_for_timeout(400)

    def pinch(self, x: float, y: float, apart: float, then: float) -> None:
        """Put two fingers down around a point, and move them apart or together."""
        self.touch("touchStart", (x - apart / 2, y), (x + apart / 2, y))
        for k in range(1, 11):
            half = (apart + (then - apart) * k / 10) / 2
            self.touch("touchMove", (x - half, y), (x + half, y))
            self.page.wait_for_timeout(16)
        self.touch("touchEnd")
        self.page.wait_for_timeout(500)


def scrolled(page: Any) -> float:
    """How far down the page is, in pixels."""
    top: float = page.locator('[data-testid="stMain"]').evaluate("(main) => main.scrollTop")
    return top


def middle(page: Any, place: str) -> tuple[float, float]:
    """The middle of something, once it is on the screen."""
    found = page.locator(place).first
    found.evaluate("(node) => node.scrollIntoView({ block: 'center' })")
    page.wait_for_timeout(300)
    box = found.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def ranges(page: Any, name: str) -> Any:
    """From where to where the axes of a chart go."""
    return page.evaluate(
        """(name) => { const { xaxis, yaxis } =
          window.perceptronLab.charts.get(name).node._fullLayout;
          return [...xaxis.range, ...yaxis.range].map((end) => Number(end.toFixed(6))); }""",
        name,
    )
