"""Fixtures for the tests that drive a real Chromium."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec

import pytest
import torch

torch.set_num_threads(1)  # as the app does; two compete when tests share the machine


@pytest.fixture(scope="session")
def app() -> Iterator[str]:
    """Address of the running app."""
    from tools.browser import serve

    with serve() as (address, _):
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """A headless Chromium; skips where there is none, fails where one is required."""
    missing = None
    if find_spec("playwright") is None:
        missing = "the package playwright is not installed"
    else:
        from tools.browser import chromium, chromium_path

        if chromium_path() is None:
            missing = "no Chromium on this machine (Debian: apt-get install chromium)"
    if missing:
        if os.environ.get("PERCEPTRON_REQUIRE_BROWSER"):
            pytest.fail(f"PERCEPTRON_REQUIRE_BROWSER is set, but {missing}.")
        pytest.skip(missing)
    with chromium() as running:
        yield running
