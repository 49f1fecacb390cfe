"""Play, pause, step, reset, look back: what a visitor does with a run."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.shared.link.address import fixed, offer, said
from pages.shared.link.writing import this_link
from pages.shared.session import projector
from pages.shared.session.keys import shortcut
from pages.shared.session.live_run import LiveRun, Player, Wish, player
from pages.shared.session.pace import DEFAULT_SPEED, SPEEDS
from pages.shared.session.projector import goes_on
from pages.shared.session.settings import still_chosen
from perceptron import BOUNDS, Run
from perceptron.history import START
from perceptron.sharing.provenance import differences, made_here
from perceptron.sharing.write import check_of_run
from perceptron.text.language import N_, _

_PIECES = (  # of a run: label, icon, shortcut, help, wish
    (
        N_("Batch"),
        "skip_next",
        "Right",  # in English: a key
        N_("Train one batch: one update of each model."),
        Wish.BATCH,
    ),
    (
        N_("Epoch"),
        "fast_forward",
        "E",
        N_("Train on to the end of this epoch, then validate."),
        Wish.EPOCH,
    ),
)


def _next_seed(name: str) -> None:
    """Ask for a new run from the next seed of the start or of the data."""
    here, bound = player(), BOUNDS[name]
    value = st.session_state.get(name, int(bound.default)) + 1
    st.session_state[name] = int(bound.low) if value > bound.high else value
    here.stand_still(Wish.ANOTHER)


def show_player(run: Run, playing: bool) -> float | None:
    """Show the buttons and return the speed in epochs a second; None is full speed."""
    here = player()
    offer("speed", list(SPEEDS), DEFAULT_SPEED)
    st.session_state.setdefault("speed", DEFAULT_SPEED)
    with st.container(key="lab_player", horizontal=True, vertical_alignment="bottom", gap="small"):
        label = _play_button(run, playing, here)
        _step_buttons(run, here)
        if projector.is_on():
            goes_on(label, here.toggle, disabled=run.done)
            return SPEEDS[st.session_state["speed"]]
        _seed_buttons()
        speed = st.selectbox(
            _("Speed"),
            list(SPEEDS),
            format_func=_,
            key="speed",
            label_visibility="collapsed",
            width=128,
            persist_state="session",
        )
    return SPEEDS[speed]


def _play_button(run: Run, playing: bool, here: Player) -> str:
    """Show what starts and pauses a run, or trains it once more; return its label."""
    # Not under the key of Pause: who presses that while the run ends has not asked for a new one.
    key: str = "play"
    action: Callable[..., None] = here.toggle
    args: tuple[Run, ...] = ()
    if run.done:
        key, action, args = "again", here.train_again, (run,)
        label, icon = _("Train again"), ":material/replay:"
    elif playing:
        label, icon = _("Pause"), ":material/pause:"
    else:
        label, icon = _("Continue") if run.steps_done else _("Train"), ":material/play_arrow:"
    st.button(
        label,
        key=key,
        icon=icon,
        type="primary",
        shortcut=shortcut("Space"),  # in English: a key
        on_click=action,
        args=args,
        width=220 if projector.is_on() else 176,
    )
    return label


def _step_buttons(run: Run, here: Player) -> None:
    """Show what trains a piece of the run, or begins it again."""
    for label, icon, key, what, wish in _PIECES:
        st.button(
            _(label),
            icon=f":material/{icon}:",
            shortcut=shortcut(key),
            help=_(what),
            on_click=here.stand_still,
            args=(wish,),
            disabled=run.done,
        )
    st.button(
        _("Reset"),
        icon=":material/replay:",
        help=_("Back to the same starting weights."),
        on_click=here.stand_still,
        args=(Wish.AGAIN,),
    )


def _seed_buttons() -> None:
    """Show what draws other numbers: the starting weights, or the rows."""
    st.button(
        _("New start"),
        icon=":material/casino:",
        help=_("Other starting weights, the same data."),
        on_click=_next_seed,
        args=("init_seed",),
        disabled=fixed("init_seed"),
    )
    st.button(
        _("New data"),
        icon=":material/shuffle:",
        help=_("Other rows from the same source, or another split of a table."),
        on_click=_next_seed,
        args=("seed",),
        disabled=fixed("seed"),
    )


def start_by_link() -> None:
    """Begin to train, if the link says so."""
    if said("play") == "yes":
        player().playing = True


def tell_check(live: LiveRun) -> None:
    """Say whether a finished run has the very numbers of the run that the link was made from."""
    link = this_link()
    run = live.run
    if run.failed or not (
        link.check and run.done and run.at_one_rate and still_chosen(live.settings)
    ):
        return
    if check_of_run(run) == link.check:
        words = _("Every loss is that of the link, to the last bit.")
        st.success(words, icon=":material/verified:")
        return
    differing = "; ".join(differences(link.made, made_here()))
    sentences = (
        _("These losses differ from those the link was made with."),
        f"{differing}." if differing else _("The versions are the same."),
        _("Compare the epoch tables: with other versions the last digits may differ."),
    )
    st.warning(" ".join(sentences), icon=":material/difference:")


def look_back(run: Run, playing: bool) -> int | None:
    """Show the slider over past epochs, once there are any; return one, None for the newest."""
    trained = run.history.n_epochs
    if not trained:
        return None
    if "look_back" not in st.session_state or st.session_state.get("seen") != (run, run.steps_done):
        st.session_state["seen"] = (run, run.steps_done)
        st.session_state["look_back"] = trained
    after = st.slider(
        _("Look back to epoch"),
        0,
        trained,
        key="look_back",
        disabled=playing,
        help=_("Shows the weights after so many epochs; 0 is the common start."),
    )
    return None if playing or after == trained else START + after
