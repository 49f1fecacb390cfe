"""What phones and the teacher's page ask and are told, beside Streamlit's own connection."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from pages.shared.server.rooms import hub, rooms
from perceptron.room.errors import (
    ClosedError,
    FullError,
    NoRoomError,
    RightError,
    RoomError,
    StoreError,
)
from perceptron.room.keys import is_name, read_code
from perceptron.room.views import LIVE
from perceptron.text.language import SOURCE, _, speaking

PING = 20.0  # seconds between signs of life on a connection where nothing happens
CALM = 0.1  # between two counts that a teacher is told
AGES = 5.0  # after which a teacher is told who has gone meanwhile
MAX_BODY = 8192  # bytes of a request
_STATUS = {NoRoomError: 404, RightError: 403, ClosedError: 409, FullError: 429, StoreError: 503}
_NO_STORE = {"Cache-Control": "no-store"}
_EVENTS = {**_NO_STORE, "X-Accel-Buffering": "no"}  # a proxy hands on each event at once
Answer = Callable[[str, dict[str, Any], str], dict[str, Any]]


def room_routes(base: str) -> list[Route]:
    """What is served of rooms, below a path."""
    rooms()  # once, before requests come at once; an address that names no store ends the start
    room = f"{base}/rooms/{{code}}"
    return [
        Route(f"{room}/join", _answering(join), methods=["POST"]),
        Route(f"{room}/hear", _answering(hear), methods=["POST"]),
        Route(f"{room}/commit", _answering(commit), methods=["POST"]),
        Route(f"{room}/watch", _answering(watch), methods=["POST"]),
        Route(f"{room}/events", events),
        Route(f"{room}/counts", counts),
    ]


def join(code: str, asked: dict[str, Any], network: str) -> dict[str, Any]:
    """Let a phone in by its key."""
    return rooms().join(code, asked.get("key"), network)


def hear(code: str, asked: dict[str, Any], network: str) -> dict[str, Any]:
    """Note that a phone is there, and tell it what it does not know yet."""
    student = _name(asked.get("student"))
    version = rooms().hear(code, student, str(asked.get("how")), network)
    if asked.get("known") == version:
        return {"version": version}
    return {"version": version, "view": rooms().view(code, student)}


def commit(code: str, asked: dict[str, Any], network: str) -> dict[str, Any]:
    """Keep a commit; the answer says which one is kept."""
    kept = rooms().commit(
        code,
        asked.get("key", ""),
        str(asked.get("ballot")),
        asked.get("number", 0),
        asked.get("guess"),
        asked.get("sure"),
        network,
    )
    return {"mine": kept}


def watch(code: str, asked: dict[str, Any], network: str) -> dict[str, Any]:
    """Tell a teacher's page how many are there and have committed."""
    return rooms().watch(code, str(asked.get("watch")), network)


def _answering(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    """Make an endpoint of a function: JSON in, JSON out, a room's errors as sentences."""

    async def endpoint(request: Request) -> Response:
        with speaking(_language_of(request)):  # a thread of the pool takes it over
            try:
                body = await _body(request)
                code = read_code(request.path_params["code"])
                told = await run_in_threadpool(answer, code, body, _network_of(request))
            except RoomError as error:
                return _refused(error)
            return JSONResponse(told, headers=_NO_STORE)

    return endpoint


async def _body(request: Request) -> dict[str, Any]:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MAX_BODY:
            raise FullError(_("A request takes at most {n} bytes.", n=MAX_BODY))
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RoomError(_("This is no JSON.")) from error
    if not isinstance(asked, dict):
        raise RoomError(_("A request is a JSON object."))
    return asked


def _refused(error: RoomError) -> Response:
    status = _STATUS.get(type(error), 400)
    told = {"error": str(error), "gone": isinstance(error, NoRoomError)}
    return JSONResponse(told, status_code=status, headers=_NO_STORE)


def _name(text: object) -> str:
    if not is_name(text):
        raise RightError(_("This phone has no name in the room. Load the page again."))
    return str(text)


def _language_of(request: Request) -> str:
    """What the page that asks is in; `speaking` takes none that is not there."""
    return request.query_params.get("language", SOURCE)


def _network_of(request: Request) -> str:
    """Where a request comes from: what the proxy beside us says, if one is there."""
    host = request.client.host if request.client else ""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if host in ("127.0.0.1", "::1") and forwarded:
        return forwarded.rpartition(",")[2].strip()
    return host


async def events(request: Request) -> Response:
    """Tell a phone each change of its room, as it comes."""
    code, network = read_code(request.path_params["code"]), _network_of(request)
    language = _language_of(request)
    try:
        with speaking(language):
            student = _name(request.query_params.get("student"))
            await run_in_threadpool(rooms().hear, code, student, LIVE, network)
    except RoomError as error:
        return _refused(error)
    told = _tell(code, lambda: rooms().view(code, student), PING, language)
    return StreamingResponse(told, media_type="text/event-stream", headers=_EVENTS)


async def counts(request: Request) -> Response:
    """Tell a teacher's page how many are there and have committed, as it changes."""
    code, network = read_code(request.path_params["code"]), _network_of(request)
    name = str(request.query_params.get("watch"))
    try:
        await run_in_threadpool(rooms().watch, code, name, network)
    except RoomError as error:
        return _refused(error)
    told = _tell(code, lambda: rooms().watch(code, name, network), AGES, SOURCE, counts=True)
    return StreamingResponse(told, media_type="text/event-stream", headers=_EVENTS)


def _event(data: str, name: str = "") -> str:
    """An event as a stream of them has it; what is to be seen has no name."""
    named = f"event: {name}\n" if name else ""  # in English: for browsers
    return f"{named}data: {data}\n\n"  # in English: for browsers


async def _tell(
    code: str,
    view: Callable[[], dict[str, Any]],
    patience: float,
    language: str,
    *,
    counts: bool = False,
) -> AsyncIterator[str]:
    """Send what is to be seen of a room when it has changed, and else a sign of life."""

    def seen() -> str:
        with speaking(language):
            try:
                return json.dumps(view(), separators=(",", ":"))
            except StoreError as error:
                return json.dumps({"away": str(error)})

    last = ""
    with hub().waiting(code, counts=counts) as changed:
        while not hub().ended:
            changed.clear()
            try:
                text = await run_in_threadpool(seen)
            except NoRoomError as error:
                yield _event(json.dumps(str(error)), "gone")
                return
            yield _event("", "alive") if text == last else _event(text)
            last = text
            if counts:
                await asyncio.sleep(CALM)
            if hub().ended:
                return
            try:
                await asyncio.wait_for(changed.wait(), patience)
            except TimeoutError:
                continue
