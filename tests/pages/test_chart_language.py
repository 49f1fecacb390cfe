"""A chart has words, so another language draws it anew, also where all sessions share it."""

from __future__ import annotations

import pytest

from pages.shared.draw import charts
from tests.pages.opening import open_page


def test_a_chart_is_drawn_anew_in_another_language(monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("home")
    known = app.session_state["figures"]
    before = {name: one["version"] for name, one in known.items()}
    app.run()
    assert {name: one["version"] for name, one in known.items()} == before
    monkeypatch.setattr(charts, "spoken", lambda: "other")
    app.run()
    assert all(one["version"] != before[name] for name, one in known.items())
