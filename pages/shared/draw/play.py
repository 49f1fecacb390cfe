"""The one loop that plays: work goes on in the page and is drawn, frame by frame."""

from __future__ import annotations

import time
from collections.abc import Callable

import streamlit as st

from pages.shared.server.scheduler import QUANTUM, Tell
from pages.shared.server.seat import this_seat
from pages.shared.server.turns import Turns

FRAME = 0.096  # seconds between drawings
FIRST_FRAME = 0.02
KINDS = 3  # of frames, which follow each other and cost more or less
SELDOM_FRAMES = 16  # about two seconds


def play(
    turns: Turns,
    turn: int,
    advance: Callable[[], bool],
    draw: Callable[[int], None],
    *,
    wait: Callable[[], float] = lambda: 0.0,
    seldom: Callable[[], None] = lambda: None,
    tell: Tell | None = None,
) -> None:
    """Advance and draw until the work is done, then run the script anew; or until the turn is lost.

    Args:
        turns: Whose work it is.
        turn: That of this script run.
        advance: Does a little of the work, with the turn held; tells whether there is more to do.
        draw: Draws a frame of this number, from 0. How long it has taken of late decides, in a
            crowd, when the next one is due.
        wait: Seconds until there is more to do; what falls due at rest is done in one go.
        seldom: Draws what need not move in each frame.
        tell: Says how many are ahead in the line for a core; None is who told it until now.
    """
    seat, number, drawing = this_seat(), 0, 0.0
    due = limit = time.perf_counter() + FIRST_FRAME
    while True:
        with turns.while_newest(turn) as newest:
            if not newest:
                return
            now = time.perf_counter()
            working = now < limit and wait() <= 0
            if working and not advance():
                st.rerun()  # draws everything anew
        if working:
            seat.breathe(tell)
        elif now < due:
            seat.rest(due - now, tell)
            limit = time.perf_counter() + QUANTUM
        else:
            due = now + seat.scheduler.frame_seconds(FRAME, drawing)
            began = time.thread_time()  # stands still while others compute
            draw(number)
            drawing += (time.thread_time() - began - drawing) / (KINDS if drawing else 1)
            seat.breathe(tell)
            number += 1
            if number % SELDOM_FRAMES == 0:
                seldom()
            limit = max(due, time.perf_counter() + FIRST_FRAME)  # it goes on, however late it is
