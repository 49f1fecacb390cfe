"""Tables as they are sent: each is read exactly, or what is in doubt is named, never guessed."""

from __future__ import annotations

from contextlib import nullcontext

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from perceptron import DataConfig, DataError
from perceptron.data.dataset import split_rows
from perceptron.data.preview import first_rows, summaries, understood
from perceptron.data.table import csv_of, default_roles, load_table, read_table
from perceptron.text.decimals import readings
from tests.core.layouts import BARE, CASES, FOUR, ROWS, TAB, THREE, X2, Case, lines, text

CONFIG = DataConfig(dataset="table")


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_table_is_read_as_it_was_meant(case: Case) -> None:
    table = read_table(case.content, "t.csv")
    assert list(table.columns) == list(case.columns)
    for name, numbers in case.columns.items():
        assert np.array_equal(table.columns[name], np.array(numbers, float), equal_nan=True), name
    assert set(table.problems) == set(case.problems)
    for name, words in case.problems.items():
        assert words in table.problems[name]
    assert case.says in " ".join(table.notes)
    assert bool(table.notes) == bool(case.says)
    assert table.row_numbers == case.row_numbers
    assert not {*table.row_numbers} & {name for role in default_roles(table) for name in role}
    assert tuple(table.doubts) == case.doubts


@pytest.mark.parametrize(("columns", "sign"), [(TAB, "point"), (FOUR, "point"), (FOUR, "comma")])
def test_a_doubt_is_ended_by_saying_the_decimal_sign(columns: dict, sign: str) -> None:
    content = text(lines(columns, "\t", v=lambda x: f"{x:,.0f}"))
    asked = read_table(content, "t.csv")
    assert "in doubt" in understood(asked)
    assert summaries(asked)[0].remark == "may be two numbers"
    for table in (asked.decided(sign), read_table(content, "t.csv", sign)):
        v = np.array(columns["v"]) / (1 if sign == "point" else 1000)
        assert np.array_equal(table.columns["v"], v)
        assert tuple(table.columns) == ("v", "b", "y"), "in the order of the file"
        assert not table.problems
        assert f"Decimal {sign}s" in understood(table)
        again = read_table(csv_of(table).encode(), "again.csv")
        assert {n: list(x) for n, x in again.columns.items()} == {
            n: list(x) for n, x in table.columns.items()
        }
    other = "comma" if sign == "point" else "point"
    assert asked.decided(other).decided(sign).columns["v"].equals(asked.decided(sign).columns["v"])


SIGNS = {"point": (".", ","), "comma": (",", ".")}


@st.composite
def written(draw: st.DrawFn) -> tuple[bytes, list[list[float]]]:
    """A table by one convention: its file, and its numbers.

    A column has a fixed number of decimals, or each cell as few as it needs.
    """
    sign, dot = draw(st.sampled_from(["point", "comma"])), draw(st.sampled_from(",;\t|"))
    decimal, other = SIGNS[sign]
    thousands = draw(st.sampled_from(["", other, " ", "\u00a0", "\u202f", "'", "\u2019"]))
    minus = draw(st.sampled_from("-\u2212"))
    n_rows = draw(st.integers(10, 14))
    columns, cells = [], []
    for _ in range(draw(st.integers(2, 4))):
        places = draw(st.integers(0, 4))
        size = draw(st.sampled_from([9, 999, 99_999, 9_999_999]))
        whole = draw(
            st.lists(st.integers(-size, size), min_size=n_rows, max_size=n_rows, unique=True)
        )
        fixed = draw(st.booleans())
        numbers, texts = [], []
        for k in whole:
            digits = f"{abs(k):0{places + 1}d}"
            head, tail = digits[: len(digits) - places], digits[len(digits) - places :]
            tail = tail if fixed else tail.rstrip("0")
            numbers.append(float(f"{'-' * (k < 0)}{head}.{tail or 0}"))
            head = f"{int(head):,}".replace(",", thousands)
            cell = f"{minus * (k < 0)}{head}{decimal * bool(tail)}{tail}"
            texts.append(f'"{cell}"' if dot in cell or draw(st.booleans()) else cell)
        columns.append(numbers)
        cells.append(texts)
    names = [f"n{j}" for j in range(len(columns))]
    rows = [dot.join(names), *(dot.join(row) for row in zip(*cells, strict=True))]
    # Between commas, points alone are taken for decimal signs: there nobody groups by points.
    if dot == "," and sign == "comma" and thousands == ".":
        rows = [row.replace(".", "\u00a0") for row in rows]
    return text(rows), columns


