"""Server processes of the app, and nginx before them: all on loopback, all ended at the end."""

from __future__ import annotations

import http.client
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from perceptron.room.stores import VARIABLE
from tools.browser import ROOT
from tools.nginx import HOST, TEMPORARY, command_for, free_ports, rendered


def ask(
    port: int,
    path: str,
    cookie: str = "",
    host: str = "",
    origin: str = "",
    method: str = "GET",
    body: bytes | None = None,
) -> tuple[int, str, bytes]:
    """Send one request; return its status, the cookie that it sets for the seat, and the body.

    Raises:
        OSError: If nobody answers.
    """
    connection = http.client.HTTPConnection(HOST, port, timeout=20)
    headers = {"Cookie": cookie} if cookie else {}
    headers |= {"Host": host} if host else {}
    headers |= {"Origin": origin} if origin else {}
    try:
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        return answer.status, seat_in(answer.headers.get_all("Set-Cookie") or []), answer.read()
    finally:
        connection.close()


def seat_in(cookies: list[str]) -> str:
    """The seat's cookie among the cookies that a response sets, as a request sends it."""
    seats = [cookie.partition(";")[0] for cookie in cookies if cookie.startswith("lab_seat=")]
    return seats[-1] if seats else ""


@dataclass(eq=False)
class Server:
    """One process of the app.

    Attributes:
        port: Where it listens.
        disk_is_full: Whether the system refuses every byte that it writes to a file.
        rooms: Where rooms are kept; empty for its own memory.
    """

    port: int
    disk_is_full: bool = False
    rooms: str = ""
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start, and wait until it answers.

        Raises:
            RuntimeError: If it does not answer within a minute.
        """
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "streamlit", "run", "app.py"),
                *(f"--server.address={HOST}", f"--server.port={self.port}"),
                "--server.fileWatcherType=none",
            ],
            cwd=ROOT,
            env=os.environ | ({VARIABLE: self.rooms} if self.rooms else {}),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=_refuse_writing if self.disk_is_full else None,
        )
        for _ in range(600):
            try:
                if ask(self.port, "/_stcore/health")[0] == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"The process on port {self.port} did not answer within a minute.")

    def kill(self) -> None:
        """End at once, as a crash does."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """Answer nobody for a while."""
        if self._process is not None:
            self._process.send_signal(signal.SIGSTOP)
            try:
                yield
            finally:
                self._process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """End."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()

    @property
    def n_sockets(self) -> int:
        """Connections to it that are open now (Linux)."""
        here = f"0100007F:{self.port:04X}"
        rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        return sum(row[1] == here and row[3] == "01" for row in rows)


def _refuse_writing() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


@contextmanager
def servers(count: int, *, disk_is_full: bool = False, rooms: str = "") -> Iterator[list[Server]]:
    """Run some processes of the app."""
    running = [Server(port, disk_is_full, rooms) for port in free_ports(count)]
    try:
        for server in running:
            server.start()
        yield running
    finally:
        for server in running:
            server.stop()


@dataclass(frozen=True)
class Proxy:
    """An nginx that runs.

    Attributes:
        port: Where it listens.
        folder: Its files.
    """

    port: int
    folder: Path

    def log(self) -> list[str]:
        """The lines of its log of requests."""
        return (self.folder / "access.log").read_text().splitlines()

    def bodies_on_disk(self) -> list[Path]:
        """What it has written of requests and responses to the disk."""
        return [file for name in TEMPORARY for file in (self.folder / name).rglob("*.*")]


@contextmanager
def nginx(
    behind: list[Server], render: Callable[[list[int], int, Path], str] = rendered
) -> Iterator[Proxy]:
    """Run nginx in a folder of its own, before some processes.

    Args:
        behind: The processes.
        render: Writes its configuration; without it, that of `deploy/` before two processes.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        proxy = Proxy(*free_ports(1), folder)
        text = render([server.port for server in behind], proxy.port, folder)
        process = subprocess.Popen(command_for(text, folder))
        try:
            for _ in range(100):
                if process.poll() is not None:
                    raise RuntimeError((folder / "error.log").read_text())
                try:
                    ask(proxy.port, "/_stcore/health")
                    break
                except OSError:
                    time.sleep(0.05)
            yield proxy
        finally:
            process.terminate()
            process.wait(timeout=20)
