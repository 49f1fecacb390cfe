"""What of a session the browser keeps for the next one, and how all of it is forgotten."""

from __future__ import annotations

import weakref

import streamlit as st

from pages.shared.session.identity import KEY
from pages.shared.session.kept import shelf
from pages.shared.session.live_run import player
from pages.shared.session.memory import Memory, memory, tell_memory
from pages.shared.session.progress import KEY as PROGRESS
from pages.shared.session.progress import forget_progress
from pages.shared.session.teaching import HELD, TEXTS
from perceptron.data.table import Table
from perceptron.sharing.link import DEFAULTS, OWN_TABLE
from perceptron.sharing.remembered import UnderWay, write_run, write_table, write_under_way

RUN, ANSWER, TABLE, LIVE = "run-", "answer-", "table", "live"
_NOTED = "noted"  # in the session: what was put into the memory last, by key
_PERSONAL = (  # keys of a session
    "shelf", "deleted_runs", "kept", "opened_run", _NOTED, "questions", KEY, HELD, "room",
    "predict_codes", "clinic_wards", "clinic_patient", "entries", PROGRESS, "judged",
    "verdict", "measure_codes", "measure_second", "measure_handed_in", "figures", "brought_back",
    "own_seed", "microscope", "scene", "scene_of", "sweeps", *TEXTS,
)  # fmt: skip
_PERSONAL_STARTS = (
    "table", "run_file", "revealed_", "ask-", "compare_", "name_", "hints_", "twin_of_", "clinic_",
)  # fmt: skip


def remember() -> None:
    """Tell the browser what has changed since this was called last."""
    here = memory()
    _note_runs(here)
    _note_table(here)
    _note_live(here)
    tell_memory()


def is_new(key: str, thing: object) -> bool:
    """Whether it is another object than last time; what is handed out never changes."""
    noted: dict[str, object] = st.session_state.setdefault(_NOTED, {})
    if noted.get(key) is thing:
        return False
    noted[key] = thing
    return True


def _put(here: Memory, key: str, text: str | None) -> None:
    if text is None:
        here.delete(key)
    else:
        here.put(key, text)


def _note_runs(here: Memory) -> None:
    for run in shelf().runs:
        if is_new(key := f"{RUN}{run.mark}", run):
            _put(here, key, write_run(run))
    there = {f"{RUN}{run.mark}" for run in shelf().runs}
    for key in [key for key in here.entries if key.startswith(RUN)]:
        if key not in there:
            here.delete(key)
            st.session_state[_NOTED].pop(key, None)  # it may be put back


def too_long() -> list[str]:
    """The names of the runs that are too long for the browser."""
    _note_runs(memory())  # one may have come in this very script run
    entries = memory().entries
    return [run.name for run in shelf().runs if f"{RUN}{run.mark}" not in entries]


def _note_table(here: Memory) -> None:
    table: Table | None = st.session_state.get("table")
    if is_new(TABLE, table):
        _put(here, TABLE, None if table is None else write_table(table))


def _note_live(here: Memory) -> None:
    live = player().live
    if live is None:
        here.delete(LIVE)
        return
    run, past, settings = live.run, live.past, live.settings
    again = past is not None and live.behind
    if not run.steps_done and not again and settings.table is None:
        here.delete(LIVE)  # nothing would be lost
        return
    origin, table = weakref.ref(run), settings.table  # kept here or, before a reload, elsewhere
    under_way = UnderWay(
        settings.data,
        settings.train,
        None if table is None else (table.inputs, table.outputs, table.drop_missing),
        past.steps if past and again else run.steps_done,
        past.rates if past and again else tuple(run.history.rate_changes)
        or ((0, run.learning_rate),),
        next((one.mark for one in shelf().runs if one.origin is origin), ""),
    )  # fmt: skip
    here.put(LIVE, write_under_way(under_way))


def forget() -> None:
    """Forget all that this session and this browser keep of the visitor."""
    player().clear()
    if st.session_state.get("dataset") == OWN_TABLE:
        st.session_state["dataset"] = DEFAULTS["dataset"]
    for key in list(st.session_state):
        if isinstance(key, str) and (key in _PERSONAL or key.startswith(_PERSONAL_STARTS)):
            del st.session_state[key]
    memory().forget()
    forget_progress()
