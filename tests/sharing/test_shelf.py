"""The shelf of runs: bounded, renamed, pinned, compared; and a run read back from its file."""

from __future__ import annotations

import copy
from dataclasses import replace
from itertools import pairwise

import pytest

from perceptron import DataConfig, Run, TrainConfig, load
from perceptron.figures import loss_figure
from perceptron.figures.runs import runs_figure
from perceptron.history import Curves
from perceptron.sharing.read import from_document
from perceptron.sharing.record import RunRecord
from perceptron.sharing.shelf import (
    MAX_RUNS,
    MAX_SHELF_BYTES,
    Shelf,
    differing_settings,
    labels,
    rates_in_words,
    results_side_by_side,
    settings_side_by_side,
)
from perceptron.text.numbers import number
from tests.sharing.documents import DOCUMENT, RECORD, SMALL, changed_record, made, record


def losses(train: list[float], valid: list[float]) -> Curves:
    return Curves(list(enumerate(train)), list(enumerate(valid, start=1)))


def test_runs_are_named_renamed_pinned_and_deleted():
    shelf = Shelf()
    first, second = shelf.keep(RECORD), shelf.keep(RECORD)
    assert [run.name for run in shelf.runs] == ["run 1", "run 2"]
    shelf.change(first.number, name="  slow  ", pinned=True)
    shelf.change(second.number, name="   ")
    assert [(run.name, run.pinned) for run in shelf.runs] == [("slow", True), ("run 2", False)]
    shelf.delete(first.number)
    assert [run.name for run in shelf.runs] == ["run 2"]
    assert shelf.keep(RECORD).name == "run 3", "a number is never given twice"


def test_a_run_that_goes_on_replaces_itself_and_keeps_its_name():
    shelf, origin = Shelf(), object()
    run = shelf.keep(RECORD, origin)
    shelf.change(run.number, name="mine", pinned=True)
    again = shelf.keep(record(epochs=5), origin)
    assert [run.name for run in shelf.runs] == ["mine"]
    assert again.pinned
    assert again.record.config["epochs"] == 5


def test_a_run_that_is_put_back_on_a_full_shelf_stays_and_another_makes_room():
    shelf = Shelf()
    first = shelf.keep(RECORD)
    shelf.delete(first.number)
    for _ in range(MAX_RUNS):
        shelf.keep(RECORD)
    shelf.put_back(first)
    assert shelf.runs[0].mark == first.mark
    assert shelf.dropped == ["run 2"]
    shelf.delete(first.number)
    shelf.keep(RECORD)
    for run in shelf.runs:
        shelf.change(run.number, pinned=True)
    shelf.put_back(first)
    assert shelf.runs[0].mark == first.mark, "even where all others are pinned"
    assert len(shelf.runs) == MAX_RUNS


def test_the_oldest_that_is_not_pinned_makes_room_and_is_named():
    shelf = Shelf()
    for _ in range(MAX_RUNS):
        shelf.keep(RECORD)
    shelf.change(1, pinned=True)
    shelf.keep(RECORD)
    assert len(shelf.runs) == MAX_RUNS
    assert shelf.dropped == ["run 2"]
    assert shelf.runs[0].name == "run 1"
    for run in shelf.runs:
        shelf.change(run.number, pinned=True)
    newest = shelf.keep(RECORD)
    assert newest in shelf.runs, "the newest stays, even if all others are pinned"
    assert len(shelf.runs) == MAX_RUNS


def test_long_runs_make_room_before_there_are_many():
    losses = [1.0] * 10_000
    long = changed_record(**{f"models__{name}__{part}": losses for name in DOCUMENT["models"]
                      for part in ("train_mse", "valid_mse", "weighted_train_mse")})  # fmt: skip
    shelf = Shelf()
    for _ in range(MAX_RUNS):
        shelf.keep(long)
    assert 2 < len(shelf.runs) < MAX_RUNS
    assert sum(run.record.n_bytes for run in shelf.runs) <= MAX_SHELF_BYTES


def test_what_differs_stands_first():
    shelf = Shelf()
    shelf.keep(RECORD)
    shelf.keep(record(learning_rate=0.1, dtype="float32"))
    assert differing_settings(shelf.runs) == ["learning_rate", "dtype"]
    table = settings_side_by_side(shelf.runs)
    assert list(table)[:2] == ["learning_rate", "dtype"]
    assert table["learning_rate"] == ["0.01", "0.1"]
    assert differing_settings(shelf.runs[:1]) == differing_settings([]) == []
    assert settings_side_by_side([]) == {}


def test_results_stand_side_by_side_with_the_seconds_of_each_model():
    shelf = Shelf()
    run = shelf.keep(RECORD)
    table = results_side_by_side([run])
    torch = DOCUMENT["models"]["torch"]
    assert table["ended"] == ["finished"]
    assert float(table["loss on all training rows"][0]) == pytest.approx(made().final_loss)
    assert float(table["loss on validation rows"][0]) == pytest.approx(torch["valid_mse"][-1])
    assert float(table["torch, ms"][0]) == pytest.approx(1e3 * torch["seconds"], abs=0.06)


