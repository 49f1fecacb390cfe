"""How many cases, and what came of them: `FUZZ_CASES=500` tries 500 at each door."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.fuzz.budget import LEDGER, resident

MANY = int(os.environ.get("FUZZ_CASES", "0"))
settings.register_profile(
    "fuzz",
    max_examples=MANY or 40,
    derandomize=not MANY,  # `make test` tries the same cases each time, `make fuzz` new ones
    suppress_health_check=list(HealthCheck),
)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many cases there were, and what the worst of them cost."""
    if not LEDGER.cases:
        return
    terminalreporter.write_line("")
    for door, n_cases in LEDGER.cases.items():
        line = f"{door:>11}: {n_cases:5} cases"
        line += "" if door[0] == "/" else f", {LEDGER.taken[door]} of them taken"
        line += f"; the slowest {LEDGER.slowest[door]:.2f} s"
        if LEDGER.largest[door]:
            line += f", the largest {LEDGER.largest[door] / 2**20:.0f} MiB"
        terminalreporter.write_line(line)
    total = sum(LEDGER.cases.values())
    terminalreporter.write_line(
        f"{'all':>11}: {total:5} cases; the process had {resident() / 2**20:.0f} MiB at most"
    )
