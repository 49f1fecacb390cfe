"""What a visitor reads when the program fails, in words; the traceback goes to the server's log."""

from __future__ import annotations

import logging

import streamlit as st

from perceptron.text.language import _

# What Python and torch raise where code is wrong or a machine is at its end. Streamlit's own
# signals, which end a script run, are none of them.
FAULTS = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
_NO_MEMORY = (
    "not enough memory",  # in English: as torch says it
    "out of memory",  # in English: as torch says it
    "can't allocate memory",  # in English: as torch says it
    "cannot allocate",  # in English: as torch says it
)

_log = logging.getLogger(__name__)


def is_memory(fault: BaseException) -> bool:
    """Whether memory ran out; torch says so in the text of a RuntimeError only.

    >>> is_memory(RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 8"))
    True
    >>> is_memory(RuntimeError("size mismatch"))
    False
    """
    said = str(fault).lower()
    return isinstance(fault, MemoryError) or (
        isinstance(fault, (RuntimeError, OSError)) and any(words in said for words in _NO_MEMORY)
    )


def explain(fault: BaseException) -> str:
    """Say what happened to a training step and what to do; log it for who runs the server.

    The fault's own text stays in the log: it may quote the server's folders.
    """
    _log.error("a training step failed", exc_info=fault)  # in English: a log
    if is_memory(fault):
        return _(
            "The server had not enough memory for a step. Choose fewer samples, features or "
            "outputs or a smaller batch, or wait until others have finished; Reset begins again."
        )
    return _(
        "A step failed with {fault}: a fault in a model's program, not in what you chose. The "
        "charts show the last whole epoch. Reset begins again from the same start; if it fails "
        "again, tell who runs this server, whose log has the details.",
        fault=type(fault).__name__,
    )


def show_fault(fault: Exception) -> bool:
    """Say in a visitor's page that it failed, and what to do; Streamlit has logged it already.

    Returns:
        True: Streamlit need not say anything.
    """
    if is_memory(fault):
        st.error(
            _(
                "The server had not enough memory for this page. Choose smaller settings on the "
                "Train page, or wait until others have finished, then reload the page. What "
                "stands in the address is kept."
            ),
            icon=":material/memory:",
        )
    else:
        st.error(
            _(
                "This page failed with {fault}: a fault in its program, not in what you chose. "
                "Reload the page; what stands in the address is kept. If it fails again, tell "
                "who runs this server, whose log has the details.",
                fault=type(fault).__name__,
            ),
            icon=":material/error:",
        )
    return True
