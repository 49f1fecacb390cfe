"""The program with blanks: empty, filled in and filled in wrongly, far from this package."""

from __future__ import annotations

import ast
import io
import json
import re
import runpy
import tokenize
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from perceptron import BOUNDS, ConfigError, DataConfig, Run, TrainConfig, load
from perceptron.sharing.exercise import write
from tests.house.test_imports import beyond_the_standard_library, imports
from tests.sharing.blanks import CLINIC, MISTAKES, RIGHT, fill, fill_notebook, only, with_wrong
from tests.sharing.test_program import inside, outside

SEED = 1234
SCRIPT = write.script(SEED)
EMPTY = "still empty. Put your own code where the three dots stand."
NAMES = ("loss_derivative", "weight_gradient", "bias_gradient", "update", "prediction_by_weight",
         "contract")  # fmt: skip


def of_blank(printed: str, number: int) -> str:
    """What the check of a blank has printed."""
    (line,) = re.findall(rf"^Blank {number}, .*$", printed, re.MULTILINE)
    return str(line)


def loss_in(printed: str) -> float:
    return float(re.findall(r"your number: (\S+)$", printed, re.MULTILINE)[0])


def begun(program: str, folder: Path) -> dict[str, Any]:
    """What a script has defined when its first check is about to run."""
    path = folder / "begun.py"
    path.write_text(program[: program.index("check(1, ")], encoding="utf-8")
    return runpy.run_path(str(path))


@pytest.fixture
def told(tmp_path: Path) -> Callable[[int, tuple[str | None, ...]], str]:
    """What the check of a blank says of these lines."""

    def say(number: int, lines: tuple[str | None, ...]) -> str:
        here = begun(fill(SCRIPT, lines), tmp_path)
        first, *_, last = here["batches"]
        return str(here["verdict"](number, here[NAMES[number - 1]], [first, last]).words)

    return say


