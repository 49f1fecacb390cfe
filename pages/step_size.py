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
from perceptron.text.language import N_, _, ngettext
from perceptron.text.numbers import number

PARTS = (N_("the scale"), N_("directions"), N_("loss surface"), N_("feature scaling"))

open_page("step_size")
first = st.container()
with st.container(horizontal=True, vertical_alignment="bottom"):
    scene = choose_scene(NOTEBOOK)
    part = choose(_("Look at"), "view", PARTS, key="step_size_part")
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
        with st.expander(
            _("More: where the limit comes from, and two rates that are taken for it")
        ):
            say(theory_words)
elif part == PARTS[1]:
    words, picture = words_and_picture()
    with words.container(horizontal=True, gap="large"):
        st.latex(r"e_{k} = (I - \eta H)^k e_0", width="content")
        st.latex(r"|v_i^\top e_k| = |1-\eta\lambda_i|^k\,|v_i^\top e_0|", width="content")
    with words:
        say(
            _(
                "e is the distance to the best parameters. Along each direction of the loss it "
                "shrinks by its own factor, {factor}; here all rows are one batch, where that is "
                "exact. The steepest direction (λ = {steepest}) sets the limit, the flattest "
                "(λ = {flattest}) sets how long you wait.",
                factor="|1 − η λ|",
                steepest=number(float(spectrum.values[-1]), 3),
                flattest=number(float(spectrum.values[0]), 3),
            )
        )
    with picture:
        chart(
            "decay",
            (scene.state, rate),
            lambda: decay_figure(decay(data, scene.start, rate, 24), spectrum.values),
            lambda: takeaways.directions(rate, decay(data, scene.start, rate, 24).measured),
            height=430,
        )
    with st.expander(_("More: the limit of one batch with all rows, and the best constant step")):
        say(
            _(
                "With all rows in one batch the limit is {formula} = {limit}. The ratio of both λ, "
                "the condition number, is **{condition}**; the best constant step is "
                "{best_formula} = **{best}**.",
                formula=r"$2 / \lambda_{\max}$",
                limit=number(spectrum.limit, 3),
                condition=number(spectrum.condition, 3),
                best_formula=r"$2 / (\lambda_{\min} + \lambda_{\max})$",
                best=number(spectrum.best_rate, 3),
            )
        )
elif part == PARTS[2]:
    names = data.target_names
    offer("output", names, names[0], "step_size_output")
    if st.session_state.get("step_size_output") not in names:
        st.session_state["step_size_output"] = names[0]
    output = names.index(
        st.selectbox(_("Output"), names, key="step_size_output", width=200, persist_state="session")
    )
    path = walk(data, scene.start, rate, scene.config.batch_size, scene.config.epochs)[:200]
    cut = plane(data, path, output, spectrum)
    words, picture = words_and_picture()
    with words:
        say(
            _(
                "The loss of one output, cut along its steepest and its flattest direction: a "
                "bowl, **{times} times** as long as it is wide, and drawn so. Each dot is the "
                "update of one batch of {rows} at learning rate {rate}; the large dot is where it "
                "ends. Long steps jump to and fro across the bowl, short ones creep along it.",
                times=number(spectrum.elongation, 2),
                rows=ngettext("{n} row", "{n} rows", scene.config.batch_size),
                rate=number(rate),
            )
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
        _("Multiply {feature} by", feature=first_feature),
        FACTORS,
        key="step_size_factor",
        persist_state="session",
    )
    before, after = limits_by_factor(data.x_train, data.n_targets, [1, factor])
    with words:
        say(
            _(
                "Metres or centimetres: nothing about the data changes, but {steepest} grows with "
                "the square. With all rows in one batch the limit goes from **{before}** to "
                "**{after}**.",
                steepest=r"$\lambda_{\max}$",
                before=number(before, 3),
                after=number(after, 3),
            )
        )
    with picture:
        chart(
            "factor",
            (scene.state, factor),
            lambda: factor_figure(
                FACTORS, limits_by_factor(data.x_train, data.n_targets, FACTORS), factor
            ),
            lambda: _(
                "With {feature} times {factor} the largest learning rate goes from {before} to "
                "{after}.",
                feature=first_feature,
                factor=factor,
                before=number(before, 3),
                after=number(after, 3),
            ),
            height=340,
        )
    raw, scaled = known.linnerud
    say(
        _(
            "Real data show it: the raw Linnerud table (sit-ups by the hundred, chins by the ten) "
            "in one batch allows rates up to **{raw}**, the standardised one up to **{scaled}**. "
            "That is why real data are standardised here by default.",
            raw=number(raw, 2),
            scaled=number(scaled, 3),
        )
    )

with st.expander(_("The code: curvature, an epoch as a product, and the sweep as one program")):
    show_code(theory.hessian, theory.EpochMap.radius, sweep.sweep)

questions()
pose("step-size-distance", asked.distance_question)
pose("step-size-two-batches", asked.two_batches_question)
pose(
    "step-size-scaled",
    lambda: asked.scaled_question(data.x_train, data.n_targets, first_feature),
    state=(scene.state, first_feature),
)
before_training = _("It is known before training.")
close_page(
    "step_size",
    know=(
        f"{limits.rule} {before_training}",
        _(
            "Along each direction a step leaves the share {factor} of the distance: the steepest "
            "direction sets the limit, the flattest how long you wait.",
            factor="1 − ηλ",
        ),
        _(
            "An input that is 30 times as large lowers the limit {times} times here: so "
            "standardise your columns.",
            times=number(known.fall, 3),
        ),
    ),
)
