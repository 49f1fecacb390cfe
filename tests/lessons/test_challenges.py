"""Challenges: each can be earned by a run that somebody can make, and a near miss earns none."""

from __future__ import annotations

from typing import Any

import pytest

from pages.shared.train.grids import log_grid
from perceptron import BOUNDS, DataConfig, Run, TrainConfig, load
from perceptron.lessons.challenges.checks import CHECKS, Tried
from perceptron.lessons.challenges.reading import (
    FILE,
    ChallengeError,
    challenges,
    earned_by,
    read_challenges,
)

DATA = set(DataConfig.__dataclass_fields__)
GOOD = FILE.read_text(encoding="utf-8")
NAMES = [one.name for one in challenges()]
RAW = {"dataset": "linnerud", "scale": False, "batch_size": 5}
BITS = {"features": 1, "outputs": 1, "batch_size": 1}


def tried(*then: tuple[int, float], **settings: Any) -> Tried:
    """A run with settings that differ from the notebook's, to its end.

    Args:
        then: (epochs trained, the learning rate from there on).
        settings: Of the data and of the training.
    """
    data = DataConfig(**{name: value for name, value in settings.items() if name in DATA})
    train = TrainConfig(**{name: value for name, value in settings.items() if name not in DATA})
    run = Run(load(data), train)
    for epochs, rate in then:
        while run.history.n_epochs < epochs:
            run.step()
        run.learning_rate = rate
    return Tried(run.finish(), data, lambda: load(data))


def earned(one: Tried) -> set[str]:
    return {challenge.name for challenge in earned_by(one, challenges())}


@pytest.mark.parametrize(
    ("name", "then", "settings"),
    [
        ("mid-run", [(1, 0.3)], {}),
        ("largest-rate", [], {"learning_rate": 1.9}),
        ("largest-rate", [], {"learning_rate": 2.3, "batch_size": 50}),
        ("formats-differ", [], {"learning_rate": 0.3, "epochs": 60, "noise": 0.0}),
        (
            "formats-differ", [],
            {"learning_rate": 0.3, "epochs": 60, "noise": 0.0, "dtype": "float32"},
        ),
        ("no-short-batch", [], {"learning_rate": 0.3, "batch_size": 25}),
        ("no-short-batch", [], {"learning_rate": 2.0, "batch_size": 25}),
        ("unscaled", [], {"learning_rate": 2e-5} | RAW),
        ("rescue", [(1, 0.3)], {"learning_rate": 2.0, "epochs": 20}),
        ("another-start", [], {"learning_rate": 0.3, "epochs": 40, "init_seed": 1}),
        ("same-bits", [], {"learning_rate": 0.05} | BITS),
    ],
)  # fmt: skip
def test_each_challenge_can_be_earned_as_its_last_hint_says(name, then, settings) -> None:
    assert name in earned(tried(*then, **settings))


@pytest.mark.parametrize(
    ("name", "then", "settings"),
    [
        ("mid-run", [], {"learning_rate": 0.3}),  # not from the notebook's rate
        ("mid-run", [(1, 0.3)], {"epochs": 17}),
        ("mid-run", [(3, 0.3)], {}),  # 1.12
        ("mid-run", [(1, 0.3)], {"init_seed": 1}),
        ("mid-run", [(1, 0.3)], {"noise": 0.5}),
        ("largest-rate", [], {"learning_rate": 1.8}),
        ("largest-rate", [], {"learning_rate": 2.0}),
        ("largest-rate", [], {"learning_rate": 1.9, "epochs": 15}),
        ("largest-rate", [(1, 1.9)], {"learning_rate": 1.8}),
        ("formats-differ", [], {"learning_rate": 0.3, "epochs": 60}),
        ("formats-differ", [], {"learning_rate": 0.3, "noise": 0.0}),  # six digits
        ("no-short-batch", [], {"learning_rate": 0.3}),
        ("no-short-batch", [], {"learning_rate": 0.3, "batch_size": 50}),
        ("no-short-batch", [], {"learning_rate": 0.3, "batch_size": 24}),
        ("no-short-batch", [], {"learning_rate": 0.3, "batch_size": 25, "seed": 1}),
        ("no-short-batch", [], {"learning_rate": 1.0, "batch_size": 100}),
        ("unscaled", [], {"learning_rate": 5e-5} | RAW),
        ("unscaled", [], {"learning_rate": 2e-5, "dataset": "linnerud", "batch_size": 5}),
        ("unscaled", [], {"learning_rate": 0.3} | RAW | {"scale": None}),
        ("rescue", [(1, 0.3)], {"learning_rate": 2.0}),  # four epochs too few
        ("rescue", [], {"learning_rate": 0.3}),
        ("another-start", [], {"learning_rate": 0.3, "init_seed": 1}),
        ("another-start", [], {"learning_rate": 0.3, "epochs": 40}),
        ("same-bits", [], {"learning_rate": 0.05} | BITS | {"features": 3}),
        ("same-bits", [], {"learning_rate": 0.05, "epochs": 15} | BITS),
        ("same-bits", [], {"learning_rate": 1e-6} | BITS),
    ],
)
def test_a_near_miss_earns_nothing(name, then, settings) -> None:
    assert name not in earned(tried(*then, **settings))


