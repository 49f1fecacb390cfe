"""How a session takes over what the browser has kept of the one before."""

from __future__ import annotations

import weakref
from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.shared.server.seat import seated
from pages.shared.session.identity import STUDENT, take_key
from pages.shared.session.kept import shelf
from pages.shared.session.language import KEY as LANGUAGE
from pages.shared.session.language import take_language
from pages.shared.session.live_run import LiveRun, player
from pages.shared.session.memory import ROOM, Memory, memory
from pages.shared.session.past import Past
from pages.shared.session.progress import KEY as PROGRESS
from pages.shared.session.progress import take_progress
from pages.shared.session.remembered import ANSWER, LIVE, RUN, TABLE, is_new
from pages.shared.session.settings import Settings, TableChoice, load_data, set_sidebar
from pages.shared.session.table import put_table
from pages.shared.session.teaching import LONGEST_TEXT, TEACHER, TEXTS, take_room, take_text
from perceptron import BOUNDS, ConfigError, DataError, Run
from perceptron.data.table import Table, default_roles
from perceptron.sharing.json_text import read_json
from perceptron.sharing.remembered import (
    UnderWay,
    read_run_again,
    read_table_again,
    read_under_way,
)
from perceptron.text.language import N_, _

_MOST = 1_000  # entries that are looked at
MOST_TWINS = 20  # of a question that are opened again
_DROPPED = {  # by the beginning of a key
    RUN: N_("A run in this browser is damaged. It was dropped; all else is here."),
    ANSWER: N_("An answer in this browser is damaged. It was dropped; all else is here."),
    TABLE: N_("Your table in this browser is damaged. It was dropped; all else is here."),
    LIVE: N_(
        "The run that you left can't be trained again: it is damaged, or its table was too large "
        "to keep. It was dropped; all else is here."
    ),
    PROGRESS: N_("Your progress in this browser is damaged. It was dropped; all else is here."),
    LANGUAGE: N_("The language that you chose in this browser is not there. All else is here."),
    STUDENT: N_("The key of this browser is damaged. You have a new one; all else is here."),
    TEACHER: N_("The key of your room in this browser is damaged. Open your teacher's link again."),
}


def take_over(text: str, opened: Mapping[str, Any] | None) -> dict[str, Any]:
    """Take over what the browser has kept. What can't be used is dropped alone, with a sentence.

    Args:
        text: JSON, an object of texts: the entries by their keys.
        opened: The settings in the link that the session was opened with; they win. None if it
            has none.

    Returns:
        The values of the sidebar that were set; empty if the run under way was not taken over.
    """
    here = memory()
    if here.taken:
        return {}
    here.taken, here.heard = True, max(here.heard, 1)
    entries = _entries(text, here)
    _take_runs(here, {key: entry for key, entry in entries.items() if key.startswith(RUN)})
    for key, entry in entries.items():
        try:
            _take(here, key, entry)
        except DataError:
            _drop(here, key)
    unanswered = st.session_state.get("questions", {})
    for name in [name for name, one in unanswered.items() if one.guess is None]:
        if name in here.answers:
            del unanswered[name]
    _take_table(here, entries.get(TABLE))
    try:
        return _take_live(here, entries.get(LIVE), opened)
    except (ConfigError, DataError):
        _drop(here, LIVE)
        return {}


def _entries(text: str, here: Memory) -> dict[str, str]:
    """Read the outermost layer; anything that is no text by a short key is left out."""
    try:
        found = read_json(text, longest=4 * ROOM)
    except DataError:
        found = None
    if not isinstance(found, dict) or len(found) > _MOST:
        here.notes.append(_("What this browser kept can't be read. It was left there, untouched."))
        return {}
    return {k: v for k, v in found.items() if isinstance(v, str) and len(k) <= 120}


def _drop(here: Memory, key: str) -> None:
    here.notes.append(next(_(words) for start, words in _DROPPED.items() if key.startswith(start)))
    here.drop(key)


