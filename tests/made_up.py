"""Languages that nobody speaks, made by a rule, so that what is said in one is seen."""

from __future__ import annotations

from collections.abc import Callable
from gettext import NullTranslations

import pytest

from perceptron.text import language

MADE_UP = "xx"


class Catalog(NullTranslations):
    """Says each message by a rule.

    Args:
        say: The rule.
        sign: Between whole and part of a number.
    """

    def __init__(self, say: Callable[[str], str], sign: str = ",") -> None:
        super().__init__()
        self._say, self._sign = say, sign

    def gettext(self, message: str) -> str:
        """Say a sentence."""
        return self._say(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Say a sentence that counts."""
        return self._say(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        """Say what means something else elsewhere."""
        return self._sign if context == "decimal sign" else self._say(message)


def teach(patch: pytest.MonkeyPatch, **catalogs: NullTranslations) -> None:
    """Let the app speak these languages besides English, by their codes."""
    known = {language.SOURCE: NullTranslations(), **catalogs}
    patch.setattr(language, "_catalog", known.__getitem__)
    patch.setattr(language, "_codes", lambda: tuple(known))


def teach_brackets(patch: pytest.MonkeyPatch) -> str:
    """Let the app speak one that puts each message in brackets; return its code."""
    teach(patch, **{MADE_UP: Catalog(lambda message: f"‹{message}›")})
    return MADE_UP
