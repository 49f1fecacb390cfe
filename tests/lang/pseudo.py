"""Made-up languages: catalogs of every sentence of the app, made by a rule instead of by people.

letters   every letter is another one: what is still English was never in a catalog
twice     every sentence stands twice: what has no room for a longer one is cut
hostile   every sentence brings markup and places that nobody fills: it must do no harm
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from babel.messages.catalog import Catalog

from tools.words import compiled, template

KEPT = re.compile(
    r"\{\w+\}|`[^`]*`|\$[^$]*\$|:[a-z]+/\w+:|:[a-z]+\[|\]\([^)]*\)|<[^>]*>|https?://\S+|\\[a-zA-Z]+"
)
HURT = "<img src=x onerror='window.hurt=1'><script>window.hurt=1</script>"


def in_letters(text: str) -> str:
    """Every letter replaced, whatever a machine reads kept.

    >>> in_letters("Update {n} of `W`: **Go**")
    'Жжжжжж {n} жж `W`: **Жж**'
    """
    at, out = 0, []
    for kept in [*KEPT.finditer(text), None]:
        end = kept.start() if kept else len(text)
        plain = re.sub(r"[^\W\d_]", lambda one: "ж" if one[0].islower() else "Ж", text[at:end])
        out += [plain, kept[0] if kept else ""]
        at = kept.end() if kept else end
    return "".join(out)


def twice(text: str) -> str:
    """Every sentence twice, as if the language needed the room."""
    return f"{text} {text}" if text.strip() else text


def hostile(text: str) -> str:
    """Every sentence with what must do no harm."""
    return f"{text} {HURT} {{missing}} {{0.__class__}} %s \\ \" ' ] ) | </style>"


RULES: dict[str, Callable[[str], str]] = {"xl": in_letters, "xt": twice, "xh": hostile}


def write_catalogs(folder: Path) -> None:
    """Write a catalog of each made-up language."""
    wanted = template()
    for code, rule in RULES.items():
        catalog = Catalog(locale="en", charset="utf-8")
        for one in wanted:
            if not one.id:
                continue
            if one.context == "decimal sign":
                catalog.add(one.id, ",", context=one.context)
            elif isinstance(one.id, str):
                told = f"Xxx {code}" if one.context == "this language" else rule(one.id)
                catalog.add(one.id, told, context=one.context)
            else:
                catalog.add(one.id, tuple(rule(form) for form in one.id), context=one.context)
        (folder / f"{code}.mo").write_bytes(compiled(catalog))


def begin(folder: Path) -> str:
    """Return what a server runs first, so that it speaks the languages in a folder."""
    return (
        "import pathlib\n"
        "from perceptron.text import language\n"
        f"language.FOLDER = pathlib.Path({str(folder)!r})\n"
    )
