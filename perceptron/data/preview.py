"""What was read from a table, to look at before anything is trained on it."""

from __future__ import annotations

from dataclasses import dataclass

from perceptron.data.reading.table import Table
from perceptron.text.decimals import Sign
from perceptron.text.language import N_, _, ngettext
from perceptron.text.numbers import number

_BETWEEN = {
    ",": N_("Commas stand between columns."),
    ";": N_("Semicolons stand between columns."),
    "\t": N_("Tabs stand between columns."),
    "|": N_("Bars stand between columns."),
}
_DECIMAL: dict[frozenset[Sign], str] = {
    frozenset(): N_("Whole numbers only."),
    frozenset({"point"}): N_("Decimal points."),
    frozenset({"comma"}): N_("Decimal commas."),
    frozenset({"point", "comma"}): N_("Decimal points in some places, decimal commas in others."),
}


@dataclass(frozen=True, slots=True)
class ColumnSummary:
    """What was read from one column.

    Attributes:
        name: Its name.
        low, high: Its least and largest number; None if it can't be used.
        gaps: How many values are missing; None if it can't be used.
        remark: Why it can't be used, or is not offered; else empty.
    """

    name: str
    low: float | None
    high: float | None
    gaps: int | None
    remark: str


def understood(table: Table) -> str:
    """Say how a table was read: its size, what stands between columns, its decimal signs."""
    size = _(
        "{rows}, {columns}.",
        rows=ngettext("{n} row", "{n} rows", len(table.rows)),
        columns=ngettext("{n} column", "{n} columns", len(table.names)),
    )
    if table.delimiter in _BETWEEN:
        between = _(_BETWEEN[table.delimiter])
    else:
        between = _("{sign} stands between columns.", sign=repr(table.delimiter))
    in_doubt = table.doubts and table.decimal is None
    decimal = _("The decimal sign is in doubt.") if in_doubt else _(_DECIMAL[table.signs])
    return f"{size} {between} {decimal}"


def summaries(table: Table) -> list[ColumnSummary]:
    """What was read from each column, as they stand in the file."""
    found = []
    for name in table.names:
        if name not in table.columns:
            in_doubt = name in table.doubts and table.decimal is None
            why = _("may be two numbers") if in_doubt else table.problems[name]
            found.append(ColumnSummary(name, None, None, None, why))
            continue
        values = table.columns[name]
        remark = _("numbers the rows") if name in table.row_numbers else ""
        low, high = float(values.min()), float(values.max())
        found.append(ColumnSummary(name, low, high, table.missing.get(name, 0), remark))
    return found


def first_rows(table: Table) -> list[tuple[str, list[str]]]:
    """The first rows as they were read, a name and its cells a column, the row's number first.

    Numbers are written anew, a gap is empty, and words are as they stand in the file.
    """
    shown = max(map(len, table.first.values()), default=0)
    columns = [(_("row"), [str(row) for row in table.rows[:shown]])]
    for name in table.names:
        cells = list(table.first[name])
        if name in table.columns:
            values = table.columns[name].iloc[: len(cells)]
            cells = ["" if value != value else number(value, 10) for value in values]
        columns.append((name, cells))
    return columns
