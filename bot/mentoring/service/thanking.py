"""Thank-yous between members, and drafts for somebody outside the server (M8)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.attention.model.values import Intent, Message, Why
from bot.attention.store import limits, notices, outbox, silences
from bot.communities.store import moderation
from bot.core.db import Database, Tx, query, use_case
from bot.core.text import clean
from bot.mentoring.model.asking import MOST_THANKS, THANKED, THANKS_MOST, THANKS_PER, TWICE, Thanks
from bot.mentoring.model.refusals import NoMentoring, NotThanked, PartMissing, ThanksGone
from bot.mentoring.service.gatekeeping import is_open, open_in
from bot.mentoring.service.guarding import check_words
from bot.mentoring.store import thanks
from bot.people import store as people

THANKED_FOR = timedelta(days=30)  # how long the line waits; what it says stays with its receiver after that
REPORT = "attention.report"  # the notice by which organisers are shown what a member sent another
MOST_READ = 25  # of what others wrote, at once
_NAME = 80  # characters of how somebody outside the server is called


@dataclass(frozen=True)
class Unsaid:
    """A thank-you that was taken back: as it was, and the deliveries to remove."""

    thanks: Thanks
    removals: tuple[int, ...] = ()


@dataclass(frozen=True)
class Draft:
    """A thank-you for somebody outside the server, as it was typed; it is kept nowhere."""

    name: str
    helped: str
    did: str = ""


class Thanking:
    """Use cases of a thank-you to a member, and of a draft of one to somebody outside (M8)."""

    db: Database

    @query
    def thanks_place(self, tx: Tx, guild_id: int, user_id: int, to_id: int = 0) -> int:
        """The server in which this member thanks: this one, or (0, the bot's own DM) one that both are members of.

        NoMentoring where that is not on; NotThanked in one that they left.
        """
        if guild_id:
            open_in(tx, guild_id)
            _check_is_there(tx, guild_id, user_id)
            return guild_id
        mine = [each.guild_id for each in people.memberships(tx, user_id) if each.left_at is None]
        theirs = {each.guild_id for each in people.memberships(tx, to_id) if each.left_at is None}
        for each in mine:
            if each in theirs and is_open(tx, each):
                return each
        raise NoMentoring

    @use_case
    def thank(self, tx: Tx, guild_id: int, user_id: int, to_id: int, typed: str) -> Thanks:
        """Tell a member thank you: they find it in their inbox, nobody else sees it.

        NoMentoring; NotThanked for oneself, for who left, and by who left; PartMissing, WordsRefused, TooOften. A form that comes
        twice counts once.
        """
        open_in(tx, guild_id)
        _check_is_there(tx, guild_id, user_id)
        if to_id == user_id:
            raise NotThanked("self")
        if not to_id or people.has_left(tx, guild_id, [to_id]):
            raise NotThanked("left")
        text = clean(typed, THANKS_MOST)
        if not text:
            raise PartMissing("thanks")
        check_words(tx, guild_id, user_id, [text])
        new = Thanks(guild_id, user_id, to_id, text)
        since = tx.now - TWICE
        if same := next((each for each in thanks.of_person(tx, user_id) if _is_same(each, new, since)), None):
            return same
        limits.check(tx, user_id, guild_id, THANKED, MOST_THANKS, THANKS_PER)
        said = thanks.add(tx, new)
        outbox.tell(
            tx,
            Message(
                user_id=to_id,
                server=guild_id,
                kind=THANKED,
                subject_id=said.id,
                key=f"{THANKED}:{said.id}",
                expires_at=tx.now + THANKED_FOR,
                sender=user_id,
            ),
        )
        return said

    @use_case
    def unthank(self, tx: Tx, user_id: int, thanks_id: int) -> Unsaid:
        """Take one's own thank-you back: its receiver finds it no more, organisers neither. ThanksGone."""
        said = thanks.get(tx, thanks_id)
        if said is None or said.from_id != user_id:
            raise ThanksGone
        thanks.remove(tx, thanks_id)
        return Unsaid(said, tuple(_withdraw(tx, [said])))

    @query
    def thank_you(self, tx: Tx, guild_id: int, user_id: int, thanks_id: int) -> Thanks:
        """What somebody wrote to this member, in this server or (0) any. ThanksGone when it is not there for them any more."""
        said = thanks.get(tx, thanks_id)
        if said is None or guild_id not in (0, said.guild_id) or not _heard(tx, user_id, [said]):
            raise ThanksGone
        return said

    @query
    def thanks_read(self, tx: Tx, guild_id: int, user_id: int) -> list[Thanks]:
        """What others wrote to this member, in this server or (0) any, the newest first."""
        return _heard(tx, user_id, thanks.to_person(tx, user_id, guild_id or None)[::-1])[:MOST_READ]

    @query
    def thanks_told(self, tx: Tx, told: Collection[Intent]) -> dict[int, Thanks]:
        """The thank-yous of what was told, by its id, for lines of an inbox; without those that are not to be shown any more."""
        found = thanks.get_many(tx, {each.subject_id for each in told})
        there = [each for each in told if each.subject_id in found]
        return {
            each.id: found[each.subject_id]
            for each in there
            if _heard(tx, each.user_id, [found[each.subject_id]])
        }

    @use_case
    def mute_thanks(self, tx: Tx, user_id: int, thanks_id: int, sender_id: int) -> None:
        """Nothing more reaches them from who wrote this. ThanksGone when nobody did, or somebody else.

        The button says who it was, so that it works on when it was taken back.
        """
        said = _sent(tx, user_id, thanks_id)
        if said is not None and said.from_id != sender_id:
            raise ThanksGone
        silences.silence_from(tx, user_id, sender_id)
        theirs = [each.id for each in thanks.to_person(tx, user_id) if each.from_id == sender_id]
        outbox.take_back(tx, THANKED, theirs, user_id=user_id, why=Why.SILENCED)

    @use_case
    def report_thanks(self, tx: Tx, user_id: int, thanks_id: int) -> None:
        """Show the organisers what they were sent, and by whom; once. ThanksGone when it was taken back, or was never theirs."""
        said = _sent(tx, user_id, thanks_id)
        if said is None:
            raise ThanksGone
        key = _report_key(said.id)
        notices.notify(tx, said.guild_id, REPORT, key, user_id=said.from_id, text=said.text, url="")


def read_draft(name: str, helped: str, did: str) -> Draft:
    """What was typed about somebody outside the server. PartMissing: who it is, or what helped."""
    draft = Draft(" ".join(clean(name, _NAME).split()), clean(helped, THANKS_MOST), clean(did, THANKS_MOST))
    if not draft.name or not draft.helped:
        raise PartMissing("thanks")
    return draft


def forget(tx: Tx, user_id: int, guild_id: int | None = None) -> list[int]:
    """Forget what somebody wrote or was written, everywhere or in one server; returns the deliveries to remove."""
    either = [*thanks.of_person(tx, user_id), *thanks.to_person(tx, user_id)]
    gone = [each for each in either if guild_id in (None, each.guild_id)]
    removals = _withdraw(tx, gone)
    thanks.erase(tx, user_id, guild_id)
    return removals


def _withdraw(tx: Tx, gone: Collection[Thanks]) -> list[int]:
    """Nobody is told these any more, nor are organisers shown them; returns the deliveries to remove."""
    outbox.take_back(tx, THANKED, [each.id for each in gone])
    return [
        removal for each in gone for removal in notices.withdraw(tx, each.guild_id, [_report_key(each.id)])
    ]


def _check_is_there(tx: Tx, guild_id: int, user_id: int) -> None:
    """NotThanked where who would thank is no member any more, so that nobody who was sent away writes on."""
    if people.has_left(tx, guild_id, [user_id]):
        raise NotThanked("out")


def _is_same(before: Thanks, new: Thanks, since: datetime) -> bool:
    same = (before.guild_id, before.to_id, before.text) == (new.guild_id, new.to_id, new.text)
    return same and before.made_at is not None and before.made_at > since


def _report_key(thanks_id: int) -> str:
    return f"report:{THANKED}:{thanks_id}"


def _sent(tx: Tx, user_id: int, thanks_id: int) -> Thanks | None:
    """What this person was sent; None when it was taken back since. ThanksGone when they never were."""
    said = thanks.get(tx, thanks_id)
    if said is None and outbox.told_in(tx, user_id, THANKED, thanks_id) is not None:
        return None
    if said is None or said.to_id != user_id:
        raise ThanksGone
    return said


def _heard(tx: Tx, user_id: int, found: Collection[Thanks]) -> list[Thanks]:
    """Those of these that are to this person, from members whom neither they nor the organisers silenced."""
    mine = [each for each in found if each.to_id == user_id]
    unheard = silences.silenced(tx, [(user_id, each.from_id) for each in mine])
    senders = {
        guild_id: [each.from_id for each in mine if each.guild_id == guild_id]
        for guild_id in {each.guild_id for each in mine}
    }
    out = {
        guild_id: moderation.stopped_of(tx, guild_id, some) | people.has_left(tx, guild_id, some)
        for guild_id, some in senders.items()
    }
    return [
        each
        for each in mine
        if (user_id, each.from_id) not in unheard and each.from_id not in out[each.guild_id]
    ]
