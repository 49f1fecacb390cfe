"""What is set once for the process of a server."""

from __future__ import annotations

import subprocess
import sys

import pytest
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Frame, Opcode

from pages.shared.server import process

SMALL, LARGE = b"word " * 190, b"word " * 210


def both_ends() -> tuple[PerMessageDeflate, PerMessageDeflate]:
    return PerMessageDeflate(False, False, 12, 12), PerMessageDeflate(False, False, 12, 12)


def test_large_messages_alone_are_compressed_and_all_can_be_read() -> None:
    server, browser = both_ends()
    for data in (SMALL, LARGE, SMALL, LARGE):
        sent = process._encode_large(server, Frame(Opcode.BINARY, data))
        assert sent.rsv1 is (data is LARGE), "the bit that says so"
        assert (len(sent.data) < len(data) / 10) is (data is LARGE)
        assert bytes(browser.decode(sent).data) == data


def test_a_server_s_connections_do_so() -> None:
    code = (
        "from pages.shared.server.process import set_up_process, _encode_large as ours\n"
        "from websockets.extensions.permessage_deflate import PerMessageDeflate as here\n"
        "set_up_process(); print(here.encode is ours)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n", done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="the functions are glibc's")
def test_memory_is_shared_and_given_back_where_the_library_can(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr(
        process, "_of_glibc", lambda name: lambda *args: asked.append((name, *args))
    )
    monkeypatch.setattr(PerMessageDeflate, "encode", PerMessageDeflate.encode)
    process.set_up_process()
    process.give_back_memory()
    assert asked == [("mallopt", -8, 2), ("malloc_trim", 0)]
    monkeypatch.setattr(process, "_of_glibc", lambda _name: None)
    process.set_up_process()
    process.give_back_memory()
    assert len(asked) == 2


def test_a_library_without_such_a_function_is_no_fault() -> None:
    assert process._of_glibc("no_such_function") is None
