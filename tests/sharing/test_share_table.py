"""The columns that a link carries are read again as they were, and no others travel."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perceptron import DataConfig
from perceptron.config import ConfigError
from perceptron.data.table import load_table, read_table
from perceptron.sharing.link import share_table

NUMBERS = st.floats(-1e20, 1e20, allow_subnormal=False)
CONFIG = DataConfig(dataset="table")


@settings(max_examples=40)
@given(st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), min_size=12, max_size=20))
def test_the_numbers_are_the_same_to_the_last_bit(rows):
    rows = [(1.0, 2.0, 3.0), *rows, (-4.0, 5.0, 1e20)]  # no column has one value only
    lines = [",".join(map(repr, row)) + f",Ann {k}" for k, row in enumerate(rows)]
    table = read_table("\n".join(["a,b,c,name", *lines]).encode(), "people.csv")
    shared = share_table(table, ["c", "a"], ["b"], drop_missing=False)
    assert "Ann" not in shared.text
    assert "name" not in shared.text
    again = read_table(shared.text.encode(), "again")
    assert again.usable == ("c", "a", "b")
    for name in again.usable:
        assert np.array_equal(again.columns[name], table.columns[name])
    assert (shared.inputs, shared.targets) == ((0, 1), (2,))


def test_rows_that_are_left_out_do_not_travel_and_the_rest_train_alike():
    lines = [f"{k},{k * k % 7},{'' if k % 5 == 0 else k % 3}" for k in range(30)]
    table = read_table("\n".join(['"a, first",b,c', *lines]).encode(), "gaps.csv")
    inputs, outputs = ["a, first", "b"], ["c"]
    shared = share_table(table, inputs, outputs, drop_missing=True)
    assert len(shared.text.splitlines()) == 1 + 24
    mine = load_table(table, CONFIG, inputs, outputs, drop_missing=True)
    theirs = load_table(read_table(shared.text.encode(), "again"), CONFIG, inputs, outputs)
    assert theirs.x_train.equal(mine.x_train)
    assert theirs.y_valid.equal(mine.y_valid)
    kept = share_table(table, inputs[:1], ["b"], drop_missing=False)
    assert len(kept.text.splitlines()) == 31, "no gap is in the columns that are used"


def test_what_would_not_be_read_again_as_it_is_has_its_sentence():
    lines = [f"{k}.5,{k},{k % 3}" for k in range(600)]
    large = read_table("\n".join(["a,b,c", *lines]).encode(), "large.csv")
    with pytest.raises(ConfigError, match="up to 4096 bytes"):
        share_table(large, ["a"], ["b"], drop_missing=False)
    rows = [f"{k},{'' if k == 4 else k}" for k in range(20)]
    holes = read_table("\n".join(["a,b", *rows]).encode(), "holes.csv")
    with pytest.raises(ConfigError, match="can't carry these columns"):
        share_table(holes, ["b"], [], drop_missing=False)  # a row of nothing is no row
