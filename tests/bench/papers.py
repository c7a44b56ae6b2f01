"""`papers`: ms until a server's papers are ranked by 10 that were saved there, among 4,170 abstracts.

Asked of the real process of ranking, by servers one after the other; the middle one of them counts. The `baseline` is the
promise: 50 ms. `first` is the first server of a day (seconds): it waits for the process and for the vectors, which then
serve all others. `block` is the longest time (ms) for which the event loop did nothing else meanwhile (see `ticker`).

`precision` is the mean average precision over the hidden readers of `abstracts`, `any_order` that of any order; they are
there only where the recorded abstracts lie beside the repository.

`feed` is how many times as long as lxml alone takes to parse it we need to read a daily list of 2,000 entries. `choosing` is
ms in which one of many servers with the same categories, each with phrases, authors and exclusions, chooses from a day's list
of 900 papers.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime
from random import Random
from statistics import median
from time import perf_counter
from xml.sax.saxutils import escape

from lxml import etree

from bot.papers.feed.answers import Troubled
from bot.papers.feed.daily import read_daily
from bot.papers.model.choosing import choose
from bot.papers.model.values import Announce, Listing, Paper, Settings
from bot.papers.ranking import Ranking
from bot.papers.ranking.vectors import Text, Vectors
from tests.bench.abstracts import LIKED, many, overall, precision, recorded
from tests.bench.measurement import Measurement
from tests.bench.ticker import watched

ABSTRACTS, SERVERS = 4_170, 25
PROMISED = 50.0  # ms
ENTRIES, ROUNDS = 2_000, 9
LISTED, CHOOSERS = 900, 300


def measure() -> Measurement:
    """Returns the ms of a server, and the promise."""
    real = recorded()
    papers = many(ABSTRACTS, real)
    first, ranked, block = asyncio.run(rank(papers, SERVERS))
    more = {
        "first": first,
        "block": block,
        "feed": reading(ENTRIES, ROUNDS),
        "choosing": choosing(LISTED, CHOOSERS),
    }
    if real:
        found = precision(real, scores_of)
        more |= {"precision": overall(found), "any_order": found["random"]}
    return Measurement("papers", ranked, "ms a server", PROMISED, more=more)


async def rank(papers: Sequence[Paper], servers: int) -> tuple[float, float, float]:
    """Seconds for the first server, ms of the middle one of the others, and the longest block of the loop (ms)."""

    async def no_others() -> Sequence[Paper]:
        return ()

    took = []
    async with Ranking() as ranking, watched() as ticker:
        for server in range(1 + servers):
            liked = Random(server).sample(papers, LIKED)
            begin = perf_counter()
            if not await ranking.scores(server, liked, papers, no_others):
                raise RuntimeError("nothing was ranked: is the extra 'ranking' installed?")
            took.append(perf_counter() - begin)
    return took[0], median(took[1:]) * 1000, ticker.longest


def scores_of(saved: Sequence[Paper], others: Sequence[Paper]) -> list[float]:
    """What the process answers, worked out here."""
    texts = {each.arxiv_id: Text(each.title, each.summary, each.categories) for each in (*others, *saved)}
    liked = {each.arxiv_id: texts[each.arxiv_id] for each in saved}
    return Vectors(texts).scores(liked, [each.arxiv_id for each in others])


def reading(entries: int, rounds: int) -> float:
    """How many times as long as lxml's own parsing it takes to read a list; the middle one of some rounds, in turns."""
    body = feed_of(many(entries, recorded()))
    ratios = []
    for _ in range(rounds):
        begin = perf_counter()
        etree.fromstring(body)
        parsed = perf_counter()
        answer = read_daily(body)
        ratios.append((perf_counter() - parsed) / (parsed - begin))
        if isinstance(answer, Troubled) or len(answer.listed) != entries:
            raise RuntimeError(f"the list was not read: {answer}")
    return median(ratios)


def feed_of(papers: Sequence[Paper]) -> bytes:
    """A daily list of these papers as arXiv writes it, all of them new."""
    return _FEED.format(entries="".join(_entry(each) for each in papers)).encode()


_FEED = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns="http://www.w3.org/2005/Atom" xml:lang="en-us"><id>http://rss.arxiv.org/atom/cs.LG</id>
<title>cs.LG updates on arXiv.org</title><updated>2025-05-02T04:00:00+00:00</updated>
{entries}</feed>
"""
_ENTRY = """<entry><id>oai:arXiv.org:{id}v1</id><title>{title}</title><updated>2025-05-02T04:00:00+00:00</updated>
<link href="https://arxiv.org/abs/{id}" rel="alternate" type="text/html"/>
<summary>arXiv:{id}v1 Announce Type: new
Abstract: {summary}</summary>{categories}<published>2025-05-02T00:00:00-04:00</published>
<arxiv:announce_type>new</arxiv:announce_type><dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>
<dc:creator>{authors}</dc:creator></entry>
"""


def _entry(paper: Paper) -> str:
    return _ENTRY.format(
        id=paper.arxiv_id,
        title=escape(paper.title),
        summary=escape(paper.summary),
        categories="".join(f'<category term="{each}"/>' for each in paper.categories),
        authors=escape(", ".join(paper.authors)),
    )


def choosing(listed: int, servers: int) -> float:
    """The ms in which the middle one of this many servers chooses from a day's list, each with wishes of its own."""
    asked = frozenset(("cs.LG", "cs.CV", "cs.CL", "cs.AI"))
    now, day = datetime(2025, 5, 2, 4, tzinfo=UTC), date(2025, 5, 2)
    listings = [
        Listing(number, paper, Announce.NEW, day, asked, now)
        for number, paper in enumerate(many(listed, recorded()), 1)
    ]
    words = sorted({word for each in listings for word in each.paper.title.split() if len(word) > 5})
    names = [name for each in listings for name in each.paper.authors]
    wishes = []
    for server in range(servers):
        random = Random(server)
        wishes.append(
            Settings(
                server,
                server,
                categories=tuple(sorted(asked)),
                phrases=tuple(random.sample(words, 3)),
                authors=tuple(random.sample(names, 2)),
                exclusions=tuple(random.sample(words, 2)),
            )
        )
    took = []
    for each in wishes:
        begin = perf_counter()
        choose(each, listings, (), {})
        took.append(perf_counter() - begin)
    return median(took) * 1000
