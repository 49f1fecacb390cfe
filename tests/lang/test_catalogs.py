"""The catalogs hold every sentence of the app, and nothing that no source has."""

from __future__ import annotations

import io
import re
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from perceptron.text.language import FOLDER, SOURCE, languages
from tools.words import compiled, faults, merge, template, written

FILES = sorted(FOLDER.glob("*.po"))


@pytest.fixture(scope="module")
def wanted() -> Catalog:
    """Every sentence of the app."""
    return template()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_language_has_every_sentence_and_no_other(file: Path, wanted: Catalog) -> None:
    catalog = read_po(io.BytesIO(file.read_bytes()), locale=file.stem)
    assert faults(catalog, wanted) == [], "make words tells what to mend"
    assert written(merge(file.stem, wanted)) == file.read_bytes(), "make words has not been run"
    assert known(compiled(catalog)) == known(file.with_suffix(".mo").read_bytes()), "make words"


def known(packed: bytes) -> dict[object, str]:
    """What a compiled catalog says, but for its head, which names the compiler's version."""
    said = GNUTranslations(io.BytesIO(packed))._catalog  # type: ignore[attr-defined]
    return {key: words for key, words in said.items() if key}


def test_each_language_is_offered_by_its_own_name() -> None:
    assert {*languages()} == {SOURCE, *(file.stem for file in FILES)}
    assert languages()["es"] == "Español"


def test_what_is_wrong_in_a_catalog_is_told(wanted: Catalog) -> None:
    wrong = {
        "Update {n} leaves the picture.": "La actualización sale.",
        "Commit": "",
        "Share": "Compartir {n}",
    }
    catalog = Catalog(locale="es")
    for message, words in wrong.items():
        catalog.add(message, words)
    coded = next(one.id for one in wanted if isinstance(one.id, str) and "`" in one.id)
    catalog.add(coded, re.sub("`[^`]+`", "`other`", coded))
    catalog.add("No source has this.", "Nada.")
    told = "\n".join(faults(catalog, wanted))
    for words in (
        "leaves out n",
        "no translation",
        "places that the English has not",
        "other code",
        "no source",
    ):
        assert words in told
