"""A race: every model takes the same steps, over growing sizes, by time and by memory.

Times are medians of repeats that are interleaved, so that a slow moment of a shared machine
meets all models alike. Bytes are counted exactly, from what each operation allocates.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

from perceptron.models import MODELS
from perceptron.models.base import Perceptron
from perceptron.sizes import (
    MIB,
    contraction_multiplications,
    first_way_multiplications,
    four_axis_bytes,
)
from perceptron.text.language import N_, _
from perceptron.text.numbers import in_bytes

BUDGET = 16 * MIB  # of one visitor: a class shares the memory of the server
ROUNDS = 25
RATE = 1e-3  # far below the limit of all sizes: the race is about cost, not about learning
_LEAST = 2e-3  # seconds of one timing: so many steps that the clock's own cost is small


@dataclass(frozen=True, slots=True)
class Size:
    """A batch and a layer: m samples, d inputs, c outputs."""

    m: int
    d: int
    c: int

    def __str__(self) -> str:
        return f"{self.m} × {self.d} → {self.c}"

    @property
    def tensor_bytes(self) -> int:
        """Bytes of the four-axis tensor in float64."""
        return four_axis_bytes(self.m, self.d, self.c)

    @property
    def by_hand(self) -> int:
        """Multiplications of X^T delta."""
        return first_way_multiplications(self.m, self.d, self.c)

    @property
    def by_tensor(self) -> int:
        """Multiplications that join delta with the four-axis tensor."""
        return contraction_multiplications(self.m, self.d, self.c)


@dataclass(frozen=True, slots=True)
class Course:
    """Growing sizes, and the number that grows.

    Attributes:
        axis: What grows, in words: `_` translates them where they are shown.
        sizes: From small to large.
        grown: The number that grows, for each size.
    """

    axis: str
    sizes: tuple[Size, ...]
    grown: tuple[int, ...]


NOTEBOOK_SIZE, LARGE_SIZE, NO_SIZE = Size(33, 6, 3), Size(256, 50, 10), Size(1, 1, 1)


def _along(letter: str, axis: str, values: Sequence[int]) -> Course:
    start = {"m": NOTEBOOK_SIZE.m, "d": NOTEBOOK_SIZE.d, "c": NOTEBOOK_SIZE.c}
    sizes = tuple(Size(**start | {letter: n}) for n in values)
    return Course(axis, sizes, tuple(values))


_ALL = (NO_SIZE, NOTEBOOK_SIZE, Size(64, 12, 5), Size(128, 25, 7), LARGE_SIZE, Size(1024, 50, 20))
COURSES = {
    N_("all three"): Course("m · d · c", _ALL, tuple(size.by_hand for size in _ALL)),
    N_("samples"): _along("m", N_("samples in a batch, m"), [33 * 4**k for k in range(6)]),
    N_("inputs"): _along("d", N_("inputs, d"), [6 * 3**k for k in range(6)]),
    N_("outputs"): _along("c", N_("outputs, c"), [3 * 2**k for k in range(7)]),
}


@dataclass(frozen=True, slots=True)
class Leg:
    """What is known of one size so far.

    Attributes:
        number: Of the leg, from 0.
        size: The size.
        rounds: How often every model was timed.
        seconds: Median time of a step, by model.
        allocated: Bytes that a step allocates, by model.
        refused: Why a model does not take part, by its name.
    """

    number: int
    size: Size
    rounds: int
    seconds: Mapping[str, float]
    allocated: Mapping[str, int]
    refused: Mapping[str, str]


class _Allocations(TorchDispatchMode):
    """Adds up the bytes of every tensor that an operation makes anew."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.n_bytes = 0

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **kwargs or {})
        given = {t.untyped_storage().data_ptr() for t in _tensors((args, kwargs or {}))}
        for tensor in _tensors(result):  # a view or an update in place has a given storage
            if tensor.untyped_storage().data_ptr() not in given:
                self.n_bytes += tensor.untyped_storage().nbytes()
        return result