IN_DOUBT = [[round(k + part, 3) for k in range(1, 13)] for part in (0.234, 20.678)]
CELLS = [f"{a:.3f};{b:.3f}".replace(".", ",") for a, b in zip(*IN_DOUBT, strict=True)]


@given(written())
@example((text(["n0;n1", *CELLS]), IN_DOUBT))  # thousands, or decimals: nothing tells
def test_a_table_by_any_convention_is_read_exactly_or_asked_about(
    table: tuple[bytes, list[list[float]]],
) -> None:
    content, columns = table
    read = read_table(content, "t.csv")
    for j, numbers in enumerate(columns):
        name = f"n{j}"
        if name in read.columns:
            assert list(read.columns[name]) == numbers
        else:
            assert name in read.doubts or "float64" in read.problems[name]
            assert (
                any(list(read.decided(sign).columns.get(name, ())) == numbers for sign in SIGNS)
                or "float64" in read.problems[name]
            )


@pytest.mark.parametrize(
    ("cells", "doubtful"),
    [
        (["0,62", "1.250"], False),  # the column itself proves commas
        (["0,62", "8.5", "1.250"], True),  # it proves both
        (["1.250", "640"], True),  # ends in a zero that nobody writes behind 640
        (["1.251", "640"], True),  # not between commas, so nothing is proven
        (["12.340", "1180", "0,5"], False),  # four digits may go without a mark
        (["1.340", "1180", "0,5"], True),  # but not some with and some without
        (["1.340", "1.2.3"], None),
    ],
)
def test_what_decides_is_what_stands_in_the_column_and_the_file(
    cells: list[str], doubtful: bool | None
) -> None:
    rows = [f"{cells[k % len(cells)]};{k}" for k in range(12)]
    table = read_table(text(["a;b", *rows]), "t.csv")
    assert bool(table.doubts) is bool(doubtful)
    assert ("a" in table.columns) is (doubtful is False)


def test_another_column_decides_and_two_that_disagree_do_not() -> None:
    def read(*others: str) -> bool:
        rows = [";".join([f"1.{250 + k}", *others, str(k)]) for k in range(12)]
        names = ";".join("abcdef"[: len(others) + 2])
        return "a" in read_table(text([names, *rows]), "t.csv").columns

    assert not read()
    assert read("0,5")
    assert read("0.5")
    assert not read("0,5", "0.5")
    assert not read("10.03.2024 0,5"), "a column of words has no say"


def test_words_between_decimal_commas_do_not_make_commas_the_delimiter() -> None:
    rows = [f"{k},5;x;y;y;y;z;{k * k},25" for k in range(12)]
    table = read_table(text(["a;b;c;d;e;f;g", *rows]), "t.csv")
    assert (table.delimiter, table.usable) == (";", ("a", "g"))


def test_points_between_commas_are_decimal_signs() -> None:
    rows = [f"1.{250 + k},{k}" for k in range(12)]
    assert read_table(text(["a,b", *rows]), "t.csv").columns["a"][0] == 1.25
    mixed = changed_to("640", rows)
    assert not read_table(text(["a,b", *mixed]), "t.csv").columns.keys() & {"a"}


