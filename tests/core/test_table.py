"""A user's table: read when it can be, and refused in words when it can't."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from perceptron import BOUNDS, DataConfig, DataError
from perceptron.data.table import (
    MAX_FILE_BYTES,
    Table,
    default_roles,
    load_table,
    n_table_rows,
    open_table,
    read_table,
)

CONFIG = DataConfig(dataset="table")
ROWS = "".join(f"{i},{i * i % 11},{3 * i - 5}\n" for i in range(20))
GOOD = f"a,b,c\n{ROWS}"


def read(text: str) -> Table:
    return read_table(text.encode(), "t.csv")


def test_a_table_becomes_a_dataset() -> None:
    table = read(GOOD)
    assert table.usable == ("a", "b", "c")
    data = load_table(table, DataConfig(dataset="table", scale=False), ["a", "b"], ["c"])
    assert (data.n_samples, len(data.x_valid), data.n_features, data.n_targets) == (16, 4, 2, 1)
    every = torch.cat([data.x_train[:, 0], data.x_valid[:, 0]])
    assert sorted(every.tolist()) == list(range(20))
    c = 3 * data.x_train[:, :1] - 5
    assert torch.equal(data.y_train, c), "inputs and outputs stay in the same row"
    assert data.feature_names == ("a", "b")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    assert read(GOOD.replace(",", delimiter)).usable == ("a", "b", "c")


def test_decimal_commas_a_bom_and_latin_letters_are_read() -> None:
    text = "größe;b\n" + "".join(f"{i},5;{i * i}\n" for i in range(12))
    for content in (text.encode("utf-8-sig"), text.encode("latin-1")):
        table = read_table(content, "t.csv")
        assert table.usable == ("größe", "b")
        assert table.columns["größe"].iloc[3] == 3.5


def test_quoted_names_and_values_are_read() -> None:
    rows = "".join(f'"{i}","{i % 3}"\n' for i in range(12))
    assert read(f'"a, first",b\n{rows}').usable == ("a, first", "b")


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        (b"", ["empty", "names in its first row"]),
        (b"  \n \n", ["empty"]),
        (b"a,b\n", ["at least 10 rows", "it has 0"]),
        (b"a,b\n1,2\n3,4\n", ["at least 10 rows", "it has 2"]),
        (b"abc\n" + b"1\n" * 12, ["only one column", "commas, semicolons"]),
        (b"a:b\n" + b"1:2\n" * 12, ["only one column"]),
        (b"\x89PNG\0\0\x01", ["not text", "Save the table as CSV"]),
        (b"a,b\n" + b"1,2\n" * 5 + b"1,2,3\n" + b"1,2\n" * 5, ["Row 7", "has 3 values", "names 2"]),
        (b"a,b\n" + b'"1,2\n' * 11, ["row 7", "never closed"]),
        (
            b",".join(b"c%d" % i for i in range(300)) + b"\n" + b"1\n" * 0,
            ["at most", "200 columns"],
        ),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(content: bytes, parts: list[str]) -> None:
    with pytest.raises(DataError) as refused:
        read_table(content, "t.csv")
    for part in parts:
        assert part in str(refused.value)


def test_a_file_of_50_mb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(50_000_000)
    started = time.perf_counter()
    with pytest.raises(DataError, match=r"50\.0 MB; at most 10 MB"):
        open_table(large)
    assert time.perf_counter() - started < 1
    with pytest.raises(DataError, match="at most 10 MB"):
        read_table(b"1" * (MAX_FILE_BYTES + 1), "large.csv")


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_a_file_that_can_not_be_opened_is_refused_in_words(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match=r"can't be read"):
        open_table(tmp_path / name)


@pytest.mark.parametrize(
    ("column", "problem"),
    [
        (["x"] * 12, "not a number in row 2: 'x'"),
        ([*"12345678901", "twelve"], "not a number in row 13: 'twelve'"),
        (["3"] * 12, "constant: always 3"),
        ([""] * 12, "all values are missing"),
        (["inf", *"12345678901"], "infinite"),
        (["1e308", *"12345678901"], "beyond 10"),
    ],
)
def test_a_column_that_can_not_be_used_says_why(column: list[str], problem: str) -> None:
    rows = "\n".join(f"{i},{value},{i * i}" for i, value in enumerate(column))
    table = read(f"a,bad,c\n{rows}\n")
    assert table.usable == ("a", "c")
    assert problem in table.problems["bad"]
    with pytest.raises(DataError, match="Column 'bad' can't be an input"):
        load_table(table, CONFIG, ["a", "bad"], ["c"])


def test_missing_values_are_counted_located_and_left_out_on_request() -> None:
    table = read(GOOD.replace("\n3,", "\n,").replace("\n5,", "\nNaN,"))
    assert table.missing == {"a": 2}
    with pytest.raises(DataError, match=r"2 rows .* the first is row 5\..*leave out rows"):
        load_table(table, CONFIG, ["a"], ["c"])
    data = load_table(table, CONFIG, ["a"], ["c"], drop_missing=True)
    assert data.n_samples + len(data.x_valid) == 18
    assert data.n_samples == n_table_rows(table, ["a"], ["c"], drop_missing=True)
    with pytest.raises(DataError, match="2 rows"):
        n_table_rows(table, ["a"], ["c"])
    assert load_table(table, CONFIG, ["b"], ["c"]).n_samples == 16, "gaps elsewhere don't matter"


def test_too_few_complete_rows_are_refused() -> None:
    rows = "".join(f"{i if i < 6 else ''},{i * i}\n" for i in range(20))
    with pytest.raises(DataError, match="At least 10 complete rows"):
        load_table(read(f"a,b\n{rows}"), CONFIG, ["a"], ["b"], drop_missing=True)


@pytest.mark.parametrize(
    ("inputs", "outputs", "message"),
    [
        ([], ["c"], "Between 1 and 50 input columns"),
        (["a"], [], "Between 1 and 20 output columns"),
        (["a"], ["a"], "a is chosen twice"),
        (["a", "a"], ["c"], "a is chosen twice"),
        (["a"], ["height"], "no column 'height'"),
    ],
)
def test_roles_that_can_not_be_are_refused(
    inputs: list[str], outputs: list[str], message: str
) -> None:
    with pytest.raises(DataError, match=message):
        load_table(read(GOOD), CONFIG, inputs, outputs)


def test_default_roles_use_each_column_once_within_the_bounds() -> None:
    assert default_roles(read(GOOD)) == (("a", "b"), ("c",))
    names = ",".join(f"c{i}" for i in range(80))
    rows = "\n".join(",".join(str(i * j % 13) for j in range(1, 81)) for i in range(15))
    inputs, outputs = default_roles(read(f"{names}\n{rows}"))
    assert len(inputs) <= BOUNDS["features"].high
    assert len(outputs) == 3
    assert not {*inputs} & {*outputs}


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_any_bytes_are_a_table_or_a_named_error(content: bytes) -> None:
    with suppress(DataError):
        assert isinstance(read_table(content, "t.csv"), Table)


NUMBERS = st.sampled_from(["1", "2.5", "-3e4", "1,5", "0"])
CELLS = NUMBERS | st.sampled_from(["", "x", "inf", '"', "é"])


@given(st.data(), st.lists(st.tuples(NUMBERS, NUMBERS), min_size=15, max_size=30))
def test_any_cells_are_a_table_or_a_named_error(
    draw: st.DataObject, rows: list[tuple[str, ...]]
) -> None:
    third = draw.draw(st.lists(CELLS, min_size=len(rows), max_size=len(rows)), "third column")
    lines = [";".join((*row, cell)) for row, cell in zip(rows, third, strict=True)]
    numbers = all(len({row[j] for row in rows}) > 1 for j in range(2)) and '"' not in third
    try:
        table = read_table("\n".join(["a;b;c", *lines]).encode(), "t.csv")
        data = load_table(table, CONFIG, *default_roles(table), drop_missing=True)
    except DataError:
        assert not numbers or "" in third, "two columns of numbers are a table"
    else:
        assert torch.isfinite(data.x_train).all()
        assert torch.isfinite(data.y_valid).all()
