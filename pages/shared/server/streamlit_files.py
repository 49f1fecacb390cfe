"""Streamlit's own files, compressed: it sends them as they are, four times as large.

All of them have names that change with their content, so that browsers keep them for ever.
"""

from __future__ import annotations

import asyncio
import json
import mimetypes
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.shared.server.packed import Packed

_STATIC = Path(str(files("streamlit") / "static"))
_FOLDER = "static"  # of the files whose names say what is in them
# What nearly every page of ours is made of, by Streamlit's names; the browser would ask for each
# only after the page's first message.
_ELEMENTS = {
    "BidiComponent", "Button", "ButtonGroup", "DownloadButton", "Html",  # in English: names
    "MenuButton", "PageLink", "Selectbox", "Slider", "TextInput",  # in English: names
}  # fmt: skip


@cache
def _files() -> dict[str, Packed]:
    """Each file by its path; listed once, so that no request reaches anything else."""
    found = sorted(path for path in (_STATIC / _FOLDER).rglob("*") if path.is_file())
    return {path.relative_to(_STATIC / _FOLDER).as_posix(): _packed(path) for path in found}


def _packed(path: Path) -> Packed:
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Packed(path.read_bytes, "text/javascript" if path.suffix == ".js" else kind)


class StreamlitFiles:
    """Middleware that answers for Streamlit's files; it takes no routes for them.

    Args:
        app: What answers for all else.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        base = st.get_option("server.baseUrlPath").strip("/")
        self._begins = f"{f'/{base}' if base else ''}/{_FOLDER}/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        answers: ASGIApp = self._app
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            path: str = scope["path"]
            if path.startswith(self._begins) and (file := _files().get(path[len(self._begins) :])):
                answers = await asyncio.to_thread(file.answer, Request(scope))
        await answers(scope, receive, send)


@cache
def first_files() -> tuple[str, ...]:
    """Return the addresses of the JavaScript that a first page takes, in the order of its need.

    Streamlit's manifest says what needs what. Without one, or with another, none is known.
    """
    try:
        manifest = json.loads((_STATIC / "manifest.json").read_text("utf-8"))
        entry = manifest["index.html"]
        wanted = [entry_of for entry_of in entry["dynamicImports"]
                  if manifest[entry_of].get("name") in _ELEMENTS]  # fmt: skip
        found: dict[str, None] = {}
        for name in ("index.html", *wanted):
            _need(manifest, name, found)
        return tuple(found)
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def _need(manifest: dict[str, dict[str, Any]], name: str, found: dict[str, None]) -> None:
    """Add a file to those found, and before it what it imports."""
    waiting = [name]
    while waiting:
        one = manifest[waiting.pop()]
        if one["file"] not in found:
            found[one["file"]] = None
            waiting += one.get("imports", [])


def prepare_files() -> None:
    """Compress what every first visit asks for."""
    for name in first_files():
        if file := _files().get(name.removeprefix(f"{_FOLDER}/")):
            file.prepare()
