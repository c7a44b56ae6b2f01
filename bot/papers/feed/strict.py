"""Strict reading of what arXiv sends: whole XML without a document type, entities or anything from elsewhere, or none.

Also the small things in it: dates as Atom (RFC 3339) and RSS (RFC 822) write them, and arXiv's ids.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from bot.papers.feed.answers import Trouble, Troubled

QUIET = timedelta(minutes=5)  # when arXiv wants us to slow down and does not say for how long
NEW_YORK = ZoneInfo("America/New_York")
_EARLIEST, _LATEST = 1990, 2200  # years
_HEAD = 1024  # bytes in which a page shows that it is one
_ELEMENT = re.compile(rb"<[A-Za-z_:]")
# 2402.08954v1, hep-th/9901001v2; the class of an old one (math.GT/0309136) is no part of it.
_ID = re.compile(r"\s*(?:.*[/:])?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Za-z-]+)?/\d{7})(?:v([1-9]\d{0,3}))?\s*\Z")
_CLASS = re.compile(r"\.[A-Za-z-]+/")


def read_xml(body: bytes, content_type: str = "") -> Any | Troubled:
    """The root element, or why this is no XML that may be read: a web page, broken, or with a document type."""
    head = body[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not head:
        return Troubled(Trouble.BROKEN, "nothing")
    page = Troubled(Trouble.PAGE, "page", QUIET if b"rate exceeded" in head else timedelta())
    if head.startswith((b"<!doctype html", b"<html")) or not head.startswith(b"<"):
        return page
    called_page = "html" in content_type.lower()  # which counts only where it cannot be read
    first = _ELEMENT.search(body)
    if b"<!doctype" in body[: first.start() if first else None].lower():  # entities are declared there
        return page if called_page else Troubled(Trouble.BROKEN, "document type")
    from lxml import etree  # where it is used: a start is measured

    parser = etree.XMLParser(
        recover=False,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        remove_blank_text=True,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        return page if called_page else Troubled(Trouble.BROKEN, "syntax")
    if (
        root.getroottree().docinfo.internalDTD is not None
    ):  # which was not seen above: in another encoding, behind a comment
        return Troubled(Trouble.BROKEN, "document type")
    if LOCAL[root.tag] == "html":
        return page
    return root


class _LocalNames(dict[str, str]):
    """The name of an element without its namespace, by its whole one: {http://arxiv.org/schemas/atom}announce_type."""

    def __missing__(self, tag: str) -> str:
        name = tag.rpartition("}")[2]
        if len(self) < 1000:
            self[tag] = name
        return name


LOCAL = _LocalNames()


@lru_cache(maxsize=256)
def read_instant(written: str) -> datetime:
    """An instant (aware UTC) as Atom or RSS write it; ValueError for anything else."""
    return _as_written(written).astimezone(UTC)


def read_date(written: str) -> date:
    """The date of a list: in New York, where arXiv makes it; midnight is that of the date as it is written.

    ValueError when it is no date.
    """
    moment = _as_written(written)
    return moment.date() if moment.time() == time() else moment.astimezone(NEW_YORK).date()


@lru_cache(maxsize=256)
def _as_written(written: str) -> datetime:
    text = written.strip()
    try:
        moment = datetime.fromisoformat(text) if text[:4].isdigit() else parsedate_to_datetime(text)
    except (TypeError, IndexError, OverflowError) as error:
        raise ValueError("no date") from error
    if not _EARLIEST <= moment.year <= _LATEST:
        raise ValueError("no date of ours")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def plain(text: str) -> str:
    """The text in one line with single spaces, and without any around it."""
    if "\n" in text or "  " in text or "\t" in text:
        return " ".join(text.split())
    return text.strip()


def read_id(written: str) -> tuple[str, int] | None:
    """A paper's id without its version, and the version (0 when none is named), as they end an address or an OAI id.

    None when there is none: oai:arXiv.org:2402.08954v1, http://arxiv.org/abs/hep-th/9901001v2.
    """
    found = _ID.match(written)
    if found is None:
        return None
    base, version = found.groups("0")
    return _CLASS.sub("/", base) if "/" in base else base, int(version)
