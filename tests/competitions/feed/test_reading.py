"""Proves that what Kaggle says of a competition is read with care: odd dates, prizes, names and numbers cost one field each."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.competitions.feed.dates import read_date
from bot.competitions.feed.reading import Complaints, read_item, read_reward, slug_of
from bot.competitions.model import categories
from bot.competitions.model.values import Competition
from bot.core.text import units
from tests.competitions.feed.served import item, item_of

DAY = datetime(2026, 3, 31, 23, 59, tzinfo=UTC)


def read(**fields: Any) -> Competition:
    """A competition with these fields, as Kaggle writes them."""
    found = read_item(item("forest-sounds", **fields), Complaints())
    assert found is not None
    return found


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-31T23:59:00Z",
        "2026-03-31T23:59:00",
        "2026-03-31T23:59:00.",
        "2026-03-31T23:59:00.0",
        "2026-03-31T23:59:00.000000000Z",
        "2026-03-31T23:59:00.0000000000001",
        "2026-03-31 23:59:00",
        "2026-03-31T23:59",
        "2026-03-31T23:59Z",
        "2026-04-01T01:59:00+02:00",
        "2026-04-01T01:59:00+0200",
        "2026-03-31T18:29:00.000-05:30",
        "2026-03-31T23:59:00 UTC",
        " 2026-03-31t23:59:00z ",
        "2026-03-31T23:58:60Z",
    ],
)
def test_a_date_is_read_as_utc_however_it_is_written(written: str) -> None:
    assert read_date(written) == DAY
    assert read_date(written).utcoffset() == DAY.utcoffset()  # type: ignore[union-attr]


@pytest.mark.parametrize("digits", range(1, 13))
def test_any_number_of_digits_of_a_second_is_read(digits: int) -> None:
    read_at = read_date(f"2026-03-31T23:59:00.{'123456789012'[:digits]}Z")
    assert read_at == DAY.replace(microsecond=int("123456"[:digits].ljust(6, "0")))


@pytest.mark.parametrize(
    "never",
    [None, "", "0000-00-00", "0001-01-01T00:00:00Z", "1999-12-31", "9999-12-31T23:59:59.9999999+14:00"],
)
def test_no_date_is_none(never: object) -> None:
    one = read(deadline=never)
    assert (read_date(never), one.deadline, one.unread) == (None, None, frozenset())


@pytest.mark.parametrize(
    "bad",
    [
        "soon",
        "2026-02-30T00:00:00Z",
        "2026-13-01",
        "2026-03-31T25:00:00Z",
        "2026-03-31T23:59:00+99:00",
        "+12026-03-31T00:00:00Z",
        "31.03.2026",
        1774915140,
        True,
        {"seconds": 1774915140},
        "٢٠٢٦-03-31",
    ],
)
def test_what_is_no_date_costs_that_date_and_is_logged_once(
    bad: object, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(ValueError):
        read_date(bad)
    complaints = Complaints()
    for _ in range(2):
        found = read_item(item("forest-sounds", deadline=bad), complaints)
        assert found is not None
        assert (found.deadline, found.merger_deadline) == (None, DAY.replace(day=24))
        assert found.unread == {"deadline"}
        complaints.begin()
    (line,) = caplog.records
    assert "forest-sounds" in line.getMessage()


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("titanic", "titanic"),
        ("https://www.kaggle.com/competitions/titanic", "titanic"),
        ("https://www.kaggle.com/c/titanic/", "titanic"),
        ("http://kaggle.com/competitions/titanic/overview?tab=1#x", "titanic"),
        ("kaggle.com/c/titanic?x=1", "titanic"),
        ("/competitions/GiveMeSomeCredit", "GiveMeSomeCredit"),
        ("competitions/us-patent_2.0", "us-patent_2.0"),
        ("https://www.kaggle.com/", ""),
        ("www.kaggle.com", ""),
        ("https://www.kaggle.com/competitions/", ""),
        ("https://www.kaggle.com/c/ünïcode", ""),
        ("a b", ""),
        ("a:b", ""),
        ("http://[", ""),
        ("x" * 201, ""),
        ("", ""),
        (None, ""),
        (17, ""),
    ],
)
def test_a_name_is_read_from_an_address_or_as_it_is(written: object, slug: str) -> None:
    assert slug_of(written) == slug


def test_the_address_helps_where_there_is_no_name() -> None:
    assert read(ref="!!").slug == "forest-sounds"
    assert read(ref=None).slug == "forest-sounds"
    assert read_item(item("x", ref=None, url=None), Complaints()) is None


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("50,000 Usd", "50,000 USD"),
        ("50,000 USD", "50,000 USD"),
        ("1.200,50 Eur", "1.200,50 EUR"),
        ("$100,000", "$100,000"),
        ("Knowledge", "Knowledge"),
        ("Prizes", "Prizes"),
        ("Swag", "Swag"),
        ("3 Gpus and fame", "3 Gpus and fame"),
        (" $1,000\n+ a\u0000 book ", "$1,000 + a book"),
        (25000, "25,000"),
        (0, ""),
        (True, ""),
        (None, ""),
        ({"amount": 3}, ""),
        ("🏆" * 300, "🏆" * 49 + "…"),
    ],
)
def test_a_prize_is_said_as_kaggle_says_it(written: object, said: str) -> None:
    assert read_reward(written) == said


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (5, 5),
        ("5", 5),
        (5.0, 5),
        (0, None),
        (-1, None),
        (True, None),
        (2.5, None),
        ("many", None),
        (float("nan"), None),
        (float("inf"), None),
        (10**30, None),
        ("9" * 5000, None),
        ([5], None),
    ],
)
def test_a_limit_is_a_number_from_one_on(written: object, number: int | None) -> None:
    one = read(maxTeamSize=written, maxDailySubmissions=written)
    assert (one.team_size, one.daily_submissions) == (number, number)


@pytest.mark.parametrize(
    ("written", "is_so"),
    [(True, True), ("true", True), (1, True), (False, False), ("no", False), ([], False)],
)
def test_a_switch_is_on_or_off(written: object, is_so: bool) -> None:
    one = read(isKernelsSubmissionsOnly=written, submissionsDisabled=written)
    assert (one.notebooks_only, one.submissions_closed) == (is_so, is_so)


def test_what_is_left_out_is_none() -> None:
    one = read_item({"ref": "bare"}, Complaints())
    assert one == Competition("bare", "bare")


def test_older_and_other_spellings_are_read() -> None:
    fields = {
        "ref": "https://www.kaggle.com/c/old",
        "titleNullable": "Old ways",
        "title": None,
        "hasTitle": True,
        "enabledDate": "2026-01-05T12:00:00Z",
        "mergerDeadlineNullable": "2026-03-31T23:59:00Z",
        "new_entrant_deadline": "2026-03-31T23:59:00Z",
        "maxTeamSizeNullable": 3,
        "evaluation_metric": "AUC",
        "organizationNameNullable": "Them",
        "categoryNullable": "HOST_SEGMENT_GETTING_STARTED",
        "tags": [{"nameNullable": "audio"}, "tabular", {"ref": "text"}, {"name": "audio"}, 7, None],
        "userRank": 3,
        "teamCount": 1000,
        "somethingNew": {"deep": [1]},
    }
    assert read_item(fields, Complaints()) == Competition(
        "old",
        "Old ways",
        category="Getting Started",
        metric="AUC",
        organisation="Them",
        enabled_at=datetime(2026, 1, 5, 12, tzinfo=UTC),
        entry_deadline=DAY,
        merger_deadline=DAY,
        team_size=3,
        tags=("audio", "tabular", "text"),
    )


def test_texts_are_harmless_and_fit_their_columns() -> None:
    one = read(
        title="A\u202e\u0000title\ud800\n" + "😀" * 300,
        category="c" * 500,
        evaluationMetric="m" * 5000,
        organizationName=["x"],
        tags=[{"name": f"{number} " + "t" * 500} for number in range(300)],
    )
    assert one.title.startswith("Atitle 😀")
    assert units(one.title) <= 200
    assert (len(one.category), len(one.metric), one.organisation) == (100, 200, "")
    assert (len(one.tags), max(map(len, one.tags))) == (20, 60)
    json.dumps(one.title).encode("utf-8")
    assert read(title="\u200b").title == "forest-sounds"
    assert read(title=17).title == "forest-sounds"


@pytest.mark.parametrize(
    ("spellings", "key"),
    [
        (("Featured", "featured", "HOST_SEGMENT_FEATURED", "hostSegmentFeatured"), "featured"),
        (("Getting Started", "gettingStarted", "HOST_SEGMENT_GETTING_STARTED"), "gettingstarted"),
        (("InClass", "inClass", "Community", "HOST_SEGMENT_COMMUNITY", "HOST_SEGMENT_IN_CLASS"), "community"),
        (("Masters", "Limited Participation", "HOST_SEGMENT_MASTERS"), "masters"),
        (("Simulation", "Simulations"), "simulation"),
        (("Moonshot", "HOST_SEGMENT_MOONSHOT"), "moonshot"),
        (("", "HOST_SEGMENT_UNSPECIFIED", "  "), ""),
    ],
)
def test_the_spellings_of_a_category_are_one(spellings: tuple[str, ...], key: str) -> None:
    assert {categories.key(each) for each in spellings} == {key}
    assert {categories.key(read(category=each).category) for each in spellings} == {key}
    assert not any("HOST" in read(category=each).category for each in spellings)


def test_what_the_served_kaggle_writes_is_what_is_read() -> None:
    one = read(enabledDate="2026-01-05T12:00:00.25Z", submissionsDisabled=True)
    assert read_item(item_of(one), Complaints()) == one


def test_ten_lines_of_the_log_are_enough(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    complaints = Complaints()
    for number in range(30):
        read_item(item(f"c-{number}", deadline="soon"), complaints)
    assert len(caplog.records) == 10


def test_the_recorded_items_are_read(recorded_data: Path) -> None:
    text = (recorded_data / "kaggle/competitions_list_2020-08.json").read_text(encoding="utf-8")
    read_ones = [read_item(each, Complaints()) for each in json.loads(text)]
    found = {each.slug: each for each in read_ones if each is not None}
    assert len(found) == 10
    assert found["jane-street-market-prediction"] == Competition(
        "jane-street-market-prediction",
        "Jane Street Market Prediction",
        category="Featured",
        reward="$100,000",
        metric="Jane Street Trading",
        organisation="Jane Street Group",
        enabled_at=datetime(2020, 11, 23, 17, 15, 9, 420000, tzinfo=UTC),
        deadline=datetime(2021, 8, 23, 23, 59, tzinfo=UTC),
        entry_deadline=datetime(2021, 2, 15, 23, 59, tzinfo=UTC),
        merger_deadline=datetime(2021, 2, 15, 23, 59, tzinfo=UTC),
        daily_submissions=5,
        team_size=5,
        notebooks_only=True,
        submissions_closed=True,
        tags=("finance", "tabular data"),
        kaggle_id=23304,
    )
    assert {each.category for each in found.values()} == {"Getting Started", "Playground", "Featured"}
    assert found["titanic"].team_size is None
