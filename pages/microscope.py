"""One batch under the microscope: an update, phase by phase, shown or filled in."""

from collections.abc import Hashable

import streamlit as st

from pages.shared.draw.code import show_code
from pages.shared.draw.layer import show_layer
from pages.shared.draw.matrices import show_matrices
from pages.shared.draw.words import say
from pages.shared.frame.frame import close_page, open_page
from pages.shared.lesson.microscope.filling_in import (
    lead_on,
    offer_to_give_up,
    show_blanks,
    show_reached,
    task_of,
)
from pages.shared.lesson.microscope.within_reach import is_within_reach, show_shut
from pages.shared.lesson.microscope.worked import pick, show_entry, show_outcome
from pages.shared.lesson.numbers import EXAMPLE, choose_scene, open_with_example
from pages.shared.lesson.questions import pose, questions
from pages.shared.link.address import offer
from pages.shared.link.controls import choose, entry
from pages.shared.session.keys import shortcut
from pages.shared.session.projector import goes_on
from pages.shared.train.decimal_field import decimal_field
from perceptron import Parameters, gradients
from perceptron.config import Bound
from perceptron.figures.layer import layer_of
from perceptron.lessons.microscope import questions as asked
from perceptron.lessons.microscope.blanks import ALONE, LEVELS, WORKED
from perceptron.lessons.microscope.phases import PHASES, Names
from perceptron.lessons.microscope.tries import MOST_TRIES, other_numbers
from perceptron.lessons.update import take_apart
from perceptron.text.language import N_, _, ngettext
from perceptron.text.numbers import number
from perceptron.training import batches

LIT = {  # of the picture of the layer, in each phase
    "forward": ("X", "W"),
    "loss": ("Y_hat",),
    "delta": ("delta",),
    "gradients": ("X", "delta"),
    "update": ("W",),
}


def go(by: int) -> None:
    """Go to the next or the previous phase."""
    names = [p.name for p in PHASES]
    st.session_state["phase"] = names[names.index(st.session_state["phase"]) + by]


def go_on_from(state: Hashable, parameters: Parameters, following: int) -> None:
    """Keep W and b for the numbers of this state, and go to a batch."""
    st.session_state["microscope"] = (state, parameters)
    st.session_state["batch"] = following
    st.session_state["phase"] = PHASES[0].name


def go_to_numbers(number_of_try: int, following: int) -> None:
    """Go to other numbers: those of a try, or of a batch."""
    st.session_state.update({"try": number_of_try, "batch": following, "phase": PHASES[0].name})


def go_to_level(level: str) -> None:
    """Go to the first phase of a level; alone with other numbers than those that were seen."""
    st.session_state.update(level=level, phase=PHASES[0].name)
    if level == ALONE:
        try_others()


open_page("microscope")
if open_with_example():
    go_to_numbers(1, 1)
scene = choose_scene(follows_run=False)
data = scene.dataset
every_batch = list(batches(data.x_train, data.y_train, scene.config.batch_size))

offer("batch", range(1, len(every_batch) + 1), 1, glides=True)
if st.session_state.setdefault("batch", 1) > len(every_batch):
    st.session_state["batch"] = 1
offer("try", range(1, MOST_TRIES + 1), 1)
is_example = scene.name == EXAMPLE
this_try = st.session_state.setdefault("try", 1) if is_example else 1


def try_others() -> None:
    """Go to other numbers: made up for the worked example, of the next batch for all others."""
    if is_example:
        go_to_numbers(this_try % MOST_TRIES + 1, 1)
    else:
        go_to_numbers(1, st.session_state["batch"] % len(every_batch) + 1)


with st.container(horizontal=True, vertical_alignment="bottom"):
    level = choose(
        _("Level"),
        "level",
        LEVELS,
        key="level",
        help=_(
            "First the whole update is worked out for you. Then you fill in a few blanks, then all "
            "of it, alone."
        ),
    )
    phase_name = choose(_("Phase of the update"), "phase", [p.name for p in PHASES], key="phase")
    position = [p.name for p in PHASES].index(phase_name)
    st.button(
        _("Back"),
        icon=":material/arrow_back:",
        shortcut=shortcut("Left"),  # in English: the name of a key
        on_click=go,
        args=(-1,),
        disabled=position == 0,
    )
    st.button(
        _("Next"),
        icon=":material/arrow_forward:",
        shortcut=shortcut("Right"),  # in English: the name of a key
        on_click=go,
        args=(1,),
        disabled=position == len(PHASES) - 1
        or not is_within_reach(level, PHASES[position + 1].name),
    )
    if this_try == 1:
        decimal_field(
            _("Batch"),
            key="batch",
            bound=Bound(1, len(every_batch), 1, True, _("Which batch is updated on.")),
            width=120,
            help=ngettext(
                "The training rows are taken in order, in {n} slice.",
                "The training rows are taken in order, in {n} slices.",
                len(every_batch),
            ),
        )

