"""The runs of a session: kept when they are finished, taken home as files, read back."""

from __future__ import annotations

import re
import weakref
from functools import partial

import streamlit as st

from pages.shared.session.kept import shelf
from pages.shared.session.live_run import LiveRun
from perceptron import DataError
from perceptron.sharing.program import MAX_ROWS, notebook, script, why_not_repeatable
from perceptron.sharing.read import MAX_DOCUMENT_BYTES, read_run
from perceptron.sharing.record import RunRecord
from perceptron.sharing.shelf import KeptRun
from perceptron.sharing.write import epoch_csv, json_of
from perceptron.text.escape import in_markdown
from perceptron.text.language import N_, _

FILES = (  # label, ending, kind, what writes it
    ("CSV", "csv", "text/csv", epoch_csv),
    ("JSON", "json", "application/json", json_of),
    (N_("Python script"), "py", "text/x-python", lambda run: script(run.to_document())),
    (N_("Jupyter notebook"), "ipynb", "application/x-ipynb+json",
     lambda run: notebook(run.to_document())),
)  # fmt: skip


def record_of(live: LiveRun) -> RunRecord:
    """Record a run; with its rows if they are a visitor's own and not too many."""
    run, settings, table, data = live.run, live.settings.data, live.settings.table, live.run.dataset
    if table is None:
        return RunRecord.of_run(run, settings)
    rows = (data.n_samples + len(data.x_valid)) * (data.n_features + data.n_targets)
    few, dropped = rows <= MAX_ROWS, table.drop_missing
    return RunRecord.of_run(run, settings, table.table.name, drop_missing=dropped, with_data=few)


def keep_finished(live: LiveRun) -> KeptRun | None:
    """Keep a run that is finished, once; None while it is not, or if it was given up."""
    if not live.run.done or live.run.failed:
        return None
    known = st.session_state.get("kept")
    if known is None or known[:2] != (live.run, live.run.steps_done):
        kept = shelf().keep(record_of(live), weakref.ref(live.run))
        known = st.session_state["kept"] = (live.run, live.run.steps_done, kept.number)
        if dropped := tell_dropped():
            st.toast(dropped, icon=":material/inventory_2:")
    return next((run for run in shelf().runs if run.number == known[2]), None)


def tell_dropped() -> str:
    """Say which runs had to make room, once."""
    dropped, shelf().dropped = shelf().dropped, []
    if not dropped:
        return ""
    names = ", ".join(map(in_markdown, dropped))
    return _("Your runs are full: {runs} made room. Pin what must stay.", runs=names)


def file_name(run: KeptRun, ending: str) -> str:
    """A name for a file that every system takes."""
    return f"{re.sub(r'[^A-Za-z0-9]+', '-', run.name).strip('-').lower() or 'run'}.{ending}"


def take_home(run: KeptRun, key: str) -> None:
    """Offer a run as files: numbers, and programs that reproduce them."""
    why_not = why_not_repeatable(run.record.to_document())
    with st.container(horizontal=True):
        for label, ending, kind, write in FILES:
            if why_not and ending in ("py", "ipynb"):
                continue
            st.download_button(
                _(label),
                partial(write, run.record),
                file_name(run, ending),
                kind,
                key=f"{key}_{ending}",
                icon=":material/download:",
                on_click="ignore",
            )
    if why_not:
        st.caption(why_not)
    st.caption(
        _(
            "The script and the notebook need torch and scikit-learn only, and give the same "
            "losses. Pictures: over a chart, the camera saves a PNG and the disk an SVG."
        )
    )


def open_run(number: int) -> None:
    """Let a run be shown again, and brought into view."""
    st.session_state["opened_run"] = number
    st.session_state["times_opened"] = st.session_state.get("times_opened", 0) + 1


def take_in() -> None:
    """Let the visitor bring a run back from its JSON file."""
    file = st.file_uploader(
        _("Load a saved run (JSON)"),
        type=["json"],
        key="run_file",
        max_upload_size=MAX_DOCUMENT_BYTES // 10**6,
        help=_("As this page or the command line has written it. It is kept like the others."),
    )
    if file is None or st.session_state.get("run_file_id") == file.file_id:
        return
    st.session_state["run_file_id"] = file.file_id
    try:
        record = read_run(file.getvalue())
    except DataError as error:
        st.session_state["run_file_error"] = str(error)
        return
    st.session_state.pop("run_file_error", None)
    run = shelf().keep(record, name=file.name.rpartition(".")[0])
    open_run(run.number)
