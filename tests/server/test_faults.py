"""What a visitor sees when something fails: words, and the way on. Never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from streamlit.testing.v1 import AppTest

from perceptron import MODELS, DataConfig, Run, TrainConfig, load
from perceptron.history import START
from tests.pages.opening import follow_link, open_page

RATE = 0.3  # the rate of the visitor whose model fails; others have another one
SECRET = "/srv/secret/model.py"


def index_error() -> None:
    raise IndexError(SECRET)


def torch_without_memory() -> None:
    torch.empty(10**15, dtype=torch.float64)


def python_without_memory() -> None:
    bytearray(10**15)


@pytest.fixture
def fail_at(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the einsum model fail in a step of a run with `RATE`."""

    def arrange(step: int, how: Callable[[], None]) -> None:
        steps = iter(range(10_000))
        trained = MODELS["einsum"].step

        def fails(self: Any, X: torch.Tensor, Y: torch.Tensor, rate: float) -> float:
            if rate == RATE and next(steps) == step:
                how()
            return trained(self, X, Y, rate)

        monkeypatch.setattr(MODELS["einsum"], "step", fails)

    return arrange


def run_of(app: AppTest) -> Run:
    return app.session_state["player"].live.run


def words(app: AppTest) -> str:
    """Everything that a visitor may read of what went wrong."""
    assert not app.exception
    return "\n".join(element.value for element in [*app.error, *app.warning])


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        (index_error, "A step failed with IndexError"),
        (torch_without_memory, "The server had not enough memory for a step"),
        (python_without_memory, "The server had not enough memory for a step"),
    ],
)
def test_a_model_that_raises_is_told_in_words_and_can_be_reset(
    fail_at: Callable[..., None],
    how: Callable[[], None],
    expected: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    fail_at(6, how)
    app = follow_link("train", learning_rate=str(RATE), speed="full-speed")
    other = open_page("train")
    app.button(key="play").click().run()
    assert expected in words(app)
    assert "Reset begins again" in words(app)
    for traced in (SECRET, "Traceback", "DefaultCPUAllocator"):
        assert traced not in words(app)
    assert "a training step failed" in caplog.text
    assert app.button(key="again").label == "Train again"
    assert run_of(app).history.n_epochs == 1
    assert not app.session_state["player"].playing
    assert not app.session_state["shelf"].runs, "a run that failed is no result to keep"

    other.button(key="play").click().run()
    assert words(other) == ""
    assert run_of(other).history.n_epochs == 16

    next(button for button in app.button if button.label == "Reset").click().run()
    app.button(key="play").click().run()
    assert words(app) == ""
    assert run_of(app).history.n_epochs == 16


@pytest.mark.parametrize("button", ["Batch", "Epoch"])
def test_a_model_that_raises_in_a_single_step_is_told_in_words(
    fail_at: Callable[..., None], button: str
) -> None:
    fail_at(0, index_error)
    app = follow_link("train", learning_rate=str(RATE))
    next(one for one in app.button if one.label == button).click().run()
    assert "A step failed with IndexError" in words(app)
    assert run_of(app).done


def test_a_lesson_whose_run_fails_is_shown(fail_at: Callable[..., None]) -> None:
    fail_at(3, index_error)
    app = follow_link("microscope", learning_rate=str(RATE), numbers="your-run", trained="8")
    assert words(app) == ""
    assert run_of(app).failed


@pytest.mark.parametrize(("step", "epochs"), [(0, 0), (6, 1)])
def test_a_run_given_up_stands_at_its_last_whole_epoch(
    fail_at: Callable[..., None], step: int, epochs: int
) -> None:
    fail_at(step, index_error)
    run = Run(load(DataConfig()), TrainConfig(learning_rate=RATE))
    with pytest.raises(IndexError):
        run.finish()
    run.give_up("because")
    assert run.done
    assert run.failed
    assert run.history.n_epochs == epochs
    kept = run.history.snapshot(epochs - 1 if epochs else START)
    for name in MODELS:
        assert run.status(name) == "failed"
        assert run.parameters(name).W.equal(kept[name].W)
    assert run.final_difference("einsum").W.percent < 1e-10, "no model is a batch ahead of another"


FAILS = """
import pages.shared.session.on_screen as on_screen
loads, faults = on_screen.load_data, [{fault}]
def load_data(settings):
    if faults:
        raise faults.pop()
    return loads(settings)
on_screen.load_data = load_data
"""


@pytest.mark.browser
@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (f"MemoryError({SECRET!r})", "not enough memory for this page"),
        pytest.param(
            f"RuntimeError('not enough memory: {SECRET}')", "not enough memory for this page",
            marks=pytest.mark.slow,
        ),
        pytest.param(f"IndexError({SECRET!r})", "failed with IndexError", marks=pytest.mark.slow),
    ],
)  # fmt: skip
def test_a_page_that_fails_says_so_in_words_and_the_next_visit_is_well(
    browser: Any, tmp_path: Path, fault: str, expected: str
) -> None:
    from tools.browser import new_context, serve, wait_for_charts, wait_until_still

    log = tmp_path / "log"
    with serve(FAILS.format(fault=fault), log) as (address, _):
        page = new_context(browser).new_page()
        page.goto(f"{address}/train")
        page.get_by_text(expected).wait_for()
        wait_until_still(page)
        shown = page.locator("body").inner_text()
        page.reload()
        wait_for_charts(page)
        assert page.get_by_text(expected).count() == 0
        page.context.close()
    for hidden in (SECRET, "Traceback", "on_screen"):
        assert hidden not in shown
        assert hidden in log.read_text("utf-8"), "who runs the server learns it from the log"


def test_models_are_made_on_a_full_disk() -> None:
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
        "from pages.shared.server.application import warm_up; warm_up()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "no model could be made" not in done.stderr


def test_exports_write_nothing_to_disk(tmp_path: Path) -> None:
    app = follow_link("train", speed="full-speed", epochs="1")
    app.button(key="play").click().run()
    opened: list[str] = []

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if watching and event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            opened.append(str(arguments[0]))

    from pages.shared.train.kept_runs import FILES
    from perceptron.sharing.write import epoch_csv

    watching = True
    sys.addaudithook(watch)
    record = app.session_state["shelf"].runs[0].record
    assert all(write(record) for *_, write in FILES)
    assert epoch_csv(run_of(app).history)
    assert opened == []
    (tmp_path / "file").touch()
    watching = False
    assert opened == [str(tmp_path / "file")], "it would have been seen"


@pytest.mark.browser
@pytest.mark.parametrize("lost", ["chart-*.js", "plotly*.js"])
def test_a_chart_whose_program_does_not_arrive_says_so(app: str, browser: Any, lost: str) -> None:
    from tools.browser import new_context

    page = new_context(browser).new_page()
    page.route(f"**/assets/{lost}", lambda route: route.abort())
    page.goto(f"{app}/train")
    page.get_by_text("could not be loaded").first.wait_for()
    page.unroute_all()
    page.context.close()
