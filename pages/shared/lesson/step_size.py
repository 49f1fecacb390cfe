"""What the lesson on the learning rate shares: the scale, its live sweep, and what is known."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from pages.shared.draw.charts import chart, picked, send_frame, tells
from pages.shared.draw.play import play
from pages.shared.lesson.numbers import Scene, once_for_each_scene
from pages.shared.link.address import fixed, offer
from pages.shared.server.turns import Turns
from pages.shared.train.sidebar import log_grid
from perceptron import BOUNDS, DataConfig, load
from perceptron.figures import takeaways
from perceptron.figures.step_size import scale_figure, sweep_traces
from perceptron.lessons.step_size.limits import fall_of_limit, verdicts
from perceptron.lessons.step_size.sweep import Edge, SweepRecord, n_epochs, search_edge
from perceptron.text.numbers import number, percent
from perceptron.theory import EpochMap, Limits, limits_of, reference_losses, spectrum

LOW, HIGH = 1e-3, 10.0
FACTORS = (1, 2, 3, 5, 10, 20, 30, 50, 100)
_RATES = log_grid(BOUNDS["learning_rate"].low, BOUNDS["learning_rate"].high)


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What is known of a scene before training.

    Attributes:
        map: What an epoch does to the distance.
        limits: The three limits.
        references: Named losses.
        linnerud: Limits of the raw and of the standardised Linnerud data.
        fall: How many times lower the full-batch limit is with the first feature x 30.
    """

    map: EpochMap
    limits: Limits
    references: dict[str, float]
    linnerud: tuple[float, float]
    fall: float


@once_for_each_scene()
def known_of(scene: Scene) -> Known:
    """Return what is known of a scene; computed once."""
    data = scene.dataset
    epoch_map = EpochMap(data.x_train, data.n_targets, scene.config.batch_size)
    raw, scaled = (load(DataConfig("linnerud", scale=scale)) for scale in (False, True))
    return Known(
        epoch_map,
        limits_of(data.x_train, data.n_targets, scene.config.batch_size),
        reference_losses(data, scene.start),
        (spectrum(raw.x_train, 3).limit, spectrum(scaled.x_train, 3).limit),
        fall_of_limit(data.x_train, data.n_targets, 30),
    )


def nearest_rate(value: float) -> float:
    """Return the nearest learning rate that the slider of the Train page offers."""
    return min(_RATES, key=lambda rate: abs(rate - value))


def _picked_rate() -> None:
    point = picked("scale")
    if point and not fixed("learning_rate"):
        st.session_state["step_size_rate"] = nearest_rate(float(point["x"]))
        _give_to_train()


def _give_to_train() -> None:
    """Set the learning rate of the Train page, which a run there takes up at once."""
    st.session_state["learning_rate"] = st.session_state["step_size_rate"]


def take_rate(scene: Scene) -> float:
    """Choose the learning rate of this lesson and of the Train page."""
    usual = nearest_rate(scene.config.learning_rate)
    offer("rate", _RATES, usual, "step_size_rate", glides=True)
    st.session_state.setdefault("step_size_rate", usual)
    return st.select_slider(
        "Learning rate, here and on the Train page",
        _RATES,
        key="step_size_rate",
        on_change=_give_to_train,
        help="Moves the line in the picture. A click on the coloured scale sets it too.",
        disabled=fixed("learning_rate"),
        persist_state="session",
        width=340,
    )


def show_scale(scene: Scene, known: Known, rate: float) -> None:
    """Show the scale of learning rates; sweep them live the first time."""
    edge = st.session_state.setdefault("sweeps", {}).get(scene.state)
    if edge is None:
        _sweep(scene, known, rate)
        st.stop()  # a newer script run draws the page
    _draw(scene, known, rate, edge)
    exact = known.limits.exact
    words = f"{len(edge.rates)} learning rates trained side by side for {edge.epochs} epochs. "
    if edge.measured is None:
        words += "No edge was seen: "
        words += (
            f"the theory puts it at {number(exact)}, beyond the scale."
            if exact is not None and exact > HIGH
            else "all of them diverge, or come to rest."
        )
    elif exact is not None:
        words += (
            f"Training diverges from {number(edge.measured)} on; the theory says {number(exact)} "
            f"({percent(edge.measured / exact - 1, 2, signed=True)})."
        )
    words += (
        f" The strip is computed without training: slow means that after as many epochs, "
        f"{edge.epochs}, more than 10 % of the way to the best is still to go."
    )
    st.caption(words + " Click or tap the picture to take a learning rate to the Train page.")


