"""No press is lost to another script run that begins right after it.

Streamlit ends a script run, and the callbacks before it, as soon as the browser asks for the next
one: a phone that joins a room is enough. What a callback has chosen for a widget the browser hears
of only when the script comes to that widget. Until then it says what was chosen before, and
Streamlit takes its word. So here callbacks work to their end, and what they have chosen is chosen
again by the next script runs, until the browser has heard of it or the visitor chooses otherwise.
What a component of ours tells is heard too when a script run has ended meanwhile that did not come
to it: Streamlit has thrown away its value by then, but calls what it is told to call.

What it has heard of is told by a field that nobody sees: each script run that comes to its end
writes its number there, and with every press the browser says what stands in all fields.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.runtime.state import SafeSessionState, SessionState

HEARD = "lab_heard"  # the field; style.css hides it
_HELD = "pressed"  # in the session: choices by the widget's key
_RUN = "script_run"  # in the session: the number of this one
_DIALOG = "dialog"  # in the session: the one that a press asked for
_NOTHING = object()  # of a key that no widget has
_begin = SafeSessionState.on_script_will_rerun


@dataclass(frozen=True, slots=True)
class _Choice:
    """What a press has chosen for a widget.

    Attributes:
        value: The choice.
        said: What the browser said then that the widget shows.
        run: The script run that begins with it.
    """

    value: Any
    said: Any
    run: int


def hold_presses() -> None:
    """Let all sessions of this process hold what is pressed in them."""
    SafeSessionState.on_script_will_rerun = _call_callbacks  # type: ignore[method-assign]


def presses_are_shown() -> None:
    """Tell the browser that all that was pressed before this script run is on the page."""
    st.session_state[HEARD] = str(st.session_state.get(_RUN, 0))
    label = "heard"  # in English: nobody sees it
    st.text_input(label, key=HEARD, label_visibility="collapsed")
    close_dialog()


def ask_for_dialog(name: str) -> None:
    """Ask for a dialog; whichever script run comes to it opens it."""
    st.session_state[_DIALOG] = name


def close_dialog() -> None:
    """Ask for no dialog any more: it is there, or the visitor has closed it."""
    st.session_state.pop(_DIALOG, None)


def dialog_asked_for() -> str | None:
    """Return the dialog that a press has asked for."""
    return st.session_state.get(_DIALOG)


def _call_callbacks(self: SafeSessionState, *args: Any, **more: Any) -> None:
    """Call the callbacks of a press, none of which another script run cuts short."""
    cut = self._yield_callback
    object.__setattr__(self, "_yield_callback", lambda: None)  # its own would be a session's value
    _give_values_back(self._state)
    try:
        _begin(self, *args, **more)
    finally:
        object.__setattr__(self, "_yield_callback", cut)
    _hold(self._state)


def _give_values_back(state: SessionState) -> None:
    """Give components that have none a value: what is told is read beside it."""
    values = state._new_widget_state
    for widget in state._key_id_mapper.id_key_mapping:
        one = values.widget_metadata.get(widget)
        if one and one.value_type == "json_value" and widget not in values:
            state._old_state.setdefault(widget, {})


def _hold(state: SessionState) -> None:
    """Hold what callbacks have chosen, and choose again what the browser has not heard of."""
    chosen, before = dict(state._new_session_state), state._old_state.get(_HELD, {})
    heard = int(_said(state, HEARD, 0))
    again = {
        key: choice
        for key, choice in before.items()
        if choice.run > heard and key not in chosen and choice.said == _said(state, key)
    }
    for key, choice in again.items():
        state[key] = choice.value
    state[_RUN] = run = state._old_state.get(_RUN, 0) + 1
    new = {key: _Choice(value, _said(state, key), run) for key, value in chosen.items()}
    state[_HELD] = again | {key: one for key, one in new.items() if one.said is not _NOTHING}


def _said(state: SessionState, key: str, unsaid: Any = _NOTHING) -> Any:
    """Return what the browser says that a widget shows, whatever a callback has chosen."""
    widget = state._key_id_mapper.get_id_from_key(key) or ""
    for values in (state._new_widget_state, state._old_state):
        if widget in values:
            return values[widget]
    return unsaid
