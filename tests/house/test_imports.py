"""Arrows point down only: who may import whom, and no process-wide state."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MADE = {"static", "build"}  # by running or packing; all other folders are the house
FOLDERS = [path for path in ROOT.glob("[!.]*/") if path.name not in MADE]
FILES = sorted([*ROOT.glob("*.py"), *(file for path in FOLDERS for file in path.rglob("*.py"))])
DEPLOYED = ("app.py", "pages", "perceptron")
CORE = [file for file in FILES if file.is_relative_to(ROOT / "perceptron")]
PAGES = sorted(ROOT.glob("pages/*.py"))
CONCRETE_MODELS = {
    f"perceptron.models.{file.stem}"
    for file in ROOT.glob("perceptron/models/*.py")
    if file.stem not in ("__init__", "base")
}
MAX_LINES = 250
MAX_FUNCTION = 60  # lines without its docstring: one screen
PROCESS_WIDE = {
    "torch.manual_seed",
    "torch.seed",
    "torch.random.manual_seed",
    "torch.cuda.manual_seed",
    "torch.cuda.manual_seed_all",
    "torch.set_default_dtype",
    "torch.set_default_device",
    "torch.set_default_tensor_type",
    "torch.use_deterministic_algorithms",
    "torch.set_num_threads",
    "np.random.seed",
    "numpy.random.seed",
    "random.seed",
}
# Here the number of threads is set, once for the process.
ENTRY_POINTS = {
    "pages/shared/server/application.py",
    "perceptron/command.py",
    "perceptron/sharing/template.py",
    "tests/conftest.py",
    "tests/drill/seats.py",
}


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def each(files: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("file", files, ids=name_of)


def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def imports(tree: ast.AST, package: str = "") -> set[str]:
    """Every module that is imported, wherever in the file, with what is taken from it.

    `from a import b` counts as both 'a' and 'a.b', because b may be a module.
    """
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join([*(above if node.level else []), *filter(None, [node.module])])
            found |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
    return found


def imports_of(file: Path) -> set[str]:
    return imports(tree_of(file), ".".join(file.relative_to(ROOT).parts[:-1]))


def within(modules: set[str], *packages: str) -> set[str]:
    """Those of the modules that are one of the packages or lie in one."""
    return {m for m in modules if any(m == p or m.startswith(f"{p}.") for p in packages)}


def beyond_the_standard_library(modules: set[str]) -> set[str]:
    return {module.split(".")[0] for module in modules} - sys.stdlib_module_names


def dotted(node: ast.expr) -> str:
    """'torch.cuda.manual_seed' for that expression; what is not plain names starts with '?'."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "?"


def process_wide_calls(tree: ast.AST) -> set[str]:
    calls = {dotted(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return (calls | imports(tree)) & PROCESS_WIDE


@each(CORE)
def test_the_core_knows_neither_streamlit_nor_the_pages(file: Path) -> None:
    assert within(imports_of(file), "streamlit", "pages", "app") == set()


@each([file for file in FILES if file.relative_to(ROOT).parts[0] in DEPLOYED])
def test_what_is_deployed_needs_nothing_of_what_is_not(file: Path) -> None:
    others = {path.name for path in FOLDERS} - {*DEPLOYED}
    assert others >= {"tests", "benchmarks", "tools", "deploy", "docs"}
    assert within(imports_of(file), *others) == set()


@each(
    [
        *ROOT.glob("perceptron/config/*.py"),
        ROOT / "perceptron/sizes.py",
        *ROOT.glob("perceptron/text/*.py"),
    ]
)
def test_settings_sizes_and_words_need_the_standard_library_only(file: Path) -> None:
    assert beyond_the_standard_library(imports_of(file)) - {"perceptron"} == set()


@pytest.mark.parametrize("module", ["gradients", "metrics"])
def test_the_lessons_formulas_import_only_torch(module: str) -> None:
    assert beyond_the_standard_library(imports_of(ROOT / f"perceptron/{module}.py")) == {"torch"}


def test_training_knows_the_protocol_and_not_the_models() -> None:
    found = imports_of(ROOT / "perceptron/training.py")
    assert within(found, "perceptron.models") == {
        "perceptron.models.base",
        "perceptron.models.base.Perceptron",
    }
    assert within(found, *CONCRETE_MODELS, "perceptron.figures", "perceptron.run") == set()


@each(sorted(ROOT.glob("perceptron/figures/*.py")))
def test_figures_never_import_models(file: Path) -> None:
    assert within(imports_of(file), "perceptron.models", "perceptron.MODELS") == set()


@each([file for file in CORE if "figures" not in file.relative_to(ROOT).parts])
def test_what_computes_never_draws(file: Path) -> None:
    assert within(imports_of(file), "plotly", "perceptron.figures") == set()


@each(PAGES)
def test_pages_do_no_arithmetic(file: Path) -> None:
    assert within(imports_of(file), "numpy", "torch") == set()


@each(FILES)
def test_no_process_wide_state_is_set(file: Path) -> None:
    found = process_wide_calls(tree_of(file))
    if name_of(file) in ENTRY_POINTS or name_of(file).startswith("benchmarks/"):
        found -= {"torch.set_num_threads"}
    assert found == set()


@each(FILES)
def test_files_stay_under_250_lines(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) < MAX_LINES


def long_functions(tree: ast.AST) -> dict[str, int]:
    """The functions that do not fit on one screen, with their lines; docstrings do not count."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            described = ast.get_docstring(node, clean=False)
            words = len(described.splitlines()) if described else 0
            if (lines := (node.end_lineno or 0) - node.lineno + 1 - words) > MAX_FUNCTION:
                found[node.name] = lines
    return found


@each(FILES)
def test_functions_fit_on_one_screen(file: Path) -> None:
    assert long_functions(tree_of(file)) == {}


def test_the_checks_themselves_see_every_way_to_import() -> None:
    tree = ast.parse(
        "import a.b as c\nfrom d import e\nfrom . import f\nfrom ..g import h\n"
        "def later():\n    import i\n"
    )
    assert imports(tree, "top.sub") == {
        *("a.b", "d", "d.e", "top.sub", "top.sub.f", "top.g", "top.g.h", "i"),
    }
    assert within({"numpy.typing", "numpydoc", "torch"}, "numpy", "torch") == {
        "numpy.typing",
        "torch",
    }
    seeds = ast.parse("torch.manual_seed(0)\ntorch.Generator().manual_seed(0)\nx.random.seed(1)")
    assert process_wide_calls(seeds) == {"torch.manual_seed"}
    assert process_wide_calls(ast.parse("from torch import manual_seed")) == {"torch.manual_seed"}
    long = "def f():\n" + '    """a\n\n    b"""\n' + "    x = 1\n" * MAX_FUNCTION
    assert long_functions(ast.parse(long)) == {"f": MAX_FUNCTION + 1}
