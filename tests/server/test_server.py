"""The server as it is started: other sites can't upload to it, read from it, or talk to it."""

from __future__ import annotations

import base64
import http.client
import os
from urllib.parse import urlsplit

import pytest

pytest.importorskip("playwright", reason="the package playwright is not installed")

ELSEWHERE = "http://attacker.example"


def ask(app: str, method: str, path: str, body: bytes | None = None, **headers: str):
    connection = http.client.HTTPConnection(urlsplit(app).netloc, timeout=30)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, named)
    answer = connection.getresponse()
    answer.read(2000)
    connection.close()
    return answer


def handshake(app: str, origin: str) -> int:
    """Ask for a WebSocket as a page of this origin would; return the status."""
    key = base64.b64encode(os.urandom(16)).decode()
    return ask(
        app, "GET", "/_stcore/stream", Origin=origin, Connection="Upgrade", Upgrade="websocket",
        Sec_WebSocket_Key=key, Sec_WebSocket_Version="13",
    ).status  # fmt: skip


def test_an_upload_without_the_page_s_own_token_is_refused(app: str) -> None:
    form = b"--x\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\n1\r\n--x--\r\n"
    kind = "multipart/form-data; boundary=x"
    for headers in ({}, {"Origin": ELSEWHERE, "X_Xsrftoken": "guess"}):
        answer = ask(app, "PUT", "/_stcore/upload_file/a/b", form, Content_Type=kind, **headers)
        assert answer.status == 403


@pytest.mark.parametrize("path", ["/_stcore/health", "/_stcore/host-config", "/"])
def test_no_other_site_may_read_what_the_server_says(app: str, path: str) -> None:
    answer = ask(app, "GET", path, Origin=ELSEWHERE)
    assert answer.headers.get("Access-Control-Allow-Origin") not in ("*", ELSEWHERE)


def test_no_other_site_may_open_a_session(app: str) -> None:
    assert handshake(app, app) == 101
    assert handshake(app, ELSEWHERE) == 403


@pytest.mark.parametrize(
    "path",
    ["/assets/../app.py", "/assets/%2e%2e/app.py", "/assets/..%2fapp.py", "/media/../../app.py"],
)
def test_no_file_beside_the_charts_library_is_served(app: str, path: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(app).netloc, timeout=30)
    connection.putrequest("GET", path, skip_host=False)
    connection.endheaders()
    assert b"run_app" not in connection.getresponse().read(20_000)
    connection.close()
