"""Which numbers a lesson shows: the worked example, the notebook's data, or the visitor's run."""

from __future__ import annotations

import re
import weakref
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import wraps
from itertools import count
from typing import Any, ParamSpec, TypeVar

import streamlit as st
import torch

from pages.shared.link.address import address, offer, said, tell
from pages.shared.session.live_run import LiveRun, player
from pages.shared.session.on_screen import start
from pages.shared.session.settings import settings_of_session
from perceptron import (
    ConfigError,
    DataConfig,
    DataError,
    Dataset,
    Parameters,
    Run,
    TrainConfig,
    load,
)
from perceptron.data.example import EXAMPLE_TRAINING, example_start, load_example
from perceptron.text.language import N_, _, ngettext, once_for_each_language
from perceptron.text.numbers import number
from perceptron.text.whole import count as in_full

_marks = count()  # of the runs of all visitors, whose lessons share caches
PATIENCE = 1.5  # seconds to restore a run in
# What sessions, links and browsers know the numbers by, whatever is spoken.
EXAMPLE, NOTEBOOK, RUN = N_("worked example"), "notebook's data", N_("your run")
_SHOWN = {NOTEBOOK: N_("course data")}  # links and what browsers keep have the older name


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """The numbers of a lesson, always in float64 on the CPU.

    Attributes:
        name: What they are: one of the names that the session knows them by.
        state: Equal as long as the numbers are; what figures and caches know them by.
        dataset: The rows.
        start: The parameters that training starts from.
        parameters: The parameters as they are now: of a run, those it has reached.
        config: The hyperparameters.
    """

    name: str
    state: Hashable
    dataset: Dataset
    start: Parameters
    parameters: Parameters
    config: TrainConfig

    @property
    def size(self) -> str:
        """The shape of the task: 'm × d → c'."""
        data = self.dataset
        return f"{in_full(data.n_samples)} × {data.n_features} → {data.n_targets}"


@dataclass(frozen=True, slots=True)
class _RunState:
    """What the numbers of a run depend on. Read out, it is the same in the visitor's next visit."""

    mark: int = field(repr=False)
    steps_done: int
    learning_rate: float
    epochs: int


P = ParamSpec("P")
R = TypeVar("R")


