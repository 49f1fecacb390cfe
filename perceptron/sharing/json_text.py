"""JSON that comes from outside: bounded, and strict about numbers."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from perceptron.data import DataError
from perceptron.text.language import _


def read_json(text: str, longest: int) -> Any:
    """Return what a JSON text holds.

    Args:
        text: From a browser, a file or a link.
        longest: Characters that are read at the most.

    Raises:
        DataError: If it is longer, or no JSON; a number that is not finite is none.
    """
    if len(text) > longest:
        raise DataError(_("it is too long"))
    try:
        return json.loads(text, parse_constant=no_constant)
    except (ValueError, RecursionError) as error:
        raise DataError(_("it is not JSON, or it was cut off")) from error


def no_constant(name: str) -> NoReturn:
    """Refuse NaN and the infinities, which Python alone takes for JSON.

    Raises:
        ValueError: Always.
    """
    raise ValueError(_("{name} is no number in JSON", name=name))
