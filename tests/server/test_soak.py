"""A day of classes: the verdict can fail, and a visitor uploads, takes home and leaves."""

from __future__ import annotations

import os
import time
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.guest import Guest, come
from benchmarks.readings import HOOK, Reading, kind_of, read, verdict
from benchmarks.soak import TTL, link_of, table_of
from tests.loops import in_a_loop
from tools.browser import serve

THREADS, HANDLES = Counter(MainThread=1, asyncio=4), Counter({"socket": 5, "/dev/null": 3})


def reading(
    resident: float, threads: Counter[str] = THREADS, handles: Counter[str] = HANDLES
) -> Reading:
    return Reading(resident, threads, handles, Counter())


def test_what_stays_within_five_per_cent_of_the_second_class_holds() -> None:
    # The first class is warm-up: what it takes over nobody is no growth.
    assert verdict([reading(500), reading(700), reading(800), reading(734.9)]) == []
    assert verdict([reading(500), reading(700), reading(600)]) == []


@pytest.mark.parametrize(
    ("last", "told"),
    [
        (reading(736), "resident memory has grown by 5.1 %, more than 5 %"),
        (reading(700, THREADS + Counter(rooms=2)), "threads are left: 2 x rooms"),
        (reading(700, THREADS, HANDLES + Counter(socket=30)), "handles are left: 30 x socket"),
    ],
)
def test_the_verdict_says_what_has_grown(last: Reading, told: str) -> None:
    assert verdict([reading(500), reading(700), reading(700), last]) == [told]


def test_two_classes_are_too_few_for_a_verdict() -> None:
    assert "three classes or more" in verdict([reading(500), reading(900)])[0]


def test_a_handle_is_told_by_its_kind() -> None:
    reader, writer = os.pipe()
    try:
        assert kind_of(Path(f"/proc/self/fd/{reader}")) == "pipe"
    finally:
        os.close(reader)
        os.close(writer)
    assert kind_of(Path(f"/proc/self/fd/{writer}")) == "closed meanwhile"


async def attend(address: str) -> Guest:
    """Upload a table, train on it, take it home, and be gone without a word."""
    guest = await come(address)
    await guest.open(link_of(1, 0), 120)
    await guest.upload("houses.csv", table_of(1, 0), 120)
    await guest.train(120)
    assert await guest.take_home("CSV", 120) > 500
    assert guest.in_use == "In use: **houses.csv**"
    guest.drop()
    return guest


def handles_of(pid: int) -> int:
    return len([*Path(f"/proc/{pid}/fd").iterdir()])


async def look_in(address: str) -> None:
    """Open a page and close it: then sessions that are too old are let go."""
    guest = await come(address)
    await guest.open("", 120)
    await guest.socket.close()


def test_a_visitor_of_the_soak_uses_an_own_table_and_leaves_no_handle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(TTL, "1")
    told = tmp_path / "told"
    with serve(HOOK.format(file=str(told))) as (address, pid):
        in_a_loop(look_in(address))
        before = read(pid, told)
        assert before.resident > 100
        assert before.threads["MainThread"] == 1
        for _ in range(2):
            in_a_loop(attend(address))
        until = time.monotonic() + 60
        while handles_of(pid) > before.handles.total() and time.monotonic() < until:
            time.sleep(1.5)
            in_a_loop(look_in(address))
            time.sleep(0.5)
        assert handles_of(pid) <= before.handles.total()
