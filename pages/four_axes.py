"""The derivative with four axes: its slices, two ways to flatten it, and what it costs."""

import inspect

import streamlit as st

from pages.shared.draw.charts import chart
from pages.shared.frame.frame import close_page, open_page
from pages.shared.lesson.four_axes import Shown, show_contraction, show_orders, show_slices
from pages.shared.lesson.numbers import choose_scene
from pages.shared.lesson.questions import ask, ask_number, questions
from pages.shared.link.controls import choose
from perceptron import ConfigError, gradients
from perceptron.figures import takeaways
from perceptron.figures.four_axes import GROWING, cost_figure, costs
from perceptron.lessons import four_axes
from perceptron.lessons.four_axes import mixing, samples_within, structural_zeros
from perceptron.lessons.update import take_apart
from perceptron.sizes import (
    MIB,
    contraction_multiplications,
    first_way_multiplications,
    four_axis_bytes,
)
from perceptron.text.numbers import count, in_bytes, number, percent
from perceptron.training import batches

COUNTS = (1, 2, 5, 10, 20, 50, 100)


def show_cost(g: Shown) -> None:
    """Multiplications and bytes, counted and drawn against the sizes."""
    m, (d, c) = g.m, g.update.before.W.shape
    budget = g.scene.config.einsum_budget * MIB
    grows = choose(
        "What grows", "grows", list(GROWING), default="outputs", format_func=GROWING.get,
        key="four_axes_grows",
    )  # fmt: skip
    st.markdown(
        f"For batches of m = {m}, d = {d}, c = {c}: joining slices takes m c d c = "
        f"**{count(contraction_multiplications(m, d, c))}** multiplications, Xᵀδ takes m d c = "
        f"**{count(first_way_multiplications(m, d, c))}**. The tensor takes "
        f"**{in_bytes(four_axis_bytes(m, d, c))}**. With the outputs that grows as the square, "
        f"and {percent(structural_zeros(c), 0)} of it are zeros; Xᵀδ grows in proportion. A tensor "
        f"above the budget ({number(g.scene.config.einsum_budget)} MiB) is refused before it "
        "is built."
    )

    def show(*, memory: bool) -> None:
        chart(
            f"four-axes-cost-{memory}",
            (g.scene.state, grows),
            lambda: cost_figure((m, d, c), grows, COUNTS, budget, memory=memory),
            lambda: takeaways.compared(
                costs((m, d, c), grows, COUNTS[-1], memory=memory),
                f"{COUNTS[-1]} {grows}",
                in_bytes if memory else number,
            ),
            height=380,
        )

    left, right = st.columns(2)
    with left:
        show(memory=False)
    with right:
        show(memory=True)


VIEWS = {
    "slices": show_slices,
    "two orders": show_orders,
    "contraction": show_contraction,
    "cost": show_cost,
}

open_page("four_axes")
with st.container(horizontal=True, vertical_alignment="bottom"):
    scene = choose_scene()
    view = choose("Look at", "view", list(VIEWS), default="slices", key="four_axes_view")
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
batch = Shown(scene, m, update, [f"row {i + 1}" for i in range(shown)])
if shown < m:
    st.info(
        f"The tensor of the whole batch would take {in_bytes(four_axis_bytes(m, d, c))}. To be "
        f"looked at, it is built for the first {shown} of {m} samples.",
        icon=":material/visibility:",
    )

VIEWS[view](batch)

with st.expander("The code: perceptron/gradients.py and perceptron/lessons/four_axes.py"):
    for function in (gradients.prediction_by_weight, four_axes.later_form, gradients.contract):
        st.code(inspect.getsource(function), wrap_lines=True)

questions()
ask_number(
    "four-axes-zeros",
    f"What percentage of the tensor is zero by its structure, with c = {c} outputs?",
    100 * structural_zeros(c),
    f"1 − 1/c: of each slice only one column of {c} is not zero.",
    tolerance=0.03,
    state=scene.state,
)
twice = four_axis_bytes(m, d, 2 * c) // four_axis_bytes(m, d, c)
ask(
    "four-axes-twice",
    "Twice as many outputs: how many times as many numbers does the tensor have?",
    ["2", "4", "8"],
    f"{twice}",
    "c appears twice in m c d c: once for the predictions, once for the weights.",
)
ask(
    "four-axes-mixed",
    "δ is flattened by rows and the derivative by columns. What happens?",
    ["an error about shapes", "the right gradient", "a wrong gradient of the right shape"],
    mixing(update.X, update.delta),
    "Both orders give a matrix of the same shape, (m c) × (d c). With one output, or one input "
    "and one sample, there is only one order; else each entry is joined with a wrong one.",
    state=scene.state,
)
close_page("four_axes")
