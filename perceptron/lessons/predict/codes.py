"""Summary codes: all guesses of a student as one word to paste into a chat, and back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from perceptron.lessons.predict.answers import Guess, as_guess
from perceptron.lessons.predict.item import Item
from perceptron.text.language import _, ngettext
from perceptron.text.packing import GAP, SENT, as_written, pack, unpack_sent

PREFIX = "PL1-"
MAX_CODE_BYTES = 4_096  # of the guesses in one code
MAX_CODES = 500
MAX_NOTES = 20
_BEGINS = r"PL1[\u2013\u2014\u2015-]"  # as PREFIX is sent
_CODE = re.compile(
    rf"{_BEGINS}((?:{GAP})?(?:(?!{_BEGINS})[{SENT}]|(?<=[{SENT}]){GAP}){{1,{MAX_CODE_BYTES * 2}}})"
)
_TAG = re.compile(r"[0-9a-f]{1,16}")


@dataclass(frozen=True, slots=True)
class Collected:
    """What a teacher has pasted.

    Attributes:
        guesses: By the tag of each student: guesses by the name of their item.
        notes: What could not be used, in words that a whole class may read: no names.
        n_again: Codes of students who had pasted one before.
        n_in_room: Guesses in codes that do not count, because their students have committed to one
            at the same item in a room.
    """

    guesses: Mapping[str, Mapping[str, Guess]]
    notes: tuple[str, ...]
    n_again: int = 0
    n_in_room: int = 0

    def of(self, item: Item) -> list[Guess]:
        """All guesses at one item."""
        return [one[item.name] for one in self.guesses.values() if item.name in one]

    def with_room(self, item: Item, votes: Mapping[str, Guess], *, shown: bool) -> Collected:
        """The same with the votes of a room at an item: who is in both counts once, as there.

        Args:
            item: Which was asked in the room.
            votes: By the tag of each student.
            shown: Whether they may be seen; else they only keep these students' codes out.
        """
        found = {tag: dict(guesses) for tag, guesses in self.guesses.items()}
        n_in_room = sum(item.name in found.get(tag, {}) for tag in votes)
        for tag, guess in votes.items():
            guesses = found.setdefault(tag, {})
            guesses.pop(item.name, None)
            if shown:
                guesses[item.name] = guess
        return replace(self, guesses=found, n_in_room=self.n_in_room + n_in_room)


def write_code(tag: str, guesses: Mapping[str, Guess]) -> str:
    """Return a student's guesses as one word.

    Args:
        tag: Tells two students apart who guessed the same; says nothing about who they are.
        guesses: By the name of their item.

    >>> read_codes(write_code("a1", {"batches": 4.0}), []).notes
    ('A guess was left out: its question is not asked here.',)
    """
    text = json.dumps([tag, guesses], separators=(",", ":"), allow_nan=False)
    packed = pack(text)
    while PREFIX in packed:  # by chance: where a line is broken there, it would begin another code
        text = f" {text}"  # all that follows is packed otherwise
        packed = pack(text)
    return PREFIX + packed


def read_codes(text: str, items: Iterable[Item]) -> Collected:
    """Find all codes in a text, whatever stands around them, and however a mail program broke them.

    A student who pastes twice counts once, with the last code. The notes stand on the wall, so
    they quote nothing of the text: neither the name beside a broken code nor what it holds.

    Args:
        text: As copied from a chat.
        items: The items that can be guessed at.
    """
    by_name = {item.name: item for item in items}
    found: dict[str, dict[str, Guess]] = {}
    notes: list[str] = []
    n_again = 0
    text = as_written(text)
    codes = list(_CODE.finditer(text))
    if len(codes) > MAX_CODES:
        notes.append(
            _("Only the first {most} of {n} codes were read.", most=MAX_CODES, n=len(codes))
        )
    for number, code in enumerate(codes[:MAX_CODES], start=1):
        try:
            tag, guesses = _unpacked(code[1])
        except ValueError:
            notes.append(
                _(
                    "Code {n} is damaged or cut off: it begins in line {line} of what was pasted. "
                    "Ask for it again.",
                    n=number,
                    line=_line_of(text, code),
                )
            )
            continue
        n_again += found.pop(tag, None) is not None
        found[tag] = {}
        for name, value in guesses.items():
            try:
                found[tag][name] = _guess(by_name, name, value)
            except ValueError as error:
                notes.append(_left_out(name, str(error), known=name in by_name))
    if text.strip() and not codes:
        notes.append(
            _("There is no code in this text. A code begins with {prefix}.", prefix=PREFIX)
        )
    notes = list(dict.fromkeys(notes))
    if len(notes) > MAX_NOTES:
        left = len(notes) - MAX_NOTES
        more = ngettext("{n} more could not be used.", "{n} more could not be used.", left)
        notes[MAX_NOTES:] = [more]
    return Collected(found, tuple(notes), n_again)


def _left_out(name: str, reason: str, *, known: bool) -> str:
    if not known:
        return _("A guess was left out: {reason}.", reason=reason)
    return _("A guess at {name} was left out: {reason}.", name=repr(name), reason=reason)


def _line_of(text: str, code: re.Match[str]) -> int:
    """The line that a code stands in, from 1."""
    return text.count("\n", 0, code.start()) + 1


def _unpacked(code: str) -> tuple[str, dict[str, Any]]:
    try:
        content = json.loads(unpack_sent(code, MAX_CODE_BYTES))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error  # in English: a code is damaged, no more
    match content:
        case [str(tag), dict(guesses)] if _TAG.fullmatch(tag):
            return tag, guesses
    raise ValueError("not a code of guesses")  # in English: a code is damaged, no more


def _guess(by_name: Mapping[str, Item], name: str, value: Any) -> Guess:
    if name not in by_name:
        raise ValueError(_("its question is not asked here"))
    return as_guess(by_name[name], value)
