"""Teach a class: open a room, ask it, see who has committed, and reveal."""

import streamlit as st

from pages.shared.frame.frame import close_page, open_page
from pages.shared.lesson.plan import show_plan
from pages.shared.lesson.wall import show_wall
from pages.shared.room.teacher import choose_to_lead, close_room, links, open_room, taught
from pages.shared.session import projector
from perceptron.room.errors import StoreError
from perceptron.room.teaching import Teaching


def show_beside(here: Teaching) -> None:
    """What is not for the wall: the plan, the way onto another machine, the end."""
    choose_to_lead(here)
    with st.expander("Plan and questions", icon=":material/list:"):
        show_plan(here)
    with st.container(horizontal=True):
        with st.popover("Go on from another device", icon=":material/devices:"):
            st.markdown(
                "Whoever has this address teaches this room: open it on your phone as a remote, "
                "or on another computer. Don't show it to the class."
            )
            st.code(links(here)["teacher"], language=None)
        with st.popover("Close the room", icon=":material/logout:"):
            st.markdown("This deletes all answers on the server. It can't be undone.")
            st.button("Close it", key="close_room", on_click=close_room)


open_page("teach", titled=not projector.is_on())
try:
    here = taught()
except StoreError as error:
    st.error(str(error), icon=":material/cloud_off:")
    here = None
if refused := st.session_state.pop("room_refused", ""):
    st.warning(refused, icon=":material/meeting_room:")
if here is None:
    st.button("Open a room", type="primary", icon=":material/meeting_room:", on_click=open_room)
else:
    show_wall(here)
    if not projector.is_on():
        show_beside(here)
close_page("teach")
