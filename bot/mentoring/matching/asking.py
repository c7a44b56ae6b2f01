"""Questions about matching and their answers as JSON knows them, for the process that answers large ones."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from bot.mentoring.model.scoring import Candidate
from bot.mentoring.model.values import Level


def about_mentors(
    learners: Sequence[Candidate],
    mentors: Sequence[Candidate],
    apart: Collection[tuple[int, int]],
    met: Collection[tuple[int, int]],
    seed: int,
) -> dict[str, Any]:
    """The question of `assigning.assign`."""
    return {
        "what": "assign",
        "learners": [_written(each) for each in learners],
        "mentors": [_written(each) for each in mentors],
        "apart": sorted(apart),
        "met": sorted(met),
        "seed": seed,
    }


def about_peers(
    peers: Sequence[Candidate],
    apart: Collection[frozenset[int]],
    met: Mapping[frozenset[int], int],
    seed: int,
) -> dict[str, Any]:
    """The question of `pairing.pair`."""
    return {
        "what": "pair",
        "peers": [_written(each) for each in peers],
        "apart": [sorted(each) for each in apart],
        "met": [(*sorted(each), ago) for each, ago in met.items()],
        "seed": seed,
    }


def answer(question: Mapping[str, Any]) -> dict[str, Any]:
    """What the process says; it loads the libraries."""
    apart, met, seed = question["apart"], question["met"], question["seed"]
    if question["what"] == "assign":
        from bot.mentoring.matching.assigning import assign

        learners, mentors = ([_read(each) for each in question[side]] for side in ("learners", "mentors"))
        pairs = assign(learners, mentors, [(a, b) for a, b in apart], [(a, b) for a, b in met], seed)
        return {"pairs": pairs}
    from bot.mentoring.matching.pairing import pair

    peers = [_read(each) for each in question["peers"]]
    ago = {frozenset((one, other)): ago for one, other, ago in met}
    found = pair(peers, [frozenset(each) for each in apart], ago, seed)
    return {"groups": found.groups, "left": found.left}


def _written(each: Candidate) -> dict[str, Any]:
    return {**vars(each), "topics": sorted(each.topics), "others": sorted(each.others)}


def _read(stored: Mapping[str, Any]) -> Candidate:
    sets = {name: frozenset(stored[name]) for name in ("topics", "others")}
    return Candidate(**{**stored, **sets, "level": Level(stored["level"])})
