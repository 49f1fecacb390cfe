"""The guide inside the app: all of each document is there, and every link leads somewhere."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from pages.shared.lesson.guide import DOCUMENTS, FOLDER_OF_DOCS, in_app, parts_of, width_of
from pages.shared.pages import PAGES
from tests.house.test_docs import anchors
from tests.pages.opening import follow_link

NAMES = {page.name for page in PAGES}


def text_of(name: str) -> str:
    return (FOLDER_OF_DOCS / f"{name}.md").read_text("utf-8")


def test_the_guide_comes_first_and_no_document_is_missing() -> None:
    assert list(DOCUMENTS)[:2] == ["teachers-guide", "questions"]
    assert DOCUMENTS["teachers-guide"] == "A lesson of 45 minutes"
    assert set(DOCUMENTS) == {path.stem for path in FOLDER_OF_DOCS.glob("*.md")}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_shown_whole_with_pictures_and_anchors(name: str) -> None:
    app = follow_link("guide", doc=name)
    assert not app.exception
    assert not app.error
    parts = parts_of(text_of(name))
    assert {part.at for part in parts if part.kind == "heading"} == anchors(
        FOLDER_OF_DOCS / f"{name}.md"
    )
    pictures = [part for part in parts if part.kind == "picture"]
    assert len(pictures) == text_of(name).count("![")
    assert all((FOLDER_OF_DOCS / part.at).exists() and part.text for part in pictures)
    shown = "".join("".join(part.text.split()) for part in parts)
    for words in re.findall(r"[A-Za-z]{4,}", re.sub(r"\]\([^)]*\)", "", text_of(name))):
        assert words in shown, words


def test_the_width_of_a_picture_is_that_of_its_file() -> None:
    assert width_of(FOLDER_OF_DOCS / "guide-phone.png") == 390  # shown no wider than a phone is
    assert width_of(FOLDER_OF_DOCS / "guide-spread.png") == 1280


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_leads_to_a_page_of_the_app_a_heading_or_by_https(name: str) -> None:
    found = 0
    for part in parts_of(text_of(name)):
        for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"(?s)```.*?```", "", part.text)):
            found += 1
            parts = urlsplit(target)
            if parts.scheme:
                assert parts.scheme == "https"
            elif not parts.path:
                assert parts.fragment in anchors(FOLDER_OF_DOCS / f"{name}.md")
            else:
                assert parts.path.removeprefix("./") in NAMES, target
                for doc in parse_qs(parts.query).get("doc", ()):
                    assert doc in DOCUMENTS
                    known = anchors(FOLDER_OF_DOCS / f"{doc}.md")
                    assert not parts.fragment or parts.fragment in known, target
    assert found or name not in ("teachers-guide", "questions")


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("costs $5 and $6", r"costs \$5 and \$6"),
        ("`PORT=$PORT`", "`PORT=$PORT`"),
        ("`predict?question=lives`", "[`predict?question=lives`](./predict?question=lives)"),
        ("`python -m perceptron`", "`python -m perceptron`"),
        ("[SECURITY](../SECURITY.md)", "SECURITY"),
        ("[below](#thirty-students)", "[below](#thirty-students)"),
    ],
)
def test_a_line_is_made_fit_for_the_app(line: str, shown: str) -> None:
    assert in_app(line) == shown


def test_code_stays_as_it_is() -> None:
    (part,) = parts_of("```sh\n# no heading\n[x](../y) `train` $HOME\n```")
    assert part.text == "```sh\n# no heading\n[x](../y) `train` $HOME\n```"


def test_the_guide_is_reached_from_where_a_class_is_taught() -> None:
    app = follow_link("teach")
    assert "Teacher's guide" in [one.label for one in app.get("page_link")]
