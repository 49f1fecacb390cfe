"""Languages of sessions: two at once, counts, numbers, and what a catalog can't do."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from perceptron.text import language
from perceptron.text.language import (
    SOURCE,
    _,
    ask_for_language,
    languages,
    ngettext,
    once_for_each_language,
    speak,
    speaking,
    spoken,
)
from perceptron.text.numbers import fixed, in_bytes, large, number, percent
from tests.lang.pseudo import HURT

pytestmark = pytest.mark.usefixtures("made_up")
WORDS = "Update {n} leaves the picture."


def test_a_sentence_is_said_in_the_language_spoken_and_numbers_as_it_writes_them() -> None:
    with speaking("xl"):
        assert _(WORDS, n=3) == "Жжжжжж 3 жжжжжж жжж жжжжжжж."
        assert (number(-0.25), fixed(2.5, 2), percent(0.125)) == ("−0,25", "2,50", "12,5 %")
        assert (number(12345.6), number(2.6e-14), in_bytes(14256)) == (
            "12\u202f346", "2,6×10⁻¹⁴", "13,9 KiB",
        )  # fmt: skip
        assert large(5.7e6) == "5,7×10⁶"
    assert (_(WORDS, n=3), number(0.25)) == ("Update 3 leaves the picture.", "0.25")


def test_a_language_that_is_not_there_is_english() -> None:
    with speaking("zz"):
        assert spoken() == SOURCE
    assert {*languages()} == {SOURCE, "xh", "xl", "xt"}
    assert languages()["xl"] == "Xxx xl"


def test_counts_take_the_form_that_the_language_has() -> None:
    for code, one in ((SOURCE, "1 more could not be read."), ("xl", "1 жжжж жжжжж жжж жж жжжж.")):
        with speaking(code):
            words = "{n} more could not be read."
            assert ngettext(words, words, 1) == one


def test_two_threads_speak_two_languages_at_once() -> None:
    both = threading.Barrier(2)

    def say(code: str) -> list[str]:
        speak(code)
        told = []
        for n in range(200):
            both.wait()
            told.append(_(WORDS, n=n))
        return told

    with ThreadPoolExecutor(2) as pool:
        english, other = pool.map(say, (SOURCE, "xl"))
    assert english == [f"Update {n} leaves the picture." for n in range(200)]
    assert other == [f"Жжжжжж {n} жжжжжж жжж жжжжжжж." for n in range(200)]


def test_a_thread_that_nobody_has_told_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_askers", [])
    asked = threading.local()
    ask_for_language(lambda: getattr(asked, "code", None))

    def callback() -> str:
        asked.code = "xl"
        return spoken()

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(callback).result() == "xl"
        assert pool.submit(lambda: speak(SOURCE) or spoken()).result() == SOURCE
    assert spoken() == SOURCE


def test_what_is_kept_is_kept_for_each_language() -> None:
    made = []

    @once_for_each_language()
    def told(n: int) -> str:
        made.append(n)
        return _(WORDS, n=n)

    first = told(1)
    with speaking("xl"):
        assert told(1) != first
        assert told(1).startswith("Жжж")
    assert told(1) == first
    assert made == [1, 1]


def test_a_catalog_can_ask_for_nothing_but_the_values() -> None:
    with speaking("xh"):
        told = _(WORDS, n=3)
    assert told.startswith(f"Update 3 leaves the picture. {HURT} {{missing}} {{0.__class__}} %s")
