"""What the server answers beside Streamlit's own, and what it does once."""

from __future__ import annotations

import asyncio
import gc
import gzip
import hashlib
import re
import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from pages.shared.server import application
from pages.shared.server.assets import ASSETS, CHART, Asset
from pages.shared.server.index import FIRST, TRANSLATED, index, inline_scripts
from perceptron.lessons.predict.items import ItemError
from tests.pages.opening import ROOT
from tests.server.asking import ask


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", 200),
        ("/train", 200),
        ("/no-page", 200),
        ("/train/", 301),
        ("/_stcore/health", 200),
        ("/_stcore/host-config", 200),
        (f"/assets/{CHART.name}", 200),
        ("/assets/none.js", 404),
        ("/media/none", 404),
        ("/a/%2e%2e/b", 400),
    ],
)
def test_every_kind_of_answer_says_what_to_refuse(app: str, path: str, expected: int) -> None:
    status, headers, _ = ask(app, path)
    assert status == expected
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    policy = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert "frame-ancestors" not in policy, "teachers show the app in pages of their own"
    sources = {source for sources in policy.values() for source in sources.split()}
    digests = set(inline_scripts())
    assert sources - digests == {
        *("'self'", "'none'", "'unsafe-inline'", "'wasm-unsafe-eval'", "data:", "blob:"),
    }
    assert "'unsafe-inline'" not in policy["script-src"]


@pytest.mark.parametrize("asset", ASSETS[1:], ids=lambda asset: asset.name)
def test_no_name_is_declared_twice_in_modules_that_travel_as_one(asset: Asset) -> None:
    declared = r"^(?:export )?(?:default )?(?:async )?(?:const|let|function|class) (\w+)"
    found = re.findall(declared, asset.plain.decode(), re.MULTILINE)
    assert [name for name, n in Counter(found).items() if n > 1] == []


@pytest.mark.parametrize("asset", ASSETS, ids=lambda asset: asset.name)
def test_a_script_is_sent_compressed_and_kept_for_ever(app: str, asset: Asset) -> None:
    status, headers, body = ask(app, f"/assets/{asset.name}", Accept_Encoding="gzip")
    assert status == 200
    assert headers["Content-Type"].startswith("text/javascript")
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert headers["Content-Encoding"] == "gzip"
    assert headers["Vary"] == "Accept-Encoding"
    content = gzip.decompress(body)
    assert len(body) < len(content) / 2
    assert hashlib.sha256(content).hexdigest()[:16] in asset.name
    asked = ask(app, f"/assets/{asset.name}", "HEAD", Accept_Encoding="gzip")
    assert (asked[0], asked[1]["Content-Length"], asked[2]) == (200, str(len(body)), b"")
    plainly = ask(app, f"/assets/{asset.name}")
    assert "Content-Encoding" not in plainly[1]
    assert plainly[2] == content


def test_a_script_that_is_none_of_ours_is_not_kept(app: str) -> None:
    for method in ("GET", "HEAD"):
        status, headers, body = ask(app, "/assets/chart-0.js", method)
        assert (status, body) == (404, b"")
        assert "Cache-Control" not in headers


def test_streamlits_page_is_told_where_the_app_begins_and_else_left_as_it_is(app: str) -> None:
    theirs = ask(app, "/no-page")[2].decode()
    ours = index()
    before, after = theirs.split("<head>")
    assert ours.startswith(f"{before}<head>")
    assert ours.endswith(after)
    added = ours.removeprefix(f"{before}<head>").removesuffix(after)
    assert re.findall("</?script>", added) == ["<script>", "</script>"] * 3
    assert "BACKEND_BASE_URL" in added
    for script in (TRANSLATED, FIRST):
        assert script.read_text("utf-8") in added


def test_what_is_served_moves_with_the_path_that_the_app_begins_at() -> None:
    before = config.get_option("server.baseUrlPath")
    config.set_option("server.baseUrlPath", "/lab/")
    try:
        paths = {route.path for route in application.routes()}
    finally:
        config.set_option("server.baseUrlPath", before)
    assert {"/lab/", "/lab/train", "/lab/assets/{name}"} <= paths


