"""Proves pairs as members live them: the introduction, the private thread, how it ends, and what can be done about the other."""

from __future__ import annotations

from datetime import timedelta

import pytest
import simcord
from discord.http import Route

from bot.deliveries.model import LEASE
from bot.mentoring.model.values import FOLLOW_UP_AFTER, Member, Pair, PairKind, Reasons, Role
from bot.mentoring.service.following import SURE
from bot.mentoring.service.pairing import bring_together
from tests.attention.trial import NOON, bundles, choose
from tests.bots import answer_of, text_of
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
    return await house.app.db.write(lambda tx: bring_together(tx, house.guild.id, kind, members, why, seed=3))


def private_threads(house: House) -> list[simcord.ChannelHandle]:
    """The threads of #mentors, all of which are private here."""
    return list(house.place.threads)


def members_of(house: House, thread: simcord.ChannelHandle) -> set[int]:
    """Who is in a thread beside the bot."""
    return set(house.env.backend.channels[thread.id].thread_members) - {house.env.backend.bot_user.id}


async def five_days_later(house: House) -> None:
    """The two are asked how it went."""
    await house.until(house.env.now() + FOLLOW_UP_AFTER)
    assert await house.bot.jobs.run("mentoring.follow_ups")
    assert not await house.bot.jobs.run("mentoring.follow_ups")


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
    over = f"You and {home.ben.mention} are not mentor and learner any more."
    assert over in await ana.press("Open it")
    assert ana.labels == ["Say thanks", "Something was not right", *GUARDS]
    await ana.slash("mentor")
    assert over in await ana.press("My last pair")
    assert "I took you out of the private thread." in await ana.press("Nothing more from this person")
    assert members_of(home, thread) == {home.ben.id}
    assert "not together any more" in await ana.press_id("mentoring:thread:1")


async def test_an_introduction_comes_behind_one_command_at_most_and_never_behind_mentor(home: House) -> None:
    ana, ben = home.walk(home.ana), home.walk(home.ben)
    await introduce(home, PairKind.PEERS, home.ana, home.ben)
    await ana.slash("mentor")
    assert "Mentors and peers" in ana.text
    assert "Your part is the same" in await ana.press("With ben")
    for command in ("ask", "help", "mine", "mentor", "ask"):
        assert "partners now" not in await ana.slash(command)
    await ben.slash("mentor")
    assert "partners now" in await ben.slash("ask"), "nothing showed it yet"
    assert "partners now" not in await ben.slash("ask")


async def test_what_no_bundle_could_bring_is_shown_after_the_next_command(home: House) -> None:
    await choose(home, home.ana)
    await choose(home, home.ben)
    await introduce(home, PairKind.PEERS, home.ana, home.ben, home.cleo)
    await home.env.settle()
    path = f"/channels/{home.ana.user.dm_channel.id}/messages"
    home.env.inject_error("POST", path, status=403, code=50007, message="Cannot send", times=None)
    await home.until(NOON + timedelta(seconds=1))
    await home.work()
    (bundle,) = bundles(home.ben)
    assert "ana and cleo are your partners now." in bundle.content
    assert not bundles(home.ana)
    shown = await home.ana.slash(home.channel, "help")
    said = [each.content for each in shown.followups]
    (card,) = [each for each in said if "your partners now." in each]
    assert card.startswith(f"**{home.ben.mention} and {home.cleo.mention} are your partners now.** All three")
    assert "It ends by itself when the next round" in card
    assert not (await home.ben.slash(home.channel, "help")).followups, "the bundle did"
    me = home.ben.user
    waits = await me.click(bundle, label="Open my inbox")
    rows = answer_of(waits).components
    (pair,) = [
        each["value"]
        for row in rows
        for item in row["components"]
        for each in item.get("options", ())
        if "Somebody to learn with" in each["label"]
    ]
    line = await me.select(answer_of(waits), [pair])
    opened = await me.click(answer_of(line), label="Open it")
    assert text_of(opened).startswith("**ana and cleo are your partners now.**"), "names in direct messages"
    met = await me.click(answer_of(opened), label="Meet in a private thread")
    (thread,) = private_threads(home)
    assert f"https://discord.com/channels/{home.guild.id}/{thread.id}" in text_of(met)
    assert "inbox of ana and cleo" in text_of(met)
    again = await me.click(answer_of(met), label="Back")
    asked = await me.click(answer_of(again), label="Not with this person again")
    assert text_of(asked) == "Whom do you mean?"
    sure = await me.click(answer_of(asked), label="cleo")
    assert "never bring you and cleo together again" in text_of(sure)


