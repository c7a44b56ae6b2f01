"""Proves how a paper is named wherever it is shown: a link that holds, whatever stands in its title."""

from __future__ import annotations

import pytest

from bot.core.lang import get_lang
from bot.core.text import units
from bot.papers.model.values import Paper
from cogs.papers.views.papers import authors_line, facts, linked
from tests.papers.house import BIRDS, LEAVES, SPINS, WARMUP, Den, House, den, house, sqlite_den

__all__ = ["den", "house", "sqlite_den"]
LANG = get_lang("en")


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Attention Is All You Need", "Attention Is All You Need"),
        ("On $L_1$ [Some] *Stars*", r"On $L\_1$ (Some) \*Stars\*"),
        (r"$\mathcal{O}(\log n)$ and \{x\}", r"$\mathcal{O}(\log n)$ and \\{x\\}"),
        ("Two\n  lines", "Two lines"),
        ("See https://evil.test/x](https://evil.test)", "See evil.test/x)(evil.test)"),
        ("@everyone <@123> <#4>", "@\u200beveryone <\u200b@123> <\u200b#4>"),
        ("\u202e\u200b", "2601.00001"),
    ],
)
def test_a_title_is_a_link_and_does_nothing_else(title: str, shown: str) -> None:
    paper = Paper("2601.00001", title)
    assert linked(paper, 300) == f"[{shown}](https://arxiv.org/abs/2601.00001)"


def test_a_long_title_is_shortened_to_the_room_there_is() -> None:
    paper = Paper("2601.00001", "* word " * 200)
    for room in (60, 100, 200, 300):
        assert room - 20 <= units(linked(paper, room)) <= room
    assert linked(paper, 30) == paper.url == "https://arxiv.org/abs/2601.00001"
    assert linked(SPINS, 200).endswith("](https://arxiv.org/abs/quant-ph/0201082)")


def test_the_first_authors_are_named() -> None:
    assert authors_line(LEAVES, 100, LANG) == "Ana Ferreira and Bo Lindqvist"
    assert authors_line(WARMUP, 100, LANG) == "Chidi Okafor, Dana Levi, Emre Yıldız and others"
    assert facts(BIRDS, 100, LANG) == "Gao Min · cs.SD · 30 December 2025"
    assert units(facts(WARMUP, 60, LANG)) <= 60
    assert facts(Paper("2601.00001", "x"), 60, LANG) == ""


async def test_the_world_has_papers(house: House, sqlite_den: Den) -> None:
    assert house.place.name == "papers"
    assert (await sqlite_den.settings()).categories == ("cs.LG", "cs.CV")
