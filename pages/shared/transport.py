"""Play, pause, step, reset, look back: what a visitor does with a run."""

from __future__ import annotations

import streamlit as st

from pages.shared.live import DEFAULT_SPEED, SPEEDS, LiveRun, stage, start
from pages.shared.settings import Settings
from perceptron import BOUNDS, Run
from perceptron.history import START


def _toggle() -> None:
    here = stage()
    here.enter()
    here.playing = not here.playing and here.live is not None and not here.live.run.done


def _step(whole_epoch: bool) -> None:
    """Train one batch, or on to the end of the epoch, then stand still."""
    here = stage()
    turn = here.enter()
    here.playing = False
    run = here.live.run
    finished = run.history.n_epochs
    while here.step(turn) and whole_epoch and run.history.n_epochs == finished and not run.done:
        pass


def _reset() -> None:
    """Put the same run on screen again, with the same start."""
    here = stage()
    turn = here.enter()
    here.playing = False
    start(turn, here.live.settings)


def _renew() -> None:
    """Ask for a new run from the sidebar; the page makes it, and says so if it can't."""
    here = stage()
    here.enter()
    here.playing = False
    st.session_state["renew"] = True


def _next_seed(name: str) -> None:
    """Ask for a new run from the next seed of the start or of the data."""
    bound = BOUNDS[name]
    value = st.session_state.get(name, int(bound.default)) + 1
    st.session_state[name] = int(bound.low) if value > bound.high else value
    _renew()


def _restore(settings: Settings) -> None:
    """Set the sidebar back to what the run on screen was made from."""
    for part in (settings.data, settings.train):
        for name in part.__dataclass_fields__:
            if name in st.session_state and name != "scale":
                st.session_state[name] = getattr(part, name)
    scale = settings.data.scale
    st.session_state["scale"] = "default" if scale is None else ("off", "on")[scale]
    if settings.table is not None:
        st.session_state["table_inputs"] = list(settings.table.inputs)
        st.session_state["table_outputs"] = list(settings.table.outputs)


def transport(run: Run, playing: bool) -> float | None:
    """Show the buttons and return the speed in epochs a second; None is full speed."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        if run.done:
            trained = run.history.n_epochs >= run.epochs
            label, icon = (
                ("Finished", ":material/check:") if trained else ("Stopped", ":material/block:")
            )
        elif playing:
            label, icon = "Pause", ":material/pause:"
        else:
            label, icon = "Continue" if run.steps_done else "Train", ":material/play_arrow:"
        st.button(
            label,
            key="play",
            icon=icon,
            type="primary",
            shortcut="Space",
            on_click=_toggle,
            disabled=run.done,
            width=164,
        )
        st.button(
            "Batch",
            icon=":material/skip_next:",
            shortcut="Right",
            help="Train one batch: one update of each model.",
            on_click=_step,
            args=(False,),
            disabled=run.done,
        )
        st.button(
            "Epoch",
            icon=":material/fast_forward:",
            shortcut="E",
            help="Train on to the end of this epoch, then validate.",
            on_click=_step,
            args=(True,),
            disabled=run.done,
        )
        st.button(
            "Reset",
            icon=":material/replay:",
            help="Back to the same starting weights.",
            on_click=_reset,
        )
        st.button(
            "New start",
            icon=":material/casino:",
            help="Other starting weights, the same data.",
            on_click=_next_seed,
            args=("init_seed",),
        )
        st.button(
            "New data",
            icon=":material/shuffle:",
            help="Other rows from the same source, or another split of a table.",
            on_click=_next_seed,
            args=("seed",),
        )
        speed = st.selectbox(
            "Speed",
            list(SPEEDS),
            index=list(SPEEDS).index(DEFAULT_SPEED),
            key="speed",
            label_visibility="collapsed",
            width=128,
            persist_state="session",
        )
    return SPEEDS[speed]


def tell_changed(live: LiveRun, settings: Settings) -> None:
    """Say that the sidebar no longer describes the run on screen, and offer both ways out."""
    changes = live.settings.differences(settings)
    if not changes:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("The picture shows a run with other settings: " + "; ".join(changes) + ".")
        st.button("Start a new run", type="primary", on_click=_renew)
        st.button("Undo the change", on_click=_restore, args=(live.settings,))


def look_back(run: Run, playing: bool) -> int | None:
    """Show the slider over past epochs; None is the newest state."""
    newest = run.history.n_epochs - 1
    if "look_back" not in st.session_state or st.session_state.get("seen") != (run, run.steps_done):
        st.session_state["seen"] = (run, run.steps_done)
        st.session_state["look_back"] = max(newest, 0)
    epoch = st.slider(
        "Look back to epoch",
        START,
        max(newest, 0),
        key="look_back",
        disabled=playing or newest < 0,
        help="Shows the weights after a past epoch; -1 is the common start.",
    )
    return None if playing or newest < 0 or epoch == newest else epoch
