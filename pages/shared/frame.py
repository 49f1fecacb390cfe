"""What every page shares: its title, its style, and what is done once for the server."""

from __future__ import annotations

import streamlit as st
import torch
from streamlit.navigation.page import StreamlitPage

from pages.shared.charts import publish_library

_LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 212 32" fill="none">
<g stroke="#0072B2" stroke-width="1.6">
<path d="M8 6 30 10M8 6 30 22M8 16 30 10M8 16 30 22M8 26 30 10M8 26 30 22"/></g>
<g fill="#E69F00"><circle cx="8" cy="6" r="4"/><circle cx="8" cy="16" r="4"/>
<circle cx="8" cy="26" r="4"/></g>
<g fill="#009E73"><circle cx="30" cy="10" r="4.5"/><circle cx="30" cy="22" r="4.5"/></g>
<text x="44" y="22.5" fill="#56789A" font-family="sans-serif" font-size="19"
 font-weight="600">Perceptron Lab</text></svg>"""
_STYLE = """<style>
[data-testid="stMainBlockContainer"] {padding: 4.2rem 1.25rem 1rem; max-width: 100%}
[data-testid="stSidebarUserContent"] {padding-top: 0; padding-bottom: 1rem}
[data-testid="stSidebarUserContent"] [data-testid="stVerticalBlock"] {gap: .35rem}
[data-testid="stStatusWidget"] {display: none}
[data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"] {gap: .6rem}
.st-key-notices:empty {display: none}
[data-testid="stLayoutWrapper"]:has(> .st-key-notices) {position: absolute}
.st-key-notices {position: fixed; bottom: 1rem; right: 1.25rem; z-index: 90; width: auto;
 max-width: min(46rem, calc(100vw - 2.5rem)); padding: .8rem 1rem; border-radius: .5rem;
 background: var(--st-background-color, Canvas); box-shadow: 0 4px 24px #0006}
.lab-chart {width: 100%; contain: strict}
.lab-status {display: flex; flex-wrap: wrap; gap: .25rem .8rem; align-items: center}
.lab-status > div:empty {display: none}
.lab-status progress {flex: 0 1 14rem; height: .6rem; accent-color: var(--st-primary-color)}
.lab-status output {font-variant-numeric: tabular-nums; font-size: .875rem}
</style>"""


@st.cache_resource
def prepare_server() -> None:
    """Do once what all visitors share."""
    torch.set_num_threads(1)  # at these sizes faster than two: docs/live.md
    publish_library()


def open_page(page: StreamlitPage) -> None:
    """Run a page inside the common frame."""
    st.set_page_config(page_title="Perceptron Lab", page_icon=":material/grid_on:", layout="wide")
    prepare_server()
    st.logo(_LOGO, size="large")
    st.html(_STYLE)
    page.run()
