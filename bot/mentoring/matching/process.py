"""Starts the process of matching for a large pool, asks it, and ends it. It waits: never to be called on the event loop."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.mentoring.matching.values import MatchingFailed

ROOT = Path(__file__).parents[3]
PATIENCE = 600.0  # seconds for one answer; mentors for 5,000 learners take 20 of them


class Process:
    """A process for each question, one at a time."""

    def __init__(self) -> None:
        self._running: subprocess.Popen[str] | None = None
        self._over = False

    def answer(self, question: Mapping[str, Any]) -> dict[str, Any]:
        """What it says to a question of `bot.mentoring.matching.asking`."""
        try:
            process = subprocess.Popen(
                [sys.executable, "-m", "bot.mentoring.matching"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=ROOT,
                text=True,
                encoding="utf-8",
                start_new_session=True,  # Ctrl-C is for its parent, which ends it
            )
        except OSError as error:
            raise MatchingFailed(f"the process of matching could not be started: {error}") from error
        with process:
            self._running = process
            try:
                said, _nothing = process.communicate(
                    json.dumps(question), timeout=0 if self._over else PATIENCE
                )
                answer: dict[str, Any] = json.loads(said)
            except (subprocess.TimeoutExpired, ValueError) as error:
                what = (
                    "was too slow"
                    if isinstance(error, subprocess.TimeoutExpired)
                    else "ended without an answer"
                )
                raise MatchingFailed(f"the process of matching {what}") from error
            finally:
                self._running = None
                process.kill()
        if "error" in answer:
            raise MatchingFailed(answer["error"])
        return answer

    def stop(self) -> None:
        """Let it be over: whoever waits for an answer gets none. From any thread."""
        self._over = True
        if (running := self._running) is not None:
            running.kill()
