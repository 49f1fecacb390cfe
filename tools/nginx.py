"""Runs nginx by `deploy/nginx.conf`, in a folder of its own: for `make class` and `make drill`."""

from __future__ import annotations

import contextlib
import os
import re
import resource
import shutil
import socket
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
CONFIG = ROOT / "deploy" / "nginx.conf"
HOST = "127.0.0.1"
MAIN = """daemon off; pid {folder}/pid; error_log {folder}/error.log;
worker_rlimit_nofile {files};
events {{ worker_connections {connections}; }}
http {{ {paths} include {folder}/lab.conf; }}
"""
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
FILES = 8192  # open at once: a page takes two connections here, or four with a room
LOG = "access_log /var/log/nginx/perceptron-lab.log lab;"
_FIRST, _SECOND = "8501", "8502"  # what the file has
_SEAT = re.compile(r"^upstream lab_1 \{.*?^\}\n", re.MULTILINE | re.DOTALL)
_OTHER_SEAT = re.compile(r"^upstream lab_2 \{.*?^\}\n", re.MULTILINE | re.DOTALL)


def free_ports(count: int) -> list[int]:
    """Return ports of the loopback address that nobody listens on."""
    probes = [socket.create_server((HOST, 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def nginx_path() -> str | None:
    """Return where nginx is installed, if it is."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def rendered(
    ports: Sequence[int], port: int, folder: Path, address: str = HOST, *, logs: bool = True
) -> str:
    """Return `deploy/nginx.conf` for these processes, and nothing else changed.

    Args:
        ports: Of the processes, on the loopback address.
        port: Where nginx listens.
        folder: Where its log goes.
        address: Where it listens.
        logs: Whether it writes down who asked for which page.

    Raises:
        RuntimeError: If the file is no longer as this reads it.
    """
    text = for_processes(CONFIG.read_text("utf-8"), ports)
    host = f"[{address}]" if ":" in address else address
    for old, new in (
        ("listen 80;", f"listen {host}:{port};"),
        (LOG, f"access_log {folder}/access.log lab;" if logs else "access_log off;"),
    ):
        if old not in text:
            raise RuntimeError(f"{CONFIG} has no {old!r} any more.")
        text = text.replace(old, new)
    return text


def for_processes(text: str, ports: Sequence[int]) -> str:
    """Return a configuration for two processes as one for as many as there are ports.

    Raises:
        RuntimeError: If it is no longer as this reads it.
    """
    seat, other = _SEAT.search(text), _OTHER_SEAT.search(text)
    if seat is None or other is None:
        raise RuntimeError(f"{CONFIG} has no upstream lab_1 and lab_2 any more.")
    seats = "".join(_seat(seat[0], number, ports) for number in range(1, len(ports) + 1))
    before, after = text[: seat.start()], text[other.end() :]
    return _repeated(before, ports) + seats + _repeated(after, ports)


def _seat(block: str, number: int, ports: Sequence[int]) -> str:
    """The upstream of one seat: its process, and all others in its place when it is gone."""
    own, lines = ports[number - 1], []
    for line in block.splitlines(keepends=True):
        if _SECOND in line:
            lines += [line.replace(_SECOND, str(port)) for port in ports if port != own]
        else:
            lines.append(_for(line, number, own))
    return "".join(lines)


def _repeated(text: str, ports: Sequence[int]) -> str:
    """A text in which each line about the first process stands for all, the second's for none."""
    lines = []
    for line in text.splitlines(keepends=True):
        if _FIRST in line or "lab_1;" in line:
            lines += [_for(line, number, port) for number, port in enumerate(ports, 1)]
        elif not (_SECOND in line or "lab_2;" in line):
            lines.append(line)
    return "".join(lines)


def _for(line: str, number: int, port: int) -> str:
    """A line about the first process as one about another."""
    line = re.sub(r"(?<=\s)1(?=[ ;])", str(number), line)
    return line.replace(_FIRST, str(port)).replace("lab_1", f"lab_{number}")


def command_for(text: str, folder: Path) -> list[str]:
    """Write nginx's files into a folder of its own; return the command that runs it by them."""
    folder.chmod(0o755)  # its workers are nobody, if root has started it
    (folder / "lab.conf").write_text(text, "utf-8")
    paths = " ".join(f"{part}_temp_path {folder}/{part};" for part in TEMPORARY)
    files = allow_files()
    main = MAIN.format(folder=folder, paths=paths, files=files, connections=files // 2)
    (folder / "main.conf").write_text(main, "utf-8")
    log = ("-e", f"{folder}/error.log")
    return [nginx_path() or "nginx", "-p", str(folder), *log, "-c", f"{folder}/main.conf"]


def allow_files() -> int:
    """Let this process and those that it starts open as many files as it may; return how many."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        with contextlib.suppress(ValueError, OSError):  # macOS: the kernel's bound is lower
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
            return most
        return soft
    return most
