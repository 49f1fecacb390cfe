"""Sessions beside each other: the same numbers as alone, bit for bit."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import torch
from streamlit.testing.v1 import AppTest

from perceptron import DataConfig, Run, TrainConfig, load
from perceptron.device import Device, devices
from perceptron.sharing.write import check_of_run
from tests.pages.opening import follow_link

Session = tuple[DataConfig, TrainConfig]
# One session a thread: seeds, formats, sizes, rates and orders of magnitude differ.
SESSIONS: tuple[Session, ...] = (
    (DataConfig(seed=1), TrainConfig(init_seed=5, epochs=12)),
    (DataConfig(seed=2, valid=300), TrainConfig(dtype="float32", learning_rate=0.3, epochs=12)),
    (DataConfig("linnerud", seed=3), TrainConfig(batch_size=5, init_seed=7, epochs=40)),
    (
        DataConfig(samples=400, features=20, outputs=9, seed=1, valid=300),
        TrainConfig(dtype="float32", batch_size=128, init_seed=5, epochs=8),
    ),
)


def numbers(run: Run) -> tuple[str, bytes]:
    """Every loss, and every weight and bias of every model, to the last bit."""
    weights = b"".join(
        part.detach().cpu().numpy().tobytes()
        for name in run.history.models
        for parameters in [run.parameters(name)]
        for part in (parameters.W, parameters.b)
    )
    return check_of_run(run), weights


def trained(session: Session, together: threading.Barrier | None = None) -> tuple[str, bytes]:
    """Load and train; with others, every step only when all of them are ready for it."""
    if together:
        together.wait(60)
    run = Run(load(session[0]), session[1])
    while not run.done:
        if together and run.steps_done < 20:
            together.wait(60)
        run.step()
    return numbers(run)


def on(device: Device) -> list[Session]:
    """The sessions on a device, in a format that it computes in."""
    return [
        (data, replace(train, device=device.name, **({"dtype": "float32"} if device.name == "mps"
                                                     else {})))
        for data, train in SESSIONS
    ]  # fmt: skip


@pytest.mark.parametrize("device", devices(), ids=lambda device: device.name)
def test_sessions_at_once_give_the_numbers_that_each_gives_alone(device: Device) -> None:
    if not device.available:
        pytest.skip(f"{device.name}: {device.note}")
    sessions = on(device)
    alone = [trained(session) for session in sessions]
    assert len({numbers for numbers, _ in alone}) == len(sessions), "they are told apart"
    for _ in range(3):
        together = threading.Barrier(len(sessions))
        with ThreadPoolExecutor(len(sessions)) as pool:
            at_once = list(pool.map(lambda one: trained(one, together), sessions))  # noqa: B023
        assert at_once == alone


def test_the_process_is_as_it_was_after_training() -> None:
    def state() -> tuple[object, ...]:
        return (
            torch.get_default_dtype(),
            torch.is_grad_enabled(),
            torch.get_num_threads(),
            torch.initial_seed(),
            torch.get_rng_state().tolist(),
        )

    before = state()
    for session in SESSIONS:
        trained(session)
    assert state() == before


def test_visitors_turn_by_turn_see_what_each_sees_alone() -> None:
    links = [
        {"seed": "1", "epochs": "3"},
        {"seed": "2", "epochs": "3", "dtype": "float32", "learning_rate": "0.3"},
    ]

    def press_epoch(app: AppTest) -> None:
        next(one for one in app.button if one.label == "Epoch").click().run()
        assert not app.exception

    alone = []
    for link in links:
        app = follow_link("train", **link)
        for _ in range(3):
            press_epoch(app)
        alone.append(numbers(app.session_state["player"].live.run))
    both = [follow_link("train", **link) for link in links]
    for _ in range(3):
        for app in both:
            press_epoch(app)
    assert [numbers(app.session_state["player"].live.run) for app in both] == alone
    for app in both:
        assert len(app.session_state["shelf"].runs) == 1, "a shelf holds its own session's runs"


def _scenes_of_runs() -> None:
    """The lessons' scenes of runs of which each is gone when the next one is made."""
    from copy import copy

    import streamlit as st

    from pages.shared.lesson import numbers
    from perceptron import DataConfig, Run, TrainConfig, load

    first = Run(load(DataConfig(samples=20, valid=1)), TrainConfig(batch_size=5))
    states, places = [], set()
    for _ in range(8):
        run = copy(first)
        states += [numbers._of_run(run).state, numbers._of_run(run).state]
        places.add(id(run))
        del run
    st.session_state.update(states=states, places=places)


def test_no_lesson_takes_a_run_for_an_earlier_one_or_for_that_of_another_visitor() -> None:
    visitors = [AppTest.from_function(_scenes_of_runs, default_timeout=120).run() for _ in range(2)]
    assert not any(app.exception for app in visitors)
    states = [state for app in visitors for state in app.session_state["states"]]
    assert states[::2] == states[1::2], "one run, one state"
    assert len(set(states)) == 16, "by these states all visitors' lessons keep results"
    assert len(visitors[0].session_state["places"]) < 8, "a run stood where another had stood"
