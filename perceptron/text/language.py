"""Words in the language of who reads them: English in the source, others from gettext's catalogs.

A language belongs to a session. It stands in a context variable, so that two visitors read two
languages in one process; what nobody has told its language is English, as the command line is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache, wraps
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import ParamSpec, TypeVar

from perceptron.text.whole import count

P = ParamSpec("P")
R = TypeVar("R")

SOURCE = "en"
FOLDER = Path(__file__).parents[1] / "lang"  # a catalog a language: es.po, and es.mo made of it
_PLACE = re.compile(r"\{(\w+)\}")
_spoken: ContextVar[str | None] = ContextVar("language", default=None)
_askers: list[Callable[[], str | None]] = []  # filled once, when a program begins


def spoken() -> str:
    """Return the language that is spoken here, as 'en'."""
    if (told := _spoken.get()) is not None:
        return told
    return next((found for ask in _askers if (found := ask())), SOURCE)


def speak(language: str) -> None:
    """Speak a language from here on, in this thread."""
    _spoken.set(_known(language))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language for a while.

    >>> with speaking("en"):
    ...     spoken()
    'en'
    """
    token = _spoken.set(_known(language))
    try:
        yield
    finally:
        _spoken.reset(token)


def ask_for_language(asker: Callable[[], str | None]) -> None:
    """Ask somebody for the language where nobody has told it: a server runs code in many threads.

    Args:
        asker: Returns the language of whom the thread works for; None if it works for nobody.
    """
    if asker not in _askers:
        _askers.append(asker)


def languages() -> Mapping[str, str]:
    """Return what each language calls itself, by its code; English comes first."""
    return {code: _catalog(code).pgettext("this language", "English") for code in _codes()}


@cache
def _codes() -> tuple[str, ...]:
    """Return the code of each language; English comes first."""
    return (SOURCE, *sorted(file.stem for file in FOLDER.glob("*.mo")))


def _known(language: str) -> str:
    """Return a language, or English in place of one that is not there."""
    return language if language in _codes() else SOURCE


@cache
def _catalog(language: str) -> NullTranslations:
    """Read a catalog; English has none."""
    if language == SOURCE:
        return NullTranslations()
    with (FOLDER / f"{language}.mo").open("rb") as file:
        return GNUTranslations(file)


def _(message: str, **values: object) -> str:
    """Return a sentence in the language spoken here.

    It is whole, and what is put into it has a name: nobody can translate a half of one. Formulas,
    code and Markdown that is no word come as values.

    Args:
        message: In English, as it stands in the source; the catalogs know it by that.
        values: What stands in braces in it.

    >>> _("Update {n} leaves the picture.", n=3)
    'Update 3 leaves the picture.'
    """
    text = _catalog(spoken()).gettext(message) if message else ""
    return _filled(text, values)


def ngettext(one: str, more: str, n: int, **values: object) -> str:
    """Return a sentence that counts, in the form that the language has for so many.

    Args:
        one: In English, for one.
        more: In English, for any other number.
        n: How many; `{n}` in the sentence, with spaces between thousands.
        values: What else stands in braces in it.

    >>> ngettext("{n} row", "{n} rows", 1), ngettext("{n} row", "{n} rows", 12000)
    ('1 row', '12\u202f000 rows')
    """
    return _filled(_catalog(spoken()).ngettext(one, more, n), {"n": count(n), **values})


def pgettext(context: str, message: str, **values: object) -> str:
    """Return words that mean something else elsewhere, in the language spoken here.

    Args:
        context: What they mean here.
        message: In English.
        values: What stands in braces in it.
    """
    return _filled(_catalog(spoken()).pgettext(context, message), values)


def N_(message: str) -> str:
    """Mark words for the catalogs that are translated later, with `_`, where they are shown."""
    return message


def _filled(text: str, values: Mapping[str, object]) -> str:
    """Put values in; a catalog can ask for nothing else, and whatever it asks else stays."""
    if not values:
        return text
    return _PLACE.sub(lambda place: str(values.get(place[1], place[0])), text)


def once_for_each_language(
    maxsize: int | None = None,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep what a function returns for its arguments and for the language spoken here.

    Args:
        maxsize: How many results are kept; None for all.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @lru_cache(maxsize)
        def known(_language: str, _catalog: NullTranslations, *args: P.args, **more: P.kwargs) -> R:
            return function(*args, **more)

        @wraps(function)
        def asked(*args: P.args, **more: P.kwargs) -> R:
            language = spoken()
            return known(language, _catalog(language), *args, **more)  # type: ignore[arg-type]  # as lru_cache has it

        return asked

    return decorate


def decimal_sign() -> str:
    """Return what stands between whole and part of a number, as people read it: '.' or ','."""
    return pgettext("decimal sign", ".")
