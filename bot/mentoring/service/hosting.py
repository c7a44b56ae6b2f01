"""What follows for an AMA's post, its host and who asked when it is planned, moved, called off, opens or ends (M8)."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.attention.model.values import Intent, Message
from bot.attention.store import outbox, silences
from bot.communities import store as communities
from bot.core.clock import instant_from, local_date
from bot.core.days import Days, read_days
from bot.core.db import Tx
from bot.core.when import parse_time
from bot.deliveries import store as deliveries
from bot.mentoring.model.asking import (
    AMA,
    AMA_MOVED,
    AMA_OFF,
    AMA_SOON,
    POST_FOR,
    QUESTION,
    SOON,
    Ama,
    AmaState,
    Question,
    QuestionState,
)
from bot.mentoring.model.refusals import AmaGone, BadTime
from bot.mentoring.service.sources import Facts, Source, one_by_one, place_of, post_of, take_down
from bot.mentoring.store import amas, questions
from bot.people import store as people

LEFT_OUT, DELETED = (
    "left out",
    "deleted",
)  # what a line says that a host left a question out, or that a post was deleted
OFF_FOR = timedelta(days=28)  # how long somebody is told that what they asked is theirs again
STILL = (AmaState.PLANNED, AmaState.OPEN)


@dataclass(frozen=True)
class SeenAma:
    """An AMA as one member sees it; `url` is where its post stands, empty while it has none."""

    ama: Ama
    user_id: int
    url: str = ""

    @property
    def is_host(self) -> bool:
        """Whether they answer in it."""
        return self.ama.host_id == self.user_id


def read_time(day: str, at: str, zone: str, now: datetime, *languages: str) -> datetime:
    """The instant (aware UTC) that somebody in `zone` means with this day and time; BadTime.

    `languages` are Discord's codes, the person's own first. The first time reads a language's names: not on the event loop.
    """
    read = read_days(day, local_date(now, zone), *languages, ahead=True)
    if not isinstance(read, Days) or read.last != read.first:
        raise BadTime(day, "day")
    hour = parse_time(at)
    if hour is None:
        raise BadTime(at, "time")
    begins_at = instant_from(read.first, hour, zone)
    if begins_at <= now:
        raise BadTime(f"{day}, {at}", "past")
    return begins_at


def zone_of(tx: Tx, guild_id: int, user_id: int) -> str:
    """The zone in which somebody types times: their own, else the server's."""
    return people.get(tx, user_id).zone or communities.get(tx, guild_id).zone


def found(tx: Tx, guild_id: int, user_id: int, ama_id: int, *, lock: bool = False) -> Ama:
    """An AMA of this server; in the DM (0) only one that they host or asked something in. AmaGone."""
    value = amas.get(tx, ama_id, lock=lock)
    if value is None or guild_id not in (0, value.guild_id):
        raise AmaGone
    if not guild_id and value.host_id != user_id and not amas.asked_by(tx, ama_id, user_id):
        raise AmaGone
    return value


def seen(tx: Tx, value: Ama, user_id: int) -> SeenAma:
    """An AMA as this member sees it."""
    post = post_of(tx, AMA, value.id)
    return SeenAma(value, user_id, post.url if post else "")


def tell_soon(tx: Tx, value: Ama, user_ids: Iterable[int]) -> None:
    """A day before it begins these get a line, in place of any before; none when that day has begun."""
    not_before = value.begins_at - SOON
    if not_before <= tx.now:
        for each in user_ids:
            outbox.take_back(tx, AMA_SOON, [value.id], user_id=each)
        return
    outbox.tell(tx, *(_about(value, AMA_SOON, each, value.ends_at, not_before) for each in user_ids))


def tell_moved(tx: Tx, value: Ama, user_ids: Iterable[int]) -> None:
    """These get a line now: it moved, or (to its host) it cannot take place."""
    until = max(value.ends_at, tx.now + SOON)
    outbox.tell(tx, *(_about(value, AMA_MOVED, each, until) for each in user_ids))


def note(tx: Tx, value: Ama, user_id: int, what: str) -> None:
    """An organiser did this with somebody else's: it is in what organisers did."""
    if user_id != value.host_id:
        communities.write_audit(tx, value.guild_id, user_id, what)


def askers(tx: Tx, value: Ama) -> list[int]:
    """Who asked something in it and is there."""
    asked = dict.fromkeys(each.user_id for each in questions.of_ama(tx, value.id))
    left = people.has_left(tx, value.guild_id, asked)
    return [each for each in asked if each not in left]


def open_now(tx: Tx, value: Ama) -> None:
    """It begins: what was asked is posted in its thread, which the job opens; called off where its host is not there."""
    if tx.now >= value.ends_at or _is_out(tx, value):
        call_off(tx, value)
        return
    _save(tx, replace(value, state=AmaState.OPEN))
    asked = waiting(tx, value)
    unheard = silences.silenced(tx, [(value.host_id, each.user_id) for each in asked])
    leave_out(tx, value, [each for each in asked if (value.host_id, each.user_id) in unheard])
    ids = [each.id for each in asked if (value.host_id, each.user_id) not in unheard]
    questions.post_all(tx, ids)
    channel_id, until = place_of(tx, value.guild_id, (AMA, value.id)), tx.now + POST_FOR
    places = [deliveries.Place(each, value.guild_id, channel_id, until) for each in ids]
    deliveries.hand_over_all(tx, deliveries.claim_many(tx, QUESTION, places).values())


def waiting(tx: Tx, value: Ama) -> list[Question]:
    """What was asked in it and waits until it begins, oldest first."""
    return [each for each in questions.of_ama(tx, value.id) if each.state is QuestionState.PRIVATE]


