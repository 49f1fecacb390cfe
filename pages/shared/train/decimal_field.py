"""A field for a number, typed with a point or a comma."""

from __future__ import annotations

from typing import Any

import streamlit as st

from perceptron import BOUNDS
from perceptron.config import Bound
from perceptron.text.decimals import in_field, typed_number
from perceptron.text.escape import in_markdown


def decimal_field(
    label: str, *, key: str, persist_state: str = "", bound: Bound | None = None, **more: Any
) -> float:
    """Show a field for the number that the session has under a key, and return it.

    A browser's own field for numbers drops commas: 1,5 became 15.

    Args:
        label: On screen.
        key: In the session, which has a number there.
        persist_state: As every control of a setting has it; what is no control's stays by itself.
        bound: The rule for the number; None if it is that of the setting with this key.
        more: For `st.text_input`.
    """
    rule = bound or BOUNDS[key]
    typed = f"{key}_typed"
    st.session_state[typed] = in_field(st.session_state[key])

    def take() -> None:
        try:
            value = typed_number(st.session_state[typed])
            value = int(value) if rule.integer and value.is_integer() else value
            rule.check(label, value)
        except ValueError as error:  # a ConfigError, too
            st.session_state[f"{key}_refused"] = str(error)
        else:
            st.session_state[key] = value

    st.text_input(label, key=typed, on_change=take, **more)
    if refused := st.session_state.pop(f"{key}_refused", ""):
        st.warning(in_markdown(refused))
    value: float = st.session_state[key]
    return value
