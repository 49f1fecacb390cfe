"""The language of a session: as a link says, as its visitor has chosen, as the browser asks for."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.shared.server.index import wished
from pages.shared.session.memory import memory
from perceptron.data import DataError
from perceptron.text.language import ask_for_language, languages, speak, spoken

KEY = "language"  # in the session, and what the browser keeps a choice as
IN_ADDRESS = "lang"
MENU = "tool_language"  # of the languages, in the bar
_WISHED = "language_of_browser"  # in the session: it doesn't change while a page is open
_CHOSEN = "language_chosen"  # in the session: by a link or by the visitor


def begin_language() -> None:
    """Begin a script run: speak the session's language from here on."""
    state = st.session_state
    if KEY not in state:
        linked = st.query_params.get(IN_ADDRESS, "")
        state[_CHOSEN] = linked in languages()
        state[KEY] = linked if state[_CHOSEN] else of_browser()
    speak(state[KEY])


def of_browser() -> str:
    """Return the language that the browser asks for first, of those that the app has."""
    if _WISHED not in st.session_state:
        st.session_state[_WISHED] = wished(st.context.headers.get("Accept-Language", ""))
    return str(st.session_state[_WISHED])


def choose_language() -> None:
    """Speak the language that the menu was asked for from now on, also at the next visit."""
    language = st.session_state[MENU]
    st.session_state[_CHOSEN] = True
    _change_to(language)
    memory().put(KEY, language)


def take_language(entry: str) -> None:
    """Speak what was chosen at the last visit, unless something else was chosen here.

    Raises:
        DataError: If the app has no such language.
    """
    if entry not in languages():
        raise DataError("no such language")  # in English: its place says it in words
    memory().entries[KEY] = entry
    if not st.session_state.get(_CHOSEN):
        _change_to(entry)


def _change_to(language: str) -> None:
    """Speak a language from here on, and choose again what is chosen.

    A browser knows what is chosen by its words: without that it would keep the old ones, and
    Streamlit would take the first choice where it doesn't know them.
    """
    st.session_state[KEY] = language
    speak(language)
    for key, value in st.session_state.items():
        chosen = isinstance(value, str | int | float | list | tuple) and not isinstance(value, bool)
        if chosen and key != MENU:
            st.session_state[key] = value


def language_changed() -> bool:
    """Whether the address, which this script run has read by now, says another language."""
    return bool(st.session_state[KEY] != spoken())


def _of_session() -> str | None:
    """The language of the session that a thread works for, as when it runs a callback."""
    there = get_script_run_ctx(suppress_warning=True) is not None
    return st.session_state.get(KEY) if there else None


ask_for_language(_of_session)
