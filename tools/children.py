"""Processes that end with the one that started them; on Linux whatever ends it, also `kill -9`."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE = 5.0  # seconds that a process may take to end when it is asked to
TICK = 0.05
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG in <linux/prctl.h>
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(eq=False)
class Child:
    """A process in a group of its own, which a Ctrl-C on the terminal does not reach.

    Attributes:
        name: What it is, for people.
        command: What runs it.
        folder: Where it runs.
        more: Of the environment, beside what this process has.
        alone: The signal that it gets when this process is gone without a word (Linux).
    """

    name: str
    command: Sequence[str]
    folder: Path
    more: Mapping[str, str] = field(default_factory=dict)
    alone: signal.Signals = signal.SIGKILL
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start it.

        Raises:
            OSError: If the command can't be run.
        """
        parent = os.getpid()

        def bind() -> None:
            if _LIBC is not None:
                _LIBC.prctl(_DIE_WITH_PARENT, int(self.alone))
                if os.getppid() != parent:  # it was gone before that
                    os._exit(1)

        self._process = subprocess.Popen(
            self.command,
            cwd=self.folder,
            env=os.environ | dict(self.more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            process_group=0,
            preexec_fn=bind,
        )

    @property
    def pid(self) -> int:
        """Its process id; 0 before it is started."""
        return self._process.pid if self._process else 0

    @property
    def status(self) -> int | None:
        """With which status it has ended, None while it runs."""
        return self._process.poll() if self._process else None

    def send(self, number: signal.Signals) -> None:
        """Send a signal to it and to all that it has started."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):  # nobody is left
                os.killpg(self._process.pid, number)

    def is_left(self) -> bool:
        """Whether it runs, or something that it has started."""
        if self._process is None:
            return False
        self._process.poll()
        try:
            os.killpg(self._process.pid, 0)
        except (ProcessLookupError, PermissionError):
            return False
        return True


def end(children: Sequence[Child], patience: float = PATIENCE) -> None:
    """End all of them: asked to at first, and killed after some seconds."""
    for number, seconds in ((signal.SIGTERM, patience), (signal.SIGKILL, PATIENCE)):
        for child in children:
            child.send(number)
        until = time.monotonic() + seconds
        while any(child.is_left() for child in children) and time.monotonic() < until:
            time.sleep(TICK)
