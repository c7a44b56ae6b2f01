"""Proves that what arXiv sends is read strictly, and entry by entry: lists as Atom and RSS, results, and what is neither."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bot.papers.feed import Answer, Trouble, Troubled, api, daily
from bot.papers.feed.strict import read_date, read_id, read_instant, read_xml
from bot.papers.model.values import Announce, Paper
from tests.papers import lists
from tests.papers.arxiv import feed as api_page
from tests.papers.feed import served
from tests.papers.house import BIRDS, LEAVES, SPINS, WARMUP, invented

DAY = date(2026, 1, 6)
MIDNIGHT = datetime(2026, 1, 6, 5, tzinfo=UTC)
BOMB = '<!DOCTYPE feed [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def read(text: str | bytes, kind: str = "application/atom+xml") -> Answer:
    found = daily.read_daily(text.encode() if isinstance(text, str) else text, kind)
    assert isinstance(found, Answer), found
    return found


def trouble(text: str | bytes, kind: str = "application/atom+xml") -> Trouble:
    found = daily.read_daily(text.encode() if isinstance(text, str) else text, kind)
    assert isinstance(found, Troubled), found
    page = api.read_page(text.encode() if isinstance(text, str) else text, 0, 10, kind)
    assert isinstance(page, Troubled)
    assert page.trouble is found.trouble
    return found.trouble


def on_the_day(paper: Paper) -> Paper:
    """As a list has it: without a comment, of the day on which it was listed."""
    return replace(paper, comment="", published_at=MIDNIGHT)


@pytest.mark.parametrize("rss", [False, True])
def test_a_list_is_read_as_it_is_written(rss: bool) -> None:
    listed = [
        (LEAVES, Announce.NEW),
        (WARMUP, Announce.CROSS),
        (BIRDS, Announce.REPLACE),
        (SPINS, Announce.REPLACE_CROSS),
    ]
    found = read(served.daily(listed, DAY, rss=rss))
    assert [(each.paper, each.announce) for each in found.listed] == [
        (on_the_day(paper), kind) for paper, kind in listed
    ]
    assert (found.listed_on, found.skipped, found.entries) == (DAY, 0, 4)


@pytest.mark.parametrize("rss", [False, True])
def test_an_empty_list_has_a_date(rss: bool) -> None:
    found = read(served.daily([], DAY, rss=rss))
    assert (found.listed, found.listed_on, found.entries) == ((), DAY, 0)


def test_doubles_are_one_paper_and_new_wins() -> None:
    twice = [
        (LEAVES, Announce.CROSS),
        (WARMUP, Announce.NEW),
        (LEAVES, Announce.NEW),
        (WARMUP, Announce.CROSS),
    ]
    found = read(served.daily(twice, DAY))
    assert [(each.paper.arxiv_id, each.announce) for each in found.listed] == [
        (LEAVES.arxiv_id, Announce.NEW),
        (WARMUP.arxiv_id, Announce.NEW),
    ]
    assert found.entries == 4


def test_a_bad_entry_is_left_out_and_logged_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    text = served.daily([LEAVES, WARMUP, BIRDS], DAY, published={WARMUP.arxiv_id: "the day after"})
    found = read(text)
    assert [each.arxiv_id for each in found.papers] == [LEAVES.arxiv_id, BIRDS.arxiv_id]
    assert (found.skipped, found.entries) == (1, 3)
    assert "skipped" in caplog.text
    assert WARMUP.title not in caplog.text
    without = text.replace(f"oai:arXiv.org:{LEAVES.arxiv_id}v1", "nothing").replace(
        f"arXiv:{LEAVES.arxiv_id}v1 Announce", "Announce"
    )
    assert [each.arxiv_id for each in read(without).papers] == [BIRDS.arxiv_id]
    nameless = text.replace(f"<title>{BIRDS.title}</title>", "<title> </title>")
    assert [each.arxiv_id for each in read(nameless).papers] == [LEAVES.arxiv_id]
    strange = text.replace(">new<", ">withdrawn<")
    assert trouble_of(strange) is Trouble.BROKEN  # nothing of it can be read


def trouble_of(text: str) -> Trouble:
    found = daily.read_daily(text.encode())
    assert isinstance(found, Troubled)
    return found.trouble


def test_an_id_may_stand_elsewhere_and_its_version_too() -> None:
    text = served.daily([BIRDS], DAY)
    bare = text.replace(f"oai:arXiv.org:{BIRDS.arxiv_id}v2", f"http://arxiv.org/abs/{BIRDS.arxiv_id}")
    assert read(bare).papers[0] == on_the_day(BIRDS)
    unsaid = text.replace("<arxiv:announce_type>new</arxiv:announce_type>", "").replace(
        "Announce Type: new", "Announce Type: replace-cross"
    )
    assert read(unsaid).listed[0].announce is Announce.REPLACE_CROSS


def test_what_is_long_or_strange_survives() -> None:
    names = tuple(f"Författare Nr {number}" for number in range(300))
    paper = invented(
        1,
        title="On $\\ell_1 < \\frac{a}{b}$ & <b>bold</b> claims " + "very " * 200 + "long",
        authors=names,
        summary="We show $p < 0.001$\nin two lines.  Then   more.",
    )
    (found,) = read(served.daily([paper], DAY)).papers
    assert found.title == paper.title
    assert found.authors == names
    assert found.summary == "We show $p < 0.001$ in two lines. Then more."
    assert daily.split_names("Ann Lee (MIT, Cambridge (USA)), Bo Ek (KTH),\n Cy  Day") == (
        "Ann Lee",
        "Bo Ek",
        "Cy Day",
    )


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Rate exceeded.", "text/plain", Trouble.PAGE),
        ("<html><body>Rate exceeded.</body></html>", "text/html", Trouble.PAGE),
        ("<!DOCTYPE html><html><body>Maintenance</body></html>", "application/atom+xml", Trouble.PAGE),
        ("\n<html xmlns='http://www.w3.org/1999/xhtml'/>", "", Trouble.PAGE),
        ("<?xml version='1.0'?><html/>", "application/xml", Trouble.PAGE),
        ("<!-- busy --><p>Come back later.<br></p>", "Text/HTML", Trouble.PAGE),
        ("", "application/atom+xml", Trouble.BROKEN),
        ("<feed><entry></feed>", "application/atom+xml", Trouble.BROKEN),
        ("<opml/>", "application/xml", Trouble.BROKEN),
        (f"<?xml version='1.0'?>{BOMB}<feed><title>&b;</title></feed>", "application/xml", Trouble.BROKEN),
        (f"<?xml version='1.0'?><!-- <feed> -->{BOMB}<feed/>", "application/xml", Trouble.BROKEN),
        ("<feed><title>&unknown;</title></feed>", "application/xml", Trouble.BROKEN),
        ("<!DOCTYPE feed SYSTEM 'http://127.0.0.1:9/x.dtd'><feed/>", "application/xml", Trouble.BROKEN),
    ],
)
def test_what_is_no_feed_does_not_count(text: str, kind: str, expected: Trouble) -> None:
    assert trouble(text, kind) is expected


def test_a_feed_that_is_called_a_page_is_read() -> None:
    kind = "text/html; charset=utf-8"
    assert read(served.daily([LEAVES], DAY), kind) == read(served.daily([LEAVES], DAY))
    found = api.read_page(api_page([LEAVES], 1).encode(), 0, 10, kind)
    assert isinstance(found, Answer)
    assert found.papers == (LEAVES,)


def test_a_document_type_in_another_encoding_is_seen() -> None:
    assert isinstance(
        read_xml(f"<?xml version='1.0' encoding='utf-16'?>{BOMB}<feed/>".encode("utf-16")), Troubled
    )


def test_a_cut_feed_does_not_count_wherever_it_is_cut() -> None:
    text = served.daily([LEAVES, WARMUP], DAY).encode().rstrip()
    for end in range(100, len(text), 97):
        assert trouble(text[:end]) is Trouble.BROKEN


def test_rate_exceeded_wants_quiet() -> None:
    found = daily.read_daily(b"Rate exceeded.")
    assert isinstance(found, Troubled)
    assert found.wait.total_seconds() >= 60


@given(st.binary(max_size=300))
def test_whatever_comes_is_an_answer_or_trouble(body: bytes) -> None:
    assert isinstance(daily.read_daily(body), Answer | Troubled)
    assert isinstance(api.read_page(body, 0, 10), Answer | Troubled)


def page(text: str, start: int = 0, most: int = 10) -> Answer | Troubled:
    return api.read_page(text.encode(), start, most)


def test_a_page_of_results_is_read() -> None:
    found = page(api_page([LEAVES, BIRDS, SPINS], 300))
    assert isinstance(found, Answer)
    assert found.papers == (LEAVES, BIRDS, SPINS)
    assert (found.total, found.entries) == (300, 3)


def test_a_bad_date_costs_one_result() -> None:
    text = api_page([LEAVES, WARMUP, BIRDS], 3).replace("2026-01-01T17:30:00Z", "2026-13-41T00:00:00Z")
    found = page(text)
    assert isinstance(found, Answer)
    assert found.papers == (LEAVES, BIRDS)
    assert (found.skipped, found.entries) == (1, 3)


def test_an_empty_page_is_believed_only_where_the_total_says_so() -> None:
    assert page(api_page([], 0)) == Answer(())
    assert page(api_page([], 25), start=25) == Answer((), total=25)
    found = page(api_page([], 25), start=10)
    assert isinstance(found, Troubled)
    assert found.trouble is Trouble.EMPTY


def recorded(folder: Path, name: str) -> str:
    (file,) = (folder / "arxiv" / "atom").glob(f"{name}*.json")
    return str(json.loads(file.read_text(encoding="utf-8"))["body"])


def test_recorded_answers_of_the_api(recorded_data: Path) -> None:
    found = page(recorded(recorded_data, "id_quant-ph"), most=100)
    assert isinstance(found, Answer)
    (old,) = found.papers
    assert (old.arxiv_id, old.version, old.primary_category) == ("quant-ph/0201082", 1, "quant-ph")
    assert old.summary.startswith("We show a representation")
    two = page(recorded(recorded_data, "id_0808"), most=100)
    assert isinstance(two, Answer)
    assert [each.arxiv_id for each in two.papers] == ["1707.08567"]
    assert len(two.papers[0].authors) == 34
    many = page(recorded(recorded_data, "q_testing_s0_m100"), most=100)
    assert isinstance(many, Answer)
    assert (len(many.papers), many.total, many.skipped) == (100, 214881, 0)
    wrong = page(recorded(recorded_data, "id_abc"), most=100)
    assert isinstance(wrong, Troubled)
    assert wrong.trouble is Trouble.ERROR


def test_recorded_days(recorded_data: Path) -> None:
    for name, papers in (("2026-06-02", 715), ("2026-06-25", 26), ("2026-06-26", 261), ("2026-06-27", 261)):
        listed = list(lists.recorded(recorded_data, name))
        found = read(served.daily(listed, date.fromisoformat(name)))
        first = {each.arxiv_id: each for each in reversed(listed)}
        assert len(found.papers) == papers
        assert {each.arxiv_id: each.authors for each in found.papers} == {
            key: each.authors for key, each in first.items()
        }
        assert found.entries == len(listed)


def test_dates() -> None:
    assert read_instant("Thu, 15 Feb 2024 00:00:00 -0500") == datetime(2024, 2, 15, 5, tzinfo=UTC)
    assert read_instant(" 2024-02-15T05:00:08.812391+00:00\n").second == 8
    assert read_date("2024-02-15T05:00:08.812391+00:00") == date(2024, 2, 15)
    assert read_date("2024-07-15T03:59:59Z") == date(2024, 7, 14)  # still the 14th in New York
    assert read_date("Thu, 15 Feb 2024 00:00:00 -0500") == date(2024, 2, 15)
    assert read_date("2024-02-15T00:00:00Z") == date(2024, 2, 15)  # a date, wherever its midnight is
    for bad in (
        "",
        "yesterday",
        "2024-02-30T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59-12:00",
        "12",
    ):
        with pytest.raises(ValueError):
            read_instant(bad)


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("oai:arXiv.org:2402.08954v1", ("2402.08954", 1)),
        ("http://arxiv.org/abs/0704.0001", ("0704.0001", 0)),
        ("http://arxiv.org/abs/hep-th/9901001v12", ("hep-th/9901001", 12)),
        ("oai:arXiv.org:math.GT/0309136v2", ("math/0309136", 2)),
        ("http://arxiv.org/abs/2402.089541v1", None),
        ("https://arxiv.org/api/errors#incorrect_id_format_for_abc", None),
    ],
)
def test_ids(written: str, named: tuple[str, int] | None) -> None:
    assert read_id(written) == named


def test_queries() -> None:
    assert api.words_query("testing") == "testing"
    assert (
        api.words_query('the "attention" (is) all: you need')
        == 'all:"attention" AND all:"all" AND all:"you" AND all:"need"'
    )
    assert api.words_query("to be or not to be").count("be") == 1
    assert api.words_query("?!") == ""
    since, until = datetime(2026, 1, 5, 19, tzinfo=UTC), datetime(2026, 1, 6, 19, tzinfo=UTC)
    assert api.submitted_query(["cs.LG", "cs.CL"], since, until) == (
        "submittedDate:[202601051900 TO 202601061859] AND (cat:cs.LG OR cat:cs.CL)"
    )


def test_a_long_list_takes_a_few_times_what_parsing_alone_takes() -> None:
    # The promise, three times, is measured by tests/bench/papers.py; machines that are busy say anything.
    body = served.daily(
        [invented(number, summary="some words " * 120) for number in range(2000)], DAY
    ).encode()
    ratios = []
    for _ in range(5):
        began = time.process_time()
        etree.fromstring(body)
        alone = time.process_time()
        assert len(read(body).papers) == 2000
        ratios.append((time.process_time() - alone) / (alone - began))
    assert min(ratios) < 6
