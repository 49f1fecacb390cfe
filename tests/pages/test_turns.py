"""Who asks for a turn comes before who works."""

from __future__ import annotations

import threading
import time

from pages.shared.server.turns import Turns


def test_who_works_begins_nothing_more_while_somebody_asks() -> None:
    turns, begun = Turns(), threading.Event()
    turn = turns.enter()

    def work() -> None:
        with turns.while_newest(turn):
            begun.set()

    turns._asking.append(None)  # as between asking for the lock and having it
    worker = threading.Thread(target=work)
    worker.start()
    assert not begun.wait(0.1)
    turns._asking.pop()
    assert begun.wait(10)
    worker.join()


def test_who_works_hears_that_somebody_asks() -> None:
    turns = Turns()
    turn = turns.enter()
    with turns.while_newest(turn) as newest:
        assert (newest, turns.asked) == (True, False)
        asking = threading.Thread(target=turns.enter)
        asking.start()
        until = time.monotonic() + 10
        while not turns.asked and time.monotonic() < until:
            time.sleep(0.001)
        assert turns.asked
    asking.join()
    assert not turns.asked
    with turns.while_newest(turn) as newest:
        assert not newest
