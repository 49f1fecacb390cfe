"""What a browser keeps comes back to the bit, and what is broken there is refused in words."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perceptron import DataConfig, DataError, TrainConfig
from perceptron.data.table import load_table, read_table
from perceptron.sharing import remembered
from perceptron.sharing.remembered import (
    UnderWay,
    read_run_again,
    read_table_again,
    read_under_way,
    write_run,
    write_table,
    write_under_way,
)
from perceptron.sharing.shelf import KeptRun, Shelf
from tests.sharing.documents import RECORD

MARK = "0123456789abcdef"
RUN = KeptRun(3, "a “name”", RECORD, pinned=True, mark=MARK)
CSV = "a,b,who,c\n" + "".join(
    f"{i / 7},{1e17 * i},p{i},{'' if i == 4 else -0.1 * i}\n" for i in range(12)
)
TABLE = read_table(CSV.encode(), "t.csv")
UNDER_WAY = UnderWay(
    DataConfig("table", seed=3),
    TrainConfig(learning_rate=0.1 + 0.2, epochs=9),
    (("a", "b"), ("c",), True),
    7,
    ((0, 0.5), (4, 0.1 + 0.2)),
    MARK,
)
READ: dict[str, tuple[Callable[[str], Any], str]] = {
    "run": (lambda text: read_run_again(MARK, text), write_run(RUN) or ""),
    "table": (read_table_again, write_table(TABLE) or ""),
    "under way": (read_under_way, write_under_way(UNDER_WAY)),
}


def test_a_run_comes_back_as_it_was() -> None:
    again = READ["run"][0](READ["run"][1])
    assert (again.name, again.pinned, again.mark, again.made) == (RUN.name, True, MARK, RUN.made)
    assert again.record.to_document() == RECORD.to_document()


def test_a_run_from_the_future_was_made_now() -> None:
    late = READ["run"][0](write_run(replace(RUN, made=1e300)))
    assert late.made <= time.time(), "else it would never make room"


def test_a_table_comes_back_to_the_bit_and_without_its_texts() -> None:
    again = read_table_again(READ["table"][1])
    assert "p3" not in READ["table"][1], "names of people stand in columns of text"
    assert again.usable == TABLE.usable
    assert again.missing == TABLE.missing
    config = UNDER_WAY.data
    old, new = (load_table(t, config, ["a", "b"], ["c"], drop_missing=True) for t in (TABLE, again))
    for part in ("x_train", "y_train", "x_valid", "y_valid"):
        assert (getattr(old, part) == getattr(new, part)).all()


def test_a_run_under_way_comes_back_as_it_was() -> None:
    assert read_under_way(READ["under way"][1]) == UNDER_WAY


def test_what_is_too_long_for_a_browser_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "MAX_RUN_CHARS", 500)
    monkeypatch.setattr(remembered, "MAX_TABLE_CHARS", 100)
    assert write_run(RUN) is None
    assert write_table(TABLE) is None


@pytest.mark.parametrize("kind", READ)
def test_whatever_else_stands_there_is_refused_in_words(kind: str) -> None:
    read, text = READ[kind]
    for broken in ("", "x", "[]", "1e999", text[:-9], "[" * 10_000, text + " " * 700_000):
        with pytest.raises(DataError):
            read(broken)


ODD = st.sampled_from(
    [None, True, -1, 0.5, 10**30, 1e300, "", "x" * 300, "\ud800", [], {}, [None], [[1]], {"a": 1}]
)


@pytest.mark.parametrize("kind", READ)
def test_a_part_that_is_another_is_taken_or_refused_and_never_fails(kind: str) -> None:
    read, text = READ[kind]

    @settings(max_examples=80)
    @given(st.data())
    def one(data: st.DataObject) -> None:
        document = place = json.loads(text)
        while True:
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            key = data.draw(st.sampled_from(keys))
            inner = place[key]
            if not isinstance(inner, (dict, list)) or not inner or data.draw(st.booleans()):
                break
            place = inner
        place[key] = data.draw(ODD)
        with contextlib.suppress(DataError):
            read(json.dumps(document))

    one()


def test_a_run_is_put_back_where_it_was_and_once() -> None:
    shelf = Shelf()
    first, second = shelf.keep(RECORD), shelf.keep(RECORD)
    shelf.delete(first.number)
    shelf.put_back(first)
    shelf.put_back(first)
    assert [run.number for run in shelf.runs] == [first.number, second.number]
    elsewhere = Shelf()
    for run in (second, first):
        elsewhere.put_back(replace(run, number=0))
    assert [run.name for run in elsewhere.runs] == ["run 1", "run 2"]
    assert elsewhere.keep(RECORD).name == "run 3", "no two have one name"
