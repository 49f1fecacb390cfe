"""What a teacher sees of the room on every other page than that to teach on: one line."""

from __future__ import annotations

import streamlit as st

from pages.shared.room.teacher import ALONE, REFUSED, TEACH, show_counts, show_page, taught
from pages.shared.session.projector import is_on
from pages.shared.session.teaching import held
from perceptron.room.errors import RoomError
from perceptron.room.state import RoomState
from perceptron.text.escape import in_markdown
from perceptron.text.language import _

_LINE = "lab_teaching"
_STYLE = f"""
.st-key-{_LINE} {{gap: .2rem .8rem; font-size: .875rem}}
.st-key-{_LINE} .lab-room-counts {{display: flex; flex-wrap: wrap; gap: 0 .6rem; font: inherit}}
.st-key-{_LINE} progress {{display: none}}
"""  # in English: CSS
_ALOUD = f"""
[data-testid="stLayoutWrapper"]:has(> .st-key-{_LINE}) {{position: absolute; width: 1px !important}}
.st-key-{_LINE} {{position: fixed; bottom: .4rem; z-index: 80; width: auto !important;
 max-width: calc(100vw - 14rem); flex-wrap: nowrap}}
.st-key-{_LINE} .lab-room-counts span {{display: none}}
"""  # in English: CSS, for the strip of the key that goes on, where it takes no chart's room


def show_line(page: str) -> None:
    """Show the room that is taught: code, who is there and has committed, the way back.

    Args:
        page: The one that is shown.
    """
    if held() is None or page == TEACH:
        return
    try:
        if (here := taught()) is None:
            return
        state = here.state
        st.html(f"<style>{_STYLE}</style>")
        if is_on():
            st.html(f"<style>{_ALOUD}</style>")
        with st.container(
            key=_LINE, horizontal=True, vertical_alignment="center", horizontal_alignment="left"
        ):
            st.markdown(_("Room **{code}**", code=here.room), width="content")
            with st.container(width="content"):
                show_counts(here, moves=False)
            if page not in ALONE and (state.ballot or not state.follow):
                st.button(_words(state, page), key="room_show", on_click=show_page, args=(page,))
            st.button(_("Back to the class"), key="room_back", on_click=_to_teach, type="tertiary")
    except RoomError as error:
        st.caption(_("The room: {why}", why=in_markdown(str(error))))
    if refused := st.session_state.pop(REFUSED, ""):
        st.warning(in_markdown(refused), icon=":material/meeting_room:")


def _words(state: RoomState, page: str) -> str:
    shown = not state.on and state.page.partition("?")[0] == page
    return _("Show it as it is now") if shown else _("Show this page")


def _to_teach() -> None:
    st.session_state["go_to"] = TEACH
