"""Reads arXiv's daily lists, Atom or RSS 2.0: one bad entry is left out and logged, a list that is none does not count (P5).

What is in them: https://github.com/arXiv/arxiv-feed, feed/serializers. An announce type is said of the categories that were asked
for together: new there, or a cross-list from elsewhere.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import Any

import structlog

from bot.papers.feed.answers import Answer, Listed, Trouble, Troubled
from bot.papers.feed.strict import LOCAL, plain, read_date, read_id, read_instant, read_xml
from bot.papers.model.values import Announce, Paper

log = structlog.stdlib.get_logger(__name__)

LOGGED = 10  # entries of a list that are logged one by one
FULL = 2000  # entries that arXiv lists at most (feed/database.py): a list that long may be cut
_LIST_DATES = ("pubDate", "lastBuildDate", "updated")  # of the whole, the best first
_ENTRIES, _NAMES = ("entry", "item"), ("creator", "name")
# What is read of an entry; {*}: in whatever namespace.
_READ = (
    *("{*}entry", "{*}item", "{*}id", "{*}guid", "{*}title", "{*}summary", "{*}description", "{*}published"),
    *("{*}pubDate", "{*}announce_type", "{*}creator", "{*}name", "{*}category"),
)
_KINDS = {each.value: each for each in Announce}
_RANK = {each: rank for rank, each in enumerate(Announce)}  # new wins over cross
# Behind it stands the abstract.
_INTRODUCED = re.compile(r"arXiv:(?P<id>\S+)\s+Announce Type:\s*(?P<kind>[\w-]+)\s*(?:Abstract:\s*)?")
_AFFILIATION = re.compile(r"\s*\((?:[^()]|\([^()]*\))*\)")


class BadEntryError(ValueError):
    """An entry that cannot be read; its text says for which part."""


def read_daily(body: bytes, content_type: str = "") -> Answer | Troubled:
    """A daily list. Blocking: a long one takes some hundredths of a second."""
    root = read_xml(body, content_type)
    if isinstance(root, Troubled):
        return root
    name = LOCAL[root.tag]
    top = next((each for each in root if LOCAL[each.tag] == "channel"), None) if name == "rss" else root
    if top is None or name not in ("rss", "feed"):
        return Troubled(Trouble.BROKEN, "no feed")
    about: dict[str, str] = {}
    for each in top:
        if (name := LOCAL[each.tag]) in _ENTRIES:
            break
        about.setdefault(name, each.text or "")
    if about.get("title", "").startswith("Feed error"):
        return Troubled(Trouble.ERROR, "feed error")
    read = _read_entries(top)
    if read.skipped:
        log.warning(
            "arXiv's list has entries that cannot be read", skipped=read.skipped, entries=read.entries
        )
    if read.entries and not read.best:
        return Troubled(Trouble.BROKEN, "no entry can be read")
    listed = tuple(read.best.values())
    return Answer(listed, listed_on=_listed_on(about, listed), skipped=read.skipped, entries=read.entries)


class _List:
    """What was read of a list so far: every paper once."""

    def __init__(self) -> None:
        self.best: dict[str, Listed] = {}
        self.entries = 0
        self.skipped = 0

    def add(self, one: dict[str, str | None], categories: list[str]) -> None:
        """An entry: its texts by their elements' names, and where it stands."""
        self.entries += 1
        try:
            found = _listed(one, categories)
        except BadEntryError as error:
            self.skipped += 1
            if self.skipped <= LOGGED:
                log.warning("an entry of arXiv's list was skipped", bad=str(error))
            return
        known = self.best.setdefault(found.paper.arxiv_id, found)
        if known is not found and _RANK[found.announce] < _RANK[known.announce]:
            self.best[found.paper.arxiv_id] = found


def _read_entries(top: Any) -> _List:
    """Every entry, in one walk over all of them: walking over each takes much longer."""
    read = _List()
    one: dict[str, str | None] = {}
    categories: list[str] = []
    begun = False
    for element in top.iter(*_READ):
        name = LOCAL[element.tag]
        if name == "category":
            categories.append(element.get("term") or element.text or "")
        elif name in _ENTRIES:
            if begun:
                read.add(one, categories)
            begun, one, categories = True, {}, []
        elif name not in one:
            one[name] = element.text
        elif name in _NAMES:
            one[name] = f"{one[name]}, {element.text}"
    if begun:
        read.add(one, categories)
    return read


def _listed_on(about: dict[str, str], listed: tuple[Listed, ...]) -> date | None:
    for name in _LIST_DATES:
        if about.get(name):
            with suppress(ValueError):
                return read_date(about[name])
    days = [each.paper.published_at for each in listed if each.paper.published_at]
    return read_date(max(days).isoformat()) if days else None


def _listed(one: dict[str, str | None], categories: list[str]) -> Listed:
    if not (title := plain(one.get("title") or "")):
        raise BadEntryError("title")
    text = one.get("summary") or one.get("description") or ""
    kind, introduced = one.get("announce_type"), None
    if text.startswith("arXiv:") and (introduced := _INTRODUCED.match(text)):
        text = text[introduced.end() :]
        kind = kind or introduced["kind"]
    announce = _KINDS.get(kind or "new") or _KINDS.get((kind or "").strip().lower())
    if announce is None:
        raise BadEntryError("announce type")
    named = read_id(one.get("guid") or one.get("id") or "")
    if introduced is not None and (named is None or not named[1]):  # its text may say what its id leaves out
        again = read_id(introduced["id"])
        named = again if named is None or (again and again[0] == named[0]) else named
    if named is None:
        raise BadEntryError("id")
    written = one.get("published") or one.get("pubDate")
    try:
        published = read_instant(written) if written else None
    except ValueError:
        raise BadEntryError("date") from None
    names = split_names(one.get("creator") or one.get("name") or "")
    text = plain(text) if "\n" in text else text.rstrip()
    paper = Paper(named[0], title, names, text, tuple(categories), "", named[1] or 1, published)
    return Listed(paper, announce)


def split_names(written: str) -> tuple[str, ...]:
    """The names of a dc:creator, without the affiliations in brackets behind them."""
    if "(" in written:
        written = _AFFILIATION.sub("", written)
    written = plain(written)
    return tuple(written.split(", ")) if written else ()
