"""A file of text that a teacher hands in."""

from __future__ import annotations

from perceptron.text.language import _


def read_text_file(content: bytes, most: int) -> str:
    """Return the text of a file.

    Args:
        content: The file.
        most: Characters that it may have.

    Raises:
        ValueError: If it is no text, or a longer one.
    """
    try:
        text = content.decode("utf-8-sig") if len(content) <= 4 * most else None
    except UnicodeDecodeError:
        text = None
    if text is None or len(text) > most:
        raise ValueError(
            _(
                "This file is no text of at most {n} characters. Save it as UTF-8, or keep less.",
                n=most,
            )
        )
    return text
