"""The shelf of a session, and the runs that were just taken from it."""

from __future__ import annotations

import streamlit as st

from pages.shared.server.of_session import of_session
from perceptron.sharing.shelf import KeptRun, Shelf


def shelf() -> Shelf:
    """Return the session's shelf."""
    return of_session("shelf", Shelf)


def deleted() -> list[KeptRun]:
    """Return the runs that the visitor has deleted and can have back, the newest last."""
    runs: list[KeptRun] = st.session_state.setdefault("deleted_runs", [])
    return runs


def delete(number: int) -> None:
    """Take a run from the shelf; it can be had back."""
    deleted().extend(run for run in shelf().runs if run.number == number)
    shelf().delete(number)


def undo_delete() -> None:
    """Put the run back that was deleted last."""
    if deleted():
        shelf().put_back(deleted().pop())
