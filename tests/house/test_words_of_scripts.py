"""Scripts hold no words for people: those come from Python, in the language of who reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.test_imports import ROOT, each

SCRIPTS = sorted(set(ROOT.glob("pages/**/*.js")) - set(ROOT.glob("pages/**/*.min.js")))
TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
    | (?P<pattern>(?<=[(,=:?&|!\s])/(?![/*\s])(?:\\.|\[(?:\\.|[^\]\n])*\]|[^/\\\n])+/[a-z]*)
    | "(?P<double>(?:\\.|[^"\\\n])*)" | '(?P<single>(?:\\.|[^'\\\n])*)'
    | `(?P<template>(?:\\.|[^`\\])*)`""",
    re.DOTALL | re.VERBOSE,
)
PLACE = re.compile(r"\$\{(?:[^{}]|\{[^{}]*\})*\}")
TWO_WORDS = re.compile(r"[^\W\d_]{2,}[,;:.…?!”)]* [(“]?[^\W\d_]{2,}")
NAME = re.compile(r"^\W*[A-Z][a-z]{2,}\W*$")
KEYS = {"Arrow", "Enter", "Escape", "Tab"}  # as a keyboard names them
SELECTOR = re.compile(r"[\[\]*>#]|(?:^|[\s,])\.[a-z]|^\(|\blab-[a-z]")  # of CSS, and classes


def literals(source: str) -> Iterator[tuple[int, str]]:
    """The strings of a script, each with its line; what a template computes is looked at, too."""
    for found in TOKEN.finditer(source):
        if source.endswith("Error(", 0, found.start()):  # for who writes scripts
            continue
        line = source.count("\n", 0, found.start()) + 1
        text = next((found[kind] for kind in ("double", "single") if found[kind] is not None), None)
        if text is not None:
            yield line, text
        elif (template := found["template"]) is not None:
            yield line, PLACE.sub(" … ", template)
            for place in PLACE.findall(template):
                yield from ((line, inner) for _, inner in literals(place[2:-1]))


def words_in(source: str) -> list[str]:
    """The strings that somebody would read: two words, or one as a name is written."""
    return [
        f"{line}: {text[:60]!r}"
        for line, text in literals(source)
        if (TWO_WORDS.search(text) or (NAME.match(text) and text not in KEYS))
        and not SELECTOR.search(text)
    ]


@each(SCRIPTS)
def test_a_script_holds_no_words_for_people(file: Path) -> None:
    assert words_in(file.read_text("utf-8")) == []


def test_the_check_itself_sees_words_wherever_they_stand() -> None:
    assert words_in('button.textContent = "Copied";')
    assert words_in("label.append(`epoch trained ${n}`);")
    assert words_in('const word = open ? "Close the table" : `${n}`;')
    assert words_in('told = `${n ? "none of them" : ""}`;')
    assert words_in('const at = /"/.test(text);\nsay("It leaves the picture.");')


def test_the_check_itself_lets_go_what_nobody_reads() -> None:
    assert not words_in('// It leaves the picture.\nconst a = "lab-layer notranslate";')
    assert not words_in('document.querySelector("a[href], button, input, [tabindex]");')
    assert not words_in('if (key === "Escape" || matchMedia("(any-pointer: fine)").matches) go();')
    assert not words_in('if (lost) throw new Error("the store is away");')
    assert not words_in("say(words.lost, `rotate(-90 14 ${y})`);")
