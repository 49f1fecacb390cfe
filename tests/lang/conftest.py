"""What tests of languages share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from perceptron.text import language
from tests.lang.pseudo import write_catalogs


@pytest.fixture(scope="session")
def catalogs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the catalogs of the made-up languages."""
    folder = tmp_path_factory.mktemp("lang")
    write_catalogs(folder)
    return folder


@pytest.fixture
def made_up(catalogs: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The app has the made-up languages in place of its own."""
    monkeypatch.setattr(language, "FOLDER", catalogs)
    forget()
    yield
    monkeypatch.undo()
    forget()


def forget() -> None:
    """Read the catalogs anew."""
    language._codes.cache_clear()
    language._catalog.cache_clear()
