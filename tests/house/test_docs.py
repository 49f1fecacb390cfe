"""What the documents point at is there: files, headings, commands, pages and questions."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from pages.shared.pages import PAGES, PATH
from perceptron.__main__ import _parser
from perceptron.lessons.predict.checking import check_item
from perceptron.lessons.predict.item import Item
from perceptron.lessons.predict.items import ItemError, read_items
from perceptron.lessons.predict.measures import MEASURES
from tests.items import own_items

ROOT = Path(__file__).parents[2]
FOLDERS = ("", "docs", "benchmarks", ".github", ".github/ISSUE_TEMPLATE")
DOCUMENTS = sorted(path for folder in FOLDERS for path in (ROOT / folder).glob("*.md"))
TITLES = {page.title for page in PAGES}
FENCE = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def prose(document: Path) -> str:
    """A document without its blocks of code."""
    return FENCE.sub("", document.read_text("utf-8"))


def anchors(document: Path) -> set[str]:
    """The anchors that GitHub gives the headings of a document."""
    found: dict[str, int] = {}
    for words in re.findall(r"^#+ +(.+?) *#*$", prose(document), re.MULTILINE):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", words)
        slug = re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")
        found[slug] = found.get(slug, -1) + 1
        if found[slug]:
            found[f"{slug}-{found[slug]}"] = 0
    return set(found)


def targets(document: Path) -> list[str]:
    """Everything that a document links to or shows."""
    text = CODE.sub("", prose(document))
    links = re.findall(r"\]\(\s*<?([^)\s>]+)", text)
    links += re.findall(r"^ *\[[^\]]+\]: *(\S+)", text, re.MULTILINE)
    return links + re.findall(r'(?:src|srcset|href)="([^"\s]+)', text)


LINKS = [(document, target) for document in DOCUMENTS for target in targets(document)]


def named(document: Path) -> str:
    return str(document.relative_to(ROOT))


def test_the_documents_are_looked_at():
    assert {"README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"} <= set(
        map(named, DOCUMENTS)
    )
    assert len(LINKS) > 30


@pytest.mark.parametrize(("document", "target"), LINKS, ids=lambda one: str(one)[-40:])
def test_a_link_leads_somewhere(document: Path, target: str):
    parts = urlsplit(target)
    if parts.scheme:
        assert parts.scheme == "https" or parts.hostname == "localhost", target
        assert parts.netloc
        return
    if parts.path.startswith("../../") and document.parent == ROOT:  # beside the files, on GitHub
        tags = re.findall(r"^## \[([\d.]+)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
        ends = re.fullmatch(r"../../(?:releases/tag/v|compare/v)([\d.]+?)(\.\.\..+)?", parts.path)
        assert ends, target
        assert ends[1] in tags, target
        return
    place = (document.parent / parts.path).resolve() if parts.path else document
    assert place.exists(), f"{named(document)} links to {target}, which is not there"
    assert place.is_relative_to(ROOT)
    if parts.fragment:
        assert parts.fragment in anchors(place), f"{target}: {sorted(anchors(place))}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_a_file_that_is_named_is_there_and_so_is_its_test(document: Path):
    top = {path.name for path in ROOT.iterdir()}
    for words in CODE.findall(prose(document)):
        first, slash, _ = words.partition("/")
        is_path = slash and first in top and re.fullmatch(r"[\w@./*-]+", words)
        if is_path and not re.search(r"[A-Z]{4}", words) and not words.startswith("static/"):
            assert any(ROOT.glob(words.rstrip("/"))), f"{named(document)} names {words}"
    for file, test in re.findall(r"`(tests/[\w/]+\.py)`: `(test_\w+)`", prose(document)):
        assert f"def {test}(" in (ROOT / file).read_text("utf-8"), f"{file} has no {test}"


def commands(document: Path, start: str) -> list[str]:
    """What is typed after some words, in blocks of code and in the text."""
    return re.findall(rf"(?:^|[`$ ]){start} ([^`\n#]*)", document.read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_a_command_that_is_named_exists(document: Path):
    make = re.compile(r"^ *(?:sudo (?:-u \S+ )?)?make(?: (.*))?$", re.MULTILINE)
    blocks = "\n".join(FENCE.findall(document.read_text("utf-8")))
    typed = make.findall(blocks)
    typed += [words[5:] for words in CODE.findall(prose(document)) if words.startswith("make ")]
    for words in typed:
        for word in re.sub(r'"[^"]*"', "x", words.partition("#")[0]).split():
            variable, is_variable, _ = word.partition("=")
            if is_variable:
                assert f"$({variable})" in MAKEFILE or f"$(or $({variable})" in MAKEFILE, words
            else:
                assert re.search(rf"^{re.escape(word)}:", MAKEFILE, re.MULTILINE), f"make {words}"
    known = {option for action in _parser()._actions for option in action.option_strings}
    for words in commands(document, r"(?:\S*python )?-m perceptron"):
        assert set(re.findall(r"--[\w-]+", words)) <= known, words


def test_readme_and_guide_name_pages_and_questions_that_are_there():
    readme = re.findall(r"^\| ([^|]+?) \|", prose(ROOT / "README.md").split("| lesson |")[1], re.M)
    assert set(readme) - {"---"} <= TITLES
    lessons = [*PATH[1:], "notation"]  # after Train
    assert len(set(readme) - {"---"}) == len(lessons)
    guide = (ROOT / "docs" / "teachers-guide.md").read_text("utf-8")
    addresses = re.findall(r"`/?([a-z_]+(?:\?[\w=&-]+)?)`", guide.split("## The plan")[1])
    pages, names = {page.name for page in PAGES}, {item.name for item in own_items()}
    assert len(addresses) >= 6
    for address in addresses:
        parts = urlsplit(address)
        assert parts.path in pages, address
        assert set(parse_qs(parts.query).get("question", ())) <= names, address


QUESTIONS = (ROOT / "docs" / "questions.md").read_text("utf-8")
(EXAMPLE,) = re.findall(r"```toml\n(.*?)```", QUESTIONS, re.DOTALL)


def table(head: str) -> list[list[str]]:
    """The rows of a table in questions.md, cell by cell."""
    rows = QUESTIONS.split(f"| {head} |")[1].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def test_the_example_of_a_question_is_one_and_its_mistake_is_told_with_the_right_line():
    (item,) = read_items(EXAMPLE).items
    assert item.name == "lives"
    (quoted,) = re.findall(r"^> (.+)$", QUESTIONS, re.MULTILINE)
    with pytest.raises(ItemError) as told:
        read_items(EXAMPLE.replace("learning_rate = 2.2", "learning_rate = 22"))
    assert str(told.value) == quoted


def test_every_key_and_measure_of_a_question_is_explained():
    keys = {key for row in table("key") for key in re.findall(r"`\[?(?:item\.)?(\w+)\]?`", row[0])}
    assert keys == {one.name for one in fields(Item) if one.compare}
    told = {row[0].strip("`"): row[1] for row in table("measure")}
    assert set(told) == set(MEASURES)
    for name, measure in MEASURES.items():
        kind = f"{measure.kind}, two runs" if measure.compares else measure.kind
        assert told[name] == kind, name
        words = next(row[2] for row in table("measure") if row[0] == f"`{name}`")
        assert all(f"`{answer}`" in words for answer in measure.answers), name
    assert check_item({"name": "a1", "question": "?", "measure": "batches", "why": "."})
