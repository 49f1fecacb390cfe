"""A run's record: taken from a run, written, read back, shown; nothing of it is lost or changed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from perceptron import MODELS, DataConfig, DataError, Run, TrainConfig, load
from perceptron.data.table import load_table, read_table
from perceptron.figures import loss_figure
from perceptron.models import ScratchPerceptron
from perceptron.sharing.read import from_document, read_run
from perceptron.sharing.record import RunRecord
from perceptron.sharing.report import report
from perceptron.sharing.shelf import Shelf, results_side_by_side
from perceptron.sharing.write import epoch_csv, json_of
from tests.sharing.documents import RECORD, SMALL, made


def held(value: Any) -> Any:
    """All that a record holds, so that equal means: to the last bit, in one order, of one kind."""
    if isinstance(value, Tensor):
        return value.dtype, value.shape, held(value.tolist())
    if is_dataclass(value):
        return [(field.name, held(getattr(value, field.name))) for field in fields(value)]
    if isinstance(value, Mapping):
        return [(key, held(item)) for key, item in value.items()]
    return list(map(held, value)) if isinstance(value, (list, tuple)) else repr(value)


def stepped(run: Run, steps: int, rates: tuple[float, ...] = ()) -> Run:
    for step in range(steps):
        if rates:
            run.learning_rate = rates[step % len(rates)]
        run.step()
    return run


def given_up() -> Run:
    run = stepped(Run(load(SMALL), TrainConfig(batch_size=10, epochs=3)), 4)
    run.give_up("a fault in a program")
    return run


def with_weights_that_overflowed() -> Run:
    run = stepped(Run(load(SMALL), TrainConfig(batch_size=10, epochs=3)), 4)
    run._models["einsum"].parameters.W.fill_(float("inf"))  # the next step would stop the model
    return run


def with_a_huge_target() -> Run:
    data = load(SMALL)
    huge = replace(data, y_valid=data.y_valid * 1e300)  # its square is infinite
    return Run(huge, TrainConfig(batch_size=10, epochs=1)).finish()


def on_a_table() -> Run:
    rows = "\n".join(f"{i % 7},{i % 5},{i % 3}" for i in range(20))
    data = load_table(
        read_table(f"a,b,é\n{rows}".encode(), "t.csv"), DataConfig("table"), ("a", "b"), ("é",)
    )
    return Run(data, TrainConfig(batch_size=5, epochs=2)).finish()


SMALL_RUN = TrainConfig(batch_size=10, epochs=3)
CASES: dict[str, Callable[[], Run]] = {
    "finished": made,
    "float32": lambda: made(dtype="float32"),
    "before the first update": lambda: Run(load(SMALL), SMALL_RUN),
    "stopped in mid-run": lambda: stepped(Run(load(SMALL), SMALL_RUN), 4),
    "with a changed rate": lambda: stepped(Run(load(SMALL), SMALL_RUN), 9, (0.1, 0.1, 0.2)),
    "diverged": lambda: made(batch_size=1, learning_rate=10),
    "refused": lambda: made(DataConfig(samples=400, features=30, outputs=15, valid=20),
                            batch_size=400, einsum_budget=1, epochs=1),
    "failed": given_up,
    "infinite loss": with_a_huge_target,
    "infinite weights": with_weights_that_overflowed,
}  # fmt: skip


def check_round_trip(run: Run, data: DataConfig, **options: Any) -> str:
    record = RunRecord.of_run(run, data, **options)
    text = json_of(record)
    again = read_run(text.encode())
    assert held(again) == held(record)
    assert json_of(again) == text
    assert epoch_csv(again) == epoch_csv(record)
    rows = epoch_csv(run.history).splitlines()  # an epoch that no model survived ends them
    assert rows[: len(record.learning_rates) + 1] == epoch_csv(record).splitlines()
    return text


@pytest.mark.parametrize("with_data", [False, True])
@pytest.mark.parametrize("case", CASES)
def test_what_is_written_of_a_run_is_read_again_in_every_field(case: str, with_data: bool) -> None:
    text = check_round_trip(CASES[case](), SMALL, with_data=with_data)
    assert ('"true_weight": [[' in text) == with_data


@pytest.mark.parametrize("with_data", [False, True])
def test_so_is_a_run_on_a_table_with_its_rows_and_without(with_data: bool) -> None:
    text = check_round_trip(
        on_a_table(), DataConfig("table"), file="t.csv", drop_missing=True, with_data=with_data
    )
    assert '"data": "t.csv"' in text
    assert '"drop_missing": true' in text
    assert ('"x_train": [[' in text) == with_data


@given(
    st.sampled_from(["float64", "float32"]),
    st.lists(st.sampled_from([1e-6, 0.01, 0.3, 4, 10.0]), min_size=1, max_size=3),
    st.integers(1, 30),
    st.integers(0, 12),
    st.booleans(),
)
def test_so_is_any_run(
    dtype: str, rates: list[float], batch_size: int, steps: int, fails: bool
) -> None:
    run = Run(load(SMALL), TrainConfig(rates[0], batch_size, 3, dtype=dtype))
    stepped(run, steps, tuple(rates))
    if fails:
        run.give_up("a fault")
    check_round_trip(run, SMALL)


NUMBERS = st.none() | st.floats(-1e307, 1e307)
LISTS = st.integers(0, 5).flatmap(
    lambda n: st.tuples(*[st.lists(NUMBERS, min_size=n, max_size=n)] * 3)
)


@given(LISTS, st.lists(NUMBERS, min_size=2, max_size=2), NUMBERS)
def test_numbers_may_be_missing_anywhere(losses: Any, bias: list[Any], mape: Any) -> None:
    document = RECORD.to_document()
    names = ("train_mse", "valid_mse", "weighted_train_mse")
    document["models"]["torch"] |= dict(zip(names, losses, strict=True)) | {"bias": bias}
    document["mape"]["scratch"]["weight"] = document["mape"]["loss"] = mape
    record = from_document(document)
    assert record.to_document() == document
    assert ("torch" in record.parameters) == (None not in bias)
    cells = list(csv.DictReader(io.StringIO(epoch_csv(record))))
    written = [cell["torch_valid_mse"] for cell in cells][: len(losses[1])]
    assert written == ["" if x is None else repr(x) for x in losses[1]]


def test_weights_that_overflowed_count_as_missing() -> None:
    record = RunRecord.of_run(with_weights_that_overflowed(), SMALL)
    assert record.models["einsum"].parameters.W.isnan().all()
    assert record.parameters == {}


def test_what_a_record_gave_away_can_be_changed_without_it() -> None:
    before = json_of(RECORD)
    document = RECORD.to_document()
    document["config"]["epochs"] = 1
    document["models"]["torch"]["train_mse"].clear()
    document["initial"]["weight"][0][0] = 7.0
    run = made()
    record = RunRecord.of_run(run, SMALL)
    run.epochs, written = 5, json_of(record)
    run.finish()
    assert json_of(RECORD) == before
    assert json_of(record) == written


def test_a_rate_that_was_chosen_before_the_first_update_is_the_run_s_rate() -> None:
    run = Run(load(SMALL), TrainConfig(batch_size=10, epochs=2))
    run.learning_rate = 0.3
    later = RunRecord.of_run(run.finish(), SMALL)
    assert later.config["learning_rate"] == 0.3
    assert "rate_changes" not in later.to_document()
    assert later.learning_rates == [0.3, 0.3]
    expected = made(learning_rate=0.3, epochs=2)
    for name, model in later.models.items():
        assert list(model.train_mse) == expected.history[name].train_mse


def test_a_changed_rate_is_written_from_its_update_on() -> None:
    run = stepped(Run(load(SMALL), SMALL_RUN), 4)
    run.learning_rate = 0.02
    record = RunRecord.of_run(run.finish(), SMALL)
    assert record.to_document()["rate_changes"] == [[0, 0.01], [4, 0.02]]
    assert record.learning_rates == run.history.learning_rates == [0.01, 0.02, 0.02]


def test_a_fourth_model_goes_wherever_the_three_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MODELS, "fourth", ScratchPerceptron)
    run = made()
    text = check_round_trip(run, SMALL)
    record = read_run(text.encode())
    assert list(record.models) == list(MODELS)
    rows = list(csv.DictReader(io.StringIO(epoch_csv(record))))
    assert [float(row["fourth_valid_mse"]) for row in rows] == run.history["fourth"].valid_mse
    kept = Shelf().keep(record)
    assert float(results_side_by_side([kept])["fourth, ms"][0]) > 0
    assert "weight" in kept.difference_in_words("fourth")
    assert "fourth" in {
        trace.name
        for trace in loss_figure({n: m.curves for n, m in record.trained.items()}, 3, {}).data
    }
    assert any("after training, fourth: " in line for line in report(record))
    monkeypatch.delitem(MODELS, "fourth")
    with pytest.raises(
        DataError, match=r"models must be some of scratch, torch, einsum.*; got .*fou"
    ):
        read_run(text.encode())