def notebook_outputs(text: str, folder: Path) -> list[str]:
    """Run a notebook as Jupyter does; return what each of its cells of code prints."""
    book = nbformat.reads(text, as_version=4)
    nbformat.validate(book)
    NotebookClient(book, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
    return [
        "".join(one.get("text", "") for one in cell.outputs)
        for cell in book.cells
        if cell.cell_type == "code"
    ]


def test_empty_it_runs_and_says_which_blanks_are(tmp_path):
    printed = outside(tmp_path, SCRIPT)
    for number in range(1, 7):
        assert of_blank(printed, number).endswith(EMPTY)
    assert "not right yet: 1, 2, 3, 4, 5, 6." in printed
    assert "your number" not in printed


def test_filled_in_it_passes_and_trains_to_the_app_s_own_number(tmp_path):
    printed = outside(tmp_path, fill(SCRIPT))
    for number in range(1, 7):
        assert ": right, " in of_blank(printed, number)
    assert len(re.findall(r"^epoch: \d+ - MSE: ", printed, re.MULTILINE)) == TrainConfig().epochs
    _, last = write.final_loss(SEED)
    assert loss_in(printed) == float(f"{last:.{write.DIGITS}g}")
    assert abs(loss_in(printed) - last) <= write.ROUNDED * last
    above, below = printed.split("epoch: 0 - ")
    assert above.endswith("mean over the batches of each epoch, each before its update:\n")
    assert "final loss, all rows after all updates" in below, "it is another number than the last"


def test_a_number_that_ends_in_a_zero_is_printed_with_all_the_digits_that_the_page_asks_for(
    tmp_path,
):
    printed = inside(tmp_path, fill(write.script(3)))
    assert printed.rstrip().endswith("your number: 6015.80")


def test_half_filled_in_it_trains_and_keeps_the_number_back(tmp_path):
    printed = inside(tmp_path, fill(SCRIPT, (*RIGHT[:5], None, None)))
    assert "epoch: 15 - MSE: " in printed
    assert "Your number comes when these are right as well: 5, 6." in printed
    assert "your number" not in printed


def test_a_notebook_checks_each_blank_in_its_own_cell(tmp_path):
    outputs = notebook_outputs(fill_notebook(write.notebook(SEED)), tmp_path)
    for number in range(1, 7):
        (cell,) = [text for text in outputs if f"Blank {number}, " in text]
        assert ": right, " in cell
        assert cell.count("Blank ") == 1
    assert loss_in(outputs[-1]) == float(f"{write.final_loss(SEED)[1]:.6g}")
    empty = notebook_outputs(write.notebook(SEED), tmp_path)
    assert sum(EMPTY in text for text in empty) == 6


def test_a_notebook_names_the_line_that_stops_and_goes_on(tmp_path):
    text = fill_notebook(write.notebook(SEED), with_wrong(2, "X @ delta"))
    outputs = notebook_outputs(text, tmp_path)
    (cell,) = [text for text in outputs if "Blank 2, " in text]
    assert "it stops in line 4, gradient = X @ delta" in cell
    assert "these blanks are not right yet: 2." in outputs[-1]


@pytest.mark.parametrize(("number", "lines", "words"), [m[1:] for m in MISTAKES],
                         ids=[m[0] for m in MISTAKES])  # fmt: skip
def test_each_mistake_has_a_sentence_of_its_own(told, number, lines, words):
    sentence = told(number, only(number, *lines))
    assert words in sentence
    assert ": right, " not in sentence
    others = {other for _, k, _, other in MISTAKES if k == number} - {words}
    assert not [other for other in others if other in sentence]


def test_the_six_bugs_of_the_clinic_are_told_apart(told):
    planted = {name: (number, lines) for name, number, lines, _ in MISTAKES}
    found = [told(planted[name][0], only(planted[name][0], *planted[name][1]))
             for name in CLINIC.values()]  # fmt: skip
    sentences = {sentence.partition(": ")[2] for sentence in found}
    assert len(sentences) == len(CLINIC) == 6


def test_a_wrong_blank_stops_no_other_and_no_number_comes(tmp_path):
    printed = inside(tmp_path, fill(SCRIPT, with_wrong(1, "2 / len(Y) * (Y_hat - Y)")))
    assert "c = 3 times too large" in of_blank(printed, 1)
    for number in range(2, 7):
        assert ": right, " in of_blank(printed, number)
    assert "these blanks are not right yet: 1." in printed
    assert "your number" not in printed


def test_a_line_that_raises_is_told_with_its_number_and_the_shapes(tmp_path):
    program = fill(SCRIPT, with_wrong(2, "X @ delta"))
    printed = inside(tmp_path, program)
    line = next(k for k, text in enumerate(program.splitlines(), 1) if "= X @ delta" in text)
    words = of_blank(printed, 2)
    assert f"it stops in line {line}, gradient = X @ delta. In words: torch" in words
    assert "shapes don't fit" in words
    assert "It was given X (33, 6), delta (33, 3)" in words
    for number in (1, 3, 4, 5, 6):
        assert ": right, " in of_blank(printed, number)


def test_half_an_update_is_told_and_so_is_one_that_returns_too_little(told):
    assert "still empty for new_b" in told(4, only(4, RIGHT[3], "..."))
    lines = ("W + learning_rate * W_gradient", "b + learning_rate * b_gradient")
    assert "new_W and new_b: the step goes uphill" in told(4, only(4, *lines))
    assert "both" in write.check(4, lambda *_: None, SEED)


def test_arguments_that_are_changed_in_place_spoil_nothing(tmp_path):
    lines = (
        *RIGHT[:3],
        "W.sub_(learning_rate * W_gradient)",
        "b.sub_(learning_rate * b_gradient)",
        *RIGHT[5:],
    )
    assert loss_in(inside(tmp_path, fill(SCRIPT, lines))) == float(
        f"{write.final_loss(SEED)[1]:.6g}"
    )


def test_one_digit_beyond_the_tolerance_is_wrong(told):
    assert ": right, " in told(2, only(2, "X.T @ delta * (1 + 1e-13)"))
    assert "almost" in told(2, only(2, "X.T @ delta * (1 + 4e-12)"))


def test_no_answer_stands_in_either_file():
    for text in (SCRIPT, write.notebook(SEED)):
        dense = re.sub(r"[\s\\]", "", text)
        for line in RIGHT:
            assert re.sub(r"\s", "", line) not in dense
        for piece in ("X.T", "@delta", "delta.sum", "delta.mean", "2/", "2*", "Y.numel", "einsum(",
                      "kron(", "->ij", "->pq", "rate*d", "(Y_hat-Y)", "(Y-Y_hat)"):  # fmt: skip
            assert piece not in dense, piece
        assert "Y_hat - Y" in text, "the table says what the loss is"


def test_it_imports_torch_and_scikit_learn_alone_and_any_console_can_print_it():
    assert beyond_the_standard_library(imports(ast.parse(SCRIPT))) == {"torch", "sklearn"}
    assert "perceptron." not in SCRIPT
    assert SCRIPT.isascii()
    comments = [t.string for t in tokenize.generate_tokens(io.StringIO(SCRIPT).readline)
                if t.type == tokenize.COMMENT]  # fmt: skip
    assert not [one for one in comments if "noqa" in one or "type: ignore" in one]
    cells = json.loads(write.notebook(SEED))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    assert beyond_the_standard_library(imports(ast.parse(code))) == {"torch", "sklearn"}


@pytest.mark.parametrize("seed", [0, SEED, BOUNDS["seed"].high])
def test_its_data_and_its_start_are_the_app_s_to_the_last_bit(seed, tmp_path):
    here = begun(write.script(int(seed)), tmp_path)
    data = load(DataConfig(seed=int(seed)))
    assert here["x_train"].equal(data.x_train)
    assert here["y_train"].equal(data.y_train)
    start = write.start()
    W, b = here["start"]()
    assert W.equal(start.W)
    assert b.equal(start.b)


def test_the_start_is_that_of_a_run():
    run = Run(load(DataConfig(seed=SEED)), TrainConfig()).finish()
    assert run.start.W.equal(write.start().W)
    assert run.start.b.equal(write.start().b)
    assert run.final_loss == pytest.approx(write.final_loss(SEED)[1], rel=1e-12)


def test_another_seed_gives_another_number(tmp_path):
    numbers = [loss_in(inside(tmp_path, fill(write.script(seed)))) for seed in (1, 2)]
    assert numbers[0] != numbers[1]
    assert [abs(a - write.final_loss(k)[1]) < write.ROUNDED * a
            for k, a in zip((1, 2), numbers, strict=True)] == [True, True]  # fmt: skip


def test_a_seed_that_is_none_is_refused():
    for make in (write.script, write.notebook, write.final_loss):
        with pytest.raises(ConfigError, match="seed must be"):
            make(-1)


def test_it_compiles_with_the_oldest_python_that_the_app_runs_on():
    ast.parse(SCRIPT, feature_version=(3, 11))
