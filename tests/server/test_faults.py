"""What a visitor sees when something fails: words, and the way on. Never a traceback."""

from __future__ import annotations

import errno
import math
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from streamlit.testing.v1 import AppTest

from pages.shared.draw import charts
from pages.shared.frame import frame
from perceptron import MODELS, DataConfig, Run, TrainConfig, load
from perceptron.history import START
from tests.pages.opening import follow_link, open_page

RATE = 0.3  # the rate of the visitor whose model fails; others have another one
SECRET = "/srv/secret/model.py"
REDACTED = "This app has encountered an error. The original error message is redacted"


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
    assert app.button(key="play").label == "Stopped"
    assert run_of(app).history.n_epochs == 1
    assert not app.session_state["player"].playing
    assert "shelf" not in app.session_state, "a run that failed is no result to keep"

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


def test_a_page_without_memory_says_so_and_the_next_visit_is_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pages.shared.session.live_run.load_data", lambda _: torch_without_memory())
    app = open_page("train")
    assert "not enough memory for this page" in words(app)
    monkeypatch.undo()
    assert words(app.run()) == ""


def test_other_faults_of_a_page_are_not_passed_off_as_memory_and_not_quoted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pages.shared.session.live_run.load_data", lambda _: index_error())
    app = open_page("train")
    assert app.exception[0].message.startswith(REDACTED)
    assert not app.exception[0].stack_trace
    assert not app.error


@pytest.fixture
def static(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder static that is not there yet, and a server that has not been prepared."""
    monkeypatch.setattr(charts, "STATIC", tmp_path / "static")
    frame.prepare_server.clear()
    return tmp_path / "static"


def test_a_full_disk_is_told_and_a_later_visit_finds_the_charts(
    static: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(_: Path, target: Path) -> None:
        target.write_bytes(b"half a")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as full:
        full.setattr(shutil, "copyfile", half)
        app = open_page("train")
        assert "Charts can't be drawn" in words(app)
        assert "No space left on device" in words(app)
        assert list(static.iterdir()) == [], "half a file takes room that is missing"
        app.button(key="play").click().run()
        assert math.isfinite(run_of(app).history["torch"].train_mse[-1])
    assert words(app.run()) == ""
    assert {path.name for path in static.iterdir()} == {charts.LIBRARY, charts.CODE_NAME}


def test_a_disk_that_can_not_be_written_is_told(
    static: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    static.parent.joinpath("file").touch()
    monkeypatch.setattr(charts, "STATIC", static.parent / "file" / "static")
    assert "Charts can't be drawn" in words(open_page("train"))


def test_files_that_are_there_need_no_disk_to_write_on(
    static: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    charts.publish_library()

    def never(*_: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(shutil, "copyfile", never)
    frame.prepare_server.clear()
    assert words(open_page("train")) == ""


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
    document = app.session_state["shelf"].runs[0].document
    assert all(write(document) for *_, write in FILES)
    assert epoch_csv(run_of(app))
    assert opened == []
    (tmp_path / "file").touch()
    watching = False
    assert opened == [str(tmp_path / "file")], "it would have been seen"


@pytest.mark.browser
@pytest.mark.parametrize("lost", ["chart-*.js", "plotly-*.js"])
def test_a_chart_whose_program_does_not_arrive_says_so(app: str, browser: Any, lost: str) -> None:
    from tools.browser import new_context

    page = new_context(browser).new_page()
    page.route(f"**/app/static/{lost}", lambda route: route.abort())
    page.goto(f"{app}/train")
    page.get_by_text("could not be loaded").first.wait_for()
    page.unroute_all()
    page.context.close()