def changed_to(first: str, rows: list[str]) -> list[str]:
    """The rows with another cell at their beginning."""
    return [f"{first},{rows[0].split(',')[1]}", *rows[1:]]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (text(["1,2,3", *BARE]), "holds numbers (1, 2, 3) where names are needed"),
        (text(["640,7,22", *BARE]), "begin each with a letter"),
        (text([ROWS[0], *BARE, '1,"2,3']), "the quote that opens in row 14 is never closed"),
        (text([*ROWS, "1,2"]), "Row 14 of t.csv has 2 values"),
        (text(['"x1\n(m)",x2,y1', "", *BARE, "1,2,3,4"]), "Row 15 of t.csv has 4 values"),
        (text(["v,w", *(f"1,{250 + k},{k}" for k in range(12))]), "A decimal comma needs quotes"),
        (text(["v,w", *(f"{k},{250 + k},{k}" for k in range(1, 13))]), "names 2 columns"),
    ],
)
def test_what_may_be_two_tables_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(DataError) as refused:
        read_table(content, "t.csv")
    assert words in str(refused.value)


@pytest.mark.parametrize("names", ["2019,2020,2021", "0,1,2", "x,1,2"])
def test_names_may_be_years_or_count(names: str) -> None:
    assert list(read_table(text([names, *BARE]), "t.csv").columns) == names.split(",")


def test_gaps_are_told_by_the_row_of_the_spreadsheet() -> None:
    rows = [*BARE[:3], "", "2.44,,17.98", *BARE[4:]]  # an empty row is counted, as it is there
    table = read_table(text(['"x1\n(m)",x2,y1', *rows]), "t.csv")
    with pytest.raises(DataError, match=r"1 row of t\.csv has a gap \(row 6\)\. Fill it, or"):
        load_table(table, CONFIG, ["x2"], ["y1"])
    table = read_table(text([ROWS[0], *rows, "1,,2"]), "t.csv")
    with pytest.raises(DataError, match=r"2 rows of t\.csv have gaps; the first is row 6\."):
        load_table(table, CONFIG, ["x2"], ["y1"])


def test_a_column_that_training_rows_alone_can_not_scale_is_named() -> None:
    far = [1e9, *[1.0, 1.0000000000001] * 5, 1.0]
    table = read_table(text(lines({"far": far, **THREE}, write=repr)), "t.csv")
    for seed in range(30):
        config = DataConfig(dataset="table", seed=seed)
        held_out = 0 in split_rows(12, seed)[1].tolist()  # what is left is too alike
        told = "Column 'far' can't be scaled" if held_out else None
        with pytest.raises(DataError, match=told) if told else nullcontext():
            assert load_table(table, config, ["far"], ["y1"]).scaled


def test_the_preview_shows_rows_ranges_gaps_and_reasons() -> None:
    table = read_table(CASES["dates and times"].content, "t.csv")
    assert (
        understood(table) == "12 rows, 5 columns. Semicolons stand between columns. Decimal commas."
    )
    by_name = {one.name: one for one in summaries(table)}
    assert (by_name["x2"].low, by_name["x2"].high, by_name["x2"].gaps) == (min(X2), max(X2), 0)
    assert by_name["Date"].low is None
    assert "not a number" in by_name["Date"].remark
    rows = dict(first_rows(table))
    assert rows["row"] == ["2", "3", "4", "5", "6"]
    assert rows["Date"][0] == "10/03/2024"
    assert rows["x2"] == ["0.62", "8.54", "9.09", "2.28", "−7.36"]
    table = read_table(CASES["missing: '?'"].content, "t.csv")
    assert dict(first_rows(table))["x2"][3] == ""
    assert {one.name: one.gaps for one in summaries(table)} == {"x1": 0, "x2": 1, "y1": 0}


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_python_writes_is_read_back_by_a_point_and_by_a_comma(value: float) -> None:
    assert float(readings(repr(value))[0] or "nan") == value
    assert float(readings(repr(value).replace(".", ","))[1] or "nan") == value


@given(st.text(alphabet="0123456789.,-+eE '\u00a0", max_size=12))
def test_a_reading_is_a_number_that_python_has(cell: str) -> None:
    for reading in readings(cell):
        assert reading is None or isinstance(float(reading), float)