def leave_out(tx: Tx, value: Ama, asked: Collection[Question]) -> None:
    """These are not posted in it: they are theirs who asked, who are told so."""
    questions.leave_out(tx, [each.id for each in asked])
    outbox.tell(tx, *(_given_back(tx, each, LEFT_OUT) for each in asked if each.user_id != value.host_id))


def end_now(tx: Tx, value: Ama) -> None:
    """It is over; what is still open in its thread can be answered all the same."""
    _save(tx, replace(value, state=AmaState.OVER, ends_at=min(value.ends_at, tx.now)))
    for kind in (AMA_SOON, AMA_MOVED):
        outbox.take_back(tx, kind, [value.id])


def call_off(tx: Tx, value: Ama) -> None:
    """It does not take place: who asked is told, and what they asked is theirs to ask elsewhere."""
    mine = waiting(tx, value)
    amas.release(tx, [value.id])
    _save(tx, replace(value, state=AmaState.OFF))
    for kind in (AMA_SOON, AMA_MOVED):
        outbox.take_back(tx, kind, [value.id])
    outbox.tell(tx, *(_given_back(tx, each) for each in mine if each.user_id != value.host_id))


def part(tx: Tx, user_id: int, guild_id: int | None = None) -> None:
    """Somebody left or was stopped, in one server or (None) anywhere: what they host is called off, or ends."""
    for each in amas.hosted_by(tx, user_id, guild_id):
        stop(tx, each)


def forget(tx: Tx, user_id: int, guild_id: int | None = None) -> list[int]:
    """Forget what somebody hosts or hosted; returns the deliveries to remove."""
    part(tx, user_id, guild_id)
    own = [each.id for each in amas.of_person(tx, user_id) if guild_id in (None, each.guild_id)]
    removals = take_down(tx, AMA, own)
    amas.erase(tx, user_id, guild_id)
    return removals


def stop(tx: Tx, value: Ama) -> None:
    """One that is planned is called off, one that runs ends."""
    if value.state is AmaState.PLANNED:
        call_off(tx, value)
    elif value.state is AmaState.OPEN:
        end_now(tx, value)


def remove(tx: Tx, value: Ama) -> list[int]:
    """It is deleted: called off or ended first; what was asked in it stays theirs who asked. Returns the deliveries to remove."""
    stop(tx, value)
    removals = take_down(tx, AMA, [value.id])
    amas.remove(tx, value.id)
    return removals


def lost(told: Collection[Intent], found: Container[int]) -> dict[int, SeenAma]:
    """What is told of AMAs whose posts were deleted by hand, by the intent's id: to their hosts, without their words."""
    gone = {}
    for each in told:
        if each.kind == AMA_MOVED and each.subject_id not in found and each.words.get("what") == DELETED:
            at = datetime.fromisoformat(each.words["at"])
            value = Ama(each.server, each.user_id, "", at, at, AmaState.OFF, each.subject_id)
            gone[each.id] = SeenAma(value, each.user_id)
    return gone


def is_true(tx: Tx, told: Intent, value: Ama) -> bool:
    """Whether what was told about an AMA is so still, for who was told."""
    if value.host_id != told.user_id and not amas.asked_by(tx, value.id, told.user_id):
        return False
    if told.kind == AMA_MOVED and value.state is AmaState.OFF:
        return value.host_id == told.user_id
    return value.state in STILL and told.words.get("at") == value.begins_at.isoformat()


def _is_out(tx: Tx, value: Ama) -> bool:
    left = people.has_left(tx, value.guild_id, [value.host_id])
    return bool(left) or communities.guard(tx, value.guild_id, value.host_id).stopped


def _save(tx: Tx, value: Ama) -> None:
    amas.save(tx, value)
    deliveries.mark_dirty(tx, AMA, value.id)


def _about(
    value: Ama,
    kind: str,
    user_id: int,
    until: datetime,
    not_before: datetime | None = None,
    **words: str,
) -> Message:
    return Message(
        user_id=user_id,
        server=value.guild_id,
        kind=kind,
        subject_id=value.id,
        key=f"{kind}:{value.id}",
        expires_at=until,
        not_before=not_before,
        priority=0,
        words={"at": value.begins_at.isoformat(), **words},
    )


def _given_back(tx: Tx, question: Question, what: str = "") -> Message:
    return Message(
        user_id=question.user_id,
        server=question.guild_id,
        kind=AMA_OFF,
        subject_id=question.id,
        key=f"{AMA_OFF}:{question.id}",
        expires_at=tx.now + OFF_FOR,
        words={"what": what} if what else {},
    )


def _facts(tx: Tx, ama_id: int) -> Facts | None:
    value = amas.get(tx, ama_id)
    return Facts(value.guild_id, value.host_id, (value.about,)) if value else None


def _not_posted(tx: Tx, ama_id: int) -> None:
    """It could not be posted: nobody can ask in it, and its host is told."""
    value = amas.get(tx, ama_id)
    if value is not None:
        stop(tx, value)
        tell_moved(tx, value, [value.host_id])
        take_down(tx, AMA, [ama_id])


def _deleted(tx: Tx, ama_id: int) -> Collection[int]:
    """Somebody took its post away: it is gone (S5), and who wanted to host it is told."""
    value = amas.get(tx, ama_id)
    if value is None:
        return ()
    removals = remove(tx, value)
    if value.state is AmaState.PLANNED:
        until = max(value.ends_at, tx.now + SOON)
        outbox.tell(tx, _about(value, AMA_MOVED, value.host_id, until, what=DELETED))
    return removals


SOURCE = Source(_facts, take_back=_not_posted, deleted=one_by_one(_deleted), given_up=_not_posted)
