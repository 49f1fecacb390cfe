"""What a visitor has chosen, as one value that can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from perceptron import ConfigError, DataConfig, Dataset, TrainConfig, load
from perceptron.data import SYNTHETIC
from perceptron.data.table import Table, load_table, n_table_rows
from perceptron.sharing.link import NEWCOMER, OWN_TABLE
from perceptron.text.language import N_, _

_SIZES = ("samples", "features", "outputs", "noise")
_TRAINING = ("learning_rate", "batch_size", "epochs", "init_seed", "device", "dtype")
_SCALES = {"default": None, "on": True, "off": False}

SPOKEN = {  # what a setting is called on screen
    "dataset": N_("data"),
    "samples": N_("number of samples"),
    "features": N_("number of inputs"),
    "outputs": N_("number of outputs"),
    "noise": N_("noise"),
    "seed": N_("data seed"),
    "scale": N_("standardisation"),
    "learning_rate": N_("learning rate"),
    "batch_size": N_("batch size"),
    "epochs": N_("epochs"),
    "init_seed": N_("start seed"),
    "device": N_("device"),
    "dtype": N_("number format"),
}


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

    def n_training_rows(self) -> int:
        """How many rows there are to train on.

        Raises:
            DataError: If these columns can't be used.
        """
        return n_table_rows(self.table, self.inputs, self.outputs, self.drop_missing)


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

    def in_sidebar(self) -> dict[str, Any]:
        """The values of the sidebar's controls that lead to these settings."""
        sizes = _SIZES if self.data.dataset == SYNTHETIC else ()
        values = {name: getattr(self.data, name) for name in ("dataset", "seed", *sizes)}
        values["scale"] = next(word for word, on in _SCALES.items() if on == self.data.scale)
        return values | {name: getattr(self.train, name) for name in _TRAINING}

    def changes(self, other: Settings) -> dict[str, Any]:
        """What a run made from these settings can't take over from the others, by its name.

        The learning rate and the number of epochs may change in mid-run. Sizes belong to the
        data that are made; those of others are no choice.
        """
        passing = {"learning_rate", "epochs"}
        if other.data.dataset != SYNTHETIC or self.data.dataset != SYNTHETIC:
            passing |= set(_SIZES)
        table: tuple[str, ...] = ("inputs", "outputs", "drop_missing")
        if self.table and other.table and self.table.table is not other.table.table:
            table = ("table",)  # another one has other columns
        changes = {}
        for kind, mine, theirs, names in (
            ("", self.data, other.data, tuple(DataConfig.__dataclass_fields__)),
            ("table_", self.table, other.table, table if self.table and other.table else ()),
            ("", self.train, other.train, tuple(TrainConfig.__dataclass_fields__)),
        ):
            for name in names:
                if getattr(mine, name) != getattr(theirs, name) and name not in passing:
                    changes[kind + name] = getattr(theirs, name)
        return changes


def data_of(values: Mapping[str, Any]) -> DataConfig:
    """Read the choice of data from the values of the sidebar.

    Raises:
        ConfigError: If a value can't be used.
    """
    sizes = _SIZES if values["dataset"] == SYNTHETIC else ()
    chosen = {name: values[name] for name in ("dataset", "seed", *sizes)}
    return DataConfig(**chosen, scale=_SCALES[values["scale"]])


def training_of(values: Mapping[str, Any]) -> TrainConfig:
    """Read the hyperparameters from the values of the sidebar.

    Raises:
        ConfigError: If a value can't be used.
    """
    return TrainConfig(**{name: values[name] for name in _TRAINING})


def sidebar_of_config(config: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the sidebar for the settings in a run's document, where they have bounds."""
    sizes = _SIZES if config["dataset"] == SYNTHETIC else ()
    values = {name: config[name] for name in ("dataset", "seed", *sizes, *_TRAINING)}
    scaled = DataConfig(dataset=config["dataset"]).scaled
    words = {True: "on", False: "off"}
    values["scale"] = "default" if config["scale"] == scaled else words[config["scale"]]
    return values


def set_sidebar(values: Mapping[str, Any]) -> None:
    """Set what is chosen, all at once: the size of the batches is meant as it is."""
    st.session_state.update(values)
    st.session_state.pop("third_of_rows", None)


def follow_rows(third: int) -> None:
    """Let the batches be a third of the rows again when those change, unless a hand set them.

    Args:
        third: Of the rows that there are now.
    """
    last = st.session_state.get("third_of_rows")
    if last not in (None, third) and st.session_state.get("batch_size") == last:
        st.session_state["batch_size"] = third
    st.session_state["third_of_rows"] = third


def settings_of_session() -> Settings:
    """Return what is chosen, where the sidebar is not on the page.

    Raises:
        ConfigError: If a value can't be used, or a table is chosen and not there.
    """
    values = {name: st.session_state.get(name, default) for name, default in NEWCOMER.items()}
    data, train = data_of(values), training_of(values)
    if data.dataset != OWN_TABLE:
        return Settings(data, train)
    if "table" not in st.session_state:
        raise ConfigError(_("The run needs a table that is not here. Upload it on the Train page."))
    table: Table = st.session_state["table"]
    inputs, outputs = (tuple(st.session_state[f"table_{role}"]) for role in ("inputs", "outputs"))
    gaps = any(name in table.missing for name in (*inputs, *outputs))
    dropped = gaps and bool(st.session_state.get("drop_missing"))
    return Settings(data, train, TableChoice(table, inputs, outputs, dropped))


def still_chosen(settings: Settings) -> bool:
    """Whether the session has chosen these very settings."""
    try:
        return settings_of_session() == settings
    except ConfigError:
        return False


def load_data(settings: Settings) -> Dataset:
    """Load the chosen rows.

    Raises:
        ConfigError: If a setting can't be used.
        DataError: If the table can't be used.
    """
    chosen = settings.table
    if chosen is None:
        return _load_once(settings.data)
    return load_table(
        chosen.table, settings.data, chosen.inputs, chosen.outputs, chosen.drop_missing
    )


@st.cache_resource(max_entries=4, show_spinner=False)
def _load_once(data: DataConfig) -> Dataset:
    """Load rows once for all who choose the same: a class has one link, and rows don't change."""
    return load(data)