def test_two_runs_of_one_name_are_told_apart():
    shelf = Shelf()
    for name in ("a", "a", "b"):
        shelf.keep(RECORD, name=name)
    assert labels(shelf.runs) == ["a (1)", "a (2)", "b"]


def test_a_kept_run_draws_the_same_losses():
    run = made()
    kept = Shelf().keep(RunRecord.of_run(run, SMALL))
    curves = {name: model.curves for name, model in kept.record.trained.items()}
    kept_traces = {t.name: list(t.y) for t in loss_figure(curves, 3, {}).data}
    for trace in loss_figure(run.curves(100), 3, {}).data:
        if "batches" not in trace.name:
            assert kept_traces[trace.name] == list(trace.y)
    assert (kept.record.parameters["torch"].W == run.parameters("torch").W).all()
    assert "weight" in kept.difference_in_words("scratch")
    assert kept.difference_in_words("torch") == ""


def test_a_run_that_diverged_at_once_is_kept_as_well():
    run = Run(load(SMALL), TrainConfig(batch_size=1, learning_rate=10)).finish()
    kept = Shelf().keep(RunRecord.of_run(run, SMALL))
    assert kept.summary.endswith("rate 10, stopped in epoch 1: diverged")
    assert results_side_by_side([kept])["ended"] == ["diverged"]
    runs_figure({"x": kept.record.leader.curves})


def test_a_run_has_one_loss_and_one_schedule_of_its_rate_wherever_it_is_listed():
    run = made(epochs=1)
    kept = Shelf().keep(RunRecord.of_run(run, SMALL))
    assert kept.summary.endswith(f"rate 0.01, 1 epoch: loss {number(run.final_loss)}")
    run = Run(load(SMALL), TrainConfig(batch_size=4, epochs=6))
    while not run.done:
        run.learning_rate = 0.01 if run.history.n_epochs < 3 else 0.06
        run.step()
    kept = Shelf().keep(RunRecord.of_run(run, SMALL))
    assert "rate 0.01 → 0.06 from epoch 4, 6 epochs: loss " in kept.summary
    other = Shelf().keep(RunRecord.of_run(made(epochs=6), SMALL))
    assert differing_settings([kept, other])[0] == "learning_rate"
    rates = settings_side_by_side([kept, other])["learning_rate"]
    assert rates == ["0.01 → 0.06 from epoch 4", "0.01"]
    many = replace(kept.record, rate_changes=tuple((k, 0.1 + k / 100) for k in range(6)))
    assert rates_in_words(many) == "0.1 → … → 0.15 (5 changes)"


def test_a_run_that_ended_above_its_start_is_listed_so():
    run = Run(load(DataConfig()), TrainConfig(learning_rate=2.0)).finish()
    kept = Shelf().keep(RunRecord.of_run(run, DataConfig()))
    assert kept.summary.endswith("16 epochs: loss 2.598×10⁷, above its start")


def test_an_older_document_names_the_mean_that_it_has():
    document = copy.deepcopy(DOCUMENT)
    for model in document["models"].values():
        del model["after_epochs"]
    kept = Shelf().keep(from_document(document))
    mean = DOCUMENT["models"]["torch"]["train_mse"][-1]
    assert kept.summary.endswith(f"loss {mean:.4g} (mean over batches)")
    assert runs_figure({"x": kept.record.leader.curves}).data[0].name == "x (mean over batches)"
    table = results_side_by_side([kept])
    assert table["loss on all training rows"] == [f"{mean:.8g} (mean over batches)"]


def test_equal_curves_are_all_seen_and_a_name_is_no_markup():
    same = losses([3, 2, 1], [4, 3, 2])
    for n_runs in (2, 3, MAX_RUNS):
        figure = runs_figure({f"<b>{k}</b>": same for k in range(n_runs)})
        widths = [trace.line.width for trace in figure.data]
        assert all(below > above for below, above in pairwise(widths))
        assert 3 <= min(widths) < max(widths) <= 11
    assert figure.data[0].name == "&lt;b&gt;0&lt;/b&gt;"


def test_the_overlay_has_each_run_once_and_thins_long_ones():
    lists = dict.fromkeys(("train_mse", "valid_mse", "weighted_train_mse"), [1.0] * 10_000)
    parts = {f"models__torch__{part}": values for part, values in lists.items()}
    older = changed_record(**parts, models__torch__after_epochs=None).leader.curves
    assert len(older.valid) <= 110
    figure = runs_figure({"a": losses([3, 2, 1], [4, 3, 2]), "b": older})
    assert [trace.name for trace in figure.data] == ["a", "b (mean over batches)"]
    assert list(figure.data[0].y) == [3, 2, 1]
    assert len(figure.data[1].y) <= 110
    assert list(runs_figure({"a": losses([1], [4, 3])}, validation=True).data[0].y) == [4, 3]
