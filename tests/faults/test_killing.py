"""Owns the proof that workers killed at any moment lose no prompt and post none twice, alone and together, on both databases."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.faults.killing import ROOT

pytestmark = [pytest.mark.timeout(400), pytest.mark.row("kill -9 between send and record")]
SEED = "20260101"


def kill(*arguments: str) -> dict[str, int]:
    """A run in a process of its own, which can fork; returns what it counted. Everything was there exactly once."""
    command = [sys.executable, "-m", "tests.faults.killing", "--seed", SEED, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command[1:])}\n{done.stdout}{done.stderr}"
    return dict(json.loads(done.stdout))


def test_a_thousand_prompts_and_a_hundred_deaths() -> None:
    told = kill("--posts", "1000", "--kills", "115", "--least", "100", "--over", "900", "--speed", "15")
    assert told["posts"] == 1000
    assert told["deaths"] >= 100
    assert told["deaths between send and record"] > 0


def test_away_for_longer_than_the_nonce_counts() -> None:
    told = kill("--posts", "100", "--kills", "15", "--over", "100", "--away", "360", "--speed", "20")
    assert told["searches"] > 0, "nothing was looked for"


@pytest.mark.row("kill -9 between claim and render")
def test_all_due_at_once() -> None:
    kill("--posts", "100", "--kills", "15")


@pytest.mark.row("two processes, split brain")
def test_two_workers_on_one_file() -> None:
    kill("--posts", "200", "--kills", "20", "--over", "400", "--workers", "2")


@pytest.mark.row("two processes, split brain")
def test_several_workers_on_postgresql(postgres_url: str) -> None:
    kill("--posts", "300", "--kills", "30", "--over", "600", "--workers", "4", "--url", postgres_url)
