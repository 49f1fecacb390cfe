"""What the lesson on the learning rate shares: the scale, its live sweep, and what is known."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from pages.shared.draw.charts import chart, picked, send_frame, tells
from pages.shared.draw.play import play
from pages.shared.lesson.numbers import Scene, once_for_each_scene
from pages.shared.link.address import fixed, offer
from pages.shared.server.of_session import of_session
from pages.shared.server.turns import Turns
from pages.shared.train.grids import log_grid
from perceptron import BOUNDS, DataConfig, load
from perceptron.figures import takeaways
from perceptron.figures.step_size import scale_figure, sweep_traces
from perceptron.lessons.step_size.limits import fall_of_limit, verdicts
from perceptron.lessons.step_size.sweep import Edge, SweepRecord, n_epochs, search_edge
from perceptron.text.language import _, ngettext
from perceptron.text.numbers import in_full, number, percent
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
        _("Learning rate, here and on the Train page"),
        _RATES,
        format_func=in_full,
        key="step_size_rate",
        on_change=_give_to_train,
        help=_("Moves the line in the picture. A click on the coloured scale sets it too."),
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
    words = (
        ngettext(
            "{n} learning rate trained side by side for {epochs}.",
            "{n} learning rates trained side by side for {epochs}.",
            len(edge.rates),
            epochs=_epochs(edge.epochs),
        ),
        _edge_in_words(edge, known.limits.exact),
        _(
            "The strip is computed without training: slow means that after as many epochs, "
            "{epochs}, more than 10 % of the way to the best is still to go.",
            epochs=edge.epochs,
        ),
        _("Click or tap the picture to take a learning rate to the Train page."),
    )
    st.caption(" ".join(filter(None, words)))


def _epochs(n: int) -> str:
    return ngettext("{n} epoch", "{n} epochs", n)


def _edge_in_words(edge: Edge, exact: float | None) -> str:
    """Say where training begins to diverge; empty if there is nothing to compare it with."""
    if edge.measured is not None:
        if exact is None:
            return ""
        return _(
            "Training diverges from {measured} on; the theory says {exact} ({off}).",
            measured=number(edge.measured),
            exact=number(exact),
            off=percent(edge.measured / exact - 1, 2, signed=True),
        )
    if exact is not None and exact > HIGH:
        return _(
            "No edge was seen: the theory puts it at {exact}, beyond the scale.",
            exact=number(exact),
        )
    return _("No edge was seen: all of them diverge, or come to rest.")


def _sweep(scene: Scene, known: Known, rate: float) -> None:
    """Sweep the learning rates live; keep the edge and run the page anew."""
    turns = of_session("sweep_turns", Turns)
    turn = turns.enter()
    search = search_edge(scene.dataset, scene.start, scene.config.batch_size, low=LOW, high=HIGH)
    newest, epoch = next(search), 1
    _draw(scene, known, rate, newest)

    def so_far() -> str:
        return ngettext(
            "{n} learning rate, epoch {epoch} …",
            "{n} learning rates, epoch {epoch} …",
            len(newest.rates),
            epoch=epoch,
        )

    caption, frames = st.caption(so_far()), st.empty()

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
        caption.caption(so_far())

    play(turns, turn, advance, draw)


def _in_words(scene: Scene, known: Known, found: SweepRecord | Edge) -> str:
    epochs = n_epochs(scene.dataset, scene.config.batch_size)
    told = verdicts(known.map, found.rates.tolist(), epochs)
    return f"{takeaways.scale(found.rates, found.losses, told)} {known.limits.rule}"


def _draw(scene: Scene, known: Known, rate: float, found: SweepRecord | Edge) -> None:
    limits, epochs = known.limits, n_epochs(scene.dataset, scene.config.batch_size)
    marks = {_("your rate"): rate}
    if limits.exact is None:
        marks[_("safe below")] = limits.single_batch
    else:
        marks[_("limit")] = limits.exact
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
