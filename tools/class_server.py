"""A class on all cores by one command: `make class`.

As many processes of the app as there are cores, nginx before them by `deploy/nginx.conf`, and a
Redis server between them for the rooms. All of it runs as who started it, in a folder that goes
with it, and ends with it: on Linux also when it is killed, elsewhere when it ends by itself.
"""

from __future__ import annotations

import http.client
import secrets
import signal
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType

from perceptron.room.stores import VARIABLE
from tools.children import TICK, Child, end
from tools.class_place import Place, place_of
from tools.class_words import (
    ANEW,
    DIED,
    DIES,
    NOT_THERE,
    OF_NGINX,
    OF_STORE,
    STARTING,
    ClassError,
    open_words,
    refuse_a_missing_program,
    refuse_a_port,
)
from tools.nginx import HOST, ROOT, allow_files, command_for, free_ports, rendered
from tools.redis_server import redis_path

PATIENCE = 180.0  # seconds until all answer: a machine may be slow
TRIES = 3  # of a process that ends before it has answered once
STORE = """bind {host}
port {port}
requirepass {password}
save ""
appendonly no
maxmemory 256mb
maxmemory-policy noeviction
daemonize no
dir {folder}
logfile {folder}/store.log
"""


class ClassServer:
    """All that serves a class.

    Args:
        place: Where.
        folder: For the files of nginx and the store; it goes with them.
    """

    def __init__(self, place: Place, folder: Path) -> None:
        self.stopped = False
        self._place = place
        store, *ports = free_ports(1 + place.processes)
        password = secrets.token_urlsafe(24)  # others on this machine reach its port, too
        rooms = f"redis://:{password}@{HOST}:{store}"
        settings = folder / "store.conf"
        settings.touch(mode=0o600)
        settings.write_text(
            STORE.format(host=HOST, port=store, password=password, folder=folder), "utf-8"
        )
        self._store = Child(OF_STORE, [redis_path() or "", str(settings)], folder)
        text = rendered(ports, place.port, folder, place.address, logs=False)
        # nginx ends its workers when it is told to; killed, it would leave them.
        self._nginx = Child(OF_NGINX, command_for(text, folder), folder, alone=signal.SIGTERM)
        self._errors = folder / "error.log"
        self._ports = ports
        self._app = [
            Child(f"Process {number}", _command(place, port), ROOT, {VARIABLE: rooms})
            for number, port in enumerate(ports, 1)
        ]
        self._starts = dict.fromkeys(self._app, 0)  # since each last answered

    def serve(self) -> None:
        """Start all, and serve until something stops it.

        Raises:
            ClassError: If a part does not start, or ends.
        """
        try:
            self._start()
            while not self.stopped:
                self._look()
                time.sleep(TICK)
        finally:
            end([*self._app, self._nginx])
            end([self._store])  # after those who would miss it

    def stop(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        """End as soon as possible; signals come here."""
        self.stopped = True

    def _start(self) -> None:
        for child in (self._store, *self._app, self._nginx):
            child.start()
        until = time.monotonic() + PATIENCE
        waiting = [*self._ports, self._place.port]
        while waiting and not self.stopped:
            self._look()
            if time.monotonic() > until:
                raise ClassError(NOT_THERE.format(seconds=PATIENCE))
            waiting = [port for port in waiting if not self._is_well(port)]
            time.sleep(TICK)
        if not self.stopped:
            _tell(open_words(self._place.link, self._place.address, self._place.port,
                             [child.pid for child in self._app]))  # fmt: skip

    def _is_well(self, port: int) -> bool:
        host = HOST if port in self._ports else self._place.address
        host = {"0.0.0.0": HOST, "::": "::1"}.get(host, host)
        return _is_healthy(host, port)

    def _look(self) -> None:
        """Start a process of the app anew if it has ended; end with nginx and the store.

        Raises:
            ClassError: If one of those two has ended, or a process ends again and again.
        """
        for child in (self._store, self._nginx):
            if child.status is not None:
                why = self._errors.read_text("utf-8") if self._errors.exists() else ""
                raise ClassError(DIED.format(name=child.name, status=child.status, why=why).strip())
        for child, port in zip(self._app, self._ports, strict=True):
            if child.status is None:
                if self._starts[child] and _is_healthy(HOST, port):
                    self._starts[child] = 0
                continue
            self._starts[child] += 1
            if self._starts[child] >= TRIES:
                raise ClassError(DIES.format(name=child.name, tries=TRIES))
            _tell(ANEW.format(name=child.name, status=child.status))
            child.send(signal.SIGKILL)  # what it may have left
            child.start()


def _command(place: Place, port: int) -> list[str]:
    """What runs a process of the app; others reach it by another address than its own."""
    own = [f"--server.address={HOST}", f"--server.port={port}", "--server.headless=true"]
    others = [f"--browser.serverAddress={place.host}", f"--browser.serverPort={place.port}"]
    quiet = ["--server.fileWatcherType=none", "--browser.gatherUsageStats=false"]
    return [sys.executable, "-m", "streamlit", "run", "app.py", *own, *others, *quiet]


def _is_healthy(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _tell(text: str) -> None:
    print(text, flush=True)


def main(words: list[str] | None = None) -> int:
    """Serve a class until it is stopped; return the exit status."""
    place = place_of(words)
    try:
        refuse_a_missing_program()
        refuse_a_port(place.address, place.port)
        allow_files()
        with tempfile.TemporaryDirectory(prefix="perceptron-class-") as folder:
            server = ClassServer(place, Path(folder))
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, server.stop)
            _tell(STARTING.format(n=place.processes))
            server.serve()
        _tell("All of it has ended.")
    except ClassError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
