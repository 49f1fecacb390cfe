"""The app's data files in a made-up language: words change, what tells things apart does not."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from functools import partial
from threading import Barrier, Thread
from typing import Any

import pytest

from perceptron import DataConfig, Run, TrainConfig, load
from perceptron.lessons.challenges.reading import challenges
from perceptron.lessons.glossary import glossary, linked
from perceptron.lessons.measure import FILE, MISCONCEPTIONS
from perceptron.lessons.predict import answers
from perceptron.lessons.predict.answers import reveal
from perceptron.lessons.predict.for_room import question_of
from perceptron.lessons.predict.item import Item
from perceptron.lessons.predict.items import own_items, read_items
from perceptron.lessons.predict.trial import items_that_work
from perceptron.lessons.verdict import split
from perceptron.room.question import Key, Question
from perceptron.room.state import Asked
from perceptron.room.wording import in_every_language
from perceptron.text import language
from perceptron.text.data_words import FILES, ITEM, translated, words_in
from perceptron.text.language import SOURCE, spoken
from tests.made_up import Catalog, teach

LOUD, CALM = "xl", "xc"  # two made-up languages


def said(how: Callable[[str], str], message: str) -> str:
    """A sentence in capitals or turned round; its places keep their names."""
    parts = language._PLACE.split(message)  # every other one is the name of a place
    return "".join(f"{{{one}}}" if k % 2 else how(one) for k, one in enumerate(parts))


def calm(text: str) -> str:
    return text.swapcase().lower() + "~" * bool(text)


@pytest.fixture(autouse=True)
def two_languages(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    hows = {LOUD: str.upper, CALM: calm}
    teach(monkeypatch, **{code: Catalog(partial(said, how), ".") for code, how in hows.items()})
    with language.speaking(SOURCE):
        yield


def in_loud(make: Any) -> Any:
    with language.speaking(LOUD):
        return make()


def every(items: tuple[Item, ...]) -> list[Item]:
    return [one for item in items for one in (item, item.twin) if one]


def test_what_a_person_reads_in_the_files_is_found_and_nothing_else() -> None:
    for file, keys in FILES.items():
        table = tomllib.loads(file.read_text("utf-8"))
        found = [*words_in(table, keys)]
        read = [text for path, text in _texts(table) if not _is_code(path, text, file.name)]
        assert sorted(found) == sorted(read), file
        assert found


def _is_code(path: tuple[str, ...], text: str, file: str) -> bool:
    """Whether a text is read by a program: a name, a setting, a sign."""
    names = {"measure", "page", "check", "answer", "trial", "part"}
    names |= {"name"} if file != "glossary.toml" else set()
    names |= {"question"} if file == "lesson.toml" else set()
    settings = {"run", "other", "with"} & {*path[:-1]}
    return bool(settings) or path[-1] in names or path[-1] == text or text == "%"


def _texts(table: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each text with the keys that it stands under."""
    if isinstance(table, str):
        yield path, table
    elif isinstance(table, list):
        for one in table:
            yield from _texts(one, path)
    elif isinstance(table, dict):
        for name, one in table.items():
            yield from _texts(one, (*path, name))


def test_codes_and_numbers_stay_and_a_table_keeps_its_form() -> None:
    table = {"name": "a", "unit": "%", "options": {"x1": "x1", "run": "One"}, "epochs": [0, 1],
             "hints": ["First", "then"], "run": {"noise": 1.5, "dataset": "iris"}}  # fmt: skip
    assert in_loud(lambda: translated(table, ITEM)) == table | {
        "options": {"x1": "x1", "run": "ONE"}, "hints": ["FIRST", "THEN"],
    }  # fmt: skip


def test_questions_are_read_in_the_language_and_known_by_their_english() -> None:
    english, loud = own_items(), in_loud(own_items)
    assert [repr(one.identity) for one in every(loud)] == [repr(one) for one in every(english)]
    for one, other in zip(every(english), every(loud), strict=True):
        assert other.identity == one.identity == one
        assert other.question == one.question.upper() != one.question
        assert other.title == one.title.upper()
        assert [code for code, _words in other.options] == [code for code, _words in one.options]
        assert dict(other.misconceptions).keys() == dict(one.misconceptions).keys()
        assert (other.run, other.other, other.measure) == (one.run, one.other, one.measure)
    assert own_items() == english


