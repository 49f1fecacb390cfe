"""Runs a Redis or Valkey server: shared by the tests of rooms and what breaks a deployment."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def redis_path() -> str | None:
    """Return where a server is installed, if one is."""
    return shutil.which("redis-server") or shutil.which("valkey-server")


class RedisServer:
    """A server on a free port of the loopback address.

    Args:
        folder: Where it writes each change before it answers; None for a server without a disk.
    """

    def __init__(self, folder: Path | None = None) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        disk = ["--appendonly", "no"]
        if folder is not None:
            disk = ["--dir", str(folder), "--appendonly", "yes", "--appendfsync", "always"]
        network = ["--bind", "127.0.0.1", "--port", str(self._port)]
        self._command = [redis_path() or "redis-server", *network, "--save", "", *disk]
        self._process: subprocess.Popen[bytes] | None = None
        self.address = f"redis://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Run it; return when it answers."""
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)
        for _ in range(500):
            try:
                if self.run("PING").startswith(b"+PONG"):
                    return
            except OSError:
                pass
            time.sleep(0.02)
        raise RuntimeError("The Redis server did not answer within ten seconds.")

    def run(self, command: str) -> bytes:
        """Send a command; return what is answered first."""
        with socket.create_connection(("127.0.0.1", self._port), timeout=5) as line:
            line.sendall(command.encode() + b"\r\n")
            return line.recv(65536)

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Let it take connections and answer nobody."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)


@contextmanager
def redis_server(folder: Path | None = None) -> Iterator[RedisServer]:
    """Run a server; see `RedisServer`."""
    server = RedisServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()
