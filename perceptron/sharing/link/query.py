"""A class link: the settings of a run as the query of an address, and back again.

Whatever comes from an address is checked here: a value that can't be used is replaced by the
one it would have had without it, and a sentence says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from perceptron.config import ConfigError, did_you_mean, quoted
from perceptron.sharing.link.packed import (
    SharedTable,
    no_table,
    pack_table,
    read_shared_table,
)
from perceptron.sharing.link.settings import (
    DEFAULTS,
    NEWCOMER,
    OWN_TABLE,
    make_fit,
    read_names,
    read_setting,
    write_setting,
)
from perceptron.text.language import _, ngettext

VERSION = "1"
MAX_CHARS = 8_000  # of all names and values together
MAX_NAMES = 60  # each that means nothing has its sentence on the page
_OTHERS = ("v", "table", "inputs", "targets", "drop_missing", "hide", "lock", "made", "check")
NAMES = (*DEFAULTS, *_OTHERS)
_OF_A_RUN = {*NAMES} - {"v"}  # who says one of them means a certain run
_MADE = re.compile(r"[A-Za-z0-9._~-]{1,200}")
_CHECK = re.compile(r"[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class ClassLink:
    """What a link says.

    Attributes:
        settings: A value for each name in `DEFAULTS`, each within its bounds.
        table: The table inside the link, if there is one.
        hidden: Settings that are not shown.
        locked: Settings that are shown and can't be changed.
        made: The versions that the link was made with, as `provenance.made_here` writes them.
        check: `check_of` the losses of the run that the link was made from, or empty.
        view: What the link says to its page alone: unchecked text by name.
        chooses: Whether it was read from a query that says anything about a run.
    """

    settings: Mapping[str, Any] = field(default_factory=lambda: dict(NEWCOMER))
    table: SharedTable | None = None
    hidden: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()
    made: str = ""
    check: str = ""
    view: Mapping[str, str] = field(default_factory=dict)
    chooses: bool = field(default=False, compare=False)


def write_link(link: ClassLink) -> dict[str, str]:
    """Return the query of a link, the version last: what an untouched app does not show anyway.

    Once it says anything about a run, that is what differs from the notebook's settings.

    >>> write_link(ClassLink(settings=DEFAULTS | {"outputs": 2}, view={"question": "rate"}))
    {'outputs': '2', 'question': 'rate', 'v': '1'}
    >>> write_link(ClassLink(settings=DEFAULTS)), write_link(ClassLink(settings=NEWCOMER))
    ({'learning_rate': '0.01', 'v': '1'}, {})

    Raises:
        ConfigError: If the table is too large for a link.
    """
    of_a_run = (link.table, link.hidden, link.locked, link.made, link.check)
    untouched = link.settings == NEWCOMER and not any(of_a_run)
    usual = NEWCOMER if untouched else DEFAULTS
    query = {n: write_setting(v) for n, v in link.settings.items() if v != usual[n]}
    if not query and not untouched and not any(of_a_run):  # the notebook's own, and said so
        query["learning_rate"] = write_setting(link.settings["learning_rate"])
    if link.table is not None:
        query["table"] = pack_table(link.table.text)
        query["inputs"] = ".".join(map(str, link.table.inputs))
        query["targets"] = ".".join(map(str, link.table.targets))
        query["drop_missing"] = "yes" if link.table.drop_missing else ""
    query |= {"hide": ".".join(link.hidden), "lock": ".".join(link.locked)}
    query |= {"made": link.made, "check": link.check} | dict(link.view)
    query = {name: text for name, text in query.items() if text}
    return query | {"v": VERSION} if query else {}


def read_link(query: Mapping[str, Sequence[str]]) -> tuple[ClassLink, list[str]]:
    """Read a query, and say in words what in it could not be used.

    What a link leaves out has the notebook's value, also if it was made before an untouched app
    began with another learning rate; one that says nothing about a run shows an untouched app.

    Args:
        query: The values of each name; a well-made link has one each.

    >>> link, notes = read_link({"epochs": ["0"], "seed": ["7"]})
    >>> link.settings["epochs"], link.settings["seed"]
    (16, 7)
    >>> notes
    ['epochs must be a whole number between 1 and 10\u202f000; got 0. Try the default, 16.']
    """
    n_chars = sum(len(name) + sum(map(len, texts)) for name, texts in query.items())
    if n_chars > MAX_CHARS or len(query) > MAX_NAMES:
        return ClassLink(), [
            _(
                "A link may have {characters} characters and {names} names; this one is longer "
                "and was set aside. The app shows its own settings.",
                characters=MAX_CHARS,
                names=MAX_NAMES,
            )
        ]
    notes: list[str] = []
    texts = {}
    for name, given in query.items():
        if len(given) > 1:
            notes.append(
                ngettext(
                    "{name} stands in the link {n} time; the last counts.",
                    "{name} stands in the link {n} times; the last counts.",
                    len(given),
                    name=quoted(name),
                )
            )
        texts[name] = given[-1] if given else ""

    def take(name: str, read: Callable[[str, str], Any], fallback: Any) -> Any:
        if name not in texts:
            return fallback
        try:
            return read(name, texts[name])
        except ConfigError as error:
            notes.append(str(error))
            return fallback

    if texts.get("v", VERSION) != VERSION:
        notes.append(_other_version(texts["v"]))
    chooses = bool(_OF_A_RUN & {*texts})
    usual = DEFAULTS if chooses else NEWCOMER
    settings = {name: take(name, read_setting, default) for name, default in usual.items()}
    notes += make_fit(settings, texts)
    table = read_shared_table(take)
    if settings["dataset"] == OWN_TABLE and table is None:
        notes.append(no_table())
    link = ClassLink(
        settings=settings,
        table=table,
        hidden=take("hide", read_names, ()),
        locked=take("lock", read_names, ()),
        made=take("made", _matching(_MADE), ""),
        check=take("check", _matching(_CHECK), ""),
        view={name: text for name, text in texts.items() if name not in NAMES},
        chooses=chooses,
    )
    return link, notes


def _other_version(version: str) -> str:
    return _(
        "This link has version {theirs}, this app reads version {ours}. "
        "What both know was taken over; ask for a new link if something is missing.",
        theirs=quoted(version),
        ours=VERSION,
    )


def unknown_name(name: str, known: Iterable[str]) -> str:
    """Say that a name in a link means nothing here."""
    words = _("{name} means nothing in a link to this page.", name=quoted(name))
    return words + did_you_mean(name, known)


def _matching(pattern: re.Pattern[str]) -> Callable[[str, str], str]:
    def read(name: str, text: str) -> str:
        if not pattern.fullmatch(text):
            raise ConfigError(
                _(
                    "{name} can't be read; got {value}. It was left out.",
                    name=name,
                    value=quoted(text),
                )
            )
        return text

    return read
