"""How Discord sees each feature: one package a feature, found here by name."""

from __future__ import annotations

import pkgutil

EXTENSIONS: tuple[str, ...] = tuple(
    sorted(f"cogs.{found.name}" for found in pkgutil.iter_modules(__path__) if found.ispkg)
)
