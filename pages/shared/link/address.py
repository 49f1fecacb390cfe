"""The address, read: what a link says is taken over, also when a visitor goes back to it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.shared.link.offers import Offer, slug
from pages.shared.server.of_session import of_session
from pages.shared.server.turns import Turns
from pages.shared.session.settings import set_sidebar
from pages.shared.session.table import use_table
from perceptron.data.table import Table
from perceptron.sharing.link import ClassLink, SharedTable, read_link
from perceptron.sharing.provenance import differences, made_here
from perceptron.text.language import _


@dataclass(eq=False)
class Address(Turns):
    """What a session keeps of its address. Of script runs that overlap only the newest writes it.

    Attributes:
        session: A mark that no other session has.
        opened: Whether the address has been looked at.
        led_with: What a teacher leads here with, in place of the address; None if nobody does.
        link: What the link said that the session was opened with.
        shared_table: The table that came with it.
        notes: What in it could not be used, in words.
        waiting: What it says to a page that has not asked for it yet.
        offers: The controls of each page whose values stand in the address.
        page: The page that is run.
        taken: Whether a page has taken over what the link said.
        arrived: Whether the page was opened, and has not written the address since.
        returned: Whether a visitor went back or forward to it, in the browser, since then.
        asked_for: The controls that have been shown since the visitor came back.
        written: The query that was written last, as number `number`.
        gliding: The names that changed in it last, if all of them are of controls that glide.
        visit: How often a page was opened.
        entries: How many entries of the browser's history this visit has made.
    """

    session: str = field(default_factory=lambda: secrets.token_hex(8))
    opened: bool = False
    led_with: Mapping[str, str] | None = None
    link: ClassLink = field(default_factory=ClassLink)
    shared_table: Table | None = None
    notes: list[str] = field(default_factory=list)
    waiting: dict[str, str] = field(default_factory=dict)
    offers: dict[str, dict[str, Offer]] = field(default_factory=dict)
    page: str = ""
    taken: bool = False
    arrived: bool = False
    returned: bool = False
    asked_for: set[str] = field(default_factory=set)
    written: dict[str, str] = field(default_factory=dict)
    gliding: frozenset[str] = frozenset()
    number: int = 0
    visit: int = 0
    entries: int = 0

    def arrive(self, page: str) -> None:
        """Begin a visit to a page; what it writes first is no choice of the visitor's."""
        self.page, self.arrived, self.returned = page, True, False
        self.visit += 1
        self.entries, self.gliding = 0, frozenset()
        self.asked_for = set()


# Of this script run: the turn in which it may write the address, and the place for notes.
visit: ContextVar[tuple[int, DeltaGenerator] | None] = ContextVar("visit", default=None)


def address() -> Address:
    """Return what the session keeps of its address."""
    return of_session("address", Address)


def open_link(page: str) -> None:
    """Take over what the address says, when a visitor comes with it or goes back to it.

    It is read here and written by `close_link`, each once in a script run.

    Args:
        page: The page that is shown.
    """
    here = address()
    visit.set((here.enter(), st.container()))
    context = get_script_run_ctx()
    went_back = here.opened and bool(context and context.is_history_navigation)
    led_with, here.led_with = here.led_with, None
    led = led_with is not None
    if went_back or led or here.page != page:
        here.arrive(page)
    if here.opened and not went_back:
        return  # the address is what this session wrote, or an older one on its way
    here.opened, here.taken, here.returned = True, False, went_back or led
    said_here = {name: st.query_params.get_all(name) for name in st.query_params}
    query = said_here if led_with is None else {name: [one] for name, one in led_with.items()}
    here.link, here.notes = read_link(query)
    here.waiting = dict(here.link.view)
    set_sidebar(here.link.settings)
    if here.link.table:
        _take_table(here.link.table)
    if here.link.made:
        here.notes += _tell_versions(here.link.made)


