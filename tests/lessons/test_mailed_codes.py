"""A code of guesses arrives whatever a mail program or a word processor did to it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perceptron.lessons.predict import codes
from perceptron.lessons.predict.codes import PREFIX, read_codes, write_code
from perceptron.room.question import CHOICE, CURVE
from perceptron.sharing.link import read_link
from perceptron.text.packing import pack, unpack_sent
from tests.items import own_items


def wrapped(code: str, width: int = 76) -> list[str]:
    """As a mail program wraps a long word: hyphens are places to break at."""
    return textwrap.wrap(code, width)


SENT: dict[str, Callable[[str], str]] = {
    "as it is": lambda code: code,
    "wrapped": lambda code: "\n".join(wrapped(code)),
    "wrapped, then joined by spaces": lambda code: " ".join(wrapped(code)),
    "quoted": lambda code: "\n> ".join(wrapped(code, 60)),
    "quoted twice": lambda code: "\n>> ".join(wrapped(code, 60)),
    "quoted-printable": lambda code: "=\n".join(wrapped(code, 75)),
    "without width": lambda code: "\u200b".join(code),
    "soft hyphens": lambda code: "\u00ad".join(code),
    "non-breaking hyphens": lambda code: code.replace("-", "\u2011"),
    "dashes": lambda code: code.replace("-", "\u2013"),
    "long dashes": lambda code: code.replace("--", "\u2014"),
}
ITEMS = own_items()


@st.composite
def guesses(draw: st.DrawFn) -> dict[str, object]:
    """A guess at each question."""
    made: dict[str, object] = {}
    for item in ITEMS:
        if item.kind == CHOICE:
            made[item.name] = draw(st.sampled_from(list(dict(item.options))))
        elif item.kind == CURVE:
            made[item.name] = tuple(draw(st.floats(0.1, 1e5)) for _ in item.epochs)
        else:
            made[item.name] = draw(st.floats(0, 1000))
    return made


@pytest.mark.parametrize("send", SENT.values(), ids=SENT)
@settings(max_examples=25)
@given(made=guesses())
def test_codes_come_back_out_of_a_mail(send: Callable[[str], str], made: dict) -> None:
    few = dict(list(made.items())[:2])
    ann, bo = send(write_code("a1", made)), send(write_code("b2", few))
    found = read_codes(f"Hello,\n{ann}\nGreetings Ann\n\nBo: {bo}\nbest wishes\n", ITEMS)
    assert found.guesses == {"a1": made, "b2": few}
    assert not found.notes


def test_a_code_that_would_hold_the_beginning_of_another_is_written_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = {"batches": 4.0}
    plain = write_code("a1", made).removeprefix(PREFIX)
    inside = plain[20:24]  # as if a code began with what this one holds
    monkeypatch.setattr(codes, "PREFIX", inside)
    other = write_code("a1", made).removeprefix(inside)
    assert inside not in other
    assert unpack_sent(other, 1000).strip() == unpack_sent(plain, 1000)


def test_words_after_a_code_that_is_cut_off_do_not_mend_it() -> None:
    code = write_code("a1", {"batches": 4.0})
    found = read_codes(f"{code[:-4]}\n\nGreetings from Ann", ITEMS)
    assert not found.guesses
    assert "damaged or cut off" in found.notes[0]


def test_a_table_in_a_wrapped_link_comes_back() -> None:
    text = "a,b\n" + "".join(f"{i},{i * i}\n" for i in range(30))
    packed = " ".join(textwrap.wrap(pack(text), 60))
    link, _ = read_link({"table": [packed], "dataset": ["table"]})
    assert link.table is not None
    assert link.table.text == text
    with pytest.raises(ValueError, match="more than 8 bytes"):
        unpack_sent(pack("x" * 9), limit=8)


def test_two_hyphens_may_have_become_one_long_dash() -> None:
    texts = (str([k**0.5, k**0.3, k**0.2, k**0.7]) for k in range(10_000))
    text = next(words for words in texts if "--" in pack(words))
    assert unpack_sent(pack(text).replace("--", "\u2014"), limit=99) == text
