"""The corpus through the real pages: words on screen, no traceback, and soon."""

from __future__ import annotations

from random import Random

import pytest
from streamlit.testing.v1 import AppTest

from perceptron.sharing.link import pack_table
from tests.fuzz.budget import timed
from tests.fuzz.conftest import MANY
from tests.fuzz.corpus import CODES, LINKS, RUNS, made
from tests.fuzz.tables import CSVS
from tests.hostile import NAMES, TABLE
from tests.pages.opening import follow_link, open_page

SECONDS = 10.0  # of the processor, for opening a page as a new visitor: most of it is Streamlit's
ELSEWHERE = ("home", "microscope", "last_batch", "step_size", "four_axes", "agreement", "cost",
             "clinic", "predict", "runs", "notation")  # fmt: skip
ALL_AT_ONCE = {
    "epochs": "0", "dataset": "../../etc", "hide": "x", "table": "!", "<b>": NAMES[1], "v": "9",
    "phase": "\0", "rate": "nan", "question": NAMES[0], "entry": "9.9", "batch": "-1", "speed": "",
    "numbers": "your-run", "trained": "9" * 9, "case": "x", "view": "__class__", "play": "maybe",
    "projector": "on", "revealed": "why",
}  # fmt: skip


def check(app: AppTest) -> None:
    """Nothing went wrong unseen: no exception, no traceback, nothing from outside as Markdown."""
    assert not app.exception, [one.message for one in app.exception]
    boxes = [*app.markdown, *app.caption, *app.error, *app.warning, *app.info, *app.success]
    labels = [one.label for kind in (app.radio, app.selectbox, app.button, app.number_input)
              for one in kind]  # fmt: skip
    for text in [*(box.value for box in boxes), *labels]:
        assert "Traceback" not in text
        for name in NAMES[:3]:
            assert name not in text, "a name from outside was not made plain"


def opened(page: str, query: dict[str, list[str]]) -> AppTest:
    app = timed(f"/{page}", lambda: follow_link(page, **query), SECONDS)
    check(app)
    return app


def few(cases: list, n: int) -> list:
    """All of the cases in `make fuzz`, else some of them, evenly chosen."""
    return cases if MANY else cases[:: max(1, len(cases) // n)]


@pytest.mark.parametrize("case", few(LINKS, 6), ids=lambda case: case[0])
def test_the_train_page_takes_any_link(case: tuple) -> None:
    query = {name: texts for name, texts in case[1].items() if texts}
    if any("\ud800" <= letter <= "\udfff" for name in query for letter in name):
        pytest.skip("no address can say half a surrogate pair")
    app = opened("train", query)
    shown = [text.value for text in app.text]
    notes = app.session_state["address"].notes
    assert set(notes) <= set(shown), "as plain text"
    assert case[2] in " ".join(notes) or query != case[1] or "table" in query


@pytest.mark.parametrize("page", ELSEWHERE if MANY else ELSEWHERE[1::4])
def test_each_page_takes_everything_at_once(page: str) -> None:
    opened(page, {name: [text] for name, text in ALL_AT_ONCE.items()})


@pytest.mark.parametrize("page", ("train", *ELSEWHERE) if MANY else ("train", "four_axes"))
def test_each_page_shows_a_table_with_hostile_names(page: str) -> None:
    query = {"dataset": "table", "table": pack_table(TABLE), "inputs": "0.2", "targets": "1.3",
             "numbers": "your-run", "batch_size": "5", "view": "both-orders"}  # fmt: skip
    app = opened(page, {name: [text] for name, text in query.items()})
    figures = app.session_state.get("figures", {})
    if page in ("train", "four_axes", "microscope"):
        assert app.session_state["player"].live.run.dataset.feature_names == (NAMES[0], NAMES[2])
    for figure in figures.values():
        assert "<img" not in str(figure["figure"])
        assert "<a href" not in str(figure["figure"])


EXTREMES = {
    "large": (1e30, -1e30, 9e29, 1e29),
    "small": (5e-324, -5e-324, 1e-300, 0.0, 1e-160),
    "far apart": (1e30, 5e-324, 1.0, -1e25),
    "the same": (0.0, 1.0),
}
VIEWS = {
    "step_size": ("the-scale", "directions", "loss-surface", "feature-scaling"),
    "four_axes": ("slices", "both-orders", "contraction"),
}
VISITS = [
    (kind, scale, page, view)
    for kind in EXTREMES
    for scale in ("off", "on")
    for page in ("train", *ELSEWHERE)
    for view in VIEWS.get(page, ("",))
]
SOME = [
    ("far apart", "off", "step_size", "the-scale"),
    ("far apart", "on", "agreement", ""),
    ("large", "off", "train", ""),
    ("small", "off", "clinic", ""),
]


@pytest.mark.parametrize("visit_", VISITS if MANY else SOME, ids=" ".join)
def test_each_page_shows_a_table_of_extreme_numbers(visit_: tuple[str, ...]) -> None:
    kind, scale, page, view = visit_
    drawn = Random(1)
    rows = [",".join(repr(drawn.choice(EXTREMES[kind])) for _ in range(4)) for _ in range(20)]
    query = {"dataset": "table", "table": pack_table("a,b,c,d\n" + "\n".join(rows)),
             "batch_size": "1", "numbers": "your-run", "scale": scale, "trained": "8",
             "play": "yes", "speed": "full-speed", "learning_rate": "0.3",
             "view": view}  # fmt: skip
    opened(page, {name: [text] for name, text in query.items() if text})


def test_the_train_page_takes_any_file() -> None:
    app = open_page("train")
    app.selectbox(key="dataset").set_value("table").run()
    for number, (_, content, _) in enumerate(few(CSVS, 5)):
        file = (f"{number}.csv", made(content), "text/csv")
        if len(file[1]) > 10_000_000:
            continue  # the upload itself refuses it
        timed("/train", lambda file=file: app.file_uploader[0].set_value(file).run(), SECONDS)
        check(app)


def test_the_runs_page_takes_any_file() -> None:
    app = open_page("runs")
    for number, (_, content, words) in enumerate(few(RUNS, 7)):
        file = (f"{NAMES[1][:40]}{number}.json", made(content), "application/json")
        if len(file[1]) > 10_000_000:
            continue
        timed("/runs", lambda file=file: app.file_uploader[0].set_value(file).run(), SECONDS)
        check(app)
        assert bool(app.error) == bool(words)


def test_the_predict_page_takes_any_paste() -> None:
    app = follow_link("predict", part=["collect-a-classs-guesses"])
    for _, content, words in few(CODES, 4):
        box = app.text_area(key="predict_codes")
        text = made(content)[:200_000]
        timed("/predict", lambda box=box, text=text: box.set_value(text).run(), SECONDS)
        check(app)
        assert words in " ".join(one.value for one in app.text)
