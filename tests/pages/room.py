"""A room, with sessions that teach it or are students in it, as Streamlit runs them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from streamlit.testing.v1 import AppTest

from pages.shared.server.rooms import rooms
from perceptron.room.keys import STUDENT, named_by
from perceptron.room.teaching import Teaching
from tests.pages.opening import new_session, switch_to


def new_room() -> Teaching:
    """Open a room; each from a network of its own, or there are soon too many."""
    return rooms().teaching(*rooms().open(secrets.token_hex(8)))


def teach(here: Teaching, page: str, **query: str) -> AppTest:
    """Return a new session that teaches a room and shows a page of this address, run once."""
    app = new_session(**query)
    app.session_state["teaching"] = (here.room, here.key)
    return switch_to(app, page)


def join(here: Teaching, page: str, **query: str) -> AppTest:
    """Return a new session of a student in a room, who looks at a page, run once."""
    app = new_session(**query)
    app.session_state["room"] = here.room
    return switch_to(app, page)


def vote(here: Teaching, who: int, guess: object, number: int = 1) -> str:
    """Commit as a student; return the student's name."""
    key = f"student-{who:012}"
    rooms().commit(here.room, key, here.state.ballot, number, guess, True)
    return named_by(key, STUDENT)


def shown(app: AppTest) -> str:
    """All the words on the page."""
    boxes = [
        *app.markdown,
        *app.success,
        *app.info,
        *app.error,
        *app.warning,
        *app.caption,
        *app.text,
        *app.code,
    ]
    return "\n".join(str(one.value) for one in boxes)


def written(app: AppTest) -> Mapping[str, str]:
    """What the page has written into its address, for all."""
    own = ("v", "room", "trained", "projector", "own_seed")
    query: Mapping[str, str] = app.session_state["address"].written
    return {name: text for name, text in query.items() if name not in own}


def buttons(app: AppTest, start: str) -> list[str]:
    """The keys of the buttons that begin so."""
    return [one.key for one in app.button if one.key and one.key.startswith(start)]
