"""The changes that a session tells the browser of, whatever message is lost."""

from __future__ import annotations

from pages.shared.session.memory import Memory


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
