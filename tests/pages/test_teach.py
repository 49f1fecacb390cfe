"""The page that teaches a class: what its wall shows at each stage, and what it does not."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.server.rooms import rooms
from perceptron.lessons.predict.answers import reveal
from perceptron.lessons.predict.for_room import key_of, question_of
from perceptron.lessons.predict.item import Item
from perceptron.lessons.predict.items import FILE, read_items
from perceptron.lessons.predict.twins import SUFFIX
from perceptron.room.errors import StoreError
from perceptron.room.question import CHOICE, Key, Question
from perceptron.room.teaching import Teaching
from tests.pages.opening import follow_link, open_page
from tests.pages.test_projector import go_on

OPEN = "Open a room"
LIVES = next(item for item in read_items(FILE.read_text("utf-8")).items if item.name == "lives")


def opened(network: str, **query: str) -> tuple[AppTest, Teaching]:
    """A page that has taken over a new room by its link."""
    code, key = rooms().open(network)
    app = follow_link("teach", room=code, key=key, **query)
    assert not app.exception
    return app, rooms().teaching(code, key)


def ask(here: Teaching, item: Item) -> None:
    here.ask(question_of(item), key_of(item, reveal(item)))


def vote(here: Teaching, guesses: Iterable[str]) -> None:
    """Let students commit, each to one guess; the first of them is sure."""
    assert here.state.now
    for who, guess in enumerate(guesses):
        key = f"student-number-{who:04d}"
        rooms().commit(here.room, key, here.state.now.ballot(), 1, guess, who == 0)


def words(app: AppTest) -> str:
    told = [*app.markdown, *app.header, *app.caption, *app.success, *app.warning, *app.error]
    html = [one.body for one in app.get("html") if not one.body.startswith("<style>")]
    return "\n".join([*(str(one.value) for one in told), *html])


def drawn(app: AppTest) -> set[str]:
    """The charts that stand on the page."""
    parts = [one.proto.id for one in app.get("bidi_component")]
    return {part.rpartition("chart-")[2] for part in parts if "chart-" in part}


def press(app: AppTest, name: str) -> None:
    app.button(key=f"move_{name}").click().run()
    assert not app.exception


def test_a_room_opens_with_its_way_in() -> None:
    app = open_page("teach")
    next(one for one in app.button if one.label == OPEN).click().run()
    assert not app.exception
    code, _ = app.session_state["teaching"]
    assert code in [one.value for one in app.text]
    assert any(one.value.endswith("/join") for one in app.text)


def test_the_wall_shows_no_answer_before_it_is_closed_and_nothing_right_before_the_reveal() -> None:
    app, here = opened("hidden")
    ask(here, LIVES)
    vote(here, ["finished"] * 3 + ["diverged"] * 2)
    app.run()
    assert drawn(app) == set(), "while it is asked"
    press(app, "closed")
    assert drawn(app) == set(), "while it is closed"
    press(app, "spread")
    assert drawn(app) == {"spread"}
    figure = app.session_state["figures"]["spread"]
    assert "✓" not in str(figure)
    assert figure["alt"].startswith("5 answers, 1 sure.")
    press(app, "again")
    assert drawn(app) == set(), "while it is asked again"
    vote(here, ["diverged"] * 4)
    press(app, "closed")
    assert drawn(app) == set()
    for hidden in ("grows without end.", "You may have thought", "overshoots", "right"):
        assert hidden not in words(app)
    press(app, "answer")
    assert drawn(app) == {"spread", "guess-runs"}
    assert "After the talk: 4 of 4 right" in app.session_state["figures"]["spread"]["alt"]
    assert "The run: The loss grows without end." in words(app)
    assert "Normalised gain 1" in words(app)
    assert "overshoots" not in words(app)
    press(app, "why")
    assert "overshoots" in words(app)


def test_the_misconception_that_the_class_holds_is_told_with_its_count() -> None:
    app, here = opened("misconception")
    ask(here, LIVES)
    vote(here, ["finished"] * 3 + ["diverged"])
    for stage in ("closed", "answer"):
        here.move(stage)
    app.run()
    held = dict(LIVES.misconceptions)["finished"]
    said = dict(LIVES.options)["finished"]
    assert f"**3 of 4** said “{said}”: {held}" in words(app)


def test_the_twin_s_share_stands_beside_those_of_both_rounds() -> None:
    app, here = opened("twin", projector="on")
    ask(here, LIVES)
    app.run()
    vote(here, ["finished"] * 3 + ["diverged"])
    labels = [go_on(app), go_on(app), go_on(app)]
    vote(here, ["diverged"] * 3 + ["finished"])
    labels += [go_on(app), go_on(app), go_on(app), go_on(app)]
    assert labels == [
        "Close the question", "Show the spread", "Vote again", "Close the question",
        "Show the spread", "Run it, and reveal", "Why?",
    ]  # fmt: skip
    press(app, "twin")
    assert here.state.on == f"lives{SUFFIX}"
    assert "Answer alone, without talking." in words(app)
    vote(here, ["finished"] * 3 + ["diverged"])
    labels = [go_on(app), go_on(app)]
    assert labels == ["Close the question", "Show the spread"]
    assert "Answer alone" not in words(app)
    assert "shares" not in drawn(app)
    assert "move_again" not in {one.key for one in app.button}, "a twin is answered once"
    assert go_on(app) == "Run it, and reveal"
    assert drawn(app) == {"spread", "shares"}
    alt = app.session_state["figures"]["shares"]["alt"]
    for told in ("1 of 4 was right before", "3 of 4 were right after", "3 of 4 were right on the"):
        assert told in alt
    told = "First question: 1 of 4 right before the talk, 3 of 4 after (normalised gain 0.67). "
    assert f"{told}Twin, alone: 3 of 4." in words(app).replace("\\", "")
    assert "After the talk" not in app.session_state["figures"]["spread"]["alt"]
    assert "With 4 students" in words(app), "few students are said to be few"


def test_a_twin_is_offered_beside_what_the_plan_has_next() -> None:
    app, here = opened("alone", projector="on")
    ask(here, LIVES)
    for stage in ("closed", "answer", "why"):
        here.move(stage)
    app.run()
    assert app.button(key="move_twin").label == "Ask the twin"
    assert app.button(key="goes_on_button").label.startswith("Next: ")


def test_a_question_of_no_run_has_a_spread_and_no_run() -> None:
    app, here = opened("given")
    options = (("a", "one"), ("b", "two"))
    here.ask(Question("own", CHOICE, "Which?", options=options), Key("a", "So.", given=True))
    vote(here, ["a", "b"])
    here.move("closed")
    app.run()
    assert app.button(key="move_answer").label == "Reveal the answer"
    press(app, "answer")
    assert drawn(app) == {"spread"}
    assert "The answer: one." in words(app)


def test_a_press_that_another_machine_was_faster_with_changes_nothing() -> None:
    app, here = opened("two machines")
    ask(here, LIVES)
    app.run()
    for stage in ("closed", "spread"):
        here.move(stage)
    press(app, "closed")
    assert here.state.now
    assert here.state.now.stage == "spread"
    assert not app.warning
    assert drawn(app) == {"spread"}, "it shows how far the room is"


def test_a_room_that_is_closed_elsewhere_is_told_and_another_can_be_opened() -> None:
    app, here = opened("closed elsewhere")
    here.close()
    app.run()
    assert not app.exception
    assert OPEN in [one.label for one in app.button]


def test_a_store_that_is_away_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    app, here = opened("away")
    ask(here, LIVES)
    app.run()

    def away(*_: object) -> None:
        raise StoreError("The rooms are away.")

    monkeypatch.setattr(type(here.store), "read", away)
    app.button(key="move_closed").click().run()
    assert not app.exception
    assert "The rooms are away." in words(app)


def test_the_address_stays_on_the_wall_while_a_question_is_asked() -> None:
    app, here = opened("late", projector="on")
    ask(here, LIVES)
    for stage in ("closed", "spread", "answer", "why"):
        app.run()
        assert any(one.value.endswith("/join") for one in app.text)
        here.move(stage)
