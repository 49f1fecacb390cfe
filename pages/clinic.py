"""A patient with a planted bug: look at the evidence, then make a diagnosis."""

import streamlit as st

from pages.shared.draw.charts import chart
from pages.shared.draw.matrices import show_matrices
from pages.shared.draw.words import say
from pages.shared.frame.frame import close_page, open_page
from pages.shared.lesson.clinic import (
    admit_patient,
    offer_new_patient,
    patient_here,
    show_diagnosis,
    show_score,
)
from pages.shared.lesson.numbers import Scene, choose_scene
from pages.shared.lesson.questions import pose, questions
from pages.shared.link.address import said, tell
from pages.shared.room.seal import sealer
from pages.shared.session.in_room import in_room
from perceptron.figures import takeaways
from perceptron.figures.clinic import PATIENT, clinic_loss_figure, ratio_figure, shown
from perceptron.lessons.clinic import questions as asked
from perceptron.lessons.clinic.bugs import BUGS
from perceptron.lessons.clinic.ward import HEALTHY, Ward, admit, with_first_output
from perceptron.lessons.matrices import Matrix
from perceptron.sharing.provenance import check_of_text
from perceptron.text.escape import in_formula
from perceptron.text.language import _, ngettext, pgettext, spoken
from perceptron.text.numbers import large, number


def wards(scene: Scene) -> tuple[Ward, Ward]:
    """All patients trained on these numbers, and on their first output alone."""
    kept = st.session_state.get("clinic_wards")
    state = scene.state, spoken()  # a ward says why a program was stopped
    if kept is None or kept[0] != state:
        kept = (
            state,
            admit(scene.dataset, scene.start, scene.config),
            admit(*with_first_output(scene.dataset, scene.start), scene.config),
        )
        st.session_state["clinic_wards"] = kept
    return kept[1:]


def choose_patient() -> None:
    """Take the teacher's choice and forget it, so that the page does not show it."""
    if st.session_state["clinic_teacher"] is not None:
        admit_patient(st.session_state["clinic_teacher"])
        st.session_state["clinic_teacher"] = None


def named(symbol: str, *, sick: bool) -> str:
    """What a matrix of the patient or of the healthy program is called."""
    if sick:
        return _("{symbol} patient", symbol=symbol)
    return _("{symbol} healthy", symbol=symbol)


open_page("clinic")
opening = st.container()
scene = choose_scene()
data = scene.dataset
ward, single = wards(scene)
fingerprints = ward.fingerprints()
can_show = [name for name, found in fingerprints.items() if found.shows] or list(BUGS)
seal = sealer()
cases = {name: check_of_text(name) for name in can_show}
known = {case: name for name, plain in cases.items() for case in (plain, seal(plain))}
patient, visit = patient_here(can_show, known.get(said("case") or ""))
tell("case", seal(cases[patient]) if in_room() else cases[patient])
case, healthy, ratios = ward.cases[patient], ward.cases[HEALTHY], ward.ratios(patient)
with opening:
    say(
        _(
            "The patient is a copy of the scratch program with one line gone wrong. Its loss went "
            "from {first} to **{last}**, that of the healthy program from {healthy_first} to "
            "**{healthy_last}**. The loss alone does not tell what is wrong; the first gradient "
            "does.",
            first=large(case.losses[0]),
            last=large(case.losses[-1]),
            healthy_first=large(healthy.losses[0]),
            healthy_last=large(healthy.losses[-1]),
        )
    )
with st.container(horizontal=True, vertical_alignment="center"):
    offer_new_patient(can_show)
    score = st.container(width="content")  # filled below: a diagnosis changes it
if healthy.stopped:
    too = _("The healthy program was stopped too.")
    st.info(f"{too} {healthy.stopped}", icon=":material/info:")

found = fingerprints[patient]
chart(
    "clinic-ratio",
    (scene.state, visit),
    lambda: ratio_figure(ratios.W, ratios.b, data.feature_names, data.target_names),
    lambda: _(
        "The patient's first gradient, divided by the healthy one: for W {ratios}, "
        "for b {bias_ratios}.",
        ratios=found.weight.words,
        bias_ratios=found.bias.words,
    ),
    height=330,
)
st.caption(
    _(
        "Each dot is one entry of the first gradient, the patient's divided by the healthy one. "
        "Where all is well it is 1. m = {m} samples in the batch, d = {d} inputs, c = {c} outputs, "
        "η = {rate}.",
        m=len(ward.X),
        d=data.n_features,
        c=data.n_targets,
        rate=number(ward.learning_rate),
    )
)
show_diagnosis(ward, patient, visit, scene.state, can_show)
with score:
    show_score(patient, visit)

