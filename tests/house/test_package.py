"""What `pip install .` gives: the core with its data, and a command that answers at once."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

import perceptron
from tests.house.test_imports import CORE, ROOT, beyond_the_standard_library, imports_of

PIP = [sys.executable, "-m", "pip", "--isolated", "--disable-pip-version-check", "--quiet"]
REQUIREMENTS = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
DEPENDENCIES, BUILD = PYPROJECT["project"]["dependencies"], PYPROJECT["build-system"]["requires"]
NAME = re.compile(r"[\w-]+")
CACHE = re.compile(r"__pycache__|\.ruff_cache")
HEAVY = ("torch", "numpy", "pandas", "sklearn", "plotly")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy: what setuptools leaves behind stays out of the house."""
    copy = tmp_path_factory.mktemp("house")
    caches = shutil.ignore_patterns("__pycache__")
    for folder in ("perceptron", "pages", "tools"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=caches)
    for file in ("pyproject.toml", "README.md", "LICENSE", "app.py"):
        shutil.copy(ROOT / file, copy)
    build = [*PIP, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", "out", "."]
    subprocess.run(build, cwd=copy, check=True, timeout=60)
    (built,) = (copy / "out").iterdir()
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """A folder with the wheel installed in it, and nothing else."""
    folder = wheel.parent / "installed"
    install = [*PIP, "install", "--no-deps", "--no-index", "--target", str(folder), str(wheel)]
    subprocess.run(install, check=True, timeout=60)
    return folder


def python(*words: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run this Python with the packages of `cwd` before all others."""
    return subprocess.run(
        [sys.executable, *words], cwd=cwd, env={"PYTHONPATH": str(cwd)}, text=True,
        capture_output=True, timeout=60,
    )  # fmt: skip


def test_the_wheel_holds_the_core_with_its_data_and_nothing_else(wheel: Path) -> None:
    files = [file for file in (ROOT / "perceptron").rglob("*") if file.is_file()]
    asked = {file.relative_to(ROOT).as_posix() for file in files if not CACHE.search(str(file))}
    held = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    sources = {name for name in asked if name.endswith(".po")}  # beside what is made of them
    assert held == asked - {"perceptron/ruff.toml"} - sources
    assert {
        "perceptron/py.typed",
        "perceptron/lessons/glossary.toml",
        "perceptron/lang/es.mo",
    } <= held
    assert f"-{perceptron.__version__}-" in wheel.name


def test_the_command_trains_where_the_house_is_not(installed: Path) -> None:
    where = python("-c", "import perceptron; print(perceptron.__file__)", cwd=installed).stdout
    assert where == f"{installed / 'perceptron/__init__.py'}\n"
    command = str(installed / "bin/perceptron")
    done = python(command, "--epochs", "1", cwd=installed)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("epoch: 0 - MSE: 11669.3691") == len(perceptron.MODELS)


def test_the_command_calls_itself_by_its_name(installed: Path) -> None:
    command = str(installed / "bin/perceptron")
    assert python(command, "--help", cwd=installed).stdout.startswith("usage: perceptron [")
    refused = python(command, "--epoch", cwd=installed)
    assert refused.returncode == 2
    assert refused.stderr.startswith("perceptron: error: ")


def test_the_core_depends_on_what_it_imports_within_the_apps_bounds() -> None:
    imported = set().union(*(beyond_the_standard_library(imports_of(file)) for file in CORE))
    names = {"scikit-learn" if name == "sklearn" else name for name in imported - {"perceptron"}}
    assert {NAME.findall(line)[0] for line in DEPENDENCIES} == names
    assert set(DEPENDENCIES) <= set(REQUIREMENTS)


def test_each_dependency_says_why_it_is_there() -> None:
    tests = (ROOT / "tests/requirements.txt").read_text("utf-8").splitlines()
    asked = [line for line in (*REQUIREMENTS, *tests, *BUILD) if line[0] not in "#-"]
    rows = re.findall(r"^\| (.+?) \| ", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE)
    assert {NAME.findall(line)[0] for line in asked} <= {n for row in rows for n in row.split(", ")}


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["--help"], 0, ", ".join(perceptron.DATASETS)),
        (["--epochs", "0"], 2, "--epochs must be"),
        (["--epoch", "1"], 2, "Did you mean --epochs?"),
        (["--dataset", "irs"], 2, "Did you mean iris?"),
        (["--device", "gpu"], 2, "device must be"),
        (["--device", "mps"], 2, "float32 only"),
    ],
)
def test_help_and_bad_settings_wait_for_no_package(
    words: list[str], status: int, said: str
) -> None:
    block = "".join(f"sys.modules[{name!r}] = None; " for name in HEAVY)  # importing one fails
    code = f"import sys; {block}from perceptron.__main__ import main; sys.exit(main({words}))"
    done = python("-c", code)
    assert (done.returncode, "Traceback" in done.stderr) == (status, False)
    assert said in " ".join((done.stdout + done.stderr).split())


def test_a_bare_import_brings_no_package() -> None:
    code = "import sys, perceptron, perceptron.config, perceptron.data; print(*sys.modules)"
    loaded = set(python("-c", code).stdout.split())
    assert "perceptron.data" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_the_public_names_are_there_when_asked_for() -> None:
    code = "import perceptron as p; assert {*p.__all__} <= {*dir(p)}; from perceptron import *; "
    done = python("-c", f"{code}print(*(n for n in p.__all__ if globals()[n] is getattr(p, n)))")
    assert done.stdout.split() == perceptron.__all__, done.stderr
    with pytest.raises(AttributeError, match="module 'perceptron' has no attribute 'nothing'"):
        _ = perceptron.nothing  # type: ignore[attr-defined]


def test_the_changelog_can_be_tagged() -> None:
    lines = (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines()
    first, newest, *older = [line for line in lines if line.startswith("## ")]
    released = re.compile(r"## \[(\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d")
    found = [match and match[1] for match in map(released.fullmatch, (newest, *older))]
    assert first == "## [Unreleased]"
    assert all(found)
    assert found[0] == perceptron.__version__
    kinds = {line.removeprefix("### ") for line in lines if line.startswith("### ")}
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    links = [line.partition("]: ")[0] for line in lines if re.match(r"\[.+\]: ", line)]
    assert links == [f"[{name}" for name in ("Unreleased", *found)]
