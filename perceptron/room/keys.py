"""Codes, keys and the names made of them: who may do what follows from what one knows."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that is read as something else: no 0 O 1 I
LENGTH = 5
STUDENT, TEACHER, TAG, WATCH = "student", "teacher", "tag", "watch"
_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}", re.ASCII)
_NAME_BYTES = 12
_NAME = re.compile(rf"[0-9a-f]{{{2 * _NAME_BYTES}}}", re.ASCII)


def new_code() -> str:
    """Draw the code of a room: five of 32 letters and digits, 33 million codes."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def read_code(text: str) -> str:
    """Return a code as it is kept, from what somebody typed; empty if it can't be one.

    >>> read_code(" ab-c2d ")
    'ABC2D'
    >>> read_code("ABC10")
    ''
    """
    code = re.sub(r"[\s-]", "", text).upper()
    return code if len(code) == LENGTH and set(code) <= set(LETTERS) else ""


def new_key() -> str:
    """Draw a key, a teacher's or a student's: 128 random bits."""
    return secrets.token_urlsafe(16)


def is_key(text: object) -> bool:
    """Whether something can be a key."""
    return isinstance(text, str) and _KEY.fullmatch(text) is not None


def is_name(text: object) -> bool:
    """Whether something can be a name that follows from a key."""
    return isinstance(text, str) and _NAME.fullmatch(text) is not None


def named_by(key: str, kind: str) -> str:
    """Return the name that follows from a key and does not lead back to it.

    Args:
        key: A student's or a teacher's.
        kind: `STUDENT`, `TEACHER`, `TAG` or `WATCH`: what the name is for.

    >>> len(named_by("k" * 22, STUDENT))
    24
    """
    person = kind.encode()
    return hashlib.blake2s(key.encode(), digest_size=_NAME_BYTES, person=person).hexdigest()


def tag_of(student: str) -> str:
    """Return the mark that a student's codes carry, from the student's name in rooms.

    Codes are pasted where all read them, so nobody can commit in a room by one.
    """
    return named_by(student, TAG)[:6]


def watch_of(teacher: str) -> str:
    """Return what a teacher's page hears the counts by: it moves nothing.

    It stands in an address, which servers write down; the key does not.
    """
    return named_by(teacher, WATCH)


def seal_of(teacher: str, text: str) -> str:
    """Return what stands for a text in a room, from its teacher's name: without it, no text fits.

    >>> seal_of("a" * 24, "x") == seal_of("b" * 24, "x")
    False
    """
    return hashlib.blake2s(text.encode(), digest_size=8, key=teacher.encode()).hexdigest()


def opens(key: str, name: str) -> bool:
    """Whether a key is the teacher's whose name is kept; it takes the same time either way."""
    return hmac.compare_digest(named_by(key, TEACHER), name)
