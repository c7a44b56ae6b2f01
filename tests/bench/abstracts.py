"""Owns what ranking is measured with: real abstracts where they lie beside the repository, invented ones where they do not.

`topics` are interests that some hidden reader has: all papers of a category, or those whose title has a word, once with
that word in the texts and once with it taken out of them, so that only what else they have in common can tell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import mean
from typing import TypeAlias

from bot.papers.model.values import Paper

RECORDED = Path(__file__).resolve().parents[3] / "shared" / "data" / "arxiv" / "daily"
LIKED = 10  # papers that the reader saved
FEWEST, MOST = 18, 60  # papers of a topic among a thousand: around three in a hundred
CATEGORIES = ("cs.GR", "cs.GT", "cs.IT", "cs.CE")
WORDS = (
    *("diffusion", "reinforcement learning", "video", "medical|clinical|radiolog", "retrieval", "multilingual|translation"),
    *("channel|decoding|mimo|wireless", "quantiz|pruning|distill", "segmentation", "benchmark", "equilibri|nash|auction"),
)  # fmt: skip

Scores: TypeAlias = Callable[[Sequence[Paper], Sequence[Paper]], Sequence[float]]


@dataclass(frozen=True)
class Topic:
    """An interest: the papers, as far as their texts may be read, and the ids of those that meet it."""

    name: str
    papers: Sequence[Paper]
    meant: Set[str]


def recorded(folder: Path = RECORDED) -> list[Paper]:
    """Every paper of the recorded days, once; empty where there are none."""
    found = {}
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            each = json.loads(line)
            found[each["id"]] = Paper(
                each["id"], each["title"], tuple(each["authors"]), each["summary"], tuple(each["categories"])
            )
    return list(found.values())


def many(count: int, papers: Sequence[Paper] = ()) -> list[Paper]:
    """This many papers: the given ones, and others made of their sentences; of invented words if none are given."""
    random = Random(7)
    texts = [each.summary.split(". ") for each in papers] or _invented(random)
    titles = [each.title for each in papers] or [words[0][:60] for words in texts]
    made = list(papers[:count])
    while len(made) < count:
        number = len(made)
        summary = ". ".join(random.choice(random.choice(texts)) for _ in range(8))
        made.append(
            Paper(f"2505.{number:05}", random.choice(titles), (f"Author {number}",), summary, ("cs.LG",))
        )
    moment = datetime(2025, 5, 1, 18, tzinfo=UTC)
    return [replace(each, published_at=moment) for each in made]


def _invented(random: Random) -> list[list[str]]:
    """Sentences of words of which few are common and most are rare, as in every language."""
    words = ["".join(random.choices("abdeghiklmnoprstuvz", k=random.randint(3, 11))) for _ in range(20_000)]
    weights = [1 / (place + 3) for place in range(len(words))]
    return [[" ".join(random.choices(words, weights, k=22)) for _ in range(8)] for _ in range(1_000)]


def topics(papers: Sequence[Paper], *, hide: bool = True) -> Iterator[Topic]:
    """The interests that these papers are many and few enough for; without those whose words are taken out if not `hide`."""
    for category in CATEGORIES:
        yield from _topic(category, papers, lambda each, wanted=category: wanted in each.categories)  # type: ignore[misc]
    for words in WORDS:
        says = re.compile(words, re.IGNORECASE)
        for topic in _topic(words, papers, lambda each, said=says: bool(said.search(each.title))):  # type: ignore[misc]
            yield topic
            if not hide:
                continue
            hidden = [
                replace(each, title=says.sub(" ", each.title), summary=says.sub(" ", each.summary))
                for each in papers
            ]
            yield Topic(f"{words}, hidden", hidden, topic.meant)


def _topic(name: str, papers: Sequence[Paper], meets: Callable[[Paper], bool]) -> Iterator[Topic]:
    meant = {each.arxiv_id for each in papers if meets(each)}
    if FEWEST <= len(meant) <= MOST * len(papers) / 1000:
        yield Topic(name, papers, meant)


def average_precision(scores: Mapping[str, float], meant: Set[str]) -> float:
    """Mean of the precisions at each place where one of those who are meant stands, the highest score first."""
    ranked = sorted(scores, key=lambda each: -scores[each])
    places = [place for place, each in enumerate(ranked, 1) if each in meant]
    return mean(found / place for found, place in enumerate(places, 1))


def readers(topic: Topic, rounds: int) -> Iterator[tuple[list[Paper], list[Paper]]]:
    """What this many readers saved, and what is there besides."""
    for number in range(rounds):
        meant = [each for each in topic.papers if each.arxiv_id in topic.meant]
        saved = Random(number).sample(meant, LIKED)
        ids = {each.arxiv_id for each in saved}
        yield saved, [each for each in topic.papers if each.arxiv_id not in ids]


def precision(
    papers: Sequence[Paper], scores: Scores, rounds: int = 3, *, hide: bool = True
) -> dict[str, float]:
    """The mean average precision of each topic, and what any order would have ("random": how many are meant)."""
    found: dict[str, float] = {}
    usual = []
    for topic in topics(papers, hide=hide):
        values = []
        for saved, others in readers(topic, rounds):
            ids = [each.arxiv_id for each in others]
            values.append(average_precision(dict(zip(ids, scores(saved, others), strict=True)), topic.meant))
            usual.append(len(topic.meant & set(ids)) / len(ids))
        found[topic.name] = mean(values)
    return found | {"random": mean(usual)}


def overall(found: Mapping[str, float]) -> float:
    """The mean over all topics."""
    return mean(_without_random(found))


def _without_random(found: Mapping[str, float]) -> Iterable[float]:
    return [value for name, value in found.items() if name != "random"]
