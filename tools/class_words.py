"""What `make class` says, and when it says no."""

from __future__ import annotations

import errno
import socket
import sys

from tools.nginx import nginx_path
from tools.redis_server import redis_path
from tools.terminal_code import code_lines

OF_NGINX, OF_STORE = "nginx", "The store of the rooms"
STARTING = "Starting the app (processes: {n}), nginx before them and a store for their rooms ..."
ANEW = """{name} of the app has ended with status {status} and is started anew.
Who was in it comes back."""
NOT_THERE = "Not all of it answered within {seconds:g} seconds. All of it is ended."
DIED = """{name} has ended with status {status}, and nothing goes on without it: all of it is ended.
{why}"""
DIES = """{name} of the app has ended {tries} times before it answered; what it said stands above.
All of it is ended."""
OPEN = """
Phones and laptops in this network scan this, or open {link}/join

{code}

You teach at   {link}/teach
All pages      {link}

{listening}
Processes of the app: {pids}. One that dies is started anew.
Rooms lie in memory only, and end with this. Ctrl-C ends all of it.
"""
WITHOUT = """Without them one process serves a class, on one core:

    make run ADDRESS=0.0.0.0"""


class ClassError(Exception):
    """Why a class can't be served, in words."""


def open_words(link: str, address: str, port: int, pids: list[int]) -> str:
    """What a teacher reads when all is there.

    Args:
        link: Where others reach it.
        address: Where nginx listens.
        port: Where nginx listens.
        pids: Of the processes of the app.
    """
    code = "\n".join(code_lines(f"{link}/join", colours=sys.stdout.isatty()))
    numbers = ", ".join(map(str, pids))
    return OPEN.format(
        link=link, code=code, listening=_listening(link, address, port), pids=numbers
    )


def _listening(link: str, address: str, port: int) -> str:
    if address in ("127.0.0.1", "::1"):
        return f"It listens on {address}, port {port}: only this computer can open it."
    if address not in ("0.0.0.0", "::"):
        return f"It listens on {address}, port {port}."
    listens = f"It listens on all networks of this machine ({address}), port {port}."
    if link.startswith("http://localhost"):
        return f"{listens} None was found: phones can't open this address."
    return f"{listens} With ADDRESS=localhost only this computer can open it."


def refuse_a_missing_program() -> None:
    """Say which program is missing, and what to do.

    Raises:
        ClassError: If one is.
    """
    found = {"nginx": nginx_path(), "redis-server (or valkey-server)": redis_path()}
    missing = " and ".join(name for name, path in found.items() if path is None)
    if missing:
        raise ClassError(
            f"Not found: {missing}. Several processes serve one class by nginx, which keeps each "
            "visitor with\nhis process, and by a Redis server, which holds the rooms. To install "
            f"them:\n\n    {'sudo apt-get install nginx redis-server':<42} Debian, Ubuntu\n"
            f"    {'brew install nginx redis':<42} macOS\n\n{WITHOUT}"
        )


def refuse_a_port(address: str, port: int) -> None:
    """Say why nobody can listen there, and what to do.

    Raises:
        ClassError: If nobody can.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        socket.create_server((address, port), family=family).close()
    except OSError as error:
        raise ClassError(_refusal(error, address, port)) from error


def _refusal(error: OSError, address: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is in use: another program listens there, perhaps make run or another "
            f"make class.\nEnd it, or take another port: make class PORT={port + 1}"
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return (
            f"Only an administrator may listen on port {port}; from 1024 on anybody may: "
            "make class PORT=8501"
        )
    why = (error.strerror or str(error)).partition(" (while")[0]
    return (
        f"ADDRESS must be one of this machine's own, or 0.0.0.0 for all of them; got {address} "
        f"({why})."
    )
