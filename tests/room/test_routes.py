"""What the routes of rooms send, byte for byte, and what they answer to nonsense."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from starlette.applications import Starlette

from pages.shared.server import room_routes
from perceptron.room.in_memory import InMemory
from perceptron.room.in_redis import InRedis
from perceptron.room.question import Guess, Key, Question
from perceptron.room.rooms import WRONG_CODES, Rooms
from perceptron.room.state import AGAIN, ANSWER, ASKED, CLOSED, OPEN, SPREAD, WHY
from perceptron.room.wording import in_every_language
from tests.loops import in_a_loop
from tests.room.asking import ITS_KEY, RISES, STEPS, THEIR_KEY, student_key, student_name
from tests.room.tongues import MARKS, ONE, OTHER, in_words, let_speak

WAY = (ASKED, CLOSED, SPREAD, AGAIN, CLOSED, SPREAD, ANSWER, WHY)
HIDDEN = 6  # stages, until the answer is revealed
Answered = tuple[int, bytes]


@pytest.fixture(autouse=True)
def languages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Besides English there are two made-up ones."""
    let_speak(monkeypatch)


class Client:
    """Sends requests to the routes of rooms, and keeps all that is sent back."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, rooms: Rooms) -> None:
        monkeypatch.setattr(room_routes, "rooms", lambda: rooms)
        self._app = Starlette(routes=room_routes.room_routes(""))

    def get(self, path: str, query: str) -> Answered:
        """Hear events until the first has come."""
        return in_a_loop(self._ask("GET", path, query, b""))

    def post(self, path: str, body: bytes | dict[str, Any], query: str = "") -> Answered:
        """Send JSON, or what is none."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return in_a_loop(self._ask("POST", path, query, data))

    async def _ask(self, method: str, path: str, query: str, body: bytes) -> Answered:
        over, sent = asyncio.Event(), []
        messages: Iterator[dict[str, Any]] = iter([{"type": "http.request", "body": body}])

        async def receive() -> dict[str, Any]:
            if (message := next(messages, None)) is not None:
                return message
            await over.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)
            if message.get("body"):
                over.set()

        scope = {
            "type": "http", "method": method, "path": path, "raw_path": path.encode(),
            "headers": [], "query_string": query.encode(), "root_path": "",
            "client": ("192.0.2.7", 1),
        }  # fmt: skip
        await asyncio.wait_for(self._app(scope, receive, send), 20)
        headers = b"".join(name + value for name, value in sent[0]["headers"])
        return sent[0]["status"], headers + b"".join(one.get("body", b"") for one in sent)


def hour(
    monkeypatch: pytest.MonkeyPatch, question: Question, key: Key, guesses: list[Guess]
) -> list[list[Answered]]:
    """All that the first student's phone is sent, stage by stage."""
    rooms = Rooms(InMemory(lambda: 0.0))
    client, (room, teacher) = Client(monkeypatch, rooms), rooms.open()
    teaching = rooms.teaching(room, teacher)
    teaching.ask(*in_every_language(lambda: in_words(question, key)))
    stages = []
    for stage in WAY:
        teaching.move(stage) if stage != ASKED else None
        asked = teaching.state.now
        assert asked is not None
        if stage in OPEN:
            for who, guess in list(enumerate(guesses))[1:]:
                rooms.commit(room, student_key(who), asked.ballot(), 1, guess, True)
        commit = {"key": student_key(0), "ballot": asked.ballot(), "number": 1, "guess": guesses[0]}
        student = student_name(0)
        stages.append([
            client.post(f"/rooms/{room}/join", {"key": student_key(0)}),
            client.post(f"/rooms/{room}/commit", commit),
            client.post(f"/rooms/{room}/commit", commit | {"number": 2, "guess": "nonsense"}),
            client.post(f"/rooms/{room}/hear", {"student": student, "how": "asking"}),
            client.post(f"/rooms/{room}/watch", {"watch": student}),
            client.get(f"/rooms/{room}/events", f"student={student}"),
            client.get(f"/rooms/{room}/counts", f"watch={student}"),
            client.post(f"/rooms/{room}/join", {"key": student_key(0)}, f"language={ONE}"),
            client.post(f"/rooms/{room}/commit", commit, f"language={OTHER}"),
            client.get(f"/rooms/{room}/events", f"student={student}&language={ONE}"),
        ])  # fmt: skip
        assert teacher.encode() not in b"".join(body for _, body in stages[-1])
    return stages


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (RISES, (ITS_KEY, ["up", "up", "down"]), (replace(ITS_KEY, answer="up"), ["up"] * 3)),
        (STEPS, (THEIR_KEY, [9.0, 1.0, 2.0]), (Key(9.0, "Other", 3.0), [9.0, 5.0, 6.0])),
    ],
)
def test_no_byte_before_the_reveal_depends_on_the_answer_or_on_others(
    monkeypatch: pytest.MonkeyPatch, question: Question, one: Any, other: Any
) -> None:
    first, second = hour(monkeypatch, question, *one), hour(monkeypatch, question, *other)
    assert first[:HIDDEN] == second[:HIDDEN]
    for k in (HIDDEN, HIDDEN + 1):
        assert first[k] != second[k]
    for stage in first:
        assert [status for status, _ in stage][4:8] == [403, 200, 403, 200]
        assert b"event-stream" in stage[5][1]
        assert b'"question"' in stage[5][1]


