"""The shares of right answers: before the talk, after it, and on the twin."""

from __future__ import annotations

import plotly.graph_objects as go

from perceptron.figures.room.panels import RIGHT
from perceptron.figures.style import MARGIN, base_layout
from perceptron.room.gain import AFTER, BEFORE, TWIN, Progress
from perceptron.text.language import N_, _

_WORDS = {
    BEFORE: N_("before<br>the talk"),
    AFTER: N_("after<br>the talk"),
    TWIN: N_("the twin,<br>alone"),
}
_TOP = 118  # percent: room for a number over the highest column


def shares_figure(progress: Progress) -> go.Figure:
    """One column a round, under how many were right of how many.

    Args:
        progress: The rounds; one without votes has no column.
    """
    rounds = {BEFORE: progress.before, AFTER: progress.after, TWIN: progress.twin}
    shares = {name: share for name, share in rounds.items() if share is not None and share.n}
    percents = [100 * share.right / share.n for share in shares.values()]
    figure = go.Figure()
    figure.add_bar(
        x=[_(_WORDS[name]) for name in shares],
        y=percents,
        ids=list(map(_, shares)),
        name=_("right, in percent"),
        marker={"color": RIGHT},
        hoverinfo="skip",
    )
    notes = [
        {
            "x": k, "y": percent, "yanchor": "bottom", "showarrow": False,
            "text": f"<b>{share.of}</b>",
        }
        for k, (share, percent) in enumerate(zip(shares.values(), percents, strict=True))
    ]  # fmt: skip
    figure.layout = base_layout(
        _("How many were right"),
        xaxis={"tickfont": {"size": 13}},
        yaxis={"range": [0, _TOP], "visible": False},
        margin=MARGIN | {"l": 12, "b": 54},
        annotations=notes,
        showlegend=False,
    )
    figure.update_layout(font={"size": 14})
    return figure
