"""Text squeezed into characters that an address or a chat message may have, and back."""

from __future__ import annotations

import base64
import zlib


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
        raise ValueError(f"more than {limit} bytes, or not whole")
    return text.decode()
