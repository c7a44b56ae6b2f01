"""arXiv's API: questions in the query language of the `arxiv` package, and its answers read into that package's results (P5).

https://info.arxiv.org/help/api/user-manual.html. The package's own reading recovers what is cut off and stops at the first bad
date, so that XML is read as strictly here as everywhere, and entry by entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog

from bot.papers.feed.answers import Answer, Listed, Trouble, Troubled
from bot.papers.feed.strict import LOCAL, plain, read_id, read_instant, read_xml
from bot.papers.model.values import Announce, Paper

if TYPE_CHECKING:
    import arxiv

log = structlog.stdlib.get_logger(__name__)

PAGE = 100  # results asked for at least: what the API answers with when nobody says
MOST_WORDS = 12
LOGGED = 10  # entries of an answer that are logged one by one
_ERRORS = "arxiv.org/api/errors"
_WORD = re.compile(r"[^\W_]+(?:[-.'’][^\W_]+)*")
# Words that are in almost every abstract, or that the query language takes for its own.
_COMMON = frozenset(
    (
        "a",
        "an",
        "and",
        "andnot",
        "are",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "is",
        "it",
        "of",
        "on",
        "or",
        "not",
        "the",
        "to",
    )
)
_READ = (
    *("{*}entry", "{*}id", "{*}title", "{*}summary", "{*}published", "{*}updated", "{*}comment"),
    *("{*}primary_category", "{*}category", "{*}name"),
)


def words_query(words: str) -> str:
    """The query for what somebody typed: all of its words, wherever they stand; empty when there are none."""
    found = [each.strip("'’") for each in _WORD.findall(words)][: 2 * MOST_WORDS]
    telling = [each for each in found if each.lower() not in _COMMON] or found
    telling = list(dict.fromkeys(telling))[:MOST_WORDS]
    return telling[0] if len(telling) == 1 else " AND ".join(f'all:"{each}"' for each in telling)


def submitted_query(categories: Sequence[str], since: datetime, until: datetime) -> str:
    """The query for what was submitted in these categories from `since` to before `until` (aware); arXiv counts minutes, UTC."""
    first, last = (f"{each:%Y%m%d%H%M}" for each in (since, until - timedelta(minutes=1)))
    places = " OR ".join(f"cat:{each}" for each in categories)
    return f"submittedDate:[{first} TO {last}] AND ({places})"


def parameters(search: arxiv.Search, start: int, most: int) -> dict[str, str]:
    """A search as the parameters of a request, for a page of it."""
    return {
        "search_query": search.query,
        "id_list": ",".join(search.id_list),
        "sortBy": search.sort_by.value,
        "sortOrder": search.sort_order.value,
        "start": str(start),
        "max_results": str(most),
    }


def read_page(body: bytes, start: int, most: int, content_type: str = "") -> Answer | Troubled:
    """A page of results from number `start` on, of which there were to be at most `most`. Blocking."""
    root = read_xml(body, content_type)
    if isinstance(root, Troubled):
        return root
    if LOCAL[root.tag] != "feed":
        return Troubled(Trouble.BROKEN, "no feed")
    listed: list[Listed] = []
    entries = 0
    for one in _entries(root):
        if _ERRORS in one.get("id", ""):
            return Troubled(Trouble.ERROR, "error entry")
        entries += 1
        try:
            listed.append(Listed(_paper(_result(one)), Announce.NEW))
        except ValueError as error:
            if entries - len(listed) <= LOGGED:
                log.warning("an entry of arXiv's answer was skipped", bad=str(error).partition(":")[0])
    total = _total(root, start + entries)
    if total > start and not entries and most:
        return Troubled(Trouble.EMPTY, f"none of {total - start}")
    if entries and not listed:
        return Troubled(Trouble.BROKEN, "no entry can be read")
    return Answer(tuple(listed), total=total, skipped=entries - len(listed), entries=entries)


def is_error(body: bytes) -> bool:
    """Whether an answer with a status that says so is arXiv's own error entry."""
    return _ERRORS.encode() in body


def _total(root: Any, otherwise: int) -> int:
    found = root.find("{*}totalResults")
    text = (found.text or "").strip() if found is not None else ""
    return int(text) if text.isdecimal() and len(text) < 12 else otherwise


def _entries(root: Any) -> Iterator[dict[str, Any]]:
    """What each entry says, in one walk over all of them."""
    one: dict[str, Any] | None = None
    for element in root.iter(*_READ):
        name = LOCAL[element.tag]
        if name == "entry":
            if one is not None:
                yield one
            one = {"category": [], "name": []}
        elif one is None:
            continue
        elif name == "name":
            one["name"].append(plain(element.text or ""))
        elif name == "category":
            one["category"].append(element.get("term", ""))
        elif name == "primary_category":
            one[name] = element.get("term", "")
        else:
            one.setdefault(name, element.text or "")
    if one is not None:
        yield one


def _result(one: dict[str, Any]) -> arxiv.Result:
    """The entry as the package's result; ValueError, which names the part, when it is none."""
    import arxiv  # where it is used: a start is measured

    dates = {}
    for name in ("updated", "published"):
        try:
            dates[name] = read_instant(one.get(name, ""))
        except ValueError:
            raise ValueError(name) from None
    return arxiv.Result(
        entry_id=one.get("id", ""),
        updated=dates["updated"],
        published=dates["published"],
        title=plain(one.get("title", "")),
        authors=[arxiv.Result.Author(each) for each in one["name"] if each],
        summary=plain(one.get("summary", "")),
        comment=plain(one.get("comment", "")),
        primary_category=one.get("primary_category", ""),
        categories=one["category"],
    )


def _paper(result: arxiv.Result) -> Paper:
    named = read_id(result.get_short_id())
    if named is None:
        raise ValueError("id")
    if not result.title:
        raise ValueError("title")
    return Paper(
        arxiv_id=named[0],
        title=result.title,
        authors=tuple(each.name for each in result.authors),
        summary=result.summary,
        categories=tuple(dict.fromkeys(filter(None, (result.primary_category, *result.categories)))),
        comment=result.comment or "",
        version=named[1] or 1,
        published_at=result.published,
    )
