"""Prose goes through `say`, which explains the terms of the glossary; `st.markdown` does not."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from perceptron.lessons.glossary import linked
from tests.house.test_imports import FILES, ROOT, each, tree_of
from tests.house.test_words import MARKED, names_of

PLACE = re.compile(r"\{\w+\}")
LABELS = {"****, epsilon , in percent "}  # of tables: what they name is explained beside them


def written(node: ast.expr) -> str:
    """The letters of a text as they stand in the source; what is put in is left out."""
    if isinstance(node, ast.Call):  # of words that a catalog has
        words = node.args[: MARKED.get(names_of(node.func), 0)]
        return PLACE.sub("", " ".join(map(written, words)))
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    constants = [part.value for part in parts if isinstance(part, ast.Constant)]
    return "".join(filter(lambda one: isinstance(one, str), constants))


def unexplained(tree: ast.AST) -> list[str]:
    """What is shown by `markdown` although it has a term in it."""
    texts = [
        written(node.args[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "markdown"
        and node.args
    ]
    return [text for text in texts if text not in LABELS and linked(text, set())[1]]


@each([file for file in FILES if file.is_relative_to(ROOT / "pages")])
def test_no_term_is_shown_without_its_meaning(file: Path) -> None:
    assert unexplained(tree_of(file)) == []


def test_the_check_itself_sees_terms_in_every_text() -> None:
    tree = ast.parse('st.markdown("Each epoch")\nwords.markdown(f"{n} batches")\nsay("Each epoch")')
    assert unexplained(tree) == ["Each epoch", " batches"]
    assert unexplained(ast.parse('st.markdown(told)\nst.markdown(f"Patient {n}")')) == []


def test_the_check_itself_sees_terms_in_words_that_are_translated() -> None:
    tree = ast.parse(
        'st.markdown(_("Each epoch has {n} rows.", n=n))\n'
        'st.markdown(ngettext("{n} epoch", "{n} epochs", n))'
    )
    assert unexplained(tree) == ["Each epoch has  rows.", " epoch  epochs"]
    assert unexplained(ast.parse('st.markdown(_("Patient {epoch}", epoch=3))')) == []
