"""Arrows point down only: which room may know which. A room is a module or a folder of a layer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_imports import ROOT, imports_of

GROUND = ("config", "gradients", "parameters", "metrics", "sizes", "text")
CORE = ("models", "device", "difference", "data", "theory", "training", "history", "run")
ANY_LESSON = ("lessons.update", "lessons.matrices", "lessons.shortened")
UPWARD = ("data", "theory", "training", "history", "run")  # each knows those before it
LESSONS = {f"lessons.{path.stem}" for path in (ROOT / "perceptron/lessons").iterdir()}
MAY_KNOW = {
    **dict.fromkeys(GROUND, ()),
    **dict.fromkeys(("models", "device", "difference"), GROUND),
    **{
        room: (*GROUND, "models", "device", "difference", *UPWARD[:k])
        for k, room in enumerate(UPWARD)
    },
    **dict.fromkeys(LESSONS, (*GROUND, *CORE, *ANY_LESSON)),
    "sharing": (*GROUND, *CORE),
    "figures": (*GROUND, *set(CORE) - {"models"}, *LESSONS),
    "__init__": (*GROUND, *CORE),
    "__main__": (*GROUND, *CORE, "sharing"),
}
FILES = sorted((ROOT / "perceptron").rglob("*.py"))


def room_of(module: str) -> str:
    """'lessons.cost' for 'perceptron.lessons.cost.race', 'run' for 'perceptron.run.Run'."""
    parts = module.split(".")[1:3]
    return ".".join(parts) if parts[0] == "lessons" and len(parts) > 1 else parts[0]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_room_knows_one_above_it(file: Path) -> None:
    here = room_of(".".join(file.relative_to(ROOT).with_suffix("").parts))
    rooms = {path.stem for path in (ROOT / "perceptron").iterdir()}
    known = {room_of(m) for m in imports_of(file) if m.startswith("perceptron.")}
    known = {room for room in known if room.split(".")[0] in rooms}
    assert known - {here, *MAY_KNOW[here]} == set()
