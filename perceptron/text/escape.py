r"""Words from outside, so that they are shown letter by letter wherever they land.

A name that a visitor gives, in a table, a file or a link, may look like Markdown, like one of
Plotly's tags or like a formula. Each place that would read it so has its own way to say it plain.
"""

from __future__ import annotations

import re

_MARKDOWN = re.compile(
    r"([\\`*_\[\]<>$~|&{}])"  # emphasis, links, pictures, tags, formulas, tables, entities
    r"|(?<=@)(?=\w)|(?<=\bwww)(?=\.)"  # what would become a link by itself, as https:// does
    r"|(?<=:)(?=[\w/+-])"  # icons and colours, as in :red[...]
    r"|^([#+=-]|\d+(?=[.)]))",  # what makes a heading or a list at the beginning
    re.IGNORECASE,
)
_JOINER = "\u2060"  # has no width
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def one_line(text: str) -> str:
    r"""Return a text without control characters and line breaks, every gap a single space.

    >>> one_line("a\tb\n\x1b[31m c")
    'a b [31m c'
    """
    words = "".join(c if c.isprintable() else " " for c in text).split()
    return " ".join(words)


def in_formula(text: str) -> str:
    r"""Return a text that a formula shows as it is, within `\text`.

    >>> in_formula("5 % of {a}")
    '5 \\% of \\{a\\}'
    """
    plain = text.translate(dict.fromkeys(map(ord, "\\^~$"), " "))
    return re.sub(r"([%&#_{}])", r"\\\1", plain)


def in_markdown(text: str) -> str:
    r"""Return a text that Markdown shows as it is.

    >>> in_markdown("a_b ![x](y) **z**")
    'a\\_b !\\[x\\](y) \\*\\*z\\*\\*'
    """

    def escape(found: re.Match[str]) -> str:
        start = found[2]
        if start and start.isdigit():
            return start + _JOINER
        return "\\" + found[0] if found[0] else _JOINER

    return _MARKDOWN.sub(escape, one_line(text))


def in_figure(text: str) -> str:
    """Return a text that Plotly draws as it is: no tags, no entities, no templates.

    >>> in_figure("<b>a & b</b> %{x}")
    '&lt;b&gt;a &amp; b&lt;/b&gt; %&#123;x}'
    """
    text = one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("%{", "%&#123;")


def in_spreadsheet(text: str) -> str:
    """Return a text that a spreadsheet takes for text, never for a formula.

    >>> in_spreadsheet("=1+1"), in_spreadsheet("run 1")
    ("'=1+1", 'run 1')
    """
    return f"'{text}" if text.startswith(_FORMULA) else text
