"""Two languages that nobody speaks: each puts its own marks around what is said in it."""

from __future__ import annotations

from gettext import NullTranslations

import pytest

from perceptron.room import told, wording
from perceptron.room.question import Key, Question
from perceptron.text import language
from perceptron.text.language import _

ONE, OTHER = "xx", "yy"
MARKS = {ONE: "‹›", OTHER: "«»"}


class _Catalog(NullTranslations):
    def __init__(self, marks: str) -> None:
        super().__init__()
        self._begin, self._end = marks

    def gettext(self, message: str) -> str:
        return f"{self._begin}{message}{self._end}"

    def ngettext(self, one: str, more: str, n: int) -> str:
        return self.gettext(one if n == 1 else more)

    def pgettext(self, context: str, message: str) -> str:
        return "," if context == "decimal sign" else self.gettext(message)


def let_speak(patch: pytest.MonkeyPatch) -> None:
    """Let the app have both languages besides English."""
    catalogs = {"en": NullTranslations(), **{code: _Catalog(one) for code, one in MARKS.items()}}
    patch.setattr(language, "_catalog", catalogs.__getitem__)
    for module in (language, wording, told):
        patch.setattr(module, "languages", lambda: dict.fromkeys(catalogs, ""))


def in_words(question: Question, key: Key) -> tuple[Question, Key]:
    """A question and its key in the language spoken here, as if the app had written them."""
    words = wording.words_of(question, key)
    said = wording.Words(
        _(words.prompt),
        _(words.title),
        {option: _(text) for option, text in words.options.items()},
        _(words.unit),
        _(words.told),
        _(words.why),
        {wrong: _(text) for wrong, text in words.reasons.items()},
    )
    return wording.worded(question, key, said)
