"""Whole numbers as people read them, the same in every language."""

from __future__ import annotations


def count(n: int) -> str:
    """Write a whole number; from five digits on with narrow spaces between thousands.

    >>> count(1024), count(10000), count(-1234567)
    ('1024', '10\u202f000', '−1\u202f234\u202f567')
    """
    return grouped(f"{n:,}")


def grouped(text: str) -> str:
    """Take the gaps out of four digits; commas become narrow spaces, a hyphen a minus sign."""
    few = sum(sign.isdigit() for sign in text) < 5
    return text.replace(",", "" if few else "\u202f").replace("-", "−")
