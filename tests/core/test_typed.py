"""A number that was typed is understood or refused, never another number."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perceptron.text.decimals import typed_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3), ("0,3", 0.3), ("0.3", 0.3), (",5", 0.5), ("0,125", 0.125), ("3,14159", 3.14159),
        ("1.932", 1.932), ("−4", -4), ("+2", 2), (" 25 ", 25), ("2,2e-16", 2.2e-16), ("1e3", 1000),
        ("12 000", 12000), ("12\u202f000,5", 12000.5), ("12'000.5", 12000.5), ("1.234,56", 1234.56),
        ("1,234.56", 1234.56), ("1,234,567", 1234567), ("1.234.567", 1234567), ("-1 782", -1782),
    ],
)  # fmt: skip
def test_a_number_is_read_as_it_was_meant(text: str, value: float) -> None:
    assert typed_number(text) == value


@pytest.mark.parametrize(
    "text",
    ["", "three", "1/4", "25 %", "1,2,3", "1.2.3", "1 2", "1,23.4,5", "nan", "inf", "1e999", "٣",
     "12 00", "1,234 567", "0x10", "1_000", "--4", "9" * 400, "1.5,234.5", "1 000,5,5"],
)  # fmt: skip
def test_what_is_no_number_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"A number is needed"):
        typed_number(text)


def test_what_could_be_two_numbers_is_asked_about() -> None:
    with pytest.raises(ValueError, match=r"may be 12\u202f000 or 12\. Write it without"):
        typed_number("12,000")


@given(st.floats(-1e290, 1e290))
def test_what_python_writes_comes_back_with_a_point_or_with_a_comma(value: float) -> None:
    assert typed_number(repr(value)) == value
    if len(repr(value).partition(".")[2]) != 3:  # else a comma may part thousands
        assert typed_number(repr(value).replace(".", ",")) == value


@given(st.text("0123456789.,' -e", max_size=12))  # no number has more than 15 digits
def test_the_digits_are_never_others(text: str) -> None:
    try:
        value = typed_number(text)
    except ValueError:
        return
    digits = "".join(filter(str.isdigit, text.partition("e")[0])).strip("0")
    underflows = not value and re.search(r"e-\d{3}$", text.strip())
    assert underflows or digits in f"{abs(value):.14e}".replace(".", "")
