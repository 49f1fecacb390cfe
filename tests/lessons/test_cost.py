"""The race: its clock and its bytes, what it shows, the guard against two script runs, the page."""

from __future__ import annotations

from copy import deepcopy
from itertools import count

import pytest
import torch
from torch import Tensor

from pages.shared.lesson.cost import Track
from perceptron import MODELS
from perceptron.lessons.cost.race import (
    BUDGET,
    COURSES,
    LARGE_SIZE,
    NOTEBOOK_SIZE,
    Size,
    race,
    slope,
    step_allocations,
)
from perceptron.models import Perceptron, ScratchPerceptron
from perceptron.sizes import four_axis_bytes
from tests.pages.opening import commit, open_page

SMALL = (Size(4, 3, 2), Size(8, 3, 2))


def batch(size: Size) -> tuple[Tensor, Tensor]:
    """Rows of a size."""
    return torch.ones(size.m, size.d, dtype=torch.float64), torch.ones(
        size.m, size.c, dtype=torch.float64
    )


def model(kind: type[Perceptron], size: Size) -> Perceptron:
    """A model of a size."""
    return kind(
        size.d,
        size.c,
        generator=torch.Generator(),
        device=torch.device("cpu"),
        dtype=torch.float64,
    )


def test_times_are_medians_of_the_models_own_time() -> None:
    now = [0.0]
    wanted = iter([9.0, 1.0, 2.0, 50.0, 3.0])  # a round each; 50 is a slow moment

    class Timed(ScratchPerceptron):
        seconds = 0.001

        def step(self, X: Tensor, Y: Tensor, learning_rate: float) -> float:
            now[0] += self.seconds
            return super().step(X, Y, learning_rate)

    legs = []
    runner = race(SMALL[:1], rounds=5, models={"timed": Timed}, clock=lambda: now[0])
    for taken in wanted:
        Timed.seconds = taken if legs else 9.0
        legs.append(next(runner))
    assert [leg.rounds for leg in legs] == [1, 2, 3, 4, 5]
    assert [leg.seconds["timed"] for leg in legs] == pytest.approx([9, 5, 2, 5.5, 3])


def test_every_model_races_every_size_and_a_record_never_changes() -> None:
    ticks = count()
    legs, seen = [], []
    for leg in race(SMALL, rounds=3, clock=lambda: next(ticks) ** 2):  # each step takes longer
        legs.append(leg)
        seen.append(deepcopy(leg))
    assert [(leg.number, leg.rounds) for leg in legs] == [(n, r) for n in (0, 1) for r in (1, 2, 3)]
    assert all(set(leg.seconds) == set(MODELS) for leg in legs)
    assert len({leg.seconds["torch"] for leg in seen}) == 6
    assert legs == seen


def test_bytes_of_the_program_by_hand_are_those_on_paper() -> None:
    size = NOTEBOOK_SIZE
    m_c, d_c, c = size.m * size.c, size.d * size.c, size.c
    # XW, +b, residual and its square, its mean; residual, delta; sums; rate times, minus
    readable = 4 * m_c + 1 + 2 * m_c + c + d_c + 2 * (c + d_c)
    # In its first step: [X 1] and the residual, which later ones use again; its squares added up.
    fused = size.m * (size.d + 1) + m_c + 1
    for kind, numbers in ((ScratchPerceptron, readable), (MODELS["scratch"], fused)):
        assert step_allocations(model(kind, size), *batch(size)) == 8 * numbers


def test_the_tensor_is_among_the_bytes_of_einsum() -> None:
    by_hand, einsum = (
        step_allocations(model(MODELS[name], LARGE_SIZE), *batch(LARGE_SIZE))
        for name in ("scratch", "einsum")
    )
    tensor = four_axis_bytes(LARGE_SIZE.m, LARGE_SIZE.d, LARGE_SIZE.c)
    assert tensor < einsum < 1.2 * tensor
    assert by_hand < tensor / 50


def test_bytes_do_not_depend_on_how_often_they_are_counted() -> None:
    one = model(MODELS["torch"], NOTEBOOK_SIZE)
    counted = [step_allocations(one, *batch(NOTEBOOK_SIZE)) for _ in range(3)]
    assert counted[1] == counted[2] > 0


def test_a_model_beyond_the_budget_is_refused_and_never_stepped() -> None:
    (leg,) = race([Size(100, 10, 10)], budget=1000, rounds=1)
    assert set(leg.seconds) == {*MODELS} - {"einsum"}
    assert "100 × 10 → 10 would take 781.2 KiB" in leg.refused["einsum"]


def test_every_course_grows_from_the_notebooks_size_and_ends_within_reach() -> None:
    for name, course in COURSES.items():
        assert list(course.grown) == sorted(course.grown)
        assert NOTEBOOK_SIZE in course.sizes
        within = [size for size in course.sizes if size.tensor_bytes <= BUDGET]
        assert len(within) >= 4, name


@pytest.mark.parametrize("power", [-1.0, 0.0, 1.0, 2.5])
def test_the_slope_of_a_power_is_its_exponent(power: float) -> None:
    x = [3.0, 10.0, 77.0, 1000.0]
    assert slope(x, [7 * v**power for v in x]) == pytest.approx(power, abs=1e-12)


def test_a_slope_needs_two_points() -> None:
    with pytest.raises(ValueError, match="two points or more; got 1"):
        slope([1.0], [1.0])


def test_a_race_that_is_stopped_keeps_what_was_measured() -> None:
    track = Track()
    track.start("all three")
    old = track.enter()
    assert track.advance()
    assert track.advance()
    track.stop()
    with track.while_newest(old) as newest:
        assert not newest, "who raced hears of it"
    assert not track.advance()
    assert [leg.rounds for leg in track.results("all three")] == [2]


def test_a_race_goes_on_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.shared.lesson.cost.race", lambda _: race(SMALL, rounds=2))
    track = Track()
    track.start("samples")
    assert [track.advance() for _ in range(5)] == [True] * 4 + [False]
    assert track.running is None
    assert [leg.rounds for leg in track.results("samples")] == [2, 2]


def test_a_race_to_the_end_fills_the_page() -> None:
    app = open_page("cost")
    app.segmented_control(key="ask-cost-guess-1").set_value("slower")
    left = commit(app, "cost-guess").segmented_control
    assert [one.key for one in left] == ["cost_course"], "it is locked"
    assert any("**slower** *(your guess)*" in one.value for one in app.markdown)
    next(b for b in app.button if b.label == "Start the race").click().run()
    assert not app.exception
    verdict = [*app.success, *app.error][0].value
    assert verdict.startswith("You said “slower”. The race: at 256 × 50 → 10 einsum is ")
    words = " ".join(markdown.value for markdown in app.markdown)
    assert "**A fixed cost.**" in words
    assert "**At 256 × 50 → 10** einsum takes" in words
    assert "was refused" in words
    last = next(one.value for one in app.markdown if one.value.startswith("#### "))
    assert last.startswith("#### At 256 × 50 → 10 all three get the same W; einsum takes **")
    assert "times its memory**" in last
    app.text_input(key="ask-cost-bytes-1").set_value("37.5")
    assert commit(app, "cost-bytes").success[-1].value.startswith("Right")
    app.segmented_control(key="cost_course").set_value("outputs").run()
    assert not app.exception
    assert len(app.table) == 1
    assert "#### At 256" not in "".join(one.value for one in app.markdown), "not raced yet"
