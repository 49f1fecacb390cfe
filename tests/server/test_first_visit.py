"""What a first visit fetches: read before it is all there, compressed, and kept."""

from __future__ import annotations

import gzip
import re
from html import escape
from importlib.resources import files
from pathlib import Path

import brotli
import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from pages.shared.pages import PAGES, page_named
from pages.shared.server.assets import PLOTLY
from pages.shared.server.streamlit_files import first_files
from perceptron.text.language import speaking
from tests.pages.opening import ROOT
from tests.server.asking import ask

STATIC = Path(str(files("streamlit"))) / "static"


def test_a_page_is_read_before_its_programs_are_there_and_says_what_they_will_need(
    app: str,
) -> None:
    for page in PAGES:
        whole = ask(app, f"/{page.name}")[2].decode()
        words = f"<p>{escape(page.title)}</p><p>{escape(page.idea)}</p>"
        assert words in whole.partition('<div id="root">')[0]
        preloads = re.findall(
            r'<link rel="(?:modulepreload|preload)"[^>]* href="\./([^"]+)"', whole
        )
        assert len(preloads) == len(set(preloads)) > 60
        for name in preloads if page is PAGES[0] else ():
            assert ask(app, f"/{name}", "HEAD")[0] == 200, name
        assert (f"assets/{PLOTLY.name}" in preloads) == page.drawn
    spanish = ask(app, "/train?lang=es")[2].decode()
    with speaking("es"):
        assert f"<p>{page_named('train').title}</p>" in spanish
    assert '<html lang="es">' in spanish


def test_the_pages_with_charts_say_so() -> None:
    uses = re.compile(r"import .*\bchart\b|charts? import|_charts import|charts_of_run")
    for page in PAGES:
        source = (ROOT / "pages" / f"{page.name}.py").read_text("utf-8")
        assert page.drawn == bool(uses.search(source)), page.name


def test_a_page_that_has_not_changed_does_not_travel_again(app: str) -> None:
    status, headers, body = ask(app, "/train", Accept_Encoding="gzip, br")
    assert (status, headers["Content-Encoding"], headers["Cache-Control"]) == (
        200,
        "br",
        "no-cache",
    )
    assert brotli.decompress(body) == ask(app, "/train")[2]
    again = ask(app, "/train", Accept_Encoding="gzip, br", If_None_Match=headers["ETag"])
    assert (again[0], again[2]) == (304, b"")
    other = ask(app, "/cost", Accept_Encoding="gzip, br", If_None_Match=headers["ETag"])
    assert other[0] == 200


def test_streamlits_files_travel_compressed_and_are_kept(app: str) -> None:
    for name in [one for one in first_files() if one.endswith(".js")][:5]:
        plain = ask(app, f"/{name}")
        assert "Content-Encoding" not in plain[1]
        assert plain[2] == (STATIC / name).read_bytes()
        for way, opened in (("gzip", gzip.decompress), ("br", brotli.decompress)):
            status, headers, body = ask(app, f"/{name}", Accept_Encoding=way)
            assert (status, headers["Content-Encoding"]) == (200, way)
            assert headers["Content-Type"].startswith("text/javascript")
            assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert opened(body) == plain[2]
    (font,) = (STATIC / "static" / "media").glob("*SansVF-Up*")
    status, headers, body = ask(app, f"/static/media/{font.name}", Accept_Encoding="gzip, br")
    assert (status, headers["Content-Type"], body) == (200, "font/woff2", font.read_bytes())
    assert "Content-Encoding" not in headers, "it is compressed in itself"
    assert len(first_files()) > 60


@pytest.mark.parametrize("path", ["js/none.js", "../index.html", "%2e%2e/index.html", "js", "js/"])
def test_nothing_but_streamlits_files_is_reached_by_way_of_their_folder(
    app: str, path: str
) -> None:
    status, headers, body = ask(app, f"/static/{path}")
    assert status in (301, 400, 404) or b"<title>Streamlit</title>" in body, "the page itself"
    assert "immutable" not in headers.get("Cache-Control", "")
