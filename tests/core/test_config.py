"""Settings: every bound from both sides, and messages that help."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perceptron import BOUNDS, ConfigError, DataConfig, TrainConfig, load
from perceptron.config import (
    DTYPES,
    check_batch_size,
    check_choice,
    default_batch_size,
    did_you_mean,
)

Config = DataConfig | TrainConfig

CONFIG_OF: dict[str, type[Config]] = {
    field.name: config
    for config in (DataConfig, TrainConfig)
    for field in dataclasses.fields(config)
    if field.name in BOUNDS
}
every_setting = pytest.mark.parametrize("name", BOUNDS)


def make(name: str, value: Any) -> Config:
    return CONFIG_OF[name](**{name: value})


def exact(number: float) -> str:
    """As a person would write it: whole numbers with all their digits."""
    return f"{number:,f}".rstrip("0").rstrip(".").replace(",", "\u202f" * (number >= 10_000))


def test_every_bound_belongs_to_a_setting() -> None:
    assert set(CONFIG_OF) == set(BOUNDS)


@every_setting
def test_default_lies_inside_and_is_what_the_settings_start_as(name: str) -> None:
    bound = BOUNDS[name]
    assert bound.low <= bound.default <= bound.high
    assert getattr(CONFIG_OF[name](), name) == bound.default
    assert bound.help.endswith(".")


@every_setting
def test_both_ends_are_allowed(name: str) -> None:
    bound = BOUNDS[name]
    for end in (bound.low, bound.high):
        value = int(end) if bound.integer else end
        assert getattr(make(name, value), name) == value


@every_setting
def test_just_outside_is_refused(name: str) -> None:
    bound = BOUNDS[name]
    outside: tuple[float, float]
    if bound.integer:
        outside = int(bound.low) - 1, int(bound.high) + 1
    else:
        outside = math.nextafter(bound.low, -math.inf), math.nextafter(bound.high, math.inf)
    for value in outside:
        with pytest.raises(ConfigError):
            make(name, value)


@every_setting
@pytest.mark.parametrize(
    "value", [math.nan, math.inf, -math.inf, True, False, "16", None, [16], 1 + 1j]
)
def test_what_is_no_finite_number_is_refused(name: str, value: Any) -> None:
    with pytest.raises(ConfigError, match=f"^{name} must be "):
        make(name, value)


@every_setting
def test_a_whole_number_must_be_whole_and_other_numbers_may_be(name: str) -> None:
    bound = BOUNDS[name]
    if bound.integer:
        for value in (bound.low + 0.5, float(bound.high)):
            with pytest.raises(ConfigError, match="must be a whole number"):
                make(name, value)
    else:
        assert getattr(make(name, 1), name) == 1


@every_setting
def test_a_message_says_what_the_rule_is_what_came_and_what_to_try(name: str) -> None:
    bound = BOUNDS[name]
    with pytest.raises(ConfigError) as error:
        make(name, -7)
    message = str(error.value)
    assert message.startswith(f"{name} must be ")
    assert f"between {exact(bound.low)} and {exact(bound.high)}" in message
    assert "got -7." in message
    assert f"Try the default, {exact(bound.default)}." in message
    assert ("a whole number" in message) == bound.integer


@pytest.mark.parametrize("config", [DataConfig(), TrainConfig()])
def test_settings_are_frozen(config: Config) -> None:
    for field in dataclasses.fields(config):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(config, field.name, getattr(config, field.name))
    assert not hasattr(config, "__dict__"), "slotted: a misspelt setting can't be added"


def test_a_replaced_setting_is_checked_again() -> None:
    with pytest.raises(ConfigError, match="got 0"):
        dataclasses.replace(TrainConfig(), epochs=0)


def test_the_notebooks_settings_are_the_defaults() -> None:
    data, train = DataConfig(), TrainConfig()
    assert (data.samples, data.features, data.outputs, data.valid) == (100, 6, 3, 10_000)
    assert (data.dataset, data.noise) == ("synthetic", 1)
    assert (train.learning_rate, train.epochs, train.batch_size) == (0.01, 16, 33)
    assert (train.device, train.dtype) == ("cpu", "float64")
    assert train.batch_size == default_batch_size(data.samples)


@given(st.integers(1, 200_000))
def test_a_third_of_the_rows_always_fits(n_samples: int) -> None:
    check_batch_size(default_batch_size(n_samples), n_samples)


@pytest.mark.parametrize("batch_size", [0, -1, 31, 10_000])
def test_a_batch_larger_than_the_training_rows_is_refused(batch_size: int) -> None:
    with pytest.raises(ConfigError) as error:
        check_batch_size(batch_size, n_samples=30)
    for part in ("batch_size must be between 1 and", "(30)", f"got {batch_size}.", "Try 10,"):
        assert part in str(error.value)
    check_batch_size(1, 30)
    check_batch_size(30, 30)


def test_mps_and_float64_don_t_go_together() -> None:
    with pytest.raises(ConfigError, match=r"mps .*float32 only; got dtype float64\..*Choose"):
        TrainConfig(device="mps")
    assert TrainConfig(device="mps", dtype="float32").device == "mps"


@pytest.mark.parametrize("device", ["cpu", "cuda", "cuda:0", "cuda:15"])
def test_devices_that_some_machine_has_are_allowed(device: str) -> None:
    assert TrainConfig(device=device).device == device


@pytest.mark.parametrize(
    "device", ["", "gpu", "cuda:", "cuda:x", "cuda:-1", "CPU", " cpu", "cpu:0"]
)
def test_other_devices_are_refused(device: str) -> None:
    with pytest.raises(ConfigError, match="device must be cpu, cuda, ") as error:
        TrainConfig(device=device)
    assert f"got {device!r}" in str(error.value)


@pytest.mark.parametrize(
    ("wrong", "meant"), [("cudda", "cuda"), ("cpuu", "cpu"), ("mp", "mps"), ("quantum", None)]
)
def test_a_device_s_near_miss_is_guessed(wrong: str, meant: str | None) -> None:
    with pytest.raises(ConfigError) as error:
        TrainConfig(device=wrong)
    assert (f"Did you mean {meant}?" in str(error.value)) == (meant is not None)
    assert ("Did you mean" in str(error.value)) == (meant is not None)


@pytest.mark.parametrize("dtype", ["float46", "float", "Float64", "", "int64"])
def test_an_unknown_dtype_names_the_known_ones(dtype: str) -> None:
    with pytest.raises(ConfigError, match=f"dtype must be one of {', '.join(DTYPES)}; got"):
        TrainConfig(dtype=dtype)


def test_an_unknown_dataset_is_refused_with_a_guess() -> None:
    with pytest.raises(ConfigError, match=r"dataset must be one of .*'linerud'.*mean linnerud\?"):
        load(DataConfig(dataset="linerud"))


def test_choices_are_listed_and_near_misses_guessed() -> None:
    check_choice("fruit", "apple", ["apple", "pear"])
    with pytest.raises(ConfigError) as error:
        check_choice("fruit", "appel", iter(["apple", "pear"]))
    expected = "fruit must be one of apple, pear; got 'appel'. Did you mean apple?"
    assert str(error.value) == expected
    assert did_you_mean("zzz", ["apple", "pear"]) == ""


@pytest.mark.parametrize(
    ("dataset", "scale", "scaled"),
    [
        ("synthetic", None, False),
        ("linnerud", None, True),
        ("synthetic", True, True),
        ("linnerud", False, False),
    ],
)
def test_real_data_is_scaled_unless_told_otherwise(
    dataset: str, scale: bool | None, scaled: bool
) -> None:
    assert DataConfig(dataset=dataset, scale=scale).scaled == scaled
