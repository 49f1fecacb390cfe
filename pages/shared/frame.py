"""What every page shares: its title, its style, and what is done once for the server."""

from __future__ import annotations

import threading

import streamlit as st
import torch

from pages.shared.charts import publish_library
from pages.shared.lessons import after, by_group, lesson
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
_STYLE = """<style>
[data-testid="stMainBlockContainer"] {padding: 4.2rem 1.25rem 1rem; max-width: 100%}
[data-testid="stSidebarUserContent"] {padding-top: 0; padding-bottom: 1rem}
[data-testid="stSidebarUserContent"] [data-testid="stVerticalBlock"] {gap: .35rem}
[data-testid="stMain"] [data-testid="stButtonGroup"] > div {flex-wrap: wrap}
[data-testid="stStatusWidget"] {display: none}
[data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"] {gap: .6rem}
.st-key-notices:empty {display: none}
[data-testid="stLayoutWrapper"]:has(> .st-key-notices) {position: absolute}
.st-key-notices {position: fixed; bottom: 1rem; right: 1.25rem; z-index: 90; width: auto;
 max-width: min(46rem, calc(100vw - 2.5rem)); padding: .8rem 1rem; border-radius: .5rem;
 background: var(--st-background-color, Canvas); box-shadow: 0 4px 24px #0006}
.katex-display {overflow: auto hidden}
.lab-chart {width: 100%; contain: strict}
.lab-status {display: flex; flex-wrap: wrap; gap: .25rem .8rem; align-items: center}
.lab-status > div:empty {display: none}
.lab-status progress {flex: 0 1 14rem; height: .6rem; accent-color: var(--st-primary-color)}
.lab-status output {font-variant-numeric: tabular-nums; font-size: .875rem}
.lab-clickable .nsewdrag {cursor: pointer !important}
.lab-matrices {display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1rem}
.lab-matrices figure {margin: 0; max-width: 100%}
.lab-matrices figcaption {display: flex; gap: .5rem; align-items: baseline}
.lab-matrices figcaption b {color: var(--ink)}
.lab-matrices figcaption span, .lab-matrices small, .lab-matrices th {opacity: .7;
 font-size: .8rem; font-weight: 400}
.lab-matrices .frame {overflow: auto; max-height: 17.2rem; padding: 0 .3rem;
 border: 2px solid var(--ink); border-width: 0 2px; border-radius: .5rem}
.lab-matrices table {border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 0}
.lab-matrices th, .lab-matrices td {border: 0; padding: .18rem .5rem; text-align: right;
 white-space: nowrap; line-height: 1.45}
.lab-matrices td.pickable {cursor: pointer}
.lab-matrices td.lit {background: color-mix(in srgb, var(--ink) 28%, transparent);
 font-weight: 600}
.lab-matrices td.self {outline: 2px solid var(--ink); outline-offset: -2px; font-weight: 700}
.lab-matrices .sign {font-size: 1.25rem; opacity: .8}
</style>"""


@st.cache_resource
def prepare_server() -> None:
    """Do once what all visitors share."""
    torch.set_num_threads(1)  # at these sizes faster than two: docs/live.md
    publish_library()
    threading.Thread(target=_warm_up, daemon=True).start()


def _warm_up() -> None:
    """Make a model: the first one of a process imports for a second, while a visitor reads."""
    TorchPerceptron.starting_from(example_start())


def run_app() -> None:
    """Run the page that the address names inside the common frame."""
    page = st.navigation(by_group(), position="top")
    st.session_state["framed"] = True
    st.set_page_config(page_title="Perceptron Lab", page_icon=":material/grid_on:", layout="wide")
    prepare_server()
    st.logo(_LOGO, size="large")
    st.html(_STYLE)
    page.run()


def inside_frame() -> None:
    """Put a page into its frame, if Streamlit has run it without `app.py`.

    It does so once, when the first address that a new server hears is not that of the default
    page, because there is a folder named `pages`.
    """
    if "framed" not in st.session_state:
        run_app()
        st.stop()


def open_lesson(name: str) -> None:
    """Show a lesson's title and its one sentence."""
    inside_frame()
    this = lesson(name)
    st.header(this.title, anchor=False)
    st.markdown(f"**{this.idea}**")


def close_lesson(name: str) -> None:
    """Lead on to the next lesson."""
    following = after(name)
    st.divider()
    st.page_link(
        following.page,
        label=f"Next: {following.title}",
        icon=":material/arrow_forward:",
        icon_position="right",
    )
