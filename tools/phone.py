"""A student's phone without a browser: it joins a room and hears it over real sockets.

It sends what pages/shared/room/connection.js sends. It does not draw, so hundreds of them cost
little on a shared machine.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

PATIENCE = 120.0  # seconds that the first word may take
CALM = 7.0  # seconds between two words of a phone that hears by events


class PhoneError(Exception):
    """What a phone was told instead of what it asked for."""


@dataclass(eq=False)
class Phone:
    """A phone in a room.

    Attributes:
        address: Of the app.
        room: The code.
        seen: Called with each view that comes by an event, and the time on `time.perf_counter`.
        cookie: That it sends, as nginx keeps seats by.
    """

    address: str
    room: str
    seen: Callable[[Phone, dict[str, Any], float], object]
    cookie: str = ""
    key: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    student: str = ""
    view: dict[str, Any] = field(default_factory=dict)
    number: int = 0
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def join(self) -> float:
        """Go into the room and hear it from now on; return the seconds until it was heard."""
        began = time.perf_counter()
        told = await self.post("join", {"key": self.key})
        self.student = told["student"]
        heard = asyncio.Event()
        self._tasks = [
            asyncio.create_task(self._listen(heard)),
            asyncio.create_task(self._speak()),
        ]
        await asyncio.wait_for(heard.wait(), PATIENCE)
        return time.perf_counter() - began

    async def commit(self, guess: object, *, sure: bool = True) -> float:
        """Commit; return the seconds until it was acknowledged."""
        began = time.perf_counter()
        self.number += 1
        ballot = self.view["ballot"]
        body = {"key": self.key, "ballot": ballot, "number": self.number}
        await self.post("commit", {**body, "guess": guess, "sure": sure})
        return time.perf_counter() - began

    def leave(self) -> None:
        """Hear nothing any more, without a word."""
        for task in self._tasks:
            task.cancel()

    async def post(self, what: str, asked: object) -> dict[str, Any]:
        """Ask the server; return what it says.

        Raises:
            PhoneError: If that is a refusal.
        """
        body = json.dumps(asked).encode()
        head = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        reader, writer, status = await self._ask("POST", what, head, body)
        text = await reader.read()
        writer.close()
        told: dict[str, Any] = json.loads(text) if text.startswith(b"{") else {}
        if status != 200:
            raise PhoneError(f"{what}: {status} {told.get('error', text[:80])}")
        return told

    async def _ask(
        self, method: str, what: str, head: str = "", body: bytes = b""
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter, int]:
        parts = urlsplit(self.address)
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        cookie = f"Cookie: {self.cookie}\r\n" if self.cookie else ""
        path = f"{parts.path}/rooms/{self.room}/{what}"
        asked = f"{method} {path} HTTP/1.0\r\nHost: {parts.netloc}\r\n{cookie}{head}\r\n"
        writer.write(asked.encode() + body)
        status = int((await reader.readline()).split()[1])
        while (await reader.readline()).strip():
            pass
        return reader, writer, status

    async def _listen(self, heard: asyncio.Event) -> None:
        while True:
            try:
                async for view in self._events():
                    if "away" in view:  # the store is
                        continue
                    self.view = view
                    self.seen(self, view, time.perf_counter())
                    heard.set()
            except (OSError, asyncio.IncompleteReadError, PhoneError):
                pass
            await asyncio.sleep(0.5)

    async def _events(self) -> AsyncIterator[dict[str, Any]]:
        reader, writer, status = await self._ask("GET", f"events?student={self.student}")
        try:
            if status != 200:
                raise PhoneError(f"events: {status}")
            named = False
            while line := await reader.readline():
                if line.startswith(b"event:"):
                    named = True  # a sign of life, or the end
                elif line.startswith(b"data:") and not named:
                    yield json.loads(line[5:])
                elif not line.strip():
                    named = False
        finally:
            writer.close()

    async def _speak(self) -> None:
        while True:
            await asyncio.sleep(CALM)
            known = self.view.get("version")
            try:
                await self.post("hear", {"student": self.student, "how": "live", "known": known})
            except (OSError, PhoneError, ValueError):
                continue
