"""A capital letter where a sentence begins."""

from __future__ import annotations


def with_capital(words: str) -> str:
    """Begin with a capital letter; a Greek one is a symbol, and stays.

    >>> with_capital("the learning rate"), with_capital("η is missing")
    ('The learning rate', 'η is missing')
    """
    return words if "\u0370" <= words[:1] <= "\u03ff" else words[:1].upper() + words[1:]
