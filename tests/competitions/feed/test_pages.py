"""Proves that Kaggle's list is read to its end with patience, and that what is not its end is not taken for it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.competitions.feed import kaggle
from bot.competitions.model.values import Trouble, Troubled
from bot.core.http import Http
from tests.competitions.feed.served import Served, answer, refused, some

TOO_MANY = Troubled(Trouble.LARGE, "more pages than can be read")


async def test_a_server_that_ignores_the_page_is_read_once(served: Served, http: Http) -> None:
    again = some(20)
    served.always = answer({"competitions": [*again, {"teamCount": 1}], "nextPageToken": "x"})
    listing = await served.kaggle(http).read()
    assert (len(listing.competitions), listing.is_whole, len(served.asked)) == (20, True, 2)


async def test_a_list_that_moves_meanwhile_has_each_once(served: Served, http: Http) -> None:
    served.script = [answer({"competitions": some(20)}), answer({"competitions": some(20, 19)}), answer({})]
    listing = await served.kaggle(http).read()
    assert [each.slug for each in listing.competitions] == [f"c-{number}" for number in range(39)]


@pytest.mark.parametrize(("most", "bound"), [("PAGES", 5), ("ENTRIES", 4)])
async def test_a_list_that_is_too_long_is_not_taken_for_whole(
    served: Served, http: Http, monkeypatch: pytest.MonkeyPatch, most: str, bound: int
) -> None:
    monkeypatch.setattr(kaggle, most, bound)
    served.items, served.page = some(9), 1
    listing = await served.kaggle(http).read()
    assert listing.trouble == TOO_MANY
    assert (len(listing.competitions), len(served.asked)) == (5, 5)


async def test_hundreds_of_pages_are_read_with_a_pause_between_them(served: Served, http: Http) -> None:
    served.items, served.page = some(205), 1
    listing = await served.kaggle(http).read()
    assert (len(listing.competitions), listing.is_whole) == (205, True)
    assert served.slept == [kaggle.PAUSE] * 205


async def test_a_page_that_comes_twice_leads_on_while_it_names_another(served: Served, http: Http) -> None:
    again = [*some(3), {}]
    served.script = [answer({"competitions": again, "nextPageToken": each}) for each in "ab"]
    served.script += [answer({"competitions": some(3, 3)}), answer({})]
    listing = await served.kaggle(http).read()
    assert (len(listing.competitions), listing.skipped, listing.is_whole) == (6, 1, True)
    served.script = [answer({"competitions": again, "nextPageToken": f"{n}"}) for n in range(99)]
    served.asked.clear()
    listing = await served.kaggle(http).read()
    assert listing.trouble == TOO_MANY
    assert len(served.asked) == 1 + kaggle.REPEATED + 1


async def test_a_later_page_without_a_readable_entry_costs_itself(served: Served, http: Http) -> None:
    served.items, served.page = [*some(2), {"title": "odd"}, {"id": 9, "ref": "???"}, *some(3, 2)], 2
    listing = await served.kaggle(http).read()
    assert (len(listing.competitions), listing.skipped, listing.is_whole) == (5, 2, True)
    assert listing.unreadable == {9}


async def test_a_busy_kaggle_is_left_alone_for_a_moment_and_asked_again(served: Served, http: Http) -> None:
    served.items = some(50)
    busy = [refused(429), refused(503, {"Retry-After": "60"}), refused(429, {"Retry-After": "0"})]
    served.script = [*busy, None, *busy]
    listing = await served.kaggle(http).read()
    assert (len(listing.competitions), listing.is_whole) == (50, True)
    assert served.pages == [1] * 4 + [2] * 4 + [3, 4]
    assert served.slept == [1, 60, 1, kaggle.PAUSE, 1, 60, 1, kaggle.PAUSE, kaggle.PAUSE]


async def test_what_would_take_too_long_is_not_waited_for(served: Served, http: Http) -> None:
    served.script = [refused(429, {"Retry-After": "61"})]
    reader = served.kaggle(http)
    assert (await reader.read()).trouble == Troubled(Trouble.BUSY, "HTTP 429", timedelta(seconds=61))
    served.script = [refused(429, {"Retry-After": "9"})]
    reader.whole_deadline = 8
    assert (await reader.read()).trouble == Troubled(Trouble.BUSY, "HTTP 429", timedelta(seconds=9))
    assert (served.slept, served.script) == ([], [])
