"""A patient with a planted bug: look at the evidence, then make a diagnosis."""

import secrets

import streamlit as st

from pages.shared.draw.charts import chart
from pages.shared.draw.matrices import show_matrices
from pages.shared.frame.frame import close_page, open_page
from pages.shared.lesson.clinic import show_diagnosis
from pages.shared.lesson.numbers import Scene, choose_scene
from pages.shared.lesson.questions import ask, ask_number, questions
from pages.shared.link.address import said, tell
from pages.shared.room.seal import sealer
from pages.shared.session.in_room import in_room
from perceptron.figures import takeaways
from perceptron.figures.clinic import PATIENT, clinic_loss_figure, ratio_figure
from perceptron.lessons.clinic.bugs import BUGS
from perceptron.lessons.clinic.ward import HEALTHY, Ward, admit, with_first_output
from perceptron.lessons.matrices import Matrix
from perceptron.sharing.provenance import check_of_text
from perceptron.text.numbers import number, yes


def wards(scene: Scene) -> tuple[Ward, Ward]:
    """All patients trained on these numbers, and on their first output alone."""
    kept = st.session_state.get("clinic_wards")
    if kept is None or kept[0] != scene.state:
        kept = (
            scene.state,
            admit(scene.dataset, scene.start, scene.config),
            admit(*with_first_output(scene.dataset, scene.start), scene.config),
        )
        st.session_state["clinic_wards"] = kept
    return kept[1:]


def admit_patient(name: str) -> None:
    """Put a patient on the page; its number makes the diagnosis a new question."""
    _, visit = st.session_state.get("clinic_patient", ("", 0))
    st.session_state["clinic_patient"] = (name, visit + 1)


def draw_patient(names: list[str]) -> None:
    """Draw a patient at random, another one than the last."""
    last, _ = st.session_state.get("clinic_patient", ("", 0))
    admit_patient(secrets.choice([name for name in names if name != last] or names))


def choose_patient() -> None:
    """Take the teacher's choice and forget it, so that the page does not show it."""
    if st.session_state["clinic_teacher"] is not None:
        admit_patient(st.session_state["clinic_teacher"])
        st.session_state["clinic_teacher"] = None


open_page("clinic")
st.markdown(
    "The patient is a copy of the scratch program with one line gone wrong. You don't see the "
    "code, only what it does. Compare it with the healthy programs, then make a diagnosis."
)
scene = choose_scene()
data = scene.dataset
ward, single = wards(scene)
fingerprints = ward.fingerprints()
can_show = [name for name, found in fingerprints.items() if found.shows] or list(BUGS)
seal = sealer()
cases = {name: check_of_text(name) for name in can_show}
known = {case: name for name, plain in cases.items() for case in (plain, seal(plain))}
if linked := known.get(said("case") or ""):
    admit_patient(linked)
if st.session_state.get("clinic_patient", ("", 0))[0] not in can_show:
    draw_patient(can_show)
patient, visit = st.session_state["clinic_patient"]
tell("case", seal(cases[patient]) if in_room() else cases[patient])
case, healthy, ratios = ward.cases[patient], ward.cases[HEALTHY], ward.ratios(patient)

with st.container(horizontal=True, vertical_alignment="center"):
    st.button(
        "New patient",
        icon=":material/shuffle:",
        on_click=draw_patient,
        args=(can_show,),
        key="clinic_new",
    )
    st.markdown(f"**Patient {visit}**", width="content")
if healthy.stopped:
    st.info(f"The healthy program was stopped too. {healthy.stopped}", icon=":material/info:")

left, right = st.columns(2)
with left:
    losses = {
        HEALTHY: healthy.losses,
        "torch": ward.cases["torch"].losses,
        PATIENT: case.losses,
    }
    chart(
        "clinic-loss",
        (scene.state, visit),
        lambda: clinic_loss_figure(losses),
        lambda: takeaways.losses(losses),
        height=360,
    )
