"""What the lesson on agreement shows: three numbers in two orders, and what is folded away."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from pages.shared.draw.charts import chart
from pages.shared.draw.code import show_code
from pages.shared.draw.words import say
from pages.shared.lesson.numbers import Scene, once_for_each_scene
from pages.shared.link.address import address, said, tell
from pages.shared.link.controls import choose, count
from pages.shared.train.decimal_field import decimal_field
from perceptron import DataError, difference, metrics
from perceptron.config import DTYPES, Bound
from perceptron.difference import QUANTITIES
from perceptron.figures.agreement.rounding import central_difference_figure, limit_figure
from perceptron.figures.agreement.series import in_unit
from perceptron.lessons.agreement.order import (
    MOST_DIGITS,
    SUMS,
    Terms,
    TwoOrders,
    equations,
    orders_in_words,
    two_orders,
    written,
)
from perceptron.lessons.agreement.rounding import AtShare, ErrorAtH, errors_by_dtype, near_limit
from perceptron.lessons.agreement.series import DtypeSeries, series
from perceptron.lessons.shortened import shortened
from perceptron.text.escape import in_markdown
from perceptron.text.numbers import number, yes
from perceptron.training import batches

OWN = "own"
_SHOWN = {
    "decimals": "0.1, 0.2, 0.3",
    "halves": "0.5, 0.25, 0.125",
    "far-apart": "10¹⁶, −10¹⁶, 1",
    OWN: "my own",
}
_FIELDS = ("a", "b", "c")
_TERM = Bound(-1e30, 1e30, 0.0, False, "One of three numbers that are added up.")
_FIRST_DIGITS = 16  # with which both sums look different, and only in their last digit


def _own_terms() -> Terms:
    """The numbers that the visitor, or the link, has given."""
    for name, value in zip(_FIELDS, SUMS["decimals"], strict=True):
        st.session_state.setdefault(f"agreement_{name}", value)
    text = said("terms")
    if text is not None:
        try:
            given = [float(part) for part in text[:99].split("_")]
            for name, value in zip(_FIELDS, given, strict=True):
                _TERM.check(name, value)
        except ValueError:  # a ConfigError, too
            address().notes.append(
                "terms must be three numbers, as in 0.1_0.2_0.3. It is left out."
            )
        else:
            for name, value in zip(_FIELDS, given, strict=True):
                st.session_state[f"agreement_{name}"] = value
    a, b, c = (st.session_state[f"agreement_{name}"] for name in _FIELDS)
    return a, b, c


def choose_sum() -> tuple[TwoOrders, int]:
    """Let the visitor choose three numbers and their format; return the sums, and the digits."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = choose(
            "Add three numbers", "sum", list(_SHOWN), format_func=_SHOWN.get, key="agreement_sum"
        )
        dtype = choose("Number format", "format", DTYPES, key="agreement_dtype")
    terms = _own_terms()
    if chosen == OWN:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            a, b, c = (
                decimal_field(name, key=f"agreement_{name}", bound=_TERM, width=104)
                for name in _FIELDS
            )
        terms = (a, b, c)
    tell("terms", "_".join(map(repr, terms)) if chosen == OWN else "")
    digits = count(
        "Digits shown", "digits", 1, MOST_DIGITS, default=_FIRST_DIGITS,
        key="agreement_digits", width=340,
    )  # fmt: skip
    return two_orders(terms if chosen == OWN else SUMS[chosen], dtype), digits


def show_sum(found: TwoOrders, digits: int) -> None:
    """Show both sums, and say whether they are the same."""
    st.latex(equations(found, digits))
    words = orders_in_words(found)
    if not found.identical and written(found.left, digits) == written(found.right, digits):
        words += f" With {digits} digits you can't see it: show more."
    say(
        f"{words} **Epsilon** (ε) is the gap between 1 and the next number that a number format "
        f"can hold: {number(found.epsilon, 2)} in {found.dtype}."
    )


@once_for_each_scene("Training in float64 and in float32 …")
def _series_in(scene: Scene, dtype: str) -> DtypeSeries:
    """Train in one dtype."""
    return series(*shortened(scene.dataset, scene.config), (dtype,))[dtype]


