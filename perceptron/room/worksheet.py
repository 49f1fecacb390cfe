"""Questions on paper: a sheet to answer them on, and the key to it, as a page that prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from perceptron.room.question import CHOICE, CURVE, NUMBER, TRIAL, Key, Question
from perceptron.text.escape import one_line
from perceptron.text.language import _, spoken
from perceptron.text.numbers import number

_STYLE = """
 @page {margin: 18mm}
 body {font: 12pt/1.45 sans-serif; color: #000; background: #fff; max-width: 46em;
  margin: 1.5em auto; padding: 0 1em}
 h1 {font-size: 1.5em} h2 {font-size: 1.1em; margin: 1.6em 0 .3em}
 section {break-inside: avoid} ul {list-style: none; padding: 0; margin: .4em 0}
 .told {color: #444; font-size: .9em} .line {border-bottom: 1px solid #000; display: inline-block;
  width: 12em; height: 1.6em} table {border-collapse: collapse; margin: .5em 0}
 th, td {border: 1px solid #000; padding: .3em .6em; text-align: left; font-weight: normal}
 td {min-width: 4.5em; height: 1.6em} .right {font-weight: bold}
"""  # in English: CSS
_LINE = '<span class="line"></span>'
_BOX, _TICKED = "☐", "☑"


def worksheet(title: str, questions: Iterable[Question]) -> str:
    """Return a sheet with room to answer, as HTML that asks for nothing else; no answer is on it.

    A trial has no place on paper and is left out.
    """
    asked = [one for one in questions if one.kind != TRIAL]
    parts = [_head(k, one) + _room(one) + _sure() for k, one in enumerate(asked, start=1)]
    return _page(title, parts)


def answer_key(title: str, pairs: Iterable[tuple[Question, Key]]) -> str:
    """Return the key to a worksheet: answers, reasons, and what is behind wrong answers."""
    asked = [one for one in pairs if one[0].kind != TRIAL]
    parts = [_head(k, one) + _answer(one, key) for k, (one, key) in enumerate(asked, start=1)]
    return _page(_("{title}: answers", title=title), parts)


def _page(title: str, parts: Sequence[str]) -> str:
    sections = "\n".join(f"<section>{part}</section>" for part in parts)
    name, date = _text(_("Name")), _text(_("Date"))
    blanks = f"<p>{name} {_LINE} {date} {_LINE}</p>"
    return (
        f'<!doctype html>\n<html lang="{spoken()}"><head><meta charset="utf-8">'  # in English: HTML
        f"<title>{_text(title)}</title><style>{_STYLE}</style></head>\n"
        f"<body><h1>{_text(title)}</h1>\n{blanks}\n{sections}\n</body></html>\n"
    )


def _head(k: int, question: Question) -> str:
    told = f'<p class="told">{_text(question.told)}</p>' if question.told else ""
    return f"<h2>{k}. {_text(question.prompt)}</h2>{told}"


def _room(question: Question) -> str:
    if question.kind == CHOICE:
        return _list(f"{_BOX} {_text(words)}" for _, words in question.options)
    if question.kind == CURVE:
        return _curve(question, [""] * len(question.epochs))
    return f"<p>{_LINE} {_text(question.unit)}</p>"


def _sure() -> str:
    sure, unsure = _text(_("I am sure")), _text(_("not sure"))
    return f"<p>{_BOX} {sure} \N{NO-BREAK SPACE} {_BOX} {unsure}</p>"


def _answer(question: Question, key: Key) -> str:
    if question.kind == CHOICE:
        shown = _list(_option(words, option == key.answer) for option, words in question.options)
    elif question.kind == CURVE and isinstance(key.answer, tuple):
        shown = _curve(question, [number(one) for one in key.answer])
        near = _(
            "Within a factor of {factor} on average counts as right.", factor=number(key.factor)
        )
        shown += f"<p>{_text(near)}</p>"
    else:
        shown = f'<p class="right">{_text(question.words_of(key.answer or 0.0))}</p>'
        if question.kind == NUMBER and key.allowed:
            near = _("Up to {allowed} off counts as right.", allowed=number(key.allowed))
            shown += f"<p>{_text(near)}</p>"
    source = _("Given by the author.") if key.given else _("Measured in the run.")
    reasons = _list(
        _("“{answer}”: {why}", answer=_text(_wrong(question, wrong)), why=_text(why))
        for wrong, why in key.reasons.items()
        if wrong != key.answer
    )
    return f'{shown}<p class="told">{_text(source)}</p><p>{_text(key.why)}</p>{reasons}'


def _option(words: str, right: bool) -> str:
    return f'<span class="right">{_TICKED} {_text(words)}</span>' if right else (
        f"{_BOX} {_text(words)}"
    )  # fmt: skip


def _wrong(question: Question, wrong: str) -> str:
    """A wrong answer of a key as it is read out: an option, or a number as text."""
    return question.words_of(wrong) if question.kind == CHOICE else f"{wrong} {question.unit}"


def _curve(question: Question, losses: Sequence[str]) -> str:
    epochs = "".join(f"<th>{epoch}</th>" for epoch in question.epochs)
    cells = "".join(f"<td>{_text(loss)}</td>" for loss in losses)
    head, row = _text(_("epoch")), _text(_("loss"))
    return f"<table><tr><th>{head}</th>{epochs}</tr><tr><th>{row}</th>{cells}</tr></table>"


def _list(lines: Iterable[str]) -> str:
    items = "".join(f"<li>{line}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else ""


def _text(words: str) -> str:
    return escape(one_line(words))
