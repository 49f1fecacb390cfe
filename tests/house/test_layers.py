"""Arrows point down only: which room may know which. A room is a module or a folder of a layer."""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path

import pytest

import perceptron
from tests.house.test_imports import ROOT, imports_of, within

GROUND = ("config", "gradients", "parameters", "metrics", "sizes", "text")
BESIDE = ("models", "device", "difference")
UPWARD = ("data", "theory", "training", "history", "run")  # each knows those before it
CORE = (*GROUND, *BESIDE, *UPWARD)
ANY_LESSON = ("lessons.update", "lessons.matrices", "lessons.shortened")
LESSONS = {f"lessons.{path.stem}" for path in (ROOT / "perceptron/lessons").iterdir()}
PERCEPTRON = {
    **dict.fromkeys(GROUND, ("text",)),
    **dict.fromkeys(BESIDE, GROUND),
    **{room: (*GROUND, *BESIDE, *UPWARD[:k]) for k, room in enumerate(UPWARD)},
    "room": GROUND,
    **dict.fromkeys(LESSONS, (*CORE, "room", *ANY_LESSON)),
    "lessons.trial": (*CORE, "room", *ANY_LESSON, "lessons.step_size", "lessons.predict"),
    "lessons.measure": (*CORE, "room", *ANY_LESSON, "lessons.predict"),
    "sharing": CORE,
    "figures": (*set(CORE) - {"models"}, "room", *LESSONS),
    "__init__": CORE,
    "command": (*CORE, "sharing"),
    "__main__": (*CORE, "command"),
}
FLOORS = (("pages", "__init__"), ("server",), ("session",), ("draw", "link"), ("room",),
          ("train", "frame"), ("lesson",))  # fmt: skip
BELOW = [(), *accumulate(FLOORS)]
SHARED = {room: BELOW[k] for k, floor in enumerate(FLOORS) for room in floor}


# `from perceptron import Run` knows the room that Run is from.
REEXPORTED = {
    f"perceptron.{name}": getattr(perceptron, name).__module__
    for name in perceptron.__all__
    if hasattr(getattr(perceptron, name), "__module__")
} | {"perceptron.MODELS": "perceptron.models", "perceptron.DATASETS": "perceptron.data"}


def each(folder: str) -> pytest.MarkDecorator:
    files = sorted((ROOT / folder).rglob("*.py"))
    return pytest.mark.parametrize("file", files, ids=lambda file: str(file.relative_to(ROOT)))


def rooms_above(file: Path, package: str, may_know: dict[str, tuple[str, ...]]) -> set[str]:
    """The rooms of a package that a file imports and may not."""

    def room_of(module: str) -> str:
        """'lessons.cost' for 'perceptron.lessons.cost.race', 'run' for 'perceptron.run.Run'."""
        parts = module.removeprefix(f"{package}.").split(".")
        return ".".join(parts[:2]) if parts[0] == "lessons" else parts[0]

    here = room_of(".".join(file.relative_to(ROOT).with_suffix("").parts))
    imported = within(imports_of(file), package) - {package}
    known = {room_of(REEXPORTED.get(m, m)) for m in imported}
    return {room for room in known if room in may_know} - {here, *may_know[here]}


@each("perceptron")
def test_no_room_of_the_core_knows_one_above_it(file: Path) -> None:
    assert rooms_above(file, "perceptron", PERCEPTRON) == set()


@each("pages/shared")
def test_no_room_of_the_pages_knows_one_above_it(file: Path) -> None:
    assert rooms_above(file, "pages.shared", SHARED) == set()
