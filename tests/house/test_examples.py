"""Every docstring example is run: it stands where pytest looks for one."""

from __future__ import annotations

import re
import tomllib

from tests.house.test_imports import FILES, ROOT

EXAMPLE = re.compile(r"^ *>>> ", re.MULTILINE)
PYTEST = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]


def test_no_example_stands_where_none_is_run() -> None:
    searched = [ROOT / path for path in PYTEST["ini_options"]["testpaths"]]
    shown = [file for file in FILES if EXAMPLE.search(file.read_text("utf-8"))]
    missed = [f for f in shown if not any(f.is_relative_to(path) for path in searched)]
    assert len(shown) > 10
    assert missed == []  # pages/*.py run Streamlit when imported: move it to pages/shared/
