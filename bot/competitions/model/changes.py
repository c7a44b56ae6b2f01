"""What of Kaggle's list is new, changed or gone, and what time alone changes; pure rules (K1, K3).

What an answer leaves out takes nothing away that we know: a date that cannot be read is not a date that moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.competitions.model.values import Change, Changed, Competition, Phase

MOVED = timedelta(minutes=1)  # what moves by less is nobody's news
FRESH = timedelta(days=7)  # what opened or ended longer ago is told nobody
FEW = 5  # so many may vanish at once, or a third of all; more is a list that went wrong
_WORDS = ("title", "category", "reward", "metric", "organisation", "tags")
_FACTS = (
    "enabled_at",
    "deadline",
    "entry_deadline",
    "merger_deadline",
    "daily_submissions",
    "team_size",
    "kaggle_id",
)


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
    after = replace(told, slug=before.slug, id=before.id, phase=before.phase, **words, **facts)
    phase = phase_of(after, now)
    if phase is Phase.ENDED or (before.phase, phase) == (Phase.UPCOMING, Phase.OPEN):
        return after
    return replace(after, phase=phase)


def compare(before: Competition, after: Competition) -> Changed | None:
    """What of a competition is news to those who are in it; None where nothing at all changed."""
    if before == after:
        return None
    if not after.is_on:
        return Changed(after, (Change.GONE,) if before.is_on and after.phase is Phase.GONE else ())
    happened = {
        Change.LAUNCHED: before.phase is Phase.UPCOMING and after.phase is Phase.OPEN,
        Change.DEADLINE: _moved(before.deadline, after.deadline),
        Change.ENTRY: _moved(before.entry_deadline, after.entry_deadline),
        Change.MERGER: _moved(before.merger_deadline, after.merger_deadline),
        Change.PRIZE: _plain(before.reward) != _plain(after.reward),
        Change.BACK: before.phase is Phase.GONE,
    }
    return Changed(after, tuple(each for each in Change if happened.get(each)))


def _moved(before: datetime | None, after: datetime | None) -> bool:
    if before is None or after is None:
        return before is not after
    return abs(after - before) >= MOVED


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def united(unseen: Iterable[Change], newer: Iterable[Change]) -> tuple[Change, ...]:
    """What is news to somebody who has not seen what was news before; that it vanished and came back is none."""
    both = {*unseen, *newer}
    if both >= {Change.GONE, Change.BACK}:
        both -= {Change.GONE, Change.BACK}
    return tuple(each for each in Change if each in both)


def absent(known: Sequence[Competition], listed: Sequence[Competition], now: datetime) -> list[Competition]:
    """Those that should be in a whole list and are not. One that ended by now may be left out."""
    there = {before.id for before, _ in _matched(known, listed) if before is not None}
    return [
        each
        for each in known
        if each.is_on and each.id not in there and phase_of(each, now) is not Phase.ENDED
    ]


def is_believable(known: Sequence[Competition], missing: Sequence[Competition]) -> bool:
    """Whether so many can have vanished at once."""
    on = sum(each.is_on for each in known)
    return len(missing) <= max(FEW, on // 3)


def judge(
    known: Sequence[Competition], listed: Sequence[Competition], now: datetime, *, gone: bool
) -> Judged:
    """What a list means. `gone`: it is whole, and read twice, so that what is not in it is not listed any more.

    New ones come in the order in which they opened. What ended before we knew of it is nobody's business.
    """
    pairs = _matched(known, listed)
    new = [replace(told, phase=phase_of(told, now)) for before, told in pairs if before is None]
    changed = [compare(before, updated(before, told, now)) for before, told in pairs if before is not None]
    if gone:
        missing = absent(known, listed, now)
        changed += [compare(each, replace(each, phase=Phase.GONE)) for each in missing]
    new.sort(key=lambda each: each.enabled_at or datetime.min.replace(tzinfo=UTC))
    return Judged(
        tuple(each for each in new if each.phase is not Phase.ENDED),
        tuple(each for each in changed if each is not None),
    )


def _matched(
    known: Sequence[Competition], listed: Sequence[Competition]
) -> list[tuple[Competition | None, Competition]]:
    """Each listed one, once, with the one we know: by Kaggle's number, or else by its slug."""
    by_number = {each.kaggle_id: each for each in known if each.kaggle_id is not None}
    by_slug = {each.slug: each for each in known}
    found: list[tuple[Competition | None, Competition]] = []
    taken: set[str] = set()
    # Those with a number that we know first: another may have taken over a slug.
    for told in sorted(listed, key=lambda each: each.kaggle_id not in by_number):
        before = by_number.get(told.kaggle_id) if told.kaggle_id is not None else None
        before = before or by_slug.get(told.slug)
        slug = before.slug if before is not None else told.slug
        if slug not in taken:
            taken.add(slug)
            found.append((before, told))
    return found
