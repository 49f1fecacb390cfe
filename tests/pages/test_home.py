"""Home: the glossary's file, the film, and the page."""

from __future__ import annotations

import re

import pytest

from pages.shared.pages import PAGES
from perceptron.data.example import EXAMPLE_TRAINING, example_start, load_example
from perceptron.figures.home import surface_film
from perceptron.figures.surface import surface_figure
from perceptron.lessons.glossary import glossary, read_terms
from perceptron.lessons.notation.lines import SYMBOLS
from perceptron.lessons.step_size.path import descend_over
from tests.pages.opening import open_page

ENTRY = '[[term]]\nname = "{}"\nmeaning = "{}"\npage = "train"\n'


def test_every_term_leads_to_a_page() -> None:
    terms = glossary()
    assert len(terms) >= 40
    assert {term.page for term in terms} <= {page.name for page in PAGES}


def test_the_glossary_explains_the_symbols_that_are_words() -> None:
    names = " ".join(term.name for term in glossary())
    greek_and_signs = [symbol for symbol, *_ in SYMBOLS if symbol in "δ η λ ⊗"]
    assert len(greek_and_signs) == 4
    assert all(symbol in names for symbol in greek_and_signs)


def test_terms_are_found_by_name_or_meaning_in_any_case() -> None:
    found = {term.name for term in glossary() if term.has("KRONECKER")}
    assert found == {"Kronecker product ⊗"}
    assert any(term.has("float32") for term in glossary())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[term]]\nname = "a"', "Term 1 must have exactly the keys meaning, name, page; got"),
        (ENTRY.format("a", " "), "Term 1 must have words for every key"),
        (ENTRY.format("a", "x") * 2, "twice there: a"),
    ],
)
def test_a_damaged_glossary_says_what_is_wrong(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_terms(text)


def test_the_film_grows_step_by_step_to_the_figure() -> None:
    descent = descend_over(load_example(), example_start(), 0.2, EXAMPLE_TRAINING)
    film = surface_film(descent.plane)
    figure = surface_figure(descent.plane, "y1")
    assert len(film) == descent.n_steps + 1 == 49
    assert [len(frame) for frame in film] == [len(figure.data)] * 49
    assert len(film[0][1]["x"]) == 1
    assert list(film[-1][1]["x"]) == list(figure.data[1].x)
    assert film[7][0] == {}
    assert descent.last_loss < descent.first_loss


def test_home_comes_first_links_every_page_and_finds_a_term() -> None:
    assert PAGES[0].name == "home"
    page = open_page("home")
    assert not page.exception
    words = " ".join(markdown.value for markdown in page.markdown)
    assert all(lesson.idea in words for lesson in PAGES[1:])
    assert "**epsilon ε**" in words
    page.text_input(key="home_term").set_value("outer prod").run()
    words = " ".join(markdown.value for markdown in page.markdown)
    assert "**outer product**" in words
    assert "**epsilon ε**" not in words
    page.text_input(key="home_term").set_value("zzz").run()
    assert "No term" in page.info[0].value


def test_steps_that_are_too_long_are_told_by_their_loss() -> None:
    page = open_page("home")
    for length, grows in (("good", False), ("too long", True)):
        page.segmented_control(key="home_rate").set_value(length).run()
        assert not page.exception
        words = next(m.value for m in page.markdown if m.value.startswith("At learning rate"))
        dense = "".join(words.split())  # large numbers have spaces
        first, last = re.search(r"lossgoesfrom(\S+?)to\*\*(\S+?)\*\*", dense).groups()
        assert (float(last.partition("×")[0]) > float(first) or "×10¹" in last) is grows
    assert "learning rate **2.2**" in words