def decides(link: ClassLink) -> bool:
    """Whether a link says with which settings to train; a reload's address says so as well."""
    return link.chooses or bool(link.view.get("play"))


def _tell_versions(made: str) -> list[str]:
    differing = differences(made, made_here())
    if not differing:
        return []
    return [
        _(
            "This link was made elsewhere: {differences}. The last digits may differ; when the run "
            "is finished, the page says whether they do.",
            differences="; ".join(differing),
        )
    ]


def _take_table(shared: SharedTable) -> None:
    """Read the table in the link, as if the visitor had pasted it."""
    use_table(shared.text.encode(), _("the table in the link"))
    table = address().shared_table = st.session_state.get("table")
    if table is None:
        address().notes.append(st.session_state.pop("table_error"))
        return
    for role, places in (("inputs", shared.inputs), ("outputs", shared.targets)):
        if names := [table.usable[i] for i in places if i < len(table.usable)]:
            st.session_state[f"table_{role}"] = names
    st.session_state["drop_missing"] = shared.drop_missing
    places = (*shared.inputs, *shared.targets)
    if places and (table.problems or max(places) >= len(table.usable)):
        address().notes.append(
            _(
                "The link counts columns, and not all columns of its table can be used: which ones "
                "are meant can't be known. Inputs are {inputs}, outputs {outputs}: check them in "
                "the sidebar.",
                inputs=", ".join(st.session_state["table_inputs"]),
                outputs=", ".join(st.session_state["table_outputs"]),
            )
        )


def offer(
    name: str,
    options: Sequence[Any] | Mapping[str, Any],
    default: Any,
    key: str | None = None,
    *,
    glides: bool = False,
) -> None:
    """Let a control's value stand in the address. Call it before the control is made.

    Args:
        name: In the address.
        options: The values that can be chosen, by visitors and by links; by their names in the
            address, if those are not their own.
        default: The value that an untouched page has; it is left out of the address.
        key: Of the control; None if it is the name.
        glides: Whether it is moved through many values, as a slider is: going back in the browser
            then leads to where it stood before it was moved.
    """
    here = address()
    by_slug = options if isinstance(options, Mapping) else {slug(one): one for one in options}
    offered = Offer(key or name, by_slug, default, glides)
    here.offers.setdefault(here.page, {})[name] = offered
    if is_newest():
        take_over(name, offered)


def is_newest() -> bool:
    """Whether no other script run of the session has begun since this one did."""
    here = visit.get()
    if here is None:  # a page without its frame
        return True
    with address().while_newest(here[0]) as newest:
        return newest


def take_over(name: str, offered: Offer) -> None:
    """Give a control what the address says, once; going back, its default if that is nothing."""
    here = address()
    text = here.waiting.pop(name, None)
    if text is None:
        if here.returned and name not in here.asked_for:
            st.session_state[offered.key] = offered.default
    elif text in offered.by_slug:
        st.session_state[offered.key] = offered.by_slug[text]
    else:
        shown = ", ".join(list(offered.by_slug)[:8]) + (" …" if len(offered.by_slug) > 8 else "")
        here.notes.append(
            _(
                "{name} must be one of {options}; got {text}. It was left out.",
                name=name,
                options=shown,
                text=repr(text[:40]),
            )
        )
    here.asked_for.add(name)


def said(name: str) -> str | None:
    """Return what the link says to the page under a name, once."""
    return address().waiting.pop(name, None) if is_newest() else None


def tell(name: str, text: str) -> None:
    """Let the address say something that no control shows; `said` reads it."""
    key = f"told_{name}"
    st.session_state[key] = text
    here = address()
    here.asked_for.add(name)
    here.offers.setdefault(here.page, {})[name] = Offer(key, {text: text}, "", glides=False)


def is_hidden(name: str) -> bool:
    """Whether the link leaves a setting out of sight."""
    return name in address().link.hidden


def fixed(name: str) -> bool:
    """Whether the link forbids to change a setting."""
    return name in address().link.locked or is_hidden(name)
