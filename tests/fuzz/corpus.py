"""What has been sent on purpose, door by door, with what must be said; empty means taken.

Large contents are made when they are needed: they stand here as functions.
"""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any

from perceptron.config import BOUNDS
from perceptron.lessons.predict.codes import PREFIX
from perceptron.text.packing import pack
from tests.fuzz.tables import CSVS, ROWS, Case
from tests.hostile import NAMES, TABLE
from tests.sharing.documents import changed

HUGE = 10**5000


def bomb(n_bytes: int) -> bytes:
    return zlib.compress(b"\0" * n_bytes, 9)


def packed_bomb() -> str:
    return urlsafe_b64encode(bomb(4_500_000)).decode().rstrip("=")


LINKS: list[Case] = [
    ("nothing", {}, ""),
    ("an empty value", {"epochs": [""]}, "epochs must be a whole number"),
    ("no value", {"epochs": []}, "epochs must be"),
    ("three values", {"seed": ["1", "2", "3"]}, "3 times; the last counts"),
    ("not a number", {"learning_rate": ["nan"]}, "learning_rate must be"),
    ("infinity", {"noise": ["inf"]}, "noise must be"),
    ("beyond a float", {"noise": ["1e400"]}, "noise must be"),
    ("thousands of digits", {"seed": ["9" * 7000]}, "seed must be"),
    ("digits of another script", {"seed": ["١٢"]}, ""),
    ("a device with such digits", {"device": ["cuda:१"]}, "device must be"),
    ("a device that is not here", {"device": ["cuda:99"]}, "device must be one that"),
    ("a device without its format", {"device": ["mps"], "dtype": ["float64"]}, "device must be"),
    ("a path", {"dataset": ["../../etc/passwd"]}, "dataset must be one of"),
    ("markup", {"dataset": [NAMES[1]]}, "dataset must be one of"),
    ("a null byte", {"dtype": ["float64\0"]}, "dtype must be one of"),
    ("a line break", {"dtype": ["float64\n"]}, "dtype must be one of"),
    ("control characters", {"scale": ["\x1b[31m"]}, r"'\x1b[31m'"),
    ("half a surrogate pair", {"\ud800": ["\udfff"]}, ""),
    ("hidden nonsense", {"hide": ["samples.__class__"]}, "hide must be one of"),
    ("a thousand locks", {"lock": [".".join(["samples"] * 1000)]}, "8000 characters"),
    ("another version", {"v": ["2"]}, "version '2'"),
    ("too many names", {f"n{i}": ["1"] for i in range(500)}, "60 names"),
    ("too many characters", {"x": ["y" * 100_000]}, "8000 characters"),
    ("a table that is no table", {"table": ["!"]}, "damaged or too large"),
    ("a table cut off", {"table": [pack(TABLE)[:-9]]}, "damaged or too large"),
    ("a table in other bytes", {"table": [urlsafe_b64encode(bomb(9)).decode()]}, "not text"),
    ("a bomb", {"table": [packed_bomb()]}, "damaged or too large"),
    ("hostile names", {"dataset": ["table"], "table": [pack(TABLE)]}, ""),
    ("columns that are not there", {"table": [pack(TABLE)], "inputs": ["999.998"]}, ""),
    ("columns in words", {"table": [pack(TABLE)], "inputs": ["a.b"]}, "inputs must be numbers"),
    ("versions with markup", {"made": ["<b>"]}, "made can't be read"),
    ("a check that is none", {"check": ["javascript:1"]}, "check can't be read"),
    ("a batch too large", {"samples": ["20"], "batch_size": ["500"]}, "batch_size must be"),
]

