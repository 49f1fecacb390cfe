"""A film of matrices: played, paused and moved in the browser; the page hears where it rests."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from perceptron.lessons.matrices import Link, Matrix
from perceptron.text.language import _, pgettext

_film = st.components.v2.component(
    "lab_film", js=Path(__file__).with_suffix(".js").read_text("utf-8"), isolate_styles=False
)


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """What some matrices are at one step.

    Attributes:
        count: What is counted.
        changed: Those that differ from step to step.
        picked: A matrix's name, row and column to light up.
        lit: Rows and columns of other matrices that light up with it.
    """

    count: int
    changed: Sequence[Matrix]
    picked: tuple[str, int, int]
    lit: Mapping[str, Link]


def show_film(
    name: str, label: str, steps: Sequence[Step], at: int, on_rest: Callable[[], None]
) -> None:
    """Show what plays matrices: a button, and a slider of its own.

    Args:
        name: Of the matrices on the page, which `show_matrices` shows.
        label: What is counted, for those who can't see it.
        steps: In order; the last one is the end.
        at: The count that the page shows.
        on_rest: Called when it pauses, ends, or is moved; `rests_at` tells the count.
    """
    frames = [
        {
            "picked": step.picked,
            "lit": {other: list(link) for other, link in step.lit.items()},
            "matrices": {
                one.name: {"symbol": one.symbol, "cells": one.cells()} for one in step.changed
            },
        }
        for step in steps
    ]
    told = [
        _("{number} of {all}", number=count, all=steps[-1].count)
        for count in (*(step.count for step in steps), at)
    ]
    _film(
        key=f"film-{name}",
        data={
            "name": name,
            "label": label,
            "version": str(hash((repr(frames), at, told[-1]))),
            "counts": [step.count for step in steps],
            "at": at,
            "play": pgettext("a film", "Play"),
            "pause": pgettext("a film", "Pause"),
            "told": told[:-1],
            "said": told[-1],
            "steps": frames,
        },
        on_rest_change=on_rest,
    )


def rests_at(name: str) -> int | None:
    """Return the count that the film of some matrices was left at just now."""
    rest: int | None = st.session_state.get(f"film-{name}", {}).get("rest")
    return rest
