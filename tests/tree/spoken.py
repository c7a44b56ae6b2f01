"""Owns which texts end up where in what a person reads, found in the syntax trees: followed through names and functions.

A text handed to Button, Card and the like is looked for in the expression, in what was assigned to its names, and in
what the project's functions return. `Found.loose` are literals that no gettext saw, `Found.messages` those that it did.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from tests.tree.source import SPOKEN, sources

TRANSLATING = {name: places for name, places in SPOKEN.items() if name != "locale_str"}
# Call -> position and keyword of each text, with what Discord shows of it at most (UTF-16 units).
PLACES: dict[str, tuple[tuple[int, str, int], ...]] = {
    "Card": ((0, "text", 2000),),
    "Button": ((0, "label", 80),),
    "Option": ((0, "label", 100), (2, "note", 100)),
    "Select": ((1, "placeholder", 150),),
    "Line": ((0, "text", 2000),),
    "Section": ((0, "lines", 2000),),
    "Form": ((1, "title", 45),),
    "Text": ((1, "label", 45), (2, "note", 100), (3, "placeholder", 100)),
    "Choice": ((1, "label", 45), (3, "note", 100)),
    "Several": ((1, "label", 45), (3, "note", 100)),
    "Channel": ((1, "label", 45), (2, "note", 100)),
    "Person": ((1, "label", 45), (2, "note", 100)),
}
REPLACED = {"label": 80, "note": 100, "placeholder": 100, "title": 45}  # of a button, an option, a form
LETTERS = re.compile(r"[^\W\d_]{2}")
MARKUP = re.compile(r"<[@#/t:]+|:[FftRD]>|https?://\S*|\*\*|-# |Compound")


@dataclass
class Found:
    """What an argument may say."""

    messages: set[str] = field(default_factory=set)
    loose: set[str] = field(default_factory=set)


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


@cache
def _functions() -> dict[str, tuple[ast.FunctionDef, ...]]:
    """The plain functions of shell and cogs by name: they make parts of texts."""
    found: dict[str, list[ast.FunctionDef]] = defaultdict(list)
    for source in sources("bot", "cogs"):
        if source.within("cogs", "bot.shell"):
            for node in source.tree.body:
                if isinstance(node, ast.FunctionDef):
                    found[node.name].append(node)
    return {name: tuple(nodes) for name, nodes in found.items()}


def _assigned(scope: ast.AST) -> dict[str, list[ast.expr]]:
    """Every expression that becomes (a part of) each name of a function."""
    found: dict[str, list[ast.expr]] = defaultdict(list)
    for node in ast.walk(scope):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                found[name].append(value)
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                for each, value in zip(names, values, strict=False):
                    if isinstance(each, ast.Name):
                        found[each.id].append(value)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                found[name].append(value)
            case ast.AugAssign(target=ast.Name(id=name), value=value):
                found[name].append(value)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append" | "insert" | "extend")):
                found[name].append(node.args[-1])
    return found


class _Reader:
    """Follows one expression inside one function."""

    def __init__(self, scope: ast.AST, found: Found, seen: set[int]) -> None:
        self.names = _assigned(scope)
        self.found = found
        self.seen = seen

    def read(self, node: ast.AST | None) -> None:
        if node is None or id(node) in self.seen:
            return
        self.seen.add(id(node))
        match node:
            case ast.Constant(value=str(text)):
                if LETTERS.search(MARKUP.sub("", text)):
                    self.found.loose.add(text)
            case ast.JoinedStr(values=parts):
                for part in parts:
                    self.read(part.value if isinstance(part, ast.FormattedValue) else part)
            case ast.Name(id=name):
                for value in self.names.get(name, ()):
                    self.read(value)
            case ast.Call():
                self.call(node)
            case ast.IfExp(body=body, orelse=orelse):
                self.read(body)
                self.read(orelse)
            case ast.Subscript(value=value):
                self.read(value)
            case (
                ast.Dict(values=values)
                | ast.BoolOp(values=values)
                | ast.Tuple(elts=values)
                | ast.List(elts=values)
            ):
                for value in values:
                    self.read(value)
            case ast.BinOp(left=left, right=right):
                self.read(left)
                self.read(right)
            case ast.Starred(value=value) | ast.Await(value=value) | ast.NamedExpr(value=value):
                self.read(value)
            case ast.GeneratorExp(elt=value) | ast.ListComp(elt=value):
                self.read(value)

    def call(self, node: ast.Call) -> None:
        name = _name(node)
        if name in TRANSLATING:
            for place in TRANSLATING[name]:
                given = node.args[place]
                if isinstance(given, ast.Constant):
                    self.found.messages.add(str(given.value))
        elif name in {"format", "strip", "capitalize", "get"} and isinstance(node.func, ast.Attribute):
            self.read(node.func.value)
        elif name in {"join", "fit", "tuple", "list"}:
            for each in node.args:
                self.read(each)
        elif isinstance(node.func, ast.Name):
            for function in _functions().get(name, ()):
                reader = _Reader(function, self.found, self.seen)
                for value in returned(function):
                    reader.read(value)


def returned(function: ast.FunctionDef) -> Iterator[ast.expr]:
    """What a function returns."""
    for node in ast.walk(function):
        if isinstance(node, ast.Return) and node.value is not None:
            yield node.value


def _scopes(tree: ast.Module) -> Iterator[tuple[ast.AST, ast.Call]]:
    """Every call with the function around it."""
    inside: dict[int, ast.AST] = {}
    for scope in ast.walk(tree):
        if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef):
            inside |= {id(node): scope for node in ast.walk(scope)}  # an inner function comes later and wins
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield inside.get(id(node), tree), node


def handed(tree: ast.Module, name: str) -> Iterator[tuple[str, int, Found]]:
    """Where in the module `name` a text is handed to a card or form, what it may say, and its limit."""
    for scope, call in _scopes(tree):
        for place, keyword, limit in PLACES.get(_name(call), ()):
            given = [each.value for each in call.keywords if each.arg == keyword]
            given += call.args[place : place + 1]
            found = Found()
            reader = _Reader(scope, found, set())
            for each in given:
                reader.read(each)
            yield f"{name}:{call.lineno} {_name(call)} {keyword}", limit, found
        if _name(call) == "replace":
            for changed in call.keywords:
                if changed.arg in REPLACED:
                    found = Found()
                    _Reader(scope, found, set()).read(changed.value)
                    yield f"{name}:{call.lineno} replace {changed.arg}", REPLACED[changed.arg], found
