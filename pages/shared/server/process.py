"""What is set once for a process: which messages are compressed, where memory comes from."""

from __future__ import annotations

import ctypes
import sys

from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Frame

_WORTH = 1_000  # bytes of a message that are worth compressing
_ARENA_MAX, _ARENAS = -8, 2  # of malloc.h: between how many heaps threads share their memory

_encode = PerMessageDeflate.encode


def set_up_process() -> None:
    """Set what all visitors share.

    glibc gives each thread a heap of its own, and what is free in one is not there for the others.
    """
    PerMessageDeflate.encode = _encode_large  # type: ignore[method-assign]
    if set_option := _of_glibc("mallopt"):
        set_option(_ARENA_MAX, _ARENAS)


def give_back_memory() -> None:
    """Let the system have what is free in the heaps: after work that is done once."""
    if trim := _of_glibc("malloc_trim"):
        trim(0)


def _encode_large(self: PerMessageDeflate, frame: Frame) -> Frame:
    """Compress a large message and leave a small one alone.

    Nine in ten of a page's messages are small and hold a fifth of its bytes. Each compression gives
    Python's lock away twice and waits for it, while thirty visitors want it.
    """
    return _encode(self, frame) if len(frame.data) >= _WORTH else frame


def _of_glibc(name: str) -> ctypes._NamedFuncPointer | None:
    """A function of the C library; None on systems whose library has none of that name."""
    if sys.platform != "linux":
        return None
    return getattr(ctypes.CDLL(None), name, None)
