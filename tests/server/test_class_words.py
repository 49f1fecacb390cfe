"""What `make class` says: a code that phones read, and a no in words."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest
import segno

from tools.class_place import Place, place_of
from tools.class_server import main
from tools.class_words import open_words
from tools.terminal_code import COLOURS, PLAIN, code_lines

LINKS = ["http://192.0.2.7:8501/join", "http://192.168.100.100:8501/join", "http://a.b/join"]
SQUARES = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}


def squares(lines: list[str], *, colours: bool) -> list[list[int]]:
    """The squares that lines show, 1 for a dark one."""
    rows: list[list[int]] = []
    for line in lines:
        pairs = [SQUARES[one] for one in line.removeprefix(COLOURS).removesuffix(PLAIN)]
        rows.extend([pair[k] if colours else 1 - pair[k] for pair in pairs] for k in (0, 1))
    return rows


@pytest.mark.parametrize("colours", [True, False])
@pytest.mark.parametrize("link", LINKS)
def test_the_code_is_the_library_s_with_four_squares_of_quiet(link: str, colours: bool) -> None:
    lines = code_lines(link, colours=colours)
    rows = squares(lines, colours=colours)
    code = segno.make(link, error="l", micro=False)
    inner = [row[4:-4] for row in rows[4 : 4 + len(code.matrix)]]
    assert inner == [[int(dark) for dark in row] for row in code.matrix]
    quiet = [*rows[:4], *rows[4 + len(code.matrix) :], *[row[:4] + row[-4:] for row in rows]]
    assert len(rows) >= len(code.matrix) + 8
    assert not any(map(any, quiet))
    assert all(line.startswith(COLOURS) and line.endswith(PLAIN) for line in lines) is colours
    assert max(map(len, lines)) < 80 or colours


def test_it_says_what_it_listens_on_and_who_can_open_it() -> None:
    link = "http://192.0.2.7:8501"
    assert "all networks of this machine (0.0.0.0), port 8501" in open_words(
        link, "0.0.0.0", 8501, [1]
    )
    assert f"{link}/join" in open_words(link, "0.0.0.0", 8501, [1])
    assert f"{link}/teach" in open_words(link, "0.0.0.0", 8501, [1])
    assert "only this computer" in open_words(link, "127.0.0.1", 8501, [1])
    assert "phones can't open" in open_words("http://localhost:8501", "0.0.0.0", 8501, [1])


def test_by_default_it_is_for_the_network_with_a_process_for_each_core() -> None:
    n = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count()
    assert place_of([]) == Place("0.0.0.0", 8501, n or 1)


def test_the_address_is_what_phones_type() -> None:
    assert Place("192.0.2.7", 8501, 2).link == "http://192.0.2.7:8501"
    assert Place("192.0.2.7", 80, 2).link == "http://192.0.2.7"
    assert Place("fd00::2", 8501, 2).link == "http://[fd00::2]:8501"
    assert "0.0.0.0" not in Place("0.0.0.0", 8501, 2).link


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--port", "0"], "PORT must be between 1 and 65535; got 0."),
        (["--port", "70000"], "got 70000"),
        (["--port", "http"], "invalid int value: 'http'"),
        (["--processes", "0"], "PROCESSES must be between 1 and 64; got 0."),
    ],
)
def test_what_is_no_place_is_refused(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        place_of(words)
    assert ended.value.code == 2
    assert told in capsys.readouterr().err


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs, and no other one."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("tools.class_words.nginx_path", lambda: found(tmp_path / "nginx"))
    return tmp_path


def found(file: Path) -> str | None:
    return str(file) if file.exists() else None


def install(folder: Path, name: str) -> None:
    (folder / name).write_text("#!/bin/sh\n")
    (folder / name).chmod(0o755)


def test_a_program_that_is_missing_is_named_with_a_remedy(
    programs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--address", "127.0.0.1"]) == 1
    said = capsys.readouterr().err
    assert "Not found: nginx and redis-server (or valkey-server)." in said
    for remedy in ("apt-get install nginx redis-server", "brew install nginx redis"):
        assert remedy in said
    assert "make run ADDRESS=0.0.0.0" in said, "what works without"
    install(programs, "nginx")
    assert main(["--address", "127.0.0.1"]) == 1
    assert "Not found: redis-server (or valkey-server)." in capsys.readouterr().err


@pytest.fixture
def all_there(programs: Path) -> None:
    """Both programs, so that only where to listen may be refused."""
    install(programs, "nginx")
    install(programs, "valkey-server")


@pytest.mark.usefixtures("all_there")
def test_a_port_in_use_is_refused_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert main(["--address", "localhost", "--port", str(port)]) == 1
    said = capsys.readouterr().err
    assert f"Port {port} is in use" in said
    assert f"make class PORT={port + 1}" in said


@pytest.mark.usefixtures("all_there")
@pytest.mark.parametrize("address", ["203.0.113.9", "no.such.host.invalid"])
def test_an_address_of_another_machine_is_refused_in_words(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--address", address]) == 1
    said = capsys.readouterr().err
    assert f"this machine's own, or 0.0.0.0 for all of them; got {address} (" in said
    assert "while" not in said
