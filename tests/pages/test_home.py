"""Home: the glossary's file, the film, and the page."""

from __future__ import annotations

import re

import pytest

from pages.shared.pages import PAGES
from perceptron.data.example import EXAMPLE_TRAINING, example_start, load_example
from perceptron.figures.home import bowl_figure, bowl_film
from perceptron.lessons.glossary import glossary, read_terms
from perceptron.lessons.home import roll
from perceptron.lessons.notation.lines import SYMBOLS
from tests.pages.opening import open_page, unlinked

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


def test_home_shows_the_whole_loss_to_scale() -> None:
    data, start = load_example(), example_start()
    bowl = roll(data, start, 0.05, EXAMPLE_TRAINING)
    figure = bowl_figure(bowl)
    assert figure.layout.yaxis.scaleanchor == "x"
    assert bowl.n_steps == 48
    at_start = bowl.least + 2 * (bowl.first_loss - bowl.least)  # a bound from the plane below
    assert bowl.least < float(bowl.losses.min()) + 1e-9 < at_start
    x, y = bowl.path[0]
    near = bowl.losses[(bowl.axis - y).abs().argmin(), (bowl.axis - x).abs().argmin()]
    assert abs(float(near) / bowl.first_loss - 1) < 0.1, "not the loss of one output"


def test_the_film_grows_update_by_update_to_the_figure() -> None:
    bowl = roll(load_example(), example_start(), 0.2, EXAMPLE_TRAINING)
    film, figure = bowl_film(bowl), bowl_figure(bowl)
    assert len(film) == bowl.n_steps + 1 == 49
    assert [len(frame) for frame in film] == [len(figure.data)] * 49
    assert len(film[0][1]["x"]) == 1
    assert list(film[-1][1]["x"]) == list(figure.data[1].x)
    assert film[7][0] == {}
    assert bowl.last_loss < bowl.first_loss


def test_a_ball_that_leaves_the_picture_waits_at_its_edge() -> None:
    bowl = roll(load_example(), example_start(), 3.0, EXAMPLE_TRAINING)
    assert bowl.is_outside(bowl.n_steps)
    ball = bowl_figure(bowl).data[2]
    assert max(abs(ball.x[0]), abs(ball.y[0])) <= float(bowl.axis[-1])


def test_the_glossary_page_leads_to_every_page_and_finds_a_term() -> None:
    page = open_page("glossary")
    assert not page.exception
    words = " ".join(markdown.value for markdown in page.markdown)
    assert all(one.idea in words for one in PAGES if one.name != "glossary")
    assert "**epsilon ε**" in words
    page.text_input(key="glossary_term").set_value("slope").run()
    words = " ".join(markdown.value for markdown in page.markdown)
    assert "**gradient**" in words
    assert "**epsilon ε**" not in words
    page.text_input(key="glossary_term").set_value("zzz").run()
    assert "No term" in page.info[0].value


def test_start_carries_the_chosen_steps_to_train() -> None:
    page = open_page("home")
    page.segmented_control(key="home_rate").set_value("long").run()
    page.button(key="home_start").click().run()
    assert page.session_state["address"].page == "train"
    assert page.session_state["learning_rate"] == 1.2


def test_steps_that_are_too_long_are_told_by_their_loss() -> None:
    page = open_page("home")
    for length, grows in (("good", False), ("too long", True)):
        page.segmented_control(key="home_rate").set_value(length).run()
        assert not page.exception
        shown = [unlinked(m.value) for m in page.markdown]
        words = next(text for text in shown if "At learning rate" in text)
        dense = "".join(words.split())  # large numbers have spaces
        first, last = re.search(r"outputsgoesfrom(\S+?)to\*\*(\S+?)\*\*", dense).groups()
        assert (float(last.partition("×")[0]) > float(first) or "×10¹" in last) is grows
    assert "learning rate **2.2**" in words
    assert "leaves the picture" in words
