"""The bytes of a file become text, in the encoding that they were written in."""

from __future__ import annotations

import codecs

from perceptron.data.errors import DataError
from perceptron.text.language import N_, _
from perceptron.text.numbers import fixed

MAX_FILE_BYTES = 10_000_000
_OLDER = N_(
    "It is not UTF-8, so it was read as Windows-1252. If names look wrong, save it as CSV UTF-8."
)


def check_size(name: str, n_bytes: int) -> None:
    """Refuse a file that is too large before more is done with it.

    Raises:
        DataError: If it is.
    """
    if n_bytes > MAX_FILE_BYTES:
        raise DataError(
            _(
                "{table} is {size} MB; at most {most} MB are read. Keep fewer rows or columns.",
                table=name,
                size=fixed(n_bytes / 1e6, 1),
                most=MAX_FILE_BYTES // 10**6,
            )
        )


def decode(content: bytes, name: str) -> tuple[str, list[str]]:
    r"""Return the text of a file, its lines ended by \n, and what is to be said about it.

    Raises:
        DataError: If it is empty, or no text.
    """
    text, notes = _text(content, name)
    if not text.strip():
        raise DataError(
            _("{table} is empty. Give a CSV file with names in its first row.", table=name)
        )
    return text.replace("\r\n", "\n").replace("\r", "\n"), notes


def _text(content: bytes, name: str) -> tuple[str, list[str]]:
    sixteen = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))  # "Unicode text"
    refused = DataError(
        _("{table} is not text. Save the table as CSV (UTF-8) and try again.", table=name)
    )
    try:
        text = content.decode("utf-16" if sixteen else "utf-8-sig")
    except UnicodeDecodeError as error:
        if sixteen or b"\0" in content:
            raise refused from error
        # Python leaves five bytes without a meaning; browsers and Excel take them for controls.
        text = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in range(256))
        return codecs.charmap_decode(content, "strict", text)[0], [_(_OLDER)]
    if "\0" in text:
        raise refused
    return text, []
