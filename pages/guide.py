"""Teacher's guide: what to do in which minute, read inside the app."""

import streamlit as st

from pages.shared.frame.frame import close_page, open_page
from pages.shared.lesson.guide import DOCUMENTS, show_document
from pages.shared.link.address import offer
from perceptron.text.language import _

open_page("guide")
if not DOCUMENTS:
    st.info(_("The folder docs was not brought along here. Read it beside the app's code."))
    close_page("guide")
    st.stop()
names = list(DOCUMENTS)
offer("doc", names, names[0], "guide_doc")
if st.session_state.setdefault("guide_doc", names[0]) not in names:
    st.session_state["guide_doc"] = names[0]
name = st.selectbox(
    _("Read"),
    names,
    key="guide_doc",
    format_func=lambda name: _(DOCUMENTS[name]),
    width=360,
    persist_state="session",
)
with st.container(key="lab_document"):
    show_document(name or names[0])
close_page("guide")