def _tensors(value: Any) -> Iterator[Tensor]:
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _tensors(item)
    elif isinstance(value, dict):
        yield from _tensors(list(value.values()))


def step_allocations(model: Perceptron, X: Tensor, Y: Tensor) -> int:
    """Return the bytes that one step on X (m, d), Y (m, c) allocates in all, freed or not."""
    with _Allocations() as counted:
        model.step(X, Y, RATE)
    return int(counted.n_bytes)


def race(
    sizes: Sequence[Size],
    budget: float = BUDGET,
    rounds: int = ROUNDS,
    models: Mapping[str, type[Perceptron]] = MODELS,
    clock: Callable[[], float] = time.perf_counter,
) -> Iterator[Leg]:
    """Let the models take the same steps, size by size.

    A model that would build a tensor beyond the budget is refused before it is made.

    Args:
        sizes: From small to large.
        budget: Bytes that a step may need beyond the batch.
        rounds: How often each model is timed at each size, in turn.
        models: By name.
        clock: Seconds.

    Yields:
        The current leg, after every round.
    """
    for number, size in enumerate(sizes):
        X, Y, running, refused = _line_up(size, budget, models)
        # The first step of a size is slower, and takes memory that later ones may use again:
        # it counts for the bytes and not for the time.
        allocated = {name: step_allocations(model, X, Y) for name, model in running.items()}
        steps = {name: _steps_to_time(model, X, Y, clock) for name, model in running.items()}
        times: dict[str, list[float]] = {name: [] for name in running}
        names = list(running)
        for done in range(rounds):
            turn = done % max(len(names), 1)
            for name in names[turn:] + names[:turn]:
                times[name].append(_time(running[name], X, Y, steps[name], clock))
            seconds = {name: median(taken) for name, taken in times.items()}
            yield Leg(number, size, done + 1, seconds, allocated, refused)


def _line_up(
    size: Size, budget: float, models: Mapping[str, type[Perceptron]]
) -> tuple[Tensor, Tensor, dict[str, Perceptron], dict[str, str]]:
    generator = torch.Generator().manual_seed(0)
    X = torch.randn(size.m, size.d, generator=generator, dtype=torch.float64)
    Y = torch.randn(size.m, size.c, generator=generator, dtype=torch.float64)
    running, refused = {}, {}
    for name, kind in models.items():
        model = kind(
            size.d,
            size.c,
            generator=torch.Generator().manual_seed(0),
            device=X.device,
            dtype=X.dtype,
        )
        needed = model.step_bytes(size.m)
        if needed <= budget:
            running[name] = model
        else:
            refused[name] = _(
                "{size} would take {needed}; the limit of this page is {limit}.",
                size=size,
                needed=in_bytes(needed),
                limit=in_bytes(budget),
            )
    return X, Y, running, refused


def _time(model: Perceptron, X: Tensor, Y: Tensor, steps: int, clock: Callable[[], float]) -> float:
    """Seconds of one step, taken over several."""
    started = clock()
    for __ in range(steps):
        model.step(X, Y, RATE)
    return (clock() - started) / steps


def _steps_to_time(model: Perceptron, X: Tensor, Y: Tensor, clock: Callable[[], float]) -> int:
    one = _time(model, X, Y, 3, clock)
    return max(1, min(50, math.ceil(_LEAST / max(one, 1e-9))))


def slope(x: Sequence[float], y: Sequence[float]) -> float:
    """The exponent k of y = a x^k, by least squares on the logarithms.

    Raises:
        ValueError: If there are fewer than two points.

    >>> round(slope([1, 2, 4], [5, 20, 80]), 6)
    2.0
    """
    if len(x) < 2:
        told = f"A slope needs two points or more; got {len(x)}."  # in English: for who calls it
        raise ValueError(told)
    u, v = ([math.log(value) for value in values] for values in (x, y))
    u_mean, v_mean = sum(u) / len(u), sum(v) / len(v)
    spread = sum((a - u_mean) ** 2 for a in u)
    return sum((a - u_mean) * (b - v_mean) for a, b in zip(u, v, strict=True)) / spread
