"""Words for people go through `_`, whole and in one piece, so that a catalog can have them.

What else has words says why behind `# in English:`, on one of its lines.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.test_imports import ROOT, each

MARK = "# in English:"
MARKED = {"_": 1, "N_": 1, "ngettext": 2, "pgettext": 2}  # how many of its arguments are words
COMMAND_LINE = {"__main__.py", "command.py"}
PROGRAMS = {"perceptron/sharing/template.py", "perceptron/sharing/exercise/template.py"}
FILES = [
    file
    for folder in ("pages", "perceptron")
    for file in sorted((ROOT / folder).rglob("*.py"))
    if file.name not in COMMAND_LINE and str(file.relative_to(ROOT)) not in PROGRAMS
]
SIGNS = re.compile(
    r"`[^`]*`|:material/\w+:|\\[a-zA-Z]+|<[^>]*>|\{[^}]*\}|[\w.-]+/[\w./-]+|\w+[._]\w+"
    r"|\b(?:px|ms|µs|MB|KiB|MiB|GiB|rem|svg|float)\b"  # units, and what browsers read
)
SENTENCE = re.compile(r"[^\W\d_]{2,}[,;:.…?!”)]* [(“]?[^\W\d_]{2,}")
NAME = re.compile(r"^\W*[A-Z][a-z]{2,}\W*$")
HOLE = "⟦⟧"  # where something is put into an f-string
PART = re.compile(rf"[^\W\d_]{{2,}}[,;:.]? {HOLE}|{HOLE}[,;:.]? [^\W\d_]{{2,}}")


def is_prose(text: str) -> bool:
    """Whether somebody reads it: two words, or one as a name is written."""
    text = SIGNS.sub(" . ", text)
    return bool(SENTENCE.search(text) or NAME.match(text))


def names_of(node: ast.expr) -> str:
    """The last name of what is called."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def left_alone(tree: ast.AST) -> Iterator[ast.AST]:
    """What is a docstring, words that are marked, or no text at all."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        elif isinstance(node, ast.Call):
            yield from node.args[: MARKED.get(names_of(node.func), 0)]
        elif isinstance(node, ast.AnnAssign):
            yield from ast.walk(node.annotation)
        elif isinstance(node, ast.FunctionDef):
            for one in (*node.args.args, *node.args.kwonlyargs):
                yield from ast.walk(one.annotation) if one.annotation else ()
        elif isinstance(node, ast.JoinedStr):
            yield from node.values


def unmarked(source: str) -> list[str]:
    """The words that no catalog can have, each with its line."""
    tree, lines = ast.parse(source), source.splitlines()
    alone = {id(node) for node in left_alone(tree)}
    found = []
    for node in ast.walk(tree):
        if id(node) in alone or any(
            MARK in line for line in lines[node.lineno - 1 : node.end_lineno]
        ) if isinstance(node, (ast.Constant, ast.JoinedStr)) else True:  # fmt: skip
            continue
        if isinstance(node, ast.JoinedStr):
            parts = [one.value if isinstance(one, ast.Constant) else HOLE for one in node.values]
            text = "".join(parts)
            if PART.search(SIGNS.sub(" . ", text)) or is_prose(text.replace(HOLE, "")):
                found.append(f"{node.lineno}: words in an f-string: {text[:60]!r}")
        elif isinstance(node.value, str) and is_prose(node.value):
            found.append(f"{node.lineno}: {node.value[:60]!r}")
    return found


def out_of_reach(source: str) -> list[str]:
    """Words that are marked where what extracts them does not see them."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FormattedValue):
            found += [
                f"{one.lineno}: in an f-string"
                for one in ast.walk(node)
                if isinstance(one, ast.Call)
                and names_of(one.func) in MARKED
                and isinstance(one.args[0], ast.Constant)
            ]
        elif isinstance(node, ast.Call):
            for one in node.args[: MARKED.get(names_of(node.func), 0)]:
                texts = [part for part in ast.walk(one) if isinstance(part, ast.Constant)]
                if texts and not isinstance(
                    one, (ast.Constant, ast.Subscript, ast.Call, ast.Attribute)
                ):
                    found.append(f"{one.lineno}: no plain text")
    return found


def hidden(source: str) -> list[str]:
    """Functions in which `_` is something else, so that it can't be called."""
    return [
        f"{node.lineno}: {node.name}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef)
        and any(isinstance(one, ast.Call) and names_of(one.func) == "_" for one in ast.walk(node))
        and any(
            isinstance(one, ast.Name) and one.id == "_" and isinstance(one.ctx, ast.Store)
            for one in ast.walk(node)
        )
    ]


@each(FILES)
def test_words_for_people_can_be_translated(file: Path) -> None:
    source = file.read_text("utf-8")
    assert unmarked(source) == []
    assert out_of_reach(source) == []
    assert hidden(source) == []


def test_the_check_itself_sees_words_wherever_they_stand() -> None:
    assert unmarked('say(f"Update {n} leaves the picture.")')
    assert unmarked('say("It leaves the picture.")')
    assert unmarked('st.button("Start")')
    assert unmarked('say(_("Right.") + f" of {n}")')
    assert unmarked('say(_("{n} rows", n=f"all {n}"))')
    assert out_of_reach("""say(f"{_('Right.')} {n}")""")
    assert out_of_reach('say(_("Right." if right else "Wrong."))')
    assert hidden('def f():\n    for _ in x:\n        say(_("Right."))')


def test_the_check_itself_lets_go_what_nobody_reads() -> None:
    alone = (
        '"""A docstring of words."""\nsay(_("It leaves."), key="home_start")',
        'ngettext("{n} row left", "{n} rows left", n, n=f"{n:.2f}")',
        'x = f"{name}_{key}"\ny = f"{width} px"\nst.html("<b>")',
        'raise ValueError("no such page")  # in English: for who writes pages',
    )
    assert [unmarked(source) for source in alone] == [[]] * 4
    assert hidden('def f():\n    say(_("Right."))') == []
