"""A number that was typed is understood or refused, never another number."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perceptron.text import language
from perceptron.text.decimals import in_field, typed_number
from perceptron.text.numbers import number
from tests.made_up import Catalog, teach


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


@pytest.fixture
def commas(monkeypatch: pytest.MonkeyPatch) -> None:
    teach(monkeypatch, xx=Catalog(str))  # a language that writes 0,25


@pytest.mark.usefixtures("commas")
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0,3", 0.3), ("0.3", 0.3), ("1,253", 1.253), ("0.125", 0.125), ("1.5", 1.5), (",5", 0.5),
        ("12\u202f000,5", 12000.5), ("1.234,56", 1234.56), ("1,234.56", 1234.56),
        ("1.234.567", 1234567), ("−2,6×10⁻¹⁴", -2.6e-14), ("2,618×10⁶", 2.618e6), ("12,000", 12),
    ],
)  # fmt: skip
def test_where_commas_are_written_a_comma_is_the_decimal_sign(text: str, value: float) -> None:
    with language.speaking("xx"):
        assert typed_number(text) == value


@pytest.mark.usefixtures("commas")
@pytest.mark.parametrize("text", ["1.250", "12.000", "-1.250"])
def test_there_a_point_that_may_part_thousands_is_asked_about(text: str) -> None:
    with (
        language.speaking("xx"),
        pytest.raises(ValueError, match=r"Write it without the point, with a comma as"),
    ):
        typed_number(text)


FINITE = st.floats(-1e250, 1e250) | st.floats(-1e7, 1e7) | st.integers(-(10**7), 10**7)


@pytest.mark.usefixtures("commas")
@pytest.mark.parametrize("spoken", ["en", "xx"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FINITE, st.integers(1, 10))
def test_what_the_app_writes_is_read_again_in_each_language(
    spoken: str, value: float, digits: int
) -> None:
    with language.speaking("en"):
        rounded = typed_number(number(value, digits))
    with language.speaking(spoken):
        assert typed_number(number(value, digits)) == rounded
        assert typed_number(in_field(value)) == float(f"{value:.10g}")
    assert abs(rounded - value) <= 0.51 * 10.0 ** (1 - digits) * max(abs(value), 0)
