"""What the tests of pages share."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import streamlit as st


@pytest.fixture
def keeping_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hand over what a test has put into the session, as the browser does after the first run."""

    def ask(take_over: Callable[[str], None], _others: object) -> None:
        if (store := st.session_state.get("test_store")) is not None:
            del st.session_state["test_store"]
            take_over(store)

    monkeypatch.setattr("pages.shared.frame.frame.ask_for_memory", ask)
