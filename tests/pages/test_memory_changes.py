"""The changes that a session tells the browser of, whatever message is lost."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from pages.shared.session import handed_over, progress, remembered
from pages.shared.session.memory import Memory
from perceptron.sharing.progress import Progress
from perceptron.sharing.progress_read import read_progress
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


class Tab:
    """A session, and the browser's entry as its tab has told it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, done: Progress) -> None:
        self.memory, self.state = Memory(), {progress.KEY: done}
        monkeypatch.setattr(progress, "memory", lambda: self.memory)
        monkeypatch.setattr(progress.st, "session_state", self.state)
        self.memory.put(progress.KEY, done.to_text())
        self.sent = self.memory.message()

    def told(self, text: str | None, after: int | None = None) -> list[str | None]:
        """Let the browser tell of its entry; return what the session sends in answer."""
        number = self.memory.heard + 1
        after = self.memory.message()["until"] if after is None else after
        before = self.memory.message()["until"]
        progress.take_others({"number": number, "after": after, "text": text})
        message = self.memory.message()
        assert message["heard"] == number
        return [text for n, _, text in message["changes"] if n > before]


MINE = Progress().with_page("cost", 1)
THEIRS = Progress().with_page("train", 2)


def test_what_another_tab_has_written_is_kept_beside_what_this_one_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tab = Tab(monkeypatch, MINE)
    (text,) = tab.told(THEIRS.to_text())
    assert list(read_progress(text).pages) == ["cost", "train"]
    assert tab.told(text) == [], "tabs that know the same are silent"
    assert tab.told("{") == [text], "what is damaged gives way"


def test_what_another_tab_has_forgotten_is_forgotten_here(monkeypatch: pytest.MonkeyPatch) -> None:
    tab = Tab(monkeypatch, MINE)
    assert tab.told(None) == []
    assert tab.state[progress.KEY] == Progress()
    assert tab.memory.message()["changes"][-1:] in ([], [[1, progress.KEY, None]])


def test_forgetting_wins_over_what_another_tab_wrote_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tab = Tab(monkeypatch, MINE)
    told_before = tab.memory.message()["until"]
    tab.memory.forget()
    progress.forget_progress()
    assert tab.told(THEIRS.to_text(), after=told_before) == []
    assert not tab.state[progress.KEY].pages
    (text,) = tab.told(THEIRS.to_text())
    assert not read_progress(text).pages, "nor does a tab that had slept bring it back"


@pytest.mark.parametrize("told", [None, {}, {"number": "1", "after": 0, "text": ""}, 3])
def test_what_no_browser_tells_changes_nothing(monkeypatch: pytest.MonkeyPatch, told: Any) -> None:
    tab = Tab(monkeypatch, MINE)
    progress.take_others(told)
    assert tab.state[progress.KEY] == MINE
