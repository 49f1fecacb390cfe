"""One file and one line: a model, a dataset and a page, added to a copy of this tree.

Each is added as CONTRIBUTING says. Then the copy's own tests must pass untouched, and
`tests/house/walk.py` takes what is new through everything that a visitor can do with it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.test_imports import ROOT

pytestmark = pytest.mark.slow
TREE = ("app.py", "pages", "perceptron", "tests", "tools", "benchmarks", "deploy", "docs",
        ".streamlit", "pyproject.toml", "requirements.txt")  # fmt: skip
MODEL = '''"""A program whose gradients come from a function of the loss."""

from __future__ import annotations

from torch import Tensor
from torch.func import grad_and_value

from perceptron.gradients import descend, mse, predict
from perceptron.models.base import TensorPerceptron


class FunctionalPerceptron(TensorPerceptron):
    """Gradient descent with the gradients of `torch.func`."""

    def predict(self, X: Tensor) -> Tensor:
        """Y_hat = X W + b, shape (m, c)."""
        return predict(X, self.W, self.b)

    def step(self, X: Tensor, Y: Tensor, learning_rate: float) -> float:
        """Update once from X (m, d), Y (m, c); return the MSE before the update."""
        (W, b), loss = grad_and_value(lambda W, b: mse(predict(X, W, b), Y), (0, 1))(self.W, self.b)
        self.W, self.b = descend(self.W, W, learning_rate), descend(self.b, b, learning_rate)
        return loss.item()
'''
DATASET = '''"""Stairs: rows whose outputs are sums of whole numbers."""

from __future__ import annotations

import torch

from perceptron.config import DataConfig
from perceptron.data.dataset import Dataset, split_rows


def load_stairs(config: DataConfig) -> Dataset:
    """Return 24 training and 6 validation rows, 2 inputs -> 2 outputs."""
    k = torch.arange(30, dtype=torch.float64)
    X = torch.stack([k % 5, k // 5], dim=1)
    Y = torch.stack([X.sum(dim=1), X[:, 0] - X[:, 1]], dim=1)
    train, valid = split_rows(len(X), config.seed)
    return Dataset(X[train], Y[train], X[valid], Y[valid], ("left", "right"), ("sum", "rest"))
'''
PAGE = '''"""One page more."""

import streamlit as st

from pages.shared.frame.frame import close_page, open_page

open_page("attic")
st.markdown("Nothing is stored here yet.")
close_page("attic")
'''
ADDED = (  # what is new, its file, its registry, its line there, and the line before
    (MODEL, "perceptron/models/functional.py", "perceptron/models/__init__.py",
     '    "functional": _from("functional:FunctionalPerceptron"),\n',
     '    "einsum": _from("fused:FusedEinsum"),\n'),
    (DATASET, "perceptron/data/stairs.py", "perceptron/data/__init__.py",
     '    "stairs": _from("stairs:load_stairs"),\n',
     '    "example": _from("example:load_example"),\n'),
    (PAGE, "pages/attic.py", "pages/shared/pages.py",
     '    Page("attic", "The attic", "home", _KNOW, "There is room above.", can="climb"),\n',
     "PAGES = [\n"),
)  # fmt: skip
# What tries each entry of a registry, or counts them, or holds the rules of the house.
UNTOUCHED = (
    "tests/core/test_models.py",
    "tests/core/test_data.py",
    "tests/core/test_cli.py",
    "tests/core/test_divergence.py",
    "tests/lessons/test_agreement.py",
    "tests/lessons/test_cost.py",
    "tests/figures",
    "tests/sharing/test_record.py",
    "tests/sharing/test_write.py",
    "tests/pages/test_home.py",
    "tests/pages/test_pages.py",
    "tests/house/test_imports.py",
    "tests/house/test_layers.py",
)


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree with one more model, dataset and page."""
    root = tmp_path_factory.mktemp("grown")
    for name in TREE:
        source, target = ROOT / name, root / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    for content, file, registry, line, before in ADDED:
        (root / file).write_text(content, encoding="utf-8")
        text = (root / registry).read_text(encoding="utf-8")
        assert text.count(before) == 1
        if before == "PAGES = [\n":  # the first page is the app's own: a new one is the last
            head, bracket, tail = text.rpartition("]  # fmt: skip\n")
            text = head + line + bracket + tail
        else:
            text = text.replace(before, before + line)
        (root / registry).write_text(text, encoding="utf-8")
    return root


def run_there(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a tree; nothing of this one is imported."""
    return subprocess.run(
        [sys.executable, *words],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_tests_of_a_tree_that_has_grown_pass_untouched(grown: Path) -> None:
    done = run_there(grown, "-m", "pytest", "-q", "-p", "no:cacheprovider", *UNTOUCHED)
    assert done.returncode == 0, done.stdout[-4000:]
    tried = run_there(grown, "-m", "pytest", "--collect-only", *UNTOUCHED).stdout
    for case in ("-functional]", "[stairs]", "[attic]"):
        assert case in tried


@pytest.mark.parametrize("new", ["model", "dataset", "page"])
def test_what_is_new_goes_everywhere(grown: Path, new: str) -> None:
    done = run_there(grown, "-m", "tests.house.walk", new)
    assert done.returncode == 0, done.stderr[-4000:]
