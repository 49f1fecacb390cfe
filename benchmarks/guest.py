"""A visitor who does more than train: uploads a table, takes a run home, teaches a room."""

from __future__ import annotations

import asyncio
import re
import secrets
import urllib.request
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetStates

from tools.visitor import Visitor, arrive

CODE = re.compile(rb"room=([A-Z2-9]{5})\b")
XSRF = "_streamlit_xsrf"


@dataclass(eq=False)
class Guest(Visitor):
    """One open page, and what stands on it beside the run.

    Attributes:
        address: Of the app.
        keys: Ids of the buttons on it, by key.
        files: What can be taken home, by the label of the button.
        uploader: Id of the upload of a table; empty without one.
        room: The code of the room that is taught; empty without one.
        in_use: What the page says of a table of one's own; empty without one.
    """

    address: str = ""
    keys: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    uploader: str = ""
    room: str = ""
    in_use: str = ""
    _uploaded: Any = None  # the state of the upload, as a browser sends it with each press

    async def _next(self) -> ForwardMsg:
        message = await super()._next()
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "button":
            self.keys[element.button.id.split("-", 2)[-1]] = element.button.id
        elif kind == "download_button":
            self.files[element.download_button.label] = element.download_button.deferred_file_id
        elif kind == "markdown" and element.markdown.body.startswith("In use:"):
            self.in_use = element.markdown.body
        elif kind == "file_uploader":
            self.uploader = self.uploader or element.file_uploader.id
        if found := CODE.search(message.SerializeToString()):
            self.room = found[1].decode()
        return message

    async def press_key(self, key: str, seconds: float) -> None:
        """Press a button by its key; see `press`."""
        self.buttons[key] = self.keys[key]
        await self.press(key, seconds)

    def _fill_in(self, states: WidgetStates) -> None:
        if self._uploaded is not None:
            states.widgets.add(id=self.uploader, file_uploader_state_value=self._uploaded)

    async def upload(self, name: str, content: bytes, seconds: float) -> None:
        """Upload a file as the page's table, and wait for the page that has read it."""
        message = BackMsg()
        message.file_urls_request.request_id = secrets.token_hex(8)
        message.file_urls_request.file_names.append(name)
        await self.socket.send(message.SerializeToString())
        answer = await self._answer("file_urls_response", seconds)
        urls = answer.file_urls_response.file_urls[0]
        await asyncio.to_thread(self._put, urls.upload_url, name, content)
        state = BackMsg().rerun_script.widget_states.widgets.add().file_uploader_state_value
        state.uploaded_file_info.add(
            file_id=urls.file_id, name=name, size=len(content), file_urls=urls
        )
        self._uploaded = state
        await self.open(self._query, seconds)

    async def take_home(self, label: str, seconds: float) -> int:
        """Take a run home as a file; return how many bytes it has."""
        message = BackMsg()
        message.backend_operation_request.request_id = secrets.token_hex(8)
        message.backend_operation_request.deferred_file.file_id = self.files[label]
        await self.socket.send(message.SerializeToString())
        answer = await self._answer("backend_operation_response", seconds)
        url = answer.backend_operation_response.deferred_file.url
        return await asyncio.to_thread(self._get, url)

    def drop(self) -> None:
        """Be gone without a word: the connection breaks, and no close is said."""
        self.socket.transport.abort()

    async def _answer(self, kind: str, seconds: float) -> ForwardMsg:
        async with asyncio.timeout(seconds):
            while (message := await self._next()).WhichOneof("type") != kind:
                pass
            return message

    def _put(self, url: str, name: str, content: bytes) -> None:
        with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=60) as answer:
            cookies = answer.headers.get_all("Set-Cookie") or []
        token = next(one for one in cookies if one.startswith(XSRF)).partition(";")[0]
        mark = secrets.token_hex(8)
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        request = urllib.request.Request(
            f"{self.address}{url}",
            data=head.encode() + content + f"\r\n--{mark}--\r\n".encode(),
            method="PUT",
            headers={
                "Content-Type": f"multipart/form-data; boundary={mark}",
                "Cookie": token,
                "X-Xsrftoken": token.partition("=")[2],
            },
        )
        urllib.request.urlopen(request, timeout=60).close()

    def _get(self, url: str) -> int:
        with urllib.request.urlopen(f"{self.address}{url}", timeout=60) as answer:
            return len(answer.read())


async def come(address: str, page: str = "train") -> Guest:
    """Connect as a browser does; see `arrive`."""
    visitor = await arrive(address)
    return Guest(visitor.socket, page=page, address=address)
