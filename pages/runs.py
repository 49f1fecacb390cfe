"""The runs of this session: over each other, side by side, and to take home."""

import pandas as pd
import streamlit as st

from pages.shared.draw.charts import chart
from pages.shared.draw.scroll import scroll_here
from pages.shared.frame.frame import ask_for, close_page, open_page
from pages.shared.frame.kept import show_memory
from pages.shared.link.address import fixed
from pages.shared.link.controls import choose
from pages.shared.pages import page_named
from pages.shared.session.kept import delete, deleted, shelf, undo_delete
from pages.shared.session.settings import SPOKEN, set_sidebar, sidebar_of_config
from pages.shared.train.kept_runs import open_run, take_home, take_in, tell_dropped
from perceptron.difference import REFERENCE
from perceptron.figures import loss_figure, takeaways, weights_figure
from perceptron.figures.runs import runs_figure
from perceptron.sharing.link import DEFAULTS
from perceptron.sharing.shelf import (
    LONGEST_NAME,
    MAX_RUNS,
    KeptRun,
    differing_settings,
    labels,
    results_side_by_side,
    settings_side_by_side,
)
from perceptron.text.escape import in_markdown
from perceptron.text.language import N_, _

HEIGHT = 430
HIGHLIGHT = "background-color: rgba(230, 159, 0, 0.35)"  # in English: CSS


def rename(number: int) -> None:
    """Take over a name that was typed."""
    shelf().change(number, name=st.session_state[f"name_{number}"])
    st.session_state.pop(f"name_{number}")


def show_row(run: KeptRun) -> bool:
    """Show one run with what can be done with it; tell whether it is to be compared."""
    key = run.number
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        compared = st.checkbox(
            _("Compare"), value=True, key=f"compare_{key}", persist_state="session"
        )
        st.text_input(
            _("Name"), run.name, key=f"name_{key}", max_chars=LONGEST_NAME, width=180,
            label_visibility="collapsed", on_change=rename, args=(key,),
        )  # fmt: skip
        st.text(run.summary, width="stretch")
        st.button(
            _("Pinned") if run.pinned else _("Pin"), key=f"pin_{key}", icon=":material/keep:",
            help=_("A pinned run stands first and makes room last."),
            type="primary" if run.pinned else "secondary",
            on_click=shelf().change, args=(key,), kwargs={"pinned": not run.pinned},
        )  # fmt: skip
        st.button(
            _("Open"), key=f"open_{key}", icon=":material/visibility:",
            help=_("Shows it again below, to take home or to train on."),
            on_click=open_run, args=(key,),
        )  # fmt: skip
        st.button(
            _("Delete"), key=f"delete_{key}", icon=":material/delete:",
            on_click=delete, args=(key,),
        )  # fmt: skip
    return compared


def show_over_each_other(runs: list[KeptRun]) -> None:
    """Draw the losses of the runs in one chart."""
    names = labels(runs)
    parts = [N_("training"), N_("validation")]
    part = choose(_("Loss on rows for"), "loss", parts, key="runs_loss")
    curves = {name: run.record.leader.curves for name, run in zip(names, runs, strict=True)}
    chart(
        "runs",
        (tuple((run.number, run.name, id(run.record)) for run in runs), part),
        lambda: runs_figure(curves, validation=part == "validation"),
        lambda: takeaways.losses(
            {
                name: [y for _epoch, y in (one.valid if part == "validation" else one.train)]
                for name, one in curves.items()
            },
            part,
        ),
        height=400,
    )


def show_side_by_side(runs: list[KeptRun]) -> None:
    """List results and settings of the runs, and mark what differs."""
    names = labels(runs)
    differing = differing_settings(runs)
    table = pd.DataFrame(results_side_by_side(runs) | settings_side_by_side(runs), index=names).T
    table.index.name = _("what")  # or its column has no head
    marked = (
        table.astype(str)
        .style.apply(lambda row: [HIGHLIGHT if row.name in differing else ""] * len(row), axis=1)
        .format_index(lambda name: _(SPOKEN.get(str(name), str(name))), axis=0)
    )
    alt = _("Results and settings of the runs; settings that differ are marked.")
    st.dataframe(marked, alt=alt)
    told = _(
        "The losses are those of torch, which the other two programs match to the last digits."
    )
    if len(runs) > 1:
        differ = _("Marked: what differs in the settings ({n}).", n=len(differing))
        told = f"{differ} {told}"
    st.caption(told)


def use_settings(run: KeptRun) -> None:
    """Set the sidebar of the Train page as it was for a run, and go there."""
    set_sidebar(sidebar_of_config(run.record.config))
    ask_for("train")


def show_again(run: KeptRun) -> None:
    """Show one run as the Train page did."""
    scroll_here(st.session_state.get("times_opened", 0))
    st.header(_("Shown again"), anchor=False)
    st.text(f"{run.name}: {run.summary}")
    record = run.record
    state = (run.number, id(record))
    config, models, parameters = record.config, record.trained, record.parameters
    left, right = st.columns([5, 6])
    with left:
        chart(
            "run-again",
            state,
            lambda: loss_figure(
                {name: model.curves for name, model in models.items()}, config["epochs"], {}
            ),
            lambda: takeaways.losses(
                {name: [y for _epoch, y in one.curves.train] for name, one in models.items()}
            ),
            height=HEIGHT,
        )
    if REFERENCE in parameters:
        with right:
            chart(
                "run-again-weights",
                state,
                lambda: weights_figure(
                    parameters,
                    record.start,
                    N_("common start"),
                    config["inputs"] or [f"x{i + 1}" for i in range(config["features"])],
                    config["targets"] or [f"y{j + 1}" for j in range(config["outputs"])],
                ),
                lambda: takeaways.weights(parameters, record.start, N_("common start")),
                height=HEIGHT,
            )
    for name in models:
        if words := run.difference_in_words(name):
            st.text(words)
    for name, model in record.models.items():
        if model.reason:
            st.text(f"{name}: {model.reason}")
    take_home(run, f"home_{run.number}")
    if config["dataset"] != "table":
        st.button(
            _("Use its settings on the Train page"), icon=":material/play_circle:",
            on_click=use_settings, args=(run,), disabled=any(map(fixed, DEFAULTS)),
        )  # fmt: skip


open_page("runs")
picture = st.container()  # first of all: a room looks at it
take_in()
if error := st.session_state.get("run_file_error"):
    st.error(in_markdown(error), icon=":material/error:")
runs = list(shelf().runs)
show_memory()
if gone := deleted():
    with st.container(horizontal=True, vertical_alignment="center", key="deleted"):
        st.text(_("Deleted: {run}.", run=gone[-1].name), width="content")
        st.button(_("Undo"), key="undo_delete", icon=":material/undo:", on_click=undo_delete)
if words := tell_dropped():
    st.info(words, icon=":material/inventory_2:")
if not runs:
    st.info(
        _(
            "No run is finished yet. Each one is kept here by itself, up to {n} of them.",
            n=MAX_RUNS,
        ),
        icon=":material/inventory_2:",
    )
    st.page_link(page_named("train").script, label=_("Train one"), icon=":material/play_circle:")
in_order = sorted(runs, key=lambda run: (run.pinned, run.made), reverse=True)
compared = sorted((run for run in in_order if show_row(run)), key=lambda run: run.made)
if compared:
    with picture:
        show_over_each_other(compared)
    show_side_by_side(compared)
opened = next((run for run in runs if run.number == st.session_state.get("opened_run")), None)
if opened:
    show_again(opened)
close_page("runs")
