"""Names can't break out of an exported program: it is the same program whatever they are."""

from __future__ import annotations

import ast
import io
import json
import tokenize
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perceptron.data import DATASETS
from perceptron.sharing.program import notebook, script
from tests.hostile import NAMES
from tests.sharing.documents import changed

EVIL = (
    *NAMES,
    "'); raise SystemExit('owned') #",
    '"""\nimport os\n"""',
    "'''\nimport os\n'''",
    "a\n# %%\nimport os\n",
    "a\r\n# %% [markdown]\r\n# hello",
    "\\",
    "\\'",
    "{__import__('os')}",
    "\u2028import os",
    "\u202etxt.exe",
    "\0",
    "x = 1\x0cimport os",
)
ROWS = {"x_train": [[1.0] * 3] * 30, "y_train": [[1.0] * 2] * 30,
        "x_valid": [[1.0] * 3] * 20, "y_valid": [[1.0] * 2] * 20}  # fmt: skip


def document(name: str) -> dict[str, Any]:
    """A run on a table of one's own, with this text wherever a visitor may put one."""
    made = changed(data=ROWS, config__inputs=[name] * 3, config__targets=[name] * 2)
    made["config"] |= {"dataset": name, "data": name}
    made["models"]["torch"]["reason"] = name
    return made


def program(source: str) -> tuple[str, list[str]]:
    """A program without its texts: its tree, and its comments."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return ast.dump(tree), [token.string for token in tokens if token.type == tokenize.COMMENT]


TAME = program(script(document("a")))


@pytest.mark.parametrize("name", EVIL)
def test_a_script_is_the_same_program_whatever_the_names_are(name: str) -> None:
    assert program(script(document(name))) == TAME


@given(st.text().filter(lambda name: name not in DATASETS))  # theirs are made by another program
def test_so_it_is_for_any_text(name: str) -> None:
    assert program(script(document(name))) == TAME


@pytest.mark.parametrize("name", EVIL)
def test_a_notebook_has_the_same_cells_whatever_the_names_are(name: str) -> None:
    made, tame = (json.loads(notebook(document(one))) for one in (name, "a"))
    nbformat.validate(made)
    kinds = [[cell["cell_type"] for cell in one["cells"]] for one in (made, tame)]
    assert kinds[0] == kinds[1]
    for ours, theirs in zip(made["cells"], tame["cells"], strict=True):
        if ours["cell_type"] == "markdown":
            assert ours == theirs
        else:
            assert program("".join(ours["source"])) == program("".join(theirs["source"]))
