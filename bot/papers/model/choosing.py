"""What of arXiv's lists a server's digest shows, and why: categories, phrases, authors, exclusions, likeness, one paper once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.papers.model.folding import folded, has_phrase, name_keys, name_parts, same_name
from bot.papers.model.taxonomy import canonical
from bot.papers.model.values import Announce, Chosen, Listing, Paper, Reason, Settings, Why

_RANK = {Reason.PHRASE: 0, Reason.AUTHOR: 0, Reason.LIKED: 1, Reason.CATEGORY: 2}
MATCHED = 100  # papers listed for who asks for all that matched; one more says that there are more
_KEPT = 8192  # papers folded once for all servers; a busy day of all of arXiv is a fifth of it


@dataclass(frozen=True)
class Choice:
    """What a digest shows, in announcement order, and the ids of what else matched, the best first, if not of all (`MATCHED`)."""

    chosen: tuple[Chosen, ...] = ()
    more: tuple[str, ...] = ()


def choose(
    settings: Settings, listings: Sequence[Listing], shown: Collection[str], liked: Mapping[str, float]
) -> Choice:
    """Choose from `listings`, which stand in announcement order, what was not `shown` there before.

    `liked` are scores by id: above 0 a paper is like those that the group saved. A paper is chosen once, whatever was listed.
    """
    matched: dict[str, Chosen] = {}
    for paper in candidates(settings, listings, shown):
        why = why_for(settings, paper, liked)
        if why is not None:
            matched[paper.arxiv_id] = Chosen(paper, why)
    places = {arxiv_id: place for place, arxiv_id in enumerate(matched)}

    def rank(arxiv_id: str) -> tuple[int, float, int]:
        reason = _RANK[matched[arxiv_id].why.reason]
        return reason, -liked.get(arxiv_id, 0.0) if reason else 0.0, places[arxiv_id]

    best = sorted(matched, key=rank)
    first = sorted(best[: settings.cap], key=places.__getitem__)
    return Choice(tuple(matched[each] for each in first), tuple(best[settings.cap : MATCHED + 1]))


def candidates(settings: Settings, listings: Sequence[Listing], shown: Collection[str]) -> list[Paper]:
    """The papers that a server might be shown: in its categories, announced as it wants, not excluded, not shown yet."""
    wanted = _set_of(settings.categories)
    exclusions = _folded_all(settings.exclusions)
    found: dict[str, Paper] = {}
    for listing in listings:
        paper = listing.paper
        if paper.arxiv_id in found or paper.arxiv_id in shown:
            continue
        if _is_wanted(settings, listing, wanted) and not _excluded(paper, exclusions):
            found[paper.arxiv_id] = paper
    return list(found.values())


def prepare(papers: Iterable[Paper]) -> None:
    """Fold these papers now, so that choosing from them is quick: it is the slowest part, and done once for all servers."""
    for each in papers:
        _of(each)


def concerns(settings: Settings, listing: Listing) -> bool:
    """Whether arXiv listed this in one of the server's categories, as whatever it did."""
    return not _set_of(settings.categories).isdisjoint(_of(listing.paper).categories)


def why_for(settings: Settings, paper: Paper, liked: Mapping[str, float]) -> Why | None:
    """Why a paper of the server's categories is shown; None when it matches nothing that was asked for."""
    texts = _of(paper)
    for phrase, typed in zip(_folded_all(settings.phrases), settings.phrases, strict=True):
        if has_phrase(phrase, texts.title) or has_phrase(phrase, texts.summary):
            return Why(Reason.PHRASE, typed)
    for typed in settings.authors:
        name = name_parts(typed)
        if not texts.name_keys.isdisjoint(name_keys(name)) and any(
            same_name(name, each) for each in texts.authors
        ):
            return Why(Reason.AUTHOR, typed)
    if liked.get(paper.arxiv_id, 0.0) > 0:
        return Why(Reason.LIKED)
    if settings.phrases or settings.authors:
        return None
    wanted = _set_of(settings.categories)
    named = [each for each in paper.categories if not wanted.isdisjoint(canonical([each]))]
    return Why(Reason.CATEGORY, named[0]) if named else None


def _is_wanted(settings: Settings, listing: Listing, wanted: frozenset[str]) -> bool:
    categories = _of(listing.paper).categories
    if wanted.isdisjoint(categories):
        return False
    if listing.announce in (Announce.REPLACE, Announce.REPLACE_CROSS) and not settings.replacements:
        return False
    return settings.crosses or not _is_cross(listing, wanted)


def _is_cross(listing: Listing, wanted: frozenset[str]) -> bool:
    """Whether a listing is a cross-list to who wants these categories.

    arXiv says it about the categories that were asked for together, which may be more than this server's. What is new (or
    replaced) in one of those of others is a cross-list for this server; in one that nobody asked for, arXiv is believed.
    """
    if listing.announce in (Announce.CROSS, Announce.REPLACE_CROSS):
        return True
    primary = _of(listing.paper).primary
    return primary not in wanted and primary in _set_of(listing.asked)


def _excluded(paper: Paper, exclusions: Sequence[str]) -> bool:
    texts = _of(paper)
    return any(has_phrase(each, texts.title) or has_phrase(each, texts.summary) for each in exclusions)


@dataclass(frozen=True)
class _Texts:
    """A paper as it is compared."""

    title: str
    summary: str
    authors: tuple[tuple[str, ...], ...]
    name_keys: frozenset[str]
    categories: frozenset[str]
    primary: str


@lru_cache(maxsize=_KEPT)
def _of(paper: Paper) -> _Texts:
    authors = tuple(name_parts(each) for each in paper.authors)
    return _Texts(
        folded(paper.title),
        folded(paper.summary),
        authors,
        frozenset().union(*map(name_keys, authors)),
        canonical(paper.categories),
        next(iter(canonical([paper.primary_category]))),
    )


@lru_cache(maxsize=_KEPT)
def _set_of(categories: tuple[str, ...] | frozenset[str]) -> frozenset[str]:
    return canonical(categories)


@lru_cache(maxsize=_KEPT)
def _folded_all(typed: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(folded(each) for each in typed)