def test_each_refusal_has_its_status_and_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rooms = Rooms(InMemory())
    client, (room, teacher) = Client(monkeypatch, rooms), rooms.open()
    rooms.teaching(room, teacher).ask(RISES, ITS_KEY)
    ballot = rooms.view(room, student_name(0))["ballot"]
    commit = {"key": student_key(0), "ballot": ballot, "number": 1, "guess": "up"}
    at = f"/rooms/{room}/commit"

    def refused(status: int, told: Answered) -> None:
        assert told[0] == status, told
        assert b'"error":' in told[1]
        assert b"Traceback" not in told[1]

    for nonsense in (
        b"",
        b"[]",
        b"{",
        b"7",
        b"\xff",
        b"[" * 5000,
        b'{"number":1e999}',
        b"9" * 5000,
    ):
        refused(400 if nonsense[:1] != b"{" or nonsense == b"{" else 403, client.post(at, nonsense))
    refused(429, client.post(at, b" " * 9000))
    refused(400, client.post(at, commit | {"guess": {"a": 1}}))
    refused(403, client.post(at, commit | {"key": ["k"]}))
    refused(403, client.post(at, commit | {"number": True}))
    refused(409, client.post(at, commit | {"ballot": {}}))
    refused(404, client.post("/rooms/22222/commit", commit))
    refused(404, client.get("/rooms/..%2f/events", f"student={student_name(0)}"))
    refused(403, client.get(f"/rooms/{room}/events", "student=../../"))
    assert client.post(at, commit)[0] == 200
    for k in range(WRONG_CODES):
        client.post(
            f"/rooms/{'ABCDEFGH'[k // 8]}{'ABCDEFGH'[k % 8]}222/join", {"key": student_key(1)}
        )
    refused(429, client.post(f"/rooms/{room}/join", {"key": student_key(1)}))
    assert client.post(f"/rooms/{room}/join", {"key": student_key(0)})[0] == 200
    away = InRedis("redis://127.0.0.1:1")
    refused(503, Client(monkeypatch, Rooms(away)).post(at, commit))
    away.close()


def told_in(answered: Answered) -> str:
    """What an answer says, as its reader sees it."""
    assert answered[0] == 200
    body = answered[1].decode()
    return json.dumps(json.loads(body[body.index('{"') :]), ensure_ascii=False)


def test_each_phone_is_answered_in_the_language_that_it_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rooms = Rooms(InMemory())
    client, (room, teacher) = Client(monkeypatch, rooms), rooms.open()
    teaching = rooms.teaching(room, teacher)
    teaching.ask(*in_every_language(lambda: in_words(RISES, ITS_KEY)))
    ballot = teaching.state.ballot
    for who, (language, (begin, end)) in enumerate(MARKS.items()):
        at, query = f"/rooms/{room}", f"language={language}"
        asked, said = f"{begin}{RISES.prompt}{end}", f"{begin}It rises{end}"
        student, key = student_name(who), student_key(who)
        assert asked in told_in(client.post(f"{at}/join", {"key": key}, query))
        assert asked in told_in(client.post(f"{at}/hear", {"student": student}, query))
        assert asked in told_in(client.get(f"{at}/events", f"student={student}&{query}"))
        commit = {"key": key, "ballot": ballot, "number": 1, "guess": "up"}
        assert said in told_in(client.post(f"{at}/commit", commit, query))
        status, refused = client.post(f"{at}/commit", commit | {"key": ""}, query)
        assert status == 403
        body = json.loads(refused[refused.index(b"{") :])
        assert body["error"].startswith(f"{begin}This phone has no key")
        status, refused = client.post("/rooms/22222/hear", {"student": student}, query)
        assert status == 404
        body = json.loads(refused[refused.index(b"{") :])
        assert body["error"].startswith(f"{begin}There is no room with this code")
    assert teaching.votes(1)[student_name(0)] == teaching.votes(1)[student_name(1)]
    for none in ("", "language=", "language=zz", "language=..%2f..", "language=en&language=zz"):
        told = told_in(client.post(f"/rooms/{room}/join", {"key": student_key(0)}, none))
        assert f'"{RISES.prompt}"' in told


def test_a_phone_whose_room_ends_is_told_so_in_its_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rooms = Rooms(InMemory())
    client, (room, teacher) = Client(monkeypatch, rooms), rooms.open()
    view = rooms.view

    def closing(code: str, student: str) -> dict[str, Any]:
        rooms.teaching(room, teacher).close()
        return view(code, student)

    monkeypatch.setattr(Rooms, "view", lambda _rooms, code, student: closing(code, student))
    _, told = client.get(f"/rooms/{room}/events", f"student={student_name(0)}&language={ONE}")
    assert b"event: gone" in told
    assert json.loads(told[told.index(b'"') :]).startswith("‹There is no room")
