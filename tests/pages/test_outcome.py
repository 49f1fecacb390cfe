"""How a run has ended, as the Train page tells it; and training it again."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.train.outcome import outcome_in_words, verdict_of
from perceptron import DataConfig, Run, TrainConfig, load
from tests.pages.opening import follow_link
from tests.pages.room import join
from tests.pages.test_trial import room_that_tries


def live(app: AppTest) -> Any:
    return app.session_state["player"].live


def finish(app: AppTest) -> AppTest:
    live(app).run.finish()
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    return "\n".join(str(one.value) for one in [*app.markdown, *app.warning])


ONE_LINE = "One line: three programs on top of each other."


def test_the_verdict_takes_the_place_of_what_explains_the_line() -> None:
    app = follow_link("train")
    assert ONE_LINE in words(app)
    finish(app)
    assert ONE_LINE not in words(app)
    assert "nearly the least possible 0.9655." in words(app)
    assert "**Next: what happens at rate 2?**" in words(app)


@pytest.mark.parametrize("rate", ["2", "10"])
def test_a_run_that_was_too_fast_is_told_once(rate: str) -> None:
    app = finish(follow_link("train", learning_rate=rate))
    (told,) = [one.value for one in app.warning]
    assert told.startswith("The steps were too long: the loss grew ")
    assert told.endswith("With these batches rates above 1.93 diverge. Try 0.3.")
    told_in_room = words(finish(join(room_that_tries(), "train", learning_rate=rate)))
    assert "The steps were too long: the loss grew " in told_in_room
    assert "1.93" not in told_in_room
    assert "Try 0.3" not in told_in_room


def test_in_a_room_no_rate_is_told_after_a_run_that_learns() -> None:
    told = words(finish(join(room_that_tries(), "train", learning_rate="0.01")))
    assert "still far from the least possible" in told
    assert "Next" not in told


def test_a_program_that_is_refused_has_its_own_sentence_beside_the_verdict() -> None:
    query = {"samples": "10000", "features": "50", "outputs": "20", "batch_size": "10000"}
    app = follow_link("train", **query, epochs="1")
    assert "**einsum** was refused." in app.warning[0].value
    finish(app)
    assert "**einsum** was refused." in app.warning[0].value
    assert "Both programs agree to" in words(app)


def test_train_again_starts_the_same_run_with_what_is_chosen_now() -> None:
    app = finish(follow_link("train", learning_rate="0.01"))
    first = live(app).run
    assert [one.label for one in app.button if one.key in ("play", "again")] == ["Train again"]
    next(one for one in app.select_slider if one.key == "learning_rate").set_value(0.3).run()
    assert live(app).run is first
    app.button(key="again").click().run()
    assert not app.exception
    second = live(app).run
    assert second is not first
    assert second.done, "it was trained"
    assert second.start.W.equal(first.start.W)
    assert second.history.learning_rates == [0.3] * 16
    assert len(app.session_state["shelf"].runs) == 2


def test_train_again_takes_other_data_from_the_sidebar() -> None:
    app = finish(follow_link("train", epochs="2"))
    app.slider(key="outputs").set_value(5).run()
    app.button(key="again").click().run()
    assert live(app).run.dataset.n_targets == 5
    assert live(app).run.done


def test_who_hears_the_page_is_told_the_verdict() -> None:
    run = Run(load(DataConfig()), TrainConfig(learning_rate=0.3))
    assert verdict_of(run, advise=True) is None
    assert outcome_in_words(None, []) == ""
    said = verdict_of(run.finish(), advise=True)
    assert outcome_in_words(said, []) == said.words


@pytest.mark.parametrize(
    ("opened", "key"),
    [
        ({}, "learning_rate"),  # there: beyond the limit
        ({"learning_rate": "0.01"}, "learning_rate"),  # short steps
        ({"learning_rate": "10"}, "learning_rate"),  # diverged
        ({"learning_rate": "0.3", "epochs": "3"}, "epochs"),  # on the way
    ],
)
def test_what_comes_next_is_one_press_away_and_does_what_it_says(
    opened: dict[str, str], key: str
) -> None:
    app = finish(follow_link("train", **opened))
    before = live(app).run
    said = verdict_of(before, advise=True)
    assert said is not None
    ((name, value),) = said.settings.items()
    assert name == key
    assert f"{value:g}" in said.following
    app.button(key="try_next").click().run()
    assert not app.exception
    assert live(app).run is not before
    now = live(app).run
    assert (now.epochs if key == "epochs" else now.learning_rate) == value


def test_nothing_is_offered_to_try_where_a_link_or_a_teacher_has_fixed_it() -> None:
    locked = finish(follow_link("train", learning_rate="0.01", lock="learning_rate"))
    assert not [one for one in locked.button if one.key == "try_next"]
    room = finish(join(room_that_tries(), "train", learning_rate="0.01"))
    assert not [one for one in room.button if one.key == "try_next"]


def test_after_a_detour_the_same_rate_is_proposed_from_the_start() -> None:
    app = follow_link("train", learning_rate="2", epochs="3")
    for _ in range(3):
        live(app).run.step()
    live(app).run.learning_rate = 0.3
    finish(app)
    said = verdict_of(live(app).run, advise=True)
    assert said is not None
    assert said.following == "Next: rate 0.3 from the start, without the detour."
    assert said.settings == {"learning_rate": 0.3}


def test_what_one_now_knows_is_said_after_a_run_and_not_before() -> None:
    app = follow_link("train")
    assert "You now know" not in [one.value for one in app.header]
    finish(app)
    assert "You now know" in [one.value for one in app.header]
    assert "go along one curve" in words(app)
    room = finish(join(room_that_tries(), "train"))
    assert "You now know" not in [one.value for one in room.header]
