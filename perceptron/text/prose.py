"""Markdown by its sentences: paragraphs, items, cells. A catalog has these, and no marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_FENCE = re.compile(r"^ *```")
_ITEM = re.compile(r"^( *(?:[-*]|\d+\.) +)(.*)$")
_ROW = re.compile(r"^ *\|.*\| *$")
_RULE = re.compile(r"^[ |:-]+$")
_CELL = re.compile(r"(?<!\\)\|")


def rewritten(markdown: str, say: Callable[[str], str]) -> str:
    r"""Return a text with each of its sentences as `say` says it; code in fences stays.

    Lines that belong together are one, as what is shown does not depend on them.

    >>> rewritten("One\ntwo.\n\n- a\n  b\n\n| x | y |\n|---|---|\n| 1 | z |", str.upper)
    'ONE TWO.\n\n- A B\n\n| X | Y |\n|---|---|\n| 1 | Z |'
    """
    return "\n".join(
        f"{before}{_row(text, say) if before == '|' else say(text) if text else ''}"
        for before, text in _pieces(markdown)
    )


def sentences(markdown: str) -> list[str]:
    """Return what `rewritten` would have said, in its order."""
    found: list[str] = []

    def note(text: str) -> str:
        found.append(text)
        return text

    rewritten(markdown, note)
    return found


def _row(text: str, say: Callable[[str], str]) -> str:
    cells = [cell.strip() for cell in _CELL.split(text.strip().strip("|"))]
    return f" {' | '.join(say(cell) if cell else '' for cell in cells)} |"


def _pieces(markdown: str) -> Iterator[tuple[str, str]]:
    """Each line as what stands before its sentence and the sentence; '|' stands before a row."""
    begun: tuple[str, list[str]] | None = None
    fenced = False
    for line in markdown.splitlines():
        fence = bool(_FENCE.match(line))
        fenced ^= fence
        item = _ITEM.match(line)
        alone = fence or fenced or not line.strip() or _ROW.match(line)
        if begun and (alone or item):
            yield begun[0], " ".join(begun[1])
            begun = None
        if fence or fenced or not line.strip() or _RULE.match(line):
            yield line, ""
        elif _ROW.match(line):
            yield "|", line
        elif item:
            begun = item[1], [item[2]]
        elif begun:
            begun[1].append(line.strip())
        else:
            begun = "", [line.strip()]
    if begun:
        yield begun[0], " ".join(begun[1])
