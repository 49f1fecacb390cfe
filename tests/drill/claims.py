"""Claims that a drill makes, each printed with what was seen."""

from __future__ import annotations

import time


class Claims:
    """A list of claims.

    Attributes:
        failed: Those that were not true.
    """

    def __init__(self) -> None:
        self.failed: list[str] = []
        self._began = time.monotonic()

    def make(self, claim: str, holds: bool, saw: str) -> None:
        """Print whether a claim holds, and what was seen."""
        if not holds:
            self.failed.append(claim)
        seconds = time.monotonic() - self._began
        print(f"{seconds:5.0f} s  {'holds ' if holds else 'FAILED'}  {claim}: {saw}", flush=True)

    def conclude(self) -> int:
        """Print the sum; return the exit status."""
        print(f"\n{len(self.failed)} claims failed" + "".join(f"\n  {one}" for one in self.failed))
        return int(bool(self.failed))
