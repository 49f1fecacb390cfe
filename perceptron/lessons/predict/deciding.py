"""What decides a question, taken out of its run: for each measure the numbers behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import torch

from perceptron.difference import REFERENCE
from perceptron.lessons.predict.answers import Revealed
from perceptron.lessons.predict.evidence import Bars, Evidence, Lines, Listed
from perceptron.lessons.predict.runs import names_of_runs
from perceptron.models import ScratchPerceptron
from perceptron.run import Run
from perceptron.text.language import _, ngettext
from perceptron.text.numbers import in_prose, in_time, number
from perceptron.text.whole import count
from perceptron.theory import EpochMap
from perceptron.training import StepRecord, train

MOST_BARS = 40
_DIGITS = 12  # that are written of a weight
_RATES, _HIGHEST = 60, 3.0  # points of the curve of an epoch, and what of it is drawn


def evidence_of(shown: Revealed) -> Evidence | None:
    """Return what decides a question; None if its run's losses tell all that there is."""
    make = _MAKERS.get(shown.item.measure)
    found = make(shown) if make and shown.runs else None
    return None if isinstance(found, Bars) and len(found.labels) > MOST_BARS else found


def _sizes(run: Run) -> list[int]:
    rows = torch.arange(run.dataset.n_samples)
    return [len(part) for part in torch.split(rows, run.config.batch_size)]


def _batch_names(n: int) -> tuple[str, ...]:
    return tuple(_("batch {k}", k=k) for k in range(1, n + 1))


def _batches(shown: Revealed) -> Bars:
    sizes = _sizes(shown.runs[0])
    return Bars(
        ngettext(
            "{n} batches, and the rows in each", "{n} batches, and the rows in each", len(sizes)
        ),
        _("rows"), _batch_names(len(sizes)), tuple(map(float, sizes)), tuple(map(str, sizes)),
    )  # fmt: skip


def _last_batch(shown: Revealed) -> Bars:
    sizes = _sizes(shown.runs[0])
    share = 100 / len(sizes)
    return Bars(
        _("What each batch counts in the plain mean, beside its share of the rows"), _("percent"),
        _batch_names(len(sizes)), (share,) * len(sizes),
        (f"{number(share, 3)} %",) * len(sizes), _("in the mean"),
        tuple(100 * size / sum(sizes) for size in sizes), _("share of the rows"),
        marked=len(sizes) - 1,
    )  # fmt: skip


def _fate(shown: Revealed) -> Lines:
    (run,) = shown.runs
    curve = next(iter(shown.curves.values())).train
    start = run.dataset.train_loss(run.start)
    return Lines(
        _("Loss on all training rows after each epoch"), _("epochs trained"), "MSE",
        {_("loss"): curve}, (_("start {loss}", loss=number(start)), start),
    )  # fmt: skip


def _limit(shown: Revealed) -> Lines | None:
    (run,) = shown.runs
    limit = run.limits.exact
    if limit is None:
        return None
    data = run.dataset
    of_epoch = EpochMap(data.x_train, data.n_targets, run.config.batch_size)
    rates = torch.logspace(-1.5, 0.5, _RATES, dtype=torch.float64) * limit
    points = [(rate, left) for rate in rates.tolist() if (left := of_epoch.radius(rate))
              <= _HIGHEST]  # fmt: skip
    return Lines(
        _("How much of the distance to the best an epoch leaves"), _("learning rate"),
        _("share left"), {_("left"): points}, (_("1: no nearer"), 1.0),
        (_("limit {rate}", rate=number(limit, 3)), limit),
        log_x=True, log_y=False,
    )  # fmt: skip


def _floor(shown: Revealed) -> Lines:
    (run,) = shown.runs
    curves = next(iter(shown.curves.values()))
    valid = shown.item.measure == "final-valid-mse"
    floor = run.dataset.noise_floor
    level = (_("variance of the noise {floor}", floor=number(floor)), floor) if floor else None
    told = (
        _("Loss on validation rows after each epoch: {loss} at the end", loss=shown.words)
        if valid
        else _("Loss on all training rows after each epoch: {loss} at the end", loss=shown.words)
    )
    return Lines(
        told, _("epochs trained"), "MSE",
        {_("loss"): curves.valid if valid else curves.train}, level,
    )  # fmt: skip


def _rows(shown: Revealed) -> Bars:
    (run,) = shown.runs
    lengths = run.parameters(next(iter(run.history.models))).W.double().norm(dim=1).tolist()
    names, true = run.dataset.feature_names, run.dataset.true
    return Bars(
        _("Size of each input's weights after training"), _("length of its row of W"),
        tuple(names), tuple(lengths), tuple(number(one, 2) for one in lengths), _("trained"),
        () if true is None else tuple(true.W.double().norm(dim=1).tolist()), _("true W"),
        marked=lengths.index(min(lengths)),
    )  # fmt: skip


