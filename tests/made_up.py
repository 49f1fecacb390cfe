"""A language that nobody speaks: each of its messages stands in brackets, so that they are seen."""

from __future__ import annotations

from gettext import NullTranslations

import pytest

from perceptron.text import language

MADE_UP = "xx"


class _Catalog(NullTranslations):
    def gettext(self, message: str) -> str:
        return f"‹{message}›"

    def ngettext(self, one: str, more: str, n: int) -> str:
        return f"‹{one if n == 1 else more}›"

    def pgettext(self, context: str, message: str) -> str:
        return "," if context == "decimal sign" else f"‹{message}›"


def teach(monkeypatch: pytest.MonkeyPatch) -> str:
    """Let the app speak it as long as a test goes on; return its code."""
    monkeypatch.setattr(language, "languages", lambda: {"en": "English", MADE_UP: "‹English›"})
    catalogs = {"en": NullTranslations(), MADE_UP: _Catalog()}
    monkeypatch.setattr(language, "_catalog", catalogs.__getitem__)
    return MADE_UP
