"""Whatever a picture says comes from the catalogs: one that marks each message marks all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import plotly.graph_objects as go
import pytest

from perceptron import MODELS, DataConfig, Run, TrainConfig, load
from perceptron.difference import REFERENCE
from perceptron.figures import difference_figure, loss_figure, takeaways, weights_figure
from perceptron.figures.style import log_axis
from perceptron.text.language import speaking
from tests.made_up import Catalog, teach

SAID = ("text", "name", "hovertemplate", "ticktext")  # the keys under which words stand
NO_WORDS = {  # names of programs, and of what is compared of them
    *MODELS,
    *(f"{name} {part}" for name in MODELS for part in ("Ŷ", "W", "b")),
    *(f"{name} − {REFERENCE}" for name in MODELS),
}


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    teach(monkeypatch, xx=Catalog(lambda message: f"¤{message}"))
    with speaking("xx"):
        yield


@pytest.fixture(scope="module")
def run() -> Run:
    return Run(load(DataConfig()), TrainConfig()).finish()


def words(part: Any, key: str = "") -> Iterator[str]:
    if isinstance(part, dict):
        for name, one in part.items():
            yield from words(one, name if name in SAID or not isinstance(one, str) else "")
    elif isinstance(part, (list, tuple)):
        for one in part:
            yield from words(one, key)
    elif isinstance(part, str) and key in SAID:
        plain = re.sub(r"<[^>]*>|%\{[^}]*\}", "", part)
        if re.search(r"[^\W\d_]{2,}", plain):
            yield plain


def unmarked(figure: go.Figure) -> list[str]:
    layout = figure.to_plotly_json()["layout"]
    layout.pop("template", None)
    shown = words({"data": figure.to_plotly_json()["data"], "layout": layout})
    return [one for one in shown if "¤" not in one and one not in NO_WORDS]


def figures_of(run: Run) -> list[go.Figure]:
    now = {name: run.parameters(name) for name in MODELS}
    best, name = run.best
    data = run.dataset
    apart = {one: run.differences(one, 100) for one in MODELS if one != REFERENCE}
    return [
        loss_figure(run.curves(100), run.epochs, run.reference_losses),
        weights_figure(now, best, name, data.feature_names, data.target_names),
        difference_figure(apart, 2e-14, "float64", run.epochs),
    ]


def test_every_word_of_a_picture_is_marked(run: Run, marked: None) -> None:
    for figure in figures_of(run):
        assert unmarked(figure) == []
        assert figure.layout.separators == ",\u202f"


def test_what_is_told_of_a_picture_is_marked_from_its_first_word(run: Run, marked: None) -> None:
    now = {name: run.parameters(name) for name in MODELS}
    for rows in ("", "all", "held out", "training", "validation"):
        assert takeaways.losses({"scratch": [7.5, 1.25]}, rows).startswith("¤")
    assert "7,5" in takeaways.losses({"scratch": [7.5, 1.25]})
    assert takeaways.weights(now, *run.best).startswith("¤")


def test_ticks_and_names_have_the_decimal_sign_that_is_spoken(marked: None) -> None:
    assert "1,5" in log_axis("MSE", [1.0, 2.0])["ticktext"]
