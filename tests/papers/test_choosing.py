"""Proves what a digest is chosen from: categories, announcements, phrases, authors, exclusions, likeness; once (P2, P6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.papers.model.choosing import Choice, candidates, choose, concerns, why_for
from bot.papers.model.folding import folded, has_phrase, name_parts, same_name
from bot.papers.model.taxonomy import codes, meant, name_of, understood
from bot.papers.model.values import Announce, Listing, Paper, Reason, Settings, Why
from bot.shell.cards import OPTIONS, ROWS
from tests.papers.house import chosen_settings, invented

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
ASKED = frozenset({"cs.LG", "cs.CV", "cs.CL", "math.NA"})
LG = chosen_settings(categories=("cs.LG",))


def listed(*papers: Paper, announce: Announce = Announce.NEW, asked: frozenset[str] = ASKED) -> list[Listing]:
    """These papers as one list has them."""
    return [Listing(n, each, announce, date(2026, 1, 5), asked, NOW) for n, each in enumerate(papers, 1)]


def ids(settings: Settings, listings: Sequence[Listing], **more: Any) -> list[str]:
    """What is chosen of these, in order."""
    choice = choose(settings, listings, more.get("shown", ()), more.get("liked", {}))
    return [each.paper.arxiv_id for each in choice.chosen]


@pytest.mark.parametrize(
    ("phrase", "text", "held"),
    [
        ("graph network", "A Graph\n  Network for trees", True),
        ("graph network", "A graph networked survey", False),
        ("graph", "Photographs of trees", False),
        ("Poincaré", "On POINCARE maps", True),
        ("Poincare", "On Poincaré maps", True),
        ("Erdos", r"On Erd\H{o}s and Sch\"odinger", True),
        ("schodinger", r"On Erd\H{o}s and Sch\"odinger", True),
        ("fine-tuning", "Fine\u2011tuning and more", True),
        ("C++", "A C++ library", True),
        ("GPT-4", "gpt-4o is not", False),
        ("GPT-4", "gpt-4, it is", True),
        ("学習", "深層学習入門", True),
        ("net", "A sub-net of it", True),
        ("", "anything", False),
        ("-", "anything - at all", False),
        ("diffusion model", "Video diffusion models, fast", True),
        ("GAN", "GANs at scale", True),
        ("GAN", "Gander and GANster", False),
        ("loss", "On losses", True),
        ("survey", "Two surveys on X", True),
        ("case study", "Three case studies", True),
        ("study", "Student", False),
        ("AI", "many AIs", False),
        ("C++", "C++s", True),
        ("self supervised", "Self-supervised learning", True),
        ("self-supervised", "Self supervised learning", True),
        ("fine-tuning", "Finetuning", False),
    ],
)
def test_a_phrase_is_found_as_whole_words(phrase: str, text: str, held: bool) -> None:
    assert has_phrase(folded(phrase), folded(text)) is held


@pytest.mark.parametrize(
    ("wanted", "given_", "same"),
    [
        ("Yann LeCun", "Yann LeCun", True),
        ("Yann LeCun", "Y. LeCun", True),
        ("Y. LeCun", "Yann LeCun", True),
        ("Yann LeCun", "Yann Le Cun", True),
        ("Yann LeCun", "Yoshua LeCun", False),
        ("Yann LeCun", "Yann Bengio", False),
        ("LeCun", "Yann LeCun", True),
        ("Geoffrey Hinton", "Geoffrey E. Hinton", True),
        ("Geoffrey A. Hinton", "Geoffrey E. Hinton", False),
        ("Jean-Baptiste Grill", "J.-B. Grill", True),
        ("Laurens van der Maaten", "L. van der Maaten", True),
        ("Emre Yildiz", "Emre Yıldız", True),
        ("Soren Kierkegaard", "Søren Kierkegaard", True),
        ("Jürgen Schmidhuber", "Jurgen Schmidhuber", True),
        ("DeepSeek-AI", "DeepSeek AI", True),
        ("", "Yann LeCun", False),
    ],
)
def test_a_name_is_known_by_its_initial_and_without_accents(wanted: str, given_: str, same: bool) -> None:
    assert same_name(name_parts(wanted), name_parts(given_)) is same
    by_author = why_for(replace(LG, authors=(wanted,)), invented(1, authors=("A. Nother", given_)), {})
    assert by_author == (Why(Reason.AUTHOR, wanted) if same else None)


OWN = invented(1, categories=("cs.LG", "cs.CV"))
CROSSED = invented(2, categories=("cs.CV", "cs.LG"))
ELSEWHERE = invented(3, categories=("cs.CL",))


@pytest.mark.parametrize(
    ("announce", "crosses", "replacements", "shown"),
    [
        (Announce.NEW, False, False, [OWN]),  # CROSSED is new in cs.CV, which others asked for
        (Announce.NEW, True, False, [OWN, CROSSED]),
        (Announce.CROSS, False, True, []),
        (Announce.CROSS, True, False, [OWN, CROSSED]),
        (Announce.REPLACE, True, False, []),
        (Announce.REPLACE, False, True, [OWN]),
        (Announce.REPLACE, True, True, [OWN, CROSSED]),
        (Announce.REPLACE_CROSS, False, True, []),
        (Announce.REPLACE_CROSS, True, False, []),
        (Announce.REPLACE_CROSS, True, True, [OWN, CROSSED]),
    ],
)
def test_only_what_is_new_to_a_server_unless_it_wants_more(
    announce: Announce, crosses: bool, replacements: bool, shown: list[Paper]
) -> None:
    settings = replace(LG, crosses=crosses, replacements=replacements)
    there = listed(OWN, CROSSED, ELSEWHERE, announce=announce)
    assert ids(settings, there) == [each.arxiv_id for each in shown]
    assert [concerns(settings, each) for each in there] == [True, True, False]


def test_who_asks_for_all_that_was_asked_takes_arxivs_word() -> None:
    assert ids(LG, listed(CROSSED, asked=frozenset({"cs.LG"}))) == [CROSSED.arxiv_id]
    # Another server follows something else: what is primary in neither is no other server's either.
    assert ids(LG, listed(CROSSED, asked=frozenset({"cs.LG", "math.NA"}))) == [CROSSED.arxiv_id]
    assert ids(LG, listed(CROSSED, asked=frozenset({"cs.LG", "cs.CV"}))) == []
    both = replace(LG, categories=("cs.CV", "cs.LG"))
    assert ids(both, listed(OWN, CROSSED)) == [OWN.arxiv_id, CROSSED.arxiv_id]


def test_a_category_under_its_other_name_is_the_same() -> None:
    paper = invented(1, categories=("math.NA", "cs.NA"))
    assert ids(replace(LG, categories=("cs.NA",)), listed(paper)) == [paper.arxiv_id]
    assert why_for(replace(LG, categories=("cs.NA",)), paper, {}) == Why(Reason.CATEGORY, "math.NA")


def test_a_paper_is_shown_once_whatever_is_listed_of_it() -> None:
    settings = replace(LG, crosses=True, replacements=True)
    again = replace(OWN, version=2, title="Another Title")
    there = [*listed(OWN), *listed(OWN, announce=Announce.CROSS), *listed(again, announce=Announce.REPLACE)]
    assert ids(settings, there) == [OWN.arxiv_id]
    assert ids(settings, there, shown={OWN.arxiv_id}) == []


def test_phrases_and_authors_are_asked_for_and_exclusions_drop() -> None:
    papers = [
        invented(1, title="Nothing in particular"),
        invented(2, summary="We look at\nBIRD Songs."),
        invented(3, title="Bird song benchmark"),
        invented(4, authors=("Z", "G. Min")),
    ]
    settings = replace(
        LG, phrases=("bird songs", "bird song"), authors=("Gao Min",), exclusions=("Benchmark",)
    )
    choice = choose(settings, listed(*papers), (), {})
    assert [(each.paper.arxiv_id, each.why) for each in choice.chosen] == [
        ("2601.00002", Why(Reason.PHRASE, "bird songs")),
        ("2601.00004", Why(Reason.AUTHOR, "Gao Min")),
    ]
    assert [each.arxiv_id for each in candidates(settings, listed(*papers), ())] == [
        "2601.00001",
        "2601.00002",
        "2601.00004",
    ]


def test_beyond_the_cap_matches_come_first_then_what_is_alike_then_the_rest() -> None:
    papers = [invented(n, title="Owls" if n == 6 else f"Paper {n}") for n in range(1, 8)]
    liked = {"2601.00005": 0.5, "2601.00003": 0.9, "2601.00001": -0.2, "2601.00007": -0.1}
    settings = replace(LG, phrases=("owls",), cap=3)
    choice = choose(settings, listed(*papers), (), liked)
    assert [each.paper.arxiv_id for each in choice.chosen] == ["2601.00003", "2601.00005", "2601.00006"]
    assert choice.more == ()
    assert [each.why.reason for each in choice.chosen] == [Reason.LIKED, Reason.LIKED, Reason.PHRASE]
    everything = choose(replace(settings, phrases=()), listed(*papers), (), liked)
    assert [each.paper.arxiv_id for each in everything.chosen] == ["2601.00002", "2601.00003", "2601.00005"]
    assert everything.more == ("2601.00004", "2601.00006", "2601.00007", "2601.00001")


def test_of_all_that_matched_as_much_is_kept_as_can_be_listed_and_one() -> None:
    choice = choose(LG, listed(*(invented(n) for n in range(1, 200))), (), {})
    assert len(choice.chosen) + len(choice.more) == OPTIONS * (ROWS - 1) + 1


def test_without_categories_nothing_is_shown() -> None:
    assert choose(replace(LG, categories=()), listed(OWN), (), {}) == Choice()


numbered = st.builds(
    lambda number, version, primary, cross: invented(
        number, version=version, categories=tuple(dict.fromkeys((primary, cross)))
    ),
    st.integers(1, 9),
    st.integers(1, 3),
    st.sampled_from(sorted(ASKED)),
    st.sampled_from(sorted(ASKED)),
)
lists = st.lists(
    st.builds(
        Listing,
        st.just(1),
        numbered,
        st.sampled_from(Announce),
        st.just(date(2026, 1, 5)),
        st.sampled_from((ASKED, frozenset({"cs.LG"}))),
        st.just(NOW),
    ),
    max_size=20,
)
wishes = st.builds(
    chosen_settings,
    categories=st.lists(st.sampled_from(sorted(ASKED)), max_size=4, unique=True).map(tuple),
    phrases=st.lists(st.sampled_from(("invented", "number 3", "nothing")), max_size=2, unique=True).map(
        tuple
    ),
    exclusions=st.lists(st.sampled_from(("number 4", "nothing")), max_size=2, unique=True).map(tuple),
    crosses=st.booleans(),
    replacements=st.booleans(),
    cap=st.integers(1, 10),
)


@given(wishes, lists, st.frozensets(st.sampled_from([f"2601.0000{n}" for n in range(1, 10)])))
def test_whatever_is_listed_one_paper_comes_once(
    settings: Settings, listings: list[Listing], shown: frozenset[str]
) -> None:
    choice = choose(settings, listings, shown, {"2601.00001": 0.1})
    chosen = [each.paper.arxiv_id for each in choice.chosen]
    everything = [*chosen, *choice.more]
    assert len(set(everything)) == len(everything)
    assert not shown & set(everything)
    assert len(chosen) <= settings.cap
    assert len(chosen) == settings.cap or not choice.more
    order = [each.paper.arxiv_id for each in listings if each.announce is Announce.NEW or settings.crosses]
    assert not settings.replacements or chosen == sorted(
        chosen, key=lambda each: _first(listings, settings, each)
    )
    assert settings.replacements or set(everything) <= set(order)


def _first(listings: list[Listing], settings: Settings, arxiv_id: str) -> int:
    """Where a paper first stands in these lists so that the server wants it."""
    return next(
        n
        for n in range(len(listings))
        if candidates(settings, [listings[n]], ()) and listings[n].paper.arxiv_id == arxiv_id
    )


def test_categories_are_understood() -> None:
    assert len(codes()) == 155
    assert [understood(each) for each in ("cs.lg", "Machine learning", "NLP", " computer  VISION ")] == [
        "cs.LG",
        "cs.LG",
        "cs.CL",
        "cs.CV",
    ]
    assert all(understood(code) == code and name_of(code) for code in codes())
    assert understood("cs.XX") == ""
    assert meant("machine lerning") == ("cs.LG",)
    assert "cs.RO" in meant("robotcs")
    assert meant("asdfghjkl") == ()
