"""The script and the notebook that repeat a run: run, far from this package, and compared."""

from __future__ import annotations

import io
import json
import runpy
import subprocess
import sys
from contextlib import chdir, redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
import torch

from perceptron import DATASETS, DataConfig, Run, TrainConfig, load
from perceptron.data.bundled import BUNDLED
from perceptron.data.table import load_table, read_table
from perceptron.sharing.program import MAX_ROWS, TakeHomeError, notebook, script, why_not_repeatable
from perceptron.sharing.report import epoch_lines
from tests.sharing.documents import run_document

CASES = {
    "the notebook's run": (DataConfig(), TrainConfig()),
    "float32, scaled": (
        DataConfig(samples=200, features=9, outputs=4, scale=True, seed=3),
        TrainConfig(batch_size=64, learning_rate=0.3, dtype="float32", init_seed=5, epochs=4),
    ),
    "Linnerud": (DataConfig(dataset="linnerud", seed=2), TrainConfig(batch_size=5, epochs=5)),
    "breast cancer, as it is": (
        DataConfig(dataset="breast_cancer", scale=False),
        TrainConfig(batch_size=100, learning_rate=1e-6, epochs=2),
    ),
    "worked example": (
        DataConfig(dataset="example"),
        TrainConfig(batch_size=4, learning_rate=0.4, epochs=6),
    ),
    "diverging": (DataConfig(samples=60), TrainConfig(learning_rate=5, batch_size=20)),
    "einsum refused": (
        DataConfig(samples=400, features=30, outputs=15, valid=50),
        TrainConfig(batch_size=400, epochs=2, einsum_budget=1),
    ),
}
ALONE = ("worked example", "einsum refused")  # in a process of their own, which takes seconds


def outside(folder: Path, text: str) -> str:
    """Run a script where this package can't be imported; return what it prints."""
    path = folder / "run.py"
    path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", str(path)], cwd=folder, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def inside(folder: Path, text: str) -> str:
    """Run a script in this process, which has torch already; return what it prints."""
    path = folder / "run.py"
    path.write_text(text, encoding="utf-8")
    with redirect_stdout(io.StringIO()) as printed, chdir(folder):
        runpy.run_path(str(path), run_name="__main__")
    return printed.getvalue()


def check_printed(printed: str, run: Run, models: Any) -> None:
    """Each program's epochs, as the app prints them, and its last losses to the last bit."""
    for name in models:
        for line in epoch_lines(run.history[name]):
            epoch, train, valid = (float(part.split(": ")[1]) for part in line.split(" - "))
            assert f"epoch: {epoch:.0f} - MSE: {train:.4f} - MSE_v: {valid:.4f}" in printed
        history = run.history[name]
        if history.train_mse:
            last = f"here {history.train_mse[-1]!r}, {history.valid_mse[-1]!r}"
            assert f"{last}: identical to the last bit" in printed


@pytest.mark.parametrize("case", CASES, ids=lambda case: case)
def test_the_script_alone_gives_the_same_losses_to_the_last_bit(case, tmp_path):
    data, train = CASES[case]
    run = Run(load(data), train).finish()
    text = script(run_document(run, data))
    assert "perceptron" not in text.replace("Perceptron Lab", ""), "it needs this package nowhere"
    printed = (outside if case in ALONE else inside)(tmp_path, text)
    check_printed(printed, run, run.history.models)
    assert "differs" not in printed
    assert ("\neinsum" in printed) == (case != "einsum refused")


def test_the_notebook_gives_them_too(tmp_path):
    data, train = CASES["Linnerud"]
    run = Run(load(data), train).finish()
    path = tmp_path / "run.ipynb"
    path.write_text(notebook(run_document(run, data)), encoding="utf-8")
    nbformat.validate(nbformat.read(path, as_version=4))
    execute = Path(sys.executable).with_name("jupyter-execute")
    subprocess.run([execute, "--inplace", path], cwd=tmp_path, check=True, timeout=180)
    cells = json.loads(path.read_text())["cells"]
    printed = "".join(
        "".join(output.get("text", "")) for cell in cells for output in cell.get("outputs", [])
    )
    check_printed(printed, run, run.history.models)


