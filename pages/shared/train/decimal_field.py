"""A field for a number with decimals, typed with a point or a comma."""

from __future__ import annotations

from typing import Any

import streamlit as st

from perceptron import BOUNDS
from perceptron.text.decimals import typed_number
from perceptron.text.escape import in_markdown


def decimal_field(label: str, *, key: str, persist_state: str, **more: Any) -> float:
    """Show the field of a setting and return its value.

    A browser's own field for numbers drops commas: 1,5 became 15.
    """
    typed = f"{key}_typed"
    st.session_state[typed] = f"{st.session_state[key]:.10g}"

    def take() -> None:
        try:
            value = typed_number(st.session_state[typed])
            BOUNDS[key].check(label, value)
        except ValueError as error:  # a ConfigError, too
            st.session_state[f"{key}_refused"] = str(error)
        else:
            st.session_state[key] = value

    st.text_input(label, key=typed, on_change=take, **more)
    if refused := st.session_state.pop(f"{key}_refused", ""):
        st.warning(in_markdown(refused))
    value: float = st.session_state[key]
    return value
