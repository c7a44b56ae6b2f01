"""What runs in the process of ranking: it is told of papers, builds vectors of them, and answers; a JSON text a line.

`["know", id, title, summary, categories, common]` has no answer; `common` papers stand for all papers. To
`["score", liked, candidates]` it answers `{"missing": ids}` when it has to be told of some first, `{"few": true}` when it
knows too few papers to say what is unlike, or `{"scores": […]}`, one a candidate. What goes wrong is `{"error": text}`.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, TextIO

from bot.papers.ranking.vectors import Text, Vectors

ENOUGH = 200  # papers from which on it can be said what is unlike
MOST = 6_000  # papers that are remembered, those that were asked for last
GROWN = 0.25  # vectors are built anew when there are so many more papers than when they were built
IDLE = 300.0  # seconds without a question after which the process ends
KIND = 5  # added to its niceness: answering members goes first


class Worker:
    """Remembers papers and ranks them."""

    def __init__(self) -> None:
        self._texts: dict[str, Text] = {}
        self._common: set[str] = set()
        self._vectors: Vectors | None = None
        self._built_from = 0
        self._new = 0  # papers that came in since

    def know(self, arxiv_id: str, title: str, summary: str, categories: Iterable[str], common: bool) -> None:
        """Remember a paper."""
        self._texts[arxiv_id] = Text(title, summary, list(categories))
        if common and arxiv_id not in self._common:
            self._common.add(arxiv_id)
            self._new += 1

    def score(self, liked: list[str], candidates: list[str]) -> dict[str, Any]:
        """The answer to a question."""
        wanted = dict.fromkeys([*candidates, *liked])
        missing = [each for each in wanted if each not in self._texts]
        if missing:
            return {"missing": missing}
        self._forget(wanted)
        if len(self._common) < ENOUGH:
            return {"few": True}
        texts = {each: self._texts[each] for each in liked}
        return {"scores": self._built(candidates).scores(texts, candidates)}

    def _forget(self, wanted: dict[str, None]) -> None:
        for each in wanted:
            self._texts[each] = self._texts.pop(each)  # to the end
        for each in list(self._texts)[: max(0, len(self._texts) - max(MOST, len(wanted)))]:
            del self._texts[each]
            self._common.discard(each)

    def _built(self, wanted: Iterable[str]) -> Vectors:
        """Vectors of all that is wanted; once built they serve every server, until much has come in."""
        if self._vectors is None or self._new > GROWN * self._built_from:
            texts = {each: text for each, text in self._texts.items() if each in self._common}
            self._vectors, self._built_from, self._new = Vectors(texts), len(texts), 0
        new = {each: self._texts[each] for each in wanted if each not in self._vectors}
        if new:
            self._vectors.add(new)
        return self._vectors


def serve(questions: TextIO, answers: TextIO) -> None:
    """Answer until nobody asks any more."""
    worker = Worker()
    asked = time.monotonic()

    def end_when_idle() -> None:
        while (left := asked + IDLE - time.monotonic()) > 0:
            time.sleep(left)
        os._exit(0)

    threading.Thread(target=end_when_idle, daemon=True).start()
    for line in questions:
        asked = time.monotonic()
        what, *values = json.loads(line)
        if what == "know":
            worker.know(*values)
            continue
        try:
            answer = worker.score(*values)
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        asked = time.monotonic()
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def lower_priority() -> None:
    """Let others go first, where the system knows how."""
    with suppress(AttributeError, OSError):
        os.nice(KIND)
