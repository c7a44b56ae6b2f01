"""Owns which views there are, a module a feature: each exports VIEWS, what every view is given beside the language.

A module may export PARTS, too: what gives values or words to other views, and nobody reads as it is.

`test_views` draws it anew for every example, and fails when a view of a cog is in none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

from hypothesis import strategies as st

Views = dict[Callable[..., object], tuple[st.SearchStrategy[object], ...]]


def viewed() -> Views:
    """The views of every module here."""
    found: Views = {}
    for module in iter_modules(__path__):
        found |= import_module(f"{__name__}.{module.name}").VIEWS
    return found


def parts() -> tuple[Callable[..., object], ...]:
    """What only other views show, of every module here."""
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    return tuple(each for module in modules for each in getattr(module, "PARTS", ()))
