"""The documents for teachers as pages of the app: with pictures, anchors, and links that lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from pages.shared.pages import FOLDER, PAGES
from perceptron.text.language import _
from perceptron.text.prose import rewritten, sentences

FOLDER_OF_DOCS = FOLDER.parent / "docs"
WIDTH = 900  # pixels, of a picture at the most
FOR_TEACHERS = ("teachers-guide", "questions", "short-test")  # in every language; then the rest
_FENCE = re.compile(r"^ *```")
_HEADING = re.compile(r"^(#+) +(.+?) *#*$")
_PICTURE = re.compile(r"^!\[([^\]]*)\]\(([\w-]+\.png)\)$")
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_ADDRESS = re.compile(r"([a-z_]+)(\?[\w=&.-]+)?")


class Part(NamedTuple):
    """A piece of a document.

    Attributes:
        kind: `text`, `picture`, or `heading`.
        text: Markdown; of a picture what it shows.
        at: Of a picture its file, of a heading its anchor.
        level: Of a heading.
    """

    kind: str
    text: str
    at: str = ""
    level: int = 0


def _documents() -> dict[str, str]:
    """The titles of all documents, by the names of their files."""
    there = {path.stem: path for path in sorted(FOLDER_OF_DOCS.glob("*.md"))}
    names = [name for name in FOR_TEACHERS if name in there]
    names += [name for name in there if name not in FOR_TEACHERS]
    return {name: _title(there[name]) for name in names}


def _title(path: Path) -> str:
    found = _HEADING.match(path.read_text("utf-8").partition("\n")[0])
    return found[2] if found else path.stem


DOCUMENTS = _documents()


def sentences_of(name: str) -> Iterator[str]:
    """What a catalog has of a document: its headings, sentences, and what its pictures show."""
    for part in parts_of((FOLDER_OF_DOCS / f"{name}.md").read_text("utf-8")):
        yield from sentences(part.text) if part.kind == "text" else [part.text]


def show_document(name: str) -> None:
    """Show a document, in the language spoken here as far as a catalog has it."""
    path = FOLDER_OF_DOCS / f"{name}.md"
    for english in parts_of(path.read_text("utf-8")):
        whole = english.kind != "text"
        part = english._replace(text=_(english.text) if whole else rewritten(english.text, _))
        if part.kind == "picture":
            picture = FOLDER_OF_DOCS / part.at
            if picture.exists():  # some install the words alone
                width = min(WIDTH, width_of(picture))
                st.image(picture, width=width, output_format="PNG", alt=part.text)
        elif part.kind == "text":
            st.markdown(part.text)
        elif part.level == 1:
            st.header(part.text, anchor=part.at)
        else:
            st.subheader(part.text, anchor=part.at)


def width_of(picture: Path) -> int:
    """The width of a PNG file in pixels, as its header has it."""
    with picture.open("rb") as file:
        return int.from_bytes(file.read(20)[16:])


@lru_cache(maxsize=16)
def parts_of(text: str) -> tuple[Part, ...]:
    """Take a document apart, each link made one that leads somewhere from a page of the app."""
    parts: list[Part] = []
    lines: list[str] = []
    fenced = False
    seen: dict[str, int] = {}

    def end() -> None:
        if words := "\n".join(lines).strip("\n"):
            parts.append(Part("text", words))
        lines.clear()

    for line in text.splitlines():
        fence = bool(_FENCE.match(line))
        fenced ^= fence
        if fence or fenced:
            lines.append(line)
        elif heading := _HEADING.match(line):
            end()
            anchor = anchor_of(heading[2])
            seen[anchor] = seen.get(anchor, -1) + 1
            anchor += f"-{seen[anchor]}" * (seen[anchor] > 0)
            parts.append(Part("heading", in_app(heading[2]), anchor, len(heading[1])))
        elif picture := _PICTURE.match(line):
            end()
            parts.append(Part("picture", picture[1], picture[2]))
        else:
            lines.append(in_app(line))
    end()
    return tuple(parts)


def anchor_of(heading: str) -> str:
    """Return the anchor of a heading, as documents link to it.

    >>> anchor_of("Privacy: what is [stored](x.md)")
    'privacy-what-is-stored'
    """
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    return re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")


def in_app(line: str) -> str:
    """Return a line of a document with links from a page of the app, and no formulas.

    >>> in_app("read [it](questions.md#keys), open `train?epochs=2`, not [code](../app.py)")
    'read [it](./guide?doc=questions#keys), open [`train?epochs=2`](./train?epochs=2), not code'
    """
    pieces = re.split(r"(`[^`\n]+`)", _LINK.sub(_link, line))
    return "".join(
        _CODE.sub(_address, piece) if piece.startswith("`") else piece.replace("$", r"\$")
        for piece in pieces
    )


def _link(found: re.Match[str]) -> str:
    words, target = found[1], found[2]
    if target.startswith(("#", "https://")):
        return found[0]
    file, hash_, anchor = target.partition("#")
    name = file.removesuffix(".md")
    return f"[{words}](./guide?doc={name}{hash_}{anchor})" if name in DOCUMENTS else words


def _address(found: re.Match[str]) -> str:
    """A page's address is a link to it."""
    parts = _ADDRESS.fullmatch(found[1])
    names = {page.name for page in PAGES}
    if parts is None or parts[1] not in names:
        return found[0]
    return f"[{found[0]}](./{found[1]})"