with st.expander(_("More evidence: the loss, epoch by epoch")):
    losses = {
        HEALTHY: healthy.losses,
        "torch": ward.cases["torch"].losses,
        PATIENT: case.losses,
    }
    chart(
        "clinic-loss",
        (scene.state, visit),
        lambda: clinic_loss_figure(losses),
        lambda: takeaways.losses({shown(one): values for one, values in losses.items()}),
        height=360,
    )
    if case.stopped:
        st.caption(_("The patient's loss grew without bound, so its training was stopped."))
rows, columns = data.feature_names, data.target_names
with st.expander(_("More evidence: where both start from, W before the first step")):
    show_matrices(
        "clinic-start",
        [
            Matrix("start_patient", named("W", sick=True), case.start.W, rows, columns),
            Matrix("start_healthy", named("W", sick=False), healthy.start.W, rows, columns),
        ],
    )
with st.expander(_("More evidence: the first batch, number by number")):
    say(
        ngettext(
            "Both start with the same {n} sample. What a program has used as its gradient can be "
            "read off its first step:",
            "Both start with the same {n} samples. What a program has used as its gradient can be "
            "read off its first step:",
            len(ward.X),
        )
    )
    steps = pgettext("the first step", "before"), pgettext("the first step", "after")
    before, after = map(in_formula, steps)
    for value in "Wb":
        st.latex(
            rf"\frac{{\partial L}}{{\partial {value}}}"
            rf" = \frac{{{value}_{{\text{{{before}}}}} - {value}_{{\text{{{after}}}}}}}{{\eta}}"
        )
    show_matrices(
        "clinic-weight",
        [
            Matrix("weight_gradient", named("∂L/∂W", sick=True), case.gradients.W, rows, columns),
            "÷",
            Matrix(
                "healthy_weight",
                named("∂L/∂W", sick=False),
                healthy.gradients.W,
                rows,
                columns,
            ),
            "=",
            Matrix("ratio_weight", _("ratio"), ratios.W, rows, columns),
        ],
    )
    show_matrices(
        "clinic-bias",
        [
            Matrix("bias_gradient", named("∂L/∂b", sick=True), case.gradients.b[None], (), columns),
            "÷",
            Matrix(
                "healthy_bias", named("∂L/∂b", sick=False), healthy.gradients.b[None], (), columns
            ),
            "=",
            Matrix("ratio_bias", _("ratio"), ratios.b[None], (), columns),
        ],
    )
    st.caption(
        _(
            "Entry by entry; a dash stands where the healthy entry is 0 and nothing can be divided "
            "by it."
        )
    )
if not in_room():
    with st.expander(_("For the teacher")):
        st.selectbox(
            _("Send in a patient of your choice"),
            can_show,
            index=None,
            key="clinic_teacher",
            format_func=lambda name: BUGS[name].sentence,
            on_change=choose_patient,
            placeholder=_("The choice is forgotten at once, so nobody can read it here"),
        )

questions()
pose(
    "clinic-single",
    lambda: asked.silent_question(single, _("Leave only the first output of these data, c = 1.")),
    state=scene.state,
)
if ward.is_multiple("divided_by_m"):  # not if the gradients are lost in rounding
    pose("clinic-rate", lambda: asked.rate_question(ward), state=(scene.state, *ward.Y.shape))
pose("clinic-check", lambda: asked.check_question(ward), state=scene.state)
falling = sum(one.loss_falls for one in fingerprints.values())
close_page(
    "clinic",
    know=(
        _(
            "A falling loss proves little: on these numbers it falls with {falling} of the {all} "
            "bugs.",
            falling=falling,
            all=len(BUGS),
        ),
        _(
            "The first gradient, divided by a healthy one, tells a wrong factor (all ratios alike) "
            "from a wrong sum (only b is off)."
        ),
        _(
            "What was copied has to be compared too: the right gradient at the wrong W passes "
            "every check of gradients."
        ),
    ),
)
