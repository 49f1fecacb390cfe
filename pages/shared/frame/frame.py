"""What every page shares: its title, its style, its tools, and the line that it waits in."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from html import escape
from pathlib import Path

import streamlit as st
import torch
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from pages.shared.draw.words import begin_words, explain_words, say
from pages.shared.frame.kept import take_over_memory, tell_dropped
from pages.shared.frame.toolbar import show_tools
from pages.shared.link.address import address, open_link
from pages.shared.link.choices import students_wait
from pages.shared.link.writing import close_link
from pages.shared.pages import PAGES, after, by_group, page_named
from pages.shared.room.line import show_line
from pages.shared.room.noting import note_revealed
from pages.shared.room.plan import lead_on, note_place
from pages.shared.room.short_test import part_of_room
from pages.shared.room.student import JOIN, is_open, places, show_room
from pages.shared.room.teacher import lead
from pages.shared.server.application import mend_translation
from pages.shared.server.scheduler import Tell
from pages.shared.server.seat import in_line, seated
from pages.shared.session import language, projector
from pages.shared.session.asked import all_answered, begin_questions
from pages.shared.session.in_room import in_room
from pages.shared.session.memory import ask_for_memory
from pages.shared.session.pressed import hold_presses, presses_are_shown
from pages.shared.session.progress import note_page, take_others
from pages.shared.session.projector import goes_on
from pages.shared.session.remembered import remember
from perceptron.text.language import N_, _

_APP = "Perceptron Lab"  # in English: a name
SHUT = N_(
    "Your teacher has not been to this page yet: it tells what you will be asked. It opens when "
    "your teacher shows it, and when the room is closed."
)
SHUT_BY_TEST = N_("Closed while the test runs.")
_LAYER = """<g stroke="#0072B2" stroke-width="1.6">
<path d="M8 6 30 10M8 6 30 22M8 16 30 10M8 16 30 22M8 26 30 10M8 26 30 22"/></g>
<g fill="#E69F00"><circle cx="8" cy="6" r="4"/><circle cx="8" cy="16" r="4"/>
<circle cx="8" cy="26" r="4"/></g>
<g fill="#009E73"><circle cx="30" cy="10" r="4.5"/><circle cx="30" cy="22" r="4.5"/></g>"""
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" fill="none" viewBox='
_ICON = f'{_SVG}"2 -1 34 34">{_LAYER}</svg>'
_LOGO = f"""{_SVG}"0 0 212 32">{_LAYER}
<style>text {{fill: #4A6A8A}} @media (prefers-color-scheme: dark) {{text {{fill: #8FB4D9}}}}</style>
<text x="44" y="22.5" font-family="sans-serif" font-size="19"
 font-weight="600">Perceptron Lab</text></svg>"""  # in English: a name
_STYLE, _LEARN, _ROOM, _COLUMN = (
    (Path(__file__).parent / f"{name}.css").read_text("utf-8")
    for name in ("style", "learn", "room", "column")
)

hold_presses()


def run_app() -> None:
    """Run the page that the address names inside the common frame."""
    language.begin_language()
    # Before all that is shown, or the front end asks another host for a picture of the icon.
    st.set_page_config(page_title=_APP, page_icon=_ICON, layout="wide")
    page = st.navigation(by_group(places()), position="top")
    st.set_page_config(page_title=_title_of(page.url_path or PAGES[0].name))
    if wanted := st.session_state.pop("go_to", None):
        # Where a teacher leads, the settings are the teacher's: they are read as a link's.
        link, here = st.session_state.pop("go_with", None), address()
        if link is not None:
            here.opened = False
            here.led_with = {**link, **_own()}
        # With the address that the browser has: another one would be an entry of its history.
        st.switch_page(page_named(wanted).script, query_params=here.written)
    torch.get_num_threads()  # so that this script run's thread heeds it: `Run`
    st.logo(_LOGO, size="large")
    st.html(f"<style>{_STYLE}{_LEARN}{_ROOM}</style>")
    mend_translation()
    with seated(_tell_line(st.container(key="line"))):
        _run_page(page)


def _own() -> dict[str, str]:
    """What of an address stays this visitor's own where a teacher leads."""
    own = {language.IN_ADDRESS: st.session_state[language.KEY]}
    return own | ({projector.KEY: "on"} if projector.is_on() else {})


def _title_of(name: str) -> str:
    """What a tab of the browser and a screen reader call a page; the home page is the app."""
    return _APP if name == PAGES[0].name else f"{page_named(name).title} · {_APP}"


def _run_page(page: StreamlitPage) -> None:
    open_link(page.url_path or PAGES[0].name)
    students_wait()  # on every page: a phone may reload any of them, and come back to a question
    ask_for_memory(take_over_memory, take_others)
    show_tools()
    if not (page_named(address().page).wide or projector.is_on()):
        st.html(f"<style>{_COLUMN}</style>")
    tell_dropped()
    show_room(name := address().page)
    note_revealed()
    show_line(name)
    if is_open(name):
        page.run()
    else:
        _show_shut(name)


def _show_shut(name: str) -> None:
    """In place of a page that the teacher of a room has not shown yet."""
    address().waiting.clear()  # the settings are the page's, which is not here to take them
    open_page(name, titled=False)
    on = part_of_room()
    st.info(_(SHUT_BY_TEST if on and on.open else SHUT), icon=":material/lock_clock:")
    st.page_link(page_named(JOIN).script, label=_("To the room"), icon=":material/login:")
    close_page(name)


def _tell_line(corner: DeltaGenerator) -> Tell:
    """Make what tells a visitor, in a corner of the page, that many are here."""
    places: list[DeltaGenerator] = []

    def tell(ahead: int | None) -> None:
        if not places:
            places.append(corner.empty())
        if ahead is None:
            places[0].empty()
        else:
            many = _("Many visitors")
            places[0].markdown(f":material/hourglass_empty: {many} · {in_line(ahead)}")

    return tell


def open_page(name: str, *, titled: bool = True, heading: str = "") -> None:
    """Begin a page, with its title and its one sentence unless their room is needed.

    Who hears the page is told its title all the same.

    Args:
        name: Of the page.
        titled: Whether title and sentence are seen.
        heading: What stands in their place; empty for nothing.
    """
    this = page_named(name)
    begin_words()
    begin_questions()
    if heading:
        st.title(heading, anchor=False)
        return
    if not titled:
        st.html(f'<h1 class="lab-unseen">{escape(this.title)}</h1>')
        return
    st.title(this.title, anchor=False)
    st.markdown(f"**{this.idea}**")


def ask_for(name: str) -> None:
    """Ask for another page; a callback can't go there itself."""
    st.session_state["go_to"] = name


def _show_known(sentences: Sequence[str]) -> None:
    """Show what somebody knows now; folded while a question is open that it may answer."""
    if all_answered():
        st.header(_("You now know"), anchor=False)
        place = st.container()
    else:
        place = st.expander(_("You now know: three sentences for after the questions"))
    with place:
        say("\n".join(f"- {sentence}" for sentence in sentences))


def close_page(name: str, know: Sequence[str] = (), *, early: bool = False) -> None:
    """Say what was learned, and lead on; what the page shows stands in the address from now on.

    Args:
        name: Of the page.
        know: What somebody knows who has gone through it, in three sentences.
        early: Whether there is more to do on the page, so that the way on stands back.
    """
    if know and not students_wait():
        _show_known(know)
    following = None if in_room() else after(name)  # in a room the teacher leads
    if not lead_on(name) and following:
        on = _("Next: {page}", page=following.title)
        goes_on(on, ask_for, following.name)
        if name != PAGES[0].name:  # there *Start* is the way on
            with st.container(key="lab_early") if early else nullcontext():
                st.container(key="lab_onward").page_link(
                    following.script,
                    label=on,
                    icon=":material/arrow_forward:",
                    icon_position="right",
                )
    explain_words()
    if page_named(name).can and is_open(name) and name != "train":  # which notes a finished run
        note_page(name)
    close_link()
    lead(name, address().written)
    note_place(name)
    remember()
    presses_are_shown()