WARM = """
import asyncio, sys, torch
from pages.shared.server import application
from pages.shared.server.assets import ASSETS
torch.set_num_threads(4)
cold = "torch._dynamo" not in sys.modules
async def live():
    async with application.lifespan(None):
        print(torch.get_num_threads(), cold, "torch._dynamo" in sys.modules,
              all("packed" in vars(asset) for asset in ASSETS))
asyncio.run(live())
"""


def test_threads_models_and_scripts_are_ready_before_the_first_visitor() -> None:
    done = subprocess.run([sys.executable, "-c", WARM], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "True", "True", "True"]


def test_the_server_tidies_until_it_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    collected: list[int] = []
    monkeypatch.setattr(application, "TIDY", 0.01)
    monkeypatch.setattr(gc, "collect", lambda *_: collected.append(1))
    frozen = gc.get_freeze_count()

    async def live() -> tuple[int, int]:
        async with application.lifespan(None):
            assert gc.get_freeze_count() > frozen
            await asyncio.sleep(0.2)
            during = len(collected)
        await asyncio.sleep(0.1)
        return during, len(collected)

    try:
        with ThreadPoolExecutor() as aside:  # in this thread Playwright may have a loop
            during, after = aside.submit(lambda: asyncio.run(live())).result()
    finally:
        gc.unfreeze()
    assert during > 2, "once at first, then again and again"
    assert after <= during + 1, "one may have been under way"


@pytest.mark.parametrize("wrong", [None, ItemError("line 3: no such measure"), MemoryError()])
def test_the_server_tries_the_questions_before_anyone_asks_and_waits_for_none(
    monkeypatch: pytest.MonkeyPatch, wrong: Exception | None
) -> None:
    begun, end, faults = threading.Event(), threading.Event(), []
    tried: list[Path] = []
    others = threading.enumerate()  # those of other tests may still try them

    def trial(file: Path) -> None:
        if threading.current_thread() not in others:
            tried.append(file)
            begun.set()
        assert end.wait(20)
        if wrong:
            raise wrong

    monkeypatch.setattr(application, "items_that_work", trial)
    monkeypatch.setattr(application, "warm_up", lambda: None)
    monkeypatch.setattr(threading, "excepthook", faults.append)

    async def live() -> threading.Thread:
        async with application.lifespan(None):
            assert await asyncio.to_thread(begun.wait, 20)
            new = [one for one in threading.enumerate() if one not in others]
            (trying,) = (one for one in new if one.name == "prepare")
            return trying

    with ThreadPoolExecutor() as aside:
        trying = aside.submit(lambda: asyncio.run(live())).result()
    assert trying.is_alive(), "the server began and ended without waiting for it"
    assert trying.daemon, "and so does the process"
    end.set()
    trying.join(20)
    assert faults == [], "the page says what is wrong, and no thread dies of it"
    assert [file.name for file in tried] == ["items.toml", "measure.toml"], "of two pages"


def test_a_server_that_can_not_warm_up_says_so_and_serves(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_: object) -> None:
        raise MemoryError("too little is left")

    monkeypatch.setattr(application.TorchPerceptron, "starting_from", fails)
    monkeypatch.setattr(gc, "freeze", lambda: None)
    application.warm_up()
    assert "too little is left" in caplog.text


def test_app_py_can_be_run_as_a_plain_script(caplog: pytest.LogCaptureFixture) -> None:
    application._prepare_plainly.clear()
    try:
        app = AppTest.from_file(ROOT / "app.py", default_timeout=120).run()
        again = AppTest.from_file(ROOT / "app.py", default_timeout=120).run()
    finally:
        gc.unfreeze()
    assert not app.exception
    assert not again.exception
    assert app.title[0].value == "How a layer learns, three ways"
    assert caplog.text.count("runs as a plain script") == 1, "said once"
