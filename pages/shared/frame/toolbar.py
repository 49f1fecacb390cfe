"""What every page offers in the bar above: share, projector mode, the keys."""

from __future__ import annotations

import streamlit as st

from pages.shared.frame.scripts import show_scripts
from pages.shared.link.address import address, offer
from pages.shared.link.share import share
from pages.shared.pages import page_named
from pages.shared.session import keys, projector
from pages.shared.session.language import (
    IN_ADDRESS,
    KEY,
    MENU,
    choose_language,
    language_changed,
    of_browser,
)
from pages.shared.session.live_run import player
from pages.shared.session.pressed import ask_for_dialog, close_dialog, dialog_asked_for
from perceptron.text.language import N_, _, languages

EVERYWHERE = {"?": N_("shows these keys")}
ON_THE_PROJECTOR = {
    projector.GOES_ON: N_("goes on: the next phase, the answer, the reason, the next page")
}


def show_tools() -> None:
    """Show the buttons; keyboards reach the keys by a question mark."""
    named = languages()
    offer(IN_ADDRESS, list(named), of_browser(), KEY)
    if language_changed():
        st.rerun()
    offer(projector.KEY, {"on": True}, False)
    projector.begin()
    on = projector.is_on()
    with st.container(key="lab_tools", horizontal=True):
        st.button(
            _("Share"),
            key="tool_share",
            icon=":material/qr_code_2:",
            help=_("A link and a QR code to what you see."),
            on_click=_open,
            args=("share",),
        )
        st.button(
            _("Desk") if on else _("Projector"),
            key="tool_projector",
            icon=":material/desktop_windows:" if on else ":material/co_present:",
            help=_("Back to all controls.") if on else _("Larger type and lines, fewer controls."),
            on_click=projector.turn,
        )
        st.button(
            _("Keys"),
            key="tool_keys",
            icon=":material/keyboard:",
            help=_("The keys of this page; ? opens them too"),
            on_click=_open,
            args=("keys",),
        )
        if len(named) > 1:
            st.menu_button(
                _("Language"),
                list(named),
                format_func=named.__getitem__,
                key=MENU,
                icon=":material/translate:",
                help=" · ".join(named.values()),
                on_click=choose_language,
            )
        show_scripts()
    if (dialog := dialog_asked_for()) == "share":
        share()
    elif dialog == "keys":
        st.dialog(_("The keyboard"), icon=":material/keyboard:", on_dismiss=close_dialog)(
            show_keys
        )()


def _open(dialog: str) -> None:
    """Ask for a dialog, and pause: what is pressed in one waits until a run has ended."""
    player().stand_still()
    ask_for_dialog(dialog)


def show_keys() -> None:
    """List the keys of this page; once closed, the page's buttons tell theirs, or none."""
    page = page_named(address().page)
    singles = {**page.keys, **(ON_THE_PROJECTOR if projector.is_on() else {}), **EVERYWHERE}
    on = st.toggle(
        _("Single keys"),
        key=keys.KEY,
        persist_state="session",
        help=_("Off, a letter that is pressed or spoken by accident does nothing."),
    )
    if on:
        st.markdown("\n".join(f"- **{_(key)}** {_(means)}" for key, means in singles.items()))
    everywhere = (
        _("**Tab** goes from control to control, **Enter** or **Space** presses the focused one"),
        _("**arrow keys** move a slider, go from cell to cell of a matrix, move a sketched point"),
        _("**Data** beside a chart shows its numbers as a table"),
    )
    st.markdown("\n".join(f"- {one}" for one in everywhere))
