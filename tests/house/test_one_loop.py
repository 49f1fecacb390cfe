"""One loop trains: `perceptron.training.train`. Nobody writes a second one."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.house.test_imports import DEPLOYED, FILES, ROOT, each, name_of, tree_of

CARRIED = {"W", "b", "parameters"}  # what an update takes from one turn of a loop to the next
LOOPS = {
    "perceptron/training.py": "train",
    "perceptron/lessons/step_size/sweep.py": "sweep: a test holds it to train",
    "perceptron/lessons/cost/race.py": "one batch again and again, for the clock",
    "perceptron/lessons/cost/results.py": "the same, for one size",
    "perceptron/sharing/template.py": "leaves the app: a program that stands alone",
    "perceptron/sharing/exercise/template.py": "the same",
}


def named(node: ast.expr) -> str:
    """'W' for W, for model.W and for W[0]."""
    if isinstance(node, ast.Subscript):
        return named(node.value)
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def is_update(node: ast.AST) -> bool:
    """Whether W or b is made of itself, or a model steps: step(X, Y, rate)."""
    if isinstance(node, ast.Assign):
        made = {named(one) for target in node.targets for one in getattr(target, "elts", [target])}
        read = {named(one) for one in ast.walk(node.value) if isinstance(one, ast.expr)}
        return bool(made & read & CARRIED)
    if isinstance(node, ast.AugAssign):
        return named(node.target) in CARRIED
    return isinstance(node, ast.Call) and named(node.func) == "step" and len(node.args) == 3


def training_loops(tree: ast.AST) -> list[int]:
    """The lines of the loops that update W and b."""
    loops = [node for node in ast.walk(tree) if isinstance(node, ast.For | ast.While)]
    return [loop.lineno for loop in loops if any(map(is_update, ast.walk(loop)))]


@each([file for file in FILES if file.relative_to(ROOT).parts[0] in DEPLOYED])
def test_nobody_writes_a_second_loop(file: Path) -> None:
    assert bool(training_loops(tree_of(file))) == (name_of(file) in LOOPS)


def test_the_check_itself_sees_every_way_to_write_one() -> None:
    for body in ("W = W - 0.1 * g", "model.W -= g", "W, b = move(W, b)", "model.step(X, Y, 0.1)"):
        assert training_loops(ast.parse(f"for _ in range(9):\n    {body}\n")) == [1], body
        assert training_loops(ast.parse(f"while True:\n    if x:\n        {body}\n")) == [1], body
        assert training_loops(ast.parse(body)) == []
    for body in ("run.step()", "W = start.copy()", "total += W", "b = a"):
        assert training_loops(ast.parse(f"for _ in range(9):\n    {body}\n")) == [], body
