"""One batch under the microscope: an update, phase by phase, with every number."""

import inspect
import math
from collections.abc import Hashable

import streamlit as st

from pages.shared.draw.matrices import picked_cell, show_matrices
from pages.shared.frame.frame import close_page, open_page
from pages.shared.lesson.numbers import choose_scene
from pages.shared.lesson.questions import ask, ask_number, questions
from pages.shared.link.address import offer
from pages.shared.link.controls import choose, count, entry, switch
from pages.shared.session.keys import shortcut
from pages.shared.session.projector import goes_on
from pages.shared.train.decimal_field import decimal_field
from perceptron import Parameters, gradients
from perceptron.config import Bound
from perceptron.lessons.microscope.phases import PHASES, Names, outer_product_picture
from perceptron.lessons.update import (
    autograd_gradients,
    central_difference,
    digits_of_agreement,
    take_apart,
)
from perceptron.text.escape import in_markdown
from perceptron.text.numbers import factor, number
from perceptron.training import batches

MAX_TERMS = 8  # of a sum that is written out in full


def go(by: int) -> None:
    """Go to the next or the previous phase."""
    names = [p.name for p in PHASES]
    st.session_state["phase"] = names[names.index(st.session_state["phase"]) + by]


def pick() -> None:
    """Choose the entry of the weight gradient that was clicked."""
    cell = picked_cell("phase")
    if cell:
        st.session_state["entry"] = (cell["i"], cell["j"])


def take_entry() -> None:
    """Choose the entry of the weight gradient by its row and its column."""
    st.session_state["entry"] = (st.session_state["entry_row"], st.session_state["entry_column"])


def go_on_from(state: Hashable, parameters: Parameters, following: int) -> None:
    """Keep W and b for the numbers of this state, and go to a batch."""
    st.session_state["microscope"] = (state, parameters)
    st.session_state["batch"] = following
    st.session_state["phase"] = PHASES[0].name


open_page("microscope")
scene = choose_scene()
data = scene.dataset
every_batch = list(batches(data.x_train, data.y_train, scene.config.batch_size))

kept = st.session_state.get("microscope")
before = kept[1] if kept and kept[0] == scene.state else scene.parameters
offer("batch", range(1, len(every_batch) + 1), 1, glides=True)
if st.session_state.setdefault("batch", 1) > len(every_batch):
    st.session_state["batch"] = 1

with st.container(horizontal=True, vertical_alignment="bottom"):
    phase_name = choose(
        "Phase of the update",
        "phase",
        [p.name for p in PHASES],
        key="phase",
    )
    position = [p.name for p in PHASES].index(phase_name)
    st.button(
        "Back",
        icon=":material/arrow_back:",
        shortcut=shortcut("Left"),
        on_click=go,
        args=(-1,),
        disabled=position == 0,
    )
    st.button(
        "Next",
        icon=":material/arrow_forward:",
        shortcut=shortcut("Right"),
        on_click=go,
        args=(1,),
        disabled=position == len(PHASES) - 1,
    )
    k = int(
        decimal_field(
            "Batch",
            key="batch",
            bound=Bound(1, len(every_batch), 1, True, "Which batch is updated on."),
            width=120,
            help=f"The training rows are taken in order, in {len(every_batch)} slices.",
        )
    )

goes_on("Next phase", go, 1, disabled=position == len(PHASES) - 1)

X, Y = every_batch[k - 1]
first_row = (k - 1) * scene.config.batch_size
names = Names(
    [f"row {first_row + i + 1}" for i in range(len(X))], data.feature_names, data.target_names
)
update = take_apart(X, Y, before, scene.config.learning_rate)
after = take_apart(X, Y, update.after, scene.config.learning_rate)
phase = PHASES[position]
r, s = entry("entry", data.n_features, data.n_targets, key="entry")

st.latex(phase.formula)
st.markdown(phase.words)
show_matrices(
    "phase",
    phase.picture(update, names),
    ("weight_gradient", r, s) if phase.name == "gradients" else None,
    pick,
)
st.caption(
    f"Batch {k} of {len(every_batch)}: m = {len(X)} samples, d = {data.n_features} inputs, "
    f"c = {data.n_targets} outputs; learning rate {number(scene.config.learning_rate)}, "
    f"loss {number(update.loss)}. Point at a number, or tap it, to see what it is computed from."
)

