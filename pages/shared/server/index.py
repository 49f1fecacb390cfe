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

from perceptron.text.language import SOURCE, languages

# Every page of ours lies directly in the folder that the app begins in. A host that knows better
# has said so already.
_BEGINS = "window.__streamlit ??= { BACKEND_BASE_URL: new URL('./', document.baseURI).href };"
TRANSLATED = Path(__file__).parent / "translated.js"
_WISH = re.compile(r"([A-Za-z]{2,3})(?:-[\w-]*)?(?:;q=([\d.]+))?")
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
        f"{TRANSLATED.read_text('utf-8')}\n}};\n"  # in English: JavaScript
    )


@cache
def inline_scripts() -> list[str]:
    """Return the digests of the scripts that stand in it, as a security policy names them."""
    digests = [hashlib.sha256(text.encode()).digest() for text in _INLINE.findall(index())]
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def serve_index(request: Request) -> HTMLResponse:
    """Answer a request for a page, in a language that it says before any script runs."""
    linked = request.query_params.get("lang", "")
    said = linked if linked in languages() else wished(request.headers.get("Accept-Language", ""))
    html = index().replace('<html lang="en">', f'<html lang="{said}">', 1)
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Language"}  # in English: HTTP
    return HTMLResponse(html, headers=headers)


def wished(header: str) -> str:
    """Return the language of the app that a header Accept-Language asks for first.

    >>> wished("xx-YY,en;q=0.5"), wished("")
    ('en', 'en')
    """
    wishes = [found for part in header.split(",") if (found := _WISH.fullmatch(part.strip()))]
    wishes.sort(key=lambda found: -_weight(found[2]))
    return next((one[1].lower() for one in wishes if one[1].lower() in languages()), SOURCE)


def _weight(text: str | None) -> float:
    try:
        return float(text or 1)
    except ValueError:
        return 0.0
