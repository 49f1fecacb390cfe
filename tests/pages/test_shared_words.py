"""What visitors who speak different languages share, and what they don't."""

from __future__ import annotations

from collections.abc import Iterator

import plotly.graph_objects as go
import pytest
import streamlit as st

from pages.shared.draw import charts
from pages.shared.lesson.numbers import EXAMPLE, SCENES, Scene, once_for_each_scene
from perceptron.text.language import N_, _, speaking
from tests.made_up import Catalog, teach


@pytest.fixture(autouse=True)
def two_languages(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    teach(monkeypatch, ne=Catalog(lambda message: message[::-1], "."))  # read from its end
    yield
    st.session_state.pop("figures", None)


def test_numbers_are_computed_once_whatever_is_spoken() -> None:
    scene, computed = SCENES[EXAMPLE](), []

    @once_for_each_scene(N_("Counting …"))
    def sizes(scene: Scene) -> tuple[int, ...]:
        computed.append(scene.name)
        return tuple(scene.dataset.x_train.shape)

    for code in ("en", "ne", "en"):
        with speaking(code):
            assert sizes(scene) == (9, 3)
    assert computed == [EXAMPLE]


def test_a_figure_is_drawn_in_the_language_of_who_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = []
    monkeypatch.setattr(charts, "_chart", lambda data, **_more: shown.append(data["alt"]))
    for code in ("en", "ne", "ne"):
        with speaking(code):
            charts.chart(
                "words", 1, go.Figure, lambda: _("It falls."), height=100, shared="test words"
            )
    assert shown == ["It falls.", ".sllaf tI", ".sllaf tI"]
