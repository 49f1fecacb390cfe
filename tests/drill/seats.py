"""Seats of a class: visitors that keep a cookie, and the link that all of them have."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import torch
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.typing import Origin, Subprotocol

from perceptron import DataConfig, Run, TrainConfig, load
from perceptron.sharing.link import DEFAULTS, ClassLink, write_link
from perceptron.sharing.provenance import made_here
from perceptron.sharing.write import check_of_run
from tests.drill.processes import HOST, seat_in
from tools.visitor import Visitor

RATE, EPOCHS = 0.3, 120
SAME = "Every loss is that of the link, to the last bit."
PATIENCE = 60.0  # seconds


def class_link(speed: str = "20-epochs-s") -> str:
    """The query of a link whose page says whether a run has the losses of a run made here.

    Args:
        speed: As the address writes it; by default a run takes six seconds.
    """
    torch.set_num_threads(1)  # as the app does: the last bits of a mean depend on it
    run = Run(load(DataConfig()), TrainConfig(learning_rate=RATE, epochs=EPOCHS)).finish()
    settings = DEFAULTS | {"learning_rate": RATE, "epochs": EPOCHS}
    link = ClassLink(settings, made=made_here(), check=check_of_run(run), view={"speed": speed})
    return urlencode(write_link(link))


@dataclass(eq=False)
class Seat(Visitor):
    """A visitor that remembers what the page said in words.

    Attributes:
        cookie: That the visitor has now; what nginx has set, or what was sent.
        told: The messages of the page.
    """

    cookie: str = ""
    told: list[str] = field(default_factory=list)

    async def _next(self) -> ForwardMsg:
        message = await super()._next()
        if message.delta.new_element.WhichOneof("type") == "alert":
            self.told.append(message.delta.new_element.alert.body)
        return message

    async def leave(self) -> None:
        """Close the page."""
        await self.socket.close()


async def sit(port: int, cookie: str = "", host: str = "", origin: str = "") -> Seat:
    """Connect as a browser does that has a cookie.

    Args:
        port: Of nginx.
        cookie: Of the seat, as a request sends it.
        host: The name that the browser knows the server by, with its port.
        origin: Of the page, if it is not that host's.

    Raises:
        InvalidStatus: If the connection is refused.
    """
    host = host or f"{HOST}:{port}"
    socket = await connect(
        f"ws://{host}/_stcore/stream",
        host=HOST,
        port=port,
        origin=Origin(origin or f"http://{host}"),
        subprotocols=[Subprotocol("streamlit")],
        additional_headers={"Cookie": cookie} if cookie else {},
        max_size=None,
        ping_interval=None,
        proxy=None,
    )
    set_now = seat_in(socket.response.headers.get_all("Set-Cookie"))
    return Seat(socket, cookie=set_now or cookie)


class Background:
    """Runs what awaits in a thread of its own: Playwright's loop has the main one."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._pool.submit(self._loop.run_forever)

    def begin(self, work: Coroutine[Any, Any, Any]) -> Future[Any]:
        """Start something; its result comes later."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Do something, and wait for its result."""
        return self.begin(work).result()

    def close(self) -> None:
        """End the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._pool.shutdown()
        self._loop.close()
