"""The address and the session: what a link says is taken over, what is chosen is written back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.shared.server.turns import Turns
from pages.shared.session.table import use_table
from perceptron.config import ConfigError
from perceptron.sharing.link import (
    DEFAULTS,
    OWN_TABLE,
    ClassLink,
    SharedTable,
    read_link,
    unknown_name,
    write_link,
)
from perceptron.sharing.provenance import differences, made_here

Offer = tuple[str, Mapping[str, Any], Any]  # key of the widget, its values by slug, its default


@dataclass(eq=False)
class Address(Turns):
    """What a session keeps of its address. Of script runs that overlap only the newest writes it.

    Attributes:
        opened: Whether the address has been looked at.
        link: What the link said that the session was opened with.
        notes: What in it could not be used, in words.
        waiting: What it says to a page that has not asked for it yet.
        offers: The controls of each page whose values stand in the address.
        page: The page that is run.
        taken: Whether a page has taken over what the link said.
    """

    opened: bool = False
    link: ClassLink = field(default_factory=ClassLink)
    notes: list[str] = field(default_factory=list)
    waiting: dict[str, str] = field(default_factory=dict)
    offers: dict[str, dict[str, Offer]] = field(default_factory=dict)
    page: str = ""
    taken: bool = False


# Of this script run: the turn in which it may write the address, and the place for notes.
_visit: ContextVar[tuple[int, DeltaGenerator] | None] = ContextVar("visit", default=None)


def address() -> Address:
    """Return what the session keeps of its address."""
    here: Address = st.session_state.setdefault("address", Address())
    return here


def open_link(page: str) -> None:
    """Take over what the address says, when a visitor comes with it or goes back to it.

    It is read here and written by `close_link`, each once in a script run.

    Args:
        page: The page that is shown.
    """
    here = address()
    _visit.set((here.enter(), st.container()))
    here.page = page
    context = get_script_run_ctx()
    if here.opened and not (context and context.is_history_navigation):
        return  # the address is what this session wrote, or an older one on its way
    here.opened, here.taken = True, False
    here.link, here.notes = read_link({n: st.query_params.get_all(n) for n in st.query_params})
    here.waiting = dict(here.link.view)
    st.session_state.update(here.link.settings)
    if here.link.table:
        _take_table(here.link.table)
    if here.link.made:
        here.notes += _tell_versions(here.link.made)


def decides(link: ClassLink) -> bool:
    """Whether a link says with which settings to train; a reload's address says so as well."""
    other = (link.table, link.hidden, link.locked, link.made, link.check, link.view.get("play"))
    return link.settings != DEFAULTS or any(other)


def _tell_versions(made: str) -> list[str]:
    differing = differences(made, made_here())
    if not differing:
        return []
    return [
        f"This link was made elsewhere: {'; '.join(differing)}. The last digits may differ; "
        "when the run is finished, the page says whether they do."
    ]


def _take_table(shared: SharedTable) -> None:
    """Read the table in the link, as if the visitor had pasted it."""
    use_table(shared.text.encode(), "the table in the link")
    table = st.session_state.get("table")
    if table is None:
        address().notes.append(st.session_state.pop("table_error"))
        return
    for role, places in (("inputs", shared.inputs), ("outputs", shared.targets)):
        if names := [table.usable[i] for i in places if i < len(table.usable)]:
            st.session_state[f"table_{role}"] = names
    st.session_state["drop_missing"] = shared.drop_missing


def offer(
    name: str,
    options: Sequence[Any] | Mapping[str, Any],
    default: Any,
    key: str | None = None,
) -> None:
    """Let a control's value stand in the address. Call it before the control is made.

    Args:
        name: In the address.
        options: The values that can be chosen, by visitors and by links; by their names in the
            address, if those are not their own.
        default: The value that an untouched page has; it is left out of the address.
        key: Of the control; None if it is the name.
    """
    here = address()
    if isinstance(options, Mapping):
        by_slug = options
    else:
        by_slug = {slug(option): option for option in options}
    here.offers.setdefault(here.page, {})[name] = (key or name, by_slug, default)
    text = here.waiting.pop(name, None)
    if text is None:
        return
    if text in by_slug:
        st.session_state[key or name] = by_slug[text]
    else:
        shown = ", ".join(list(by_slug)[:8])
        here.notes.append(
            f"{name} must be one of {shown}; got {text[:40]!r}. It was left as it is."
        )


def slug(option: object) -> str:
    """Write an option as an address likes it: small letters, digits, hyphens.

    >>> slug("notebook's data")
    'notebooks-data'
    """
    words = re.sub(r"['’]", "", str(option).casefold())
    return re.sub(r"[^\w.]+", "-", words).strip("-")


def said(name: str) -> str | None:
    """Return what the link says to the page under a name, once."""
    return address().waiting.pop(name, None)


def tell(name: str, text: str) -> None:
    """Let the address say something that no control shows; `said` reads it."""
    key = f"told_{name}"
    st.session_state[key] = text
    here = address()
    here.offers.setdefault(here.page, {})[name] = (key, {text: text}, "")


def is_hidden(name: str) -> bool:
    """Whether the link leaves a setting out of sight."""
    return name in address().link.hidden


def fixed(name: str) -> bool:
    """Whether the link forbids to change a setting."""
    return name in address().link.locked or is_hidden(name)


def this_link() -> ClassLink:
    """Return the link that shows what this session shows now.

    Its table is left out if it is too large; `write_link` would refuse it.
    """
    here = address()
    values = {name: st.session_state.get(name, default) for name, default in DEFAULTS.items()}
    table = None
    if values["dataset"] == OWN_TABLE and (text := st.session_state.get("table_text")):
        usable = st.session_state["table"].usable
        inputs, outputs = (
            tuple(usable.index(name) for name in st.session_state.get(key, []) if name in usable)
            for key in ("table_inputs", "table_outputs")
        )
        table = SharedTable(text, inputs, outputs, bool(st.session_state.get("drop_missing")))
    link = replace(here.link, settings=values, table=table, view=_view())
    same = (values, table) == (here.link.settings, here.link.table)
    return link if same else replace(link, made="", check="")  # they were about other numbers


def _view() -> dict[str, str]:
    """What the page's own controls show, where it is not their default."""
    here = address()
    view = dict(here.waiting)
    for name, (key, by_slug, default) in here.offers.get(here.page, {}).items():
        value = st.session_state.get(key, default)
        if value != default:
            texts = [text for text, option in by_slug.items() if option == value]
            if texts:
                view[name] = texts[0]
    return view


def close_link() -> None:
    """Say what in the link could not be used, and write what is chosen into the address.

    Called once the page has shown its controls, so that it is known what it understands.
    """
    here = address()
    visit = _visit.get(None)
    if visit is None:  # a page without its frame
        return
    turn, place = visit
    known = {**here.offers.get(here.page, {}), **DEFAULTS}
    here.notes += [unknown_name(name, known) for name in here.waiting]
    here.waiting, here.taken = {}, True
    if here.notes:
        with place:
            _show(here.notes)
    try:
        query = write_link(this_link())
    except ConfigError:  # a table too large for a link
        query = write_link(replace(this_link(), table=None))
    with here.while_newest(turn) as newest:
        if newest and query != st.query_params.to_dict():
            st.query_params.from_dict(query)


def _show(notes: list[str]) -> None:
    with st.container(border=True, key="link_notes"):
        st.markdown(
            ":material/link: **About the link that you opened.** What could not be used has the "
            "app's own value instead."
        )
        for note in notes:
            st.text(note)  # never as Markdown: it may quote the link
        st.button("All right", on_click=notes.clear, key="link_read")
