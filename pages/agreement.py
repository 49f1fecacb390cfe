"""Do they agree: how far the three programs are apart, and why not further."""

import streamlit as st

from pages.shared.draw.charts import chart
from pages.shared.draw.words import say
from pages.shared.frame.frame import close_page, open_page
from pages.shared.lesson.agreement import (
    all_series,
    short,
    show_differences,
    show_limit,
    show_measures,
)
from pages.shared.lesson.agreement_sum import choose_sum, show_sum
from pages.shared.lesson.numbers import choose_scene
from pages.shared.lesson.questions import pose, questions
from pages.shared.link.controls import choose, fold
from pages.shared.session.projector import words_and_picture
from perceptron.difference import QUANTITIES
from perceptron.figures import takeaways
from perceptron.figures.agreement.series import UNITS, agreement_figure, in_unit
from perceptron.figures.difference import LABELS
from perceptron.lessons.agreement import questions as asked
from perceptron.lessons.agreement.order import SUMS, two_orders
from perceptron.lessons.shortened import shortened
from perceptron.text.language import _, ngettext
from perceptron.text.numbers import number

open_page("agreement")
words, programs = words_and_picture()
with words:
    say(_("Add three numbers. Which two do you add first?"))
    sums, digits = choose_sum()
    show_sum(sums, digits)
    say(
        _(
            "**The three programs add the same numbers in different orders.** So each of them "
            "rounds differently, though they start from the same W and b and see the same batches. "
            "This is how far scratch and einsum come from torch:"
        )
    )
with programs:
    scene = choose_scene()
    found = all_series(scene)
    picture = st.container()
with st.expander(_("More: other quantities, and other measures of the difference")):
    quantity = choose(
        _("What is compared"), "quantity", list(QUANTITIES), default="W",
        format_func=LABELS.get, key="agreement_quantity",
    )  # fmt: skip
    measure = choose(
        _("Measure of the difference"), "measure", list(UNITS), default="percent",
        format_func=lambda one: _(UNITS[one]), key="agreement_measure",
    )  # fmt: skip
rows, settings = shortened(scene.dataset, scene.config)


def ends(dtype: str) -> dict[str, float]:
    """The last difference of each program in a dtype."""
    return {
        f"{name} {LABELS[quantity]}": getattr(getattr(points[-1][1], quantity), measure)
        for name, points in found[dtype].points.items()
    }


with picture:
    unit = _(UNITS[measure])
    chart(
        "agreement",
        (scene.state, quantity, measure, tuple(found)),
        lambda: agreement_figure(found, quantity, measure),
        lambda: " ".join(
            f"{dtype}, {unit}: " + takeaways.apart(ends(dtype), "", in_unit(one.epsilon, measure))
            for dtype, one in found.items()
        ),
        height=430,
    )
    for dtype, one in found.items():
        for name, reason in one.reasons.items():
            st.warning(
                _("{model} in {dtype}: {reason}", model=name, dtype=dtype, reason=reason),
                icon=":material/block:",
            )
        for name, points in one.points.items():
            for warning in points[-1][1].warnings:
                st.caption(
                    _(
                        "{model}: {warning}; a percentage of nearly nothing says nothing.",
                        model=name,
                        warning=warning,
                    )
                )
    st.caption(
        _(
            "{rows} in batches of {size}, {epochs}, learning rate {rate}, start from seed {seed}. "
            "Trained here on the CPU, once in each number format; large runs are cut short.",
            rows=ngettext("{n} training row", "{n} training rows", rows.n_samples),
            size=settings.batch_size,
            epochs=ngettext("{n} epoch", "{n} epochs", settings.epochs),
            rate=number(settings.learning_rate),
            seed=settings.init_seed,
        )
    )
part = fold(_("All measures, after the last epoch"), "measures", key="agreement_table")
if part.open:
    with part:
        show_measures(found)
part = fold(_("Near the largest learning rate"), "limit", key="agreement_limit")
if part.open and sums.dtype in found:
    with part:
        show_limit(scene, found[sums.dtype])
part = fold(_("One more check: central differences"), "differences", key="agreement_differences")
if part.open:
    with part:
        show_differences(scene)

questions()
pose("agreement-digits", asked.digits_question)
pose("agreement-repeat", asked.repeat_question)
pose("agreement-together", asked.together_question)
pose("agreement-cube", asked.cube_question)
known = two_orders(SUMS["decimals"], "float64")
last = {
    dtype: short(max((points[-1][1].W.percent for points in one.points.values()), default=0.0))
    for dtype, one in found.items()
}
close_page(
    "agreement",
    know=(
        _(
            "{one} and {other} are {n} epsilon apart in float64: the order of adding decides what "
            "is rounded.",
            one="(0.1 + 0.2) + 0.3",
            other="0.1 + (0.2 + 0.3)",
            n=number(known.epsilons),
        ),
        _(
            "W of the programs is apart by up to {difference} % in float64 and {in_float32} % in "
            "float32: that follows epsilon.",
            difference=last["float64"],
            in_float32=last["float32"],
        )
        if "float32" in last  # it can't hold every number
        else _(
            "W of the programs is apart by up to {difference} % in float64: that follows epsilon.",
            difference=last["float64"],
        ),
        _("Programs that agree compute the same. Whether the result is good is another question."),
    ),
)
