"""The verdict on a run: every case in words that its own numbers bear out."""

from __future__ import annotations

import re
from typing import Any

import pytest

from perceptron import BOUNDS, DataConfig, Run, TrainConfig, load
from perceptron.difference import Comparison, Difference
from perceptron.lessons.verdict import TROUBLE, verdict
from perceptron.theory import Limits

DATA = set(DataConfig.__dataclass_fields__)
RAW = {"dataset": "linnerud", "scale": False, "batch_size": 5}


def run_of(**settings: Any) -> Run:
    data = DataConfig(**{name: value for name, value in settings.items() if name in DATA})
    train = TrainConfig(**{name: value for name, value in settings.items() if name not in DATA})
    return Run(load(data), train).finish()


def rate_to_try(words: str) -> float:
    found = re.search(r"(?:try rate|at rate|Try) ([0-9.]+?)[.,?]? ?(?:or|$)", words)
    assert found, words
    return float(found[1])


@pytest.mark.parametrize(
    ("settings", "kind", "words"),
    [
        ({}, "hardly", "Loss 11\u202f503 → 5501, still far from the least possible 0.9655."),
        ({"learning_rate": 0.1}, "on the way", "→ 49.23, not yet the least possible 0.9655."),
        ({"learning_rate": 0.3, "epochs": 2}, "on the way", "Next: 20 epochs."),
        ({"learning_rate": 1.9}, "on the way", "Next: 100 epochs."),
        ({"learning_rate": 1.0}, "pulled", "More epochs won't help, each batch pulls its own way."),
        ({"learning_rate": 0.3}, "there", "→ 1.002, nearly the least possible 0.9655."),
        ({"learning_rate": 0.3, "epochs": 60, "noise": 0.0}, "there", "the least possible 0."),
        ({"learning_rate": 2.0}, "grew", "the loss grew from 11\u202f503 to 2.6×10⁷."),
        ({"learning_rate": 10.0}, "diverged", "too long: the loss grew to 3.1×10¹⁷."),
        ({"learning_rate": 0.3, "dtype": "float32"}, "there", " digits (float32 keeps about 7)."),
        ({"learning_rate": 1.0, "batch_size": 100, "epochs": 60}, "there", "Next: a challenge, or"),
    ],
)  # fmt: skip
def test_each_way_to_end_has_its_words(settings, kind, words) -> None:
    said = verdict(run_of(**settings))
    assert said.kind == kind, said.words
    assert words in said.words


def test_a_rate_that_is_too_small_gets_one_from_theory_that_reaches_the_floor() -> None:
    for settings in ({}, {"dataset": "iris"}, {"samples": 300, "batch_size": 100}):
        run = run_of(learning_rate=0.001, **settings)
        said = verdict(run)
        assert said.kind == "hardly"
        better = rate_to_try(said.following)
        assert better == run.limits.good_rate < run.limits.exact
        assert verdict(run_of(learning_rate=better, **settings)).kind in ("there", "on the way")


def test_who_has_reached_the_floor_is_led_over_the_limit_and_back() -> None:
    run = run_of(learning_rate=0.3)
    beyond = rate_to_try(verdict(run).following)
    assert run.limits.exact < beyond == 2
    over = verdict(run_of(learning_rate=beyond))
    assert over.kind == "grew"
    assert rate_to_try(over.following) == 0.3


def test_the_epochs_that_are_named_are_enough_and_where_none_help_none_do() -> None:
    said = verdict(run_of(learning_rate=0.3, epochs=2))
    epochs = int(re.search(r"Next: (\d+) epochs", said.following)[1])
    assert verdict(run_of(learning_rate=0.3, epochs=epochs)).kind == "there"
    for settings in ({"learning_rate": 1.0}, {"learning_rate": 0.3, "dataset": "wine"}):
        assert verdict(run_of(**settings)).kind == "pulled"
        assert verdict(run_of(**settings, epochs=160)).kind == "pulled"
        better = rate_to_try(verdict(run_of(**settings)).following)
        assert verdict(run_of(**settings | {"learning_rate": better, "epochs": 100})).kind in (
            "there", "pulled",
        )  # fmt: skip


def test_the_digits_are_those_of_the_programs_that_trained(monkeypatch: pytest.MonkeyPatch) -> None:
    said = verdict(run_of(learning_rate=0.3))
    assert re.search(r"All three programs agree to 1[345] digits\.", said.happened)
    refused = run_of(learning_rate=0.3, samples=200, outputs=20, features=20, batch_size=200,
                     einsum_budget=1)  # fmt: skip
    assert refused.status("einsum") == "refused"
    assert "Both programs agree to" in verdict(refused).happened
    same = Difference(percent=0, largest=0, norm=0, identical=True)  # whatever this machine rounds
    monkeypatch.setattr(Run, "final_difference", lambda *_: Comparison(same, same, same))
    assert "All three programs agree to the last bit." in verdict(run_of()).happened


def test_a_class_that_is_to_find_out_is_told_no_rate() -> None:
    for settings in ({}, {"learning_rate": 2.0}, {"learning_rate": 10.0}, RAW):
        run = run_of(**settings)
        said = verdict(run, advise=False)
        assert said.following == ""
        assert "rates" not in said.words
        assert f"{run.limits.exact:.3g}" not in said.words
        assert verdict(run).happened == said.happened


def test_a_run_that_was_given_up_says_why() -> None:
    run = Run(load(DataConfig()), TrainConfig())
    run.step()
    run.give_up("A step failed.")
    said = verdict(run)
    assert (said.kind, said.words) == ("failed", "A step failed.")
    assert said.kind in TROUBLE


def test_a_limit_that_is_not_known_names_no_rate_beyond_it() -> None:
    unknown = Limits(full_batch=2.0, epoch=None, single_batch=0.2, n_batches=1000)
    assert unknown.rate_that_diverges is None
    assert unknown.good_rate == 0.05
    assert Limits(1.0, 1.93, 0.2, 4).rate_that_diverges == 2
    assert Limits(1.0, 9e-5, 9e-5, 4).rate_that_diverges == pytest.approx(1e-4)
    assert Limits(99.0, 99.0, 99.0, 2).rate_that_diverges is None
    assert BOUNDS["learning_rate"].high == 10
