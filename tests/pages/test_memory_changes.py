"""The changes that a session tells the browser of, whatever message is lost."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from pages.shared.session import handed_over, remembered
from pages.shared.session.memory import Memory
from perceptron.sharing.remembered import write_run
from perceptron.sharing.shelf import MAX_RUNS, Shelf
from tests.sharing.documents import RECORD


def test_each_change_is_sent_twice_and_once_more_when_one_was_missed() -> None:
    memory = Memory()
    memory.put("a", "1")
    sent = lambda: [change[1:] for change in memory.message()["changes"]]  # noqa: E731
    assert sent() == [["a", "1"]]
    memory.put("b", "2")
    memory.delete("a")
    assert sent() == [["b", "2"], ["a", None]]
    assert sent() == [["b", "2"], ["a", None]]
    assert sent() == []
    memory.repeat_from(0)
    assert sent() == [["b", "2"], ["a", None]]
    memory.put("b", "2")
    assert memory.message()["until"] == 3, "no change"


def test_of_more_runs_than_fit_the_oldest_make_room_however_the_browser_sorts_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here, shelf, elsewhere = Memory(), Shelf(), Shelf()
    kept = [replace(elsewhere.keep(RECORD), made=float(i)) for i in range(MAX_RUNS + 2)]
    store = {f"run-{run.mark}": write_run(run) for run in reversed(kept)}
    monkeypatch.setattr(handed_over, "memory", lambda: here)
    monkeypatch.setattr(handed_over, "shelf", lambda: shelf)
    monkeypatch.setattr(remembered, "shelf", lambda: shelf)
    handed_over.take_over(json.dumps(store), None)
    assert [run.mark for run in shelf.runs] == [run.mark for run in kept[2:]]
