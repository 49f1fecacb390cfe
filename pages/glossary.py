"""All pages, and what each word means."""

import streamlit as st

from pages.shared.frame.frame import close_page, open_page
from pages.shared.pages import PAGES, page_named
from perceptron.lessons.glossary import glossary
from perceptron.text.language import _

open_page("glossary")
with st.expander(_("All pages"), expanded=True):
    for page in PAGES:
        if page.name != "glossary":
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.page_link(page.script, label=page.title, icon=f":material/{page.icon}:")
                st.markdown(page.idea)
st.header(_("What words mean"), anchor=False)
wanted = st.text_input(
    _("Find a term"),
    key="glossary_term",
    placeholder=_("for example: epsilon, or slope"),
    width=320,
)
terms = [term for term in glossary() if term.has(wanted)]
if not terms:
    st.info(
        _("No term has these letters. Try a shorter piece of the word."),
        icon=":material/search:",
    )
for term in terms:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{term.name}**: {term.meaning}", width="stretch")
        st.page_link(page_named(term.page).script, label=page_named(term.page).title)
close_page("glossary")
