"""The words of a program to take home: its sentences in the language of who takes it home.

Such a program knows no catalogs. Where the app's source asks for a sentence, by `_(…)`, the
program has the sentence itself: written by `repr`, so that no translation can be more than text.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from itertools import accumulate
from textwrap import wrap

from perceptron.text.escape import one_line
from perceptron.text.language import _

_PLACE = re.compile(r"\{(\w+)\}")
_IMPORT = re.compile(
    r"\n*^from perceptron\.text\.language import .*$",  # in English: Python
    re.MULTILINE,
)
_WIDTH = 100  # characters of a line, where words have gaps to break it at


def spoken_program(text: str) -> str:
    r"""Return lines of a program with the sentences that they ask for, in the language spoken here.

    Args:
        text: Whole statements.

    >>> spoken_program('print(_("Right."), _("It is {loss}.", loss=x))')
    'print("Right.", "It is {loss}.".format(loss=x))'
    """
    text = _IMPORT.sub("", text)
    if "_(" not in text:
        return text
    content, starts = text.encode(), _starts_of_lines(text)
    for call in sorted(_sentences(text), key=lambda call: (-call.lineno, -call.col_offset)):
        message = call.args[0]
        begin = starts[call.lineno - 1] + call.col_offset
        after = starts[(message.end_lineno or 0) - 1] + (message.end_col_offset or 0)
        end = starts[(call.end_lineno or 0) - 1] + (call.end_col_offset or 0)
        words = ast.literal_eval(message)
        before = content[starts[call.lineno - 1] : begin].decode()
        column, indent = len(before), len(before) - len(before.lstrip())
        if call.keywords:
            left = content[after:].lstrip(b", ")  # from the first value on, or its line
            said = f"{_literal(_template(words), column, indent)}.format(".encode()
            content = content[:begin] + said + left
        else:
            content = content[:begin] + _literal(_(words), column, indent).encode() + content[end:]
    return content.decode()


def _starts_of_lines(text: str) -> list[int]:
    """Where each line begins, in bytes, as `ast` counts."""
    return [0, *accumulate(len(line.encode()) + 1 for line in text.split("\n"))]


def _sentences(text: str) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
            yield node


def _template(message: str) -> str:
    """A sentence for `str.format`: its places stay, and no other brace means anything."""
    places = set(_PLACE.findall(message))
    parts = _PLACE.split(_(message))  # text, a name, text, a name and so on
    return "".join(
        f"{{{part}}}"
        if k % 2 and part in places
        else (f"{{{part}}}" if k % 2 else part).replace("{", "{{").replace("}", "}}")
        for k, part in enumerate(parts)
    )


def _literal(text: str, column: int, indent: int) -> str:
    """A text as Python writes it, in parentheses and on several lines where it is long."""
    whole = _quoted(text)
    pieces, most = [""], max(40, _WIDTH - column - len(".format("))
    for word in re.findall(r"\S*\s*", text):
        if len(_quoted(pieces[-1] + word)) > most:
            pieces.append("")
        pieces[-1] += word
    if len(pieces) == 1:
        return whole
    gap = f"\n{' ' * (indent + 4)}"
    return f"({gap}{gap.join(map(_quoted, filter(None, pieces)))}\n{' ' * indent})"


def _quoted(text: str) -> str:
    """`repr` with the quotation marks that our own source has, where it can."""
    written = repr(text)
    return written if '"' in written or "\\" in written else f'"{written[1:-1]}"'


def as_comment(text: str) -> str:
    r"""Return words that stand in a comment or a docstring and can't end it.

    >>> as_comment('one\ntwo "x"')
    'one two \\"x\\"'
    """
    return one_line(text).replace("\\", r"\\").replace('"', r"\"")


def with_comments(text: str, comments: Mapping[str, str]) -> str:
    """Return lines of a program with words in their comments, where `{name}` stands for them."""
    return _PLACE.sub(
        lambda place: as_comment(comments[place[1]]) if place[1] in comments else place[0], text
    )


def as_prose(paragraphs: list[str], width: int = _WIDTH - 2) -> str:
    """Return paragraphs of Markdown as comments; headings and tables keep their lines.

    Args:
        paragraphs: Each may have several lines.
        width: Characters of a line of words.
    """
    lines: list[str] = []
    for paragraph in paragraphs:
        lines += [""] if lines else []
        for line in paragraph.splitlines():
            fixed = line.startswith(("#", "|"))
            lines += [line] if fixed else wrap(line, width, break_long_words=False)
    return "\n".join(f"# {line}".rstrip() for line in lines)
