"""The source of a model, cut out of its modules, so that it runs where this package is not."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import resolve_name

from perceptron.sharing.words import spoken_program
from perceptron.text import language
from perceptron.text.language import _

OURS = __name__.partition(".")[0]
_IMPORTS = (ast.Import, ast.ImportFrom)
_HERE = "this program"  # in English: where a name comes from, no word


class SourceError(ValueError):
    """A definition that can't stand outside its module. The message says which, and why."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A statement from the top of a module.

    Attributes:
        module: The name of its module.
        title: What its module is, in the first line of its docstring; the catalogs know it.
        text: The statement, as it is written there, with its sentences in the language spoken.
        imports: Whether it is an import.
    """

    module: str
    title: str
    text: str
    imports: bool


@dataclass(frozen=True, slots=True)
class Source:
    """A flat program: definitions, each after all that it needs.

    Attributes:
        origins: Each name in use, and where its meaning comes from.
        pieces: What was cut out, by origin, in an order that runs.
    """

    origins: Mapping[str, str]
    pieces: Mapping[str, Piece]

    @classmethod
    def beside(cls, program: str) -> Source:
        """Nothing yet, for a program around it whose names keep their meaning."""
        origins = {name: _origin(node, _HERE) for name, node in _bound(ast.parse(program).body, "")}
        return cls(origins, {})

    def grown_by(self, module: str, name: str) -> Source:
        """Return it with a definition and all that this needs.

        Raises:
            SourceError: If one of them is not written at the top of a module, or has the name of
                something else.
        """
        origins, pieces, begun = dict(self.origins), dict(self.pieces), set(self.origins.values())

        def take(module: str, name: str) -> None:
            part = _module(module)
            node = part.names.get(name)
            if node is None:
                raise SourceError(
                    _("{name} is not written at the top of {module}", name=name, module=module)
                )
            if isinstance(node, _IMPORTS) and (theirs := _ours(node, module)):
                # A program has the sentences themselves, and nothing to look them up in.
                return None if theirs == language.__name__ else take(theirs, name)
            origin = _origin(node, module)
            if origins.setdefault(name, origin) != origin:
                raise SourceError(
                    _("{name} of {module} has the name of something else", name=name, module=module)
                )
            if origin in begun:
                return None
            begun.add(origin)
            if not isinstance(node, _IMPORTS):
                for used in dict.fromkeys(n.id for n in ast.walk(node) if isinstance(n, ast.Name)):
                    if used in part.known:
                        take(module, used)
            text = spoken_program(part.text_of(node))
            pieces[origin] = Piece(module, part.title, text, isinstance(node, _IMPORTS))
            return None

        take(module, name)
        return Source(origins, pieces)


@dataclass(frozen=True, slots=True)
class _Module:
    """A module as it is written: its title, its lines, the statement that binds each name.

    `known` are the names that it has when it runs, however they came there.
    """

    title: str
    lines: list[str]
    names: Mapping[str, ast.stmt]
    known: frozenset[str]

    def text_of(self, node: ast.stmt) -> str:
        """A statement with its decorators and the comments beside it."""
        if isinstance(node, _IMPORTS):
            return ast.unparse(node)
        first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])
        return "\n".join(self.lines[first - 1 : node.end_lineno])


@cache
def _module(name: str) -> _Module:
    try:
        module = importlib.import_module(name)
        text = inspect.getsource(module)
    except (ImportError, OSError, TypeError) as error:
        raise SourceError(_("the source of {name} is not there", name=name)) from error
    title = (module.__doc__ or name).strip().partition("\n")[0].removesuffix(".")
    names = dict(_bound(ast.parse(text).body, module.__package__ or ""))
    return _Module(title, text.splitlines(), names, frozenset(vars(module)))


def functions_of(module: str) -> list[str]:
    """The functions at the top of a module, in their order."""
    return [
        name for name, node in _module(module).names.items() if isinstance(node, ast.FunctionDef)
    ]


def _bound(body: list[ast.stmt], package: str) -> Iterator[tuple[str, ast.stmt]]:
    """Each name that is bound at the top of a module, with its statement; imports one by one."""
    for node in body:
        if isinstance(node, ast.Import):
            for one in node.names:
                yield one.asname or one.name.partition(".")[0], ast.Import([one])
        elif isinstance(node, ast.ImportFrom):
            module = resolve_name("." * node.level + (node.module or ""), package)
            for one in node.names:
                yield one.asname or one.name, ast.ImportFrom(module, [one], 0)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name, node
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            yield from _bound(node.body, package)  # where a name comes from that is asked for late
        else:
            for part in ast.walk(node):
                if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
                    yield part.id, node


def _origin(node: ast.stmt, module: str) -> str:
    return ast.unparse(node) if isinstance(node, _IMPORTS) else f"{module}:{node.lineno}"


def _ours(node: ast.Import | ast.ImportFrom, importer: str) -> str:
    """The module of ours that an import takes a name from; empty if it is not one of ours."""
    module = (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
    if module.partition(".")[0] not in (OURS, importer.partition(".")[0]):
        return ""
    if isinstance(node, ast.Import) or node.names[0].asname not in (None, node.names[0].name):
        raise SourceError(
            _(
                "{importer} gives another name to a part of {module}",
                importer=importer,
                module=module,
            )
        )
    return module
