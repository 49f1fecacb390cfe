"""Teach a class: open a room, ask it, see who has committed, and reveal."""

import streamlit as st

from pages.shared.frame.frame import close_page, open_page
from pages.shared.lesson.change_plan import show_changes, take_link
from pages.shared.lesson.own_questions import show_own_questions
from pages.shared.lesson.plan import (
    items_by_name,
    lead_through,
    offer_next,
    show_plan,
    take_step,
)
from pages.shared.lesson.taking_home import show_taking_home
from pages.shared.lesson.wall import show_wall
from pages.shared.pages import page_named
from pages.shared.room.teacher import choose_to_lead, close_room, links, open_room, taught
from pages.shared.session import projector
from perceptron.room.errors import RoomError
from perceptron.room.teaching import Teaching
from perceptron.text.language import _


def show_beside(here: Teaching) -> None:
    """What is not for the wall: the plan, the way onto another machine, the end."""
    choose_to_lead(here)
    with st.expander(_("The plan"), icon=":material/list:", expanded=True):
        show_plan(here)
    with st.expander(_("Change the plan"), icon=":material/edit_note:"):
        show_changes()
    with st.expander(_("Questions of your own"), icon=":material/edit:"):
        show_own_questions()
    with st.expander(_("Take home"), icon=":material/download:"):
        show_taking_home(here)
    with st.container(horizontal=True):
        with st.popover(_("Go on from another device"), icon=":material/devices:"):
            st.markdown(
                _(
                    "Whoever has this address teaches this room: open it on your phone as a "
                    "remote, or on another computer. Don't show it to the class."
                )
            )
            st.code(links(here)["teacher"], language=None)
        with st.popover(_("Close the room"), icon=":material/logout:"):
            st.markdown(_("This deletes all answers on the server. It can't be undone."))
            st.button(_("Close it"), key="close_room", on_click=close_room)


open_page("teach", titled=not projector.is_on())
take_link()
try:
    if here := taught():
        take_step(here)
except RoomError as error:
    st.error(str(error), icon=":material/cloud_off:")
    here = None
if refused := st.session_state.pop("room_refused", ""):
    st.warning(refused, icon=":material/meeting_room:")
if here is None:
    st.button(_("Open a room"), type="primary", icon=":material/meeting_room:", on_click=open_room)
else:
    try:
        offer_next(here)
        show_wall(here, items_by_name())
        lead_through(here)
        if not projector.is_on():
            show_beside(here)
    except RoomError as error:
        st.error(str(error), icon=":material/cloud_off:")
if not projector.is_on():
    st.page_link(
        page_named("guide").script, label=_("Teacher's guide"), icon=":material/menu_book:"
    )
close_page("teach")
