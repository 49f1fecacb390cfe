"""The panels of a spread: one a round, side by side, each under a line that tells its counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from perceptron.figures.style import base_layout
from perceptron.room.gain import share_right
from perceptron.room.question import Key
from perceptron.room.tally import how_sure
from perceptron.room.views import Vote
from perceptron.text.escape import in_figure
from perceptron.text.language import N_, _, ngettext

VOTES, RIGHT = "#0072B2", "#009E73"
SURE, NOT_SURE = N_("sure"), N_("not sure")
PALE = "40"  # of a colour: one quarter, in hexadecimal
_GAP = 0.05  # between two panels, as a share of the width


@dataclass(frozen=True, slots=True)
class Panel:
    """Where the panel of a round is.

    Attributes:
        at: Its number, from 1.
        domain: From where to where, as shares of the width.
        label: The name of the round, as spoken; empty if there is one alone.
        votes: Of the round.
    """

    at: int
    domain: list[float]
    label: str
    votes: Sequence[Vote]

    @property
    def first(self) -> bool:
        """Whether it stands leftmost."""
        return self.at == 1

    @property
    def _number(self) -> str:
        return "" if self.first else str(self.at)

    @property
    def x(self) -> str:
        """Its axes in a layout."""
        return f"xaxis{self._number}"

    @property
    def y(self) -> str:
        """The other one."""
        return f"yaxis{self._number}"

    @property
    def axes(self) -> dict[str, str]:
        """Its axes, as a trace names them."""
        return {"xaxis": f"x{self._number}", "yaxis": f"y{self._number}"}

    @property
    def anchor(self) -> str:
        """What its vertical axis stands at."""
        return f"x{self._number}"

    @property
    def anchor_y(self) -> str:
        """What its horizontal axis stands at."""
        return f"y{self._number}"

    @property
    def refs(self) -> dict[str, str]:
        """Its axes, as shapes and annotations name them."""
        return {"xref": f"x{self._number}", "yref": f"y{self._number}"}

    def named(self, what: str) -> str:
        """What a table calls a series in it."""
        return ", ".join(filter(None, [in_figure(self.label), what])) or _("answers")


def panels(rounds: Mapping[str, Sequence[Vote]]) -> list[Panel]:
    """Return a panel for each round, from left to right, all of one width."""
    width = (1 - _GAP * (len(rounds) - 1)) / max(len(rounds), 1)
    begins = [k * (width + _GAP) for k in range(len(rounds))]
    alone = len(rounds) == 1
    return [
        Panel(k, [begin, begin + width], "" if alone else _(name), votes)
        for k, (begin, (name, votes)) in enumerate(zip(begins, rounds.items(), strict=True), 1)
    ]


def by_tone(
    votes: Sequence[Vote], of: Sequence[Vote] | None = None
) -> Iterator[tuple[str, list[Vote]]]:
    """Yield votes by how sure they are; all together if nobody has said so.

    Args:
        votes: Those to part.
        of: All those among whom somebody may have said so; None for the same.
    """
    if how_sure(votes if of is None else of) is None:
        yield "", list(votes)
        return
    yield SURE, [vote for vote in votes if vote.sure]
    yield NOT_SURE, [vote for vote in votes if not vote.sure]


def marker(colors: Sequence[str], tone: str) -> dict[str, Any]:
    """Return full colours for who was sure, pale with an outline for who was not."""
    fill = [f"{color}{PALE}" for color in colors] if tone == NOT_SURE else list(colors)
    return {"color": fill, "line": {"color": list(colors), "width": 1.5}}


def label_of(votes: Sequence[Vote], key: Key | None) -> str:
    """How many have answered a round, and how many were sure; once it is revealed, were right.

    >>> label_of([Vote("a", True), Vote("b", False)], None)
    '2 answers, 1 sure'
    >>> label_of([Vote("a", True), Vote("b", False)], Key("a"))
    '1 of 2 right'
    """
    if key is not None and key.answer is not None:
        share = share_right(key, [vote.guess for vote in votes])
        return ngettext("{n} of {all} right", "{n} of {all} right", share.right, all=share.n)
    sure = how_sure(votes)
    said = ngettext("{n} answer", "{n} answers", len(votes))
    if sure is None:
        return said
    return ngettext("{answers}, {n} sure", "{answers}, {n} sure", sure, answers=said)


def titled(
    title: str,
    rounds: Mapping[str, Sequence[Vote]],
    key: Key | None,
    notes: Sequence[Any],
    *,
    wide: bool,
    below: bool = False,
    tones: bool = True,
    **more: Any,
) -> dict[str, Any]:
    """Return the layout that all spreads share: a title, and over each panel its counts.

    Args:
        title: Of the figure.
        rounds: The votes of each round, by its name.
        key: What they are held against; None while that is not revealed.
        notes: What else stands in it, as Plotly's annotations.
        wide: Whether the name and the counts of a round have room in one line.
        below: Whether notes need a line between the counts and the panels.
        tones: Whether full and pale colours tell who was sure.
        more: What else there is of a layout, with margins.
    """
    tones = tones and any(how_sure(votes) is not None for votes in rounds.values())
    labels = [
        {
            "x": panel.domain[0], "xref": "paper", "xanchor": "left", "align": "left",
            "y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False,
            "text": (in_figure(panel.label) + (": " if wide else "<br>") if panel.label else "")
            + f"<b>{label_of(panel.votes, key)}</b>"
            + ("<br> " if below else ""),
        }
        for panel in panels(rounds)
    ]  # fmt: skip
    lines = 1 + below + (len(labels) > 1 and not wide)
    return base_layout(
        _("{title} (full colour: sure)", title=title) if tones else title,
        **more
        | {
            "margin": {"l": 12, "r": 12, "t": 34 + 20 * lines} | more["margin"],
            "annotations": [*notes, *labels],
            "showlegend": False,
            "font": {"size": 14},  # of notes: a projector enlarges it, and no size of their own
        },
    )