SETTINGS: list[Case] = [
    *((f"{name} below", {name: bound.low - 1}, name) for name, bound in BOUNDS.items()),
    *((f"{name} above", {name: bound.high * 2}, name) for name, bound in BOUNDS.items()),
    *((f"{name} huge", {name: HUGE}, "many digits") for name in BOUNDS),
    *((f"{name} nan", {name: float("nan")}, name) for name in BOUNDS),
    ("a truth", {"samples": True}, "samples must be"),
    ("a text", {"samples": "x" * 10**6}, "samples must be"),
    ("a list", {"samples": [[0] * 1000] * 1000}, "samples must be"),
    ("a name that is a list", {"dataset": ["iris"]}, "dataset must be a name"),
    ("a scale in words", {"scale": "on"}, "scale must be"),
    ("a device that is a number", {"device": HUGE}, "device must be"),
    ("a format that is a list", {"dtype": [HUGE]}, "dtype must be one of"),
    ("an unknown setting", {"__class__": 1}, "is no setting"),
    ("a long unknown setting", {"x" * 10**6: 1}, "is no setting"),
]


def run_file(**parts: Any) -> bytes:
    return json.dumps(changed(**parts)).encode()


def every(part: str, value: Any) -> dict[str, Any]:
    return {f"models__{model}__{part}": value for model in ("scratch", "torch", "einsum")}


LOSSES = ("train_mse", "valid_mse", "weighted_train_mse")
RUNS: list[Case] = [
    ("a run", run_file(), ""),
    ("half a surrogate pair", run_file(config__dataset="\ud800"), "must be a short text"),
    ("the same in a name", run_file(config__targets=["\udfff", "b"]), "null or 2 names"),
    ("the same in a reason", run_file(models__torch__reason="\ud800"), "null or a text"),
    ("hostile names", run_file(config__targets=NAMES[:2], config__inputs=NAMES[2:5]), ""),
    ("a dataset of nowhere", run_file(config__dataset="os.system"), "dataset must be one of"),
    ("a file's name without end", run_file(config__data="x" * 10**6), "config.data must be"),
    ("a file's name that is none", run_file(config__data={"a": 1}), "config.data must be"),
    ("gaps left out: perhaps", run_file(config__drop_missing="yes"), "drop_missing true or false"),
    ("more settings", run_file(config__ended=[[[1]]], config__x=10**300), ""),
    ("more inputs than can be", run_file(config__features=100_000), "between 1 and 50"),
    ("an integer beyond 64 bits", run_file(models__torch__bias=[2**70, 1]), ""),
    ("weights whose difference overflows", run_file(**every("bias", [9e307, -9e307])), ""),
    ("no losses", run_file(**{k: [] for p in LOSSES for k in every(p, 0)}), ""),
    ("losses that are missing", run_file(**{k: [None] for p in LOSSES for k in every(p, 0)}), ""),
    ("negative losses", run_file(**{k: [-1.0, 0] for p in LOSSES for k in every(p, 0)}), ""),
    ("5000 digits", run_file().replace(b"30", b"9" * 5000, 1), "not JSON"),
    ("infinity", run_file().replace(b"30", b"1e999", 1), "config."),
    ("a constant that JSON has not", b'{"config": Infinity}', "not JSON"),
    ("nested without end", b"[" * 100_000, "not JSON"),
    ("objects nested without end", b'{"a":' * 900 + b"1" + b"}" * 900, "config must be"),
    ("a table", b"a,b\n" + ROWS, "not JSON"),
    ("utf-16", json.dumps(changed()).encode("utf-16"), "not JSON"),
    ("3 million lists", lambda: b"[" + b"[]," * 3_300_000 + b"1]", "many more lists"),
    ("1 million objects", lambda: b"[" + b'{"a":{}},' * 1_100_000 + b"1]", "many more lists"),
    ("2 million texts", lambda: b"[" + b'"x",' * 2_400_000 + b"1]", "many more lists"),
    ("a million numbers", lambda: b"[" + b"9e9," * 1_200_000 + b"1]", "must be an object"),
    ("more than 10 MB", lambda: b" " * 10_000_001, "up to 10 MB"),
]

