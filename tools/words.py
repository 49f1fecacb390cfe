"""Bring the catalogs of words up to date: `make words` extracts, merges, checks and compiles.

    perceptron/lang/es.po   every sentence of the app and its Spanish: what a translator writes
    perceptron/lang/es.mo   what the app reads

A new language is begun by its code: `make words NEW=fr` writes perceptron/lang/fr.po.
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from pages.shared.lesson.guide import FOLDER_OF_DOCS, FOR_TEACHERS, sentences_of
from perceptron.sharing import program
from perceptron.sharing.exercise import write as exercise
from perceptron.text.data_words import FILES, words_in

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "perceptron/lang"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
_NEVER = datetime(2026, 1, 1, tzinfo=UTC)  # so that a file changes when its words do
_HEAD = (
    "# The words of Perceptron Lab: `make words` keeps them up to date, CONTRIBUTING.md says how."
)
_HEADERS = {
    "project": "Perceptron Lab",
    "version": "1",
    "charset": "utf-8",
    "creation_date": _NEVER,
    "revision_date": _NEVER,
    "fuzzy": False,
}
_NOBODYS = re.compile(rb'"(?:Report-Msgid|Last-Tr|Language-Team|Generated-By)[^\n]*\n')
_PLACE = re.compile(r"\{(\w+)\}")
_CODE = re.compile(r"`[^`]+`|\$[^$]+\$|:material/\w+:|\]\([^)]*\)")


def template() -> Catalog:
    """Return every sentence of the app, with the files that it stands in."""
    catalog = Catalog(header_comment=_HEAD, **_HEADERS)
    for file, context, message, comments in sorted(found(), key=lambda one: str(one[0])):
        catalog.add(
            message,
            locations=[(file.relative_to(ROOT).as_posix(), 0)],
            auto_comments=comments,
            context=context,
        )
    return catalog


Found = tuple[Path, str | None, str | tuple[str, ...], list[str]]


def found() -> Iterator[Found]:
    """Find what is marked in the Python files, the words of data files, and what programs quote."""
    for folder in ("pages", "perceptron"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            # Babel warns of every value that is an f-string; as sentences ruff forbids them.
            with file.open("rb") as source, contextlib.redirect_stderr(io.StringIO()):
                marks = ["for translators:"]
                marked = [*extract("python", source, KEYWORDS, marks, {"encoding": "utf-8"})]
            for _line, message, comments, context in marked:
                if message:
                    yield file, context, message, comments
    for file, keys in FILES.items():
        for words in words_in(tomllib.loads(file.read_text("utf-8")), keys):
            yield file, None, words, []
    for source in (program.quoted(), exercise.quoted()):
        for piece in source.pieces.values():
            file = ROOT.joinpath(*piece.module.split(".")).with_suffix(".py")
            yield file, None, piece.title, ["The heading of this file where a notebook quotes it."]
    for name in FOR_TEACHERS:
        for words in sentences_of(name):
            yield FOLDER_OF_DOCS / f"{name}.md", None, words, []


def faults(catalog: Catalog, wanted: Catalog) -> list[str]:
    """Say what is wrong in a language's catalog, each with its sentence.

    Args:
        catalog: Of the language.
        wanted: Every sentence of the app.
    """
    known = {(one.id if isinstance(one.id, str) else one.id[0], one.context) for one in wanted}
    wrong = []
    for one in catalog:
        if not one.id:
            continue
        name = one.id if isinstance(one.id, str) else one.id[0]
        told = f"{name[:60]!r}"
        if (name, one.context) not in known:
            wrong.append(f"{told}: no source has it")
        elif one.fuzzy:
            wrong.append(f"{told}: its English has changed: check it, and take 'fuzzy' away")
        else:
            wrong += [f"{told}: {words}" for words in _faults_of(one)]
    wrong += [f"{str(key)[:60]!r}: is not used any more" for key in catalog.obsolete]
    return wrong


def _faults_of(one: Message) -> Iterator[str]:
    forms = (one.string,) if isinstance(one.string, str) else tuple(one.string or ())
    sources = (one.id,) if isinstance(one.id, str) else tuple(one.id)
    places = {place for source in sources for place in _PLACE.findall(source)}
    for form in forms or [""]:
        if not form:
            yield "has no translation"
            continue
        if extra := set(_PLACE.findall(form)) - places:
            yield f"has places that the English has not: {', '.join(sorted(extra))}"
        lost = set(_PLACE.findall(sources[-1])) - set(_PLACE.findall(form))
        if lost := lost - ({"n"} if len(sources) > 1 else set()):  # "one row" needs no number
            yield f"leaves out {', '.join(sorted(lost))}"
        if sorted(_CODE.findall(form)) != sorted(_CODE.findall(sources[-1])):
            yield "has other code, formulas, icons or links"
        if form.count("**") != sources[-1].count("**"):
            yield "has not as much in bold"


def merge(language: str, wanted: Catalog) -> Catalog:
    """Return a language's catalog with every sentence of the app, new ones untranslated."""
    file = FOLDER / f"{language}.po"
    if file.exists():
        catalog = read_po(io.BytesIO(file.read_bytes()), locale=language)
    else:
        catalog = Catalog(locale=language, header_comment=_HEAD, **_HEADERS)
    catalog.update(wanted, no_fuzzy_matching=False, update_creation_date=False)
    catalog.creation_date = catalog.revision_date = _NEVER
    return catalog


def written(catalog: Catalog) -> bytes:
    """A catalog as its file."""
    file = io.BytesIO()
    write_po(file, catalog, width=100, sort_by_file=True, include_lineno=False, omit_header=False)
    return _NOBODYS.sub(b"", file.getvalue())


def compiled(catalog: Catalog) -> bytes:
    """A catalog as the app reads it."""
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def main(new: Iterable[str]) -> int:
    """Bring the catalogs up to date; tell what is wrong in each."""
    wanted = template()
    print(f"{len(wanted)} sentences")
    there = {file.stem for file in FOLDER.glob("*.po")} | set(new)
    told = 0
    for language in sorted(there):
        catalog = merge(language, wanted)
        (FOLDER / f"{language}.po").write_bytes(written(catalog))
        (FOLDER / f"{language}.mo").write_bytes(compiled(catalog))
        wrong = faults(catalog, wanted)
        print(f"{language}: {len(wrong)} to mend", *wrong[:20], sep="\n  ")
        told += len(wrong)
    return min(told, 1)


if __name__ == "__main__":
    sys.exit(main([code for code in sys.argv[1:] if code]))
