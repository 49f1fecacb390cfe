"""Bodies that are compressed once, by what a browser takes."""

from __future__ import annotations

import gzip
import threading
from concurrent.futures import ThreadPoolExecutor

import brotli
import pytest
from starlette.requests import Request

from pages.shared.server import packed
from pages.shared.server.packed import Packed, best_way

BODY = b"W <- W - eta dL/dW; " * 500


def request(accepted: str) -> Request:
    headers = [(b"accept-encoding", accepted.encode())]
    return Request({"type": "http", "method": "GET", "path": "/", "headers": headers})


@pytest.mark.parametrize(
    ("accepted", "way"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP;q=0.5", "gzip"),
        ("br; q=0, gzip", "gzip"),
        ("br;q=0.000,gzip;q=0", ""),
        ("brotli, xgzip", ""),
        ("", ""),
    ],
)
def test_the_best_of_what_a_browser_takes_is_chosen(accepted: str, way: str) -> None:
    assert best_way(accepted) == way


def test_a_body_says_how_it_travels_and_is_the_same() -> None:
    one = Packed(lambda: BODY, "text/javascript")
    for way, opened in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        answer = one.answer(request(way))
        assert answer.headers["Content-Encoding"] == way
        assert opened(answer.body) == BODY
        assert len(answer.body) < len(BODY) / 10
    assert one.answer(request("")).body == BODY
    picture = Packed(lambda: BODY, "font/woff2").answer(request("br, gzip"))
    assert (picture.body, "Content-Encoding" in picture.headers) == (BODY, False)


def test_thirty_who_come_at_once_have_it_compressed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, times = threading.Barrier(30), []

    def slow(body: bytes) -> bytes:
        times.append(1)
        threading.Event().wait(0.05)
        return gzip.compress(body)

    monkeypatch.setitem(packed._WAYS, "gzip", slow)
    one = Packed(lambda: BODY, "text/css")

    def ask(_: int) -> bytes:
        begun.wait(20)
        return bytes(one.answer(request("gzip")).body)

    with ThreadPoolExecutor(30) as visitors:
        bodies = set(visitors.map(ask, range(30)))
    assert [gzip.decompress(body) for body in bodies] == [BODY]
    assert len(times) == 1
