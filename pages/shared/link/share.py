"""The class link on screen: what it opens, a QR code for the projector, a button to copy it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import SplitResult, urlencode, urlsplit, urlunsplit

import segno
import streamlit as st

from pages.shared.link.address import address
from pages.shared.link.choices import choices_of_page
from pages.shared.link.network import address_in_the_network
from pages.shared.link.writing import this_link
from pages.shared.pages import PAGES, page_named
from pages.shared.session.live_run import player
from pages.shared.session.settings import SPOKEN, settings_of_session, still_chosen
from perceptron.config import ConfigError
from perceptron.sharing.link import DEFAULTS, SharedTable, share_table, write_link
from perceptron.sharing.provenance import made_here
from perceptron.sharing.write import check_of_run
from perceptron.text.escape import in_markdown
from perceptron.text.language import _, ngettext, pgettext

DENSE = 700  # characters, from which a QR code has more than 100 modules a side
_NOT_FOR_OTHERS = {"projector", "own_seed"}
_ALONE = {"localhost", "127.0.0.1", "::1"}  # hosts that every computer has for itself

_copy = st.components.v2.component(
    "lab_copy", js=(Path(__file__).parent / "copy.js").read_text("utf-8"), isolate_styles=False
)


def copyable(label: str, text: str, key: str) -> None:
    """Show a text with a button that copies it, on unencrypted addresses too."""
    words = {"copied": _("Copied"), "by_hand": _("Select the text and copy it")}
    _copy(key=key, data={"label": label, "text": text, "words": words})


def share() -> None:
    """Show the link to this page, these settings, and what the visitor chooses besides."""
    title = _("Share what you see")
    st.dialog(title, width="large", icon=":material/qr_code_2:")(_show_link)()


def _show_link() -> None:
    left, right = st.columns([2, 3], gap="medium")
    with right:
        link_place = st.container()
        choices = choices_of_page(address().page)  # seen without scrolling: a class hangs on them
        table = _table()
        base = address_of_the_app()
        hidden = st.multiselect(
            _("Hide these controls"),
            list(DEFAULTS),
            default=list(address().link.hidden),
            format_func=_name,
            help=_("Settings that those who open the link don't see."),
            placeholder=pgettext("nothing is chosen", "none"),
        )
        locked = st.multiselect(
            _("Show but lock these controls"),
            [name for name in DEFAULTS if name not in hidden],
            default=[name for name in address().link.locked if name not in hidden],
            format_func=_name,
            help=_("A courtesy, not a wall: who edits the link can unlock them."),
            placeholder=pgettext("nothing is chosen", "none"),
        )
        link = replace(
            this_link(),
            hidden=tuple(hidden),
            locked=tuple(locked),
            made=made_here(),
            check=_check(),
            table=table,
        )
        view = {name: text for name, text in link.view.items() if name not in _NOT_FOR_OTHERS}
        query = write_link(replace(link, view=view | choices))
        text = f"{base}?{urlencode(query, safe='~')}"
    with link_place:
        copyable(_("Copy the link"), text, "share_copy")
        st.caption(
            _(
                "Opens **{page}** with the same data, start and settings, so with the same "
                "numbers. Nothing is stored on the server.",
                page=page_named(address().page).title,
            )
        )
    with left:
        _show_code(text)


def _name(setting: str) -> str:
    return _(SPOKEN[setting])


def _table() -> SharedTable | None:
    """The used columns of the visitor's table, once it is said what travels and agreed to."""
    try:
        chosen = settings_of_session().table
    except ConfigError:  # a table is chosen and not there: the page has said so
        return None
    if chosen is None:
        return None
    names = ", ".join(map(in_markdown, (*chosen.inputs, *chosen.outputs)))
    travels = st.toggle(
        _("Put the table into the link"),
        value=this_link().table is not None,
        key="share_table",
        help=_(
            "Whoever gets the link has these numbers, and so has each server and browser that "
            "keeps the address."
        ),
    )
    try:
        shared = share_table(chosen.table, chosen.inputs, chosen.outputs, chosen.drop_missing)
    except ConfigError as error:
        st.warning(in_markdown(str(error)), icon=":material/table:")
        return None
    if travels:
        held = ngettext(
            "The link holds {n} row of these columns: {columns}.",
            "The link holds {n} rows of these columns: {columns}.",
            shared.text.count("\n") - 1,
            columns=names,
        )
        no_more = _(
            "It holds no other column, and not the name of the file. Put no names of people and "
            "nothing personal into it."
        )
        st.warning(f"{held} {no_more}", icon=":material/table:")
        return shared
    st.info(
        _(
            "The link holds no table: those who open it are asked for the file. You can put the "
            "columns that are used into it: {columns}.",
            columns=names,
        ),
        icon=":material/table:",
    )
    return None


def _check() -> str:
    """The check of the finished run, if the settings in the link alone lead to it."""
    live = player().live
    if live is None or live.run.failed or not (live.run.done and live.run.at_one_rate):
        return ""
    return check_of_run(live.run) if still_chosen(live.settings) else ""


def address_of_the_app() -> str:
    """Let the visitor correct the address that others reach the app by."""
    page = address().page
    base = st.text_input(
        _("Address of the app"),
        app_in_the_network(),
        help=_("As the phones and laptops of your class reach it."),
    ).rstrip("/")
    tell_if_alone()
    return f"{base}/" if page == PAGES[0].name else f"{base}/{page}"


def tell_if_alone() -> None:
    """Say that phones can't open the app, if they can't."""
    if _is_alone() and not _host_for_others():
        st.warning(
            _(
                "Only this computer can open this address. For a class start the app with "
                "{command}, and everyone in the same network can.",
                command="`make run ADDRESS=0.0.0.0`",
            ),
            icon=":material/wifi_off:",
        )


def app_in_the_network() -> str:
    """The address that others reach the app by, as far as it is known here; no slash at its end."""
    parts = _opened()
    path = parts.path.rstrip("/").removesuffix(f"/{address().page}")
    host = parts.netloc
    if _is_alone():
        host = host.replace(parts.hostname or "", _host_for_others() or parts.hostname or "")
    return urlunsplit((parts.scheme, host, path, "", "")).rstrip("/")


def _opened() -> SplitResult:
    return urlsplit(st.context.url or "http://localhost:8501/")


def _is_alone() -> bool:
    """Whether the app was opened by an address that only this computer has."""
    return _opened().hostname in _ALONE


def _host_for_others() -> str:
    """The host that others reach the app by; empty if only this computer can."""
    named = st.get_option("browser.serverAddress")  # behind nginx on this machine: `make class`
    if named not in {None, "", *_ALONE}:
        return str(named)
    if st.get_option("server.address") in {None, "", "0.0.0.0", "::"}:
        found = address_in_the_network()
        return "" if found in _ALONE else found
    return ""


def _show_code(link: str) -> None:
    """Draw the QR code, dark on white in either theme."""
    try:
        code = segno.make(link, error="l", micro=False)
    except segno.DataOverflowError:
        words = _("The link is too long for a QR code. Copy it instead.")
        st.info(words, icon=":material/qr_code_2:")
        return
    drawing = code.svg_inline(scale=8, border=3, dark="#000", light="#fff")
    st.image(drawing, width="stretch", alt=_("QR code of the link"))
    if len(link) > DENSE:
        st.caption(_("A long link makes small squares: let them come close, or send the link."))
