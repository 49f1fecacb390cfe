"""The command line at its edges: odd names, seeds, pipes, a full disk, Ctrl-C, the bar."""

import io
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from perceptron.__main__ import main
from perceptron.config import BOUNDS

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "perceptron"]
BUFFERED = {**os.environ, "PYTHONUNBUFFERED": ""}  # so that Python flushes once more at the end
QUICK = ["--valid", "50", "--epochs", "2"]
START = "python -m perceptron: error: "
TABLE = "height,width,price,weight\n" + "".join(
    f"{i % 7},{i % 5},{i * i % 11},{i * 3 % 13}\n" for i in range(40)
)


def document(capsys, *argv):
    assert main([*argv, "--json", "-"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_column_whose_name_holds_a_comma_is_quoted(capsys, tmp_path):
    path = tmp_path / "commas.csv"
    path.write_text(TABLE.replace("price", '"price, net"', 1))
    found = document(capsys, "--data", str(path), "--targets", '"price, net",weight')
    assert found["config"]["targets"] == ["price, net", "weight"]


def test_a_column_name_padded_with_spaces_is_found(capsys, tmp_path):
    path = tmp_path / "padded.csv"
    path.write_text(TABLE.replace("price", " price ", 1))
    found = document(capsys, "--data", str(path), "--targets", "weight, price")
    assert [name.strip() for name in found["config"]["targets"]] == ["weight", "price"]


def test_a_column_name_with_a_line_break_is_refused_in_one_line(capsys, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(TABLE)
    assert main(["--data", str(path), "--targets", "a\rb\nc"]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(START)
    assert "'a b c'" in err


def test_the_same_seeds_give_the_same_document(capsys):
    def numbers(*words):
        found = document(capsys, *QUICK, *words)
        for model in found["models"].values():
            del model["seconds"]
        return found

    assert numbers() == numbers()
    assert numbers("--seed", "1")["config"]["init_seed"] == 1
    assert numbers("--init-seed", "1")["initial"] == numbers("--seed", "1")["initial"]
    assert numbers("--init-seed", "1")["initial"] != numbers()["initial"]


@pytest.mark.parametrize("name", BOUNDS)
def test_every_bound_is_an_option_and_holds(capsys, name):
    bound = BOUNDS[name]
    option = "--" + name.replace("_", "-")
    for value in (bound.low - 1, bound.high + 1):
        assert main([option, f"{value:.0f}"]) == 2
        assert capsys.readouterr().err.startswith(f"{START}{option} must be")


def test_help_shows_ranges_and_defaults(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["--help"])
    assert stop.value.code == 0
    text = " ".join(capsys.readouterr().out.split())
    for words in ("20 to 10000 [100]", "a third of the training rows", "linnerud", "float32"):
        assert words in text


def test_a_reader_that_leaves_is_no_error():
    with subprocess.Popen(
        [*COMMAND, *QUICK, "--json", "-", "--json-data"],
        cwd=ROOT,
        env=BUFFERED,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is Linux's full disk")
@pytest.mark.parametrize("words", [[], ["--json", "/dev/full"]])
def test_a_full_disk_is_one_line(words):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*COMMAND, *QUICK, *words],
            cwd=ROOT,
            env=BUFFERED,
            stdout=subprocess.PIPE if words else full,
            stderr=subprocess.PIPE,
            timeout=120,
        )
    assert (done.returncode, done.stdout or b"") == (2, b"")
    assert done.stderr.startswith(START.encode())
    assert b"No space left" in done.stderr
    assert done.stderr.count(b"\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_ctrl_c_clears_the_bar_and_is_quiet():
    ours, theirs = os.openpty()
    words = ["--samples", "10000", "--epochs", "10000"]
    as_typed = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background
    process = subprocess.Popen(  # ignores it, and what it starts would as well
        [*COMMAND, *words], cwd=ROOT, stdout=subprocess.PIPE, stderr=theirs
    )
    signal.signal(signal.SIGINT, as_typed)
    os.close(theirs)
    with process:
        seen = b""
        while b" of 10000" not in seen:
            seen += os.read(ours, 1000)
        process.send_signal(signal.SIGINT)
        assert process.stdout.read() == b""
    assert process.returncode == 130
    try:
        while rest := os.read(ours, 1000):
            seen += rest
    except OSError:  # Linux's way to say that the other end is closed
        pass
    os.close(ours)
    assert b"Traceback" not in seen
    assert seen.endswith(b"   \r")


class Terminal(io.StringIO):
    """A stderr that says it is a terminal."""

    def isatty(self):
        """Say so."""
        return True


def test_a_short_run_shows_no_bar(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert main(["--samples", "20", *QUICK]) == 0
    assert terminal.getvalue() == ""


def test_a_run_without_a_terminal_shows_no_bar(capsys, monkeypatch):
    clock = iter(range(1_000))
    monkeypatch.setattr("perceptron.command.time.monotonic", lambda: next(clock))
    assert main(QUICK) == 0
    assert capsys.readouterr().err == ""


def test_a_long_run_shows_a_bar_and_removes_it(monkeypatch, capsys):
    terminal = Terminal()
    clock = iter(range(1_000))
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr("perceptron.command.time.monotonic", lambda: next(clock))
    assert main(QUICK) == 0
    frames = terminal.getvalue().split("\r")
    assert frames[1] == f"[{'###':.<30}]  12%  epoch 0 of 2, 7 s left"
    assert "100%  epoch 2 of 2, 0 s left" in frames[8]
    assert frames[-2].strip() == ""
    assert "left" not in capsys.readouterr().out


def test_a_run_that_grew_says_so_at_its_end(capsys):
    main(["--learning-rate", "2"])
    out = capsys.readouterr().out
    assert out.endswith(
        "The steps were too long: the loss grew from 11\u202f503 to 2.6×10⁷. "
        "With these batches rates above 1.93 diverge. Try 0.3.\n"
    )


def test_a_percentage_of_nearly_nothing_says_what_it_is_worth(capsys):
    main(["--dataset", "linnerud", "--batch-size", "16", "--learning-rate", "1", "--epochs", "100"])
    out = capsys.readouterr().out
    found = re.search(r"MAPE of b after training, scratch: (\S+) % \((.*)\)", out)
    assert float(found[1]) > 50
    assert re.fullmatch(r"b is nearly 0 here: the largest difference is \d(\.\d)?×10⁻¹⁷", found[2])
    assert re.search("MAPE of W after training, scratch.*%$", out, re.MULTILINE)
