"""deploy/nginx.conf before two stand-ins: seats keep to their process; others may not come in."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

from tests.drill.processes import HOST, Proxy, Server, ask, nginx
from tools.nginx import nginx_path

pytestmark = pytest.mark.skipif(nginx_path() is None, reason="no nginx (Debian: apt-get install)")


class StandIn(BaseHTTPRequestHandler):
    """Answers with the port of its server and the host that it was asked for."""

    def do_GET(self) -> None:
        """Answer."""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"{self.server.server_address[1]} {self.headers['Host']}".encode())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def both() -> Iterator[list[ThreadingHTTPServer]]:
    """Two stand-ins for processes of the app."""
    servers = [ThreadingHTTPServer((HOST, 0), StandIn) for _ in range(2)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    yield servers
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def proxy(both: list[ThreadingHTTPServer]) -> Iterator[Proxy]:
    """The nginx before them."""
    with nginx([Server(server.server_address[1]) for server in both]) as running:
        yield running


def port(answer: tuple[int, str, bytes]) -> int:
    return int(answer[2].split()[0])


def test_newcomers_are_spread_and_seats_stay(both: list[ThreadingHTTPServer], proxy: Proxy) -> None:
    new = [ask(proxy.port, "/") for _ in range(6)]
    first, second = (server.server_address[1] for server in both)
    assert sorted(map(port, new)) == sorted([first, second] * 3)
    for answer in new:
        assert answer[1] == {first: "lab_seat=1", second: "lab_seat=2"}[port(answer)]
        again = ask(proxy.port, "/", answer[1])
        assert (again[1], port(again)) == ("", port(answer)), "the same process, no new cookie"


def test_a_seat_moves_when_its_process_is_gone(
    both: list[ThreadingHTTPServer], proxy: Proxy
) -> None:
    both[0].shutdown()
    both[0].server_close()
    moved = ask(proxy.port, "/", "lab_seat=1")
    assert (moved[0], moved[1], port(moved)) == (200, "lab_seat=2", both[1].server_address[1])


@pytest.mark.parametrize("cookie", ["lab_seat=9", "lab_seat=", 'lab_seat="; evil', "other=1"])
def test_a_cookie_that_is_none_of_ours_gets_a_seat(proxy: Proxy, cookie: str) -> None:
    assert ask(proxy.port, "/", cookie)[1] in ("lab_seat=1", "lab_seat=2")


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://lab.test:81", 200),
        ("https://lab.test:81", 200),
        ("", 200),
        ("http://lab.test", 403),
        ("http://elsewhere.test", 403),
        ("http://lab.test:81.elsewhere.test", 403),
        ("null", 403),
    ],
)
def test_only_pages_of_the_same_host_may_open_a_websocket(
    proxy: Proxy, origin: str, status: int
) -> None:
    answer = ask(proxy.port, "/_stcore/stream", host="lab.test:81", origin=origin)
    assert answer[0] == status
    if status == 200:
        assert answer[2].endswith(b"lab.test:81"), "Streamlit compares the host with the Origin"


def test_the_log_has_no_query(proxy: Proxy) -> None:
    ask(proxy.port, "/train?table=private")
    until = time.monotonic() + 10
    while not any("GET /train" in line for line in proxy.log()):  # written after the answer
        assert time.monotonic() < until
        time.sleep(0.01)
    assert not any("private" in line for line in proxy.log())
