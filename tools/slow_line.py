"""A line between a browser and a server: so fast, so far, and every byte counted."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(eq=False)
class Line:
    """What all connections of a visitor share.

    Attributes:
        port: The server's, on the loopback address.
        speed: Bytes a second to the browser, over all connections.
        there_and_back: Seconds from a question to the first byte of its answer, at least.
        bytes: How many have gone to the browser.
        address: What the browser asks; the server's when the line is open.
    """

    port: int
    speed: float
    there_and_back: float
    bytes: int = 0
    address: str = ""
    _free: float = 0.0  # when the last byte of all that is under way has left

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection until one of its ends closes it."""
        with contextlib.suppress(asyncio.CancelledError, OSError):  # the line is closed
            await asyncio.sleep(self.there_and_back)  # the handshake of TCP
            there, back = await asyncio.open_connection("127.0.0.1", self.port)
            await asyncio.gather(
                self._carry(reader, back, counts=False), self._carry(there, writer, counts=True)
            )
        writer.close()

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, counts: bool
    ) -> None:
        """Carry one way; bytes keep their order, and more may be under way at once."""
        loop, under_way = asyncio.get_running_loop(), asyncio.Queue()

        async def deliver() -> None:
            while (one := await under_way.get()) is not None:
                due, data = one
                await asyncio.sleep(max(0.0, due - loop.time()))
                writer.write(data)
                await writer.drain()
            writer.close()

        delivering = asyncio.create_task(deliver())
        with contextlib.suppress(OSError):
            while data := await reader.read(16_384):
                leaves = loop.time()
                if counts:
                    self.bytes += len(data)
                    leaves = self._free = max(self._free, leaves) + len(data) / self.speed
                under_way.put_nowait((leaves + self.there_and_back / 2, data))
        under_way.put_nowait(None)
        with contextlib.suppress(OSError):
            await delivering


@contextmanager
def slow_line(port: int, megabits: float, milliseconds: float) -> Iterator[Line]:
    """Open a line to a server of this machine, for a browser.

    Args:
        port: The server's.
        megabits: A second, to the browser.
        milliseconds: From a question to the first byte of its answer, at least.
    """
    line, ready, loop = Line(port, megabits * 1e6 / 8, milliseconds / 1000), threading.Event(), None

    async def work() -> None:
        nonlocal loop
        loop = asyncio.get_running_loop()
        server = await asyncio.start_server(line.connect, "127.0.0.1", 0)
        line.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        ready.set()
        async with server:
            await server.serve_forever()

    def run() -> None:
        with contextlib.suppress(asyncio.CancelledError):
            asyncio.run(work())

    threading.Thread(target=run, daemon=True).start()
    if not ready.wait(10) or loop is None:
        raise RuntimeError("The line could not be opened.")
    try:
        yield line
    finally:
        loop.call_soon_threadsafe(lambda: [task.cancel() for task in asyncio.all_tasks(loop)])
