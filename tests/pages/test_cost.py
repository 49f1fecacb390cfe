"""What it costs: a race goes on while its course is on screen, and no longer."""

from __future__ import annotations

import pytest

from pages.shared.draw import play as playing
from tests.pages.opening import open_page


def test_a_race_stops_when_another_course_is_on_screen() -> None:
    app = open_page("cost")
    app.session_state["track"].start("all three")
    app.session_state["cost_course"] = "outputs"  # as the browser's Back does
    app.run()
    assert not app.exception
    assert app.session_state["track"].running is None


def test_a_frame_that_is_due_before_the_first_round_draws_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(playing, "FIRST_FRAME", -1.0)
    app = open_page("cost")
    track = app.session_state["track"]
    track.start("samples")
    monkeypatch.setattr(type(track), "advance", lambda self: setattr(self, "running", None))
    app.session_state["cost_course"] = "samples"
    app.run()
    assert not app.exception
    assert track.running is None