def test_the_first_press_of_train_earns_nothing() -> None:
    assert earned(tried(learning_rate=0.3)) == set()
    assert earned(tried()) == set()


def test_a_run_that_diverged_or_is_under_way_earns_nothing() -> None:
    assert earned(tried(learning_rate=10.0)) == set()
    run = Run(load(DataConfig()), TrainConfig())
    run.step()
    assert earned(Tried(run, DataConfig(), lambda: load(DataConfig()))) == set()


def test_no_second_run_is_trained_but_for_a_run_that_could_earn_it() -> None:
    def never() -> Any:
        raise AssertionError("another run was trained")

    for settings in ({"learning_rate": 0.3}, {"learning_rate": 0.3, "batch_size": 24}):
        one = tried(**settings)
        earned_by(Tried(one.run, one.data, never), challenges())
    long = tried(learning_rate=0.3, epochs=2, batch_size=1, samples=3000, init_seed=1)
    earned_by(Tried(long.run, long.data, never), challenges())


def test_another_run_of_the_same_settings_is_the_same_run() -> None:
    one = tried(learning_rate=0.3, epochs=3)
    parameters, loss = one.again(100)
    assert parameters.W.equal(one.run.parameters("torch").W)
    assert loss == one.run.final_loss
    assert one.again(2) is None, "too long"
    assert tried(learning_rate=0.3).again(100, learning_rate=10.0) is None, "it diverges"
    assert tried((1, 0.3), epochs=2).again(100) is None, "it has no one rate"


def test_a_table_of_one_s_own_is_no_course_data() -> None:
    one = tried((1, 0.3))
    assert "mid-run" not in earned(Tried(one.run, None, one.rows))


def test_the_rates_that_are_asked_for_stand_on_the_slider() -> None:
    rates = log_grid(BOUNDS["learning_rate"].low, BOUNDS["learning_rate"].high)
    limit = tried(epochs=1).run.limits.exact
    assert [rate for rate in rates if 0.98 * limit <= rate < limit] == [1.9]
    assert {0.01, 0.05, 0.3, 2.0, 2e-5} <= set(rates)


def test_eight_challenges_with_two_hints_each() -> None:
    assert len(challenges()) == 8
    assert {one.check for one in challenges()} == set(CHECKS)
    assert all(len(one.hints) == 2 and one.why for one in challenges())


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('check = "rescued"', 'check = "rescue"', "there is no check 'rescue'. Did you mean"),
        ("percent = 5\n", "percnt = 5\n", "this check needs a table [challenge.with] of percent"),
        ("percent = 5\n", "percent = -5\n", "percent can't be -5"),
        ('dataset = "linnerud"', 'dataset = "lineru"', "dataset can't be 'lineru'"),
        ('name = "rescue"', 'name = "mid-run"', "stands here already"),
        ('name = "rescue"', 'name = "Rescue it"', "small letters, digits and hyphens"),
        ('title = "Rescue"', 'title = ""', "title must be words"),
        ('title = "Rescue"', 'titel = "Rescue"', "Did you mean title?"),
        ('title = "Rescue"\n', "", "this challenge has no title"),
        ('title = "Rescue"', "title = ", "this is not TOML"),
    ],
)
def test_a_wrong_file_is_told_with_its_line(old: str, new: str, words: str) -> None:
    assert GOOD.count(old) == 1
    with pytest.raises(ChallengeError, match=r"^Line \d+: ") as caught:
        read_challenges(GOOD.replace(old, new))
    assert words in str(caught.value)
    line = int(str(caught.value).partition(":")[0].removeprefix("Line "))
    begins = GOOD[: GOOD.index(old)].count("\n") + 1
    assert abs(line - begins) <= 3, "the line, or the head of its table"