with right:
    found = fingerprints[patient]
    chart(
        "clinic-ratio",
        (scene.state, visit),
        lambda: ratio_figure(ratios.W, ratios.b, data.feature_names, data.target_names),
        lambda: (
            "The patient's first gradient, divided by the healthy one: "
            f"for W {found.weight.words}, for b {found.bias.words}."
        ),
        height=360,
    )
if case.stopped:
    st.caption("The patient's loss grew without bound, so its training was stopped.")

st.markdown(
    f"## The first batch, number by number\nBoth start with the same {len(ward.X)} samples. "
    "What a program has used as its gradient can be read off its first step:"
)
for value in "Wb":
    st.latex(
        rf"\frac{{\partial L}}{{\partial {value}}}"
        rf" = \frac{{{value}_{{\text{{before}}}} - {value}_{{\text{{after}}}}}}{{\eta}}"
    )
rows, columns = data.feature_names, data.target_names
show_matrices(
    "clinic-weight",
    [
        Matrix("weight_gradient", "∂L/∂W patient", case.gradients.W, rows, columns),
        "÷",
        Matrix("healthy_weight", "∂L/∂W healthy", healthy.gradients.W, rows, columns),
        "=",
        Matrix("ratio_weight", "ratio", ratios.W, rows, columns),
    ],
)
show_matrices(
    "clinic-bias",
    [
        Matrix("bias_gradient", "∂L/∂b patient", case.gradients.b[None], (), columns),
        "÷",
        Matrix("healthy_bias", "∂L/∂b healthy", healthy.gradients.b[None], (), columns),
        "=",
        Matrix("ratio_bias", "ratio", ratios.b[None], (), columns),
    ],
)
st.caption(
    f"m = {len(ward.X)} samples in the batch, d = {data.n_features} inputs, "
    f"c = {data.n_targets} outputs, η = {number(ward.learning_rate)}. Entry by entry; a dash "
    "stands "
    "where the healthy entry is 0 and nothing can be divided by it."
)
with st.expander("Where both start from: W before the first step"):
    show_matrices(
        "clinic-start",
        [
            Matrix("start_patient", "W patient", case.start.W, rows, columns),
            Matrix("start_healthy", "W healthy", healthy.start.W, rows, columns),
        ],
    )

show_diagnosis(ward, patient, visit, scene.state)
if not in_room():
    with st.expander("For the teacher"):
        st.selectbox(
            "Send in a patient of your choice",
            can_show,
            index=None,
            key="clinic_teacher",
            format_func=lambda name: BUGS[name].sentence,
            on_change=choose_patient,
            placeholder="The choice is forgotten at once, so nobody can read it here",
        )

questions()
silent = [name for name, one in single.fingerprints().items() if not one.shows]
ask_number(
    "clinic-single",
    "Leave only the first output, c = 1. How many of the six bugs can no longer be noticed at all?",
    len(silent),
    "Trained on it, these are healthy: " + "; ".join(BUGS[name].title for name in silent) + ".",
    state=scene.state,
)
if ward.is_multiple("divided_by_m"):  # not if the gradients are lost in rounding
    ask_number(
        "clinic-rate",
        "A program divides by m only. At which learning rate would a healthy program take its "
        f"steps? (η is {number(ward.learning_rate)} here.)",
        ward.healthy_rate("divided_by_m"),
        f"Its gradient is {fingerprints['divided_by_m'].weight.words.removeprefix('all ')} times "
        "too large, so this bug looks like a learning rate.",
        tolerance=0.01,
        state=scene.state,
    )
ask(
    "clinic-check",
    "W was not transposed. Does the gradient pass a check against autograd, each at the W and b "
    "that the program has?",
    ["yes", "no"],
    yes(fingerprints["not_transposed"].gradient_is_true),
    "It is the right gradient in the wrong place: only the start is wrong. Therefore compare what "
    "was copied, too.",
    state=scene.state,
)
close_page("clinic")
