"""Where a class is served: what `make class` is asked for."""

from __future__ import annotations

import argparse
from dataclasses import dataclass

from pages.shared.link.network import address_in_the_network
from pages.shared.server.scheduler import cores
from tools.nginx import HOST

EVERYWHERE = ("0.0.0.0", "::")


@dataclass(frozen=True)
class Place:
    """Where a class is served.

    Attributes:
        address: Where nginx listens.
        port: Where nginx listens.
        processes: How many there are of the app.
    """

    address: str
    port: int
    processes: int

    @property
    def host(self) -> str:
        """What others type to reach it."""
        return address_in_the_network() if self.address in EVERYWHERE else self.address

    @property
    def link(self) -> str:
        """Where others reach it, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}" + (f":{self.port}" if self.port != 80 else "")


def place_of(words: list[str] | None) -> Place:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Serve a class from all cores.")
    parser.add_argument("--address", default=EVERYWHERE[0], help="where to listen (all networks)")
    parser.add_argument("--port", type=int, default=8501, help="where to listen (8501)")
    parser.add_argument("--processes", type=int, default=cores(), help="of the app (a core each)")
    asked = parser.parse_args(words)
    if not 1 <= asked.port <= 65535:
        parser.error(f"PORT must be between 1 and 65535; got {asked.port}.")
    if not 1 <= asked.processes <= 64:
        parser.error(f"PROCESSES must be between 1 and 64; got {asked.processes}.")
    address = HOST if asked.address == "localhost" else asked.address
    return Place(address, asked.port, asked.processes)
