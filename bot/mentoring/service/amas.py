"""Ask me anything: questions collected, then answered in its thread (M8)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.attention.model.values import Intent
from bot.attention.store import limits
from bot.communities import store as communities
from bot.core.db import Database, Tx, query, use_case
from bot.core.text import clean, fit, units
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery
from bot.mentoring.model.asking import (
    ABOUT,
    AMA,
    AMA_FOR,
    AMA_HOURS,
    AMAS_PER,
    ASKED_HOSTS,
    GOAL,
    MOST_AMAS,
    MOST_ASKED_HOSTS,
    MOST_IN_AMA,
    QUESTION,
    Ama,
    AmaState,
    Question,
    QuestionState,
)
from bot.mentoring.model.refusals import (
    AmaFull,
    AmaGone,
    AskedEnough,
    BadTime,
    MayNotPost,
    PartMissing,
    QuestionTooLong,
)
from bot.mentoring.service import hosting
from bot.mentoring.service.collecting import Collecting
from bot.mentoring.service.gatekeeping import open_in
from bot.mentoring.service.guarding import check_words
from bot.mentoring.service.hosting import STILL, SeenAma
from bot.mentoring.service.sources import claim
from bot.mentoring.store import amas, questions

MOST_SHOWN = 25  # to choose from: as many as a select takes


@dataclass(frozen=True)
class AmaPost:
    """An AMA as its post shows it, in the server's `language`."""

    ama: Ama
    language: str


@dataclass(frozen=True)
class PlannedAma:
    """An AMA that was planned, and the delivery claimed for its post just now, which the caller has to send."""

    ama: Ama
    claimed: Delivery | None = None


@dataclass(frozen=True)
class AskedAma:
    """A question that was asked in an AMA; `claimed`: it runs already, and the caller has to send this."""

    seen: SeenAma
    question: Question
    claimed: Delivery | None = None


@dataclass(frozen=True)
class DeletedAma:
    """An AMA as it was before it was deleted, and the deliveries to remove."""

    ama: Ama
    removals: tuple[int, ...] = ()


