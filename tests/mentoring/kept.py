"""Owns how the tests of mentors put people into the pool, pairs and questions, straight into what is stored."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert as plain_insert

from bot.app import App
from bot.attention.model.values import Intent, Notice, State
from bot.attention.store import intents, notices
from bot.communities.store import topics
from bot.core.db import Tx, insert
from bot.mentoring.model.asking import Question, QuestionState
from bot.mentoring.model.values import (
    FOLLOW_UP_AFTER,
    Member,
    Pair,
    PairKind,
    Profile,
    Proposal,
    Reasons,
    Role,
    Settings,
    Wish,
)
from bot.mentoring.service import Mentoring
from bot.mentoring.store import exclusions, pairs, profiles, proposals
from bot.mentoring.tables import mentoring_question, mentoring_settings

GUILD, OTHER_GUILD, CHANNEL = 100, 101, 200


def chosen_settings(guild_id: int = GUILD, channel_id: int = CHANNEL, **changed: Any) -> Settings:
    """A server's mentors as they are set up: on, with rounds every other Monday at 10:00, and nothing due yet."""
    return replace(Settings(guild_id, channel_id, is_on=True), **changed)


def save_settings(tx: Tx, value: Settings) -> None:
    columns = {
        "channel_id": value.channel_id,
        "is_on": value.is_on,
        "rhythm": value.rhythm.value,
        "weekday": value.weekday,
        "at": value.at,
        "next_at": value.next_at,
        "match_at": value.match_at,
        "refused_at": value.refused_at,
    }
    row = insert(tx, mentoring_settings).values(guild_id=value.guild_id, **columns)
    tx.execute(row.on_conflict_do_update(index_elements=["guild_id"], set_=columns))