def _take_runs(here: Memory, entries: Mapping[str, str]) -> None:
    """Take over the runs, the oldest first: it makes room if another tab has kept some more."""
    runs = []
    for key, entry in entries.items():
        try:
            runs.append(read_run_again(key.removeprefix(RUN), entry))
        except DataError:
            _drop(here, key)
        else:
            here.entries[key] = entry
    for run in sorted(runs, key=lambda one: one.made):
        is_new(f"{RUN}{run.mark}", shelf().put_back(run))


def _take(here: Memory, key: str, entry: str) -> None:
    """Take over an answer or a key."""
    if key.startswith(ANSWER):
        here.answers[key.removeprefix(ANSWER)] = read_answer(entry)
        here.entries[key] = entry
    elif key == PROGRESS:
        take_progress(entry)
    elif key == LANGUAGE:
        take_language(entry)
    elif key == STUDENT:
        here.entries[key] = entry
        take_key(entry)
    elif key == TEACHER:
        here.entries[key] = entry
        take_room(entry)
    elif key in TEXTS and len(entry) <= LONGEST_TEXT:
        take_text(key, entry)
    elif key not in (TABLE, LIVE) and not key.startswith(RUN):
        here.drop(key)


def read_answer(text: str) -> dict[str, Any]:
    """Return what is kept of a question: 'of', the guess, how far it was revealed, its twins.

    Raises:
        DataError: If it is damaged.
    """
    match read_json(text, longest=1_999):
        case {
            "of": str(of),
            "guess": str() | float() | int() | list() as guess,
            "stage": str(stage),
        } as kept:
            twins = kept.get("twins", 0)
            if type(twins) is int and 0 <= twins <= MOST_TWINS:
                return {"of": of, "guess": guess, "stage": str(stage), "twins": twins}
    raise DataError("it is no answer to a question")  # in English: `take_over` tells it otherwise


def _take_table(here: Memory, entry: str | None) -> None:
    if entry is None or "table" in st.session_state:
        return
    try:
        table = read_table_again(entry)
    except DataError:
        _drop(here, TABLE)
        return
    here.entries[TABLE] = entry
    is_new(TABLE, table)
    put_table(table, *default_roles(table))


def _take_live(here: Memory, entry: str | None, opened: Mapping[str, Any] | None) -> dict[str, Any]:
    if entry is None:
        return {}
    kept = read_under_way(entry)
    settings = Settings(kept.data, kept.train, _choice(kept))
    values = settings.in_sidebar()
    if opened is not None and any(opened.get(name) != value for name, value in values.items()):
        return {}  # it stays in the browser, until another run is trained here
    mine, playing = player().live, player().playing
    if mine is not None and (playing or mine.run.steps_done):
        same = mine.settings == settings and mine.run.steps_done == kept.steps
        if playing or not same:
            return {}  # the visitor was faster
    with seated():
        run = Run(load_data(settings), settings.train)
    most = run.n_batches * int(BOUNDS["epochs"].high)
    live = LiveRun(run, settings, Past(min(kept.steps, most), kept.rates))
    run.epochs = max(settings.train.epochs, live.epochs_done)
    player().bring_back(live)
    here.entries[LIVE] = entry
    _join(run, kept.mark)
    if table := settings.table:
        put_table(table.table, table.inputs, table.outputs)
        st.session_state["drop_missing"] = table.drop_missing
    set_sidebar(values)
    return values


def _choice(kept: UnderWay) -> TableChoice | None:
    if kept.columns is None:
        return None
    table: Table | None = st.session_state.get("table")
    if table is None:
        why = "its table was too large to be kept, or is damaged"  # in English: see `_DROPPED`
        raise DataError(why)
    return TableChoice(table, *kept.columns)


def _join(run: Run, mark: str) -> None:
    """Let the run replace the one on the shelf that it had become, when it is finished again."""
    for one in shelf().runs:
        if one.mark == mark:
            shelf().adopt(one.number, weakref.ref(run))
            is_new(f"{RUN}{mark}", next(run for run in shelf().runs if run.mark == mark))
