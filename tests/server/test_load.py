"""The load driver: what it computes, and real visitors of a real server."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest
from streamlit.testing.v1 import AppTest

from benchmarks.load import fairness, percentile, waits
from pages.shared.server.scheduler import Account
from pages.shared.server.seat import Seat, scheduler
from tests.loops import in_a_loop
from tests.pages.opening import open_page
from tools.visitor import Timing, VisitError, Visitor, arrive

QUICK = "speed=full-speed"


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [
        ([5.0], 95, 5.0),
        ([4.0, 1.0, 3.0, 2.0], 50, 2.0),
        (list(range(1, 101)), 95, 95),
        (list(range(1, 31)), 95, 29),  # of thirty, one may be later
        (list(range(1, 31)), 100, 30),
        ([1.0, 2.0], 0, 1.0),
    ],
)
def test_percentile_is_a_value_that_so_many_do_not_exceed(
    values: list[float], percent: float, expected: float
) -> None:
    assert percentile(values, percent) == expected
    assert sum(value <= expected for value in values) >= len(values) * percent / 100


def test_fairness_is_slowest_by_fastest() -> None:
    assert fairness([2.0, 3.0, 8.0]) == 4.0


def test_a_line_of_the_report_names_what_was_asked() -> None:
    assert "asked: 3 s" in waits("first frame", [1.0, 2.0], 3.0)
    assert "nobody" in waits("first frame", [])


async def come_and_train(address: str) -> tuple[Visitor, Timing]:
    visitor = await arrive(address)
    await visitor.open(QUICK, 120)
    timing = await visitor.train(120)
    await visitor.socket.close()
    return visitor, timing


def test_two_sessions_at_once_both_finish(app: str) -> None:
    async def both() -> list[tuple[Visitor, Timing]]:
        return await asyncio.gather(come_and_train(app), come_and_train(app))

    for visitor, timing in in_a_loop(both()):
        assert visitor.share == 1
        assert visitor.words.startswith("epoch 16 of 16")
        assert timing.finished > 0


def test_a_visitor_gives_up_in_words(app: str) -> None:
    async def hurry() -> None:
        visitor = await arrive(app)
        try:
            await visitor.open("", 0)
        finally:
            await visitor.socket.close()

    with pytest.raises(VisitError, match="no page after 0 s"):
        in_a_loop(hurry())


def crowd(leave: threading.Event) -> None:
    """Take every core, and keep it until somebody has waited long enough to be told."""
    line = scheduler()
    seats = [Seat(line, Account()).__enter__() for _ in range(line.slots)]
    leave.wait(60)
    for seat in seats:
        seat.__exit__()


def test_who_waits_for_a_page_is_told_where_they_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    app, heard = open_page("train"), []
    monkeypatch.setattr(
        "pages.shared.frame.frame.in_line", lambda ahead: heard.append(ahead) or "told"
    )
    leave = threading.Event()
    others = threading.Thread(target=crowd, args=(leave,))
    others.start()
    threading.Timer(1.5, leave.set).start()
    app.run()
    others.join()
    assert heard[0] == 0
    assert not any("told" in text.value for text in app.markdown), "it stays when there is a core"
    assert not app.exception
    assert_nobody_is_left()


def test_a_page_that_fails_leaves_its_seat() -> None:
    def fail() -> None:
        import streamlit as st

        from pages.shared.server.seat import seated

        with seated():
            st.stop()

    AppTest.from_function(fail).run()
    assert_nobody_is_left()


def assert_nobody_is_left() -> None:
    line = scheduler()
    for _ in range(100):
        if not line.there:
            break
        time.sleep(0.01)
    assert (line.there, line.waiting, line.computing) == (0, 0, 0)
