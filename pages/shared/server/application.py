"""The server as an application: what it does once, what it serves beside Streamlit's own."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import gc
import logging
import signal
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from pathlib import Path
from types import FrameType

import streamlit as st
import torch
from starlette.middleware import Middleware
from starlette.routing import Route

from pages.shared.pages import PAGES
from pages.shared.server.assets import ASSETS, PLAIN, serve_asset
from pages.shared.server.faults import FAULTS
from pages.shared.server.headers import SecurityHeaders
from pages.shared.server.index import mending_component, serve_index
from pages.shared.server.process import give_back_memory, set_up_process
from pages.shared.server.room_routes import room_routes
from pages.shared.server.rooms import hub
from pages.shared.server.streamlit_files import StreamlitFiles, prepare_files
from perceptron.data.example import example_start
from perceptron.lessons.measure import FILE as MEASURE
from perceptron.lessons.predict.items import FILE as PREDICT
from perceptron.lessons.predict.items import ItemError
from perceptron.lessons.predict.trial import ending, items_that_work
from perceptron.models import TorchPerceptron

TIDY = 10  # seconds between collections of garbage

_log = logging.getLogger(__name__)
_mending = st.components.v2.component(
    "lab_translated", js=mending_component(), isolate_styles=False
)


@contextlib.asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Prepare before the first visitor; collect garbage now and then while there are any."""
    warm_up()
    for asset in ASSETS:
        asset.packed.prepare()
    preparing = _prepare_aside(prepare_files)
    tidying = asyncio.create_task(_tidy())
    try:
        with _letting_go():
            yield
    finally:
        tidying.cancel()
        _stop(preparing)


@contextlib.contextmanager
def _letting_go() -> Iterator[None]:
    """Let listeners of rooms go as soon as the server is told to stop.

    It would wait for them for ever before it ends the lifespan: they hear as long as it lasts.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # an application inside of another: that one hears the signals
        return
    stopping = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}

    def stop(number: int, frame: FrameType | None) -> None:
        hub().end()
        if callable(then := stopping[signal.Signals(number)]):
            then(number, frame)

    for one in stopping:
        signal.signal(one, stop)
    try:
        yield
    finally:
        for one, then in stopping.items():
            signal.signal(one, then)


def warm_up() -> None:
    """Do once what all visitors share.

    The first model of a process imports for a second. Streamlit would collect after every script
    run, and look each time through all that has been imported: four times the work of drawing a
    page (docs/load.md). So what is there now is frozen, it is no garbage, and what sessions leave
    is collected for all of them together.
    """
    torch.set_num_threads(1)  # at these sizes faster than two: docs/live.md
    set_up_process()
    try:
        TorchPerceptron.starting_from(example_start())
    except FAULTS:  # a visitor would be told; pages without a run are there all the same
        _log.exception("no model could be made before the first visitor")  # in English: a log
    gc.collect()
    gc.freeze()


def _prepare_aside(*first: Callable[[], object]) -> threading.Thread:
    """Do what comes first and try the questions, which takes a core for seconds.

    The server answers meanwhile; when it ends, no further question is tried.
    """
    ending.clear()

    def work() -> None:
        tasks = [*first]
        tasks += [partial(_try_questions, file) for file in (PREDICT, MEASURE)]
        for task in tasks:
            try:
                task()
            except FAULTS:  # who asks for it is told; what comes next is prepared all the same
                _log.exception("not prepared before the first visitor")  # in English: a log
        give_back_memory()

    name = "prepare"  # in English: for who lists the threads
    preparing = threading.Thread(target=work, name=name, daemon=True)
    preparing.start()
    return preparing


def _try_questions(file: Path) -> None:
    # The page says what is wrong, with the line; a server that ends has interrupted it.
    with contextlib.suppress(ItemError, InterruptedError):
        items_that_work(file)


def _stop(preparing: threading.Thread) -> None:
    """Try no further question: a process that ends while PyTorch is at work is aborted."""
    ending.set()
    preparing.join(3)


async def _tidy() -> None:
    while True:
        await asyncio.sleep(TIDY)
        await asyncio.to_thread(gc.collect)


def routes() -> list[Route]:
    """What is served beside Streamlit's own: a visit's first page, what it fetches, rooms."""
    base = f"/{st.get_option('server.baseUrlPath').strip('/')}".rstrip("/")
    pages = [Route(f"{base}/{name}", serve_index) for name in ("", *(page.name for page in PAGES))]
    return [*pages, Route(f"{base}/assets/{{name}}", serve_asset), *room_routes(base)]


def middleware() -> list[Middleware]:
    """What every request passes on its way to Streamlit."""
    return [Middleware(SecurityHeaders), Middleware(StreamlitFiles)]


def without_application() -> None:
    """Make do where a platform runs `app.py` as a plain script.

    Charts come by another way, and so does what lets a browser translate the page: from the first
    script run on, instead of with the page.
    """
    _prepare_plainly()
    st.session_state[PLAIN] = True


def mend_translation() -> None:
    """Let the browser translate a page whose HTML is not ours; nothing to do where it is."""
    if st.session_state.get(PLAIN):
        _mending(key="lab_translated", height=1)


@st.cache_resource
def _prepare_plainly() -> None:
    _log.warning(
        "app.py runs as a plain script, not as an application: there are no security headers, "
        "and browsers fetch the charts' program anew "  # in English: a log
        "at each visit (docs/deploy.md)."
    )
    warm_up()
    atexit.register(_stop, _prepare_aside())  # no lifespan ends; Streamlit's files go as they are
