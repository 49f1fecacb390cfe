"""What may be sent: nonsense, and what was right until one part of it was changed."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from perceptron.config import BOUNDS
from perceptron.lessons.predict.codes import PREFIX
from perceptron.lessons.predict.items import FILE
from perceptron.lessons.predict.measures import GIVEN, MEASURES
from perceptron.sharing.link.query import NAMES, VERSION
from perceptron.text.packing import pack
from tests.hostile import NAMES as HOSTILE
from tests.hostile import TABLE
from tests.items import own_items
from tests.sharing.documents import DOCUMENT, changed

NUMBERS = (
    "0", "-0.0", "1", "-1", "20", "33", "0.1", "1e-400", "1e308", "1e309", "-1e308", "nan", "inf",
    "-Infinity", "1_0", "١٢", "0x10", "1,5", "9" * 40, "9" * 400, "1e", "--1", "+5", " 7 ", "1.2.3",
)  # fmt: skip
WORDS = (
    *HOSTILE, "", " ", "\0", "\x1b[31m", "\u202e", "\ufeff", "\r\n", "'", '"', '"""', "\\", "# %%",
    "../../etc/passwd", "{{7*7}}", "__import__('os')", "${x}", "%s%n", "null", "None", "true", "é",
    "😀" * 9, "a" * 300, "table", "synthetic", "iris", "cuda:१", "cuda:0", "mps", "float16", "cpu",
)  # fmt: skip
text = st.sampled_from((*NUMBERS, *WORDS)) | st.text(max_size=30)

# --- the query of an address ----------------------------------------------------------------
names = st.sampled_from(NAMES) | st.sampled_from(("phase", "question", "x", "<b>")) | text
tables = st.sampled_from((TABLE, "a,b\n1,2", "x" * 5000, "")).map(pack)
queries = st.dictionaries(
    names, st.lists(text | tables | st.just(VERSION), max_size=3), max_size=12
) | st.dictionaries(st.sampled_from(NAMES), st.tuples(text | tables).map(list), max_size=20)

# --- settings -------------------------------------------------------------------------------
FIELDS = (*BOUNDS, "dataset", "scale", "device", "dtype")
anything: SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | text | st.just(10**400),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)
near = st.sampled_from([x for b in BOUNDS.values() for x in (b.low, b.high, b.low - 1, b.high + 1)])
all_settings = st.dictionaries(st.sampled_from(FIELDS) | text, anything | near, max_size=5)

# --- the bytes of a table -------------------------------------------------------------------
cells = st.sampled_from((*NUMBERS, "", "", "1", "2", "3", "4.5", '"6"', '"7', '""', *WORDS[:12]))
delimiters = st.sampled_from([",", ";", "\t", "|"])
encodings = st.sampled_from(["utf-8", "utf-8-sig", "latin-1", "utf-16", "cp1252"])
line_ends = st.sampled_from(["\n", "\r\n", "\r", "\n\n"])


@st.composite
def csv_bytes(draw: Any) -> bytes:
    """A table whose names, values, row lengths, encoding and ends may be wrong."""
    between, end = draw(delimiters), draw(line_ends)
    n_columns = draw(st.integers(1, 5))
    rows = draw(
        st.lists(st.lists(cells, min_size=n_columns, max_size=n_columns), min_size=8, max_size=16)
    )
    header = draw(st.lists(text, min_size=n_columns, max_size=n_columns))
    if draw(st.booleans()):
        header = [f'"{name}"' for name in header]
    if draw(st.booleans()):
        rows[draw(st.integers(0, len(rows) - 1))].append(draw(cells))
    whole = end.join(between.join(row) for row in (header, *rows))
    return whole.encode(draw(encodings), errors="replace")


extreme = st.sampled_from([0.0, -0.0, 1.0, 5e-324, 1e-300, 1e-160, 9e29, 1e30, -1e30, 1e31])
column = st.lists(extreme | st.floats(-1e30, 1e30) | st.none(), min_size=20, max_size=20)


@st.composite
def numeric_tables(draw: Any) -> bytes:
    """A table that is well made, of numbers as large, as small and as absent as there are."""
    columns = draw(st.lists(column, min_size=2, max_size=4))
    header = [draw(st.sampled_from(HOSTILE)) + str(k) for k in range(len(columns))]
    rows = [["" if x is None else repr(x) for x in row] for row in zip(*columns, strict=True)]
    quoted = [",".join(f'"{cell}"' for cell in row) for row in (header, *rows)]
    return draw(line_ends).join(quoted).encode(draw(st.sampled_from(["utf-8", "utf-8-sig"])))


contents = (
    numeric_tables() | csv_bytes() | st.binary(max_size=300) | st.text(max_size=200).map(str.encode)
)

