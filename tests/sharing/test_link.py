"""Class links: every setting comes back, and whatever else an address says is survived."""

from __future__ import annotations

import string
import zlib
from base64 import urlsafe_b64encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perceptron.config import BOUNDS, DTYPES, ConfigError
from perceptron.data import DATASETS
from perceptron.sharing.link import (
    DEFAULTS,
    MAX_TABLE,
    NEWCOMER,
    ClassLink,
    SharedTable,
    read_link,
    write_link,
)
from perceptron.sharing.link.settings import NUMBERS, SCALES
from perceptron.sharing.provenance import check_of, differences, made_here
from perceptron.text.packing import pack

ANYTHING = st.text(max_size=60)
TABLE = "a,b,c\n" + "\n".join(f"{i},{i * i},{7 - i}" for i in range(12))


def number(name: str) -> st.SearchStrategy[Any]:
    bound = BOUNDS[name]
    if bound.integer:
        return st.integers(int(bound.low), int(bound.high))
    return st.floats(bound.low, bound.high)


@st.composite
def settings(draw: st.DrawFn) -> dict[str, Any]:
    """Settings of synthetic data that fit together."""
    chosen = {name: draw(number(name)) for name in NUMBERS}
    chosen["batch_size"] = draw(st.integers(1, chosen["samples"]))
    chosen |= {"dtype": draw(st.sampled_from(DTYPES)), "scale": draw(st.sampled_from(SCALES))}
    return dict(DEFAULTS) | chosen


def as_query(written: dict[str, str]) -> dict[str, list[str]]:
    return {name: [text] for name, text in written.items()}


@given(settings(), st.sets(st.sampled_from(sorted(DEFAULTS))), st.booleans())
def test_a_link_says_again_what_it_was_made_from(chosen, some, with_table):
    link = ClassLink(
        settings=chosen | ({"dataset": "table"} if with_table else {}),
        table=SharedTable(TABLE, (0, 1), (2,), drop_missing=True) if with_table else None,
        hidden=tuple(sorted(some)),
        made=made_here(),
        check=check_of([1.5]),
        view={"question": "batches", "revealed": "why"},
    )
    read, notes = read_link(as_query(write_link(link)))
    assert notes == []
    assert read == link, "floats too, to the last bit"


def test_an_untouched_app_has_an_empty_query():
    assert write_link(ClassLink()) == {}
    assert len("&".join(f"{k}={v}" for k, v in write_link(_typical()).items())) < 120


@pytest.mark.parametrize(
    "query",
    [{"samples": "50"}, {"dataset": "iris"}, {"hide": "seed"}, {"lock": "samples"},
     {"made": made_here(), "v": "1"}, {"table": pack(TABLE), "dataset": "table", "v": "1"}],
)  # fmt: skip
def test_an_older_link_that_names_no_rate_means_the_notebook_s(query):
    link, _ = read_link(as_query(query))
    assert link.settings["learning_rate"] == DEFAULTS["learning_rate"]
    assert link.chooses


@pytest.mark.parametrize("query", [{}, {"v": "1"}, {"phase": "loss", "v": "1"}, {"play": "yes"}])
def test_an_address_that_says_nothing_of_a_run_opens_where_something_is_seen(query):
    link, _ = read_link(as_query(query))
    assert dict(link.settings) == NEWCOMER
    assert not link.chooses
    assert {n: v for n, v in NEWCOMER.items() if v != DEFAULTS[n]} == {"learning_rate": 0.3}


@pytest.mark.parametrize("rate", [DEFAULTS["learning_rate"], NEWCOMER["learning_rate"], 2.0])
@pytest.mark.parametrize("other", [{}, {"samples": 50}])
@pytest.mark.parametrize("made", ["", made_here()])
def test_a_link_opens_at_the_rate_it_was_made_at(rate, other, made):
    link = ClassLink(DEFAULTS | {"learning_rate": rate} | other, made=made, view={"phase": "loss"})
    written = write_link(link)
    assert read_link(as_query(written))[0] == link
    older = {"learning_rate": DEFAULTS["learning_rate"]}  # what an app of before takes it to mean
    told = float(written.get("learning_rate", older["learning_rate"]))
    assert told == rate or not (other or made), "it is in the link, or the notebook's"


def _typical() -> ClassLink:
    chosen = dict(DEFAULTS) | {"learning_rate": 0.3, "outputs": 10}
    return ClassLink(settings=chosen, locked=("samples", "features"), made=made_here())


NAMES = st.sampled_from(
    [*DEFAULTS, "v", "table", "inputs", "targets", "drop_missing", "hide", "lock", "made", "check"]
)


