"""`make class`, started for real: it answers, mends itself, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from tests.drill.lesson import Lesson
from tests.drill.processes import HOST, Proxy, ask
from tests.drill.seats import Background
from tools.class_running import Running, serve_class
from tools.class_server import main
from tools.nginx import free_ports, nginx_path
from tools.phone import Phone
from tools.redis_server import redis_path
from tools.terminal_code import code_lines

SOON = 30.0  # seconds: the machine may be busy
pytestmark = [
    pytest.mark.skipif(
        nginx_path() is None or redis_path() is None,
        reason="no nginx or no Redis server (Debian: apt-get install nginx redis-server)",
    ),
    pytest.mark.skipif(sys.platform != "linux", reason="it looks into /proc"),
]


def parent_of(pid: int) -> int:
    """Return the parent of a process; 0 for one that is gone, or only not yet buried."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return 0 if fields[0] == "Z" else int(fields[1])


def below(pid: int) -> set[int]:
    """Return all that a process has started, and what that has started."""
    parents = {int(one.name): parent_of(int(one.name)) for one in Path("/proc").glob("[0-9]*")}
    found, more = set(), {pid}
    while more:
        found |= more
        more = {one for one, parent in parents.items() if parent in more} - found
    return found - {pid}


def soon(holds: Callable[[], bool]) -> bool:
    """Whether something is true before long."""
    until = time.monotonic() + SOON
    while not (true := holds()) and time.monotonic() < until:
        time.sleep(0.05)
    return true


def are_gone(pids: set[int]) -> bool:
    return soon(lambda: not any(parent_of(pid) for pid in pids))


def named(pids: set[int], name: str) -> int:
    """Return the one of some processes that runs a program, the oldest of them."""
    return min(pid for pid in pids if name in Path(f"/proc/{pid}/comm").read_text())


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A class on two processes."""
    log = tmp_path_factory.mktemp("class") / "log"
    with serve_class(*free_ports(1), 2, log) as running:
        yield running


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Running]:
    """A class on one process, for a test that ends it."""
    with serve_class(*free_ports(1), 1, tmp_path / "log") as running:
        yield running


def port_of(running: Running) -> int:
    return int(running.address.rpartition(":")[2])


def test_it_answers_from_both_processes_and_says_where(two: Running) -> None:
    seats = {ask(port_of(two), "/join")[1] for _ in range(4)}
    assert seats == {"lab_seat=1", "lab_seat=2"}
    assert ask(port_of(two), "/_stcore/health")[0] == 200
    assert f"{two.address}/join\n" in two.said
    assert "\n".join(code_lines(f"{two.address}/join", colours=False)) in two.said
    assert "only this computer can open it" in two.said


def test_only_nginx_is_reached_from_elsewhere_and_the_store_wants_its_password(
    two: Running,
) -> None:
    store = named(below(two.process.pid), "redis")
    title = Path(f"/proc/{store}/cmdline").read_text().partition("\0")[0]  # where it listens
    host, _, port = title.rpartition(" ")[2].rpartition(":")
    assert host == HOST
    with socket.create_connection((HOST, int(port)), timeout=10) as line:
        line.sendall(b"PING\r\n")
        assert line.recv(100).startswith(b"-NOAUTH")


async def leave(phones: list[Phone]) -> None:
    """Let phones go, and their connections with them."""
    for phone in phones:
        phone.leave()
    await asyncio.sleep(0.5)


@pytest.mark.browser
@pytest.mark.slow
def test_a_room_is_one_over_both_processes(two: Running, browser: object) -> None:
    background = Background()
    try:
        lesson = Lesson(browser, Proxy(port_of(two), Path()), background)  # type: ignore[arg-type]
        lesson.each(Phone.join, lesson.phones)  # three are pinned to each process
        assert {phone.cookie for phone in lesson.phones} == {"lab_seat=1", "lab_seat=2"}
        lesson.press("plan_step_0")
        assert lesson.all_saw("asked", lesson.phones)[0]
        lesson.each(lambda phone: phone.commit("3"), lesson.phones)
        holds, saw = lesson.wall_says("6 of 6 have committed")
        assert holds, saw
        lesson.each(lambda phone: phone.commit("4"), lesson.phones[:3])
        holds, saw = lesson.wall_says("6 of 6 have committed")
        assert holds, saw
        background.run(leave(lesson.phones))
        lesson.page.context.close()
    finally:
        background.close()


def test_a_process_that_dies_is_started_anew(two: Running) -> None:
    first, second = two.app
    os.kill(first, signal.SIGKILL)
    two.wait_for("Process 1 of the app has ended with status -9 and is started anew")
    assert ask(port_of(two), "/", "lab_seat=1")[1] == "lab_seat=2", "the other one stands in"
    # nginx sends newcomers there again once it answers.
    assert soon(lambda: ask(port_of(two), "/")[1] == "lab_seat=1")
    python = [pid for pid in below(two.process.pid) if parent_of(pid) == two.process.pid]
    assert second in python
    assert first not in python
    assert len(python) == 4, "two of the app, nginx, the store"


def test_it_stops_as_a_whole_when_it_is_asked_to(two: Running) -> None:
    pids = below(two.process.pid)
    assert len(pids) >= 5, "two of the app, nginx and its worker, the store"
    two.process.send_signal(signal.SIGINT)
    assert two.process.wait(SOON) == 0
    assert are_gone(pids)
    assert "All of it has ended." in two.said
    with pytest.raises(OSError, match="refused"):
        ask(port_of(two), "/")


def test_killed_it_leaves_nothing(one: Running) -> None:
    pids = below(one.process.pid)
    assert len(pids) >= 4
    one.process.kill()
    assert are_gone(pids)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.slow
def test_a_terminal_that_closes_ends_it(one: Running, number: signal.Signals) -> None:
    pids = below(one.process.pid)
    one.process.send_signal(number)
    assert one.process.wait(SOON) == 0
    assert are_gone(pids)


@pytest.mark.parametrize("program", ["nginx", "redis"])
@pytest.mark.slow
def test_without_nginx_or_the_store_all_ends_in_words(one: Running, program: str) -> None:
    pids = below(one.process.pid)
    os.kill(named(pids, program), signal.SIGTERM)
    assert one.process.wait(SOON) == 1
    assert are_gone(pids)
    assert "nothing goes on without it" in one.said
    assert "Traceback" not in one.said


@pytest.fixture
def signals() -> Iterator[None]:
    """What signals do, as it was."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, then in zip(numbers, before, strict=True):
        signal.signal(number, then)


@pytest.mark.usefixtures("signals")
def test_a_process_that_never_answers_ends_all_after_three_times(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing = [sys.executable, "-c", "raise SystemExit(3)"]
    monkeypatch.setattr("tools.class_server._command", lambda *_: failing)
    (port,) = free_ports(1)
    others = below(os.getpid())  # of other tests
    assert main(["--address", "localhost", "--port", str(port), "--processes", "1"]) == 1
    told = capsys.readouterr()
    assert told.out.count("has ended with status 3 and is started anew") == 2
    assert "Process 1 of the app has ended 3 times before it answered" in told.err
    assert soon(lambda: not (below(os.getpid()) - others) & with_title("nginx", "redis"))
    with socket.create_server((HOST, port)):
        pass


def with_title(*names: str) -> set[int]:
    """The processes that run one of some programs."""
    found = set()
    for one in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if any(name in (one / "comm").read_text() for name in names):
                found.add(int(one.name))
    return found
