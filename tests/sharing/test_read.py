"""A run read back from its file: what was written comes back, what is damaged says where."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perceptron import DataError
from perceptron.__main__ import main
from perceptron.sharing.read import read_run
from perceptron.sharing.shelf import Shelf, results_side_by_side
from perceptron.sharing.write import epoch_csv, json_of
from tests.sharing.documents import DOCUMENT, RECORD, changed


def test_what_was_written_is_read_again(tmp_path):
    assert json_of(read_run(json_of(RECORD).encode())) == json_of(RECORD)
    path = tmp_path / "run.json"
    assert main(["--samples", "40", "--valid", "20", "--json", str(path), "--json-data"]) == 0
    assert json_of(read_run(path.read_bytes())) == path.read_text()


@pytest.mark.parametrize(
    ("part", "value", "words"),
    [
        ("config", None, "config must be an object"),
        ("config__epochs", None, "config has no epochs"),
        ("config__epochs", 10**9, "config.epochs must be between 1 and 10\u202f000"),
        ("config__samples", 30.5, "config.samples must be"),
        ("config__learning_rate", "0.1", "config.learning_rate must be"),
        ("config__noise", True, "config.noise must be"),
        ("config__device", "toaster", "device must be cpu"),
        ("config__dtype", "float16", "dtype must be one of"),
        ("config__dataset", 3, "config.dataset must be a short text"),
        ("config__scale", "yes", "config.scale must be true or false"),
        ("config__targets", ["one"], "config.targets must be null or 2 names"),
        ("initial__weight", [[1, 2]], "initial.weight must be numbers in 3 rows and 2 columns"),
        ("models", {}, "models must be some of"),
        ("models__magic", {}, "models must be some of"),
        ("models__torch__train_mse", [1], "equally long"),
        ("models__torch__after_epochs", [[0, 1.0], [0, 1.0]], "torch.after_epochs must be pairs"),
        ("models__torch__after_epochs", [[0, "a"]], "torch.after_epochs must be pairs"),
        ("models__torch__train_mse", ["a"], "torch.train_mse must be a list of numbers"),
        ("models__torch__status", "asleep", "torch.status must be one of"),
        ("models__torch__seconds", -1, "torch.seconds must be"),
        ("models__torch__reason", 3, "torch.reason must be"),
        ("models__torch__bias", [1, 2, 3], "torch.bias must be numbers"),
        ("mape", None, "mape must be an object"),
        ("mape__scratch", {"weight": "x"}, "mape.scratch must be numbers"),
        ("rate_changes", [[3, 0.1]], "rate_changes must be pairs"),
        ("rate_changes", [[0, 99]], "rate_changes must be pairs"),
        ("rate_changes", [[0, 0.1], [5, 0.2], [5, 0.3]], "rate_changes must be pairs"),
        ("data", {}, "data.x_train must be numbers"),
    ],
)
def test_a_damaged_document_says_where(part, value, words):
    with pytest.raises(DataError, match="can't be read as a run") as error:
        read_run(json.dumps(changed(**{part: value})).encode())
    assert words in str(error.value)
    assert "Export the run again" in str(error.value)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe",
        b"{",
        b"3",
        b"[" * 100_000,
        b'{"config": NaN}',
        json_of(RECORD)[:-20].encode(),
    ],
)
def test_what_is_no_document_is_a_sentence(content):
    with pytest.raises(DataError, match="can't be read as a run"):
        read_run(content)


def test_a_huge_file_is_refused_before_it_is_read():
    with pytest.raises(DataError, match=r"11\.0 MB; up to 10 MB"):
        read_run(b" " * 11_000_000)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=8,
)
PATHS = st.sampled_from(
    [f"{a}__{b}" for a in ("config", "initial", "mape") for b in DOCUMENT[a]]
    + [f"models__{m}__{p}" for m, model in DOCUMENT["models"].items() for p in model]
    + ["data", "rate_changes", *DOCUMENT]
)


@given(PATHS, JSON)
def test_any_part_may_be_anything(path, value):
    with suppress(DataError):
        read = read_run(json.dumps(changed(**{path: value})).encode())
        kept = Shelf().keep(read)
        assert len(kept.summary) < 500
        assert len(read.learning_rates) <= 10_000
        assert epoch_csv(read).startswith("epoch,")
        assert len(results_side_by_side([kept])["ended"]) == 1
        assert {name: parameters.W.ndim for name, parameters in read.parameters.items()} in (
            {},
            dict.fromkeys(read.trained, 2),
        )
