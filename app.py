"""Perceptron Lab: the page's frame and its navigation."""

import streamlit as st

from pages.shared.frame import open_page

PAGES = [
    st.Page("pages/train.py", title="Train", icon=":material/play_circle:", default=True),
    st.Page("pages/programs.py", title="Three programs", icon=":material/code:"),
]

open_page(st.navigation(PAGES, position="top"))
