"""What a live frame carries: little, and the numbers of the figure bit for bit."""

from __future__ import annotations

import base64
import json
from typing import Any

import numpy as np
import pytest

from pages.shared.draw.charts import Frame, frame_bytes
from perceptron import DataConfig, Run, TrainConfig, load
from perceptron.difference import REFERENCE, epsilon_percent
from perceptron.figures import difference_traces, loss_traces, weights_traces
from perceptron.figures.style import MAX_POINTS
from perceptron.theory import best_parameters

FOURTH = "another model"


def charts_of(run: Run) -> dict[str, list[dict[str, Any]]]:
    """The moving parts of a run's charts, as if one model more had trained."""
    names = run.history.models
    best, _ = best_parameters(run.dataset)
    curves = run.curves(MAX_POINTS)
    apart = {name: run.differences(name, MAX_POINTS) for name in names if name != REFERENCE}
    weights = {name: run.parameters(name) for name in names}
    return {
        "loss": loss_traces({**curves, FOURTH: curves["einsum"]}, run.history.batch_losses),
        "weights": weights_traces({**weights, FOURTH: weights["einsum"]}, best, moving=True),
        "difference": difference_traces(
            {**apart, FOURTH: apart["einsum"]}, epsilon_percent(run.dataset.x_train.dtype)
        ),
    }


@pytest.mark.parametrize("epochs", [16, 3_000])
def test_a_frame_of_four_models_stays_under_20_kb_whatever_the_epoch(epochs: int) -> None:
    charts = charts_of(Run(load(DataConfig(valid=100)), TrainConfig(epochs=epochs)).finish())
    for slower in ("weights", "difference"):
        sent = frame_bytes({name: charts[name] for name in ("loss", slower)})
        assert len(sent) < 20_000


def arrived(sent: bytes, name: str) -> list[dict[str, Any]]:
    """The traces of a chart, with what a trace has from an earlier one."""
    traces: list[dict[str, Any]] = []
    for trace in json.loads(sent)["charts"][name]:
        same = trace.pop("same", {})
        traces.append({**{key: traces[earlier][key] for key, earlier in same.items()}, **trace})
    return traces


def numbers(packed: dict[str, str]) -> bytes:
    return base64.b64decode(packed["bdata"])


def test_a_frame_carries_what_the_figure_shows_bit_for_bit() -> None:
    charts = charts_of(Run(load(DataConfig(valid=100)), TrainConfig(epochs=40)).finish())
    sent = frame_bytes(charts)
    for name, traces in charts.items():
        for trace, came in zip(traces, arrived(sent, name), strict=True):
            for axis in {"x", "y", "z"} & trace.keys():
                kept = trace[axis]
                if kept.dtype.kind == "f":
                    kept = kept.astype(np.float32)
                assert numbers(came[axis]) == kept.tobytes()
            assert came.get("mode") == trace.get("mode")
            if name == "difference":
                assert came["customdata"] == trace["customdata"]


def test_a_frame_names_what_two_traces_have_in_common_instead_of_sending_it_twice() -> None:
    first: Frame = [{"x": np.arange(50), "y": np.arange(50.0)}] * 2
    (whole, named) = json.loads(frame_bytes({"chart": first}))["charts"]["chart"]
    assert named == {"same": {"x": 0, "y": 0}}
    assert "same" not in whole


def test_a_minus_travels_as_itself() -> None:
    assert "−1.5".encode() in frame_bytes({"weights": [{"text": [["−1.5"]]}]})
