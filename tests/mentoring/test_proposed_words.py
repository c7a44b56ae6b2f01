"""Proves that every match can be explained in one plain sentence, made of nothing but what people chose to say (M3)."""

from __future__ import annotations

from itertools import product

import pytest

from bot.core.lang import Lang
from bot.core.text import inert
from bot.mentoring.model.values import Reasons, Role
from cogs.mentoring.views.explaining import why

TOPICS = {1: "computer vision", 2: "PyTorch", 3: "reading <@3>"}
ENGLISH = Lang("en")


@pytest.mark.parametrize(
    ("reasons", "part", "three", "said"),
    [
        (
            Reasons((1,), backgrounds=True),
            Role.PEERS,
            False,
            "You both want to work on computer vision; you come from different places and you have enough common hours.",
        ),
        (
            Reasons((1, 2), path=True, hours=False, writing=True),
            Role.PEERS,
            True,
            "All three of you want to work on computer vision and PyTorch; you are on the same path now and your hours hardly "
            "meet, so you would write to each other whenever it suits each of you.",
        ),
        (
            Reasons((2,), step=True, others=True),
            Role.SEEK,
            False,
            "You want to learn about PyTorch, where they are a step ahead of you; each of you brings other topics along and you "
            "have enough common hours.",
        ),
        (
            Reasons((2,), step=True),
            Role.OFFER,
            False,
            "They want to learn about PyTorch, where you are a step ahead; you have enough common hours.",
        ),
        (
            Reasons((3,)),
            Role.OFFER,
            False,
            f"You both chose {inert(TOPICS[3])}; you have enough common hours.",
        ),
        (
            Reasons((1, 9), step=True, backgrounds=True, others=True),
            None,
            False,
            "The mentor is a step ahead in computer vision; they come from different places and they have enough common hours.",
        ),
        (Reasons((9,), path=True, hours=False), Role.PEERS, False, "You are on the same path now."),
        (Reasons((9,), hours=False), Role.SEEK, False, "You could suit each other."),
    ],
)
def test_why_two_or_three_fit(reasons: Reasons, part: Role | None, three: bool, said: str) -> None:
    assert why(reasons, TOPICS, ENGLISH, part=part, three=three) == said


def test_each_of_all_reasons_makes_one_sentence_without_a_number() -> None:
    """Whoever reads it: it begins large, ends once, has no digit, and a name only of a topic."""
    topics: tuple[tuple[int, ...], ...] = ((), (1,), (1, 2))
    for shared, facts in product(topics, product((False, True), repeat=6)):
        reasons = Reasons(shared, *facts)
        for part, three in product((*Role, None), (False, True)):
            text = why(reasons, TOPICS, ENGLISH, part=part, three=three)
            assert text[0].isupper()
            assert text.count(".") == 1
            assert text.endswith(".")
            assert not any(each.isdigit() for each in text)
            assert text.count(";") <= 1
            assert ("PyTorch" in text) == (2 in shared)
            assert "you" not in text.lower().replace("you could suit", "") or part is not None
