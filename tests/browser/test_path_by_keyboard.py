"""The whole path of who learns, without a mouse: from Home to Before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from pages.shared.lesson.twins import TWINS
from pages.shared.pages import PATH, after, page_named
from pages.shared.train.grids import log_grid
from perceptron import BOUNDS, DataConfig, TrainConfig, load
from perceptron.data.example import EXAMPLE_TRAINING, example_start, load_example
from perceptron.lessons.agreement import questions as agreement
from perceptron.lessons.clinic.bugs import BUGS
from perceptron.lessons.cost import questions as cost
from perceptron.lessons.four_axes import questions as four_axes
from perceptron.lessons.home import RATES
from perceptron.lessons.last_batch import questions as last_batch
from perceptron.lessons.microscope import questions as microscope
from perceptron.lessons.microscope.blanks import BLANKS, results
from perceptron.lessons.microscope.phases import PHASES, Names
from perceptron.lessons.predict.answers import reveal
from perceptron.lessons.predict.item import Item
from perceptron.lessons.predict.items import own_items
from perceptron.lessons.step_size import questions as step_size
from perceptron.lessons.update import take_apart
from perceptron.lessons.write import entries_question
from perceptron.room.from_lesson import Asked
from perceptron.sharing.exercise.write import final_loss
from perceptron.sharing.provenance import check_of_text
from perceptron.text.numbers import number
from perceptron.theory import limits_of
from perceptron.training import batches
from tests.browser.keyboard import WATCH, Keyboard, wrong
from tools.browser import new_context, wait_until_still

pytestmark = [pytest.mark.browser, pytest.mark.slow]
RATE = 'input[type=range][aria-label="Learning rate"]'
NEXT = '[data-testid="stPageLink"] a'
ITEMS = {item.name: item for item in own_items()}
ASKED: Mapping[str, Mapping[str, Asked]] = {  # a number or a choice, which need no page
    "microscope": {"microscope-delta": microscope.factor_question()},
    "last_batch": {"last-batch-share": last_batch.share_question()},
    "step_size": {"step-size-two-batches": step_size.two_batches_question()},
    "four_axes": {"four-axes-order": four_axes.order_question()},
    "agreement": {"agreement-repeat": agreement.repeat_question()},
    "cost": {"cost-grown": cost.grown_question()},
    "write": {"write-entries": entries_question()},
}


@pytest.fixture
def hands(browser: Any) -> Iterator[Keyboard]:
    """A visitor who has nothing but keys."""
    context = new_context(browser)
    context.add_init_script(WATCH)
    page = context.new_page()
    yield Keyboard(page)
    context.close()


def test_the_whole_path_is_walked_by_keys_alone(hands: Keyboard, app: str) -> None:
    hands.page.goto(app)
    hands.headed("How a layer learns")
    start(hands)
    train(hands)
    steps = {"microscope": fill_in, "clinic": diagnose, "write": take_home, "predict": predict}
    explained = 0
    for name in PATH[1:]:
        go_on(hands, name)
        questions(hands, name)
        if name in steps:
            steps[name](hands)
        explained += hands.term()
    assert explained >= len(ASKED) - 1, "nearly every lesson explains a term"
    go_on(hands, "progress")
    look_back(hands)
    hands.end()


def go_on(hands: Keyboard, name: str) -> None:
    """Follow the link to the next page of the path."""
    before = next(page for page in PATH if getattr(after(page), "name", "") == name)
    assert f"/{before}" in hands.page.url
    hands.press(NEXT, f"Next: {page_named(name).title}")
    hands.headed(page_named(name).title)


def limit() -> float:
    """The learning rate below which the course data can be trained with."""
    data = load(DataConfig())
    exact = limits_of(data.x_train, data.n_targets, TrainConfig().batch_size).exact
    assert exact
    return exact


def start(hands: Keyboard) -> None:
    """Choose the longest steps that can work on Home, by the arrows, and train with them."""
    rate, chosen = max((rate, name) for name, rate in RATES.items() if rate < limit())
    hands.pick(".st-key-home_rate", chosen)
    hands.page.get_by_text(f"At learning rate {number(rate)} ").first.wait_for()
    hands.press(".st-key-home_start button")
    hands.headed("Train")
    hands.page.locator(f'{RATE}[aria-valuetext="{number(rate)}"]').wait_for()


def train(hands: Keyboard) -> None:
    """Train to the end, then once more as near to the limit as the slider goes: a challenge."""
    epochs, bound = TrainConfig().epochs, BOUNDS["learning_rate"]
    hands.press(".st-key-play button")
    ended(hands, epochs)
    rate = max(one for one in log_grid(bound.low, bound.high) if one < limit())
    slider = hands.reach(RATE)
    while slider.get_attribute("aria-valuetext") != number(rate):
        hands.page.keyboard.press("ArrowRight")
        hands.page.wait_for_timeout(30)
    hands.page.wait_for_timeout(400)  # Streamlit sends the value when it rests
    wait_until_still(hands.page)
    hands.press(".st-key-again button")
    ended(hands, epochs)
    hands.page.locator(".st-key-lab_verdict").get_by_text("Earned:").wait_for()
    hands.press(".st-key-challenges button")
    ticked = hands.page.locator('[data-testid="stPopoverBody"]').get_by_text("Your run:")
    ticked.wait_for()
    hands.key("Escape")
    ticked.wait_for(state="hidden")


def ended(hands: Keyboard, epochs: int) -> None:
    """Wait until a run has ended and its verdict is there."""
    hands.page.locator(".lab-status output", has_text=f"epoch {epochs} of {epochs}").wait_for()
    hands.page.locator(".st-key-again button").wait_for()
    wait_until_still(hands.page)
    assert hands.page.locator(".st-key-lab_verdict").inner_text()


def questions(hands: Keyboard, page: str) -> None:
    """Miss a question after a hint, then answer one with other numbers rightly."""
    for name, asked in ASKED.get(page, {}).items():
        place = f".st-key-asked-{name}"
        hands.hint(place)
        hands.answer(place, asked.codes, wrong(asked))
        hands.press(f"{place} button", "Try one with other numbers")
        twin = TWINS[name](1)
        hands.answer(place, twin.codes, twin.right)
        hands.page.locator(f"{place} [data-testid=stAlertContentSuccess]").wait_for()


def fill_in(hands: Keyboard) -> None:
    """Fill in the blanks of two phases; each entry has its verdict."""
    data = load_example()
    X, Y = next(batches(data.x_train, data.y_train, EXAMPLE_TRAINING.batch_size))
    update = take_apart(X, Y, example_start(), EXAMPLE_TRAINING.learning_rate)
    names = Names([f"row {i + 1}" for i in range(len(X))], data.feature_names, data.target_names)
    hands.pick(".st-key-level", BLANKS)
    hands.page.locator("input[data-blank]").first.wait_for()
    for phase in PHASES[:2]:
        values = {one.name: one.values for one in results(phase, update, names)}
        for k in range(hands.page.locator("input[data-blank]").count()):
            field = hands.reach(f'input[data-blank="{k}"]')
            cell = "(node, of) => node.closest(of).dataset"
            matrix = field.evaluate(cell, "figure")["matrix"]
            at = field.evaluate(cell, "td")
            value = values[matrix][int(at["i"]), int(at["j"])].item()
            hands.page.keyboard.type(number(value))
            hands.key("Enter")
            told = hands.page.locator(f'input[data-blank="{k}"][data-state="right"]')
            told.wait_for()
            assert "right" in hands.page.locator(".lab-matrices [role=status]").inner_text()
        if phase is PHASES[0]:
            hands.press('[data-testid="stMain"] button', "Next")
            hands.page.locator('input[data-blank="0"]:not([data-state="right"])').wait_for()
    assert f"level={BLANKS}" in hands.page.url


def diagnose(hands: Keyboard) -> None:
    """Find out who the patient is, by the sign in the address, and say so."""
    case = hands.in_address("case")
    patient = next(name for name in BUGS if check_of_text(name) == case)
    place = ".st-key-asked-clinic-diagnosis"
    hands.hint(place)
    hands.answer(place, [*BUGS], patient)
    hands.page.locator(f"{place} [data-testid=stAlertContentSuccess]").wait_for()
    hands.press(".st-key-clinic_next button")


def take_home(hands: Keyboard) -> None:
    """Load the program down, and type what it prints."""
    seed = hands.in_address("own_seed")
    hands.reach(".st-key-write_py button")
    with hands.page.expect_download() as download:
        hands.key("Enter")
    assert seed in download.value.suggested_filename
    _, last = final_loss(int(seed))
    hands.answer(".st-key-asked-write-number", (), last)
    told = hands.page.locator(".st-key-asked-write-number [data-testid=stAlertContentSuccess]")
    told.wait_for()


def predict(hands: Keyboard) -> None:
    """Commit to a number and to a sketch, and have both revealed."""
    first, sketched = ITEMS["batches"], ITEMS["curve"]
    answer = reveal(first).answer
    hands.type('[data-testid="stMain"] [data-testid=stTextInput] input', number(float(answer)))
    commit(hands, first)
    for _ in range([*ITEMS].index("curve")):
        hands.press(".st-key-lab_questions button", "Next")
    values = reveal(sketched).answer
    assert isinstance(values, tuple)
    hands.reach(".lab-sketch .handle")
    hands.key("ArrowDown", 4)
    for epoch, value in zip(sketched.epochs, values, strict=True):
        hands.type(f'input[aria-label="Loss at epoch {epoch}, a number"]', number(value))
    commit(hands, sketched)


def commit(hands: Keyboard, item: Item) -> None:
    """Commit to what was entered, and reveal: it is right."""
    hands.press('[data-testid="stMain"] button', "Commit")
    hands.press('[data-testid="stMain"] button', "Run it, and reveal")
    right = hands.page.locator('[data-testid="stMain"] [data-testid=stAlertContentSuccess]').first
    right.wait_for()
    assert reveal(item).words.split()[0] in right.inner_text()


def look_back(hands: Keyboard) -> None:
    """See what was done, print it, and go to the short test."""
    n = len(ASKED) + 4  # a twin is none; the patient, one's own number, two that were predicted
    hands.page.get_by_text(f"{n} questions answered:").first.wait_for()
    hands.page.evaluate("window.print = () => { window.printed = true; }")
    hands.press(".lab-print")
    assert hands.page.evaluate("window.printed")
    hands.press(NEXT, "Take the short test")
    hands.headed("Before and after")
    hands.reach('[data-testid="stMain"] button', "Commit")
