"""Proves the import contracts of pyproject.toml, and that no feature is left out of them."""

from __future__ import annotations

import subprocess
import sys

from importlinter.api import read_configuration

from tests.tree.source import ROOT, features

LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def test_the_contracts_are_kept() -> None:
    command = [sys.executable, "-c", LINT, "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_feature_has_its_place_in_the_layers() -> None:
    contracts = read_configuration(str(ROOT / "pyproject.toml"))["contracts_options"]
    (layers,) = [contract["layers"] for contract in contracts if "bot.core" in contract.get("layers", ())]
    placed = {name.strip(" ()") for layer in layers for name in layer.split("|")}
    assert {f"bot.{feature}" for feature in features()} <= placed
