"""No press is lost to another script run that begins right after it.

Streamlit ends a script run, and the callbacks before it, as soon as the browser asks for the next
one: a phone that joins a room is enough. What a callback has chosen for a widget the browser hears
of only when the script comes to that widget. Until then it says what was chosen before, and
Streamlit takes its word. So here callbacks work to their end, and what they have chosen is chosen
again by the next script run, until the browser says it too or the visitor chooses otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st
from streamlit.runtime.state import SafeSessionState, SessionState

_HELD = "pressed"  # in the session: choices by the widget's key
_DIALOG = "dialog"  # in the session: the one that a press asked for
_NOTHING = object()  # of a key that no widget has
_begin = SafeSessionState.on_script_will_rerun


@dataclass(frozen=True, slots=True)
class _Choice:
    """What a press has chosen for a widget.

    Attributes:
        value: The choice.
        said: What the browser said then that the widget shows.
        drawn: Whether a page has shown it since; what says otherwise may have been on its way.
    """

    value: Any
    said: Any
    drawn: bool = False


def hold_presses() -> None:
    """Let all sessions of this process hold what is pressed in them."""
    SafeSessionState.on_script_will_rerun = _call_callbacks  # type: ignore[method-assign]


def presses_are_shown() -> None:
    """Note that the page is drawn: from now on the browser may hear of what was pressed."""
    state = st.session_state
    state[_HELD] = {key: replace(one, drawn=True) for key, one in state.get(_HELD, {}).items()}
    close_dialog()


def ask_for_dialog(name: str) -> None:
    """Ask for a dialog; whichever script run comes to it opens it."""
    st.session_state[_DIALOG] = name


def close_dialog() -> None:
    """Ask for no dialog any more: the visitor has closed it."""
    st.session_state.pop(_DIALOG, None)


def dialog_asked_for() -> str | None:
    """Return the dialog that a press has asked for."""
    return st.session_state.get(_DIALOG)


def _call_callbacks(self: SafeSessionState, *args: Any, **more: Any) -> None:
    """Call the callbacks of a press, none of which another script run cuts short."""
    cut = self._yield_callback
    object.__setattr__(self, "_yield_callback", lambda: None)  # its own would be a session's value
    try:
        _begin(self, *args, **more)
    finally:
        object.__setattr__(self, "_yield_callback", cut)
    _hold(self._state)


def _hold(state: SessionState) -> None:
    """Hold what callbacks have chosen, and choose again what was pressed before."""
    chosen, before = dict(state._new_session_state), state._old_state.get(_HELD, {})
    said = {key: _said(state, key) for key in (*chosen, *before)}
    elsewhere = _asked_elsewhere(state, before)
    again = {
        key: choice
        for key, choice in before.items()
        if key not in chosen and choice.said == said[key] and (elsewhere or not choice.drawn)
    }
    for key, choice in again.items():
        state[key] = choice.value
    new = {key: _Choice(value, said[key]) for key, value in chosen.items()}
    state[_HELD] = again | {key: one for key, one in new.items() if one.said is not _NOTHING}


def _said(state: SessionState, key: str) -> Any:
    """Return what the browser says that a widget shows, whatever a callback has chosen."""
    widget = state._key_id_mapper.get_id_from_key(key) or ""
    for values in (state._new_widget_state, state._old_state):
        if widget in values:
            return values[widget]
    return _NOTHING


def _asked_elsewhere(state: SessionState, keys: Iterable[str]) -> bool:
    """Whether the browser asks for this script run because of another widget than these."""
    these = {state._key_id_mapper.get_id_from_key(key) for key in keys}
    return any(state._widget_changed(one) for one in state._new_widget_state if one not in these)
