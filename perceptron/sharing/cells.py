"""A program in cells, as editors write them ('# %%'): as a script or as a Jupyter notebook."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from perceptron.sharing.source import Source
from perceptron.sharing.words import as_comment
from perceptron.text.language import _

_CELL = re.compile(r"^# %%(.*)$", re.MULTILINE)


class Cell(NamedTuple):
    """One cell.

    Attributes:
        text: Its lines; those of prose are comments.
        prose: Whether it is Markdown.
        folded: Whether a notebook opens with its code out of sight.
    """

    text: str
    prose: bool = False
    folded: bool = False


def read_cells(file: Path) -> list[tuple[str, str]]:
    """Return the cells of a file: what stands behind each '# %%', and the lines below it."""
    pieces = [piece.strip() for piece in _CELL.split(file.read_text(encoding="utf-8"))[1:]]
    return list(zip(pieces[::2], pieces[1::2], strict=True))


def cells_of(source: Source, *, folded: bool = False) -> Iterator[Cell]:
    """Return what was cut out of modules as cells: for each its title, then its definitions."""
    for title, group in groupby(source.pieces.values(), lambda piece: piece.title):
        pieces = list(group)
        imports = "\n".join(piece.text for piece in pieces if piece.imports)
        rest = [piece.text for piece in pieces if not piece.imports]
        heading = as_comment(_(title))
        yield Cell(f"# ### {heading}", prose=True)
        # Colab shows a title in place of the code.
        head = [f"# @title {heading}"] if folded else []  # in English: from the source
        yield Cell("\n\n\n".join([*head, *filter(None, [imports]), *rest]), folded=folded)


def as_script(cells: Iterable[Cell]) -> str:
    """Return cells as a Python program that editors show in cells."""
    return "\n".join(f"# %%{' [markdown]' if cell.prose else ''}\n{cell.text}\n" for cell in cells)


def as_notebook(cells: Iterable[Cell]) -> str:
    """Return cells as a Jupyter notebook (nbformat 4.5, JSON)."""
    made: list[dict[str, Any]] = []
    for number, cell in enumerate(cells):
        text = re.sub(r"^# ?", "", cell.text, flags=re.MULTILINE) if cell.prose else cell.text
        folded = {"cellView": "form", "jupyter": {"source_hidden": True}} if cell.folded else {}
        one = {"id": f"cell-{number}", "metadata": folded, "source": text.splitlines(keepends=True)}
        if cell.prose:
            made.append(one | {"cell_type": "markdown"})
        else:
            made.append(one | {"cell_type": "code", "execution_count": None, "outputs": []})
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    whole = {"cells": made, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=1) + "\n"
