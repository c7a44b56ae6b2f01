"""Proves that all of Kaggle's list is read over a real socket, page after page, and what goes wrong told for what it is."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.competitions.feed import Credentials, Kaggle, kaggle
from bot.competitions.feed.kaggle import address
from bot.competitions.model.values import Trouble, Troubled
from bot.core.http import Http
from tests.competitions.feed import served as kaggles
from tests.competitions.feed.served import (
    BEARER,
    SERVICE,
    Answering,
    Served,
    answer,
    dripping,
    flooding,
    item,
    refused,
    some,
)

MB = 1 << 20


async def trouble(reader: Kaggle) -> Troubled:
    """What goes wrong in a reading."""
    listing = await reader.read()
    assert listing.trouble is not None
    assert not listing.is_whole
    return listing.trouble


@pytest.mark.parametrize("tokens", [False, True])
async def test_every_page_is_read_until_one_is_empty(served: Served, http: Http, tokens: bool) -> None:
    served.items, served.tokens, served.accepts = some(65), tokens, {BEARER}
    listing = await served.kaggle(http).read()
    assert listing.is_whole
    assert [each.slug for each in listing.competitions] == [f"c-{number}" for number in range(65)]
    assert served.pages == [1, 2, 3, 4, 5]
    assert {(each.method, each.path) for each in served.asked} == {("POST", SERVICE)}
    assert served.asked[0].body == {"page": 1}
    assert served.asked[1].body == ({"page": 2, "pageToken": "from-20"} if tokens else {"page": 2})
    assert served.asked[0].headers["Content-Type"] == "application/json"
    assert served.asked[0].headers["User-Agent"] == "Compound/1 (Discord bot)"


async def test_the_older_api_answers_with_a_bare_list(served: Served, http: Http) -> None:
    served.items = some(45)
    listing = await served.kaggle(http, path="/api/v1/competitions/list").read()
    assert (len(listing.competitions), listing.is_whole) == (45, True)
    assert {(each.method, each.path, each.headers["Authorization"]) for each in served.asked} == {
        ("GET", "/api/v1/competitions/list", BEARER)
    }
    assert served.pages == [1, 2, 3, 4]


async def test_either_shape_is_read_whatever_was_asked(served: Served, http: Http) -> None:
    served.script = [answer(some(3)), answer([])]
    assert len((await served.kaggle(http).read()).competitions) == 3
    served.script = [answer({"competitions": some(3), "totalCount": 3}), answer({"competitions": []})]
    listing = await served.kaggle(http, path="/v1/competitions/list").read()
    assert (len(listing.competitions), listing.is_whole) == (3, True)


async def test_an_entry_that_cannot_be_read_costs_itself(served: Served, http: Http) -> None:
    bad: list[Any] = [None, 7, "x", [], {}, {"ref": 5}, {"ref": "a b", "deadline": {}}]
    served.script = [answer({"competitions": [*some(2), *bad, *some(2, 2)]}), answer({})]
    listing = await served.kaggle(http).read()
    assert (len(listing.competitions), listing.skipped, listing.is_whole) == (4, len(bad), True)


def nested(depth: int) -> str:
    return '{"competitions": [{"ref": "deep", "tags": ' + "[" * depth + "]" * depth + "}]}"


BROKEN = {
    "a page": answer("<!doctype html><title>Kaggle</title>", kind="text/html"),
    "nothing": answer(""),
    "cut": answer('{"competitions": [{"ref": "a"}, {"re'),
    "no list": answer({"competitions": {"ref": "a"}}),
    "a number": answer("17"),
    "null": answer("null"),
    "no utf-8": answer(b'{"competitions": [{"ref": "\xff"}]}'),
    "deep": answer(nested(100_000)),
    "no entry": answer({"competitions": [{}, {"ref": 5}]}),
    "no competition at all": answer({}),
    "compression": answer(b"x", headers={"Content-Encoding": "gzip"}),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_what_kaggle_does_not_answer_is_broken(served: Served, http: Http, name: str) -> None:
    served.always = BROKEN[name]
    assert (await trouble(served.kaggle(http))).trouble is Trouble.BROKEN
    assert len(served.asked) == 1


async def test_what_is_nested_as_deep_as_can_be_read_is_no_trouble(served: Served, http: Http) -> None:
    for depth in range(200, 1000, 40):
        served.script = [answer(nested(depth)), answer({})]
        listing = await served.kaggle(http).read()
        assert listing.is_whole or listing.trouble == Troubled(Trouble.BROKEN, "no JSON")
        served.script = [answer([*some(1), {"deep": [[[]]]}]), answer({})]
        assert (await served.kaggle(http).read()).is_whole


async def test_a_number_of_absurd_length_costs_its_field(served: Served, http: Http) -> None:
    text = '{"competitions": [{"ref": "a", "maxTeamSize": ' + "9" * 5000 + ', "id": NaN}]}'
    served.script = [answer(text), answer({})]
    (one,) = (await served.kaggle(http).read()).competitions
    assert (one.slug, one.team_size, one.kaggle_id) == ("a", None, None)


@pytest.mark.parametrize(
    ("answering", "expected"),
    [
        (refused(401), (Trouble.TOKEN, "HTTP 401")),
        (refused(403), (Trouble.TOKEN, "HTTP 403")),
        (answer({"code": 401, "message": "Unauthenticated"}), (Trouble.TOKEN, "HTTP 401")),
        (answer({"error": {"code": "403"}}), (Trouble.TOKEN, "HTTP 403")),
        (answer({"code": 429}), (Trouble.BUSY, "HTTP 429")),
        (answer({"message": "no"}), (Trouble.ERROR, "it answers with an error")),
        (refused(429), (Trouble.BUSY, "HTTP 429")),
        (answer("", 503), (Trouble.BUSY, "HTTP 503")),
        (answer("<html>", 500), (Trouble.ERROR, "HTTP 500")),
        (answer("", 404), (Trouble.ERROR, "HTTP 404")),
        (answer("", 204), (Trouble.ERROR, "HTTP 204")),
    ],
)
async def test_a_status_is_told_for_what_it_is(
    served: Served, http: Http, answering: Answering, expected: tuple[Trouble, str]
) -> None:
    served.always = answering
    found = await trouble(served.kaggle(http))
    assert (found.trouble, found.words, found.wait) == (*expected, timedelta())
    assert len(served.asked) == (kaggle.TRIES if found.trouble is Trouble.BUSY else 1)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "900"}, 900),
        ({"Retry-After": "0.5"}, 1),
        ({"Retry-After": "Tue, 06 Jan 2026 06:15:00 GMT", "Date": "Tue, 06 Jan 2026 06:00:00 GMT"}, 900),
        ({"Retry-After": "Tuesday, 06-Jan-26 06:15:00 GMT", "Date": "Tue, 06 Jan 2026 06:00:00 GMT"}, 900),
        ({"Retry-After": "Tue, 06 Jan 2026 05:00:00 GMT", "Date": "Tue, 06 Jan 2026 06:00:00 GMT"}, 0),
        ({"Retry-After": "9" * 30}, 86400),
        ({"Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT"}, 86400),
        ({"Retry-After": "soon"}, 0),
        ({"Retry-After": "-5"}, 0),
    ],
)
async def test_how_long_kaggle_wants_us_to_be_quiet(
    served: Served, http: Http, headers: dict[str, str], seconds: int
) -> None:
    served.always = refused(429, headers)
    assert (await trouble(served.kaggle(http))).wait == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("answering", "expected"),
    [
        (refused(401), Trouble.TOKEN),
        (refused(429, {"Retry-After": "900"}), Trouble.BUSY),
        (answer("<html>"), Trouble.BROKEN),
        (answer("", 500), Trouble.ERROR),
    ],
)
async def test_a_page_that_fails_keeps_those_before(
    served: Served, http: Http, answering: Answering, expected: Trouble
) -> None:
    served.items = some(50)
    served.script = [None, answering]
    listing = await served.kaggle(http).read()
    assert listing.trouble is not None
    assert (listing.trouble.trouble, len(listing.competitions), served.pages) == (expected, 20, [1, 2])


async def test_nobody_there(http: Http) -> None:
    reader = Kaggle(http, "http://127.0.0.1:9/v1", Credentials(kaggles.TOKEN))
    assert (await trouble(reader)).trouble is Trouble.UNREACHABLE


async def test_there_is_a_deadline_for_a_page_and_one_for_all(served: Served, http: Http) -> None:
    served.always = dripping(b" ", 0.02)
    reader = served.kaggle(http)
    reader.deadline = 0.2
    began = time.monotonic()
    assert (await trouble(reader)).trouble is Trouble.SLOW
    assert time.monotonic() - began < 2
    served.always, served.items = None, some(50)
    reader.whole_deadline = 0
    assert await trouble(reader) == Troubled(Trouble.SLOW, "not all pages in 0 s")


async def test_a_page_that_is_too_large_is_not_read(served: Served, http: Http) -> None:
    reader = served.kaggle(http)
    served.always = flooding(b" " * MB, 50)
    assert (await trouble(reader)).trouble is Trouble.LARGE
    bomb = gzip.compress(b" " * (40 * MB), 1)
    served.always = answer(bomb, headers={"Content-Encoding": "gzip"})
    assert (await trouble(reader)).trouble is Trouble.LARGE


async def test_a_large_page_is_read_beside_the_loop(served: Served, http: Http) -> None:
    served.items = [item(f"c-{number}", description="x" * 10_000) for number in range(20)]
    listing = await served.kaggle(http).read()
    assert (len(listing.competitions), listing.is_whole) == (20, True)


@pytest.mark.parametrize(
    ("setting", "asked", "older"),
    [
        ("https://api.kaggle.com/v1", f"https://api.kaggle.com{SERVICE}", False),
        ("https://api.kaggle.com", f"https://api.kaggle.com{SERVICE}", False),
        ("https://api.kaggle.com/v1/", f"https://api.kaggle.com{SERVICE}", False),
        ("https://www.kaggle.com/api/v1", f"https://www.kaggle.com/api{SERVICE}", False),
        (f"http://127.0.0.1:1{SERVICE}", f"http://127.0.0.1:1{SERVICE}", False),
        ("http://127.0.0.1:1/x/ListCompetitions", "http://127.0.0.1:1/x/ListCompetitions", False),
        ("http://h/v1/competitions.CompetitionApiService", f"http://h{SERVICE}", False),
        ("http://h/api/v1/competitions/list", "http://h/api/v1/competitions/list", True),
    ],
)
def test_the_setting_may_name_any_part_of_the_address(setting: str, asked: str, older: bool) -> None:
    assert address(setting) == (asked, older)


async def test_the_recorded_answer_is_read_page_by_page(
    served: Served, http: Http, recorded_data: Path
) -> None:
    text = (recorded_data / "kaggle/competitions_list_2020-08.json").read_text(encoding="utf-8")
    served.items, served.page = json.loads(text), 4
    listing = await served.kaggle(http).read()
    assert (len(listing.competitions), listing.skipped, listing.is_whole) == (10, 0, True)


async def test_the_first_page_says_whether_kaggle_answers_us(served: Served, http: Http) -> None:
    served.items, served.accepts = some(50), {BEARER}
    make: Callable[..., Kaggle] = served.kaggle
    assert await make(http).probe() is None
    assert served.pages == [1]
    assert await make(http, Credentials("KGAT_other")).probe() == Troubled(Trouble.TOKEN, "HTTP 401")