def all_series(scene: Scene) -> dict[str, DtypeSeries]:
    """Train in each dtype that can hold the rows; say which can't."""
    found = {}
    for dtype in DTYPES:
        try:
            found[dtype] = _series_in(scene, dtype)
        except DataError as error:  # float32 holds no number above 3e38
            st.error(f"In {dtype}: {in_markdown(str(error))}", icon=":material/error:")
    return found


def short(value: float) -> str:
    """Write a difference so that an exact zero stands out."""
    return number(value, 2) if value else "0, exact"


def _measures_table(one: DtypeSeries) -> dict[str, list[str]]:
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


def show_measures(found: Mapping[str, DtypeSeries]) -> None:
    """Every measure after the last epoch, and what each says."""
    for dtype, one in found.items():
        percent = short(in_unit(one.epsilon, "percent"))
        st.markdown(f"**{dtype}**, epsilon {short(one.epsilon)}, in percent {percent}")
        st.table(_measures_table(one))
    say(
        "a is a program's tensor (the prediction Ŷ, W or b), t is torch's. **MAPE** is the "
        "mean difference relative to each entry: in percent it is 100 times the fraction, so "
        "always say which. An entry near 0 can make it large. The **largest difference** and "
        "the **L2 norm** have the unit of the tensor: with large numbers they are larger, and "
        "the epsilon line fits numbers of size 1. **Bit-identical** means that no entry differs."
    )
    st.latex(r"\text{MAPE} = \frac{100}{n}\sum_i \frac{|a_i - t_i|}{|t_i|}\ \%")
    st.latex(r"\max_i |a_i - t_i|")
    st.latex(r"\|a - t\|_2 = \sqrt{\textstyle\sum_i (a_i - t_i)^2}")
    show_code(metrics.mape, difference.difference)


@once_for_each_scene("Training near the limit …")
def _at_limit(scene: Scene, dtype: str) -> list[AtShare]:
    """Train with full batches at shares of the limit."""
    return near_limit(*shortened(scene.dataset, scene.config), dtype)


def show_limit(scene: Scene, one: DtypeSeries) -> None:
    """How far the programs are apart at learning rates around the largest that converges."""
    say(
        "With all rows in one batch, descent converges below the learning rate "
        "$2 / \\lambda_{\\max}$ and diverges above it. Far below the limit each step shrinks old "
        "rounding differences. Close to it they hardly shrink; beyond it they grow with everything "
        "else."
    )
    shares = _at_limit(scene, one.dtype)
    chart(
        "agreement-limit",
        (scene.state, one.dtype),
        lambda: limit_figure(shares, one.dtype, one.epsilon),
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
    say(
        f"The loss starts at {number(wildest.start_loss)}. At {number(wildest.share)} times the "
        f"limit it ends at {number(wildest.loss)}, and still the models differ by only "
        f"{short(wildest.relative)} of their largest entry: **they are wrong together**. That "
        "programs agree says that they compute the same, not that the result is good. A model "
        "whose loss passes 10¹² times its first one is stopped and keeps its last finite W and b "
        "(open markers)."
    )


@once_for_each_scene("Moving every weight by h …")
def _all_errors(scene: Scene) -> dict[str, list[ErrorAtH]]:
    """Try central differences on the first batch, for each h."""
    data = scene.dataset
    X, Y = next(batches(data.x_train, data.y_train, scene.config.batch_size))
    return errors_by_dtype(X, Y, scene.parameters)


def show_differences(scene: Scene) -> None:
    """A check that trusts no derivation, and what rounding makes of it."""
    st.latex(r"\frac{\partial L}{\partial w} \approx \frac{L(w+h) - L(w-h)}{2h}")
    errors = _all_errors(scene)
    wide, narrow = errors["float64"][0], errors["float64"][-1]
    say(
        "Usually a smaller h is better, because the curve is straighter over a short distance. "
        "Here the loss is quadratic, and for a parabola the formula is exact at **every** h. "
        "What is left is rounding. Each loss L is rounded by about ε L, and dividing by h enlarges "
        "that to about **ε L / h**: ten times smaller h, ten times larger error."
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
        "Largest error of all entries of W and b, against the gradient by hand, on the first "
        "batch. In float32 the curve ends flat: h is so small that w + h is rounded back to w, the "
        "difference is 0, and the error is the gradient itself."
    )
