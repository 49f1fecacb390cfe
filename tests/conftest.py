"""What all tests share: their order, and a real Chromium for those that drive one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec

import pytest
import torch
from hypothesis import settings

torch.set_num_threads(1)  # as the app does; two compete when tests share the machine
# Nothing here is timed by the clock: the machine may be busy.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest: else one process is left with them at the end."""

    def cheap(item: pytest.Item) -> bool:
        return all(item.get_closest_marker(name) is None for name in ("browser", "slow"))

    items.sort(key=cheap)


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
