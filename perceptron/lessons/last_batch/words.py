"""What a rule makes of the last, shorter batch, in words."""

from __future__ import annotations

from perceptron.lessons.last_batch.rules import EpochOfBatches, Rule, gap, mean_of
from perceptron.text.language import _, ngettext
from perceptron.text.numbers import number, percent


def in_words(rule: Rule, epoch: EpochOfBatches, n_rows: int) -> str:
    """What a rule makes of the last batch of an epoch, in Markdown.

    Args:
        rule: The rule.
        epoch: An epoch under it.
        n_rows: All training rows, also those that are left out.
    """
    full, last = epoch.sizes[0], epoch.sizes[-1]
    used, n = sum(epoch.sizes), len(epoch.sizes)
    seen = {"epoch": epoch.epoch + 1, "used": used, "full": full, "share": percent(1 / n)}
    if used < n_rows:
        return ngettext(
            "**{left}** of {rows} rows left out: {n} batch of {full} remains, and counts "
            "**{share}**, as its rows do. What is left out trains nothing. In epoch {epoch} the "
            "loss is {loss}.",
            "**{left}** of {rows} rows left out: {n} batches of {full} remain, and each counts "
            "**{share}**, as its rows do. What is left out trains nothing. In epoch {epoch} the "
            "loss is {loss}.",
            n, left=n_rows - used, rows=n_rows, loss=number(epoch.train_mse), **seen,
        )  # fmt: skip
    if last == full:
        return ngettext(
            "{used} rows make {n} batch of {full}: none is shorter, so the plain mean over "
            "batches and the one by rows are the same. In epoch {epoch} it is {loss}.",
            "{used} rows make {n} batches of {full}: none is shorter, so the plain mean over "
            "batches and the one by rows are the same. In epoch {epoch} it is {loss}.",
            n, loss=number(epoch.train_mse), **seen,
        )  # fmt: skip
    leave = _(
        "{used} rows in batches of {full} leave a last batch of **{last}**.", last=last, **seen
    )
    plain, by_rows = (mean_of(epoch, weighted=weighted) for weighted in (False, True))
    means = _(
        "In epoch {epoch} the plain mean is {plain} and the one by rows {by_rows}: **{apart}**.",
        plain=number(plain), by_rows=number(by_rows),
        apart=percent(plain / by_rows - 1, signed=True), **seen,
    )  # fmt: skip
    return f"{leave} {_last_counts(rule, percent(1 / n), percent(last / used))} {means}"


def _last_counts(rule: Rule, share: str, by_rows: str) -> str:
    """Say what a last, shorter batch counts."""
    if rule.weighted:
        return _(
            "By its rows it counts **{by_rows}**; in a plain mean, {share}.",
            by_rows=by_rows, share=share,
        )  # fmt: skip
    if rule.shuffle:
        return _("It still counts **{share}**, but in each epoch it holds other rows.", share=share)
    return _(
        "In the plain mean over batches it counts **{share}**; by its rows it is **{by_rows}**.",
        by_rows=by_rows, share=share,
    )  # fmt: skip


def how_far_off(plain: EpochOfBatches, weighted: EpochOfBatches) -> str:
    """Say how far the plain mean of an epoch is off, and why, in Markdown."""
    if plain.sizes[-1] == plain.sizes[0]:
        return _("Counted by rows it is the same: here no batch is shorter than the others.")
    off = gap(plain, weighted)
    told = {
        "loss": number(weighted.train_mse), "off": percent(abs(off), 0), "rows": plain.sizes[-1]
    }  # fmt: skip
    if off > 0:
        return _(
            "Counted by rows it is **{loss}**: the report is **{off} too high**, because of the "
            "last batch of {rows}.",
            **told,
        )
    return _(
        "Counted by rows it is **{loss}**: the report is **{off} too low**, because of the last "
        "batch of {rows}.",
        **told,
    )
