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
from perceptron.text.numbers import counted, number

open_page("agreement")
words, programs = words_and_picture()
with words:
    say("Add three numbers. Which two do you add first?")
    sums, digits = choose_sum()
    show_sum(sums, digits)
    say(
        "**The three programs add the same numbers in different orders.** So each of them rounds "
        "differently, though they start from the same W and b and see the same batches. This is "
        "how far scratch and einsum come from torch:"
    )
with programs:
    scene = choose_scene()
    found = all_series(scene)
    picture = st.container()
with st.expander("More: other quantities, and other measures of the difference"):
    quantity = choose(
        "What is compared", "quantity", list(QUANTITIES), default="W",
        format_func=LABELS.get, key="agreement_quantity",
    )  # fmt: skip
    measure = choose(
        "Measure of the difference", "measure", list(UNITS), default="percent",
        format_func=UNITS.get, key="agreement_measure",
    )  # fmt: skip
rows, settings = shortened(scene.dataset, scene.config)


def ends(dtype: str) -> dict[str, float]:
    """The last difference of each program in a dtype."""
    return {
        f"{name} {LABELS[quantity]}": getattr(getattr(points[-1][1], quantity), measure)
        for name, points in found[dtype].points.items()
    }


with picture:
    chart(
        "agreement",
        (scene.state, quantity, measure, tuple(found)),
        lambda: agreement_figure(found, quantity, measure),
        lambda: " ".join(
            f"{dtype}, {UNITS[measure]}: "
            + takeaways.apart(ends(dtype), "", in_unit(one.epsilon, measure))
            for dtype, one in found.items()
        ),
        height=430,
    )
    for dtype, one in found.items():
        for name, reason in one.reasons.items():
            st.warning(f"{name} in {dtype}: {reason}", icon=":material/block:")
        for name, points in one.points.items():
            for warning in points[-1][1].warnings:
                st.caption(f"{name}: {warning}; a percentage of nearly nothing says nothing.")
    st.caption(
        f"{counted(rows.n_samples, 'training row')} in batches of {settings.batch_size}, "
        f"{counted(settings.epochs, 'epoch')}, learning rate {number(settings.learning_rate)}, "
        "start from seed "
        f"{settings.init_seed}. Trained here on the CPU, once in each number format; large runs "
        "are cut short."
    )
if (part := fold("All measures, after the last epoch", "measures", key="agreement_table")).open:
    with part:
        show_measures(found)
part = fold("Near the largest learning rate", "limit", key="agreement_limit")
if part.open and sums.dtype in found:
    with part:
        show_limit(scene, found[sums.dtype])
if (
    part := fold("One more check: central differences", "differences", key="agreement_differences")
).open:
    with part:
        show_differences(scene)

questions()
pose("agreement-digits", asked.digits_question())
pose("agreement-repeat", asked.repeat_question())
pose("agreement-together", asked.together_question())
pose("agreement-cube", asked.cube_question())
known = two_orders(SUMS["decimals"], "float64")
last = {
    dtype: max((points[-1][1].W.percent for points in one.points.values()), default=0.0)
    for dtype, one in found.items()
}
close_page(
    "agreement",
    know=(
        f"(0.1 + 0.2) + 0.3 and 0.1 + (0.2 + 0.3) are {number(known.epsilons)} epsilon apart in "
        "float64: the order of adding decides what is rounded.",
        "W of the programs is apart by up to "
        + " and ".join(f"{short(value)} % in {dtype}" for dtype, value in last.items())
        + ": that follows epsilon.",
        "Programs that agree compute the same. Whether the result is good is another question.",
    ),
)
