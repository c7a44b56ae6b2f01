"""Starts the process of ranking, asks it, and ends it. It waits for answers: never to be called on the event loop."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.papers.model.values import Paper

PATIENCE = 60.0  # seconds for one answer; building vectors of 5,000 papers takes 2
ROOT = Path(__file__).parents[3]


class RankingFailed(Exception):
    """The process could not be started, ended, was too slow, or could not rank; the message says which."""


class Process:
    """One process at a time, started at the first question and again when it has ended."""

    def __init__(self) -> None:
        self._running: subprocess.Popen[str] | None = None
        self._over = False

    def scores(
        self, liked: Mapping[str, Paper], candidates: Mapping[str, Paper], common: Sequence[Paper] = ()
    ) -> list[float] | None:
        """A score for each candidate, in their order; None when too few papers are known. `common` are told before."""
        question = ["score", list(liked), list(candidates)]
        self._tell(common)
        answer = self._ask(question)
        if "missing" in answer:
            missing = set(answer["missing"])
            self._tell([each for each in candidates.values() if each.arxiv_id in missing])
            only_liked = [each for name, each in liked.items() if name in missing and name not in candidates]
            self._tell(only_liked, common=False)
            answer = self._ask(question)
        if "error" in answer:
            raise RankingFailed(answer["error"])
        return answer.get("scores")

    def stop(self) -> None:
        """Let it be over: whoever waits for an answer gets none, nothing is started any more. From any thread."""
        self._over = True
        if self._running is not None:
            self._running.kill()

    def end(self) -> None:
        """End it, if there is one."""
        if self._running is None:
            return
        ended, self._running = self._running, None
        ended.kill()
        ended.wait()
        for pipe in (ended.stdin, ended.stdout):
            with suppress(OSError):
                pipe and pipe.close()

    def _tell(self, papers: Sequence[Paper], *, common: bool = True) -> None:
        for each in papers:
            self._write(["know", each.arxiv_id, each.title, each.summary, each.categories, common])

    def _ask(self, question: list[Any]) -> dict[str, Any]:
        self._write(question)
        process = self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        slow = threading.Timer(PATIENCE, process.kill)
        slow.start()
        try:
            process.stdin.flush()
            line = process.stdout.readline()
        except (OSError, ValueError):
            line = ""
        finally:
            slow.cancel()
        if not line:
            self.end()
            raise RankingFailed("the process of ranking ended without an answer")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _write(self, value: list[Any]) -> None:
        process = self._started()
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(value) + "\n")
        except OSError as error:
            self.end()
            raise RankingFailed("the process of ranking ended") from error

    def _started(self) -> subprocess.Popen[str]:
        if self._running is not None and self._running.poll() is not None:
            self.end()  # it had nothing to do, and went
        if self._over:
            raise RankingFailed("the program ends")
        if self._running is None:
            try:
                self._running = subprocess.Popen(
                    [sys.executable, "-m", "bot.papers.ranking"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    cwd=ROOT,
                    text=True,
                    encoding="utf-8",
                    start_new_session=True,  # Ctrl-C is for its parent, which ends it
                )
            except OSError as error:
                raise RankingFailed(f"the process of ranking could not be started: {error}") from error
        return self._running
