"""Proves the pure rules of what a list says: what is news, new, absent, shown otherwise, or as it was again (K1, K3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.competitions.model.changes import (
    Judged,
    absent,
    compare,
    is_anew,
    is_believable,
    is_sure,
    judge,
    shows_otherwise,
    still_news,
    updated,
    was,
)
from bot.competitions.model.values import Change, Changed, Listing, Phase, Trouble
from tests.competitions.asking import failing, sure
from tests.competitions.house import START, WHALES, invented

DAY = timedelta(days=1)
ENDS = sure(WHALES.deadline)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, None),
        ({"title": "Another"}, ()),
        ({"team_size": 3, "metric": "AUC"}, ()),
        ({"deadline": ENDS + timedelta(seconds=59)}, ()),
        ({"deadline": ENDS + timedelta(seconds=60)}, (Change.DEADLINE,)),
        ({"deadline": ENDS - 7 * DAY, "reward": "$60,000"}, (Change.DEADLINE, Change.PRIZE)),
        ({"entry_deadline": ENDS}, (Change.ENTRY,)),
        ({"merger_deadline": ENDS}, (Change.MERGER,)),
        ({"reward": " $50,000 "}, ()),
        ({"deadline": None, "unread": frozenset({"deadline"})}, None),
        ({"deadline": None, "entry_deadline": None}, (Change.DEADLINE, Change.ENTRY)),
        ({"reward": ""}, ()),
        ({"title": "", "tags": (), "team_size": None, "kaggle_id": None, "enabled_at": None}, None),
        ({"slug": "renamed"}, ()),
        ({"enabled_at": START + DAY}, ()),
    ],
)
def test_what_is_news(changed: dict[str, object], expected: tuple[Change, ...] | None) -> None:
    before = replace(WHALES, id=7)
    found = compare(before, updated(before, replace(WHALES, **changed), START))  # type: ignore[arg-type]
    assert (found.news if found else None) == expected
    if found is not None:
        assert (found.competition.id, found.competition.slug) == (7, WHALES.slug)


@pytest.mark.parametrize(
    ("before", "changed", "phase", "expected"),
    [
        (Phase.GONE, {}, Phase.OPEN, (Change.BACK,)),
        (Phase.GONE, {"deadline": ENDS + DAY}, Phase.OPEN, (Change.DEADLINE, Change.BACK)),
        (Phase.ENDED, {"deadline": ENDS + 60 * DAY}, Phase.OPEN, (Change.DEADLINE,)),
        (Phase.OPEN, {"enabled_at": START + DAY}, Phase.UPCOMING, ()),
        # What time alone does is left to its turn, by which people are told.
        (Phase.OPEN, {"deadline": START - DAY}, Phase.OPEN, (Change.DEADLINE,)),
        (Phase.GONE, {"deadline": START - DAY}, Phase.GONE, ()),
        (Phase.UPCOMING, {}, Phase.UPCOMING, None),
    ],
)
def test_where_it_stands_when_it_is_listed(
    before: Phase, changed: dict[str, object], phase: Phase, expected: tuple[Change, ...] | None
) -> None:
    known = replace(WHALES, id=7, phase=before)
    after = updated(known, replace(WHALES, **changed), START)  # type: ignore[arg-type]
    assert after.phase is phase
    found = compare(known, after)
    assert (found.news if found else None) == expected


def test_a_competition_is_known_by_its_number_and_else_by_its_slug() -> None:
    known = [replace(invented(1, kaggle_id=1), id=1), replace(invented(2), id=2)]
    renamed = replace(invented(1, kaggle_id=1), slug="renamed", title="New title")
    numbered = invented(2, kaggle_id=2)
    usurper = invented(1, kaggle_id=3)  # takes the name that the first one had
    listed = [usurper, renamed, numbered, numbered, invented(4), invented(4)]
    judged = judge(known, listed, START)
    assert [(each.slug, each.url.rsplit("/")[-1]) for each in judged.new] == [
        ("invented-1-3", "invented-1"),
        ("invented-4", "invented-4"),
    ]
    changed = [
        (each.competition.id, each.competition.slug, each.competition.url.rsplit("/")[-1])
        for each in judged.changed
    ]
    assert changed == [(1, "invented-1", "renamed"), (2, "invented-2", "invented-2")]
    now = [replace(each, id=number) for number, each in enumerate(judged.new, 3)]
    now += [each.competition for each in judged.changed]
    assert judge(now, listed, START) == Judged(), "and stays so"
    assert [each.competition.id for each in judge(now, [invented(2, slug="Invented-2")], START).changed] == [
        2
    ]


def test_any_number_of_competitions_may_have_one_name_after_another() -> None:
    known = [
        replace(invented(1, slug="x", kaggle_id=1), id=1),
        replace(invented(2, slug="x-2", page="x", kaggle_id=2), id=2),
    ]
    third, fourth = invented(3, slug="x", kaggle_id=3), invented(4, slug="X", kaggle_id=4)
    judged = judge(known, [third, third, fourth], START)
    assert [(each.slug, each.page) for each in judged.new] == [("x-3", "x"), ("X-4", "X")]
    judged = judge([], [third, third, fourth], START)
    assert [each.slug for each in judged.new] == ["x", "X-4"]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"tags": ("new",), "organisation": "Another", "kaggle_id": 5, "missing_since": START}, False),
        ({"deadline": ENDS + timedelta(milliseconds=300)}, False),
        ({"deadline": ENDS + timedelta(seconds=1)}, True),
        ({"team_size": 3}, True),
        ({"page": "renamed"}, True),
    ],
)
def test_what_messages_show_otherwise(changed: dict[str, object], expected: bool) -> None:
    found = compare(WHALES, replace(WHALES, **changed))  # type: ignore[arg-type]
    assert found is not None
    assert shows_otherwise(found) is expected


def test_what_is_news_again_to_servers_that_passed_it_over() -> None:
    known = replace(WHALES, number=3)
    community = replace(known, category="Community")
    assert is_anew(community, known)
    assert not is_anew(replace(community, number=0), known), "a channel may have it already"
    assert not is_anew(replace(known, phase=Phase.GONE), known), "nor is what comes back"
    assert not is_anew(replace(known, category="HOST_SEGMENT_FEATURED", reward=""), known)
    assert not is_anew(community, replace(known, phase=Phase.ENDED))


def test_only_so_much_can_vanish_at_once() -> None:
    known = [replace(invented(number), id=number) for number in range(1, 31)]
    for there, believed in ((25, True), (20, True), (19, False)):
        missing = absent(known, Listing(tuple(known[:there])), START)
        assert len(missing) == 30 - there
        assert is_believable(known, missing) is believed
    over = replace(known[0], deadline=START)
    assert absent([over], Listing(), START) == [], "one that ended may be left out"
    assert absent(known, failing(Trouble.SLOW), START) == []


def test_what_could_not_be_read_is_not_missing() -> None:
    known = [replace(invented(number, kaggle_id=number), id=number) for number in range(1, 4)]
    unnamed = replace(known[1], kaggle_id=None)
    told = Listing(tuple(known[:1]), 1, unreadable=frozenset({3}))
    assert absent(known, told, START) == [known[1]]
    assert is_sure([known[1]], told)
    assert not is_sure([unnamed], told), "it may be the one that has this number"
    assert not is_sure([known[1]], replace(told, skipped=2)), "it may be the other one"
    assert is_sure([unnamed], Listing())


@pytest.mark.parametrize(
    ("unseen", "changed", "expected"),
    [
        ([Change.PRIZE], {"reward": "$1"}, [Change.PRIZE]),
        ([Change.PRIZE], {"reward": " $50,000"}, []),
        ([Change.DEADLINE, Change.PRIZE], {"deadline": ENDS + DAY}, [Change.DEADLINE]),
        ([Change.DEADLINE], {"deadline": None}, [Change.DEADLINE]),
        ([Change.GONE, Change.BACK], {}, []),
        ([Change.GONE, Change.LAUNCHED], {}, [Change.LAUNCHED, Change.GONE]),
    ],
)
def test_what_was_not_read_and_is_as_it_was_is_no_news(
    unseen: list[Change], changed: dict[str, object], expected: list[Change]
) -> None:
    before = was(Changed(WHALES, tuple(unseen), WHALES))
    assert list(still_news(before, replace(WHALES, **changed))) == expected  # type: ignore[arg-type]
