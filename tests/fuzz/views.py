"""Every view of every page, found by walking the app itself: a new one is reached by itself."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable

from streamlit.testing.v1 import AppTest

from pages.shared.link.address import Offer
from pages.shared.pages import PAGES
from pages.shared.session import language
from perceptron.text.language import speaking

ALL_PAGES = tuple(page.name for page in PAGES)


def offered(app: AppTest) -> dict[str, Offer]:
    """The controls that the page has just shown: by name, their key, values and default."""
    return app.session_state["address"].offers.get(app.session_state["address"].page, {})


def values_of(app: AppTest) -> dict[str, Hashable]:
    """The values of those controls, by key."""
    state = app.session_state
    return {one.key: state.get(one.key, one.default) for one in offered(app).values()}


def to_try(options: Iterable[Hashable]) -> list[Hashable]:
    """Each of what is said in words; of numbers and places, which only count, the last."""
    options = list(options)
    return options if any(isinstance(one, str) for one in options) else options[-1:]


def walk(app: AppTest, run: Callable[[], None], leave: Iterable[str] = ()) -> set[str]:
    """Go from view to view until each has been shown, those within views too.

    Args:
        app: A page that has been run.
        run: Runs it again, and checks what it shows.
        leave: Names of controls that are not touched.

    Returns:
        The names of the controls that were gone through.
    """
    seen, waiting = set(leave), [(values_of(app), "")]
    while waiting:
        values, key = waiting.pop()
        app.session_state["address"].offers.clear()  # what the view before has offered
        said = app.session_state[language.KEY]  # a test's browser tells a choice by its words
        for one, value in values.items():
            app.session_state[one] = value
        with speaking(said):
            run()
        shown = values_of(app)
        assert not key or shown.get(key) == values[key], f"{key}: {values[key]} was not reached"
        for name, offer in offered(app).items():
            if name not in seen:
                seen.add(name)
                others = to_try(offer.by_slug.values())
                waiting += [
                    ({**shown, offer.key: value}, offer.key)
                    for value in others
                    if value != shown[offer.key]
                ]
    return seen - set(leave)
