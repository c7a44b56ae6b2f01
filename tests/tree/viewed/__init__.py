"""Owns which views there are, a module a feature: each exports VIEWS, what every view is given beside the language.

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