def once_for_each_scene(words: str = "") -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a function of a scene compute once for all visitors who look at the same numbers.

    Args:
        words: Shown meanwhile, as they are marked by `N_`; none show nothing. What the function
            returns has no words: visitors share it, whatever they speak.
    """
    known_by: dict[str | type, Callable[[Any], Any]] = {Scene: lambda scene: scene.state}

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @once_for_each_language()
        def known() -> Callable[P, R]:  # Streamlit keeps one store for a function, however shown
            shown = _(words) or False
            return st.cache_resource(max_entries=64, show_spinner=shown, hash_funcs=known_by)(
                function
            )

        @wraps(function)
        def asked(*args: P.args, **more: P.kwargs) -> R:
            return known()(*args, **more)

        return asked

    return decorate


@st.cache_resource
def _example() -> Scene:
    start = example_start()
    return Scene(EXAMPLE, EXAMPLE, load_example(), start, start, EXAMPLE_TRAINING)


@st.cache_resource
def _notebook() -> Scene:
    run = Run(load(DataConfig()), TrainConfig())
    return Scene(NOTEBOOK, NOTEBOOK, run.dataset, run.start, run.start, run.config)


def _mark(run: Run) -> int:
    """A number that no other run of any visitor has; `id` may be that of an earlier one."""
    known = st.session_state.get("scene_mark")
    if known is None or known[0]() is not run:
        known = st.session_state["scene_mark"] = (weakref.ref(run), next(_marks))
    return known[1]


def _of_run(run: Run) -> Scene:
    cpu = torch.device("cpu")
    now = run.parameters(next(iter(run.history.models)))
    return Scene(
        RUN,
        _RunState(_mark(run), run.steps_done, run.learning_rate, run.epochs),
        run.dataset.to(cpu, torch.float64),
        run.start.to(cpu, torch.float64),
        now.to(cpu, torch.float64),
        run.current_config,
    )


SCENES: dict[str, Callable[[], Scene]] = {EXAMPLE: _example, NOTEBOOK: _notebook}


def _run_of_session(first: str) -> LiveRun | None:
    """Return the run on screen; one that a link was made on is trained as far as it says."""
    steps = said("trained")
    offer("numbers", [*SCENES, RUN], first, "scene")
    here = player()
    if live := here.live:
        if live.behind:
            here.come_back(here.enter(), PATIENCE)
        return live
    if st.session_state.get("scene") != RUN:
        return None
    try:
        turn = here.enter()
        live = start(turn, settings_of_session())
    except (ConfigError, DataError) as error:
        address().notes.append(str(error))
        st.session_state["scene"] = NOTEBOOK
        return None
    wanted = int(steps) if steps and re.fullmatch(r"\d{1,9}", steps) else 0
    here.catch_up(turn, wanted, PATIENCE)
    if live.run.steps_done < wanted and not live.run.done:
        address().notes.append(
            ngettext(
                "The link was made after {n} update of the run. Here it has {done}, which took "
                "{seconds} s; train it further on the Train page.",
                "The link was made after {n} updates of the run. Here it has {done}, which took "
                "{seconds} s; train it further on the Train page.",
                wanted,
                done=live.run.steps_done,
                seconds=number(PATIENCE),
            )
        )
    return live


def _choose(key: str) -> None:
    st.session_state["scene"] = st.session_state[key]


def open_with_example() -> bool:
    """Show the worked example where the page is opened in the app: by no link, nor by going back.

    Returns:
        Whether it is opened so in this script run.
    """
    here = address()
    seen, st.session_state["scene_visit"] = st.session_state.get("scene_visit"), here.visit
    anew = seen != here.visit and not here.returned and not here.waiting
    if anew:
        if st.session_state.get("scene") == RUN:
            st.session_state.pop("scene_of", None)  # the next lesson shows the run again
        st.session_state["scene"] = EXAMPLE
    return anew


def choose_scene(first: str = EXAMPLE, *, follows_run: bool = True) -> Scene:
    """Let the visitor choose the numbers.

    Args:
        first: What a visitor without a run sees first.
        follows_run: Whether a run of the Train page is shown by itself.
    """
    live = _run_of_session(first)
    names = [*SCENES, *([RUN] if live else [])]
    if live and follows_run and st.session_state.get("scene_of") is not live.run:
        st.session_state["scene_of"] = live.run
        if live.past is None or "numbers" not in address().link.view:
            st.session_state["scene"] = RUN  # but a link outweighs a run that a reload brought back
    if st.session_state.get("scene") not in names:
        st.session_state["scene"] = first
    # The choice is kept apart from the control: a control of one key on two pages can lose what
    # was set and not chosen when the visitor goes from one to the other.
    key = f"scene_on_{address().page}"
    shown = {one: _(_SHOWN.get(one, one)) for one in names}
    if live and not live.run.at_one_rate:  # a lesson trains from the start, at one rate
        rate = number(live.run.learning_rate)
        shown[RUN] = _("your run, at its last rate {rate}", rate=rate)
    name = st.session_state[key] = st.session_state["scene"]
    st.segmented_control(
        _("Numbers"),
        names,
        key=key,
        required=True,
        format_func=shown.__getitem__,
        on_change=_choose,
        args=(key,),
        help=_(
            "The worked example has numbers that you can check in your head. The course data are "
            "those of the notebook that this app grew from: 100 rows, 6 inputs, 3 outputs. Your "
            "run is the one on the Train page."
        ),
    )
    if not live or name != RUN:
        tell("trained", "")  # it was about the run
        return SCENES[name]()
    tell("trained", str(live.run.steps_done) if live.run.at_one_rate else "")
    return _of_run(live.run)
