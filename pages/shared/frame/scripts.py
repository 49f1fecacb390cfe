"""The scripts that work on every page: keys, focus, phones, the page's language.

They share one component: each that is mounted costs the server a millisecond a script run.
"""

from __future__ import annotations

import re
from pathlib import Path

import streamlit as st

from pages.shared.session import keys, projector
from perceptron.text.language import spoken

_EXPORT = re.compile(r"^export default ", re.MULTILINE)  # in English: JavaScript
_NAMES = ("keys", "focus", "phone", "language")


def _joined() -> str:
    """Join the modules, each of which ends with the function that it exports."""
    calls = []
    for name in _NAMES:
        source = (Path(__file__).parent / f"{name}.js").read_text("utf-8")
        body, found = _EXPORT.subn("return ", source)
        assert found == 1, name
        calls.append(f"(() => {{\n{body}}})(),\n")  # in English: JavaScript
    return (
        f"const scripts = [\n{''.join(calls)}];\n"  # in English: JavaScript
        "export default (component) => {\n"
        "  const ends = scripts.map((begin) => begin(component));\n"
        "  return () => ends.forEach((end) => end?.());\n"
        "};\n"
    )


_scripts = st.components.v2.component("lab_page", js=_joined(), isolate_styles=False)


def show_scripts() -> None:
    """Let the page's scripts work, and tell them how this script run stands."""
    data = {"on": keys.are_on(), "began": projector.times_begun(), "language": spoken()}
    _scripts(key="lab_page", height=1, data=data)