class Kept:
    """What can be done to what is stored, with Discord or without. A person is an id; topics are places in the server's list."""

    app: App
    home: tuple[int, int]  # server and channel that are meant when none is named

    @property
    def mentoring(self) -> Mentoring:
        """The service under test."""
        return self.app.mentoring

    def now(self) -> datetime:
        """The present instant."""
        return self.app.clock()

    async def change(self, guild_id: int | None = None, **changed: Any) -> Settings:
        """The settings of a server become so; what is not named is as the house begins. Returns them."""
        guild, channel = self.home if guild_id is None else (guild_id, CHANNEL + guild_id)
        made = chosen_settings(guild, channel, **changed)
        await self.app.db.write(lambda tx: save_settings(tx, made))
        return made

    async def topic_ids(self, *places: int, guild_id: int | None = None) -> tuple[int, ...]:
        """The ids of these topics of a server's list (0: Python, 1: PyTorch, 2: data, …); of all when none is named."""
        guild = self.home[0] if guild_id is None else guild_id
        listed = await self.app.db.write(lambda tx: topics.start_topics(tx, guild))
        return tuple(listed[each].id for each in places) if places else tuple(each.id for each in listed)

    async def no_topics(self, guild_id: int | None = None) -> None:
        """A server has no topics any more, and no new ones are made by themselves."""
        guild = self.home[0] if guild_id is None else guild_id

        def remove(tx: Tx) -> None:
            for each in topics.topics(tx, guild):
                topics.remove_topic(tx, each.id)

        await self.app.db.write(remove)

    async def wish(
        self, who: int, role: Role, *places: int, guild_id: int | None = None, **changed: Any
    ) -> Wish:
        """Somebody is in the pool for this, about these topics of the server's list (the first one when none is named).

        `changed`: level, places (of a mentor), since (their date in the queue), sat_out, threes.
        """
        guild = self.home[0] if guild_id is None else guild_id
        about = await self.topic_ids(*(places or (0,)), guild_id=guild)

        def save(tx: Tx) -> Wish:
            made = profiles.save_wish(tx, replace(Wish(guild, who, role, about), **changed))
            made = replace(made, **{each: changed[each] for each in ("sat_out", "threes") if each in changed})
            profiles.set_counted(tx, made)
            return made

        return await self.app.db.write(save)

    async def offers(self, who: int, *places: int, **changed: Any) -> Wish:
        """Somebody offers to mentor."""
        return await self.wish(who, Role.OFFER, *places, **changed)

    async def seeks(self, who: int, *places: int, **changed: Any) -> Wish:
        """Somebody looks for a mentor."""
        return await self.wish(who, Role.SEEK, *places, **changed)

    async def peers(self, *people: int, topics: Collection[int] = (0,), **changed: Any) -> None:
        """All of these would like a partner in rounds."""
        for who in people:
            await self.wish(who, Role.PEERS, *topics, **changed)

    async def wishes(self, who: int, guild_id: int | None = None) -> dict[Role, Wish]:
        """What somebody is in the pool for, as it is kept."""
        guild = self.home[0] if guild_id is None else guild_id
        return await self.app.db.read(lambda tx: profiles.wishes_of(tx, guild, who))

    async def says(self, who: int, guild_id: int | None = None, **changed: Any) -> Profile:
        """What somebody said about themselves becomes so; `changed`: as in `Profile`."""
        guild = self.home[0] if guild_id is None else guild_id

        def save(tx: Tx) -> Profile:
            made = replace(profiles.get(tx, guild, who), **changed)
            profiles.save(tx, made)
            return made

        return await self.app.db.write(save)

    async def profile(self, who: int, guild_id: int | None = None) -> Profile:
        """What somebody said about themselves, as it is kept."""
        guild = self.home[0] if guild_id is None else guild_id
        return await self.app.db.read(lambda tx: profiles.get(tx, guild, who))

    async def exclude(self, who: int, other: int, guild_id: int | None = None) -> None:
        """Somebody does not want to be matched with another person."""
        guild = self.home[0] if guild_id is None else guild_id
        await self.app.db.write(lambda tx: exclusions.exclude(tx, guild, who, other))

    async def propose(
        self, learner: int, mentor: int, *places: int, guild_id: int | None = None, **changed: Any
    ) -> Proposal:
        """Two people have an open proposal, for five days; nobody is told. `changed`: as in `Proposal`."""
        guild = self.home[0] if guild_id is None else guild_id
        why = Reasons(await self.topic_ids(*(places or (0,)), guild_id=guild))

        def add(tx: Tx) -> Proposal:
            made = Proposal(guild, learner, mentor, why, tx.now, tx.now + FOLLOW_UP_AFTER)
            made = proposals.add(tx, replace(made, **changed), seed=1)
            proposals.save(tx, made)
            return made

        return await self.app.db.write(add)

    async def proposals(self, who: int) -> list[Proposal]:
        """All proposals that somebody is or was a side of, the oldest first."""
        return await self.app.db.read(lambda tx: proposals.of_person(tx, who))

    async def mentors(self, mentor: int, learner: int, **changed: Any) -> Pair:
        """A mentor and a learner are a pair; nobody is told."""
        return await self.together(
            Member(mentor, Role.OFFER), Member(learner, Role.SEEK), kind=PairKind.MENTOR, **changed
        )

    async def partners(self, *people: int, **changed: Any) -> Pair:
        """Two or three are partners; nobody is told."""
        return await self.together(
            *(Member(each, Role.PEERS) for each in people), kind=PairKind.PEERS, **changed
        )

    async def together(
        self, *members: Member, kind: PairKind, guild_id: int | None = None, **changed: Any
    ) -> Pair:
        """These are a pair from now on, asked how it went in five days; nobody is told. `changed`: as in `Pair`."""
        guild = self.home[0] if guild_id is None else guild_id
        why = Reasons(await self.topic_ids(0, guild_id=guild))

        def add(tx: Tx) -> Pair:
            made = Pair(guild, kind, members, why, tx.now, follow_at=tx.now + FOLLOW_UP_AFTER)
            made = pairs.add(tx, replace(made, **changed))
            pairs.save(tx, made)
            return made

        return await self.app.db.write(add)

    async def pairs(self, who: int, *, going_on: bool = False) -> list[Pair]:
        """The pairs that somebody is or was in, the newest first."""
        return await self.app.db.read(lambda tx: pairs.of_person(tx, who, going_on=going_on))

    async def question(self, who: int, guild_id: int | None = None, **changed: Any) -> Question:
        """Somebody asked a question; nothing of it is posted and nobody is told. `changed`: as in `Question`."""
        guild = self.home[0] if guild_id is None else guild_id
        made = Question(
            guild,
            who,
            "Train my first image classifier",
            "I ran the notebook of lesson one on my own photos.",
            "Why is the validation loss lower than the training loss?",
            state=QuestionState.POSTED,
            made_at=self.now(),
        )
        made = replace(made, **changed)

        def add(tx: Tx) -> Question:
            columns = {
                name: getattr(made, name)
                for name in (
                    *("guild_id", "user_id", "goal", "tried", "question", "url", "topic_id"),
                    *("to_id", "ama_id", "keep", "made_at", "solved_at"),
                )
            }
            row = plain_insert(mentoring_question).values(**columns, state=made.state.value)
            return replace(made, id=tx.execute(row.returning(mentoring_question.c.id)).scalar_one())

        return await self.app.db.write(add)

    async def waiting(self, who: int, kind: str = "") -> list[Intent]:
        """What (of this kind) waits for somebody, the earliest first."""
        all_of = await self.app.db.read(lambda tx: intents.of_person(tx, who))
        return [each for each in all_of if kind in ("", each.kind) and each.state is State.WAITING]

    async def told(self, guild_id: int | None = None) -> list[Notice]:
        """What organisers were told and have not seen to."""
        guild = self.home[0] if guild_id is None else guild_id
        return await self.app.db.read(lambda tx: notices.open_notices(tx, guild, 10))
