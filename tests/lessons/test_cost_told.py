"""What the race tells: slopes, its story, the one sentence, its curves and tables."""

from __future__ import annotations

from dataclasses import replace

import pytest

from perceptron import MODELS
from perceptron.figures.cost import race_figure, race_traces
from perceptron.lessons.cost.race import (
    BUDGET,
    COURSES,
    LARGE_SIZE,
    ROUNDS,
    Course,
    Leg,
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
from perceptron.text.numbers import compared, number
from tests.lessons.test_cost import SMALL


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
    how, times = compared(large.seconds["einsum"], large.seconds["torch"])
    assert f"**{times} times {how} than torch**" in told
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
