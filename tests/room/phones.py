"""Phones of students, as they behave when networks, servers and thumbs do what they like.

`python -m tests.room.phones ADDRESS ROOM SEED FIRST LAST` is one process of them; it writes each
message before it is sent, and each answer when it has come.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from random import Random
from typing import NamedTuple

from perceptron.room.errors import ClosedError, StoreError
from perceptron.room.rooms import Rooms
from perceptron.room.store import Commit
from perceptron.room.stores import store_from
from tests.room.asking import student_key, student_name

SENT, KEPT, REFUSED = "sent", "kept", "refused"
THREADS = 8  # of a process
BACK = 0.05  # with which a phone that has left comes back when it is its turn
PAUSE = 0.003  # seconds between what two phones of a thread do


class Note(NamedTuple):
    """A message or an answer.

    Attributes:
        kind: `SENT`, `KEPT` (then the rest is what was answered) or `REFUSED`.
        who: The student.
        ballot: The vote.
        number: Of the commit.
        guess: What was guessed; each guess is another one.
    """

    kind: str
    who: int
    ballot: str
    number: int
    guess: float


class Phone:
    """A student's phone: it keeps a commit until that is answered, and sends it again.

    Args:
        rooms: Of the server.
        room: The code.
        who: The student.
        random: Decides what the student does.
        write: Takes each note.
    """

    def __init__(
        self, rooms: Rooms, room: str, who: int, random: Random, write: Callable[[Note], object]
    ) -> None:
        self._rooms, self._room, self._who = rooms, room, who
        self._random, self._write = random, write
        self._sent: list[Note] = []
        self._waiting: Note | None = None
        self._left = False

    def act(self) -> None:
        """Do one thing: commit, change it, send something old again, reload, leave, come back."""
        if self._left and self._random.random() > BACK:
            return
        self._left = False
        try:
            self._act()
        except StoreError:
            return  # and try it again when it is its turn

    def _act(self) -> None:
        what = self._random.random()
        if self._waiting is not None:
            self._send(self._waiting)
        elif what < 0.2 and self._sent:
            self._send(self._random.choice(self._sent))
        elif what < 0.3:
            self._rooms.join(self._room, student_key(self._who))
        elif what < 0.33:
            self._left = True
        else:
            self._commit()

    def _commit(self) -> None:
        view = self._rooms.view(self._room, student_name(self._who))
        if view.get("open"):
            last = view.get("mine", {"number": 0})["number"]
            note = Note(SENT, self._who, view["ballot"], last + 1, self._random.random())
            self._sent.append(note)
            self._send(note)

    def _send(self, note: Note) -> None:
        self._waiting = note
        self._write(note)
        _, who, ballot, number, guess = note
        try:
            mine = self._rooms.commit(self._room, student_key(who), ballot, number, guess, True)
        except ClosedError:
            self._write(note._replace(kind=REFUSED))
        else:
            self._write(Note(KEPT, who, ballot, mine["number"], mine["guess"]))
            assert mine["number"] >= number
        self._waiting = None


def check(notes: Iterable[Note], ballot: str, closed: Mapping[str, Commit]) -> None:
    """Hold what is kept of a vote against all that was sent and answered.

    Args:
        notes: Of all phones.
        ballot: The vote.
        closed: What is kept, by student.
    """
    sent, kept, refused = set(), {}, set()
    for note in notes:
        if note.ballot != ballot:
            continue
        name = student_name(note.who)
        if note.kind == SENT:
            sent.add((name, note.number, note.guess))
        elif note.kind == REFUSED:
            refused.add((name, note.number))
        elif note.number >= kept.get(name, (0,))[0]:
            assert (
                kept.get(name) in (None, (note.number, note.guess)) or note.number > kept[name][0]
            )
            kept[name] = (note.number, note.guess)
    found = {name: (one.number, json.loads(one.text)[0]) for name, one in closed.items()}
    for name, (number, guess) in found.items():
        assert (name, number, guess) in sent, "nobody has sent this"
        assert (name, number) not in refused, "this was refused"
    for name, (number, guess) in kept.items():
        assert name in found, "lost after it was acknowledged"
        assert found[name][0] > number or found[name] == (number, guess), "an older one is kept"


def read_notes(text: str) -> list[Note]:
    """Read what a process has written, even one that was killed while it wrote."""
    return [Note(*json.loads(line)) for line in text.splitlines(keepends=True) if line[-1] == "\n"]


def _main(address: str, room: str, seed: int, first: int, last: int) -> None:
    """Let students act until the answer is revealed, after the second round."""
    rooms, lock = Rooms(store_from(address)), threading.Lock()

    def write(note: Note) -> None:
        with lock:
            sys.stdout.write(f"{json.dumps(note)}\n")
            sys.stdout.flush()

    def act(share: int) -> None:
        random = Random(f"{seed}/{share}")
        whos = range(first + share, last, THREADS)
        phones = [Phone(rooms, room, who, random, write) for who in whos]
        while not _is_over(rooms, room):
            for phone in random.sample(phones, len(phones)):
                phone.act()
                time.sleep(PAUSE)

    threads = [threading.Thread(target=act, args=(share,)) for share in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _is_over(rooms: Rooms, room: str) -> bool:
    try:
        view = rooms.view(room, student_name(0))
    except StoreError:
        return False
    return "answer" in view


if __name__ == "__main__":
    address, room, *numbers = sys.argv[1:]
    _main(address, room, *map(int, numbers))