async def test_a_thread_is_made_once_whatever_happens_meanwhile(home: House) -> None:
    ana, ben = home.walk(home.ana), home.walk(home.ben)
    pair = await introduce(home, PairKind.PEERS, home.ana, home.ben)
    threads = f"/channels/{home.place.id}/threads"
    home.env.inject_error("POST", threads, status=403, code=50013, message="Missing Permissions")
    await ana.slash("help")
    await ana.press("Meet in a private thread")
    assert "Discord keeps me out" in ana.text
    assert "ask an organiser" in ana.text
    home.env.inject_error("POST", threads, status=500)
    await ana.press_id(f"mentoring:thread:{pair.id}")
    assert ana.text == "That did not work yet. Please try again in a minute."
    assert ana.labels == ["Try again"]
    left = await home.bot.http.request(  # a crash: made, and nobody wrote it down
        Route("POST", "/channels/{channel_id}/threads", channel_id=home.place.id),
        json={"name": f"Learning together · {pair.id}", "type": 12, "invitable": False},
    )
    await home.until(home.env.now() + LEASE + timedelta(seconds=1))
    await ana.press("Try again")
    (thread,) = private_threads(home)
    assert thread.id == int(left["id"])
    assert [each.content[:20] for each in thread.history()] == ["This thread is for t"]
    await ben.press_id(f"mentoring:join_thread:{pair.id}")
    assert members_of(home, thread) == {home.ana.id, home.ben.id}
    await home.bot.http.delete_channel(thread.id)
    await home.env.settle()
    await ben.press_id(f"mentoring:join_thread:{pair.id}")
    (anew,) = private_threads(home)
    assert anew.id != thread.id
    assert members_of(home, anew) == {home.ben.id}
    home.env.inject_error("PUT", f"/channels/{anew.id}/thread-members/{home.ana.id}", status=404, code=10003)
    await ana.press_id(f"mentoring:thread:{pair.id}")
    assert len(private_threads(home)) == 2, "it was deleted, and nobody told us"
    assert "are you" not in ana.text


async def test_they_are_asked_once_how_it_went_and_say_it_in_one_tap(home: House) -> None:
    ana, ben = home.walk(home.ana), home.walk(home.ben)
    await home.peers(home.ana.id, home.ben.id)
    pair = await introduce(home, PairKind.PEERS, home.ana, home.ben)
    await five_days_later(home)
    await ana.slash("help")
    await ana.open_line("How did it go?")
    assert "How did it go with ben? One tap is enough" in ana.text
    await ana.press("Answer")
    answers = ["We met", "It is planned", "Not this time", "I'd rather not say", "Something was not right"]
    assert ana.labels == answers
    assert "nobody else reads it. I ask only this once." in ana.text
    assert await ana.press("We met") == "Good to hear. If it helped you, a thank-you takes a minute."
    assert ana.labels == ["Say thanks", "Change it"]
    await ana.press("Change it", "Not this time")
    assert "that is fine" in ana.text
    await ben.press_id(f"mentoring:how:{pair.id}")
    await ben.press("Something was not right")
    seen = f"{home.ben.mention} says that something was not right with {home.ana.mention}, their partner"
    assert f"> {seen}" in ben.text
    assert f"I tell {home.ana.mention} nothing." in ben.text
    await ben.press("Tell the organisers")
    await ben.fill({"words": "@everyone she [wanted](https://evil.test) money"})
    assert "The organisers read it now" in ben.text
    assert ben.labels == ["Not with this person again", "Take it back"]
    setup = await home.organiser.slash(home.channel, "setup")
    notices = await home.organiser.click(answer_of(setup), label="Notices")
    assert seen in text_of(notices)
    assert "](https" not in text_of(notices)
    assert "@everyone" not in text_of(notices)
    await ben.press("Take it back")
    assert await home.told() == []
    await ben.press("Write it anew", "Tell the organisers")
    await ben.fill()
    (notice,) = await home.told()
    assert notice.detail["text"] == ""
    await ben.press("Not with this person again", "Yes, not again")
    assert "I never bring the two of you together again." in ben.text
    assert "This pair is over for you; they read only that, not why." in ben.text


async def test_both_rest_and_are_back_with_one_tap(home: House) -> None:
    ana, ben = home.walk(home.ana), home.walk(home.ben)
    await home.peers(home.ana.id, home.ben.id)
    pair = await introduce(home, PairKind.PEERS, home.ana, home.ben)
    await five_days_later(home)
    for each in (ana, ben):
        await each.press_id(f"mentoring:how:{pair.id}")
        said = await each.press("Not this time")
        assert "rest" not in said
    await home.until(home.env.now() + SURE)
    assert await home.bot.jobs.run("mentoring.follow_ups")
    await ana.slash("help")
    await ana.open_line("You rest for now")
    assert "I propose nobody to you until you say that you are back in." in ana.text
    await ana.press("I'm back in")
    assert (await home.profile(home.ana.id)).is_in
    assert not (await home.profile(home.ben.id)).is_in
    await ana.press_id(f"mentoring:went:{pair.id}:nonsense")
    assert "not together any more" in ana.text
    await ana.press_id(f"mentoring:mute_pair:{pair.id}")
    assert "they read only that, not why" in ana.text
    await ben.press_id(f"mentoring:report_pair:{pair.id}")
    assert "They read neither who asked nor any words." in ben.text
