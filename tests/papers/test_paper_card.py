"""Proves a paper's card at its limits: abstracts end after a sentence, formulas stay as they are, and nothing is too long."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.lang import get_lang
from bot.core.text import units
from bot.papers.model.refusals import BadArxivId
from bot.papers.model.values import Entry, EntryKind, EntryState, Paper, Reason, Settings, Why
from bot.papers.service.reading import PaperView
from cogs.papers.views.more import abstract, paper_card
from cogs.papers.views.refusals import refusal
from tests.papers.house import LEAVES
from tests.papers.test_identifiers import REFUSED
from tests.tree import nasty
from tests.tree.rendered import check

LANG = get_lang("en")
SENTENCE = "We train a network on leaves. "
LATEX = r"We bound $\|x_{t+1} - x^*\|_2 \le \frac{1}{2}$ with $O(n \log n)$ steps of $\mathbf{A}_{ij}$, a `trick` of ours."


def test_an_abstract_ends_after_a_sentence() -> None:
    shown = abstract(SENTENCE * 60, 300, LANG)
    assert units(shown) <= 300
    assert shown.endswith("leaves. …")
    assert shown.startswith(SENTENCE * 5)
    assert abstract(SENTENCE, 300, LANG) == SENTENCE.strip()
    assert abstract("これは葉を見分けます。" * 60, 100, LANG).endswith("。 …")


def test_one_endless_sentence_ends_after_a_word_and_never_inside_a_sign() -> None:
    shown = abstract("leaf " * 300, 200, LANG)
    assert shown.endswith("leaf…")
    assert units(shown) <= 200
    families = abstract(nasty.FAMILY * 100, 205, LANG)
    assert set(families.rstrip("…").split(nasty.FAMILY)) == {""}


def test_formulas_read_as_they_are_and_do_nothing() -> None:
    shown = abstract(LATEX, 900, LANG)
    check(shown)
    assert shown.replace("\\_", "_").replace("\\*", "*").replace("\\|", "|").replace("\\`", "`").replace(
        "\\\\", "\\"
    ) == LATEX.replace("\\\\", "\\")


@given(nasty.texts(), nasty.texts(200), st.integers(60, 900))
def test_whatever_arxiv_says_an_abstract_keeps_within_its_room(text: str, more: str, room: int) -> None:
    assert 1 <= units(abstract(f"{text} {more}. " * 3, room, LANG)) <= room


def test_three_hundred_authors_fit() -> None:
    paper = replace(
        LEAVES,
        title="A Very Long Title About Everything " * 40,
        authors=tuple(f"Author Number{n} of the Collaboration" for n in range(300)),
        summary="*_~`|" * 600,
    )
    essays = [
        Entry(n, 1, paper.arxiv_id, 5, EntryKind.ESSENCE, EntryState.POSTED, ("", "", "")) for n in range(9)
    ]
    view = PaperView(
        1,
        paper,
        Why(Reason.PHRASE, "tomato " * 10),
        written=tuple(essays),
        settings=Settings(1, 2),
        group_on=True,
        urls={each.id: f"https://discord.com/channels/1/2/{each.id}" for each in essays},
    )
    card = paper_card(view, LANG, notice="Saved, for you alone.")
    assert units(card.text) <= 2000
    assert "and others" in card.text
    assert len(card.text.splitlines()) == 6
    assert card.text.count("https://discord.com/") == 4
    labels = [button.label for row in card.rows if isinstance(row, tuple) for button in row]
    assert labels == ["Save", "Nominate", "Write its essence", "I tried it", "Help me understand"]


def test_a_paper_of_which_little_is_known_is_shown_without_the_rest() -> None:
    card = paper_card(PaperView(1, Paper("2601.00001", "Short")), LANG)
    assert card.text == "[Short](https://arxiv.org/abs/2601.00001)\nIts abstract is behind the link."
    dated = paper_card(
        PaperView(1, Paper("2601.00001", "Short", published_at=datetime(2026, 1, 2, tzinfo=UTC))), LANG
    )
    assert "2 January 2026" in dated.text


@pytest.mark.parametrize(("typed", "given_"), REFUSED.items())
def test_a_wrong_id_gets_one_sentence_an_example_and_what_it_may_mean(
    typed: str, given_: tuple[str, str]
) -> None:
    why, meant = given_
    card = refusal(BadArxivId(typed, why, meant), LANG)
    assert typed.split("v")[0] in card.text
    assert bool(meant) == ("Did you mean" in card.text)
    assert len(card.text) < 300
