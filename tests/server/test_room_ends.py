"""A server that is told to stop lets the listeners of its rooms go."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from pathlib import Path

from tests.loops import in_a_loop
from tools.browser import serve
from tools.phone import Phone

SOON = 10.0  # seconds; it was never
OPENING = """
import threading, time
def open_room():
    while True:
        time.sleep(0.2)
        try:
            from pages.shared.server.rooms import rooms
            code, _ = rooms().open()
        except ImportError:  # the application is not there yet
            continue
        with open({file!r}, "w") as file:
            file.write(code)
        return
threading.Thread(target=open_room, daemon=True).start()
"""


async def listen_until_it_ends(address: str, code: str, pid: int) -> float:
    """Let phones hear, stop the server; return the seconds until it has ended."""
    phones = [Phone(address, code, lambda *_: None) for _ in range(5)]
    await asyncio.gather(*(phone.join() for phone in phones))
    began = time.monotonic()
    os.kill(pid, signal.SIGTERM)
    while Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
        assert time.monotonic() - began < SOON, "phones that listen keep the server from ending"
        await asyncio.sleep(0.1)
    for phone in phones:
        phone.leave()
    return time.monotonic() - began


def test_phones_that_listen_do_not_keep_a_server_from_ending(tmp_path: Path) -> None:
    file = tmp_path / "code"
    with serve(OPENING.format(file=str(file))) as (address, pid):
        while not (file.exists() and (code := file.read_text())):
            time.sleep(0.1)
        assert in_a_loop(listen_until_it_ends(address, code, pid)) < SOON
