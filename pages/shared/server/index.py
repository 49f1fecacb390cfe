"""Streamlit's `index.html`, told where the app begins and made fit to be translated.

Untold, Streamlit's front end takes the path of a page for the path of the app: it asks for
`/train/_stcore/health`, is told 404, waits for half a second and asks one folder further up.
What a browser's translation would break, `translated.js` mends.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse

# Every page of ours lies directly in the folder that the app begins in. A host that knows better
# has said so already.
_BEGINS = "window.__streamlit ??= { BACKEND_BASE_URL: new URL('./', document.baseURI).href };"
TRANSLATED = Path(__file__).parent / "translated.js"
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@cache
def index() -> str:
    """Return the page of HTML that every visit begins with."""
    html = (files("streamlit") / "static" / "index.html").read_text("utf-8")
    scripts = (_BEGINS, TRANSLATED.read_text("utf-8"))
    ours = "".join(f"\n    <script>{script}</script>" for script in scripts)
    return html.replace("<head>", f"<head>{ours}", 1)


def mending_component() -> str:
    """Return the same as a component, for pages whose HTML is not ours: it mends each page once."""
    mark = "document.documentElement.dataset.labTranslated"
    return (
        f"export default () => {{\n  if ({mark}) return;\n  {mark} = 'mended';\n"
        f"{TRANSLATED.read_text('utf-8')}\n}};\n"
    )


@cache
def inline_scripts() -> list[str]:
    """Return the digests of the scripts that stand in it, as a security policy names them."""
    digests = [hashlib.sha256(text.encode()).digest() for text in _INLINE.findall(index())]
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def serve_index(_: Request) -> HTMLResponse:
    """Answer a request for a page."""
    return HTMLResponse(index(), headers={"Cache-Control": "no-cache"})
