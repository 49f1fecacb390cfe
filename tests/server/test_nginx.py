"""One configuration for any number of processes: what `deploy/` has for two is its only source."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tools.nginx import CONFIG, command_for, for_processes, nginx_path, rendered

TEXT = CONFIG.read_text("utf-8")


def test_for_two_processes_it_is_the_file_itself() -> None:
    assert for_processes(TEXT, [8501, 8502]) == TEXT


@pytest.mark.parametrize("count", [1, 2, 3, 8])
def test_each_process_has_a_seat_and_all_others_stand_in_for_it(count: int) -> None:
    ports = [18501 + k for k in range(count)]  # they begin as others end
    text = for_processes(TEXT, ports)
    upstreams = dict(re.findall(r"^upstream (lab_\w+) \{(.*?)^\}", text, re.MULTILINE | re.DOTALL))
    assert [*upstreams] == ["lab_new", *(f"lab_{k}" for k in range(1, count + 1))]
    servers = {
        name: re.findall(r"server 127.0.0.1:(\d+)(.*);", block) for name, block in upstreams.items()
    }
    assert [int(port) for port, _ in servers["lab_new"]] == ports
    for k, port in enumerate(ports, 1):
        own, *others = servers[f"lab_{k}"]
        assert (int(own[0]), "backup" in own[1]) == (port, False)
        assert sorted(int(one) for one, _ in others) == [one for one in ports if one != port]
        assert all("backup" in options for _, options in others)
        assert f"zone lab_{k} " in upstreams[f"lab_{k}"]
        assert f"\n    {k} lab_{k};\n" in text
        assert f'\n    "~:{port}$" {k};\n' in text
    assert text.count("$lab_seat {") == 1
    assert len(re.findall(r"^    \d+ lab_\d+;", text, re.MULTILINE)) == count


@pytest.mark.skipif(nginx_path() is None, reason="no nginx (Debian: apt-get install nginx)")
@pytest.mark.parametrize(
    ("count", "address"), [(1, "0.0.0.0"), (2, "127.0.0.1"), (3, "::"), (64, "0.0.0.0")]
)
def test_nginx_takes_it(count: int, address: str, tmp_path: Path) -> None:
    text = rendered([18501 + k for k in range(count)], 18080, tmp_path, address, logs=False)
    tried = subprocess.run(
        [*command_for(text, tmp_path), "-t"], capture_output=True, text=True, timeout=60
    )
    assert tried.returncode == 0, tried.stderr
    assert "[warn]" not in tried.stderr


def test_a_file_that_is_written_otherwise_is_refused_in_words() -> None:
    with pytest.raises(RuntimeError, match="no upstream lab_1 and lab_2"):
        for_processes(TEXT.replace("upstream lab_2", "upstream other"), [1, 2, 3])
