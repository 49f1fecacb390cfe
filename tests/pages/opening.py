"""Open a page as Streamlit runs it, without a browser."""

from __future__ import annotations

import re
from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]
MAIN = ROOT / "pages" / "shared" / "frame" / "main.py"


def new_session(**query: str | list[str]) -> AppTest:
    """Return a new session with this query in its address; nothing has been run yet."""
    app = AppTest.from_file(MAIN, default_timeout=120)
    for name, text in query.items():
        app.query_params[name] = text
    return app


def switch_to(app: AppTest, name: str) -> AppTest:
    """Go to a page and run it."""
    return app.switch_page(f"../../{name}.py").run()


def open_page(name: str) -> AppTest:
    """Return a page of a new session, run once."""
    return switch_to(new_session().run(), name)


def commit(app: AppTest, name: str, ask_round: int = 1) -> AppTest:
    """Commit to what was chosen at a question of a lesson, and run the page."""
    return app.button(key=f"commit-ask-{name}-{ask_round}").click().run()


def follow_link(page: str, /, **query: str | list[str]) -> AppTest:
    """Return a new session that was opened by a link to a page, run once."""
    return switch_to(new_session(**query), page)


def unlinked(text: str) -> str:
    """A text without the links that explain its terms."""
    return re.sub(r"\[([^]]+)\]\(#term-[^)]+\)", r"\1", text)
