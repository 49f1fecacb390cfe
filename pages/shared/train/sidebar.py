"""The sidebar: one widget a setting, all of them bounded by `perceptron.BOUNDS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared.link.address import address, fixed, is_hidden
from pages.shared.session import projector, settings
from pages.shared.session.settings import Settings, TableChoice, data_of, training_of
from pages.shared.train.course_settings import offer_course_settings
from pages.shared.train.decimal_field import decimal_field
from pages.shared.train.grids import log_grid, whole_grid
from pages.shared.train.own_table import choose_table
from perceptron import BOUNDS, DATASETS, DataError
from perceptron.config import DTYPES, default_batch_size
from perceptron.data import SYNTHETIC, n_training_rows
from perceptron.device import devices
from perceptron.sharing.link import DEFAULTS, NEWCOMER, OWN_TABLE
from perceptron.text.language import N_, _
from perceptron.text.numbers import in_full

TITLES = {  # a dataset without a line here goes by its name
    "synthetic": N_("synthetic: known layer + noise"),
    "linnerud": N_("Linnerud: exercise → body"),
    "iris": N_("iris: sepal → petal"),
    "diabetes": N_("diabetes: person → blood values"),
    "wine": N_("wine: 10 chemicals → 3 others"),
    "breast_cancer": N_("breast cancer: mean → worst"),
    "example": N_("worked example: 9 rows by hand"),
    OWN_TABLE: N_("your own table (CSV)"),
}


def _title(dataset: str) -> str:
    return _(TITLES.get(dataset, dataset))


def setting(
    name: str, draw: Callable[..., Any], *args: Any, disabled: bool = False, **more: Any
) -> Any:
    """Show the control of a setting and return its value.

    A class link may lock it, or hide it: then the value counts and nothing is shown.
    """
    st.session_state.setdefault(name, NEWCOMER[name])
    if is_hidden(name) or (projector.is_on() and name in projector.UNSEEN):
        return st.session_state[name]
    disabled = disabled or fixed(name)
    return draw(*args, key=name, disabled=disabled, persist_state="session", **more)


def _choose(label: str, name: str, options: Sequence[float], fallback: float) -> float:
    """A slider over given numbers; it takes the fallback when its value is not offered.

    The value that came with a class link is offered too.
    """
    linked = address().link.settings[name]
    if options[0] <= linked <= options[-1]:
        options = sorted({*options, linked})
    value = st.session_state.get(name, fallback)
    if value not in options:
        if value == linked != DEFAULTS[name] and not address().taken:
            address().notes.append(
                _(
                    "{name} {value} does not fit these data; it is {fallback}.",
                    name=name,
                    value=value,
                    fallback=fallback,
                )
            )
        st.session_state[name] = fallback
    chosen: float = setting(
        name,
        st.select_slider,
        label,
        options,
        help=_(BOUNDS[name].help),
        format_func=in_full,
    )
    return chosen


def _log_slider(label: str, name: str) -> float:
    bound = BOUNDS[name]
    if not bound.integer:
        return _choose(label, name, log_grid(bound.low, bound.high), bound.default)
    default = int(bound.default)
    return int(_choose(label, name, whole_grid(bound.low, bound.high, [default]), default))


def _whole_number(label: str, name: str) -> int:
    """A linear slider for a setting that is a whole number."""
    bound = BOUNDS[name]
    low, high = int(bound.low), int(bound.high)
    chosen: int = setting(name, st.slider, label, low, high, step=1, help=_(bound.help))
    return chosen


def _typed_number(label: str, name: str) -> int:
    """A field for a setting that is a whole number and may be large."""
    return int(setting(name, decimal_field, label, help=_(BOUNDS[name].help)))


def _data_sizes(dataset: str) -> tuple[dict[str, int], TableChoice | None]:
    """Show what sets the size of the data: sliders, a table's columns, or a sentence."""
    if dataset == OWN_TABLE:
        return {}, choose_table()
    if dataset != SYNTHETIC:
        st.caption(_(getattr(DATASETS[dataset], "story", "")))
        return {}, None
    return {
        "samples": int(_log_slider(_("Samples"), "samples")),
        "features": _whole_number(_("Features"), "features"),
        "outputs": _whole_number(_("Outputs"), "outputs"),
    }, None


