"""What the lesson on agreement folds away: every measure, rates at the limit, a check of h."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from pages.shared.draw.charts import chart
from pages.shared.draw.code import show_code
from pages.shared.draw.words import say
from pages.shared.lesson.numbers import Scene, once_for_each_scene
from perceptron import DataError, difference, metrics
from perceptron.config import DTYPES
from perceptron.difference import QUANTITIES
from perceptron.figures.agreement.rounding import central_difference_figure, limit_figure
from perceptron.figures.agreement.series import in_unit
from perceptron.lessons.agreement.rounding import AtShare, ErrorAtH, errors_by_dtype, near_limit
from perceptron.lessons.agreement.series import DtypeSeries, series
from perceptron.lessons.shortened import shortened
from perceptron.text.escape import in_markdown
from perceptron.text.language import N_, _
from perceptron.text.numbers import number, yes
from perceptron.training import batches


@once_for_each_scene(N_("Training in float64 and in float32 …"))
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
            words = _("In {format}: {problem}", format=dtype, problem=in_markdown(str(error)))
            st.error(words, icon=":material/error:")
    return found


def short(value: float) -> str:
    """Write a difference so that an exact zero stands out."""
    return number(value, 2) if value else _("0, exact")


def _measures_table(one: DtypeSeries) -> dict[str, list[str]]:
    """All measures after the last epoch, one row for each model and quantity."""
    rows = {
        ", ".join((name, _(quantity))): getattr(points[-1][1], quantity)
        for name, points in one.points.items()
        for quantity in QUANTITIES
    }
    found = rows.values()
    return {
        _("what"): list(rows),
        _("bit-identical"): [yes(d.identical) for d in found],
        _("MAPE in %"): [short(d.percent) for d in found],
        _("fraction"): [short(d.fraction) for d in found],
        _("largest"): [short(d.largest) for d in found],
        _("L2 norm"): [short(d.norm) for d in found],
    }


def show_measures(found: Mapping[str, DtypeSeries]) -> None:
    """Every measure after the last epoch, and what each says."""
    for dtype, one in found.items():
        title = _(
            "**{format}**, epsilon {epsilon}, in percent {percent}",
            format=dtype,
            epsilon=short(one.epsilon),
            percent=short(in_unit(one.epsilon, "percent")),
        )
        st.markdown(title)  # what it names is explained below
        st.table(_measures_table(one))
    say(
        _(
            "a is a program's tensor (the prediction Ŷ, W or b), t is torch's. **MAPE** is the "
            "mean difference relative to each entry: in percent it is 100 times the fraction, so "
            "always say which. An entry near 0 can make it large. The **largest difference** and "
            "the **L2 norm** have the unit of the tensor: with large numbers they are larger, and "
            "the epsilon line fits numbers of size 1. **Bit-identical** means that no entry "
            "differs."
        )
    )
    st.latex(r"\text{MAPE} = \frac{100}{n}\sum_i \frac{|a_i - t_i|}{|t_i|}\ \%")
    st.latex(r"\max_i |a_i - t_i|")
    st.latex(r"\|a - t\|_2 = \sqrt{\textstyle\sum_i (a_i - t_i)^2}")
    show_code(metrics.mape, difference.difference)


@once_for_each_scene(N_("Training near the limit …"))
def _at_limit(scene: Scene, dtype: str) -> list[AtShare]:
    """Train with full batches at shares of the limit."""
    return near_limit(*shortened(scene.dataset, scene.config), dtype)


def show_limit(scene: Scene, one: DtypeSeries) -> None:
    """How far the programs are apart at learning rates around the largest that converges."""
    say(
        _(
            "With all rows in one batch, descent converges below the learning rate "
            "{limit} and diverges above it. Far below the limit each step shrinks old "
            "rounding differences. Close to it they hardly shrink; beyond it they grow with "
            "everything else.",
            limit=r"$2 / \lambda_{\max}$",
        )
    )
    shares = _at_limit(scene, one.dtype)
    chart(
        "agreement-limit",
        (scene.state, one.dtype),
        lambda: limit_figure(shares, one.dtype, one.epsilon),
        lambda: _(
            "At {low} of the limit the models differ by up to {least}, at {high} by up to {most}.",
            low=number(shares[0].share),
            least=short(shares[0].largest),
            high=number(shares[-1].share),
            most=short(shares[-1].largest),
        ),
        height=400,
    )
    st.table(
        {
            _("of the limit"): [number(p.share) for p in shares],
            _("learning rate"): [number(p.learning_rate) for p in shares],
            _("loss at the end"): [number(p.loss) for p in shares],
            _("difference"): [short(p.largest) for p in shares],
            _("relative"): [short(p.relative) for p in shares],
            _("epochs"): [
                _("{epochs} (stopped)", epochs=p.epochs) if p.diverged else f"{p.epochs}"
                for p in shares
            ],
        }
    )
    wildest = shares[-1]
    say(
        _(
            "The loss starts at {start}. At {share} times the limit it ends at {end}, and still "
            "the models differ by only {difference} of their largest entry: **they are wrong "
            "together**. That programs agree says that they compute the same, not that the "
            "result is good. A model whose loss passes 10¹² times its first one is stopped and "
            "keeps its last finite W and b (open markers).",
            start=number(wildest.start_loss),
            share=number(wildest.share),
            end=number(wildest.loss),
            difference=short(wildest.relative),
        )
    )


@once_for_each_scene(N_("Moving every weight by h …"))
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
        _(
            "Usually a smaller h is better, because the curve is straighter over a short "
            "distance. Here the loss is quadratic, and for a parabola the formula is exact at "
            "**every** h. What is left is rounding. Each loss L is rounded by about {rounding}, "
            "and dividing by h enlarges that to about **{enlarged}**: ten times smaller h, ten "
            "times larger error.",
            rounding="ε L",
            enlarged="ε L / h",
        )
    )
    chart(
        "agreement-h-errors",
        scene.state,
        lambda: central_difference_figure(errors),
        lambda: _(
            "Error of central differences in float64: {wide} at h = 1, {narrow} at h = 10⁻¹⁴.",
            wide=short(wide.error),
            narrow=short(narrow.error),
        ),
        height=420,
    )
    st.caption(
        _(
            "Largest error of all entries of W and b, against the gradient by hand, on the first "
            "batch. In float32 the curve ends flat: h is so small that w + h is rounded back to "
            "w, the difference is 0, and the error is the gradient itself."
        )
    )
