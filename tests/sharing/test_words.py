"""Programs to take home in a language whose catalog means harm: each stays a program."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator

import pytest

from perceptron import DataConfig, Run, TrainConfig, load
from perceptron.sharing.exercise import write
from perceptron.sharing.program import notebook, script
from perceptron.sharing.words import as_comment, as_prose, spoken_program
from perceptron.text import language
from tests.made_up import Catalog, teach
from tests.sharing.blanks import RIGHT
from tests.sharing.documents import run_document
from tests.sharing.test_program import check_printed, inside

EVIL = """ '''); \"\"\" {0} {x!r} {} }}{ \\\r\n# %%\nraise SystemExit('owned')\u2028\x0c\\"""


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    teach(monkeypatch, xx=Catalog(lambda message: message + EVIL, "."))  # ends strings and places
    with language.speaking("xx"):
        yield


def code_of(book: str) -> str:
    cells = json.loads(book)["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


@pytest.mark.usefixtures("hostile")
def test_a_program_that_repeats_a_run_still_gives_every_digit(tmp_path):
    data = DataConfig(dataset="linnerud", seed=2)
    run = Run(load(data), TrainConfig(batch_size=5, epochs=3)).finish()
    document = run_document(run, data)
    ast.parse(code_of(notebook(document)))
    printed = inside(tmp_path, script(document))
    check_printed(printed, run, run.history.models)
    assert "identical to the last bit" + EVIL in printed


@pytest.mark.usefixtures("hostile")
def test_a_program_with_blanks_still_runs_and_checks(tmp_path):
    ast.parse(code_of(write.notebook(7)))
    text = write.script(7)
    dots = "= ...  # fill in"
    first, *rest = text.split(dots)
    assert len(rest) == len(RIGHT)
    filled = first + "".join(f"= {line}  #{part}" for line, part in zip(RIGHT, rest, strict=True))
    printed = inside(tmp_path, filled)
    assert printed.count("equal to what torch computes") + printed.count("of what torch") == 6
    _, last = write.final_loss(7)
    assert f"your number: {last:#.6g}" in printed
    assert "still empty" in inside(tmp_path, text)


@pytest.mark.usefixtures("hostile")
def test_a_sentence_stands_in_a_program_letter_by_letter():
    x = 3
    said = eval(spoken_program('_("Right."), _("It is {loss}.", loss=x)'), {"x": x})
    assert said == ("Right." + EVIL, "It is 3." + EVIL)


def test_english_words_stand_there_as_they_are():
    assert as_comment("yours: it makes the data") == "yours: it makes the data"
    assert as_prose(["## A title", "one two", "| a | b |\n|---|---|"]).splitlines() == [
        "# ## A title", "#", "# one two", "#", "# | a | b |", "# |---|---|",
    ]  # fmt: skip
