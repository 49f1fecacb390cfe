"""The race: its clock and its bytes, what it shows, the guard against two script runs, the page."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from itertools import count

import pytest
import torch
from torch import Tensor

from pages.shared.lesson.cost import Track
from perceptron import MODELS
from perceptron.figures.cost import race_figure, race_traces
from perceptron.lessons.cost.race import (
    BUDGET,
    COURSES,
    LARGE_SIZE,
    NOTEBOOK_SIZE,
    ROUNDS,
    Course,
    Leg,
    Size,
    race,
    slope,
    step_allocations,
)
from perceptron.lessons.cost.results import (
    conclusion,
    farthest_apart,
    fastest,
    progress,
    sizes_table,
    slopes,
    story,
)
from perceptron.models import Perceptron, ScratchPerceptron
from perceptron.sizes import four_axis_bytes
from perceptron.text.numbers import compared, number
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
    fused = m_c + 1 + c  # the residual, its squares added up, its column sums
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


def made_up(course: Course) -> list[Leg]:
    """Legs whose time is exactly that of the multiplications."""
    return [
        Leg(
            k,
            size,
            ROUNDS,
            {"scratch": 1e-6 * size.by_hand, "torch": 1e-4, "einsum": 1e-7 * size.by_tensor},
            {"scratch": 8, "torch": 8, "einsum": size.tensor_bytes},
            {},
        )
        for k, size in enumerate(course.sizes)
    ]


def test_fitted_slopes_meet_the_theory_where_time_is_all_arithmetic() -> None:
    course = COURSES["outputs"]
    legs = made_up(course)
    einsum, scratch = (slopes(course, legs, name) for name in ("einsum", "scratch"))
    assert einsum is not None
    assert scratch is not None
    assert einsum.seconds == pytest.approx(einsum.multiplications) == pytest.approx(2)
    assert einsum.allocated == pytest.approx(2)
    assert scratch.seconds == pytest.approx(scratch.multiplications) == pytest.approx(1)
    assert slopes(course, legs[:1], "einsum") is None


def test_slopes_are_fitted_over_the_last_three_sizes_that_a_model_raced() -> None:
    course = COURSES["outputs"]
    *small, large = [
        replace(leg, seconds={"torch": 1.0, "einsum": 1.0} if leg.number < 3 else leg.seconds)
        for leg in made_up(course)
    ]
    refused = replace(large, seconds={"torch": 1.0})
    found = slopes(course, [*small, refused], "einsum")
    assert found is not None
    assert found.seconds == pytest.approx(2)
    bent = slopes(course, [*small[:-1], refused], "einsum")  # one flat among three
    assert bent is not None
    assert bent.seconds != pytest.approx(2, abs=0.5)


def test_the_story_tells_what_was_measured() -> None:
    legs = made_up(COURSES["all three"])
    told = " ".join(story(legs))
    assert "At 1 × 1 → 1 there is nearly nothing to compute" in told
    large = next(leg for leg in legs if leg.size == LARGE_SIZE)
    assert compared(large.seconds["einsum"], large.seconds["torch"]) in told
    assert fastest(large) == "torch"
    assert story([]) == []


def test_one_sentence_ends_the_race_with_its_own_numbers() -> None:
    legs = made_up(COURSES["all three"])
    large = next(leg for leg in legs if leg.size == LARGE_SIZE)
    time = large.seconds["einsum"] / large.seconds["torch"]
    told = conclusion(legs)
    assert (
        f"At {LARGE_SIZE} all three get the same W; einsum takes **{number(float(f'{time:.2g}'))}"
        in told
    )
    memory = float(f"{LARGE_SIZE.tensor_bytes / 8:.1g}")
    assert f"about {number(memory)} times its memory" in told
    assert conclusion([replace(leg, rounds=3) for leg in legs]) == "", "it is not over yet"
    faster = [replace(leg, seconds={**leg.seconds, "einsum": 5e-5}) for leg in legs]
    assert "only 50 % of torch's time" in conclusion(faster)
    refused = [replace(leg, refused={"einsum": "too large"}) for leg in legs[3:]]
    assert "At 64 × 12 → 5" in conclusion([*legs[:3], *refused])
    assert 0 < farthest_apart(LARGE_SIZE) < 1e-12


def test_programs_are_solid_named_at_their_ends_and_no_decade_is_empty() -> None:
    course = COURSES["all three"]
    legs = made_up(course)
    for memory in (False, True):
        figure = race_figure(MODELS, course, legs, BUDGET, memory=memory, done=True)
        programs = figure.data[:3]
        assert {one.line.dash for one in programs} == {None}
        assert len({one.line.width for one in programs}) == 3
        assert len({one.marker.symbol for one in programs}) == 3
        assert [one.text[-1] for one in programs] == [f"<b>{name}</b>" for name in MODELS]
        assert {"".join(one.text[:-1]) for one in programs} == {""}
        assert not figure.layout.showlegend
    seconds = race_figure(MODELS, course, legs, BUDGET, memory=False, done=True)
    longest = max(max(leg.seconds.values()) for leg in legs)
    assert 10 ** seconds.layout.yaxis.range[1] < 3 * longest
    raced = [leg for leg in legs if leg.size.tensor_bytes <= BUDGET]
    allocated = race_figure(MODELS, course, raced, BUDGET, memory=True)
    assert BUDGET < 10 ** allocated.layout.yaxis.range[1] < 10 * BUDGET
    notes = [one.text for one in allocated.layout.annotations]
    assert notes == ["budget: 16.0 MiB", "∂Ŷ/∂W, predicted"]


def test_the_table_knows_the_bytes_before_the_race() -> None:
    table = sizes_table(COURSES["all three"], [], list(MODELS))
    assert table["∂Ŷ/∂W, predicted"][1] == "13.9 KiB"
    assert table["∂Ŷ/∂W, predicted"][-1] == "156.2 MiB (refused)"
    assert set(table["torch, a step"]) == {""}


def test_curves_have_a_point_for_each_leg_and_leave_out_the_refused() -> None:
    course = Course("m", SMALL, (4, 8))
    legs = [Leg(0, SMALL[0], 1, {"torch": 1e-3}, {"torch": 64}, {"einsum": "too large"})]
    torch_trace, einsum = race_traces(["torch", "einsum"], course, legs, memory=False)
    assert (torch_trace["x"].tolist(), torch_trace["y"].tolist()) == ([4.0], [1e-3])
    assert einsum["x"].tolist() == []
    figure = race_figure(["torch"], course, legs, 1e6, memory=True)
    assert list(figure.data[1].y) == [size.tensor_bytes for size in SMALL]
    assert progress(course, legs) == pytest.approx(1 / (2 * ROUNDS))


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
