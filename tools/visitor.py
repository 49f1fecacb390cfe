"""A visitor without a browser: speaks Streamlit's own messages over a real WebSocket.

The messages are those of the installed Streamlit (`streamlit.proto`). The server can't tell
such a visitor from a browser; it does not draw, so it costs little on a shared machine.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol


class VisitError(Exception):
    """What a visitor saw instead of a result, in words."""


@dataclass(eq=False)
class Timing:
    """What one visitor waited for, in seconds from the click.

    Attributes:
        first_frame: Until the first live frame came.
        finished: Until the page showed the finished run, and its script had ended.
        frames: How many live frames came.
        waited: How often the page told of a line before the cores.
    """

    first_frame: float = 0.0
    finished: float = 0.0
    frames: int = 0
    waited: int = 0


@dataclass(eq=False)
class Visitor:
    """One open page.

    Attributes:
        buttons: Ids of the buttons on it, by label.
        share: Progress of the run on it, from 0 to 1.
        words: Beside the progress.
        page: Its name.
    """

    socket: ClientConnection
    buttons: dict[str, str] = field(default_factory=dict)
    share: float = 0.0
    words: str = ""
    page: str = "train"
    _query: str = ""

    async def open(self, query: str, seconds: float) -> float:
        """Ask for the page; return the seconds until its script has ended.

        Raises:
            VisitError: If the page shows an error or is not there in time.
        """
        self._query = query
        started = time.perf_counter()
        await self._ask()
        async with _in_time(seconds, "page"):
            while not _ended(await self._next()):
                pass
        return time.perf_counter() - started

    async def train(self, seconds: float) -> Timing:
        """Press Train; return when the run is finished and the page shows it.

        Raises:
            VisitError: If the page shows an error or the run is not finished in time.
        """
        timing, started = Timing(), time.perf_counter()
        await self._ask(self.buttons["Train"])
        self.share = 0.0
        async with _in_time(seconds, "finished run"):
            while True:
                message = await self._next()
                timing.waited += _tells_of_a_line(message)
                if _is_frame(message):
                    timing.frames += 1
                    timing.first_frame = timing.first_frame or time.perf_counter() - started
                if _ended(message):
                    if self.share < 1:
                        raise VisitError(f"the script ended at {self.words!r}")
                    timing.finished = time.perf_counter() - started
                    return timing

    async def press(self, label: str, seconds: float) -> None:
        """Press a button; return when the script that it starts has ended.

        Args:
            label: Of the button.
            seconds: That it may take.

        Raises:
            VisitError: If the page shows an error or does not end in time.
        """
        await self._ask(self.buttons[label])
        async with _in_time(seconds, "page"):
            while not _ended(await self._next()):
                pass

    async def press_until(self, label: str, then: str, seconds: float) -> None:
        """Press a button; return when one of another label has come, and its script goes on.

        Raises:
            VisitError: If the page shows an error or no such button in time.
        """
        pressed = self.buttons[label]
        self.buttons.pop(then, None)
        await self._ask(pressed)
        async with _in_time(seconds, f"button {then}"):
            while then not in self.buttons:
                await self._next()

    async def look_on(self, seconds: float) -> None:
        """Take what comes for a while.

        Raises:
            VisitError: If the page shows an error.
        """
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while True:
                    await self._next()

    async def _ask(self, pressed: str = "") -> None:
        message = BackMsg()
        state = message.rerun_script
        state.query_string = self._query
        state.page_name = self.page
        if pressed:
            state.widget_states.widgets.add(id=pressed, trigger_value=True)
        self._fill_in(state.widget_states)
        await self.socket.send(message.SerializeToString())

    def _fill_in(self, states: WidgetStates) -> None:
        """Add what stands in the page's fields, as a browser does with each press: nothing here."""

    async def _next(self) -> ForwardMsg:
        """Take the next message, and note what of it a visitor would see."""
        message = ForwardMsg()
        message.ParseFromString(await self.socket.recv(decode=False))
        kind = message.delta.new_element.WhichOneof("type")
        if kind == "button":
            button = message.delta.new_element.button
            self.buttons[button.label] = button.id
        elif kind == "exception":
            raise VisitError(message.delta.new_element.exception.message)
        elif _component(message) in ("lab_feed", "lab_status"):
            data = _data(message)
            shown = data.get("status", data)
            if shown is not None:
                self.share, self.words = shown["share"], shown["text"]
        return message


def _component(message: ForwardMsg) -> str:
    return message.delta.new_element.bidi_component.component_name


def _data(message: ForwardMsg) -> dict[str, Any]:
    """What a component is given: frames come as UTF-8, the rest as Streamlit writes it."""
    component = message.delta.new_element.bidi_component
    data: dict[str, Any] = json.loads(component.bytes or component.json)
    return data


def _is_frame(message: ForwardMsg) -> bool:
    """Whether a chart moves by it; words alone are no frame."""
    return _component(message) == "lab_feed" and bool(_data(message)["charts"])


def _tells_of_a_line(message: ForwardMsg) -> bool:
    element = message.delta.new_element
    said = element.bidi_component.json + element.markdown.body
    return b"waiting for a free core" in element.bidi_component.bytes + said.encode()


def _ended(message: ForwardMsg) -> bool:
    """Whether a script has run to its end; one that asks for another run has not."""
    is_end = message.WhichOneof("type") == "script_finished"
    return is_end and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY


@asynccontextmanager
async def _in_time(seconds: float, what: str) -> AsyncIterator[None]:
    """Give up after some seconds, in words."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        raise VisitError(f"no {what} after {seconds:g} s") from None


async def arrive(address: str) -> Visitor:
    """Connect as a browser does.

    Args:
        address: Of the server, with http://.

    Raises:
        OSError: If nobody answers.
    """
    socket = await connect(
        f"{address.replace('http', 'ws', 1)}/_stcore/stream",
        origin=Origin(address),
        subprotocols=[Subprotocol("streamlit")],
        max_size=None,
        ping_interval=None,  # browsers don't ask either
        open_timeout=30,
    )
    return Visitor(socket)
