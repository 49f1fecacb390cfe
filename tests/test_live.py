"""The live run: owned by one script run at a time, and paced."""

from __future__ import annotations

import threading
import time

import pytest

from pages.shared.live import LiveRun, Pace
from pages.shared.settings import Settings
from perceptron import DataConfig, Run, TrainConfig, load


@pytest.fixture
def live() -> LiveRun:
    settings = Settings(DataConfig(valid=10), TrainConfig(epochs=2_000))
    return LiveRun(Run(load(settings.data), settings.train), settings)


def test_who_has_lost_the_run_never_trains_another_step(live: LiveRun) -> None:
    old = live.take()
    assert live.step(old)
    new = live.take()
    done = live.run.steps_done
    assert not live.step(old)
    assert live.run.steps_done == done
    assert live.step(new)


def test_two_script_runs_at_once_never_step_together(live: LiveRun) -> None:
    stopped: list[bool] = []

    def loop() -> None:
        token = live.take()
        stopped.append(live.train_for(token, 5, Pace(live.run, None)))

    first = threading.Thread(target=loop)
    first.start()
    while live.run.steps_done < 5:
        time.sleep(0.001)
    token = live.take()
    at_once = live.run.steps_done
    first.join(timeout=1)
    assert not first.is_alive(), "the former owner goes on"
    assert stopped == [False]
    assert live.run.steps_done == at_once
    assert live.step(token)


def test_pace_waits_until_a_step_is_due(live: LiveRun) -> None:
    token = live.take()
    live.train_for(token, 0.3, Pace(live.run, epochs_per_second=5))
    assert 1 <= live.run.steps_done <= 0.3 * 5 * live.run.n_batches + 1


def test_full_speed_does_not_wait(live: LiveRun) -> None:
    pace = Pace(live.run, None)
    assert pace.wait(live.run.steps_done) == 0
    assert pace.seconds_left(0) is None
    live.train_for(live.take(), 0.2, pace)
    assert pace.seconds_left(live.run.steps_done) > 0


def test_only_rate_and_epochs_may_change_in_mid_run() -> None:
    made = Settings(DataConfig(), TrainConfig())
    assert not made.differences(Settings(DataConfig(), TrainConfig(learning_rate=1.0, epochs=3)))
    changes = made.differences(Settings(DataConfig(samples=50), TrainConfig(dtype="float32")))
    assert changes == ["samples 100 → 50", "dtype float64 → float32"]