def _sweep(scene: Scene, known: Known, rate: float) -> None:
    """Sweep the learning rates live; keep the edge and run the page anew."""
    turns: Turns = st.session_state.setdefault("sweep_turns", Turns())
    turn = turns.enter()
    search = search_edge(scene.dataset, scene.start, scene.config.batch_size, low=LOW, high=HIGH)
    newest, epoch = next(search), 1
    _draw(scene, known, rate, newest)
    words = f"{len(newest.rates)} learning rates, epoch"
    caption, frames = st.caption(f"{words} {epoch} …"), st.empty()

    def advance() -> bool:
        nonlocal newest, epoch
        found = next(search)
        if isinstance(found, Edge):  # one scene at a time is enough to keep
            st.session_state["sweeps"] = {scene.state: found}
            return False
        if found.rates[0] == LOW:
            newest, epoch = found, found.epoch + 1
        return True

    def draw(frame: int) -> None:
        traces = sweep_traces(newest.rates, newest.losses, known.references)
        told = {"scale": _in_words(scene, known, newest)} if tells(frame) else {}
        send_frame(frames, {"scale": traces}, told=told)
        caption.caption(f"{words} {epoch} …")

    play(turns, turn, advance, draw)


def _in_words(scene: Scene, known: Known, found: SweepRecord | Edge) -> str:
    epochs = n_epochs(scene.dataset, scene.config.batch_size)
    told = verdicts(known.map, found.rates.tolist(), epochs)
    return f"{takeaways.scale(found.rates, found.losses, told)} {known.limits.rule}"


def _draw(scene: Scene, known: Known, rate: float, found: SweepRecord | Edge) -> None:
    limits, epochs = known.limits, n_epochs(scene.dataset, scene.config.batch_size)
    marks = {"your rate": rate}
    marks["safe below" if limits.exact is None else "limit"] = limits.exact or limits.single_batch
    told = verdicts(known.map, found.rates.tolist(), epochs)
    chart(
        "scale",
        (scene.state, rate, found),
        lambda: scale_figure(
            found.rates,
            found.losses,
            told,
            known.references,
            marks,
            epochs,
        ),
        lambda: _in_words(scene, known, found),
        height=440,
        on_pick=_picked_rate,
    )


def opening(scene: Scene, known: Known, rate: float) -> str:
    """Say what the limit of these batches is, and what the chosen rate does, in two sentences."""
    epochs = n_epochs(scene.dataset, scene.config.batch_size)
    (told,) = verdicts(known.map, [rate], epochs)
    does = {
        "works": "works",
        "slow": f"is slow: after {epochs} epochs more than 10 % of the way is still to go",
        "diverges": "diverges",
    }[told]
    return f"**{known.limits.rule}** The rate chosen below, {number(rate)}, {does}."


def which_theory(limits: Limits) -> str:
    """Say in words what makes the limit of these batches; empty if it is not known."""
    if limits.n_batches == 1:
        return (
            "An epoch is one batch here, so the limit is exactly $2 / \\lambda_{\\max}$: just "
            "below it descent converges, just above it diverges."
        )
    if limits.epoch is None:
        return ""
    return (
        f"An epoch is a product of {limits.n_batches} different steps $(I - \\eta H_b)$, one a "
        "batch, and that product decides: the limit is where it stops shrinking."
    )


def other_limits(limits: Limits) -> str:
    """Say in words what two related learning rates mean; empty if they are the limit itself."""
    if limits.n_batches == 1:
        return ""
    return (
        f"If all rows were one batch, the limit would be $2 / \\lambda_{{\\max}}$ = "
        f"{number(limits.full_batch, 3)}. "
        f"Below {number(limits.single_batch, 3)}, the smallest such number of any batch, no step "
        "can go "
        "wrong; above it some batches overshoot, and the others repair it."
    )
