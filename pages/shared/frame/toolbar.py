"""What every page offers in the bar above: share, projector mode, the keys."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.shared.link.address import address, offer
from pages.shared.link.share import share
from pages.shared.pages import page_named
from pages.shared.session import keys, projector
from pages.shared.session.live_run import player

EVERYWHERE = {"?": "shows these keys"}
ON_THE_PROJECTOR = {
    projector.GOES_ON: "goes on: the next phase, the answer, the reason, the next page"
}

_question_mark = st.components.v2.component(
    "lab_keys", js=(Path(__file__).parent / "keys.js").read_text("utf-8"), isolate_styles=False
)
_focus = st.components.v2.component(
    "lab_focus", js=(Path(__file__).parent / "focus.js").read_text("utf-8"), isolate_styles=False
)
_phone = st.components.v2.component(
    "lab_phone", js=(Path(__file__).parent / "phone.js").read_text("utf-8"), isolate_styles=False
)


def show_tools() -> None:
    """Show the three buttons; keyboards reach the last one by a question mark."""
    offer(projector.KEY, {"on": True}, False)
    projector.begin()
    on = projector.is_on()
    with st.container(key="lab_tools", horizontal=True):
        shared = st.button(
            "Share",
            key="tool_share",
            icon=":material/qr_code_2:",
            help="A link and a QR code to what you see.",
            on_click=player().stand_still,
        )
        st.button(
            "Desk" if on else "Projector",
            key="tool_projector",
            icon=":material/desktop_windows:" if on else ":material/co_present:",
            help="Back to all controls." if on else "Larger type and lines, fewer controls.",
            on_click=projector.turn,
        )
        asked = st.button(
            "Keys",
            key="tool_keys",
            icon=":material/keyboard:",
            help="The keys of this page; ? opens them too",
        )
        _question_mark(key="question_mark", height=1, data={"on": keys.are_on()})
        _phone(key="phone", height=1)
        _focus(key="focus", height=1, data={"began": projector.times_begun()})
    if shared:
        share()
    elif asked:
        show_keys()


@st.dialog("The keyboard", icon=":material/keyboard:", on_dismiss="rerun")
def show_keys() -> None:
    """List the keys of this page; once closed, the page's buttons tell theirs, or none."""
    page = page_named(address().page)
    singles = {**page.keys, **(ON_THE_PROJECTOR if projector.is_on() else {}), **EVERYWHERE}
    on = st.toggle(
        "Single keys",
        key=keys.KEY,
        persist_state="session",
        help="Off, a letter that is pressed or spoken by accident does nothing.",
    )
    if on:
        st.markdown("\n".join(f"- **{key}** {meaning}" for key, meaning in singles.items()))
    st.markdown(
        "- **Tab** goes from control to control, **Enter** or **Space** presses the focused one\n"
        "- **arrow keys** move a slider, go from cell to cell of a matrix, move a sketched point\n"
        "- **Data** beside a chart shows its numbers as a table"
    )
