"""Telling those who are in a competition what became of it, and having what shows it edited (K3).

What becomes of it is noted at once (what others call), and told by and by, to so many people at once: they may be very many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.attention.model.values import Message
from bot.attention.store import intents, outbox
from bot.competitions.model import changes
from bot.competitions.model.values import (
    CHANGED,
    ENDED,
    POST,
    Change,
    Changed,
    Competition,
    Entrant,
    Untold,
)
from bot.competitions.service import reminding
from bot.competitions.store import competitions, entrants, posts, untold
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.people.store import has_left

KEEP = timedelta(days=14)  # that a line waits for its reader
_MOVES = {Change.DEADLINE, Change.GONE, Change.BACK}  # what reminders depend on
_AT_ONCE = 1000  # competitions whose posts are marked in one statement


class Telling:
    """Use cases of the job that tells those who are in a competition what became of it."""

    db: Database

    @query
    def next_tell(self, tx: Tx) -> datetime | None:
        """When somebody has to be told something (UTC): now, or nobody knows."""
        return tx.now if untold.is_there(tx) else None

    @use_case
    def tell_due(self, tx: Tx, limit: int) -> bool:
        """Tell at most `limit` people who are in a competition what became of it; returns whether there was anything to tell."""
        found = untold.first(tx)
        if found is None:
            return False
        todo, at = found
        who = entrants.some_in(tx, todo.slug, at, todo.beyond, limit)
        if not who:
            untold.remove(tx, todo)
            return True
        here = _members(tx, who)
        if todo.ended:
            _tell_end(tx, todo, here)
        elif (one := competitions.get(tx, todo.slug)) is not None:
            _tell_news(tx, todo, one, here)
        untold.go_on(tx, todo, who[-1].user_id)
        return True


def tell_changed(tx: Tx, changed: Sequence[Changed]) -> None:
    """These are so now: what shows them is edited, who is in one is told its news, and is reminded anew where that matters."""
    slugs = [each.competition.slug for each in changed if changes.shows_otherwise(each)]
    for start in range(0, len(slugs), _AT_ONCE):
        deliveries.mark_dirty_all(tx, POST, posts.showing(slugs[start : start + _AT_ONCE]))
    untold.add(tx, [Untold(0, each.competition.slug, changes.was(each)) for each in changed if each.news])


def tell_ended(tx: Tx, ended: Sequence[Competition], lately: Sequence[Competition]) -> None:
    """These ended: what waits about them does no more. Who is in one of those that ended `lately` is asked what they learned."""
    asked = {each.slug for each in lately}
    untold.add(tx, [Untold(0, each.slug, {}, ended=True, lately=each.slug in asked) for each in ended])


def tell_found(tx: Tx, found: Sequence[Competition]) -> None:
    """These are known from now on. Servers and members that came by an import may have named them before."""
    tell_changed(tx, [Changed(each) for each in found])
    untold.add(tx, [Untold(0, each.slug, {}) for each in found])


def _members(tx: Tx, who: Sequence[Entrant]) -> list[Entrant]:
    """These without who left the server: nothing waits for them any more."""
    servers = {each.guild_id for each in who}
    left = {id_: has_left(tx, id_, [each.user_id for each in who if each.guild_id == id_]) for id_ in servers}
    return [each for each in who if each.user_id not in left[each.guild_id]]


def _tell_news(tx: Tx, todo: Untold, one: Competition, who: Sequence[Entrant]) -> None:
    """One line each; what was not read yet is in it."""
    ids = [each.id for each in who]
    if not todo.was or _MOVES.intersection(todo.was):
        outbox.take_back(tx, ENDED, ids)
        reminding.plan(tx, one, who)
    unseen = {each.subject_id: _was(each.words) for each in intents.about(tx, CHANGED, ids)}
    expires_at = min(tx.now + KEEP, one.deadline or tx.now + KEEP)
    messages: list[Message] = []
    for each in who:
        was = changes.still_news({**todo.was, **unseen.get(each.id, {})}, one)
        if was and expires_at > tx.now:
            words = {"news": list(was), "was": was}
            messages.append(_line(each, CHANGED, expires_at, words))
    outbox.take_back(tx, CHANGED, [*({*unseen} - {each.subject_id for each in messages})])
    outbox.tell(tx, *messages)


def _was(words: Mapping[str, Any]) -> dict[Change, str]:
    """What a line that waits says, each with what it was before."""
    before = words.get("was", {})
    return {Change(each): before[each] for each in words.get("news", ()) if each in before}


def _tell_end(tx: Tx, todo: Untold, who: Sequence[Entrant]) -> None:
    """What waits about it does no more. Each is asked once, in however many servers, and not where they wrote it in one."""
    reminding.forget(tx, who)
    outbox.take_back(tx, CHANGED, [each.id for each in who])
    wrote = entrants.wrote(tx, todo.slug, {each.user_id for each in who})
    newest = {each.user_id: each for each in who if each.user_id not in wrote}
    if todo.lately:
        outbox.tell(tx, *(_line(each, ENDED, tx.now + KEEP, {}) for each in newest.values()))


def _line(one: Entrant, kind: str, expires_at: datetime, words: Mapping[str, Any]) -> Message:
    return Message(
        user_id=one.user_id,
        server=one.guild_id,
        kind=kind,
        subject_id=one.id,
        key=f"{kind}:{one.id}",
        expires_at=expires_at,
        words=words,
    )
