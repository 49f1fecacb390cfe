"""The address, written: what the session shows, and what of it the browser's Back goes back to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.shared.link.address import address, take_over, visit
from pages.shared.pages import PAGES
from perceptron.config import ConfigError
from perceptron.sharing.link import (
    DEFAULTS,
    NEWCOMER,
    OWN_TABLE,
    ClassLink,
    SharedTable,
    no_table,
    read_link,
    unknown_name,
    write_link,
)
from perceptron.sharing.link.settings import NUMBERS
from perceptron.text.language import _

# What no visitor chooses: it comes with a link, or goes when something else is chosen.
_NO_CHOICE = {"v", "made", "check", "inputs", "targets", "drop_missing", "trained"}

_history = st.components.v2.component(
    "lab_history",
    js=(Path(__file__).parent / "history.js").read_text("utf-8"),
    isolate_styles=False,
)


def this_link() -> ClassLink:
    """Return the link that shows what this session shows now.

    It has a table only if the session was opened with a link that has it: a visitor's own never
    stands in the address by itself.
    """
    here = address()
    values = {name: st.session_state.get(name, default) for name, default in NEWCOMER.items()}
    link = replace(here.link, settings=values, table=_table_of_the_link(values), view=_view())
    same = (values, link.table) == (here.link.settings, here.link.table)
    return link if same else replace(link, made="", check="")  # they were about other numbers


def _table_of_the_link(values: dict[str, object]) -> SharedTable | None:
    """The table that came with a link, with the columns that are chosen now, while it is used."""
    came, table = address().link.table, address().shared_table
    if table is not st.session_state.get("table"):  # another one has taken its place
        return None
    if values["dataset"] != OWN_TABLE or came is None or table is None:
        return None
    usable = table.usable
    inputs, outputs = (
        tuple(usable.index(name) for name in st.session_state.get(key, []))
        for key in ("table_inputs", "table_outputs")
    )
    dropped = bool(st.session_state.get("drop_missing"))
    return SharedTable(came.text, inputs, outputs, dropped)


def _view() -> dict[str, str]:
    """What the page's own controls show, where it is not their default."""
    here = address()
    view = dict(here.waiting)
    for name, offered in here.offers.get(here.page, {}).items():
        value = st.session_state.get(offered.key, offered.default)
        if value != offered.default:
            texts = [text for text, option in offered.by_slug.items() if option == value]
            if texts:
                view[name] = texts[0]
    return view


def close_link() -> None:
    """Say what in the link could not be used, and write what is chosen into the address.

    Called once the page has shown its controls, so that it is known what it understands. Of script
    runs that overlap only the newest does it: what waits is for that one.
    """
    here, began = address(), visit.get()
    if began is None:  # a page without its frame
        return
    turn, place = began
    with here.while_newest(turn) as newest:
        if not newest:
            return
        _close_visit()
        try:
            query = write_link(this_link())
        except ConfigError:  # a table that is too large to be written again
            query = write_link(replace(this_link(), table=None))
        _count(query)
    _write(query)
    if here.notes:
        with place:
            _show(here.notes)


def _close_visit() -> None:
    """Take over what no control of the page has asked for: one may be out of sight just now."""
    here = address()
    offers = here.offers.get(here.page, {})
    for name, offered in offers.items():
        if name in here.waiting or (here.returned and name not in here.asked_for):
            take_over(name, offered)
    known = {**offers, **DEFAULTS}
    here.notes += [unknown_name(name, known) for name in here.waiting]
    here.waiting, here.taken, here.returned = {}, True, False
    if "table" in st.session_state:  # one's own is in no address, so it may be there all the same
        here.notes[:] = [note for note in here.notes if note != no_table()]


def _count(query: dict[str, str]) -> None:
    """Count an entry of the history for a choice; a slider's way from here to there is one."""
    here = address()
    changed = frozenset(
        name
        for name in {*query, *here.written} - _NO_CHOICE
        if query.get(name) != here.written.get(name)
    )
    if _rate(query) == _rate(here.written):
        changed -= {"learning_rate"}  # it is only said now, or left out
    glides = {name for name, one in here.offers.get(here.page, {}).items() if one.glides}
    gliding = changed if changed <= {*glides, *NUMBERS} else frozenset()
    if changed and not here.arrived:
        if not gliding or gliding != here.gliding:
            here.entries += 1
        here.gliding = gliding
    here.written, here.arrived = query, False
    here.number += 1


def _rate(query: dict[str, str]) -> object:
    """The learning rate that a query means, whether it says it or not."""
    said = {name: [text] for name, text in query.items() if name != "table"}
    return read_link(said)[0].settings["learning_rate"]


def _write(query: dict[str, str]) -> None:
    """Hand the address to the browser, and to what of Streamlit asks the script run for it."""
    here, context = address(), get_script_run_ctx()
    text = urlencode(query)
    if context:
        context.query_string = text
    names = [page.name for page in PAGES[1:]]
    _history(
        key="lab_history",
        height=1,
        data={
            "session": here.session,
            "number": here.number,
            "visit": here.visit,
            "entries": here.entries,
            "page": here.page if here.page in names else "",
            "pages": names,
            "query": text,
        },
    )


def _show(notes: list[str]) -> None:
    with st.container(border=True, key="link_notes"):
        words = _(
            "**About the link that you opened.** What it says and can't be used here has the "
            "app's default instead."
        )
        st.markdown(f":material/link: {words}")
        for note in notes:
            st.text(note)  # never as Markdown: it may quote the link
        st.button(_("All right"), on_click=notes.clear, key="link_read")
