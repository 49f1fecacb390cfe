"""An item held against its own words: its run is trained, and its answer must be one of them."""

from __future__ import annotations

import math
import threading
from functools import lru_cache
from pathlib import Path

from perceptron.config import ConfigError
from perceptron.data import DataError
from perceptron.lessons.predict import items
from perceptron.lessons.predict.answers import Revealed, is_right, reveal
from perceptron.lessons.predict.checking import check_item
from perceptron.lessons.predict.item import Item
from perceptron.lessons.predict.measures import Answer
from perceptron.room.question import CHOICE, CURVE
from perceptron.text.language import _, once_for_each_language
from perceptron.text.tables import WrongKeyError

ending = threading.Event()  # set where the process ends: no further question is tried
_trying = threading.Lock()  # who comes while the questions are tried waits, and tries none anew


def items_that_work(file: Path | None = None) -> items.ItemFile:
    """Return the questions of a file of the app whose runs answer them; after an edit, the new.

    Takes seconds the first time in a process, nothing after that.

    Args:
        file: None for that of Predict, then reveal.

    Raises:
        ItemError: If there is none.
        InterruptedError: If `ending` was set meanwhile.
    """
    with _trying:
        return _tried((file or items.FILE).read_text(encoding="utf-8"))


@once_for_each_language(maxsize=16)
def _tried(text: str) -> items.ItemFile:
    return items.read_items(text, _try_once, ours=True)


def try_item(entry: object) -> Item:
    """Return the item that a table of the file describes, if its run answers it.

    Raises:
        WrongKeyError: If it can't be asked, or its run gives no answer that a student could.
    """
    return try_run(check_item(entry)).item


def _try_once(entry: object) -> Item:
    """Try an item, unless it is known to work: in another language nothing is trained again."""
    item = check_item(entry)
    if ending.is_set():
        raise InterruptedError
    _works(item)
    return item


@lru_cache(maxsize=256)
def _works(item: Item) -> None:
    try_run(item)  # what it raises is not remembered


def try_run(item: Item) -> Revealed:
    """Return what the run of an item shows, if it answers the item.

    Raises:
        WrongKeyError: If it fails, or gives no answer that a student could.
    """
    try:
        shown = reveal(item)
    except IndexError as error:  # a measure looked for an epoch that there is none of
        raise WrongKeyError(
            "run", _("this run diverges in its first epoch. Lower its learning rate.")
        ) from error
    except (ConfigError, DataError, MemoryError, RuntimeError) as error:  # torch's are the last
        told = _("this run fails: {reason}", reason=error)
        raise WrongKeyError("run", told) from error
    _check_answer(item, shown.answer)
    return shown


def _check_answer(item: Item, answer: Answer) -> None:
    if item.kind == CHOICE and answer not in dict(item.options):
        raise WrongKeyError(
            "options",
            _(
                "this run gives {answer}, which is not among the options. Add it, or change the "
                "run.",
                answer=repr(answer),
            ),
        )
    if isinstance(answer, tuple):
        usable = [one for one in answer if math.isfinite(one) and one > 0]
        if item.kind == CURVE and len(usable) < len(item.epochs):
            raise WrongKeyError(
                "epochs",
                _(
                    "this run has a loss at {n} of these {all} epochs. Lower its learning rate, or "
                    "take earlier epochs.",
                    n=len(usable),
                    all=len(item.epochs),
                ),
            )
    elif isinstance(answer, float):
        if not math.isfinite(answer):
            raise WrongKeyError(
                "measure", _("this run gives no finite number. Lower its learning rate.")
            )
        for wrong in dict(item.misconceptions):
            if is_right(item, float(wrong), answer):
                raise WrongKeyError(
                    f"misconceptions.{wrong}",
                    _(
                        "{wrong} counts as right: the answer is {answer}. Lower the tolerance, or "
                        "leave it out.",
                        wrong=wrong,
                        answer=f"{answer:.6g}",
                    ),
                )
