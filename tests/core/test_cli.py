"""The command line: what it prints, what it writes, and how it refuses."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from perceptron import MODELS

ROOT = Path(__file__).parents[2]
EPOCH = re.compile(r"epoch: (\d+) - MSE: (\d+\.\d{1,4}) - MSE_v: (\d+\.\d{1,4})")
QUICK = ["--valid", "50", "--epochs", "2"]
TABLE = "height,width,depth,price,weight\n" + "".join(
    f"{i % 7},{i % 5},{i % 3},{i * i % 11},{i * 3 % 13}\n" for i in range(40)
)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "boxes.csv"
    path.write_text(TABLE)
    return str(path)


@pytest.fixture
def document(run):
    """Run with `--json -` and return the document."""

    def call(*argv):
        status, out, err = run(*argv, "--json", "-")
        assert (status, err) == (0, "")
        return json.loads(out)

    return call


def command(*argv):
    done = subprocess.run(
        [sys.executable, "-m", "perceptron", *argv], cwd=ROOT, capture_output=True, timeout=120
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_the_defaults_print_the_notebooks_comparison():
    status, out, err = command()
    assert (status, err) == (0, "")
    lines = out.splitlines()
    first = [re.fullmatch(r"MAPE of (.+): (\S+) %", line).groups() for line in lines[:3]]
    names = ["predictions before the copy", "predictions after the copy", "the loss"]
    assert [name for name, _ in first] == names
    before, after, loss = (float(percent) for _, percent in first)
    assert before > 100 > 1e-10 > max(after, loss)
    columns, others = {}, [name for name in MODELS if name != "torch"]
    for name in MODELS:
        start = lines.index(name) + 1
        columns[name] = lines[start : start + 16]
        assert [int(EPOCH.fullmatch(line)[1]) for line in columns[name]] == list(range(16))
        assert lines[start + 16] == ""
    assert [line for line in lines if line in columns] == ["torch", *others]
    assert all(columns[name] == columns["torch"] for name in others)
    found = re.findall(r"^MAPE of (\w+) after training, (\w+): (\S+) %$", out, re.MULTILINE)
    assert [(what, name) for what, name, _ in found] == [
        (what, name) for name in others for what in ("predictions", "W", "b")
    ]
    assert all(float(percent) < 1e-10 for _, _, percent in found)


def test_the_printed_numbers_are_those_of_the_document(run, document):
    _, out, _ = run("--learning-rate", 0.3, *QUICK)
    model = document("--learning-rate", 0.3, *QUICK)["models"]["torch"]
    printed = [(float(m[2]), float(m[3])) for m in EPOCH.finditer(out)]
    losses = zip(model["train_mse"], model["valid_mse"], strict=True)
    assert printed == [(round(train, 4), round(valid, 4)) for train, valid in losses] * len(MODELS)


def test_the_defaults_are_the_notebooks(document):
    config = document("--epochs", 1)["config"]
    # 100 // 3 = 33 and all others from the notebook; cpu and float64 from its device and dtype.
    assert config == {
        "samples": 100, "features": 6, "outputs": 3, "valid": 10_000, "noise": 1,
        "learning_rate": 0.01, "batch_size": 33, "epochs": 1, "seed": 0, "init_seed": 0,
        "device": "cpu", "dtype": "float64", "dataset": "synthetic", "data": None,
        "targets": None, "inputs": None, "drop_missing": False, "scale": False,
        "einsum_budget": 256,
    }  # fmt: skip


def test_every_setting_arrives_in_the_document(document):
    chosen = {
        "samples": 30, "features": 4, "outputs": 2, "valid": 11, "noise": 0.5,
        "learning_rate": 0.125, "batch_size": 8, "epochs": 3, "seed": 5, "init_seed": 6,
        "device": "cpu", "dtype": "float32", "dataset": "synthetic", "einsum_budget": 2.5,
    }  # fmt: skip
    words = [w for name, value in chosen.items() for w in ("--" + name.replace("_", "-"), value)]
    config = document(*words, "--scale")["config"]
    rest = {"data": None, "targets": None, "inputs": None, "drop_missing": False, "scale": True}
    assert config == chosen | rest


def test_a_table_reports_its_file_and_columns(document, table):
    config = document("--data", table, "--targets", "price, weight")["config"]
    named = (config["dataset"], config["data"], config["scale"])
    assert named == ("table", "boxes.csv", True), "its name, not the folders it lies in"
    assert config["inputs"] == ["height", "width", "depth"]
    assert config["targets"] == ["price", "weight"]
    # A fifth of the 40 rows validates; a third of the others is a batch.
    assert [config[key] for key in ("samples", "valid", "batch_size")] == [32, 8, 10]
    words = ["--data", table, "--targets", "price", "--inputs", "depth,height"]
    assert document(*words)["config"]["inputs"] == ["depth", "height"]


def test_missing_values_are_refused_or_dropped(run, document, tmp_path):
    path = tmp_path / "gaps.csv"
    path.write_text(TABLE + ",1,2,3,4\n")
    words = ["--data", path, "--targets", "price"]
    assert_refused(run(*words), "--drop-missing")
    assert document(*words, "--drop-missing")["config"]["samples"] == 32


def test_a_text_column_is_refused_with_the_option_that_leaves_it_out(run, document, tmp_path):
    path = tmp_path / "text.csv"
    lines = TABLE.splitlines()
    path.write_text("\n".join([f"{lines[0]},shop", *(f"{line},corner" for line in lines[1:])]))
    words = ["--data", path, "--targets", "price"]
    assert_refused(run(*words), "shop", "--inputs")
    assert document(*words, "--inputs", "height")["config"]["inputs"] == ["height"]


def test_json_on_stdout_is_the_only_thing_there():
    status, out, err = command(*QUICK, "--json", "-")
    assert (status, err) == (0, "")
    assert set(json.loads(out)) == {"config", "initial", "models", "mape"}


def test_json_in_a_file_leaves_the_report_on_stdout(run, tmp_path):
    path = tmp_path / "run.json"
    path.write_text("an older and much longer run" * 10_000)
    status, out, err = run(*QUICK, "--json", path, "--json-data")
    assert (status, err) == (0, "")
    assert out.startswith("MAPE")
    assert "data" in json.loads(path.read_text())


def test_a_diverged_run_says_why(run):
    status, out, err = run("--learning-rate", 10, "--valid", 10)
    assert (status, err) == (0, "")
    assert len(re.findall(r"stopped\. The .*10¹.* rates above .* Try 0\.\d", out)) == len(MODELS)


def test_a_refused_model_says_why_and_the_others_train(run):
    words = "--samples 10000 --features 50 --outputs 20 --batch-size 10000 --epochs 1 --valid 10"
    status, out, err = run(*words.split())
    assert (status, err) == (0, "")
    assert len(EPOCH.findall(out)) == len(MODELS) - 1
    assert "einsum was refused. A step would build a tensor of 1.5 GiB" in out
    assert "MAPE after training, einsum: none, because einsum was refused." in out


def assert_refused(result, *texts):
    status, out, err = result
    assert (status, out) == (2, "")
    assert re.fullmatch(r"python -m perceptron: error: .+\n", err)  # one line: . is no newline
    assert "Traceback" not in err
    for text in texts:
        assert text in err


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        ("--sampels 5", ["'--sampels'", "Did you mean --samples?"]),
        ("--sample 5", ["'--sample'"]),
        ("-x", ["'-x'"]),
        ("extra", ["'extra'"]),
        ("--epochs", ["--epochs", "expected one argument"]),
        (
            "--epochs many",
            ["--epochs must be a whole number between 1 and 10 000; got 'many'"],
        ),
        ("--epochs 2.5", ["got 2.5"]),
        ("--epochs 0", ["got 0. Try the default, 16."]),
        ("--noise -1", ["--noise must be a number between 0 and 1000; got -1"]),
        ("--learning-rate nan", ["--learning-rate", "got nan"]),
        ("--learning-rate 1e999", ["--learning-rate", "got inf"]),
        ("--batch-size 101", ["number of training rows (100); got 101. Try 33"]),
        ("--dataset linerud", ["got 'linerud'. Did you mean linnerud?"]),
        ("--dataset table", ["--dataset must be one of synthetic"]),
        ("--dtype float16", ["--dtype", "float64, float32", "'float16'"]),
        ("--device gpu", ["device must be", "'gpu'"]),
        ("--device cuda:99", ["device must be", "'cuda:99'"]),
        ("--device mps", ["float32 only", "Choose"]),
        ("--scale=yes", ["--scale"]),
        ("--targets a", ["--targets", "--data FILE.csv"]),
        ("--targets=", ["--targets", "--data FILE.csv"]),
        ("--inputs a", ["--inputs", "--data FILE.csv"]),
        ("--drop-missing", ["--drop-missing", "--data FILE.csv"]),
        ("--json-data", ["--json-data", "--json FILE"]),
        ("--data TABLE", ["--data needs --targets"]),
        ("--data TABLE --targets price --dataset iris", ["not both", "iris"]),
        ("--data TABLE --targets prize", ["prize"]),
        ("--data TABLE --targets price --inputs heigth", ["heigth"]),
        ("--data TABLE --targets price --inputs price", ["price"]),
        ("--data TABLE --targets price,price", ["chosen twice"]),
        ("--data TABLE --targets price,,weight", ["--targets", "'price,,weight'"]),
        ("--data TABLE --targets=", ["--targets", "''"]),
        ("--data no-such-file.csv --targets a", ["no-such-file.csv"]),
        ("--data FOLDER --targets a", []),
        ("--data TABLE --targets price --json TABLE", ["--json would overwrite"]),
        ("--json FOLDER", ["can't write to", "Is a directory"]),
        ("--json FOLDER/none/run.json", ["can't write to", "No such file or directory"]),
        ("--json TABLE/run.json", ["can't write to", "Not a directory"]),
        ("--json=", ["can't write to"]),
    ],
)
def test_bad_input_is_one_line_and_status_2(run, table, tmp_path, words, texts):
    places = words.replace("TABLE", table).replace("FOLDER", str(tmp_path))
    assert_refused(run(*places.split()), *texts)
    assert Path(table).read_text() == TABLE


def test_an_unwritable_target_is_found_before_the_training(run, tmp_path, monkeypatch):
    monkeypatch.setattr("perceptron.command.Run", lambda *_: pytest.fail("it trained"))
    assert_refused(run("--json", tmp_path / "none" / "run.json"))


def test_trying_the_target_leaves_nothing_behind(run, tmp_path):
    path = tmp_path / "run.json"
    assert_refused(run("--json", path, "--batch-size", 101))
    assert not path.exists()
    path.write_text("kept")
    assert_refused(run("--json", path, "--batch-size", 101))
    assert path.read_text() == "kept"


@pytest.mark.parametrize("words", ["--epochs x", "--json /no/such/run.json", "--data no.csv"])
def test_bad_input_from_a_shell(words):
    assert_refused(command(*words.split()))
