"""Tables on the command line: their columns by name, and what is told or asked about them."""

import json

import pytest

from perceptron.sharing.read import read_run
from tests.core.test_cli import assert_refused


@pytest.fixture
def document(run):
    """Run with `--json -` and return the document."""

    def call(*argv):
        status, out, err = run(*argv, "--epochs", 1, "--json", "-")
        assert (status, err) == (0, "")
        return json.loads(out)

    return call


def test_columns_are_found_by_their_names_however_they_are_spoken(document, run, tmp_path):
    path = tmp_path / "names.csv"
    rows = "".join(f"{k},{k * k % 7},{k % 5},{k % 3}\n" for k in range(20))
    path.write_text('a,a ,"gro\u0308\u00dfe",' + f'"x\n(m)"\n{rows}')

    def chosen(inputs, targets):
        config = document("--data", path, "--inputs", inputs, "--targets", targets)["config"]
        return config["inputs"], config["targets"]

    assert chosen("a", "größe") == (["a"], ["gro\u0308\u00dfe"])
    assert chosen("a ,x (m)", "a") == (["a ", "x\n(m)"], ["a"]), "as it stands, before its twin"
    assert chosen("x\n(m)", "  größe ")[0] == ["x\n(m)"]
    path.write_text(f'"c\n1","c  1",d,e\n{rows}')
    refused = run("--data", path, "--inputs", "c 1", "--targets", "d")
    assert_refused(refused, "--inputs 'c 1' may be", "rename it there")


def test_row_numbers_are_no_input_unless_they_are_named(document, tmp_path):
    path = tmp_path / "index.csv"
    path.write_text(",a,b\n" + "".join(f"{k},{k * k % 7},{k % 5}\n" for k in range(20)))
    words = ["--data", path, "--targets", "b"]
    assert document(*words)["config"]["inputs"] == ["a"]
    assert document(*words, "--inputs", "Unnamed: 0")["config"]["inputs"] == ["Unnamed: 0"]


def test_a_decimal_sign_in_doubt_is_asked_for_and_what_was_read_is_told(run, tmp_path):
    path = tmp_path / "tabs.tsv"
    path.write_text("v\tb\ty\n" + "".join(f"{1 + k},250\t{k % 4}\t{k}\n" for k in range(20)))
    words = ["--data", path, "--targets", "y", "--epochs", 1]
    status, out, err = run(*words)
    assert (status, out) == (2, "")
    assert "in row 2 may be 1250 or 1.25" in err
    assert "--decimal says which" in err
    status, out, err = run(*words, "--decimal", "point")
    assert (status, out != "") == (0, True)
    assert err.strip() == (
        "tabs.tsv: 20 rows, 3 columns. Tabs stand between columns. Decimal points."
    )
    assert_refused(run(*words, "--decimal", "dot"), "--decimal must be one of point, comma")


def test_a_table_in_deep_folders_comes_back_by_its_name(run, tmp_path):
    folder = tmp_path
    for _ in range(8):
        folder = folder / ("deep" * 10)
    folder.mkdir(parents=True)
    path = folder / ("long" * 60 + ".csv")
    path.write_text("a,b\n" + "".join(f"{k % 7},{k % 5}\n" for k in range(20)))
    status, out, _ = run("--data", path, "--targets", "b", "--epochs", 1, "--json", "-")
    assert status == 0
    config = json.loads(out)["config"]
    assert "deep" not in out
    assert config["data"].startswith("longlong")
    assert read_run(out.encode()).config == config
    old = json.loads(out)
    old["config"]["data"] = str(path)  # as earlier versions wrote it
    assert read_run(json.dumps(old).encode()).config["data"] == config["data"]
