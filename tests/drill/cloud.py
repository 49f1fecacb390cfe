"""The shape of Streamlit Community Cloud: the app in an iframe, its path stripped by a proxy."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.drill.claims import Claims
from tests.drill.processes import HOST, Proxy, nginx, servers
from tools.browser import new_context, wait_until_steady

PATH = "/~/+"
# What a page in the frame may do there, as the Cloud allows it.
SANDBOX = (
    "allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-same-origin "
    "allow-scripts allow-downloads"
)
CONFIG = """
map $http_upgrade $lab_connection {{ default upgrade; "" ""; }}
server {{
    listen {host}:{port};
    access_log {folder}/access.log;
    location ^~ {path}/ {{
        proxy_pass http://{host}:{app}/;
        proxy_http_version 1.1;
        proxy_set_header Host $http_host;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $lab_connection;
    }}
    location / {{
        default_type text/html;
        return 200 '<!doctype html><title>parent</title><style>body {{ margin: 0 }}
            iframe {{ border: 0; width: 100vw; height: 100vh }}</style>
            <iframe src="{path}$request_uri" sandbox="{sandbox}"></iframe>';
    }}
}}
"""
ROWS = [
    ["size", "age", "price"],
    *([f"{i}", f"{i * i % 17}", f"{3 * i + i % 5}"] for i in range(40)),
]


def cloud_shape(ports: list[int], port: int, folder: Path) -> str:
    """Return nginx's configuration: a parent page with the iframe, and the app under its path."""
    return CONFIG.format(
        host=HOST, port=port, folder=folder, path=PATH, app=ports[0], sandbox=SANDBOX
    )


def sit_in_a_frame(claims: Claims, browser: Browser) -> None:
    """Train, share, download and upload inside the iframe."""
    with servers(1) as running, nginx(running, cloud_shape) as proxy, TemporaryDirectory() as name:
        context = new_context(browser)
        page = context.new_page()
        refused: list[str] = []
        page.on("response", lambda one: refused.append(f"{one.status} {one.url}")
                if one.status >= 400 else None)  # fmt: skip
        page.goto(f"http://{HOST}:{proxy.port}/train?learning_rate=0.3&epochs=2&speed=full-speed")
        app = page.frame_locator("iframe")
        claims.make("in an iframe under a path it trains", *_train(app))
        claims.make("a shared link opens the same there", *_share(app, browser, proxy))
        claims.make("a run is taken home from there", *_download(page, app))
        claims.make("a table is uploaded there", *_upload(app, Path(name)))
        claims.make("nothing that is asked for is missing", not refused, f"{refused or 'none'}")
        context.close()


def _train(app: FrameLocator) -> tuple[bool, str]:
    app.get_by_role("button", name=re.compile("^.*Train")).last.wait_for()
    app.locator(".lab-chart .main-svg").first.wait_for()
    app.locator('[data-testid="stMain"] button:has-text("Train"):visible').first.click()
    said = app.locator(".lab-status output", has_text="epoch 2 of 2")
    said.wait_for()
    return True, said.inner_text()


def _share(app: FrameLocator, browser: Browser, proxy: Proxy) -> tuple[bool, str]:
    """Open the link of the dialog as another visitor."""
    app.locator(".st-key-tool_share button:visible").first.click()
    link = app.locator(".lab-copy textarea").input_value()
    app.get_by_role("dialog").get_by_label("Close").click()
    expect(app.get_by_role("dialog")).to_have_count(0)
    other = new_context(browser).new_page()
    other.goto(link)
    words = other.frame_locator("iframe").locator(".lab-status output", has_text="epoch 0 of 2")
    words.wait_for()
    saw = f"{link.partition('?')[0]}: {words.inner_text()}"
    other.context.close()
    ours = link.startswith(f"http://{HOST}:{proxy.port}/train?")  # the parent page, not the frame
    return ours and "learning_rate=0.3" in link, saw


def _download(page: Page, app: FrameLocator) -> tuple[bool, str]:
    app.get_by_text("Take this run home").first.click()
    csv_button = app.get_by_test_id("stDownloadButton").get_by_text("CSV", exact=True)
    wait_until_steady(csv_button)
    with page.expect_download() as download:
        csv_button.click()
    with download.value.path().open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return len(rows) == 2, f"{len(rows)} epochs, {rows[-1]['torch_train_mse']}"


def _upload(app: FrameLocator, folder: Path) -> tuple[bool, str]:
    table = folder / "houses.csv"
    with table.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(ROWS)
    app.get_by_test_id("stSidebar").get_by_role("combobox").first.click()
    app.get_by_role("option", name="your own table").click()
    app.locator('input[type="file"]').first.set_input_files(table)
    start = app.get_by_role("button", name="Start a new run")
    start.wait_for()
    start.click()
    app.locator('.lab-chart[data-name="weights"]').wait_for()
    ticks = app.locator('.lab-chart[data-name="weights"] .ytick', has_text="size")
    ticks.first.wait_for()
    return True, f"{len(ROWS) - 1} rows, the weights are named {ticks.first.text_content()}, …"
