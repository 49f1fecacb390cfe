"""The class is the experiment: a phone's run is handed in, and the wall draws it as it comes."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.lesson.trials import ask_trial
from perceptron.lessons.trial import TRIALS, trial_question
from perceptron.room.state import ANSWER, CLOSED
from perceptron.room.teaching import Teaching
from tests.pages.room import buttons, join, new_room, shown, teach


def room_that_tries() -> Teaching:
    here = new_room()
    ask_trial(here, "learning_rate")
    return here


def trained(here: Teaching, rate: str) -> AppTest:
    """A phone that has trained to the end with a rate."""
    app = join(here, "train", learning_rate=rate, speed="full-speed")
    return app.button(key="play").click().run()


def drawn(app: AppTest) -> dict[str, list[float]]:
    """The choices in each series of the wall's chart."""
    figures = [json.loads(proto.json) for one in app.main if (proto := getattr(one, "proto", None))
               and "a student's run" in getattr(proto, "json", "")]  # fmt: skip
    return {name: xs for figure in figures for name, xs in series(figure)}


def series(value: object) -> list[tuple[str, list[float]]]:
    """The named series in what a component is sent."""
    if isinstance(value, dict) and "name" in value and "x" in value:
        return [(value["name"], value["x"])]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [found for one in inner for found in series(one)]


def test_a_finished_run_is_handed_in_at_once_and_told_above_the_charts() -> None:
    here = room_that_tries()
    app = trained(here, "0.3")
    (vote,) = here.votes(1).values()
    assert isinstance(vote.guess, tuple)
    assert vote.guess[0] == 0.3
    assert "Handed in to your class: learning rate 0.3, loss 1.002." in shown(app)
    kinds = [type(one).__name__ for one in app.main]
    assert kinds.index("Success") < kinds.index("Caption"), "it stands under the charts"


def test_a_phone_says_that_the_trial_is_closed_and_whether_its_run_counts() -> None:
    here = room_that_tries()
    app = trained(here, "0.3")
    assert "You may train again until it is closed." in shown(app)
    here.move(CLOSED)
    told = shown(app.run())
    assert "You may train again" not in told
    assert "The trial is closed. Your run counts: learning rate 0.3, loss 1.002." in told
    assert "Your run counts" not in shown(trained(here, "0.4"))
    assert len(here.votes(1)) == 1, "who is late hands in nothing"
    here.show("train")
    assert "The trial is closed" not in shown(app.run())


def test_a_class_that_is_to_find_the_limit_is_not_told_it_by_a_run_that_diverges() -> None:
    here = room_that_tries()
    told = shown(trained(here, "2.2"))
    assert "The steps were too long: the loss grew to" in told
    assert "Handed in to your class: learning rate 2.2, the loss grew." in told
    assert "1.93" not in told
    assert "Try 0.3" not in told
    (vote,) = here.votes(1).values()
    assert vote.guess == (2.2,)


def test_the_wall_draws_each_run_as_it_comes_and_theory_at_the_reveal() -> None:
    here = room_that_tries()
    wall = teach(here, "teach")
    assert drawn(wall) == {"a student's run": []}
    for rate in ("0.3", "2.2"):
        trained(here, rate)
    assert drawn(wall.run()) == {"a student's run": [0.3], "the loss grew": [2.2]}
    assert [one.label for one in wall.button if one.key == "move_closed"] == ["Close the trial"]
    here.move(CLOSED)
    wall.run()
    assert buttons(wall, "move_") == ["move_answer"]
    assert "theory" not in drawn(wall)
    here.move(ANSWER)
    assert "theory" in drawn(wall.run())


def test_what_was_tried_is_told_in_words_for_each_setting() -> None:
    told = {name: trial_question(name, "train")[0].words_of for name in TRIALS}
    assert told["batch_size"]((33.0, 1.25)) == "batch size 33, loss 1.25"
    assert told["dtype"]((32.0, 6.53)) == "float32, 6.5 digits agree"
    assert told["learning_rate"]((2.2,)) == "learning rate 2.2, the loss grew"


@pytest.mark.parametrize(
    ("setting", "choice", "told"),
    [
        ("batch_size", {"batch_size": "10"}, "Handed in to your class: batch size 10, loss"),
        ("dtype", {"dtype": "float32"}, "Handed in to your class: float32,"),
    ],
)
def test_batch_sizes_and_number_formats_are_tried_as_rates_are(
    setting: str, choice: dict[str, str], told: str
) -> None:
    here = new_room()
    ask_trial(here, setting)
    page, _, query = here.state.asked[f"trial-{setting}"].question.page.partition("?")
    app = join(here, page, **{**dict(parse_qsl(query)), **choice, "speed": "full-speed"})
    app.button(key="play").click().run()
    assert told in shown(app)
    (vote,) = here.votes(1).values()
    wall = teach(here, "teach")
    assert drawn(wall) == {"a student's run": [vote.guess[0]]}  # type: ignore[index]
    for stage in (CLOSED, ANSWER):
        here.move(stage)
    assert "theory" in drawn(wall.run())
