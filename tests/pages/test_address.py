"""The address where script runs overlap: only the newest hears it, and only that writes it."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from pages.shared.link.offers import slug


def _overlapping() -> None:
    """Two script runs of one session: the older one writes last."""
    from contextvars import copy_context

    import streamlit as st

    from pages.shared.link.address import open_link
    from pages.shared.link.writing import close_link

    older, newer = copy_context(), copy_context()
    older.run(open_link, "train")
    newer.run(open_link, "train")
    st.session_state["seed"] = 7
    newer.run(close_link)
    st.session_state["seed"] = 0  # what the older one may still have in sight
    older.run(close_link)


def test_of_two_script_runs_that_overlap_only_the_newer_writes_the_address() -> None:
    app = AppTest.from_function(_overlapping).run()
    assert not app.exception
    assert app.query_params == {"seed": "7", "learning_rate": "0.3", "v": "1"}


def _older_closes_after_a_newer_came_back() -> None:
    """Two script runs of one session: the newer one hears what the address says."""
    from contextvars import copy_context

    from pages.shared.link.address import address, offer, open_link
    from pages.shared.link.writing import close_link

    older, newer = copy_context(), copy_context()
    older.run(open_link, "microscope")
    older.run(offer, "phase", ["forward", "loss"], "forward")
    newer.run(open_link, "microscope")
    address().waiting = {"phase": "loss"}  # as when the visitor goes back in the browser
    older.run(offer, "phase", ["forward", "loss"], "forward")
    older.run(close_link)
    newer.run(offer, "phase", ["forward", "loss"], "forward")
    newer.run(close_link)


def test_what_an_address_says_waits_for_the_newest_script_run() -> None:
    app = AppTest.from_function(_older_closes_after_a_newer_came_back).run()
    assert not app.exception
    assert app.session_state["address"].notes == []
    assert app.query_params == {"phase": "loss", "v": "1"}


def test_names_in_an_address_are_small_letters() -> None:
    assert slug("notebook's data") == "notebooks-data"
    assert slug(0.3) == "0.3"
    assert slug("4 epochs/s") == "4-epochs-s"