ITEM = '[[item]]\nname = "a1"\nquestion = "q"\nmeasure = "batches"\nwhy = "w"\n'
QUESTIONS: list[Case] = [
    ("a question", ITEM, ""),
    ("nothing", "", "must hold tables"),
    ("no TOML", "<html>", "not TOML"),
    ("5000 digits", f"{ITEM}tolerance = {'9' * 5000}", "not TOML"),
    ("as many in hexadecimal", f"{ITEM}tolerance = 0x{'f' * 5000}", "tolerance must be a number"),
    ("nested without end", "a = " + "[" * 100_000, "not TOML"),
    ("a key without end", f"{ITEM}{'x' * 9000} = 1", "no key"),
    ("a date", f"{ITEM}tolerance = 1979-05-27", "tolerance must be a number"),
    ("not a number", f"{ITEM}tolerance = nan", "tolerance must be a number"),
    ("the same name twice", ITEM * 2, "already"),
    ("a thousand questions", ITEM * 1000, "at most 200 items"),
    ("a megabyte", lambda: ITEM + "#" * 1_000_000, "400000 characters"),
    ("a dataset of nowhere", f'{ITEM}run.dataset = "x"', "dataset must be one of"),
    ("a dataset that is a list", f'{ITEM}run.dataset = ["x"]', "dataset must be a name"),
    ("a device that is not here", f'{ITEM}run.device = "cuda:99"', "device must be one"),
    ("a batch too large", f"{ITEM}run.batch_size = 5000", "batch_size must be"),
    ("the same for a bundled set", f'{ITEM}run.dataset = "linnerud"', "batch_size must be"),
    ("a scale in words", f'{ITEM}run.scale = "on"', "scale must be"),
    ("a twin that is a number", f"{ITEM}twin = 1", "twin must be a table"),
    ("a twin with a twin", f"{ITEM}twin.twin.run.seed = 1", "no key 'twin' of its own"),
    ("a twin that works for hours", f"{ITEM}twin.run.epochs = 10000", "at most 5000 updates"),
    ("thoughts about no number", f'{ITEM}misconceptions.x = "y"', "of a number; got 'x'"),
    ("an answer of many digits", f"{ITEM}answer = 0x{'f' * 5000}", "answer must be an option"),
    ("work for hours", f"{ITEM}run.epochs = 10000", "at most 5000 updates"),
    (
        "a tensor of 320 MB",
        ITEM.replace("batches", "four-axis-numbers")
        + "run = {samples = 2000, batch_size = 2000, features = 50, outputs = 20}",
        "four-axis tensor",
    ),
]


def code(content: Any) -> str:
    return PREFIX + pack(json.dumps(content))


CODES: list[Case] = [
    ("nothing", "", ""),
    ("words", "hello", "no code in this text"),
    ("a code", code(["a1", {"batches": 4}]), ""),
    ("a code cut off", code(["a1", {"batches": 4}])[:-5], "damaged or cut off"),
    ("another thing", code({"a": 1}), "damaged or cut off"),
    ("a tag with markup", code(["<b>", {}]), "damaged or cut off"),
    ("nested without end", PREFIX + pack("[" * 4000), "damaged or cut off"),
    ("a bomb", PREFIX + packed_bomb(), "damaged or cut off"),
    ("no item", code(["a1", {"<b>": 1}]), "not asked here"),
    ("half a surrogate pair", code(["a1", {"\ud800": 1}]), "not asked here"),
    ("not a number", PREFIX + pack('["a1",{"batches":NaN}]'), "not a number that can be"),
    ("infinity", PREFIX + pack('["a1",{"batches":1e999}]'), "not a number that can be"),
    ("near the largest number", code(["a1", {"batches": 1e299}]), ""),
    ("300 digits", code(["a1", {"batches": 10**299}]), ""),
    ("1000 codes", lambda: " ".join(code([f"{i:x}", {"batches": i}]) for i in range(1000)), "500"),
    (
        "thousands of items that are not there",
        lambda: " ".join(code(["a", {f"{k:x}{i:x}": 1 for i in range(400)}]) for k in range(120)),
        "more could not be used",
    ),
]

CORPUS: dict[str, list[Case]] = {
    "link": LINKS,
    "settings": SETTINGS,
    "csv": CSVS,
    "run": RUNS,
    "questions": QUESTIONS,
    "codes": CODES,
}


def made(content: Any) -> Any:
    return content() if isinstance(content, Callable) else content  # type: ignore[arg-type]
