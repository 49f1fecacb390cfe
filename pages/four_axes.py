"""The derivative with four axes: its slices added up, slice by slice, and what that costs."""

import streamlit as st

from pages.shared.draw.charts import chart
from pages.shared.draw.code import show_code
from pages.shared.draw.words import say
from pages.shared.frame.frame import close_page, open_page
from pages.shared.lesson.four_axes import (
    Shown,
    agreement_in_words,
    show_contraction,
    show_slices,
)
from pages.shared.lesson.four_axes_orders import show_orders
from pages.shared.lesson.numbers import choose_scene, open_with_example
from pages.shared.lesson.questions import pose, questions
from pages.shared.link.controls import choose
from perceptron import ConfigError, gradients
from perceptron.figures import takeaways
from perceptron.figures.four_axes import GROWING, cost_figure, costs, grown_to
from perceptron.lessons.four_axes import questions as asked
from perceptron.lessons.four_axes import tensor
from perceptron.lessons.four_axes.tensor import samples_within, structural_zeros
from perceptron.lessons.update import take_apart
from perceptron.sizes import (
    MIB,
    contraction_multiplications,
    first_way_multiplications,
    four_axis_bytes,
)
from perceptron.text.language import N_, _
from perceptron.text.numbers import in_bytes, number, percent
from perceptron.text.whole import count
from perceptron.training import batches

COUNTS = (1, 2, 5, 10, 20, 50, 100)


def show_cost(g: Shown) -> None:
    """Multiplications and bytes, counted and drawn against the sizes."""
    m, (d, c) = g.m, g.update.before.W.shape
    budget = g.scene.config.einsum_budget * MIB
    grows = choose(
        _("What grows"), "grows", list(GROWING), default="outputs",
        format_func=lambda one: _(GROWING[one]), key="four_axes_grows",
    )  # fmt: skip
    say(
        _(
            "For batches of m = {m}, d = {d}, c = {c}: joining slices takes {product} = "
            "**{joining}** multiplications, Xᵀδ takes {short_product} = **{by_hand}**. The tensor "
            "takes **{bytes}**. With the outputs that grows as the square, and {zeros} of it are "
            "zeros; Xᵀδ grows in proportion. A tensor above the budget ({budget} MiB) is refused "
            "before it is built.",
            m=m,
            d=d,
            c=c,
            product="m c d c",
            joining=count(contraction_multiplications(m, d, c)),
            short_product="m d c",
            by_hand=count(first_way_multiplications(m, d, c)),
            bytes=in_bytes(four_axis_bytes(m, d, c)),
            zeros=percent(structural_zeros(c), 0),
            budget=number(g.scene.config.einsum_budget),
        )
    )

    def show(*, memory: bool) -> None:
        chart(
            f"four-axes-cost-{memory}",
            (g.scene.state, grows),
            lambda: cost_figure((m, d, c), grows, COUNTS, budget, memory=memory),
            lambda: takeaways.compared(
                costs((m, d, c), grows, COUNTS[-1], memory=memory),
                grown_to(grows, COUNTS[-1]),
                in_bytes if memory else number,
            ),
            height=380,
        )

    show(memory=True)
    show(memory=False)


VIEWS = {  # as links name them
    "contraction": (N_("slice by slice"), show_contraction),
    "slices": (N_("one slice"), show_slices),
    "cost": (N_("what it costs"), show_cost),
    "two orders": (N_("advanced: two orders"), show_orders),  # in English: a link's word
}

open_page("four_axes")
open_with_example()
with st.container(horizontal=True, vertical_alignment="bottom"):
    scene = choose_scene(follows_run=False)
    view = choose(
        _("Look at"), "view", list(VIEWS), format_func=lambda one: _(VIEWS[one][0]),
        key="four_axes_view",
    )  # fmt: skip
data = scene.dataset
d, c = data.n_features, data.n_targets
X, Y = next(batches(data.x_train, data.y_train, scene.config.batch_size))
m = len(X)
try:
    shown = samples_within(m, d, c)
except ConfigError as error:
    st.error(str(error), icon=":material/error:")
    close_page("four_axes")
    st.stop()
update = take_apart(X[:shown], Y[:shown], scene.parameters, scene.config.learning_rate)
batch = Shown(scene, m, update, [_("row {number}", number=i + 1) for i in range(shown)])
if shown < m:
    st.info(
        _(
            "The tensor of the whole batch would take {bytes}. To be looked at, it is built for "
            "the first {shown} of {m} samples.",
            bytes=in_bytes(four_axis_bytes(m, d, c)),
            shown=shown,
            m=m,
        ),
        icon=":material/visibility:",
    )

VIEWS[view][1](batch)

with st.expander(
    _(
        "The code: {file} and {other}",
        file="perceptron/gradients.py",
        other="perceptron/lessons/four_axes/tensor.py",
    )
):
    show_code(gradients.prediction_by_weight, tensor.later_form, gradients.contract)

questions()
pose("four-axes-entry", asked.entry_question)
pose("four-axes-order", asked.order_question)
pose("four-axes-nonzero", asked.nonzero_question)
pose("four-axes-grows", asked.grows_question)
close_page(
    "four_axes",
    know=(
        _("Each prediction has a slice: its derivative by all weights, zero but for one column."),
        _(
            "All {slices} slices, each times its entry of δ, add up to Xᵀδ: here they agree "
            "{how_far}.",
            slices=shown * c,
            how_far=agreement_in_words(update),
        ),
        _(
            "The tensor has {product} = {entries} numbers, of which {zeros} are zeros: that is "
            "what the third program pays for.",
            product="m c d c",
            entries=count(m * c * d * c),
            zeros=percent(structural_zeros(c), 0),
        ),
    ),
)
