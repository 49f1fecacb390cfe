"""JavaScript and styles that browsers fetch once: compressed once, named by their content."""

from __future__ import annotations

import hashlib
import re
from functools import cached_property
from importlib.resources import files
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from streamlit import runtime

from pages.shared.server.packed import Packed

PLAIN = "plain"  # in the session's state: this server has no routes of ours
_KIND = "text/javascript"


class Asset:
    """A file of JavaScript.

    Args:
        path: Where it lies.
        parts: The modules that it imports; they travel with it, in one file.

    Attributes:
        name: What it is asked for by; another one when the file's content is another one.
    """

    def __init__(self, path: Path, *parts: Path) -> None:
        self._path, self._parts = path, parts
        digest = hashlib.sha256(self.plain).hexdigest()
        self.name = f"{path.stem}-{digest[:16]}.js"

    @property
    def plain(self) -> bytes:
        """The file as it is, behind its parts; what it exports it still does, its parts don't."""
        if not self._parts:
            return self._path.read_bytes()
        parts = b"".join(path.read_bytes() for path in self._parts)
        own = re.sub(rb"(?m)^import .*;\n", b"", self._path.read_bytes())
        return re.sub(rb"(?m)^import .*;\n|^export (?!default)", b"", parts) + own

    @cached_property
    def packed(self) -> Packed:
        """The file as browsers take it."""
        return Packed(lambda: self.plain, _KIND)

    @property
    def address(self) -> str:
        """Where a page finds it, relative to the page: whatever path a proxy puts before."""
        if not st.session_state.get(PLAIN):
            return f"./assets/{self.name}"
        media = runtime.get_instance().media_file_mgr  # serves it while a session shows it
        return "." + media.add(self.plain, _KIND, self.name)


_DRAW = Path(__file__).parents[1] / "draw"
WHOLE = Path(str(files("plotly") / "package_data" / "plotly.min.js"))
PART = _DRAW / "plotly" / "plotly-cartesian.min.js"  # `make plotly` brings it in
_VERSION = re.compile(rb"plotly\.js[^v\n]* v([\w.-]+)")


def plotly_version(file: Path) -> bytes:
    """Return the version that a file of plotly.js names in its first lines; nothing if none."""
    with file.open("rb") as opened:
        found = _VERSION.search(opened.read(400))
    return found[1] if found else b""


def charts_program(part: Path = PART) -> Path:
    """Return the part of plotly.js that draws our kinds of charts: a third of all of it.

    Where another plotly is installed than the one that the part belongs to, all of that one.
    """
    same = part.exists() and plotly_version(part) == plotly_version(WHOLE)
    return part if same else WHOLE


PLOTLY = Asset(charts_program())
_CHART = ("chart", "library", "glide", "numbers", "fit", "tabs", "touch", "theme")
CHART = Asset(*(_DRAW / f"{name}.js" for name in _CHART))
SKETCH = Asset(*(_DRAW / f"{name}.js" for name in ("sketch", "paper", "filled")))
MATRICES = Asset(*(_DRAW / f"{name}.js" for name in ("matrices", "blanks", "light", "filled")))
GRIDS = Asset(*(_DRAW / f"{name}.js" for name in ("grids", "numbers", "filled")))
BESIDE = Asset(_DRAW / "beside.js", _DRAW / "filled.js")
MEMORY = Asset(Path(__file__).parents[1] / "session" / "memory.js")
_ROOM = Path(__file__).parents[1] / "room"
_PARTS = (_ROOM / f"{name}.js" for name in ("room", "connection", "student", "teacher"))
ROOM = Asset(*_PARTS, _DRAW / "paper.js", _DRAW / "filled.js")
ASSETS = (PLOTLY, CHART, BESIDE, GRIDS, MEMORY, SKETCH, MATRICES, ROOM)
_BY_NAME = {asset.name: asset for asset in ASSETS}


def serve_asset(request: Request) -> Response:
    """Answer a request for an asset by its name."""
    asset = _BY_NAME.get(request.path_params["name"])
    return asset.packed.answer(request) if asset else Response(status_code=404)