def test_no_run_is_trained_again_in_another_language(monkeypatch: pytest.MonkeyPatch) -> None:
    english = items_that_work(FILE)
    monkeypatch.setattr(answers, "Run", None)
    loud = in_loud(lambda: items_that_work(FILE))
    assert loud.problems == english.problems == ()
    assert [one.name for one in loud.items] == list(MISCONCEPTIONS)
    (first, *_others) = loud.items
    assert in_loud(lambda: reveal(first)).answer == reveal(first.identity).answer
    assert "OF THREE" in in_loud(lambda: reveal(first).why)


def test_a_file_of_a_teacher_stays_as_it_was_written() -> None:
    text = '[[item]]\nname = "own"\nquestion = "Yes"\nmeasure = "batches"\nwhy = "Yes"\n'
    text += '[item.twin]\nquestion = "No"\n[item.twin.run]\nbatch_size = 15\n'
    (item,) = in_loud(lambda: read_items(text)).items
    assert (item.question, item.why, item.twin.question) == ("Yes", "Yes", "No")
    assert (item.twin.title, item.twin.identity.title) == ("AGAIN: own", "Again: own")
    assert repr(item.identity) == repr(read_items(text).items[0])
    with pytest.raises(ValueError, match=r"^LINE 3: THIS ITEM HAS NO question"):
        in_loud(lambda: read_items(f"\n\n{text.replace('question', 'title', 1)}"))


def test_a_room_knows_a_question_in_whatever_language_it_was_asked() -> None:
    loud = in_loud(own_items)
    assert in_loud(lambda: question_of(loud[0])).told.startswith("THE RUN: 100 ROWS")

    def make() -> tuple[Question, Key]:
        return question_of(own_items()[0]), Key(None)

    question, key, words = in_every_language(make)
    asked = Asked(question, key, words=words)
    for code in (SOURCE, LOUD, CALM):
        with language.speaking(code):
            assert asked.here[0] == question_of(own_items()[0])
            assert asked.here[0] != question_of(own_items()[1])


def test_terms_are_linked_and_found_in_the_language_by_one_address() -> None:
    english, loud = glossary(), in_loud(glossary)
    addresses = {one.address for one in english}
    assert {one.address for one in loud} == addresses
    assert all(one.name == one.english.upper() for one in loud)
    text, found = in_loud(lambda: linked("JEDE EPOCH HAT BATCHS.", set()))
    assert text == "JEDE [EPOCH](#term-epoch) HAT [BATCHS](#term-batch)."
    assert [one.name for one in found] == ["EPOCH", "BATCH"]
    assert any(one.has("Épsilon") for one in loud)


def test_challenges_keep_their_names_and_checks() -> None:
    for one, other in zip(challenges(), in_loud(challenges), strict=True):
        assert (other.name, other.check, other.numbers) == (one.name, one.check, one.numbers)
        assert other.title == one.title.upper()
        assert other.hints == tuple(hint.upper() for hint in one.hints)


def test_two_languages_at_once_do_not_mix() -> None:
    together, seen = Barrier(2), {}

    def read(code: str) -> None:
        with language.speaking(code):
            for __ in range(20):
                together.wait()
                titles = [one.title for one in (*own_items(), *challenges())]
                seen.setdefault(code, set()).add((spoken(), *titles))

    threads = [Thread(target=read, args=(code,)) for code in (LOUD, CALM)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {code: len(found) for code, found in seen.items()} == {LOUD: 1, CALM: 1}
    (loud,), (calm,) = seen[LOUD], seen[CALM]
    assert all(title.isupper() for title in loud[1:])
    assert all(title.endswith("~") for title in calm[1:])


def test_what_a_run_has_said_is_taken_apart_in_the_language_it_was_said_in() -> None:
    run = Run(load(DataConfig()), TrainConfig(learning_rate=10.0)).finish()
    words = run.reasons["torch"]
    happened, following = split(run, words)
    assert in_loud(lambda: split(run, words)) == (happened, following)
    assert "rates" not in happened
