"""A stretch of network that can be cut: what passes between a browser and a server."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

from tools.nginx import HOST, free_ports


@dataclass(eq=False)
class Relay:
    """Passes bytes on from a port of its own to a server.

    Attributes:
        to: The server's port.
        port: Its own.
    """

    to: int
    port: int = field(default_factory=lambda: free_ports(1)[0])
    _whole: asyncio.Event = field(default_factory=asyncio.Event)
    _drops: bool = False
    _ends: set[asyncio.StreamWriter] = field(default_factory=set)

    async def open(self) -> None:
        """Begin to listen."""
        self._whole.set()
        self._server = await asyncio.start_server(self._meet, HOST, self.port)

    async def cut(self, *, drop: bool) -> None:
        """Let nothing through: silently, as a lost radio signal, or by ending connections."""
        self._whole.clear()
        self._drops = drop
        for end in self._ends if drop else ():
            end.transport.abort()

    async def mend(self) -> None:
        """Let everything through again; what was held back silently comes now."""
        self._drops = False
        self._whole.set()

    async def close(self) -> None:
        """End."""
        await self.mend()
        self._server.close()
        for end in self._ends:
            end.transport.abort()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._drops:
            writer.transport.abort()
            return
        with suppress(OSError):
            there, back = await asyncio.open_connection(HOST, self.to)
            await asyncio.gather(self._pass(reader, back), self._pass(there, writer))

    async def _pass(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        self._ends.add(target)
        with suppress(OSError):
            while data := await source.read(2**16):
                await self._whole.wait()
                target.write(data)
                await target.drain()
        self._ends.discard(target)
        target.close()