@given(
    st.dictionaries(
        NAMES | ANYTHING, st.lists(ANYTHING | st.from_regex(r"-?\d+e?\d*")), max_size=20
    )
)
def test_whatever_an_address_says_the_settings_are_within_their_bounds(query):
    link, notes = read_link(query)
    for name in NUMBERS:
        BOUNDS[name].check(name, link.settings[name])
    assert link.settings["dataset"] in {*DATASETS, "table"}
    assert link.settings["dtype"] in DTYPES
    assert link.settings["device"] in {"cpu", "mps"} or link.settings["device"].startswith("cuda")
    assert all(len(note) < 600 for note in notes)
    assert set(link.hidden) | set(link.locked) <= set(DEFAULTS)
    synthetic = link.settings["dataset"] == "synthetic"
    assert not synthetic or link.settings["batch_size"] <= link.settings["samples"]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("epochs", "0", "epochs must be a whole number between 1 and 10\u202f000; got 0"),
        ("epochs", "1e3", "epochs must be a whole number"),
        ("learning_rate", "nan", "learning_rate must be a number"),
        ("learning_rate", "1e400", "learning_rate must be a number"),
        ("samples", "9" * 5000, "samples must be a whole number"),
        ("noise", "<script>", "got '<script>'"),
        ("dataset", "irs", "Did you mean iris?"),
        ("dtype", "float16", "dtype must be one of"),
        ("device", "cuda:7", "device must be one that this machine has"),
        ("device", "toaster", "device must be cpu"),
        ("scale", "maybe", "scale must be one of"),
        ("hide", "samples.password", "hide must be one of"),
        ("lock", "sample", "Did you mean samples?"),
        ("v", "7", "version '7'"),
        ("made", "<b>", "made can't be read"),
        ("check", "12", "check can't be read"),
        ("table", "%%%", "table in this link is damaged"),
        ("batch_size", "101", "number of training rows (100)"),
    ],
)
def test_each_wrong_value_has_its_sentence_and_leaves_the_default(name, text, words):
    link, notes = read_link({name: [text], "seed": ["7"]})
    assert any(words in note for note in notes), notes
    assert link.settings["seed"] == 7, "the rest of the link counts"
    assert link.settings.get(name) == DEFAULTS.get(name)


def test_a_name_that_comes_twice_is_told_and_the_last_counts():
    link, notes = read_link({"seed": ["1", "2"]})
    assert link.settings["seed"] == 2
    assert "'seed' stands in the link 2 times" in notes[0]


def test_a_huge_link_is_set_aside_as_a_whole():
    link, notes = read_link({"seed": ["7"], "x": ["y" * 9000]})
    assert link.settings == NEWCOMER
    assert "longer" in notes[0]


@pytest.mark.parametrize("dataset", ["linnerud", "iris", "example"])
def test_real_data_take_a_third_of_their_rows_without_a_word(dataset):
    link, notes = read_link({"dataset": [dataset]})
    assert notes == []
    assert 1 <= link.settings["batch_size"] <= 40
    _, notes = read_link({"dataset": ["linnerud"], "batch_size": ["33"]})
    assert "number of training rows (16)" in notes[0], "what the link itself says is told"


def test_a_table_of_one_s_own_travels_up_to_four_kibibytes():
    small = "a,b\n" + "1,2\n" * ((MAX_TABLE - 4) // 4)
    assert len(small) == MAX_TABLE
    link = ClassLink(settings=dict(DEFAULTS) | {"dataset": "table"}, table=SharedTable(small))
    read, notes = read_link(as_query(write_link(link)))
    assert (read.table, notes) == (SharedTable(small), [])
    with pytest.raises(ConfigError, match="carries a table of up to 4096 bytes; this one has 4097"):
        write_link(ClassLink(table=SharedTable(small + "3")))
    _, notes = read_link({"table": [pack(small + "3")]})
    assert "too large" in notes[0], "one byte more, packed by hand"
    _, notes = read_link({"dataset": ["table"]})
    assert "not in the link" in notes[0]


def test_a_table_that_unpacks_to_a_gigabyte_is_never_unpacked():
    bomb = urlsafe_b64encode(zlib.compress(b"1,2\n" * 500_000, 9)).decode()
    link, notes = read_link({"table": [bomb[: bomb.index("=")] if "=" in bomb else bomb]})
    assert link.table is None
    assert "damaged or too large" in notes[0]


def test_what_a_link_says_to_its_page_is_handed_on_unread():
    link, notes = read_link({"phase": ["loss"], "samples": ["50"], "batch_size": ["5"]})
    assert (dict(link.view), notes) == ({"phase": "loss"}, [])


def test_the_versions_are_told_apart_part_by_part():
    here = made_here()
    assert set(here) <= set(string.ascii_letters + string.digits + "._~-")
    assert differences(here, here) == []
    there = here.replace("sklearn-", "sklearn-0")
    assert len(differences(there, here)) == 1
    assert "sklearn" in differences(there, here)[0]
    assert differences("nonsense", here) == []


def test_the_check_sees_the_last_bit_and_the_order():
    assert check_of([0.1, 0.2]) != check_of([0.2, 0.1])
    assert check_of([0.1]) != check_of([0.1 + 2**-56])
