"""Do they agree: how far the three programs are apart, and why not further."""

import inspect

import streamlit as st

from pages.shared.draw.charts import chart
from pages.shared.frame.frame import close_page, open_page
from pages.shared.lesson.numbers import Scene, choose_scene, once_for_each_scene
from pages.shared.lesson.questions import ask, questions
from pages.shared.link.controls import choose
from perceptron import DataError, difference, metrics
from perceptron.config import DTYPES
from perceptron.difference import QUANTITIES
from perceptron.figures import takeaways
from perceptron.figures.agreement import (
    UNITS,
    both_axes,
    central_difference_figure,
    dtype_figure,
    in_unit,
    limit_figure,
)
from perceptron.lessons.agreement.rounding import AtShare, ErrorAtH, errors_by_dtype, near_limit
from perceptron.lessons.agreement.series import DtypeSeries, series
from perceptron.lessons.shortened import shortened
from perceptron.text.escape import in_markdown
from perceptron.text.numbers import number, yes
from perceptron.training import batches


@once_for_each_scene("Training in float64 and in float32 …")
def all_series(scene: Scene) -> dict[str, DtypeSeries]:
    """Train in both dtypes."""
    return series(*shortened(scene.dataset, scene.config))


@once_for_each_scene("Training near the limit …")
def at_limit(scene: Scene, dtype: str) -> list[AtShare]:
    """Train with full batches at shares of the limit."""
    return near_limit(*shortened(scene.dataset, scene.config), dtype)


@once_for_each_scene("Moving every weight by h …")
def all_errors(scene: Scene) -> dict[str, list[ErrorAtH]]:
    """Try central differences on the first batch, for each h."""
    data = scene.dataset
    X, Y = next(batches(data.x_train, data.y_train, scene.config.batch_size))
    return errors_by_dtype(X, Y, scene.parameters)


def short(value: float) -> str:
    """Write a difference so that an exact zero stands out."""
    return number(value, 2) if value else "0, exact"


def measures_table(one: DtypeSeries) -> dict[str, list[str]]:
    """All measures after the last epoch, one row for each model and quantity."""
    rows = [
        (f"{name}, {quantity}", getattr(points[-1][1], quantity))
        for name, points in one.points.items()
        for quantity in QUANTITIES
    ]
    return {
        "what": [what for what, _ in rows],
        "bit-identical": [yes(d.identical) for _, d in rows],
        "MAPE in %": [short(d.percent) for _, d in rows],
        "fraction": [short(d.fraction) for _, d in rows],
        "largest": [short(d.largest) for _, d in rows],
        "L2 norm": [short(d.norm) for _, d in rows],
    }


def show_series(one: DtypeSeries) -> None:
    """Draw the differences in one dtype, and say which models were stopped."""
    chart(
        f"agreement-{one.dtype}",
        (scene.state, measure),
        lambda: dtype_figure(one, measure, span),
        lambda: (
            f"{one.dtype}, {UNITS[measure]}: "
            + takeaways.apart(
                takeaways.newest(one.points, measure), "", in_unit(one.epsilon, measure)
            )
        ),
        height=430,
    )
    for name, reason in one.reasons.items():
        st.warning(f"{name} in {one.dtype}: {reason}", icon=":material/block:")


open_page("agreement")
scene = choose_scene()
st.markdown(
    "All three programs start from the same W and b and see the same batches. On paper they do "
    "the same. A computer keeps a limited number of digits and rounds after every operation; the "
    "programs add the same numbers in different orders, so they round differently. **Epsilon** is "
    "the gap between 1 "
    "and the next number that the number format (dtype) can hold: the size of one rounding."
)
measure = choose(
    "Measure of the difference",
    "measure",
    list(UNITS),
    default="percent",
    format_func=UNITS.get,
    key="agreement_measure",
)
try:
    found = all_series(scene)
except DataError as error:  # float32 holds no number above 3e38
    st.error(f"In float32: {in_markdown(str(error))}", icon=":material/error:")
    close_page("agreement")
    st.stop()
span = both_axes(found, measure)
for place, one in zip(st.columns(2), found.values(), strict=True):
    with place:
        show_series(one)
rows, settings = shortened(scene.dataset, scene.config)
st.caption(
    f"{rows.n_samples} training rows in batches of {settings.batch_size}, {settings.epochs} "
    f"epochs, learning rate {number(settings.learning_rate)}, start from seed "
    f"{settings.init_seed}. Trained here on the CPU, once in each dtype; large runs are cut short."
)

st.markdown("## After the last epoch, in every measure")
for place, (dtype, one) in zip(st.columns(2), found.items(), strict=True):
    with place:
        percent = short(in_unit(one.epsilon, "percent"))
        st.markdown(f"**{dtype}**, epsilon {short(one.epsilon)}, in percent {percent}")
        st.table(measures_table(one))
        for name, points in one.points.items():
            for words in points[-1][1].warnings:
                st.caption(f"{name}: {words}; a percentage of nearly nothing says nothing.")
