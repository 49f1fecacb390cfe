"""How big a step: which learning rates can work, known before training and seen by training."""

import streamlit as st

from pages.shared.draw.charts import chart
from pages.shared.draw.code import show_code
from pages.shared.draw.words import say
from pages.shared.frame.frame import close_page, open_page
from pages.shared.lesson.numbers import NOTEBOOK, choose_scene
from pages.shared.lesson.questions import pose, questions
from pages.shared.lesson.step_size import FACTORS, known_of, show_scale, take_rate
from pages.shared.lesson.step_size_words import opening, other_limits, which_theory
from pages.shared.link.address import offer
from pages.shared.link.controls import choose
from pages.shared.session.projector import words_and_picture
from perceptron import theory
from perceptron.figures import takeaways
from perceptron.figures.step_size import decay_figure, factor_figure
from perceptron.figures.surface import outside_in_words, surface_figure
from perceptron.lessons.step_size import questions as asked
from perceptron.lessons.step_size import sweep
from perceptron.lessons.step_size.limits import limits_by_factor
from perceptron.lessons.step_size.path import decay, plane, walk
from perceptron.text.escape import in_markdown
from perceptron.text.numbers import counted, number

PARTS = ("the scale", "directions", "loss surface", "feature scaling")

open_page("step_size")
first = st.container()
with st.container(horizontal=True, vertical_alignment="bottom"):
    scene = choose_scene(NOTEBOOK)
    part = choose("Look at", "view", PARTS, key="step_size_part")
    rate = take_rate(scene)
data = scene.dataset
first_feature = in_markdown(data.feature_names[0])
known = known_of(scene)
spectrum, limits = known.map.spectrum, known.limits
with first:
    say(opening(scene, known, rate))

if part == PARTS[0]:
    show_scale(scene, known, rate)
    if theory_words := f"{which_theory(limits)}\n\n{other_limits(limits)}".strip():
        with st.expander("More: where the limit comes from, and two rates that are taken for it"):
            say(theory_words)
elif part == PARTS[1]:
    words, picture = words_and_picture()
    with words.container(horizontal=True, gap="large"):
        st.latex(r"e_{k} = (I - \eta H)^k e_0", width="content")
        st.latex(r"|v_i^\top e_k| = |1-\eta\lambda_i|^k\,|v_i^\top e_0|", width="content")
    with words:
        say(
            "e is the distance to the best parameters. Along each direction of the loss it shrinks "
            "by its own factor, |1 − η λ|; here all rows are one batch, where that is exact. The "
            f"steepest direction (λ = {number(float(spectrum.values[-1]), 3)}) sets the limit, the "
            f"flattest (λ = {number(float(spectrum.values[0]), 3)}) sets how long you wait."
        )
    with picture:
        chart(
            "decay",
            (scene.state, rate),
            lambda: decay_figure(decay(data, scene.start, rate, 24), spectrum.values),
            lambda: takeaways.directions(rate, decay(data, scene.start, rate, 24).measured),
            height=430,
        )
    with st.expander("More: the limit of one batch with all rows, and the best constant step"):
        say(
            f"With all rows in one batch the limit is $2 / \\lambda_{{\\max}}$ = "
            f"{number(spectrum.limit, 3)}. The ratio of both λ, the condition number, is "
            f"**{number(spectrum.condition, 3)}**; the best constant step is "
            f"$2 / (\\lambda_{{\\min}} + \\lambda_{{\\max}})$ = "
            f"**{number(spectrum.best_rate, 3)}**."
        )
elif part == PARTS[2]:
    names = data.target_names
    offer("output", names, names[0], "step_size_output")
    if st.session_state.get("step_size_output") not in names:
        st.session_state["step_size_output"] = names[0]
    output = names.index(
        st.selectbox("Output", names, key="step_size_output", width=200, persist_state="session")
    )
    path = walk(data, scene.start, rate, scene.config.batch_size, scene.config.epochs)[:200]
    cut = plane(data, path, output, spectrum)
    words, picture = words_and_picture()
    with words:
        say(
            "The loss of one output, cut along its steepest and its flattest direction: a bowl, "
            f"**{number(spectrum.elongation, 2)} times** as long as it is wide, and drawn so. Each "
            f"dot is the update of one batch of {counted(scene.config.batch_size, 'row')} at "
            f"learning rate {number(rate)}; the large dot is where it ends. Long steps jump "
            "to and fro across the bowl, short ones creep along it."
        )
    with picture:
        chart(
            "surface",
            (scene.state, rate, output),
            lambda: surface_figure(cut, data.target_names[output]),
            lambda: f"{takeaways.path(rate, cut.path)} {outside_in_words(cut)}",
            height=440,
        )
        if note := outside_in_words(cut):
            st.caption(note)
else:
    offer("factor", FACTORS, 30, "step_size_factor", glides=True)
    st.session_state.setdefault("step_size_factor", 30)
    words, picture = words_and_picture()
    factor = words.select_slider(
        f"Multiply {first_feature} by",
        FACTORS,
        key="step_size_factor",
        persist_state="session",
    )
    before, after = limits_by_factor(data.x_train, data.n_targets, [1, factor])
    with words:
        say(
            "Metres or centimetres: nothing about the data changes, but $\\lambda_{\\max}$ grows "
            "with the square. With all rows in one batch the limit goes from "
            f"**{number(before, 3)}** to **{number(after, 3)}**."
        )
    with picture:
        chart(
            "factor",
            (scene.state, factor),
            lambda: factor_figure(
                FACTORS, limits_by_factor(data.x_train, data.n_targets, FACTORS), factor
            ),
            lambda: (
                f"With {first_feature} times {factor} the largest learning rate goes from "
                f"{number(before, 3)} to {number(after, 3)}."
            ),
            height=340,
        )
    raw, scaled = known.linnerud
    say(
        "Real data show it: the raw Linnerud table (sit-ups by the hundred, chins by the ten) "
        f"in one batch allows rates up to **{number(raw, 2)}**, the standardised one up to "
        f"**{number(scaled, 3)}**. That is "
        "why real data are standardised here by default."
    )

with st.expander("The code: curvature, an epoch as a product, and the sweep as one program"):
    show_code(theory.hessian, theory.EpochMap.radius, sweep.sweep)

questions()
pose("step-size-distance", asked.distance_question())
pose("step-size-two-batches", asked.two_batches_question())
pose(
    "step-size-scaled",
    asked.scaled_question(data.x_train, data.n_targets, first_feature),
    state=(scene.state, first_feature),
)
close_page(
    "step_size",
    know=(
        f"{limits.rule} It is known before training.",
        "Along each direction a step leaves the share 1 − ηλ of the distance: the steepest "
        "direction sets the limit, the flattest how long you wait.",
        f"An input that is 30 times as large lowers the limit {number(known.fall, 3)} times here: "
        "so standardise your columns.",
    ),
)