# --- the document of a run ------------------------------------------------------------------
PATHS = [
    *DOCUMENT, "data", "rate_changes", "config__data", "config__drop_missing", "config__more",
    *(f"config__{name}" for name in DOCUMENT["config"]),
    *(f"mape__{name}" for name in DOCUMENT["mape"]),
    *("initial__weight", "initial__bias"),
    *(f"models__{name}__{part}" for name, one in DOCUMENT["models"].items() for part in one),
]  # fmt: skip
odd_numbers = st.sampled_from([0, -1, 1e307, -1e307, 5e-324, 2**70, 10**300, None, 0.5])
losses = st.lists(odd_numbers, min_size=3, max_size=3)
matrices = st.lists(st.lists(odd_numbers, min_size=2, max_size=2), min_size=3, max_size=3)
name_lists = st.lists(text, min_size=2, max_size=3)
small: SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | odd_numbers | text | st.sampled_from(["\ud800", "diverged"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=2),
    max_leaves=5,
)


def dumped(parts: dict[str, Any]) -> bytes:
    """The document with some parts replaced, as far as these parts are still there."""
    document = changed()
    for path, value in parts.items():
        *above, last = path.split("__")
        place = document
        for name in above:
            place = place.get(name) if isinstance(place, dict) else None
        if isinstance(place, dict):
            place[last] = value
    return json.dumps(document).encode()


values = small | losses | matrices | name_lists
documents = st.dictionaries(st.sampled_from(PATHS), values, min_size=1, max_size=3).map(dumped)
all_losses = losses.map(
    lambda one: {
        f"models__{model}__{part}": one
        for model in DOCUMENT["models"]
        for part in ("train_mse", "valid_mse", "weighted_train_mse")
    }
).map(dumped)
all_weights = matrices.map(
    lambda one: {f"models__{model}__weight": one for model in DOCUMENT["models"]}
).map(dumped)
cut = st.integers(0, 2000).map(lambda n: dumped({})[n : -n or None])
files = documents | all_losses | all_weights | cut | st.binary(max_size=100)

# --- a file of questions ---------------------------------------------------------------------
OWN = FILE.read_text(encoding="utf-8")
LINES = OWN.splitlines()
toml_values = st.sampled_from(
    ("1", "-1", "nan", "inf", "true", '""', '"x"', "[1, 2, 3]", "[]", "{}", "1979-05-27", "'''",
     "0x" + "f" * 5000,
     "9" * 5000, '"linnerud"', '"cuda"', '["x"]', '"../x"', "[[[]]]", "1e400")
)  # fmt: skip
keys = st.sampled_from(
    ("name", "question", "measure", "why", "unit", "options", "tolerance", "factor", "epochs",
     "run.dataset", "run.epochs", "run.batch_size", "run.samples", "run.device", "run.scale",
     "run.x", "other.seed", "options.a", "item", "x", "answer", "misconceptions.a",
     "misconceptions.3", "twin", "twin.question", "twin.run.seed", "twin.run", "twin.x")
)  # fmt: skip


@st.composite
def question_files(draw: Any) -> str:
    """The app's own questions with lines changed, or a question made of odd values."""
    if draw(st.booleans()):
        lines = list(LINES)
        for _ in range(draw(st.integers(1, 3))):
            at = draw(st.integers(0, len(lines) - 1))
            key = lines[at].partition("=")[0] if draw(st.booleans()) else f"{draw(keys)} "
            lines[at] = f"{key}= {draw(toml_values)}"
        return "\n".join(lines)
    given = {"name": '"a1"', "question": '"Why?"', "why": '"So."'}
    given["measure"] = json.dumps(draw(st.sampled_from([*sorted(MEASURES), GIVEN]) | text))
    given |= draw(st.dictionaries(keys, toml_values, max_size=4))
    return "[[item]]\n" + "\n".join(f"{key} = {value}" for key, value in given.items())


question_texts = question_files() | st.text(max_size=100)

# --- plans ------------------------------------------------------------------------------------
plan_keys = st.sampled_from(
    ["minute", "question", "page", "trial", "test", "twin", "note", "minuet"]
)
plan_values = st.sampled_from(
    ["3", "-1", "true", '"lives"', '"lifes"', '"train?epochs=3"', '"dtype"', "[1]", "1e400", ""]
) | text.map(json.dumps)
plan_steps = st.dictionaries(plan_keys, plan_values, max_size=4).map(
    lambda step: "\n".join(["[[step]]", *(f"{key} = {value}" for key, value in step.items())])
)
plan_texts = (
    st.tuples(text, st.lists(plan_steps, max_size=5)).map(
        lambda plan: "\n".join([f"title = {json.dumps(plan[0])}", *plan[1]])
    )
    | question_texts
)

# --- codes of guesses -------------------------------------------------------------------------
item_names = st.sampled_from([item.name for item in own_items()]) | text
guesses = st.dictionaries(
    item_names, small | st.lists(st.floats(min_value=-1), max_size=5) | st.floats(), max_size=5
)
packed = st.tuples(st.sampled_from(["a1", "f" * 16, "", "no", "A"]), guesses).map(
    lambda pair: PREFIX + pack(json.dumps(list(pair)))
)
broken = st.tuples(packed, st.integers(0, 60)).map(lambda pair: pair[0][: -pair[1] or None])
pasted = st.lists(packed | broken | text, max_size=5).map(" ".join)
