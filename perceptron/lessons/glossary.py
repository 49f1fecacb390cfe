"""The terms of the lessons in plain words, from a file that is checked when it is read."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from unicodedata import combining, normalize

from perceptron.text.data_words import TERM, translated
from perceptron.text.language import once_for_each_language

_FILE = Path(__file__).with_suffix(".toml")
_KEYS = {"name", "meaning", "page"}
_WORDS = "words"  # may stand there or not
_SYMBOL = re.compile(r" \S$")  # a letter, or a sign, at the end of a name


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the lessons.

    Attributes:
        name: The term, with its symbol if it has one.
        meaning: What it is, in plain words.
        page: The page that explains it, by its address.
        words: What stands for it in a text; its name, unless the file says otherwise.
        english: Its name in English, if this is another language; links know it by that.
    """

    name: str
    meaning: str
    page: str
    words: tuple[str, ...] = ()
    english: str = field(default="", compare=False)

    @property
    def address(self) -> str:
        """What a link on a page calls it.

        >>> Term("loss, MSE", "How bad.", "train").address
        'loss-mse'
        """
        return "-".join(re.findall("[a-z0-9]+", (self.english or self.name).casefold()))

    def has(self, text: str) -> bool:
        """Whether a text stands in name, words or meaning, whatever its case and its accents."""
        return _plain(text) in _plain(f"{self.name} {' '.join(self.words)} {self.meaning}")


def _plain(text: str) -> str:
    """Letters as they are looked up: without case, without accents.

    >>> _plain("Función")
    'funcion'
    """
    return "".join(sign for sign in normalize("NFD", text.casefold()) if not combining(sign))


def _names(name: str) -> tuple[str, ...]:
    """The words in a name, without the symbols that end them.

    >>> _names("eigenvalue λ, eigen-direction"), _names("bias b"), _names("loss, MSE")
    (('eigenvalue', 'eigen-direction'), ('bias',), ('loss', 'MSE'))
    """
    return tuple(_SYMBOL.sub("", part).strip() for part in name.split(", "))


def read_terms(text: str) -> tuple[Term, ...]:
    """Read a glossary in TOML: tables `[[term]]` with name, meaning and page, and maybe words.

    Raises:
        ValueError: If it is not TOML, or a term has other keys, an empty text, or comes twice.

    >>> read_terms('[[term]]')
    Traceback (most recent call last):
    ValueError: Term 1 must have exactly the keys meaning, name, page; got none.
    """
    entries = tomllib.loads(text).get("term", [])
    for k, entry in enumerate(entries, start=1):
        if set(entry) - {_WORDS} != _KEYS:
            raise ValueError(
                f"Term {k} must have exactly the keys {', '.join(sorted(_KEYS))}; "
                f"got {', '.join(sorted(entry)) or 'none'}."  # in English: for who writes the file
            )
        words = entry.setdefault(_WORDS, list(_names(str(entry["name"]))))
        texts = [*(entry[key] for key in _KEYS), *(words if isinstance(words, list) else [words])]
        if not all(isinstance(value, str) and value.strip() for value in texts):
            raise ValueError(
                f"Term {k} must have words for every key; got {entry}."  # in English: as above
            )
    terms = tuple(Term(**{**entry, _WORDS: tuple(entry[_WORDS])}) for entry in entries)
    names = [term.name for term in terms]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        listed = ", ".join(sorted(twice))
        raise ValueError(f"Each term must come once; twice there: {listed}.")  # in English: as above
    return terms


@once_for_each_language()
def glossary() -> tuple[Term, ...]:
    """Return all terms in the language spoken here, in the order of the alphabet."""
    terms = map(_spoken, read_terms(_FILE.read_text(encoding="utf-8")))
    return tuple(sorted(terms, key=lambda term: _plain(term.name)))


def _spoken(term: Term) -> Term:
    """A term of the file with its words translated; catalogs separate more of them by commas."""
    name, words, meaning = term.name, term.words, term.meaning
    told = translated({"name": name, "meaning": meaning}, TERM)
    given = words != _names(name)  # else they follow from the name, in any language
    listed = translated({"words": list(words)}, TERM)["words"] if given else [told["name"]]
    every = tuple(one for text in listed for one in _names(text))
    return replace(term, **told, words=every, english=name)


def linked(text: str, seen: set[str]) -> tuple[str, list[Term]]:
    """Link the first of each term in a Markdown text to `#term-`, and return those terms.

    What is code, a formula, a link or a colour already is left as it is.

    Args:
        text: Markdown.
        seen: Addresses of terms that were linked before; the new ones are added.

    >>> linked("Each epoch, `epoch`, has batches.", set())[0]
    'Each [epoch](#term-epoch), `epoch`, has [batches](#term-batch).'
    """
    known, pattern = _forms()
    found: list[Term] = []

    def link(match: re.Match[str]) -> str:
        word = match["word"]
        term = known.get(word.casefold()) if word else None
        if term is None or term.address in seen:
            return match[0]
        seen.add(term.address)
        found.append(term)
        return f"[{word}](#term-{term.address})"

    return pattern.sub(link, text), found


@once_for_each_language()
def _forms() -> tuple[dict[str, Term], re.Pattern[str]]:
    """Every word that stands for a term, with its plural; and what finds them in a text."""
    known: dict[str, Term] = {}
    for term in glossary():
        for word in term.words:
            for form in (word, f"{word}s", f"{word}es"):
                known.setdefault(form.casefold(), term)
    longest_first = sorted(map(re.escape, known), key=len, reverse=True)
    left_alone = r"`[^`]*`|\$[^$]*\$|!?\[[^]]*\]\([^)]*\)|:[a-z]+\[[^]]*\]|\*\([^)]*\)\*"
    words = rf"(?<![\w-])(?P<word>{'|'.join(longest_first)})(?![\w-])"
    return known, re.compile(f"{left_alone}|{words}", re.IGNORECASE)
