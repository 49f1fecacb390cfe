"""Training, side by side: the app's models, what a user would write, and the floor.

`python benchmarks/training.py`, a part of `make bench`. All contenders of a size take turns, so
that a slow moment of the machine meets them all; ratios are medians over the turns.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

import torch

from benchmarks.baselines import BASELINES, Contender, Task
from perceptron import MODELS, DataConfig, Run, TrainConfig, load
from perceptron.lessons.step_size.sweep import log_rates, sweep
from perceptron.training import EpochRecord, train

REPEATS = 21
RATE = 1e-3
TURN = 0.03  # seconds of a contender's turn, about
TOLERANCE = 1e-9  # relative, between the losses of contenders that compute the same


@dataclass(frozen=True, slots=True)
class Size:
    """One row of the comparison, and what it is asked to reach."""

    samples: int
    features: int
    outputs: int
    batch_size: int
    scratch: float
    threads: int = 1

    def __str__(self) -> str:
        return f"{self.samples} x {self.features} -> {self.outputs}, batch {self.batch_size}"

    def task(self, valid: int) -> Task:
        """The rows and the common start; with one validation row steps are all there is."""
        config = DataConfig("synthetic", self.samples, self.features, self.outputs, valid)
        run = Run(load(config), TrainConfig(batch_size=self.batch_size, einsum_budget=1))
        return Task(run.dataset, run.start, self.batch_size, RATE)


SIZES = (
    Size(100, 6, 3, 33, 0.28),
    Size(1_000, 10, 5, 32, 0.28),
    Size(10_000, 20, 5, 64, 0.28),
    Size(10_000, 50, 10, 256, 0.75),
    Size(10_000, 50, 20, 10_000, 0.75),
)
ASKED = {"torch": ("bare PyTorch", 1.0), "einsum": ("notebook einsum", 0.5)}


def through_the_loop(name: str) -> Contender:
    """A model of the app, alone in the loop that yields records."""

    def contender(task: Task, epochs: int) -> tuple[float, float]:
        model = MODELS[name].starting_from(task.start)
        done = None
        for record in train(
            {name: model}, task.data, task.batch_size, lambda: task.learning_rate, epochs
        ):
            if isinstance(record, EpochRecord):
                done = record.models[name]
        assert done is not None
        return done.train_mse, done.valid_mse

    return contender


def steps_alone(name: str) -> Contender:
    """A model of the app, its steps and validations only."""

    def contender(task: Task, epochs: int) -> tuple[float, float]:
        model, data = MODELS[name].starting_from(task.start), task.data
        batches = [(data.x_train[rows], data.y_train[rows]) for rows in task.slices]
        for _ in range(epochs):
            losses = [model.step(X, Y, task.learning_rate) for X, Y in batches]
            valid = model.loss(data.x_valid, data.y_valid)
        return sum(losses) / len(losses), valid

    return contender


def fits(size: Size, name: str) -> bool:
    """Whether a contender can take part; the einsum ones build the four-axis tensor."""
    return "einsum" not in name or size.batch_size < 1_000


def interleaved(contenders: Mapping[str, Callable[[], object]]) -> dict[str, list[float]]:
    """Seconds of each contender, turn by turn, in an order that changes.

    Who comes after whom decides what is left in the caches and in memory to be used again.
    """
    names = list(contenders)
    seconds: dict[str, list[float]] = {name: [] for name in names}
    for turn in range(REPEATS):
        for name in random.Random(turn).sample(names, len(names)):
            started = time.perf_counter()
            contenders[name]()
            seconds[name].append(time.perf_counter() - started)
    return seconds


def ratio(seconds: Mapping[str, list[float]], name: str, other: str) -> float:
    """Median over the turns of one contender's time over another's."""
    return median(a / b for a, b in zip(seconds[name], seconds[other], strict=True))


def check(size: Size, contenders: Mapping[str, Contender], task: Task) -> None:
    """Raise unless all contenders that train by the notebook's rule reach the same losses."""
    expected = contenders["notebook scratch"](task, 2)
    for name, contender in contenders.items():
        if name in ("SGDRegressor", "products alone"):
            continue
        for loss, wanted in zip(contender(task, 2), expected, strict=True):
            if not abs(loss - wanted) <= TOLERANCE * wanted:
                raise SystemExit(f"{size}: {name} trains another way: {loss} is not {wanted}.")