goes_on(_("Next phase"), go, 1, disabled=position == len(PHASES) - 1)

k = int(st.session_state["batch"])
kept = st.session_state.get("microscope")
before = scene.parameters
if this_try > 1:
    X, Y, before = other_numbers(this_try)
    first_row = 0
else:
    X, Y = every_batch[k - 1]
    first_row = (k - 1) * scene.config.batch_size
    if level == WORKED and kept and kept[0] == scene.state:
        before = kept[1]  # what is filled in begins with the first: a reload keeps these
rows = [_("row {number}", number=first_row + i + 1) for i in range(len(X))]
names = Names(rows, data.feature_names, data.target_names)
update = take_apart(X, Y, before, scene.config.learning_rate)
after = take_apart(X, Y, update.after, scene.config.learning_rate)
phase = PHASES[position]
is_last = position == len(PHASES) - 1
r, s = entry("entry", data.n_features, data.n_targets, key="entry")

if is_within_reach(level, phase.name):
    st.latex(phase.formula)
    say(_(phase.words))
    if level == WORKED:
        picked = ("weight_gradient", r, s) if phase.name == "gradients" else None
        show_matrices("phase", phase.picture(update, names), picked, pick)
    else:
        task = task_of(level, update, names)
        show_blanks(task, phase)
    if level != WORKED or this_try > 1:
        with st.container(horizontal=True):
            if level != WORKED and is_within_reach(WORKED, phase.name):
                offer_to_give_up(task, phase)
            st.button(_("Try with other numbers"), icon=":material/casino:", on_click=try_others)
            if this_try > 1:
                st.button(
                    _("Back to the worked example's numbers"), on_click=go_to_numbers, args=(1, 1)
                )
    if this_try == 1:
        which = _("Batch {number} of {all}", number=k, all=len(every_batch))
    else:
        which = _("Made-up numbers, try {number}", number=this_try)
    if level == WORKED:
        told = N_(
            "{which}: m = {m} samples, d = {d} inputs, c = {c} outputs; learning rate {rate}, "
            "loss {loss}."
        )
    else:
        told = N_(
            "{which}: m = {m} samples, d = {d} inputs, c = {c} outputs; learning rate {rate}."
        )
    rate, loss = number(scene.config.learning_rate), number(update.loss)
    m, d, c = len(X), data.n_features, data.n_targets
    st.caption(_(told, which=which, m=m, d=d, c=c, rate=rate, loss=loss))

    if level == WORKED:
        show_layer(
            layer_of(X, Y, before, (data.feature_names, data.target_names), names.samples[0]),
            LIT[phase.name],
        )
    if level == WORKED and phase.name == "gradients":
        show_entry(update, names, r, s)
    if level == WORKED and is_last:
        if this_try == 1:
            show_outcome(
                update,
                after,
                lambda: go_on_from(scene.state, update.after, k % len(every_batch) + 1),
                None
                if before is scene.parameters
                else lambda: go_on_from(scene.state, scene.parameters, 1),
            )
        say(_("You have seen every number of an update. Now work some of them out yourself."))
        lead_on(level, go_to_level, try_others, main=True)
    elif is_last:
        show_reached(task, go_to_level, try_others)

    with st.expander(_("The code of this phase, from {file}", file="perceptron/gradients.py")):
        show_code(*(getattr(gradients, function) for function in phase.code))
else:
    show_shut()

questions()
state = (scene.name, k, this_try, update.learning_rate)
pose("microscope-longer", lambda: asked.longer_question(update, asked.TIMES[0]), state=state)
pose("microscope-delta", asked.factor_question)
pose("microscope-products", asked.shape_question)
close_page(
    "microscope",
    know=(
        _(
            "δ is the residual times {factor}; it is all that the loss passes back.",
            factor="2 / (m c)",
        ),
        _(
            "{gradient}: an entry multiplies a column of X by a column of δ; {bias_gradient} adds "
            "δ up.",
            gradient="∂L/∂W = Xᵀδ",
            bias_gradient="∂L/∂b",
        ),
        _(
            "One step downhill took this batch's loss from {first} to {last}.",
            first=number(update.loss),
            last=number(after.loss),
        )
        if level == WORKED
        else _("One step downhill lowers the loss, as long as it is not too long."),
    ),
)
