"""The corpus through the real pages: words on screen, no traceback, and soon."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest
from streamlit.testing.v1 import AppTest

from perceptron.lessons.measure import FILE as MEASURE
from perceptron.lessons.predict.trial import items_that_work
from perceptron.sharing.link import pack_table
from tests.fuzz.budget import timed
from tests.fuzz.conftest import MANY
from tests.fuzz.corpus import CODES, LINKS, RUNS, made
from tests.fuzz.tables import CSVS
from tests.fuzz.views import ALL_PAGES, offered, walk
from tests.hostile import NAMES, TABLE
from tests.pages.opening import follow_link, open_page

UNITS = 65.0  # of `unit`, for opening a page as a new visitor: most of it is Streamlit's
HOSTILE_RUN = next(content for name, content, _ in RUNS if name == "hostile names")
ALL_AT_ONCE = {
    "epochs": "0", "dataset": "../../etc", "hide": "x", "table": "!", "<b>": NAMES[1], "v": "9",
    "phase": "\0", "rate": "nan", "question": NAMES[0], "entry": "9.9", "batch": "-1", "speed": "",
    "numbers": "your-run", "trained": "9" * 9, "case": "x", "view": "__class__", "play": "maybe",
    "projector": "on", "revealed": "why",
}  # fmt: skip


def check(app: AppTest) -> None:
    """Nothing went wrong unseen: no exception, no traceback, nothing from outside as Markdown."""
    assert not app.exception, [one.message for one in app.exception]
    boxes = [*app.markdown, *app.caption, *app.error, *app.warning, *app.info, *app.success,
             *app.title, *app.header]  # fmt: skip
    labels = [one.label for kind in (app.radio, app.selectbox, app.button, app.number_input)
              for one in kind]  # fmt: skip
    for text in [*(box.value for box in boxes), *labels]:
        assert "Traceback" not in text
        for name in NAMES[:3]:
            assert name not in text, "a name from outside was not made plain"
    for figure in app.session_state.get("figures", {}).values():
        assert "<img" not in str(figure["figure"])
        assert "<a href" not in str(figure["figure"])


@pytest.fixture(scope="module", autouse=True)
def questions_are_tried() -> None:
    """The app tries its questions while it starts; no page pays for that."""
    items_that_work()
    items_that_work(MEASURE)


def opened(page: str, query: dict[str, list[str]]) -> AppTest:
    app = timed(f"/{page}", lambda: follow_link(page, **query), UNITS)
    check(app)
    return app


def few(cases: list, n: int) -> list:
    """All of the cases in `make fuzz`, else some of them, evenly chosen."""
    return cases if MANY else cases[:: max(1, len(cases) // n)]


# What an address can say: no half of a surrogate pair, and no name without a value.
ADDRESSES = [case for case in LINKS if all(case[1].values()) and "\ud800" not in case[1]]


@pytest.mark.parametrize("case", few(ADDRESSES, 6), ids=lambda case: case[0])
def test_the_train_page_takes_any_link(case: tuple) -> None:
    app = opened("train", case[1])
    shown = [text.value for text in app.text]
    notes = app.session_state["address"].notes
    assert set(notes) <= set(shown), "as plain text"
    assert case[2] in " ".join(notes)
    assert bool(case[2]) == bool(notes)


@pytest.mark.parametrize("page", ALL_PAGES)
def test_each_page_takes_everything_at_once(page: str) -> None:
    opened(page, {name: [text] for name, text in ALL_AT_ONCE.items()})


def show_all(page: str, query: dict[str, str]) -> tuple[AppTest, set[str]]:
    """Open a page by a link and go through all its views; return the controls gone through."""
    app = opened(page, {name: [text] for name, text in query.items()})
    if "numbers" in offered(app):
        assert app.session_state["scene"] == "your run"
    if page == "runs":
        app.file_uploader[0].set_value(("run.json", HOSTILE_RUN, "application/json"))

    def run() -> None:
        timed(f"/{page}", app.run, UNITS)
        check(app)

    return app, walk(app, run, leave=query)


WITHIN = {  # controls that only some view of a page has
    "four_axes": {"slices", "grows"},
    "microscope": {"outer", "sample"},
    "step_size": {"factor", "output"},
    "runs": {"loss"},
}


@pytest.mark.parametrize("page", ALL_PAGES)
def test_each_page_shows_a_table_with_hostile_names(page: str) -> None:
    query = {"dataset": "table", "table": pack_table(TABLE), "inputs": "0.2", "targets": "1.3",
             "numbers": "your-run", "batch_size": "5"}  # fmt: skip
    app, gone_through = show_all(page, query)
    assert gone_through >= WITHIN.get(page, set())
    if page == "train" or "numbers" in offered(app):
        assert app.session_state["player"].live.run.dataset.feature_names == (NAMES[0], NAMES[2])


EXTREMES = {
    "large": (1e30, -1e30, 9e29, 1e29),
    "small": (5e-324, -5e-324, 1e-300, 0.0, 1e-160),
    "far apart": (1e30, 5e-324, 1.0, -1e25),
    "the same": (0.0, 1.0),
}
FEW = [("far apart", "off", page) for page in ALL_PAGES] + [
    ("far apart", "on", "agreement"),
    ("large", "off", "train"),
    ("small", "off", "clinic"),
]


@pytest.mark.parametrize(
    ("kind", "scale", "page"),
    list(product(EXTREMES, ("off", "on"), ALL_PAGES)) if MANY else FEW,
)
def test_each_page_shows_a_table_of_extreme_numbers(kind: str, scale: str, page: str) -> None:
    drawn = Random(1)
    rows = [",".join(repr(drawn.choice(EXTREMES[kind])) for _ in range(4)) for _ in range(20)]
    query = {"dataset": "table", "table": pack_table("a,b,c,d\n" + "\n".join(rows)),
             "batch_size": "1", "numbers": "your-run", "scale": scale, "trained": "8",
             "play": "yes", "speed": "full-speed", "learning_rate": "0.3"}  # fmt: skip
    show_all(page, query)


def test_the_train_page_takes_any_file() -> None:
    app = open_page("train")
    app.selectbox(key="dataset").set_value("table").run()
    for number, (_, content, _) in enumerate(few(CSVS, 5)):
        file = (f"{number}.csv", made(content), "text/csv")
        if len(file[1]) > 10_000_000:
            continue  # the upload itself refuses it
        timed("/train", lambda file=file: app.file_uploader[0].set_value(file).run(), UNITS)
        check(app)


def test_the_runs_page_takes_any_file() -> None:
    app = open_page("runs")
    for number, (_, content, words) in enumerate(few(RUNS, 7)):
        file = (f"{NAMES[1][:40]}{number}.json", made(content), "application/json")
        if len(file[1]) > 10_000_000:
            continue
        timed("/runs", lambda file=file: app.file_uploader[0].set_value(file).run(), UNITS)
        check(app)
        assert bool(app.error) == bool(words)


def test_the_predict_page_takes_any_paste() -> None:
    app = follow_link("predict")
    app.session_state["predict_part"] = "Collect a class's guesses"
    app.run()
    for _, content, words in few(CODES, 4):
        box = app.text_area(key="predict_codes")
        text = made(content)[:200_000]
        timed("/predict", lambda box=box, text=text: box.set_value(text).run(), UNITS)
        check(app)
        assert words in " ".join(one.value for one in app.text)
