"""Rows that runs share, and what is known of them."""

from __future__ import annotations

import pytest
import torch

import perceptron.run
from perceptron import DataConfig, Run, TrainConfig, load

CPU = torch.device("cpu")


def test_rows_that_are_as_asked_are_shared_and_others_are_copied() -> None:
    dataset = load(DataConfig(samples=40)).to(CPU, torch.float64)
    assert dataset.to(CPU, torch.float64) is dataset
    single = dataset.to(CPU, torch.float32)
    assert single is not dataset
    assert single.x_valid.dtype == torch.float32
    assert single.x_valid.T.is_contiguous()


def test_limits_are_computed_once_for_all_runs_on_the_same_rows_in_the_same_batches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls, limits_of = [], perceptron.run.limits_of

    def counted(X: torch.Tensor, n_targets: int, batch_size: int) -> object:
        calls.append(batch_size)
        return limits_of(X, n_targets, batch_size)

    monkeypatch.setattr(perceptron.run, "limits_of", counted)
    dataset = load(DataConfig(samples=40)).to(CPU, torch.float64)
    first, second = (Run(dataset, TrainConfig(batch_size=16)) for _ in range(2))
    assert first.limits is second.limits
    assert calls == [16]
    assert Run(dataset, TrainConfig(batch_size=8)).limits != first.limits
    assert Run(dataset.standardised(), TrainConfig(batch_size=16)).limits != first.limits
    assert calls == [16, 8, 16]
