"""What every page shares: its title, its style, and what is done once for the server."""

from __future__ import annotations

import gc
import threading
import time
from contextvars import ContextVar
from pathlib import Path

import streamlit as st
import torch
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from pages.shared.draw.charts import publish_library
from pages.shared.frame.toolbar import show_tools
from pages.shared.link.address import close_link, open_link
from pages.shared.pages import PAGES, after, by_group, page_named
from pages.shared.server.faults import FAULTS, explain_disk, explain_page, is_memory
from pages.shared.server.scheduler import Tell
from pages.shared.server.seat import in_line, seated
from pages.shared.session.projector import goes_on
from perceptron.data.example import example_start
from perceptron.models import TorchPerceptron

_LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 212 32" fill="none">
<g stroke="#0072B2" stroke-width="1.6">
<path d="M8 6 30 10M8 6 30 22M8 16 30 10M8 16 30 22M8 26 30 10M8 26 30 22"/></g>
<g fill="#E69F00"><circle cx="8" cy="6" r="4"/><circle cx="8" cy="16" r="4"/>
<circle cx="8" cy="26" r="4"/></g>
<g fill="#009E73"><circle cx="30" cy="10" r="4.5"/><circle cx="30" cy="22" r="4.5"/></g>
<text x="44" y="22.5" fill="#56789A" font-family="sans-serif" font-size="19"
 font-weight="600">Perceptron Lab</text></svg>"""
TIDY = 10  # seconds between collections of garbage
_framed = ContextVar("framed", default=False)  # of this script run
_STYLE = (Path(__file__).parent / "style.css").read_text("utf-8")


@st.cache_resource
def prepare_server() -> None:
    """Do once what all visitors share."""
    torch.set_num_threads(1)  # at these sizes faster than two: docs/live.md
    publish_library()
    threading.Thread(target=_housekeeping, daemon=True).start()


def _housekeeping() -> None:
    """Warm up while the first visitor reads, then collect garbage now and then.

    The first model of a process imports for a second. Streamlit would collect after every script
    run, and look each time through all that has been imported: four times the work of drawing a
    page (docs/load.md). So what is there now is frozen, it is no garbage, and what sessions leave
    is collected for all of them together.
    """
    TorchPerceptron.starting_from(example_start())
    gc.collect()
    gc.freeze()
    while True:
        time.sleep(TIDY)
        gc.collect()


def run_app() -> None:
    """Run the page that the address names inside the common frame."""
    page = st.navigation(by_group(), position="top")
    if wanted := st.session_state.pop("go_to", None):
        st.switch_page(page_named(wanted).script)
    st.set_page_config(page_title="Perceptron Lab", page_icon=":material/grid_on:", layout="wide")
    try:
        prepare_server()
    except OSError as fault:  # a full or read-only disk; tried again in every script run
        st.error(explain_disk(fault), icon=":material/hard_drive:")
    torch.get_num_threads()  # so that this script run's thread heeds it: `Run`
    st.logo(_LOGO, size="large")
    st.html(f"<style>{_STYLE}</style>")
    with seated(_tell_line(st.container(key="line"))):
        _run_page(page)


def _run_page(page: StreamlitPage) -> None:
    open_link(page.url_path or PAGES[0].name)
    show_tools()
    framed = _framed.set(True)
    try:
        page.run()
    except FAULTS as fault:
        if not is_memory(fault):
            raise  # Streamlit says that there is an error, without its text
        st.error(explain_page(fault), icon=":material/memory:")
    finally:
        _framed.reset(framed)


def _tell_line(corner: DeltaGenerator) -> Tell:
    """Make what tells a visitor, in a corner of the page, that many are here."""
    places: list[DeltaGenerator] = []

    def tell(ahead: int | None) -> None:
        if not places:
            places.append(corner.empty())
        if ahead is None:
            places[0].empty()
        else:
            places[0].markdown(f":material/hourglass_empty: Many visitors, {in_line(ahead)}")

    return tell


def inside_frame() -> None:
    """Put a page into its frame, if Streamlit has run it without `app.py`.

    It does so when the first address that a new server hears is not that of the default page,
    because there is a folder named `pages`.
    """
    if not _framed.get():
        run_app()
        st.stop()


def open_page(name: str, *, titled: bool = True) -> None:
    """Begin a page, with its title and its one sentence unless their room is needed."""
    inside_frame()
    if not titled:
        return
    this = page_named(name)
    st.header(this.title, anchor=False)
    st.markdown(f"**{this.idea}**")


def ask_for(name: str) -> None:
    """Ask for another page; a callback can't go there itself."""
    st.session_state["go_to"] = name


def close_page(name: str) -> None:
    """Lead on to the next page; what it shows stands in the address from now on."""
    following = after(name)
    if not st.session_state.pop("goes_on", False):
        goes_on(f"Next: {following.title}", ask_for, following.name)
    st.divider()
    st.page_link(
        following.script,
        label=f"Next: {following.title}",
        icon=":material/arrow_forward:",
        icon_position="right",
    )
    close_link()