class Amas(Collecting):
    """Use cases of an AMA: planning, asking, opening, ending (M8). `guild_id` is 0 in the bot's own DM, where lines come."""

    db: Database

    @query
    def amas(self, tx: Tx, guild_id: int) -> list[Ama]:
        """Those of a server that begin or run, the next first. NoMentoring."""
        open_in(tx, guild_id)
        return amas.coming(tx, guild_id, MOST_SHOWN)

    @query
    def amas_hosted(self, tx: Tx, guild_id: int, user_id: int) -> list[Ama]:
        """Those this member hosted there that are over or did not take place, the newest first."""
        return amas.over_of(tx, user_id, guild_id, MOST_SHOWN)

    @query
    def ama(self, tx: Tx, guild_id: int, user_id: int, ama_id: int) -> SeenAma:
        """An AMA as it stands, over or not. AmaGone."""
        return hosting.seen(tx, hosting.found(tx, guild_id, user_id, ama_id), user_id)

    @query
    def askable_ama(self, tx: Tx, guild_id: int, user_id: int, ama_id: int) -> SeenAma:
        """One in which questions can be asked. NoMentoring, AmaGone."""
        return hosting.seen(tx, _askable(tx, guild_id, user_id, ama_id), user_id)

    @query
    def ama_zone(self, tx: Tx, guild_id: int, user_id: int) -> str:
        """The zone in which this member says when one begins here."""
        return hosting.zone_of(tx, guild_id, user_id)

    @use_case
    def plan_ama(
        self,
        tx: Tx,
        guild_id: int,
        user_id: int,
        about: str,
        begins_at: datetime,
        hours: int,
        *,
        may_post: bool,
    ) -> PlannedAma:
        """This member answers from this instant on (aware UTC), for so many hours (of AMA_HOURS).

        NoMentoring, MayNotPost, PartMissing, BadTime for what has passed meanwhile, WordsRefused, TooOften. A form that comes
        twice counts once.
        """
        chosen = open_in(tx, guild_id)
        if not may_post:
            raise MayNotPost(chosen.channel_id)
        text = " ".join(clean(about, ABOUT).split())
        if not text:
            raise PartMissing("about")
        if begins_at <= tx.now:
            raise BadTime("", "past")
        check_words(tx, guild_id, user_id, [text])
        hosted = (each for each in amas.hosted_by(tx, user_id, guild_id) if each.about == text)
        if same := next((each for each in hosted if each.begins_at == begins_at), None):
            return PlannedAma(same)
        limits.check(tx, user_id, guild_id, AMA, MOST_AMAS, AMAS_PER)
        ends_at = begins_at + timedelta(hours=hours if hours in AMA_HOURS else AMA_FOR)
        value = amas.add(tx, Ama(guild_id, user_id, text, begins_at, ends_at))
        hosting.tell_soon(tx, value, [user_id])
        return PlannedAma(value, claim(tx, AMA, value.id, guild_id))

    @use_case
    def ask_ama(
        self, tx: Tx, guild_id: int, user_id: int, ama_id: int, typed: str, *, may_post: bool
    ) -> AskedAma:
        """Ask in an AMA: its host alone reads it until it begins; while it runs it is posted at once.

        NoMentoring, AmaGone, MayNotPost, PartMissing, QuestionTooLong, WordsRefused, AskedEnough, AmaFull. A form that
        comes twice counts once.
        """
        value = _askable(tx, guild_id, user_id, ama_id, lock=True)
        if not may_post:
            raise MayNotPost(open_in(tx, value.guild_id).channel_id)
        text = _read(typed)
        mine = questions.of_ama(tx, ama_id, user_id)
        seen = hosting.seen(tx, value, user_id)
        if same := next((each for each in mine if each.question == text), None):
            return AskedAma(seen, same)
        check_words(tx, value.guild_id, user_id, [text])
        if len(mine) >= MOST_ASKED_HOSTS:
            raise AskedEnough
        if amas.asked_in(tx, ama_id) >= MOST_IN_AMA:
            raise AmaFull
        goal = fit(" ".join(text.split()), GOAL)
        new = Question(value.guild_id, user_id, goal, "", text, ama_id=ama_id)
        if value.state is AmaState.PLANNED:
            question = questions.add(tx, new)
            hosting.tell_soon(tx, value, [user_id])
            return AskedAma(seen, question)
        question = questions.add(tx, replace(new, state=QuestionState.POSTED))
        within = (AMA, ama_id)
        return AskedAma(seen, question, claim(tx, QUESTION, question.id, value.guild_id, within=within))

    @query
    def movable_ama(self, tx: Tx, user_id: int, ama_id: int, *, organiser_of: int = 0) -> SeenAma:
        """One that this member may move or call off: its host, or an organiser of its server. AmaGone."""
        return hosting.seen(tx, _movable(tx, user_id, ama_id, organiser_of), user_id)

    @use_case
    def move_ama(
        self, tx: Tx, user_id: int, ama_id: int, begins_at: datetime, *, organiser_of: int = 0
    ) -> SeenAma:
        """It begins at another time (aware UTC) and takes as long; who asked is told. AmaGone, BadTime."""
        before = _movable(tx, user_id, ama_id, organiser_of, lock=True)
        if before.state is not AmaState.PLANNED:
            raise AmaGone
        if begins_at <= tx.now:
            raise BadTime("", "past")
        value = replace(before, begins_at=begins_at, ends_at=begins_at + (before.ends_at - before.begins_at))
        if value == before:
            return hosting.seen(tx, value, user_id)
        amas.save(tx, value)
        deliveries.mark_dirty(tx, AMA, ama_id)
        concerned = dict.fromkeys([*hosting.askers(tx, value), value.host_id])
        hosting.tell_soon(tx, value, concerned)
        hosting.tell_moved(tx, value, [each for each in concerned if each != user_id])
        hosting.note(tx, value, user_id, "mentoring.ama_moved")
        return hosting.seen(tx, value, user_id)

    @use_case
    def cancel_ama(self, tx: Tx, user_id: int, ama_id: int, *, organiser_of: int = 0) -> Ama:
        """One that is planned does not take place, and who asked is told; one that runs ends now. AmaGone."""
        value = _movable(tx, user_id, ama_id, organiser_of, lock=True)
        hosting.stop(tx, value)
        if user_id != value.host_id:
            hosting.tell_moved(tx, value, [value.host_id])
        hosting.note(tx, value, user_id, "mentoring.ama_stopped")
        return value

    @use_case
    def delete_ama(self, tx: Tx, user_id: int, ama_id: int) -> DeletedAma:
        """Its host deletes it, over or not (promise 6): its row now, its post at once after, its thread is renamed. AmaGone.

        One that is planned is called off by that; questions and answers stay with who wrote them.
        """
        value = amas.get(tx, ama_id, lock=True)
        if value is None or value.host_id != user_id:
            raise AmaGone
        return DeletedAma(value, tuple(hosting.remove(tx, value)))

    @query
    def ama_of_message(self, tx: Tx, guild_id: int, message_id: int) -> Ama | None:
        """The AMA that a message of ours in this server shows; None for any other message."""
        post = deliveries.of_message(tx, message_id)
        value = amas.get(tx, post.subject_id) if post and post.kind == AMA else None
        return value if value and value.guild_id == guild_id else None

    @use_case(claim=True)
    def turn_amas(self, tx: Tx, limit: int) -> bool:
        """Open those that begin now and end those that are over; whether there was any."""
        due = amas.take_turning(tx, limit)
        for each in due:
            turn = hosting.open_now if each.state is AmaState.PLANNED else hosting.end_now
            turn(tx, each)
        return bool(due)

    @query
    def next_ama_turn(self, tx: Tx) -> datetime | None:
        """When the next AMA opens or ends (UTC)."""
        return amas.next_turn(tx)

    @query
    def shown_amas(self, tx: Tx, ids: Collection[int]) -> dict[int, AmaPost]:
        """The AMAs of these ids, as their posts show them."""
        found = amas.get_many(tx, ids)
        languages = communities.languages(tx, {each.guild_id for each in found.values()})
        return {id_: AmaPost(each, languages.get(each.guild_id, "")) for id_, each in found.items()}

    @query
    def amas_told(self, tx: Tx, told: Collection[Intent]) -> dict[int, SeenAma]:
        """The AMAs of what was told, by its id, for lines of an inbox; without what is no longer so."""
        found = amas.get_many(tx, {each.subject_id for each in told})
        there = [each for each in told if each.subject_id in found]
        return {
            each.id: hosting.seen(tx, found[each.subject_id], each.user_id)
            for each in there
            if hosting.is_true(tx, each, found[each.subject_id])
        } | hosting.lost(told, found)

    @query
    def given_back(self, tx: Tx, told: Collection[Intent]) -> dict[int, Question]:
        """The questions that were given back to who asked, by the intent's id; only while they are theirs alone."""
        found = questions.get_many(tx, {each.subject_id for each in told})
        return {
            each.id: found[each.subject_id]
            for each in told
            if each.subject_id in found
            and found[each.subject_id].user_id == each.user_id
            and found[each.subject_id].state is QuestionState.PRIVATE
        }


def _read(typed: str) -> str:
    """What was asked. PartMissing, QuestionTooLong."""
    text = clean(typed, units(typed))
    if not text.strip():
        raise PartMissing("question")
    if (over := units(text) - ASKED_HOSTS) > 0:
        raise QuestionTooLong(over)
    return text


def _askable(tx: Tx, guild_id: int, user_id: int, ama_id: int, *, lock: bool = False) -> Ama:
    value = hosting.found(tx, guild_id, user_id, ama_id, lock=lock)
    open_in(tx, value.guild_id)
    if value.state not in STILL or tx.now >= value.ends_at:
        raise AmaGone
    return value


def _movable(tx: Tx, user_id: int, ama_id: int, organiser_of: int, *, lock: bool = False) -> Ama:
    value = amas.get(tx, ama_id, lock=lock)
    if value is None or value.state not in STILL:
        raise AmaGone
    if user_id != value.host_id and organiser_of != value.guild_id:
        raise AmaGone
    return value
