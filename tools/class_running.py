"""Runs `make class` beside something that looks at it: for tests and benchmarks."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.nginx import ROOT

PATIENCE = 200.0  # seconds until it is there
_PIDS = re.compile(r"^Processes of the app: ([\d, ]+)\.", re.MULTILINE)


@dataclass(eq=False)
class Running:
    """A class that is served.

    Attributes:
        process: The command.
        address: Where nginx listens, with http://.
        log: What it says.
    """

    process: subprocess.Popen[bytes]
    address: str
    log: Path

    @property
    def said(self) -> str:
        """What it has said until now."""
        return self.log.read_text("utf-8")

    @property
    def app(self) -> list[int]:
        """The processes of the app that it started first."""
        found = _PIDS.search(self.said)
        return [int(pid) for pid in found[1].split(", ")] if found else []

    def wait_for(self, words: str) -> None:
        """Wait until it says something.

        Raises:
            RuntimeError: If it ends before, or it takes too long.
        """
        until = time.monotonic() + PATIENCE
        while words not in self.said:
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"It never said {words!r}:\n{self.said}")
            time.sleep(0.05)


@contextmanager
def serve_class(port: int, processes: int, log: Path) -> Iterator[Running]:
    """Serve a class on the loopback address; end it at the end, if it has not.

    Args:
        port: Where nginx listens.
        processes: Of the app.
        log: Where it says what it has to say.
    """
    asked = ["--address", "127.0.0.1", "--port", str(port), "--processes", str(processes)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "tools" / "class_server.py"), *asked],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    running = Running(process, f"http://127.0.0.1:{port}", log)
    try:
        running.wait_for("Processes of the app")
        yield running
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
