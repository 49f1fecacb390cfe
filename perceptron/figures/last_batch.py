"""The batches of an epoch as bars whose areas add up to its loss, and the loss under each rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

import plotly.graph_objects as go

from perceptron.figures.style import (
    LEGEND_BELOW,
    MAX_POINTS,
    REFERENCE_COLOR,
    ROOM_BELOW,
    base_layout,
    log_axis,
)
from perceptron.history.thinning import thin
from perceptron.lessons.last_batch.rules import EpochOfBatches, Followed, shown
from perceptron.text.language import _, ngettext
from perceptron.text.numbers import number, percent

_FULL, _LAST = "#0072B2", "#D55E00"
_LABELLED = 6  # batches, beyond which their numbers would run into one another
_WIDE = 0.04  # of all, from which a part has room for its numbers
_LOOKS = (
    ("#0072B2", 7, "solid"),
    ("#E69F00", 4, "7px,5px"),
    ("#6B5B95", 3, "2px,4px"),
    ("#CC79A7", 2, "12px,4px,2px,4px"),
)


def batches_figure(epoch: EpochOfBatches) -> go.Figure:
    """The rows as a strip of batches below, and above it each batch's weight, loss and area.

    Above, the width of a bar is the batch's weight in the epoch's loss and its height is the
    batch's loss, so the area is what it adds and all areas together are the epoch's loss.
    """
    few = len(epoch.sizes) <= _LABELLED
    figure = go.Figure(_strips(epoch, few))
    figure.add_scatter(
        x=[0, 1],
        y=[epoch.train_mse] * 2,
        mode="lines",
        name=_("loss of the epoch: {loss}", loss=number(epoch.train_mse)),
        line={"color": REFERENCE_COLOR, "width": 2.5, "dash": "7px,5px"},
        hoverinfo="skip",
    )
    highest = max((*epoch.losses, epoch.train_mse)) or 1.0
    figure.layout = base_layout(
        _("Epoch {number}: a bar's area is what it adds to the loss", number=epoch.epoch + 1),
        barmode="overlay",
        xaxis={"range": [0, 1], "visible": False, "anchor": "y2"},
        yaxis={"title": {"text": _("MSE")}, "domain": [0.26, 1], "range": [0, 1.25 * highest]},
        yaxis2={"domain": [0, 0.14], "visible": False, "range": [0, 1]},
        annotations=[
            {
                "text": _("the rows, cut into batches"),
                "x": 0,
                "y": 0.15,
                "xref": "paper",
                "yref": "paper",
                "yanchor": "bottom",
                "showarrow": False,
            },
            *(_above_bars(epoch, 1.03 * highest) if few else []),
        ],
        margin=ROOM_BELOW,
        legend=LEGEND_BELOW,
    )
    return figure


def _strips(epoch: EpochOfBatches, few: bool) -> list[go.Bar]:
    """The bars of both strips: the rows of each batch below, and above what it adds to the loss."""
    rows = sum(epoch.sizes)
    shares = [size / rows for size in epoch.sizes]
    rows_each = [ngettext("{n} row", "{n} rows", n) for n in epoch.sizes]
    words = [
        text if few and share > _WIDE else "" for text, share in zip(rows_each, shares, strict=True)
    ]
    added = [
        _("{loss}, weight {share}", loss=number(loss), share=percent(weight))
        for weight, loss in zip(epoch.weights, epoch.losses, strict=True)
    ]
    last = len(epoch.sizes) - 1
    look = {
        "marker": {
            "color": [_FULL] * last + [_LAST],
            "pattern": {
                "shape": [""] * last + ["/"],
                "fillmode": "overlay",
                "fgcolor": "#FFFFFF80",
                "solidity": 0.2,
            },
            "line": {"color": "#FFFFFF", "width": 1.5},
        },
        "ids": [_("batch {number}", number=k + 1) for k in range(last + 1)],
        "customdata": [
            [k, ngettext("{n} sample", "{n} samples", size), percent(weight), number(loss)]
            for k, (size, weight, loss) in enumerate(
                zip(epoch.sizes, epoch.weights, epoch.losses, strict=True), start=1
            )
        ],
        "hovertemplate": _(
            "batch {number}: {samples}, weight {share}, MSE {loss}",
            number="%{customdata[0]}",
            samples="%{customdata[1]}",
            share="%{customdata[2]}",
            loss="%{customdata[3]}",
        )
        + "<extra></extra>",
        "showlegend": False,
    }
    inside = {
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"color": "#FFFFFF", "size": 13},
    }
    return [
        go.Bar(name=_("samples"), **_side_by_side(shares), y=[1.0] * (last + 1), yaxis="y2",
               meta=rows_each, text=words, **inside, **look),
        go.Bar(name=_("loss"), **_side_by_side(epoch.weights), y=list(epoch.losses), yaxis="y",
               meta=added, **look),
    ]  # fmt: skip


def _side_by_side(widths: Sequence[float]) -> dict[str, list[float]]:
    """Where bars of these widths stand, one after the other."""
    ends = accumulate(widths)
    return {
        "x": [end - width / 2 for end, width in zip(ends, widths, strict=True)],
        "width": list(widths),
    }


def _above_bars(epoch: EpochOfBatches, height: float) -> list[dict[str, Any]]:
    """Weight and loss of each batch, all at one height, where no line crosses them."""
    ends = accumulate(epoch.weights)
    return [
        {
            "text": f"<b>{percent(width)}</b><br>{number(loss)}",
            "x": end - width / 2,
            "y": height,
            "yanchor": "bottom",
            "showarrow": False,
        }
        for end, width, loss in zip(ends, epoch.weights, epoch.losses, strict=True)
        if width > _WIDE
    ]


def rules_figure(followed: Mapping[str, Followed], cursor: int) -> go.Figure:
    """The loss of each epoch under each rule, on a log axis.

    Args:
        followed: A training for each rule.
        cursor: The epoch to mark, counted from 1 as on the axis.
    """
    figure = go.Figure()
    seen: list[float] = []
    for (name, training), (color, width, dash) in zip(followed.items(), _LOOKS, strict=True):
        epochs = [training.epochs[i] for i in thin(len(training.epochs), MAX_POINTS)]
        losses = [epoch.train_mse for epoch in epochs]
        seen += losses
        figure.add_scatter(
            x=[epoch.epoch + 1 for epoch in epochs],
            y=losses,
            mode="lines",
            name=shown(name),
            line={"color": color, "width": width, "dash": dash},
            hovertemplate="%{fullData.name}: %{y}<extra></extra>",
        )
    figure.layout = base_layout(
        _("Loss of each epoch, as each rule reports it"),
        hovermode="x unified",
        xaxis={"title": {"text": _("epoch"), "standoff": 2}},
        yaxis=log_axis(_("MSE"), seen),
        margin=ROOM_BELOW,
        legend=LEGEND_BELOW,
    )
    figure.add_vline(x=cursor, line={"color": REFERENCE_COLOR, "width": 2})
    return figure