def _more(dataset: str) -> dict[str, Any]:
    """Show the settings that a first lesson does not need."""
    names = ("noise", "seed", "init_seed", "scale")
    out_of_sight = projector.is_on() or all(is_hidden(name) for name in names)
    with nullcontext() if out_of_sight else st.expander(_("Noise, seeds, scaling")):
        return {
            "noise": setting(
                "noise",
                decimal_field,
                _("Noise"),
                help=_(BOUNDS["noise"].help),
                disabled=dataset != SYNTHETIC,
            ),
            "seed": _typed_number(_("Data seed"), "seed"),
            "init_seed": _typed_number(_("Start seed"), "init_seed"),
            "scale": setting(
                "scale",
                st.segmented_control,
                _("Standardise the columns"),
                [N_("default"), N_("on"), N_("off")],
                format_func=_,
                required=True,
                help=_(
                    "On: every column gets mean 0 and standard deviation 1 over the training "
                    "rows. By default on for real data and off for made-up data."
                ),
            ),
        }


def _device_and_format() -> dict[str, str]:
    """Show where to compute and in which numbers."""
    left, right = st.columns(2)
    known = {d.name: d for d in devices()}
    where = _("Where to compute.")
    notes = "; ".join(f"{d.name}: {d.note}" for d in known.values())
    return {
        "device": setting(
            "device",
            left.selectbox,
            _("Device"),
            list(known),
            format_func=lambda name: (
                name if known[name].available else _("{device} (unavailable)", device=name)
            ),
            help=f"{where} {notes}",
        ),
        "dtype": setting(
            "dtype",
            right.selectbox,
            _("Number format"),
            DTYPES,
            help=_("float64 keeps about 16 digits, float32 about 7."),
        ),
    }


def sidebar(beside_train: DeltaGenerator) -> Settings | None:
    """Show all settings and return them; None while no table is there to train on.

    Args:
        beside_train: Where the learning rate stands: it is changed while a run is watched, and on
            a phone the sidebar lies over the run.

    Raises:
        ConfigError: If two settings don't fit together.
        DataError: If the table can't be used.
    """
    with beside_train:
        learning_rate = _log_slider(_("Learning rate"), "learning_rate")
    with st.sidebar:
        dataset = setting(
            "dataset",
            st.selectbox,
            _("Data"),
            [*DATASETS, OWN_TABLE],
            format_func=_title,
            help=_("Synthetic data has a known answer; the real tables come with scikit-learn."),
        )
        sizes, table = _data_sizes(dataset)
        values: dict[str, Any] = sizes | {
            "dataset": dataset,
            "learning_rate": learning_rate,
        }
        n_samples, problem = _training_rows(dataset, values, table)
        if n_samples:
            third = default_batch_size(n_samples)
            if not fixed("batch_size"):
                settings.follow_rows(third)
            options = whole_grid(1, n_samples, [16, 32, 64, 128, 256, 33, third])
            values["batch_size"] = int(_choose(_("Batch size"), "batch_size", options, third))
        values["epochs"] = int(_log_slider(_("Epochs"), "epochs"))
        values |= _device_and_format() | _more(dataset)
        offer_course_settings()
    if problem:
        raise problem
    return Settings(data_of(values), training_of(values), table) if n_samples else None


def _training_rows(
    dataset: str, values: Mapping[str, Any], table: TableChoice | None
) -> tuple[int, DataError | None]:
    """How many rows there are to train on; 0 without a table, or with one that can't be used."""
    if dataset != OWN_TABLE:
        return n_training_rows(dataset, values.get("samples", 0)), None
    try:
        return (table.n_training_rows() if table else 0), None
    except DataError as error:
        return 0, error
