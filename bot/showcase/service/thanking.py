"""Thank-yous, "This helped me": a private line from a reader to an author, never counted (H7)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from bot.attention.model.refusals import TooOften
from bot.attention.model.values import Intent, Message
from bot.attention.store import limits, notices, outbox, silences
from bot.communities.store import moderation
from bot.core.db import Database, Tx, query, use_case
from bot.core.text import clean
from bot.people import store as people
from bot.showcase.model.refusals import NotThanked, ShareGone
from bot.showcase.model.values import (
    MOST_THANKS,
    PAIR_REST,
    THANKS,
    THANKS_PER,
    WORD,
    Said,
    Share,
    Word,
)
from bot.showcase.service.finding import post_of, posted_share, showcase_of
from bot.showcase.service.guarding import check_words
from bot.showcase.service.withdrawing import forget_words, report_key
from bot.showcase.store import words

THANKED_FOR = timedelta(days=30)  # how long the line waits; what it says stays with the author after that
_MARK = 12  # characters of the mark by which a pair is known again
_BATCH = 50  # read at once to find those that may be shown


@dataclass(frozen=True)
class Thanks:
    """A thank-you as its receiver reads it; `url` is where what helped stands, empty when it is on its way."""

    said: Said
    url: str


@dataclass(frozen=True)
class Unsaid:
    """A thank-you that was taken back: the sentence, given back once, and the deliveries to remove."""

    text: str
    removals: tuple[int, ...]


class Thanking:
    """Use cases of "This helped me" and of what its receiver finds."""

    db: Database

    @use_case
    def thankable(self, tx: Tx, guild_id: int, user_id: int, share_id: int) -> Share:
        """The post somebody wants to thank for. ShareGone; NotThanked for one's own, of who left, or was thanked lately."""
        share = _thankable(tx, guild_id, user_id, share_id)
        _check_pair(tx, guild_id, user_id, share.user_id)
        return share

    @use_case
    def thank(self, tx: Tx, guild_id: int, user_id: int, share_id: int, typed: str) -> Said:
        """Tell the author of a post what it helped with.

        ShareGone; NotThanked for oneself, who left, an empty sentence, or the same person a day after the last; TooOften;
        SharesStopped, WordRefused or SecretFound.
        """
        share = _thankable(tx, guild_id, user_id, share_id)
        return _thank(tx, guild_id, user_id, share.user_id, typed, share_id=share_id)

    @use_case
    def thank_for(self, tx: Tx, guild_id: int, user_id: int, author_id: int, typed: str, *, url: str) -> Said:
        """Tell a member what their message at `url`, which is no share, helped with. NoShowcase; else refusals as of `thank`."""
        showcase_of(tx, guild_id)
        return _thank(tx, guild_id, user_id, author_id, typed, url=url)

    @use_case
    def unthank(self, tx: Tx, user_id: int, word_id: int) -> Unsaid:
        """Take one's own thank-you back: its receiver finds it no more, organisers neither. ShareGone."""
        said = words.get(tx, word_id)
        if said is None or said.from_id != user_id or said.word is not Word.THANKS:
            raise ShareGone
        forget_words(tx, [word_id])
        removals = notices.withdraw(tx, said.guild_id, [report_key(THANKS, word_id)])
        return Unsaid(said.text, tuple(removals))

    @query
    def thanks(self, tx: Tx, user_id: int, word_id: int, guild_id: int | None) -> Thanks:
        """What somebody wrote to this person, in this server or (None) any. ShareGone when it was taken back."""
        said = words.get(tx, word_id)
        if said is None or guild_id not in (None, said.guild_id) or said not in _heard(tx, user_id, [said]):
            raise ShareGone(theirs=True)
        post = post_of(tx, said.share_id) if said.share_id else None
        return Thanks(said, said.url or (post.url if post else ""))

    @query
    def thanks_told(self, tx: Tx, told: Collection[Intent]) -> dict[int, Said]:
        """The thank-yous of what was told, by its id, for lines of an inbox; without those that are not to be shown any more."""
        found = words.get_many(tx, {each.subject_id for each in told})
        there = [each for each in told if each.subject_id in found]
        return {
            each.id: found[each.subject_id]
            for each in there
            if _heard(tx, each.user_id, [found[each.subject_id]])
        }

    @query
    def thanks_to(
        self, tx: Tx, user_id: int, *, guild_id: int | None = None, before: int | None = None, limit: int
    ) -> list[Said]:
        """The newest `limit` of what others wrote to this person, newest first; `guild_id` None: in every server."""
        found: list[Said] = []
        while len(found) < limit:
            page = words.newest_to(tx, user_id, Word.THANKS, guild_id=guild_id, before=before, limit=_BATCH)
            found += _heard(tx, user_id, page)
            if len(page) < _BATCH:
                break
            before = page[-1].id
        return found[:limit]


def _thankable(tx: Tx, guild_id: int, user_id: int, share_id: int) -> Share:
    share = posted_share(tx, guild_id, share_id)
    _check_whom(tx, guild_id, user_id, share.user_id)
    return share


def _check_whom(tx: Tx, guild_id: int, user_id: int, author_id: int) -> None:
    """NotThanked for oneself, and for who is known to have left."""
    if author_id == user_id:
        raise NotThanked("self")
    if people.has_left(tx, guild_id, [author_id]):
        raise NotThanked("left")


def _thank(
    tx: Tx,
    guild_id: int,
    user_id: int,
    author_id: int,
    typed: str,
    *,
    share_id: int | None = None,
    url: str = "",
) -> Said:
    text = clean(typed, WORD)
    if not text:
        raise NotThanked("empty")
    _check_whom(tx, guild_id, user_id, author_id)
    check_words(tx, guild_id, user_id, [text])
    _check_pace(tx, guild_id, user_id, author_id)
    said = words.add(
        tx, guild_id, Word.THANKS, from_id=user_id, to_id=author_id, text=text, share_id=share_id, url=url
    )
    outbox.tell(
        tx,
        Message(
            user_id=author_id,
            server=guild_id,
            kind=THANKS,
            subject_id=said.id,
            key=f"{THANKS}:{said.id}",
            expires_at=tx.now + THANKED_FOR,
            sender=user_id,
        ),
    )
    return said


def _check_pace(tx: Tx, guild_id: int, user_id: int, author_id: int) -> None:
    """NotThanked for who thanked the same person lately, TooOften for who thanked many.

    That they did is kept even when they take it back; whom, only as a mark.
    """
    pair = _check_pair(tx, guild_id, user_id, author_id)
    limits.check(tx, user_id, guild_id, THANKS, MOST_THANKS, THANKS_PER)
    limits.note(tx, user_id, guild_id, pair)


def _check_pair(tx: Tx, guild_id: int, user_id: int, author_id: int) -> str:
    """NotThanked for who thanked the same person lately; returns under what it is remembered that they did."""
    pair = f"thanks:{silences.mark(tx, author_id, user_id)[:_MARK]}"
    try:
        limits.check_only(tx, user_id, guild_id, pair, 1, PAIR_REST)
    except TooOften:
        raise NotThanked("recently") from None
    return pair


def _heard(tx: Tx, user_id: int, found: Collection[Said]) -> list[Said]:
    """Those thank-yous of these that are to this person, from people whom neither they nor the organisers silenced."""
    mine = [each for each in found if each.to_id == user_id and each.word is Word.THANKS]
    unheard = silences.silenced(tx, [(user_id, each.from_id) for each in mine])
    return [
        each
        for each in mine
        if (user_id, each.from_id) not in unheard
        and not moderation.guard(tx, each.guild_id, each.from_id).stopped
    ]
