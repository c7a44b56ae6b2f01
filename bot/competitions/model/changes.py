"""What of Kaggle's list is new, changed or gone, and what time alone changes; pure rules (K1, K3).

A date that cannot be read is not a date that moved; one that Kaggle does not name any more is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta

from bot.competitions.model import categories
from bot.competitions.model.values import Change, Changed, Competition, Listing, Phase

MOVED = timedelta(minutes=1)  # what moves by less is nobody's news
FRESH = timedelta(days=7)  # what opened or ended longer ago is told nobody
FEW = 5  # so many may vanish at once, or a third of all; more is a list that went wrong
LASTING = timedelta(days=1)  # what whole lists do not have for so long is gone, however much it is
_WORDS = ("title", "category", "metric", "organisation", "tags")
_FACTS = ("enabled_at", "daily_submissions", "team_size", "kaggle_id")
_MOVES = {Change.DEADLINE: "deadline", Change.ENTRY: "entry_deadline", Change.MERGER: "merger_deadline"}
_UNSEEN = ("id", "number", "missing_since", "kaggle_id", "organisation", "tags")  # in no message


@dataclass(frozen=True)
class Judged:
    """What a list means: `new` ones, those that are not any more as they were, and (`gone` among them) those that vanished."""

    new: tuple[Competition, ...] = ()
    changed: tuple[Changed, ...] = ()


def phase_of(one: Competition, now: datetime) -> Phase:
    """Where a competition that Kaggle lists stands by its dates (`now` UTC)."""
    if one.deadline is not None and one.deadline <= now:
        return Phase.ENDED
    if one.enabled_at is not None and one.enabled_at > now:
        return Phase.UPCOMING
    return Phase.OPEN


def turns_at(one: Competition) -> datetime | None:
    """When time alone changes where it stands (UTC): it opens, or it ends."""
    if one.phase is Phase.ENDED:
        return None
    opens = one.enabled_at if one.phase is Phase.UPCOMING else None
    return min([at for at in (opens, one.deadline) if at is not None], default=None)


def turned(one: Competition, now: datetime) -> Competition:
    """It as it stands by now. One that Kaggle lists no more ends all the same, but does not open."""
    phase = phase_of(one, now)
    return one if one.phase is Phase.GONE and phase is not Phase.ENDED else replace(one, phase=phase)


def updated(before: Competition, told: Competition, now: datetime) -> Competition:
    """One that we know, with what Kaggle tells of it now. Its slug stays: servers and members name it by that.

    That it opened or ended by now is left to its turn (`turned`), by which people are told.
    """
    words = {name: getattr(told, name) or getattr(before, name) for name in _WORDS}
    facts = {
        name: getattr(before, name) if getattr(told, name) is None else getattr(told, name) for name in _FACTS
    }
    facts |= {name: getattr(before, name) for name in told.unread}
    page = "" if told.slug == before.slug else told.slug
    ours = replace(told, slug=before.slug, page=page, id=before.id, number=before.number, phase=before.phase)
    after = replace(ours, **words, **facts)
    phase = phase_of(after, now)
    if phase is Phase.ENDED or (before.phase, phase) == (Phase.UPCOMING, Phase.OPEN):
        return after
    return replace(after, phase=phase)


def compare(before: Competition, after: Competition) -> Changed | None:
    """What of a competition is news to those who are in it; None where nothing at all changed."""
    if before == after:
        return None
    if not after.is_on:
        gone = before.is_on and after.phase is Phase.GONE
        return Changed(after, (Change.GONE,) if gone else (), before)
    happened = {each: _moved(getattr(before, name), getattr(after, name)) for each, name in _MOVES.items()}
    happened |= {
        Change.LAUNCHED: before.phase is Phase.UPCOMING and after.phase is Phase.OPEN,
        Change.PRIZE: bool(after.reward) and _plain(before.reward) != _plain(after.reward),
        Change.BACK: before.phase is Phase.GONE,
    }
    return Changed(after, tuple(each for each in Change if happened.get(each)), before)


def is_anew(before: Competition, after: Competition) -> bool:
    """Whether it is news to servers that passed it over: it was of a category that they may not want.

    Not what was nobody's news, nor what comes back: a channel may have it already, of which a restore knows nothing.
    """
    of_another = categories.key(before.category) != categories.key(after.category)
    return after.is_on and before.number > 0 and of_another


def shows_otherwise(changed: Changed) -> bool:
    """Whether a message that shows it reads differently now; Discord shows dates in whole seconds."""
    return changed.before is None or _shown(changed.before) != _shown(changed.competition)


def _shown(one: Competition) -> list[object]:
    values = (getattr(one, each.name) for each in fields(one) if each.compare and each.name not in _UNSEEN)
    return [each.replace(microsecond=0) if isinstance(each, datetime) else each for each in values]


def was(changed: Changed) -> dict[Change, str]:
    """Its news, each with what it was before in words that can be stored."""
    return {each: _spelled(each, changed.before) for each in changed.news}


def _spelled(change: Change, one: Competition | None) -> str:
    if one is None or change not in _MOVES:
        return one.reward if one is not None and change is Change.PRIZE else ""
    at = getattr(one, _MOVES[change])
    return at.isoformat() if at is not None else ""


def still_news(unseen: Mapping[Change, str], one: Competition) -> dict[Change, str]:
    """Of what is news to somebody (`was`) what is so still: neither what was taken back, nor that it was away for a while."""
    away = {Change.GONE, Change.BACK} if {Change.GONE, Change.BACK} <= unseen.keys() else set()
    return {
        each: unseen[each]
        for each in Change
        if each in unseen and each not in away and not _is_again(each, unseen[each], one)
    }


def _is_again(change: Change, before: str, one: Competition) -> bool:
    if change is Change.PRIZE:
        return _plain(before) == _plain(one.reward)
    if change not in _MOVES:
        return False
    return not _moved(datetime.fromisoformat(before) if before else None, getattr(one, _MOVES[change]))


def _moved(before: datetime | None, after: datetime | None) -> bool:
    if before is None or after is None:
        return before is not after
    return abs(after - before) >= MOVED


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def absent(known: Sequence[Competition], listing: Listing, now: datetime) -> list[Competition]:
    """Those that should be in a list and are not; none where it is not whole.

    One that ended by now may be left out; one that could not be read is there.
    """
    if not listing.is_whole:
        return []
    there = {before.id for before, _ in _matched(known, listing.competitions) if before is not None}
    there |= {each.id for each in known if each.kaggle_id in listing.unreadable}
    return [
        each
        for each in known
        if each.is_on and each.id not in there and phase_of(each, now) is not Phase.ENDED
    ]


def is_sure(missing: Sequence[Competition], listing: Listing) -> bool:
    """Whether none of what is missing can be among what could not be read; if not, it is believed when it lasts."""
    if not listing.skipped:
        return True
    return len(listing.unreadable) == listing.skipped and all(each.kaggle_id for each in missing)


def is_long_missing(one: Competition, now: datetime) -> bool:
    """Whether whole lists did not have it for so long that it is believed, however many there are."""
    return one.missing_since is not None and one.missing_since <= now - LASTING


def is_believable(known: Sequence[Competition], missing: Sequence[Competition]) -> bool:
    """Whether so many can have vanished at once."""
    on = sum(each.is_on for each in known)
    return len(missing) <= max(FEW, on // 3)


def judge(
    known: Sequence[Competition],
    listed: Sequence[Competition],
    now: datetime,
    gone: Sequence[Competition] = (),
) -> Judged:
    """What a list means. `gone`: what is not in it (`absent`), and is not listed any more.

    New ones come in the order in which they opened. What ended before we knew of it is nobody's business.
    """
    pairs = _matched(known, listed)
    new = [replace(told, phase=phase_of(told, now)) for before, told in pairs if before is None]
    changed = [compare(before, updated(before, told, now)) for before, told in pairs if before is not None]
    changed += [compare(each, replace(each, phase=Phase.GONE, missing_since=None)) for each in gone]
    new.sort(key=lambda each: each.enabled_at or datetime.min.replace(tzinfo=UTC))
    return Judged(
        tuple(each for each in new if each.phase is not Phase.ENDED),
        tuple(each for each in changed if each is not None),
    )


def _matched(
    known: Sequence[Competition], listed: Sequence[Competition]
) -> list[tuple[Competition | None, Competition]]:
    """Each listed one, once, with the one we know: by Kaggle's number, or else by its slug, in whatever letters.

    One that took over the slug of another, with another number, is known by its slug with its number from then on.
    """
    by_number = {each.kaggle_id: each for each in known if each.kaggle_id is not None}
    by_slug = {name.casefold(): each for each in known for name in (each.page, each.slug) if name}
    slugs = {each.slug.casefold() for each in known}
    found: list[tuple[Competition | None, Competition]] = []
    taken: set[str | int] = set()
    # Those with a number that we know first: another may have taken over a slug.
    for told in sorted(listed, key=lambda each: each.kaggle_id not in by_number):
        before = by_number.get(told.kaggle_id) if told.kaggle_id is not None else None
        named = by_slug.get(told.slug.casefold())
        if before is None and named is not None and None in (named.kaggle_id, told.kaggle_id):
            before = named
        slug = told.slug if before is None else before.slug
        if before is None and told.kaggle_id is not None and slug.casefold() in slugs:
            slug = f"{slug[:180]}-{told.kaggle_id}"
            told = replace(told, slug=slug, page=told.slug)
        names: set[str | int] = {slug} if told.kaggle_id is None else {slug, told.kaggle_id}
        if not names & taken:
            taken |= names
            slugs.add(slug.casefold())
            found.append((before, told))
    return found
