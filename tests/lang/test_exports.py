"""Files for people say all in the language that was spoken when they were made."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from html.parser import HTMLParser

import pytest

from pages.shared.lesson.plan import asked_by
from perceptron.room.plan import QUESTION, TEST, Plan, Step
from perceptron.room.question import Key, Question
from perceptron.room.short_test import AFTER
from perceptron.room.worksheet import answer_key, worksheet
from perceptron.sharing import program
from perceptron.sharing.exercise import write as exercise
from perceptron.text.language import speaking
from tests.items import own_items
from tests.lang.pseudo import in_letters
from tests.lang.walk import NAMES, WORD
from tests.made_up import Catalog, teach
from tests.sharing.documents import DOCUMENT

CODE = re.compile(
    r"```.*?```|\{\w+\}|`[^`]*`|\$\$.*?\$\$|\$[^$]*\$|https?://\S+|\]\([^)]*\)|\| \w+ \|"
    r"|\bepoch: ",  # as the course's notebook prints
    re.DOTALL,
)


class Text(HTMLParser):
    """What of a page of HTML is read.

    Attributes:
        said: Each piece of text.
    """

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._aside = 0

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        """Leave out what no person reads."""
        self._aside += tag in ("style", "script", "code")

    def handle_endtag(self, tag: str) -> None:
        """Read on after it."""
        self._aside -= tag in ("style", "script", "code")

    def handle_data(self, data: str) -> None:
        """Keep a piece of text."""
        if not self._aside:
            self.said.append(data)


def of_page(html: str) -> list[str]:
    """What a page says."""
    reader = Text()
    reader.feed(html)
    return reader.said


def of_program(source: str) -> Iterator[str]:
    """What a program prints and shows, and the prose between its cells."""
    tree = ast.parse(source)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    told = {
        id(one) for node in ast.walk(tree) if isinstance(node, ast.Raise) for one in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in docstrings | told:  # for who reads or mends the code
            continue
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and " " in node.value:
            yield node.value
    for cell in re.split(r"^# %%", source, flags=re.MULTILINE)[1:]:
        if cell.startswith(" [markdown]"):
            yield cell.removeprefix(" [markdown]").replace("\n# ", "\n")


def of_notebook(text: str) -> Iterator[str]:
    """What a notebook says between its cells, and prints."""
    for cell in json.loads(text)["cells"]:
        source = "".join(cell["source"])
        yield from [source] if cell["cell_type"] == "markdown" else of_program(source)


def asked() -> list[tuple[Question, Key]]:
    """Two questions and the test after the hour, with their keys."""
    items = {one.name: one for one in own_items()}
    steps = (*(Step(QUESTION, name) for name in list(items)[:2]), Step(TEST, AFTER))
    return list(asked_by(Plan("", steps), items))


FILES: dict[str, tuple[Callable[[], str], Callable[[str], object]]] = {
    "worksheet": (lambda: worksheet("", [question for question, _key in asked()]), of_page),
    "answer key": (lambda: answer_key("", asked()), of_page),
    "script of a run": (partial(program.script, DOCUMENT), of_program),
    "notebook of a run": (partial(program.notebook, DOCUMENT), of_notebook),
    "script with blanks": (partial(exercise.script, 3), of_program),
    "notebook with blanks": (partial(exercise.notebook, 3), of_notebook),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_has_no_word_that_is_in_no_catalog(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, said = FILES[name]
    teach(monkeypatch, xl=Catalog(in_letters))
    with speaking("xl"):
        text = make()
    assert "ж" in text or "\\u0436" in text
    found = {}
    for piece in said(text):
        if words := set(WORD.findall(CODE.sub(" ", piece))) - NAMES - {"linnerud"}:
            found[piece.strip()[:100]] = words
    assert found == {}
