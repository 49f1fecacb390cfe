"""What decides a question: the numbers in the picture are those of its run."""

from __future__ import annotations

import pytest

from pages.shared.pages import PAGES
from perceptron.figures.evidence import evidence_figure, evidence_in_words
from perceptron.lessons.predict.answers import reveal
from perceptron.lessons.predict.deciding import evidence_of
from perceptron.lessons.predict.evidence import Bars, Lines, Listed
from perceptron.lessons.predict.item import Item
from perceptron.lessons.predict.items import ItemError, read_items
from perceptron.room.question import CURVE
from tests.items import own_items

ITEMS = own_items()
BOTH = {item.name: item for one in ITEMS for item in (one, one.twin) if item}


def decides(name: str) -> Bars | Lines | Listed | None:
    return evidence_of(reveal(BOTH[name]))


def bars(name: str) -> Bars:
    found = decides(name)
    assert isinstance(found, Bars)
    return found


def lines(name: str) -> Lines:
    found = decides(name)
    assert isinstance(found, Lines)
    return found


@pytest.mark.parametrize("name", BOTH)
def test_every_measured_question_has_its_evidence(name: str) -> None:
    item, found = BOTH[name], decides(name)
    assert (found is None) == (item.given or item.kind == CURVE)
    if isinstance(found, Bars | Lines):
        assert evidence_figure(found).data
        assert evidence_in_words(found).startswith(found.title)


def test_batches_are_bars_of_their_rows_and_of_their_weight() -> None:
    assert bars("batches").values == (33, 33, 33, 1)
    weight = bars("last-row")
    assert weight.values == (25, 25, 25, 25)
    assert weight.others[-1] == pytest.approx(1)
    assert weight.marked == 3


def test_the_row_that_stays_near_0_is_marked() -> None:
    row = bars("row")
    assert row.labels[row.marked or 0] == "x4" == reveal(BOTH["row"]).answer
    assert row.others[3] == 0, "the true one"
    assert max(row.values) > 100 * row.values[3]


def test_both_ends_of_two_starts_stand_beside_each_other() -> None:
    assert bars("start").values == pytest.approx(bars("start").others, rel=1e-3)
    twin = bars("start~twin")
    assert twin.values != pytest.approx(twin.others, rel=1e-3)


def test_the_fastest_has_the_lowest_bar() -> None:
    fastest = bars("fastest")
    assert fastest.labels[fastest.marked or 0] == reveal(BOTH["fastest"]).answer
    assert min(fastest.values) == fastest.values[fastest.marked or 0]
    (run,) = reveal(BOTH["fastest"]).runs
    assert fastest.values[0] == pytest.approx(1e6 * run.history["scratch"].seconds / 1600)


def test_digits_that_agree_are_bold() -> None:
    found = decides("float32")
    assert isinstance(found, Listed)
    agreeing = [cell.split("**")[1] for cell in found.columns["weight"]]
    fewest = min(sum(sign.isdigit() for sign in text.lstrip("0.")) for text in agreeing)
    assert abs(fewest - float(reveal(BOTH["float32"]).answer)) <= 1


def test_slices_add_up_to_the_tensor() -> None:
    for name in ("four-axes", "four-axes~twin"):
        found = bars(name)
        assert sum(found.values) + sum(found.others) == reveal(BOTH[name]).answer


def test_what_a_rate_leaves_of_the_distance_crosses_1_at_the_limit() -> None:
    found = lines("limit")
    limit = reveal(BOTH["limit"]).answer
    assert found.mark is not None
    assert found.mark[1] == limit
    (points,) = found.curves.values()
    assert all((left < 1) == (rate < limit) for rate, left in points)
    figure = evidence_figure(found)
    assert [shape.line.dash for shape in figure.layout.shapes] == ["dash", "dash"]
    low, high = figure.layout.yaxis.range
    assert low < 1 - 0.1 * (high - low), "there is room for words below the line"


def test_a_loss_that_grows_is_held_against_its_start() -> None:
    found = lines("lives")
    assert found.level is not None
    assert found.curves["loss"][-1][1] > found.level[1]
    calm = lines("lives~twin")
    assert calm.level is not None
    assert calm.curves["loss"][-1][1] < calm.level[1]
    assert lines("floor").level == ("variance of the noise 4", 4.0)


def test_the_run_that_falls_further_ends_lower() -> None:
    for name in ("outputs", "outputs~twin"):
        found, item = lines(name), BOTH[name]
        ends = {curve: points[-1][1] for curve, points in found.curves.items()}
        right = dict(item.options)[str(reveal(item).answer)]
        assert min(ends, key=ends.__getitem__) == right
        texts = {one.text for one in evidence_figure(found).layout.annotations}
        assert set(ends) <= texts


def test_the_lower_of_the_first_epoch_is_marked() -> None:
    for name in ("validation", "validation~twin"):
        found = bars(name)
        lower = found.labels[found.marked or 0]
        assert lower.startswith({"training": "mean"}.get(str(reveal(BOTH[name]).answer), "valid"))
        assert found.values[-2] == pytest.approx(sum(found.values[:-2]) / len(found.values[:-2]))


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.name)
def test_each_question_of_ours_names_a_page_that_there_is(item: Item) -> None:
    assert item.page in {page.name for page in PAGES}


ITEM = """
[[item]]
name = "slices"
question = "How many?"
measure = "batches"
why = "{answer}."
{more}
"""


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('hints = "one"', "hints must be two sentences"),
        ('hints = ["one"]', "hints must be two sentences"),
        ('hints = ["one", " "]', "hints must be two sentences"),
        ('hints = ["one", 2]', "hints must be two sentences"),
        ('page = "../clinic"', "page must be the name of a page"),
        ("page = 3", "page must be the name of a page"),
    ],
)
def test_what_is_no_hint_and_no_page_is_told_with_its_line(more: str, told: str) -> None:
    with pytest.raises(ItemError, match=f"Line 7: {told}"):
        read_items(ITEM.replace("{more}", more))


def test_a_twin_has_the_hints_of_its_item_unless_it_has_its_own() -> None:
    text = ITEM.replace("{more}", 'hints = ["a", "b"]\npage = "cost"\n[item.twin]\n{own}\n'
                        "[item.twin.run]\nbatch_size = 15")  # fmt: skip
    (item,) = read_items(text.replace("{own}", "")).items
    assert item.twin is not None
    assert (item.twin.hints, item.twin.page) == (("a", "b"), "cost")
    (item,) = read_items(text.replace("{own}", 'hints = ["c", "d"]')).items
    assert item.twin is not None
    assert (item.hints, item.twin.hints) == (("a", "b"), ("c", "d"))


def test_what_browsers_keep_a_guess_by_does_not_depend_on_hints() -> None:
    (plain,) = read_items(ITEM.replace("{more}", "")).items
    (hinted,) = read_items(ITEM.replace("{more}", 'hints = ["a", "b"]')).items
    assert repr(plain) == repr(hinted)
