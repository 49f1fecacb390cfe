"""The clinic: each bug does what it says, and its fingerprint is its own."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Callable

import pytest
import torch
from torch.testing import assert_close

from perceptron import DataConfig, Dataset, Parameters, Run, TrainConfig, load
from perceptron.data.example import EXAMPLE_TRAINING, example_start, load_example
from perceptron.figures.clinic import clinic_loss_figure, ratio_figure
from perceptron.lessons.clinic.bugs import BUGS
from perceptron.lessons.clinic.evidence import Spread
from perceptron.lessons.clinic.reading import if_it_were
from perceptron.lessons.clinic.ward import HEALTHY, Ward, admit, with_first_output
from perceptron.lessons.update import autograd_gradients
from perceptron.text.numbers import number

Rule = Callable[[int, int], float]  # of m and c


def example() -> tuple[Dataset, Parameters, TrainConfig]:
    return load_example(), example_start(), EXAMPLE_TRAINING


def notebook() -> tuple[Dataset, Parameters, TrainConfig]:
    run = Run(load(DataConfig()), TrainConfig())
    return run.dataset, run.start, run.config


@pytest.fixture(scope="module", params=[example, notebook])
def ward(request: pytest.FixtureRequest) -> Ward:
    return admit(*request.param())


def sizes(ward: Ward) -> tuple[int, int]:
    m, c = ward.Y.shape
    return m, c


def test_the_healthy_programs_have_no_fingerprint(ward: Ward) -> None:
    for name in (HEALTHY, "torch"):
        found = ward.fingerprint(name)
        assert found.weight.is_all(1)
        assert found.bias.is_all(1)
        assert not found.shows
        assert found.difference < 1e-9
        assert found.loss_falls


def test_the_recovered_gradient_is_that_of_autograd(ward: Ward) -> None:
    case = ward.cases[HEALTHY]
    true = autograd_gradients(ward.X, ward.Y, case.start)
    assert_close(case.gradients.W, true.W, rtol=1e-9, atol=1e-9)
    assert_close(case.gradients.b, true.b, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(
    ("bug", "weight", "bias"),
    [
        ("divided_by_m", lambda m, c: c, lambda m, c: c),
        ("factor_missing", lambda m, c: 0.5, lambda m, c: 0.5),
        ("wrong_sign", lambda m, c: -1, lambda m, c: -1),
        ("bias_mean", lambda m, c: 1, lambda m, c: 1 / m),
    ],
)
def test_the_ratios_are_what_the_bug_makes_them(
    ward: Ward, bug: str, weight: Rule, bias: Rule
) -> None:
    found = ward.fingerprint(bug)
    assert found.weight.is_all(weight(*sizes(ward)))
    assert found.bias.is_all(bias(*sizes(ward)))
    assert found.shows
    assert not found.start_differs
    assert not found.gradient_is_true
    assert not found.bias_changes_equal


def test_the_bias_summed_over_all_outputs_changes_by_one_amount(ward: Ward) -> None:
    found = ward.fingerprint("bias_summed_over_all")
    assert found.weight.is_all(1)
    assert found.bias_changes_equal
    total = ward.cases[HEALTHY].gradients.b.sum()
    assert_close(ward.cases["bias_summed_over_all"].gradients.b, total.expand(sizes(ward)[1]))


def test_w_not_transposed_has_the_right_gradient_at_the_wrong_start(ward: Ward) -> None:
    found, case = ward.fingerprint("not_transposed"), ward.cases["not_transposed"]
    assert found.start_differs
    assert found.gradient_is_true
    healthy = ward.cases[HEALTHY].start
    assert_close(case.start.W, healthy.W.T.reshape(healthy.W.shape))
    assert_close(case.start.W.flatten().sort().values, healthy.W.flatten().sort().values)


def test_no_two_bugs_have_one_fingerprint(ward: Ward) -> None:
    for one, other in itertools.combinations(ward.fingerprints().values(), 2):
        assert (one.weight.words, one.bias.words) != (other.weight.words, other.bias.words)


def test_falling_and_diverging_are_told_from_the_losses(ward: Ward) -> None:
    found = ward.fingerprints()
    assert not found["wrong_sign"].loss_falls
    assert sum(f.loss_falls for f in found.values()) >= 4
    assert ward.with_lower_loss()
    for name, case in ward.cases.items():
        assert case.losses[0] == pytest.approx(ward.dataset.train_loss(case.start))
        if not case.stopped:
            assert case.losses[-1] == pytest.approx(ward.dataset.train_loss(case.end))
            assert (case.losses[-1] < case.losses[0]) == ward.fingerprint(name).loss_falls


def test_a_patient_that_diverges_is_stopped_and_the_others_go_on() -> None:
    dataset, start, config = example()
    ward = admit(dataset, start, config)
    assert ward.cases["wrong_sign"].stopped
    assert len(ward.cases["wrong_sign"].losses) < len(ward.cases[HEALTHY].losses)
    assert len(ward.cases[HEALTHY].losses) == config.epochs + 1


def test_with_one_output_three_bugs_are_none() -> None:
    dataset, start, config = example()
    found = admit(*with_first_output(dataset, start), config).fingerprints()
    silent = {name for name, one in found.items() if not one.shows}
    assert silent == {"divided_by_m", "bias_summed_over_all", "not_transposed"}


def test_the_healthy_rate_is_known_for_multiples_only(ward: Ward) -> None:
    rate = ward.learning_rate * sizes(ward)[1]
    assert ward.healthy_rate("divided_by_m") == pytest.approx(rate)
    with pytest.raises(ValueError, match="no learning rate"):
        ward.healthy_rate("bias_mean")


@pytest.mark.parametrize("patient", BUGS)
def test_each_wrong_diagnosis_is_told_what_it_would_show(ward: Ward, patient: str) -> None:
    for guess in BUGS:
        if guess == patient:
            continue
        told, there, here = (
            if_it_were(ward, guess, patient),
            *map(ward.fingerprint, (guess, patient)),
        )
        if there.start_differs or here.start_differs:
            assert "start" in told
            continue
        name = "weight" if there.weight.words != here.weight.words else "bias"
        would, does = getattr(there, name), getattr(here, name)
        before, after = told.split("; here")
        assert number(would.low) in before
        assert number(does.low) in after


def test_where_two_bugs_look_alike_it_is_said() -> None:
    dataset, start, config = example()
    ward = admit(*with_first_output(dataset, start), config)
    assert "can't tell both" in if_it_were(ward, "divided_by_m", "bias_summed_over_all")


def test_a_ratio_to_zero_is_left_out() -> None:
    ward = admit(*example())
    assert ward.cases[HEALTHY].gradients.W[2, 1].item() == 0
    assert math.isnan(ward.ratios("factor_missing").W[2, 1].item())
    nothing = Spread.of(torch.tensor([math.nan]))
    assert math.isnan(nothing.middle)
    assert nothing.words == "none"


def test_every_bug_has_its_words_and_row(ward: Ward) -> None:
    assert {len(column) for column in ward.table().values()} == {len(BUGS)}
    assert all(bug.title and bug.look and bug.remedy for bug in BUGS.values())


def test_loss_figure_has_a_curve_for_each_program_and_a_log_axis() -> None:
    figure = clinic_loss_figure({"scratch": [4.0, 2.0], "torch": [4.0, 2.0], "patient": [4.0]})
    assert [list(trace.y) for trace in figure.data] == [[4.0, 2.0], [4.0, 2.0], [4.0]]
    assert figure.layout.yaxis.type == "log"
    assert len({t.line.width for t in figure.data}) == 3
    assert {t.line.dash for t in figure.data} == {None}, "dashes are for references"
    ends = {one.text: one.x for one in figure.layout.annotations}
    assert ends == {"both healthy": 1, "patient": 0}, "in place of a legend"


def test_ratio_figure_has_a_dot_for_each_entry_and_the_line_of_health() -> None:
    weight = torch.tensor([[1.0, 3.0], [math.nan, -2.0]])
    figure = ratio_figure(weight, torch.tensor([0.5, 0.5]), ["x1", "x2"], ["y1", "y2"])
    assert [list(t.y) for t in figure.data] == [[1.0, None, 0.5], [3.0, -2.0, 0.5]]
    assert figure.layout.shapes[0].y0 == figure.layout.shapes[0].y1 == 1
    low, high = figure.layout.yaxis.range
    assert low < -2
    assert high > 3
    assert "NaN" not in json.dumps(figure.to_plotly_json(), default=str)