def _first_epoch(shown: Revealed) -> Bars:
    (run,) = shown.runs
    model = ScratchPerceptron.starting_from(run.start)
    rate, data = run.config.learning_rate, run.dataset
    records = train({"one": model}, data, run.config.batch_size, lambda: rate, 1)
    losses = [one.batch_mse["one"] for one in records if isinstance(one, StepRecord)]
    first = next(iter(run.history.models.values()))
    values = (*losses, first.train_mse[0], first.valid_mse[0])
    labels = (*_batch_names(len(losses)), _("mean of them"), _("validation"))
    return Bars(
        _("First epoch: each batch before its update, their mean, and validation after it"), "MSE",
        labels, values, tuple(number(one) for one in values),
        marked=len(values) - (2 if values[-2] < values[-1] else 1),
    )  # fmt: skip


def _further(shown: Revealed) -> Lines:
    left = {}
    for (name, curve), run in zip(shown.curves.items(), shown.runs, strict=True):
        start = run.dataset.losses(run.start)[1]
        left[name] = [(epoch, 100 * loss / start) for epoch, loss in curve.valid]
    told = _("How much of the loss is left, in percent of its start")
    return Lines(told, _("epochs trained"), _("percent left"), left)


def _ends(shown: Revealed) -> Bars:
    one, other = (run.parameters(next(iter(run.history.models))).W.double() for run in shown.runs)
    data = shown.runs[0].dataset
    labels = tuple(f"{x}→{y}" for x in data.feature_names for y in data.target_names)
    named = "run" in dict(shown.item.options)
    names = names_of_runs(shown.item) if named else (_("first start"), _("second start"))
    apart = float((one - other).abs().max())
    return Bars(
        _("Each weight where both runs end; at most {distance} apart", distance=number(apart, 2)),
        _("weight"), labels,
        tuple(one.flatten().tolist()), (), names[0], tuple(other.flatten().tolist()), names[1],
    )  # fmt: skip


def _fastest(shown: Revealed) -> Bars:
    (run,) = shown.runs
    seconds = {
        name: one.seconds / max(len(one.train_mse) * run.n_batches, 1)
        for name, one in run.history.models.items()
    }
    names = list(seconds)
    return Bars(
        _("Time of a step, measured in this very run"), "µs", tuple(names),
        tuple(1e6 * one for one in seconds.values()), tuple(map(in_time, seconds.values())),
        marked=names.index(min(seconds, key=seconds.__getitem__)),
    )  # fmt: skip


def _digits(shown: Revealed) -> Listed:
    """One weight as each program has it: one that agrees in about as many digits as all do."""
    (run,) = shown.runs
    ends = {name: run.parameters(name).W.double() for name in run.history.models}
    mine = ends[REFERENCE]
    farthest = max(
        (name for name in ends if name != REFERENCE),
        key=lambda name: run.final_difference(name).W.percent,
    )
    agree = -((ends[farthest] - mine).abs() / mine.abs()).clamp(min=1e-17).log10()
    place = int((agree - float(shown.answer)).abs().argmin())  # type: ignore[arg-type]
    written = {
        name: in_prose(f"{float(W.flatten()[place]):.{_DIGITS}g}") for name, W in ends.items()
    }
    i, j = divmod(place, mine.shape[1])
    data = run.dataset
    return Listed(
        _(
            "The weight from {input} to {output} in the three programs; digits as in torch are "
            "bold",
            input=data.feature_names[i], output=data.target_names[j],
        ),
        {
            _("program"): tuple(written),
            _("weight"): tuple(_bold(text, written[REFERENCE]) for text in written.values()),
        },
    )  # fmt: skip


def _bold(text: str, other: str) -> str:
    """Set in bold how far a number is written as another one.

    >>> _bold("12.3456", "12.3499"), _bold("3.5", "3.5"), _bold("7", "8")
    ('**12.34**56', '**3.5**', '7')
    """
    same = next((k for k in range(min(len(text), len(other))) if text[k] != other[k]),
                min(len(text), len(other)))  # fmt: skip
    return f"**{text[:same]}**{text[same:]}" if same else text


def _slices(shown: Revealed) -> Bars:
    (run,) = shown.runs
    data, m = shown.runs[0].dataset, min(run.config.batch_size, run.dataset.n_samples)
    c, labels = data.n_targets, [f"{x}→{y}" for x in data.feature_names for y in data.target_names]
    total = len(labels) * m * c
    return Bars(
        ngettext(
            "{n} weights, for each a block of {block} numbers: {total}",
            "{n} weights, for each a block of {block} numbers: {total}",
            len(labels), block=f"{m} · {c} = {m * c}", total=count(total),
        ),
        _("numbers in the block"), tuple(labels), (float(m),) * len(labels), (),
        _("can differ from 0"), (float(m * c - m),) * len(labels), _("always 0"), stacked=True,
    )  # fmt: skip


_MAKERS: Mapping[str, Callable[[Revealed], Evidence | None]] = {
    "batches": _batches,
    "updates": _batches,
    "last-batch-percent": _last_batch,
    "fate": _fate,
    "rate-limit": _limit,
    "final-train-mse": _floor,
    "final-valid-mse": _floor,
    "smallest-row": _rows,
    "lower-at-first": _first_epoch,
    "falls-further": _further,
    "same-end": _ends,
    "fastest": _fastest,
    "digits": _digits,
    "four-axis-numbers": _slices,
    "four-axis-zeros-percent": _slices,
}
