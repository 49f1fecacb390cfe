"""Text squeezed into characters that an address or a chat message may have, and back."""

from __future__ import annotations

import base64
import re
import zlib

SENT = "A-Za-z0-9_\u2013\u2014\u2015-"  # of a regular expression: the characters of a packed text
GAP = r"=?\s+(?:[>|]+\s*)*"  # where a mail program broke a line, and how it quotes the next
_PIECES = 200  # more than any text that fits is broken into
_DRAWN = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2212\ufe63\uff0d", "-")
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff")  # without width
)


def pack(text: str) -> str:
    """Return a text compressed, as letters, digits, '-' and '_'.

    >>> unpack(pack("a,b"), limit=3)
    'a,b'
    """
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")


def unpack(packed: str, limit: int) -> str:
    """Return the text that `pack` packed, without ever holding more than `limit` bytes of it.

    Raises:
        ValueError: If it is damaged, or holds more than `limit` bytes.
    """
    try:
        content = base64.b64decode(packed + "=" * (-len(packed) % 4), altchars=b"-_", validate=True)
        reader = zlib.decompressobj()
        text = reader.decompress(content, limit + 1)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if len(text) > limit or not reader.eof or reader.unused_data:
        raise ValueError(
            f"more than {limit} bytes, or not whole"  # in English: who unpacks has a sentence
        )
    return text.decode()


def as_written(text: str) -> str:
    """Undo what a mail program or a word processor does to single characters of a packed text.

    >>> as_written("a\u200bb\u2011c")
    'ab-c'
    """
    return text.translate(_DRAWN)


def unpack_sent(text: str, limit: int) -> str:
    r"""Return the text that `pack` packed, though it was sent: wrapped, quoted, its dashes drawn.

    Words that follow it are left out: a packed text knows where it ends.

    >>> sent = pack("a,b")
    >>> unpack_sent(f"{sent[:5]}\n> {sent[5:]}\nGreetings", limit=3)
    'a,b'

    Raises:
        ValueError: As `unpack` does.
    """
    joined, reason = "", ValueError("nothing is packed here")  # in English: as above
    for piece in re.split(GAP, as_written(text))[:_PIECES]:
        joined += piece
        if len(joined) > 2 * limit + 100:
            break
        for dash in ("-", "--"):  # two may have become a long one
            try:
                return unpack(re.sub("[\u2013-\u2015]", dash, joined), limit)
            except ValueError as error:
                reason = error
    raise reason
