"""Nothing from outside is evaluated or rendered as HTML; each line of SECURITY.md has its test."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import streamlit.config

from perceptron.data.table import MAX_FILE_BYTES
from perceptron.sharing.read import MAX_DOCUMENT_BYTES as MAX_RUN_BYTES
from tests.house.test_imports import ROOT, dotted, imports, tree_of

APP = sorted([ROOT / "app.py", *ROOT.glob("pages/**/*.py"), *ROOT.glob("perceptron/**/*.py")])
SCRIPTS = sorted(set(ROOT.glob("pages/**/*.js")) - set(ROOT.glob("pages/**/*.min.js")))
LOADERS = {
    "pickle",
    "cPickle",
    "dill",
    "cloudpickle",
    "joblib",
    "shelve",
    "marshal",
    "yaml",
    "code",
}
SHELLS = {"subprocess", "pty", "os.system", "os.popen", "commands"}
EVALUATE = {"eval", "exec", "compile", "__import__", "getattr.__globals__"}
UNPICKLING = {"torch.load", "pd.read_pickle", "pandas.read_pickle", "np.load", "numpy.load"}
HTML = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser"
    r"|srcdoc|\beval\(|new Function|setTimeout\(\s*['\"`]|javascript:|import\("
)

OWN_CODE = re.compile(  # names from the app's Python, and types in comments
    r"import\(new URL\((?:component\.data\.code|address|this\.grids), document\.baseURI\)\.href\)"
    r'|typeof import\("\./\w+\.js"\)'
)


def dangers(tree: ast.AST) -> set[str]:
    """What could run or load what somebody else wrote, or render it as HTML."""
    found = {m for m in imports(tree) if m in SHELLS or m.split(".")[0] in LOADERS}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = dotted(node.func)
        keywords = {keyword.arg for keyword in node.keywords}
        if name in EVALUATE | SHELLS | UNPICKLING or "components.v1" in name:
            found.add(name)
        found |= keywords & {
            "unsafe_allow_html",
            "unsafe_allow_javascript",
            "shell",
            "allow_pickle",
        }
    return found


@pytest.mark.parametrize("file", APP, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_the_app_neither_evaluates_nor_unpickles_nor_calls_a_shell(file: Path) -> None:
    assert dangers(tree_of(file)) == set()


def test_the_check_sees_every_way() -> None:
    ways = {
        "import pickle": "pickle",
        "from joblib import load": "joblib",
        "import yaml\nyaml.load(x)": "yaml",
        "eval(x)": "eval",
        "exec(x)": "exec",
        "torch.load(x)": "torch.load",
        "np.load(x, allow_pickle=True)": "allow_pickle",
        "import os\nos.system(x)": "os.system",
        "from subprocess import run": "subprocess",
        "run(x, shell=True)": "shell",
        "st.markdown(x, unsafe_allow_html=True)": "unsafe_allow_html",
    }
    for source, danger in ways.items():
        assert danger in dangers(ast.parse(source)), source
    assert dangers(ast.parse("re.compile(x)\nmodel.eval()\nopen(x)")) == set()
    assert HTML.search("node.innerHTML = x")
    assert not HTML.search("node.textContent = x")


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_the_page_s_javascript_writes_texts_never_html(file: Path) -> None:
    assert HTML.findall(OWN_CODE.sub("", file.read_text(encoding="utf-8"))) == []


def test_html_and_formulas_are_written_by_the_app_alone() -> None:
    """`st.html` takes constants and a page's title; `st.latex` the formulas of the lesson."""
    ours = {
        "st.html": r"_[A-Z]+|escape|this|whose|when",
        "st.latex": r"line|phase|value|equations|found|digits|before|after|products|numbers|either",
    }
    seen = set()
    for file in APP:
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.Call) and dotted(node.func) in ours:
                seen.add(dotted(node.func))
                for name in ast.walk(node.args[0]):
                    if isinstance(name, ast.Name):
                        assert re.fullmatch(ours[dotted(node.func)], name.id), ast.unparse(node)
    assert seen == set(ours), "the check still finds them"


def options() -> dict[str, dict[str, object]]:
    return tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))


def test_the_server_s_protections_are_on_and_stay_on() -> None:
    server = options()["server"]
    assert server["enableXsrfProtection"] is True
    assert server["enableCORS"] is True, "Streamlit's name for the protection against other origins"
    assert options()["client"]["showErrorDetails"] == "none"
    for name in ("server.enableXsrfProtection", "server.enableCORS"):
        assert streamlit.config.get_option(name) is True
    started = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert not re.search(r"enableXsrf|enableCORS|allowedOrigins", started)


def test_every_upload_is_capped() -> None:
    most = options()["server"]["maxUploadSize"]
    assert most == MAX_FILE_BYTES // 10**6 == MAX_RUN_BYTES // 10**6
    uploads = [
        {keyword.arg for keyword in node.keywords}
        for file in APP
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Call) and dotted(node.func) == "st.file_uploader"
    ]
    assert len(uploads) == 4  # tables, runs, plans, questions
    assert all({"max_upload_size", "type"} <= keywords for keywords in uploads)


SECRET = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}"
    r"|\bsk-[A-Za-z0-9]{20,}|(?i:password|api_?key|secret_?key)\s*[:=]\s*['\"][^'\"{}]{6,}"
)


def test_there_are_no_secrets() -> None:
    assert SECRET.search('api_key = "abcdef123"')
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a clone: git does not say which files are published")
    for name in filter(None, listed.stdout.decode().split("\0")):
        assert not name.endswith(("secrets.toml", ".env", ".pem", ".key")), name
        file = ROOT / name
        if file.suffix not in {".png", ".svg"} and file != Path(__file__) and file.exists():
            assert not SECRET.search(file.read_text(encoding="utf-8", errors="replace")), name
    assert ".streamlit/secrets.toml" in (ROOT / ".gitignore").read_text(encoding="utf-8")


def test_security_md_names_tests_that_are_there() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", text))
    assert len(named) >= 5
    assert {name for name in named if not (ROOT / name).exists()} == set()
