"""The address that a link for others begins with, however this computer has opened the app."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from streamlit import config

from pages.shared.link import share
from pages.shared.link.network import address_in_the_network

OPTIONS = ("server.address", "browser.serverAddress")


@pytest.fixture(autouse=True)
def options() -> Iterator[None]:
    """Options as they were."""
    before = {name: config.get_option(name) for name in OPTIONS}
    yield
    for name, value in before.items():
        config.set_option(name, value)


@pytest.mark.parametrize(
    ("listens", "named", "opened", "for_others"),
    [
        ("127.0.0.1", "192.0.2.7", "http://localhost:8501/train", "http://192.0.2.7:8501"),
        ("127.0.0.1", "192.0.2.7", "http://127.0.0.1:8501/train", "http://192.0.2.7:8501"),
        ("127.0.0.1", "192.0.2.7", "https://lab.school/train", "https://lab.school"),
        ("127.0.0.1", "localhost", "http://localhost:8501/train", "http://localhost:8501"),
        ("0.0.0.0", "localhost", "http://localhost:8501/train", None),
    ],
)
def test_others_are_sent_where_they_reach_the_app(
    listens: str, named: str, opened: str, for_others: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.set_option("server.address", listens)
    config.set_option("browser.serverAddress", named)
    monkeypatch.setattr(share, "_opened", lambda: urlsplit(opened))
    monkeypatch.setattr(share, "address", lambda: SimpleNamespace(page="train"))
    own = f"http://{address_in_the_network()}:8501"
    assert share.app_in_the_network() == (for_others or own)


def test_without_a_network_nobody_else_reaches_it(monkeypatch: pytest.MonkeyPatch) -> None:
    config.set_option("server.address", "0.0.0.0")
    monkeypatch.setattr(share, "address_in_the_network", lambda: "localhost")
    assert share._host_for_others() == ""