if phase.name == "gradients":
    names_of_entry = in_markdown(f"{data.feature_names[r]}, {data.target_names[s]}")
    st.markdown(f"## Entry ({names_of_entry}), written out")
    st.session_state.update(entry_row=r, entry_column=s)
    with st.container(horizontal=True):
        st.selectbox(
            "Column r of X",
            range(data.n_features),
            key="entry_row",
            on_change=take_entry,
            format_func=lambda i: data.feature_names[i],
            width=200,
        )
        st.selectbox(
            "Column s of δ",
            range(data.n_targets),
            key="entry_column",
            on_change=take_entry,
            format_func=lambda j: data.target_names[j],
            width=200,
        )
    terms = [
        f":violet[{factor(x)}] · :blue[{factor(d)}]"
        for x, d in zip(X[:, r].tolist(), update.delta[:, s].tolist(), strict=True)
    ]
    if len(terms) > MAX_TERMS:
        terms = [*terms[:5], f"… {len(terms) - 7} more …", *terms[-2:]]
    st.markdown(" + ".join(terms) + f" = **{number(update.gradients.W[r, s].item())}**")

    by_autograd = autograd_gradients(X, Y, before)
    by_difference = central_difference(X, Y, before, r, s)
    by_hand = update.gradients.W[r, s]
    st.markdown("## The same entry, computed in three ways")
    rows = [
        ("by hand, Xᵀδ", by_hand.item(), None),
        ("autograd", by_autograd.W[r, s].item(), digits_of_agreement(by_autograd.W[r, s], by_hand)),
        (
            "central difference, (L(w+h) − L(w−h)) / 2h, h = 0.0001",
            by_difference,
            digits_of_agreement(by_hand.new_tensor(by_difference), by_hand),
        ),
    ]
    st.table(
        {
            "way": [way for way, *_ in rows],
            "value": [number(value, 16) for _, value, _ in rows],
            "digits that agree": [
                "" if n is None else "all: bit-identical" if math.isinf(n) else f"{n:.1f}"
                for *_, n in rows
            ],
        }
    )
    if switch("See Xᵀδ as a sum of outer products, one for each sample", "outer", key="outer"):
        n = count("Add up to sample", "sample", 1, len(X), key="outer_n") if len(X) > 1 else 1
        show_matrices("outer", outer_product_picture(update, names, n))

if phase.name == "update":
    st.markdown(
        f"The loss of this batch goes from **{number(update.loss)}** to **{number(after.loss)}**."
    )
    with st.container(horizontal=True):
        st.button(
            "Keep the new W and b, next batch",
            type="primary",
            on_click=go_on_from,
            args=(scene.state, update.after, k % len(every_batch) + 1),
        )
        st.button(
            "Back to the first W and b",
            on_click=go_on_from,
            args=(scene.state, scene.parameters, 1),
            disabled=before is scene.parameters,
        )

with st.expander("The code of this phase, from perceptron/gradients.py"):
    for function in phase.code:
        st.code(inspect.getsource(getattr(gradients, function)), wrap_lines=True)

questions()
ask(
    "microscope-falls",
    "Take this update, then look at the loss of this same batch. It is now …",
    ["lower", "higher"],
    "lower" if after.loss < update.loss else "higher",
    f"The loss goes from {number(update.loss)} to {number(after.loss)}. A step downhill lowers "
    "the loss as long as it is not too long; beyond that the loss rises.",
    state=(scene.name, k),
)
ask_number(
    "microscope-factor",
    f"By what is the residual multiplied to give δ, with m = {len(X)} and c = {data.n_targets}?",
    2 / Y.numel(),
    f"The 2 comes from the square; it is divided by m · c = {Y.shape[0]} · {Y.shape[1]} numbers.",
    tolerance=0.02,
    state=(scene.name, k),
)
ask(
    "microscope-shape",
    "How many outer products add up to ∂L/∂W of this batch, and of what shape is each?",
    [
        f"{len(X)} of {data.n_features} × {data.n_targets}",
        f"{data.n_features} of {len(X)} × {data.n_targets}",
        f"{data.n_targets} of {len(X)} × {data.n_features}",
    ],
    f"{len(X)} of {data.n_features} × {data.n_targets}",
    "One for each sample; each has the shape of W.",
    state=(scene.name, k),
)
close_page("microscope")