def compare(size: Size) -> None:
    """Print one size: microseconds a step, with and without 10 000 validation rows an epoch."""
    contenders = {name: one for name, one in BASELINES.items() if fits(size, name)}
    for name in MODELS:
        if fits(size, name):
            contenders[f"{name}, steps"] = steps_alone(name)
            contenders[f"{name}, loop"] = through_the_loop(name)
    print(f"\n{size}")
    measured = {}
    for what, valid in (("steps only", 1), ("with validation", 10_000)):
        task = size.task(valid)
        check(size, contenders, task)
        started = time.perf_counter()
        contenders["notebook scratch"](task, 1)
        epochs = max(1, round(TURN / (time.perf_counter() - started)))
        turns = {n: lambda c=c, t=task, e=epochs: c(t, e) for n, c in contenders.items()}
        measured[what] = interleaved(turns)
        per_step = epochs * task.n_batches / 1e6
        for name, seconds in measured[what].items():
            print(f"  {what:<16} {name:<18} {median(seconds) / per_step:10.1f} us a step")
    for what, seconds in measured.items():
        for name, (other, asked) in (
            {"scratch": ("notebook scratch", size.scratch)} | ASKED
        ).items():
            if fits(size, name):
                found = [ratio(seconds, f"{name}, {way}", other) for way in ("steps", "loop")]
                print(
                    f"  {what:<16} {name} / {other}: {found[0]:.2f} its steps, "
                    f"{found[1]:.2f} through the loop   asked: {asked:.2f}"
                )
        print(
            f"  {what:<16} scratch / NumPy: {ratio(seconds, 'scratch, steps', 'NumPy'):.2f} its "
            "steps   asked: 1.0 at the first three sizes"
        )
    if not fits(size, "einsum"):
        refuse(size)


def refuse(size: Size) -> None:
    """Print what the four-axis tensor would take, and that it is refused before it is built."""
    config = DataConfig("synthetic", size.samples, size.features, size.outputs)
    run = Run(load(config), TrainConfig(batch_size=size.batch_size))
    print(f"  einsum: {run.status('einsum')}. {run.reasons['einsum']}")


def lockstep(size: Size) -> None:
    """Print what records, snapshots and lockstep add to the models' own time."""
    shares = []
    for _ in range(REPEATS // 3):
        data = DataConfig("synthetic", size.samples, size.features, size.outputs)
        config = TrainConfig(batch_size=size.batch_size, learning_rate=RATE, epochs=20)
        run = Run(load(data), config)
        started = time.perf_counter()
        run.finish()
        whole = time.perf_counter() - started
        shares.append(whole / sum(model.seconds for model in run.history.models.values()))
    print(f"{size!s:<36} {median(shares):.3f}   asked: 1.05")


def bench_sweep() -> None:
    """Print what 40 learning rates at once cost, against one."""
    task = SIZES[0].task(valid=1)

    def run(k: int) -> None:
        rates = log_rates(1e-3, 1, k)
        for record in sweep(task.data, task.start, rates, task.batch_size):
            if record.epoch == 40:
                return

    seconds = interleaved(
        {
            "40 rates": lambda: run(40),
            "one rate": lambda: run(1),
            "one run": lambda: through_the_loop("scratch")(task, 40),
        }
    )
    for other in ("one rate", "one run"):
        print(f"40 learning rates / {other}: {ratio(seconds, '40 rates', other):.2f}   asked: 4.0")


if __name__ == "__main__":
    torch.set_num_threads(1)
    for size in SIZES:
        compare(size)
    print("\nA run of three models over the sum of their own steps and validations")
    for size in SIZES[:4]:
        lockstep(size)
    print()
    bench_sweep()
