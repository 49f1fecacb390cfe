"""The live run: owned by one script run at a time, and paced."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from pages.shared.server.scheduler import Account, Scheduler
from pages.shared.server.seat import Seat
from pages.shared.session.live_run import LiveRun, Player, Wish
from pages.shared.session.pace import Pace
from pages.shared.session.settings import Settings
from perceptron import ConfigError, DataConfig, Run, TrainConfig, load


def long_run(**train: int) -> LiveRun:
    settings = Settings(DataConfig(valid=10), TrainConfig(epochs=2_000, **train))
    return LiveRun(Run(load(settings.data), settings.train), settings)


@pytest.fixture
def player() -> Player:
    return Player(live=long_run())


def soon(seconds: float) -> float:
    return time.perf_counter() + seconds


@pytest.fixture(autouse=True)
def seat() -> Iterator[Seat]:
    with Seat(Scheduler(2), Account()) as taken:
        yield taken


def remake(settings: Settings) -> LiveRun:
    return LiveRun(Run(load(settings.data), settings.train), settings)


def test_who_has_lost_the_turn_never_trains_another_step(player: Player) -> None:
    old = player.enter()
    player.stand_still(Wish.BATCH)
    player.grant(old, remake, None)
    assert (player.live.run.steps_done, player.wishes) == (0, [Wish.BATCH])
    player.grant(player.enter(), remake, None)
    assert (player.live.run.steps_done, player.wishes) == (1, [])


def test_a_press_in_the_middle_of_a_step_pauses_for_good(player: Player, monkeypatch) -> None:
    run, presses = player.live.run, []

    def step() -> None:
        press = threading.Thread(target=player.stand_still, args=(Wish.AGAIN,))
        press.start()
        presses.append(press)
        time.sleep(0.05)  # it is under way now

    monkeypatch.setattr(run, "step", step)
    player.toggle()
    with player.while_newest(player.enter()):
        player.advance()
    presses[0].join()
    assert not player.playing, "Reset was pressed, and the run went on"
    assert player.wishes == [Wish.AGAIN]


def test_what_was_asked_for_is_done_in_its_order(player: Player) -> None:
    first, settings = player.live, player.live.settings
    for wish in (Wish.BATCH, Wish.AGAIN, Wish.BATCH, Wish.EPOCH, Wish.EPOCH, Wish.BATCH):
        player.stand_still(wish)
    player.grant(player.enter(), remake, settings)
    assert player.live is not first
    assert first.run.steps_done == 1
    assert player.live.run.steps_done == 2 * first.run.n_batches + 1


@pytest.mark.parametrize("wish", list(Wish))
def test_a_script_run_that_is_cut_short_loses_nothing(player: Player, wish: Wish, seat) -> None:
    first, settings = player.live, player.live.settings
    batches = first.run.n_batches

    def cut(*_: object) -> LiveRun:
        player.enter()  # as another click does
        return remake(settings)

    seat.breathe = cut
    player.stand_still(wish)
    player.grant(player.enter(), cut, settings)
    seat.breathe = lambda: None
    player.grant(player.enter(), remake, settings)
    steps = {Wish.BATCH: 1, Wish.EPOCH: batches}.get(wish, 0)
    assert (player.live.run.steps_done, player.wishes) == (steps, [])
    assert (player.live is first) == (steps > 0)


def test_train_again_starts_anew_with_what_is_chosen_and_plays(player: Player) -> None:
    run, settings = player.live.run, player.live.settings
    run.epochs = 1
    run.finish()
    player.toggle()
    assert not player.playing, "Pause was pressed while the run ended: that asks for no new one"
    player.train_again(run)
    player.train_again(run)  # a double click
    assert (player.wishes, player.playing) == ([Wish.ANOTHER], True)
    chosen = Settings(settings.data, TrainConfig(epochs=5, learning_rate=0.3))
    player.grant(player.enter(), remake, chosen)
    fresh = player.live.run
    assert (fresh.steps_done, fresh.epochs, fresh.learning_rate) == (0, 5, 0.3)
    assert fresh.start.W.equal(run.start.W)
    player.advance()
    player.train_again(run)  # heard late
    assert (player.live.run, fresh.steps_done, player.wishes) == (fresh, 1, [])
    assert player.playing


def test_reset_and_train_again_make_one_new_run(player: Player) -> None:
    run = player.live.run
    run.epochs = 1
    run.finish()
    player.stand_still(Wish.AGAIN)
    player.train_again(run)
    assert (player.wishes, player.playing) == ([Wish.AGAIN], True)


def test_train_again_with_settings_that_can_t_be_used_leaves_the_run(player: Player) -> None:
    run = player.live.run
    run.epochs = 1
    run.finish()
    player.train_again(run)
    player.grant(player.enter(), remake, None)
    assert (player.live.run, player.wishes) == (run, [])
    assert not player.advance()
    assert not player.playing


def test_a_slice_trains_many_batches_until_its_time_is_over_or_a_turn_is_asked_for(
    player: Player,
) -> None:
    run = player.live.run
    run.epochs = 10_000
    assert player.advance(0.05)
    assert run.steps_done > 10
    before = run.steps_done
    player._asking.append(None)
    assert player.advance(60.0)
    assert run.steps_done == before + 1
    player._asking.clear()
    run.epochs = run.history.n_epochs + 1
    assert not player.advance(60.0)
    assert run.done
    assert not player.playing


def test_a_new_run_that_cannot_be_made_is_told_once(player: Player) -> None:
    def refuse(_: Settings) -> LiveRun:
        raise ConfigError("No.")

    player.stand_still(Wish.ANOTHER)
    player.stand_still(Wish.BATCH)
    with pytest.raises(ConfigError):
        player.grant(player.enter(), refuse, player.live.settings)
    player.grant(player.enter(), refuse, None)
    assert (player.live.run.steps_done, player.wishes) == (1, [])


def test_who_has_lost_the_turn_never_replaces_the_run(player: Player) -> None:
    old, shown = player.enter(), player.live
    new = player.enter()
    assert player.show(old, long_run(init_seed=1)) is shown
    fresh = long_run(init_seed=2)
    assert player.show(new, fresh) is fresh


def test_it_plays_until_the_page_has_to_be_drawn_anew(player: Player, monkeypatch) -> None:
    run = player.live.run
    assert player.advance()
    assert player.playing
    monkeypatch.setattr(run, "step", lambda: run.reasons.update(einsum="It diverged."))
    assert not player.advance(), "a model that stops is told at once"
    assert player.playing, "the others train on"
    monkeypatch.undo()
    run.epochs = 1
    assert [player.advance() for _ in range(run.n_batches - 1)] == [True, True, False]
    assert not player.playing
    player.playing = True  # as when the epochs are set to fewer than are done
    assert not player.advance()
    assert not player.playing
    assert run.steps_done == run.n_batches


def test_who_waits_for_a_core_catches_up_with_the_pace(player: Player) -> None:
    run = player.live.run
    player.pressed = soon(-1)  # a second ago
    pace = player.pace(run, epochs_per_second=1)
    assert pace.wait(run.n_batches - 1) < 0 < pace.wait(100 * run.n_batches)
    assert player.pace(run, epochs_per_second=1).wait(1) > 0, "the next script run starts anew"


def test_a_pace_spreads_steps_evenly(player: Player) -> None:
    run = player.live.run
    pace = Pace(run, epochs_per_second=5)
    assert pace.wait(0) <= 0
    assert 0.9 < pace.wait(5 * run.n_batches) <= 1


def test_full_speed_does_not_wait(player: Player) -> None:
    run = player.live.run
    pace = Pace(run, None)
    assert pace.wait(run.steps_done) == 0
    assert pace.seconds_left(0) is None
    run.step()
    assert pace.wait(run.steps_done) == 0
    assert pace.seconds_left(run.steps_done) > 0


def test_only_rate_and_epochs_may_change_in_mid_run() -> None:
    made = Settings(DataConfig(), TrainConfig())
    assert not made.changes(Settings(DataConfig(), TrainConfig(learning_rate=1.0, epochs=3)))
    changes = made.changes(Settings(DataConfig(samples=50), TrainConfig(dtype="float32")))
    assert changes == {"samples": 50, "dtype": "float32"}
    others = Settings(DataConfig(dataset="iris", samples=50), TrainConfig())
    assert made.changes(others) == {"dataset": "iris"}, "sizes belong to the data that are made"


def test_a_run_has_the_same_bits_whichever_threads_train_it() -> None:
    def valid(run: Run) -> list[list[float]]:
        return [model.valid_mse for model in run.history.models.values()]

    config = TrainConfig(learning_rate=0.3, epochs=60)
    alone = Run(load(DataConfig()), config).finish()
    live = LiveRun(Run(load(DataConfig()), config), Settings(DataConfig(), config))

    def epoch() -> None:
        done = live.run.history.n_epochs
        while live.run.history.n_epochs == done:
            live.step()

    while not live.run.done:
        thread = threading.Thread(target=epoch)  # as Streamlit: one for each click
        thread.start()
        thread.join()
    assert valid(live.run) == valid(alone)
