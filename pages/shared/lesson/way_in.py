"""The way into a room: a code to scan, an address and five letters to type."""

from __future__ import annotations

import segno
import streamlit as st

from pages.shared.link.share import tell_if_alone
from pages.shared.room.teacher import links
from perceptron.room.teaching import Teaching
from perceptron.text.language import _


def show_way_in(here: Teaching) -> None:
    """Show, as large as the screen allows, how phones come in."""
    link = links(here)["students"]
    with st.container(key="lab_way_in"):
        left, right = st.columns(2, vertical_alignment="center")
        with left:
            _show_code(link)
        with right:
            st.text(_("Scan the code, or open"))
            with st.container(key="lab_way_address"):
                st.text(address_to_type(link))
            st.text(_("and type"))
            with st.container(key="lab_way_code"):
                st.text(here.room)
            tell_if_alone()


def show_corner(here: Teaching) -> None:
    """Keep the way in on the wall for those who come late; a press makes it large."""
    link = links(here)["students"]
    with st.container(horizontal=True, key="lab_corner", vertical_alignment="center"):
        with st.container(key="lab_way_late", width="content"):
            st.text(address_to_type(link))
        with st.popover(here.room, help=_("The way into this room, large")):
            show_way_in(here)


def address_to_type(link: str) -> str:
    """The address of the page where the code is typed, without what a browser adds by itself.

    >>> address_to_type("http://192.0.2.7:8501/join?room=ABCDE")
    '192.0.2.7:8501/join'
    """
    return link.partition("?")[0].removeprefix("https://").removeprefix("http://")


def _show_code(link: str) -> None:
    """Draw the code that phones scan, dark on white in either theme."""
    code = segno.make(link, error="m", boost_error=False, micro=False)
    drawing = code.svg_inline(scale=8, border=3, dark="#000", light="#fff")
    st.image(drawing, width="stretch", alt=_("QR code of the way in"))
