"""Streamlit's `index.html`, told where the app begins, what it needs, and what page it is.

Untold, Streamlit's front end takes the path of a page for the path of the app: it asks for
`/train/_stcore/health`, is told 404, waits for half a second and asks one folder further up.
What a browser's translation would break, `translated.js` mends. What a page is about is read
while its programs are on their way (`first.js`), and what they will ask for is fetched beside them.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from pages.shared.pages import PAGES, Page
from pages.shared.server.assets import BESIDE, CHART, PLOTLY
from pages.shared.server.packed import best_way, compress
from pages.shared.server.streamlit_files import first_files
from perceptron.text.language import SOURCE, languages, speaking

# Every page of ours lies directly in the folder that the app begins in. A host that knows better
# has said so already.
_BEGINS = "window.__streamlit ??= { BACKEND_BASE_URL: new URL('./', document.baseURI).href };"
TRANSLATED = Path(__file__).parent / "translated.js"
FIRST = Path(__file__).parent / "first.js"
_STYLE = (Path(__file__).parent / "first.css").read_text("utf-8")
_NAMES = {page.name for page in PAGES}
_WISH = re.compile(r"([A-Za-z]{2,3})(?:-[\w-]*)?(?:;q=([\d.]+))?")
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@cache
def index() -> str:
    """Return what every visit's first page of HTML has in common."""
    html = (files("streamlit") / "static" / "index.html").read_text("utf-8")
    scripts = (_BEGINS, *(file.read_text("utf-8") for file in (TRANSLATED, FIRST)))
    ours = "".join(f"\n    <script>{script}</script>" for script in scripts)
    return html.replace("<head>", f"<head>{ours}", 1)


def page_of(name: str, language: str) -> str:
    """Return the page of HTML that a visit to a page of ours begins with, in a language."""
    page = next((one for one in PAGES if one.name == name), PAGES[0])
    html = index().replace('<html lang="en">', f'<html lang="{language}">', 1)
    html = html.replace("</head>", f"{_links(html, page)}  </head>", 1)
    with speaking(language):
        title, idea = escape(page.title), escape(page.idea)
    kind = ' class="wide"' if page.wide else ""
    words = f"<div{kind}><p>{title}</p><p>{idea}</p></div>"
    first = f'<main id="lab-first">{words}</main>'
    return html.replace("<body>", f"<body>\n    {first}", 1)


def _links(html: str, page: Page) -> str:
    """Say what the page will ask for, so that the browser fetches it beside all else."""
    modules = [f"./{file}" for file in first_files() if f"./{file}" not in html]
    lines = [f'<link rel="modulepreload" crossorigin href="{one}">' for one in modules]
    if page.drawn:
        lines += [
            f'<link rel="modulepreload" href="./assets/{one.name}">' for one in (CHART, BESIDE)
        ]
        lines.append(
            f'<link rel="preload" as="script" fetchpriority="low" href="./assets/{PLOTLY.name}">'
        )
    return "".join(f"    {line}\n" for line in (*lines, f"<style>{_STYLE}</style>"))


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


def serve_index(request: Request) -> Response:
    """Answer a request for a page, in a language that it says before any script runs."""
    linked = request.query_params.get("lang", "")
    said = linked if linked in languages() else wished(request.headers.get("Accept-Language", ""))
    name = request.url.path.rstrip("/").rpartition("/")[2]
    way = best_way(request.headers.get("Accept-Encoding", ""))
    body, mark = _sent(name if name in _NAMES else PAGES[0].name, said, way)
    headers = {
        "Cache-Control": "no-cache",  # in English: HTTP
        "Vary": "Accept-Language, Accept-Encoding",  # in English: HTTP
        "ETag": mark,
    } | ({"Content-Encoding": way} if way else {})
    if request.headers.get("If-None-Match") == mark:
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="text/html")


@cache
def _sent(name: str, language: str, way: str) -> tuple[bytes, str]:
    """A page as it travels, and what tells it from another version."""
    body = compress(way, page_of(name, language).encode())
    return body, f'"{hashlib.sha256(body).hexdigest()[:16]}"'


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
