"""Proves pairs as members live them: the introduction, the private thread, how it ends, and what can be done about the other."""

from __future__ import annotations

from datetime import timedelta

import pytest
import simcord

from bot.mentoring.model.values import FOLLOW_UP_AFTER, FollowUp, Member, Pair, PairKind, Reasons, Role
from bot.mentoring.service.pairing import bring_together
from bot.mentoring.store import pairs
from tests.bots import answer_of, labels_of, text_of
from tests.mentoring.house import House
from tests.mentoring.house import house as house

GUARDS = ["Not with this person again", "Nothing more from this person", "Tell the organisers"]


@pytest.fixture
async def home(house: House) -> House:
    """The bot may make private threads in #mentors."""
    house.allow(house.place, create_private_threads=True)
    await house.env.settle()
    return house


async def introduce(house: House, kind: PairKind, *who: simcord.MemberActor) -> Pair:
    """These are brought together; the first is the mentor of a mentor pair."""
    parts = (Role.OFFER, Role.SEEK) if kind is PairKind.MENTOR else (Role.PEERS,) * len(who)
    why = Reasons(await house.topic_ids(1), step=kind is PairKind.MENTOR)
    members = [Member(one.id, part) for one, part in zip(who, parts, strict=True)]
    return await house.app.db.write(
        lambda tx: bring_together(tx, house.guild.id, kind, members, why, seed=3)
    )


def private_threads(house: House) -> list[simcord.ChannelHandle]:
    """The threads of #mentors, all of which are private here."""
    return list(house.place.threads)


def members_of(house: House, thread: simcord.ChannelHandle) -> set[int]:
    """Who is in a thread beside the bot."""
    return set(house.env.backend.channels[thread.id].thread_members) - {house.env.backend.bot_user.id}


async def test_mentor_and_learner_are_introduced_meet_in_private_and_end_it(home: House) -> None:
    ana, ben = home.walk(home.ana), home.walk(home.ben)
    await introduce(home, PairKind.MENTOR, home.ben, home.ana)
    await ana.slash("help")  # no bundle brings it, so it comes below the next answer
    assert ana.text.startswith(f"**{home.ben.mention} is your mentor now.** ")
    assert "where they are a step ahead of you" in ana.text
    assert "Your part: bring one question at a time" in ana.text
    assert "To begin with: " in ana.text
    assert "“This is enough” ends it" in ana.text
    assert len(ana.text.splitlines()) <= 6
    assert ana.labels == ["Meet in a private thread", "This is enough", *GUARDS]
    assert "mentor now" not in await home.walk(home.ana).slash("help"), "once"
    await ana.press("Meet in a private thread")
    (thread,) = private_threads(home)
    assert f"You are in: <#{thread.id}>. Moderators can read there." in ana.text
    assert f"A line in the inbox of {home.ben.mention} says" in ana.text
    assert members_of(home, thread) == {home.ana.id}
    first = thread.history()[-1].content
    assert "This thread is for the two of you. Moderators can read here." in first
    assert "To begin with: " in first
    assert "<@" not in first
    await ben.slash("mine")
    assert ben.text.startswith(f"**{home.ana.mention} learns from you now.** ")
    assert ben.labels[0] == "Join the private thread"
    await ben.open_line("A thread to meet in")
    assert "ana opened a private thread for you two. You come in only if you like" in ben.text
    await ben.press("Open it", "Join the private thread")
    assert f"You are in: <#{thread.id}>." in ben.text
    assert "says that it is open" not in ben.text
    assert members_of(home, thread) == {home.ana.id, home.ben.id}
    assert len(private_threads(home)) == 1
    await ben.slash("mentor")
    await ben.press(ben.labels[0])
    assert "not mentor and learner any more then" in await ben.press("This is enough")
    assert ben.labels == ["Yes, this is enough", "Not now"]
    assert "Your part" in await ben.press("Not now")
    await ben.press("This is enough", "Yes, this is enough")
    assert "Your place is free again." in ben.text
    assert ben.labels == ["Say thanks"]
    assert await home.pairs(home.ben.id, going_on=True) == []
    await ana.open_line("A pair that ended")
    assert "You and ben are not mentor and learner any more." in ana.text
    assert "not together any more" in await ana.press_id("mentoring:thread:1")
