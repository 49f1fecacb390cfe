"""Open a page as Streamlit runs it, without a browser."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]


def open_page(name: str) -> AppTest:
    """Return a page of a new session, run once."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    return app.switch_page(f"pages/{name}.py").run()


def follow_link(page: str, **query: str) -> AppTest:
    """Return a new session that was opened by a link to a page, run once."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    for name, text in query.items():
        app.query_params[name] = text
    return app.switch_page(f"pages/{page}.py").run()