def test_a_learning_rate_that_changed_in_mid_run_changes_there_too(tmp_path):
    data = DataConfig(samples=50, valid=30)
    run = Run(load(data), TrainConfig(batch_size=20, epochs=5))
    while not run.done:
        run.learning_rate = 0.01 if run.steps_done < 7 else 0.3
        run.step()
    printed = inside(tmp_path, script(run_document(run, data)))
    check_printed(printed, run, run.history.models)


@pytest.mark.skipif(torch.cuda.is_available(), reason="needs a machine without CUDA")
@pytest.mark.parametrize("device", ["cuda", "cuda:1", "mps"])
def test_a_run_from_another_device_falls_back_to_the_cpu_with_a_word(device, tmp_path):
    data = DataConfig(samples=30, valid=20)
    run = Run(load(data), TrainConfig(batch_size=10, epochs=2)).finish()
    document = run_document(run, data)
    here = script(document)
    document["config"]["device"] = device
    printed = inside(tmp_path, script(document))
    assert f"There is no {device} here: this runs on the CPU" in printed
    check_printed(printed, run, run.history.models)
    assert "There is no" not in here, "who trained on the CPU reads nothing of devices"


@pytest.mark.parametrize("given_up", [False, True])
def test_a_run_that_was_not_trained_to_its_end_stops_where_it_stopped(given_up, tmp_path):
    data = DataConfig(samples=40, valid=30)
    run = Run(load(data), TrainConfig(batch_size=20, epochs=9))
    for _ in range(2 * 4 + 1):
        run.step()
    if given_up:
        run.give_up("a fault")
    printed = inside(tmp_path, script(run_document(run, data)))
    check_printed(printed, run, run.history.models)
    assert "epoch: 4" not in printed


EVIL = """'); raise SystemExit('owned') # \\"""


def with_table(with_data: bool) -> tuple[Run, dict[str, Any]]:
    """A run on a table whose names try to break out of every quotation."""
    lines = [f'"{EVIL}",b,c']
    lines += [f"{i % 7},{i % 5},{i % 3}" for i in range(20)]
    table = read_table("\n".join(lines).encode(), EVIL)
    data = DataConfig(dataset="table")
    inputs = (EVIL, "b")
    run = Run(load_table(table, data, inputs, ("c",)), TrainConfig(batch_size=5, epochs=2)).finish()
    return run, run_document(run, data, EVIL, with_data=with_data)


def test_a_table_travels_in_the_script_and_its_names_can_t_break_out(tmp_path):
    run, document = with_table(True)
    printed = outside(tmp_path, script(document))
    check_printed(printed, run, run.history.models)
    assert "owned" not in printed
    evil = json.loads(json.dumps(document))
    evil["config"]["dataset"] = EVIL
    outside(tmp_path, script(evil))


def test_a_table_that_is_not_in_the_document_can_t_be_repeated_and_says_so():
    _, document = with_table(False)
    assert "rows of this run are not in the document" in why_not_repeatable(document)
    with pytest.raises(TakeHomeError, match="--json-data"):
        script(document)
    _, document = with_table(True)
    assert why_not_repeatable(document) == ""
    document["data"]["x_train"] = [[0.0] * 10] * MAX_ROWS
    with pytest.raises(TakeHomeError, match="carries up to"):
        notebook(document)


def test_the_script_shows_the_functions_of_the_lesson_word_for_word():
    data, train = CASES["worked example"]
    text = script(run_document(Run(load(data), train).finish(), data))
    lesson = (Path(__file__).parents[2] / "perceptron/gradients.py").read_text(encoding="utf-8")
    for name in ("mse_derivative", "weight_gradient", "prediction_by_weight", "contract"):
        body = lesson[lesson.index(f"def {name}(") :].split("\n\n\n")[0].split("\n# ---")[0]
        assert body.strip() in text


def test_a_bundled_set_may_have_a_name_of_its_own(tmp_path, monkeypatch):
    flowers = replace(BUNDLED["iris"], story="The same by another name.")
    monkeypatch.setitem(BUNDLED, "flowers", flowers)
    monkeypatch.setitem(DATASETS, "flowers", flowers)
    data = DataConfig(dataset="flowers")
    run = Run(load(data), TrainConfig(batch_size=40, epochs=2)).finish()
    check_printed(inside(tmp_path, script(run_document(run, data))), run, run.history.models)
