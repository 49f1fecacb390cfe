"""What of a page stands in the address, and what an option is called there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple


class Offer(NamedTuple):
    """A control whose value stands in the address.

    Attributes:
        key: Of the control in the session.
        by_slug: Its values by their names in the address.
        default: The value that an untouched page has.
        glides: Whether it is moved through many values, which are one choice together.
    """

    key: str
    by_slug: Mapping[str, Any]
    default: Any
    glides: bool


def slug(option: object) -> str:
    """Write an option as an address likes it: small letters, digits, hyphens.

    >>> slug("notebook's data")
    'notebooks-data'
    """
    words = re.sub(r"['’]", "", str(option).casefold())
    return re.sub(r"[^\w.]+", "-", words).strip("-")
