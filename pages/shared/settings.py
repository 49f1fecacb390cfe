"""What a visitor has chosen, as one value that can be compared."""

from __future__ import annotations

from dataclasses import dataclass

from perceptron import DataConfig, Dataset, TrainConfig, load
from perceptron.data.table import Table, load_table


@dataclass(frozen=True, slots=True)
class TableChoice:
    """A visitor's table and the columns chosen from it.

    Attributes:
        table: The table as read.
        inputs: Names of the input columns.
        outputs: Names of the output columns.
        drop_missing: Whether rows with missing values are left out.
    """

    table: Table
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    drop_missing: bool


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that decides a run.

    Attributes:
        data: Which data.
        train: The hyperparameters.
        table: The visitor's own table, if that is the dataset.
    """

    data: DataConfig
    train: TrainConfig
    table: TableChoice | None = None

    def differences(self, other: Settings) -> list[str]:
        """What a run made from these settings can't take over from the others, in words.

        The learning rate and the number of epochs may change in mid-run.
        """
        changes = []
        for mine, theirs in ((self.data, other.data), (self.train, other.train)):
            for name in mine.__dataclass_fields__:
                old, new = getattr(mine, name), getattr(theirs, name)
                if old != new and name not in {"learning_rate", "epochs"}:
                    changes.append(f"{name.replace('_', ' ')} {old} → {new}")
        if self.table != other.table:
            changes.append("the table or its columns")
        return changes


def load_data(settings: Settings) -> Dataset:
    """Load the chosen rows.

    Raises:
        ConfigError: If a setting can't be used.
        DataError: If the table can't be used.
    """
    chosen = settings.table
    if chosen is None:
        return load(settings.data)
    return load_table(
        chosen.table, settings.data, chosen.inputs, chosen.outputs, chosen.drop_missing
    )
