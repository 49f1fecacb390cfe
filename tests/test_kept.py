"""The shelf of runs: bounded, renamed, pinned, compared; and a run read back from its file."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perceptron import DataConfig, DataError, Run, TrainConfig, load
from perceptron.__main__ import main
from perceptron.export import csv_of, epoch_csv, json_of, run_document
from perceptron.figures import loss_figure
from perceptron.figures.runs import Curves, runs_figure
from perceptron.importing import read_run
from perceptron.kept import (
    MAX_BYTES,
    MAX_RUNS,
    Shelf,
    differing_settings,
    labels,
    results_side_by_side,
    settings_side_by_side,
)

SMALL = DataConfig(samples=30, features=3, outputs=2, valid=20)


def made(data: DataConfig = SMALL, **train: Any) -> Run:
    return Run(load(data), TrainConfig(**{"batch_size": 10, "epochs": 3} | train)).finish()


def document(data: DataConfig = SMALL, **train: Any) -> dict[str, Any]:
    return run_document(made(data, **train), data)


DOCUMENT = document()


def changed(**parts: Any) -> dict[str, Any]:
    """The document with some parts replaced; 'config__epochs' is that part of that part."""
    copy = json.loads(json.dumps(DOCUMENT))
    for path, value in parts.items():
        *above, last = path.split("__")
        place = copy
        for name in above:
            place = place[name]
        if value is None and last in place:
            del place[last]
        else:
            place[last] = value
    return copy


def test_runs_are_named_renamed_pinned_and_deleted():
    shelf = Shelf()
    first, second = shelf.keep(DOCUMENT), shelf.keep(DOCUMENT)
    assert [run.name for run in shelf.runs] == ["run 1", "run 2"]
    shelf.change(first.number, name="  slow  ", pinned=True)
    shelf.change(second.number, name="   ")
    assert [(run.name, run.pinned) for run in shelf.runs] == [("slow", True), ("run 2", False)]
    shelf.delete(first.number)
    assert [run.name for run in shelf.runs] == ["run 2"]
    assert shelf.keep(DOCUMENT).name == "run 3", "a number is never given twice"


def test_a_run_that_goes_on_replaces_itself_and_keeps_its_name():
    shelf, origin = Shelf(), object()
    run = shelf.keep(DOCUMENT, origin)
    shelf.change(run.number, name="mine", pinned=True)
    again = shelf.keep(document(epochs=5), origin)
    assert [run.name for run in shelf.runs] == ["mine"]
    assert again.pinned
    assert again.config["epochs"] == 5


def test_the_oldest_that_is_not_pinned_makes_room_and_is_named():
    shelf = Shelf()
    for _ in range(MAX_RUNS):
        shelf.keep(DOCUMENT)
    shelf.change(1, pinned=True)
    shelf.keep(DOCUMENT)
    assert len(shelf.runs) == MAX_RUNS
    assert shelf.dropped == ["run 2"]
    assert shelf.runs[0].name == "run 1"
    for run in shelf.runs:
        shelf.change(run.number, pinned=True)
    newest = shelf.keep(DOCUMENT)
    assert newest in shelf.runs, "the newest stays, even if all others are pinned"
    assert len(shelf.runs) == MAX_RUNS


def test_long_runs_make_room_before_there_are_many():
    losses = [1.0] * 10_000
    long = changed(**{f"models__{name}__{part}": losses for name in DOCUMENT["models"]
                      for part in ("train_mse", "valid_mse", "weighted_train_mse")})  # fmt: skip
    shelf = Shelf()
    for _ in range(MAX_RUNS):
        shelf.keep(long)
    assert 2 < len(shelf.runs) < MAX_RUNS
    assert sum(run.n_bytes for run in shelf.runs) <= MAX_BYTES


def test_what_differs_stands_first():
    shelf = Shelf()
    shelf.keep(DOCUMENT)
    shelf.keep(document(learning_rate=0.1, dtype="float32"))
    assert differing_settings(shelf.runs) == ["learning_rate", "dtype"]
    table = settings_side_by_side(shelf.runs)
    assert list(table)[:2] == ["learning_rate", "dtype"]
    assert table["learning_rate"] == [0.01, 0.1]
    assert differing_settings(shelf.runs[:1]) == differing_settings([]) == []
    assert settings_side_by_side([]) == {}


def test_results_stand_side_by_side_with_the_seconds_of_each_model():
    shelf = Shelf()
    run = shelf.keep(DOCUMENT)
    table = results_side_by_side([run])
    torch = DOCUMENT["models"]["torch"]
    assert table["ended"] == ["finished"]
    assert float(table["final training loss"][0]) == pytest.approx(torch["train_mse"][-1])
    assert float(table["torch, ms"][0]) == pytest.approx(1e3 * torch["seconds"], abs=0.06)


def test_two_runs_of_one_name_are_told_apart():
    shelf = Shelf()
    for name in ("a", "a", "b"):
        shelf.keep(DOCUMENT, name=name)
    assert labels(shelf.runs) == ["a (1)", "a (2)", "b"]


def test_a_kept_run_draws_the_same_losses():
    run = made()
    kept = Shelf().keep(run_document(run, SMALL))
    kept_traces = {t.name: list(t.y) for t in loss_figure(kept.history, 3, {}).data}
    for trace in loss_figure(run.history, 3, {}).data:
        if "batches" not in trace.name:
            assert kept_traces[trace.name] == list(trace.y)
    assert (kept.parameters["torch"].W == run.parameters("torch").W).all()
    assert "weight" in kept.agreement_in_words("scratch")
    assert kept.agreement_in_words("torch") == ""


def test_a_run_that_diverged_at_once_is_kept_as_well():
    run = Run(load(SMALL), TrainConfig(batch_size=1, learning_rate=10)).finish()
    kept = Shelf().keep(run_document(run, SMALL))
    assert "diverged" in kept.summary
    assert results_side_by_side([kept])["ended"] == ["diverged"]
    runs_figure({"x": Curves(kept.leader["train_mse"], kept.leader["valid_mse"])})


def test_the_overlay_has_each_run_once_and_thins_long_ones():
    figure = runs_figure({"a": Curves([3, 2, 1], [4, 3, 2]), "b": Curves(range(1, 10_001), [1])})
    assert [trace.name for trace in figure.data] == ["a", "b"]
    assert list(figure.data[0].y) == [3, 2, 1]
    assert len(figure.data[1].y) <= 110
    assert list(runs_figure({"a": Curves([1], [4, 3])}, validation=True).data[0].y) == [4, 3]


def test_what_was_written_is_read_again(tmp_path):
    assert read_run(json_of(DOCUMENT).encode()) == json.loads(json_of(DOCUMENT))
    path = tmp_path / "run.json"
    assert main(["--samples", "40", "--valid", "20", "--json", str(path), "--json-data"]) == 0
    document = json.loads(path.read_text())
    read = read_run(path.read_bytes())
    assert {k: v for k, v in document.items() if k != "data"} == {
        k: v for k, v in read.items() if k != "data"
    }
    assert read["data"]["x_train"] == document["data"]["x_train"]


def test_the_csv_of_a_document_is_the_csv_of_its_run():
    run = Run(load(SMALL), TrainConfig(batch_size=10, epochs=3))
    for step in range(9):
        run.learning_rate = 0.01 if step < 4 else 0.02
        run.step()
    document = run_document(run, SMALL)
    assert document["rate_changes"] == [[0, 0.01], [4, 0.02]]
    assert csv_of(document) == epoch_csv(run)
    assert csv_of(json.loads(json_of(document))) == epoch_csv(run)


@pytest.mark.parametrize(
    ("part", "value", "words"),
    [
        ("config", None, "config must be an object"),
        ("config__epochs", None, "config has no epochs"),
        ("config__epochs", 10**9, "config.epochs must be between 1 and 10000"),
        ("config__samples", 30.5, "config.samples must be"),
        ("config__learning_rate", "0.1", "config.learning_rate must be"),
        ("config__noise", True, "config.noise must be"),
        ("config__device", "toaster", "device must be cpu"),
        ("config__dtype", "float16", "dtype must be one of"),
        ("config__dataset", 3, "config.dataset must be a short text"),
        ("config__scale", "yes", "config.scale must be true or false"),
        ("config__targets", ["one"], "config.targets must be null or 2 names"),
        ("initial__weight", [[1, 2]], "initial.weight must be numbers in 3 rows and 2 columns"),
        ("models", {}, "models must be some of"),
        ("models__magic", {}, "models must be some of"),
        ("models__torch__train_mse", [1], "equally long"),
        ("models__torch__train_mse", ["a"], "torch.train_mse must be a list of numbers"),
        ("models__torch__status", "asleep", "torch.status must be one of"),
        ("models__torch__seconds", -1, "torch.seconds must be"),
        ("models__torch__reason", 3, "torch.reason must be"),
        ("models__torch__bias", [1, 2, 3], "torch.bias must be numbers"),
        ("mape", None, "mape must be an object"),
        ("mape__scratch", {"weight": "x"}, "mape.scratch must be numbers"),
        ("rate_changes", [[3, 0.1]], "rate_changes must be pairs"),
        ("rate_changes", [[0, 99]], "rate_changes must be pairs"),
        ("data", {}, "data.x_train must be numbers"),
    ],
)
def test_a_damaged_document_says_where(part, value, words):
    with pytest.raises(DataError, match="can't be read as a run") as error:
        read_run(json.dumps(changed(**{part: value})).encode())
    assert words in str(error.value)
    assert "Export the run again" in str(error.value)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe",
        b"{",
        b"3",
        b"[" * 100_000,
        b'{"config": NaN}',
        json_of(DOCUMENT)[:-20].encode(),
    ],
)
def test_what_is_no_document_is_a_sentence(content):
    with pytest.raises(DataError, match="can't be read as a run"):
        read_run(content)


def test_a_huge_file_is_refused_before_it_is_read():
    with pytest.raises(DataError, match=r"11\.0 MB; up to 10 MB"):
        read_run(b" " * 11_000_000)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=8,
)
PATHS = st.sampled_from(
    [f"{a}__{b}" for a in ("config", "initial", "mape") for b in DOCUMENT[a]]
    + [f"models__{m}__{p}" for m, model in DOCUMENT["models"].items() for p in model]
    + ["data", "rate_changes", *DOCUMENT]
)


@given(PATHS, JSON)
def test_any_part_may_be_anything(path, value):
    with suppress(DataError):
        read = read_run(json.dumps(changed(**{path: value})).encode())
        kept = Shelf().keep(read)
        assert len(kept.summary) < 500
        assert kept.history.n_epochs <= 10_000
        assert csv_of(read).startswith("epoch,")
        assert len(results_side_by_side([kept])["ended"]) == 1
        assert {name: parameters.W.ndim for name, parameters in kept.parameters.items()} in (
            {},
            dict.fromkeys(kept.models, 2),
        )