with st.expander("What each measure says"):
    st.latex(
        r"\text{MAPE} = \frac{100}{n}\sum_i \frac{|a_i - t_i|}{|t_i|}\ \% \qquad "
        r"\max_i |a_i - t_i| \qquad \|a - t\|_2 = \sqrt{\textstyle\sum_i (a_i - t_i)^2}"
    )
    st.markdown(
        "a is a model's tensor (the prediction Ŷ, W or b), t is torch's. **MAPE** is the "
        "mean difference relative to each entry: in percent it is 100 times the fraction, so "
        "always say which. An entry near 0 can make it large. The **largest difference** and "
        "the **L2 norm** have the unit of the tensor: with large numbers they are larger, and "
        "the epsilon line fits numbers of size 1. **Bit-identical** means that no entry differs."
    )
    for function in (metrics.mape, difference.difference):
        st.code(inspect.getsource(function), wrap_lines=True)

st.header("Near the limit", anchor=False)
st.markdown(
    "With all rows in one batch, descent converges below the learning rate "
    "$2 / \\lambda_{\\max}$ and diverges above it. Far below the limit each step shrinks old "
    "rounding differences. Close to it they hardly shrink; beyond it they grow with everything "
    "else."
)
limit_dtype = choose("Number format", "format", DTYPES, key="agreement_dtype")
shares = at_limit(scene, limit_dtype)
chart(
    "agreement-limit",
    (scene.state, limit_dtype),
    lambda: limit_figure(shares, limit_dtype, found[limit_dtype].epsilon),
    lambda: (
        f"At {number(shares[0].share)} of the limit the models differ by up to "
        f"{short(shares[0].largest)}, at {number(shares[-1].share)} by up to "
        f"{short(shares[-1].largest)}."
    ),
    height=400,
)
st.table(
    {
        "of the limit": [number(p.share) for p in shares],
        "learning rate": [number(p.learning_rate) for p in shares],
        "loss at the end": [number(p.loss) for p in shares],
        "difference": [short(p.largest) for p in shares],
        "relative": [short(p.relative) for p in shares],
        "epochs": [f"{p.epochs} (stopped)" if p.diverged else f"{p.epochs}" for p in shares],
    }
)
wildest = shares[-1]
st.markdown(
    f"The loss starts at {number(wildest.start_loss)}. At {number(wildest.share)} times the limit "
    f"it ends at {number(wildest.loss)}, and still the models differ by only "
    f"{short(wildest.relative)} of their largest entry: **they are wrong together**. That "
    "programs agree says that they compute the same, not that the result is good. A model whose "
    "loss passes 10¹² times its first one is stopped and keeps its last finite W and b "
    "(open markers)."
)

st.header("One more check: central differences", anchor=False)
st.latex(r"\frac{\partial L}{\partial w} \approx \frac{L(w+h) - L(w-h)}{2h}")
errors = all_errors(scene)
wide, narrow = errors["float64"][0], errors["float64"][-1]
st.markdown(
    "Usually a smaller h is better, because the curve is straighter over a short distance. Here "
    "the loss is quadratic, and for a parabola the formula is exact at **every** h: there is no "
    "truncation error. What is left is rounding. Each loss L is rounded by about ε L, and "
    "dividing by h enlarges that to "
    "about **ε L / h**: ten times smaller h, ten times larger error."
)
chart(
    "agreement-h-errors",
    scene.state,
    lambda: central_difference_figure(errors),
    lambda: (
        f"Error of central differences in float64: {short(wide.error)} at h = 1, "
        f"{short(narrow.error)} at h = 10⁻¹⁴."
    ),
    height=420,
)
st.caption(
    "Largest error of all entries of W and b, against the gradient by hand, on the first batch. In "
    "float32 the curve ends flat: h is so small that w + h is rounded back to w, the difference "
    "is 0, and the error is the gradient itself."
)

questions()
last = {dtype: one.points["scratch"][-1][1] for dtype, one in found.items()}
same = last["float64"].W.identical
ask(
    "agreement-identical",
    "After the last epoch in float64: is scratch's W bit-identical to torch's?",
    ["yes", "no"],
    yes(same),
    f"The largest difference is {short(last['float64'].W.largest)}, "
    f"in float32 {short(last['float32'].W.largest)}. Both are rounding.",
    state=scene.state,
)
together = wildest.relative < 1e-3
ask(
    "agreement-together",
    f"The learning rate is {number(wildest.share)} times the limit. What do the three programs do?",
    ["they come apart", "they go wrong together"],
    "they go wrong together" if together else "they come apart",
    f"The loss goes from {number(wildest.start_loss)} to {number(wildest.loss)}, and the relative "
    f"difference is {short(wildest.relative)}. Agreement is no proof of a good result.",
    state=(scene.state, limit_dtype),
)
tried = {f"h = {number(p.h)}": p.error for p in errors["float64"] if p.h in (1.0, 1e-6, 1e-14)}
ask(
    "agreement-h",
    "Which h gives the most exact gradient by central differences, in float64?",
    list(tried),
    min(tried, key=tried.__getitem__),
    "The errors: " + ", ".join(f"{h}: {short(error)}" for h, error in tried.items()) + ".",
    state=scene.state,
)
close_page("agreement")
