"""The demo's community: its server, its people, and how their last days are played through the real bot."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import discord
import simcord

from bot.demo.competing import COMPETING, KAGGLE
from bot.demo.driven import POSTS
from bot.demo.forums import create_forum
from bot.demo.history import DAYS, TODAY, Chat, Choice, Entry, Made, Reply, Thanks
from bot.demo.mentoring import MENTORING, MENTORS
from bot.demo.people import first_answer, labelled, pick, private_answer
from bot.demo.reading import GROUP, PAPERS, READING, Step
from bot.demo.sharing import GALLERY, SHOWCASE, choose_sharing, set_up_showcase, share, thank

if TYPE_CHECKING:
    from bot.demo.world import World

BOT_NAME = "Compound"
SERVER = "Deep Learning Together"
ZONE = "Europe/Berlin"
CITY = "Berlin"
STANDUP_AT = time(9, 0)
SET_UP_AT = time(8, 50)
LEAD = timedelta(seconds=45)
"""How long before today's prompt the demo opens: time to read the page, then the prompt arrives by itself."""

DAILY = "daily-standup"
STUDY_HALL = "study-hall"
GENERAL = "general"


@dataclass(frozen=True)
class Person:
    """Somebody the visitor can be: a member of the server with a key for addresses and a line about them."""

    key: str
    name: str
    about: str
    actor: simcord.MemberActor


@dataclass(frozen=True)
class Community:
    """The simulated server: who is in it, where it is on the map, and its channels by name."""

    guild: simcord.GuildHandle
    channels: Mapping[str, simcord.ChannelHandle]
    people: tuple[Person, ...]
    everyone: Mapping[str, simcord.MemberActor]
    zone: str = ZONE
    city: str = CITY

    def person(self, key: str) -> Person | None:
        """The person with this key, None for a stranger."""
        return next((person for person in self.people if person.key == key), None)


def build_community(env: simcord.Env) -> Community:
    """Make the server, its channels, its roles and its members; nobody has said anything yet."""
    users = {
        key: env.create_user(key, global_name=name, avatar=key)
        for key, name in (
            ("ana", "Ana"),
            ("bashir", "Bashir"),
            ("mei", "Mei"),
            ("robin", "Robin"),
            ("tomas", "Tomás"),
            ("ifeoma", "Ifeoma"),
            ("jonas", "Jonas"),
            ("ingrid", "Ingrid"),
        )
    }
    guild = env.create_guild(SERVER, owner=users["ingrid"], preferred_locale="en-GB")
    organisers = guild.create_role(
        "Organisers", permissions=discord.Permissions(manage_guild=True, manage_channels=True), color=0xE0A458
    )
    everyone = {
        key: guild.add_member(user, roles=[organisers] if key == "robin" else [])
        for key, user in users.items()
        if key != "ingrid"
    }
    everyone["ingrid"] = simcord.MemberActor(env, guild, users["ingrid"])
    channels = {
        GENERAL: guild.create_text_channel(GENERAL, topic="Hello, questions, small wins."),
        DAILY: guild.create_text_channel(DAILY, topic="One prompt every working day. A sentence is plenty."),
        STUDY_HALL: guild.create_text_channel(STUDY_HALL, topic="Evenings: we run notebooks together."),
        SHOWCASE: guild.create_text_channel(SHOWCASE, topic="What we made. Small and unfinished is welcome."),
        GALLERY: create_forum(env, guild, GALLERY),
        PAPERS: guild.create_text_channel(PAPERS, topic="New papers each morning, few and explained."),
        GROUP: guild.create_text_channel(
            GROUP, topic="We choose a paper, read it and talk about it. Join any time."
        ),
        KAGGLE: guild.create_text_channel(KAGGLE, topic="New competitions. Join on the first day, learn."),
        MENTORS: guild.create_text_channel(MENTORS, topic="Ask, answer, find a mentor or a partner."),
    }
    people = (
        Person("ana", "Ana", "joined this morning", everyone["ana"]),
        Person("bashir", "Bashir", "photographs tomato leaves", everyone["bashir"]),
        Person("mei", "Mei", "learns after work, on a phone", everyone["mei"]),
        Person("robin", "Robin", "the organiser", everyone["robin"]),
    )
    return Community(guild, channels, people, everyone)


def instant(day: date, at: time) -> datetime:
    """The aware UTC instant of this local day and time in the demo's city."""
    return datetime.combine(day, at, ZoneInfo(ZONE)).astimezone(UTC)


async def play_history(world: World, script: Script) -> None:
    """Play the last days through the bot as its users would, and stop shortly before today's prompt.

    Ana says nothing: her first answer is the visitor's, and the bot shows a preview of a first one.
    """
    moments: list[tuple[datetime, Callable[[World], Awaitable[object]]]] = [
        (instant(DAYS[0].date, SET_UP_AT), script.set_up)
    ]
    for day in DAYS:
        opening = instant(day.date, STANDUP_AT)
        moments += [
            (opening + timedelta(minutes=item.after), partial(script.answer, item)) for item in day.entries
        ]
        moments += [(instant(day.date, item.at), partial(say, item)) for item in day.chats]
        moments += [(instant(day.date, item.at), partial(reply, item)) for item in day.replies]
        moments += [(instant(day.date, item.at), partial(script.choose, item)) for item in day.choices]
        moments += [(instant(day.date, item.at), partial(script.share, item)) for item in day.made]
        moments += [(instant(day.date, item.at), partial(script.thank, item)) for item in day.thanks]
    moments += [
        (instant(day, at), happen) for day, at, happen in (*script.read, *script.compete, *script.mentor)
    ]
    for when, happen in sorted(moments, key=lambda moment: moment[0]):
        await world.hurry_to(when, *POSTS)
        await happen(world)
    await world.move_to(instant(TODAY, STANDUP_AT) - LEAD)
    forget_private_answers(world)


def forget_private_answers(world: World) -> None:
    """Drop what only its receiver could see: Discord's own client forgets it by the next morning too."""
    for messages in world.env.backend.messages.values():
        for message in [item for item in messages.values() if item.is_ephemeral]:
            del messages[message.id]


async def say(chat: Chat, world: World) -> None:
    """Somebody types a message in #general; each "@Name" of a member becomes a real mention."""
    community = world.community
    text = chat.text
    for member in community.everyone.values():
        text = text.replace(f"@{member.user.global_name}", member.mention)
    await community.everyone[chat.who].send(community.channels[GENERAL], text)


async def reply(item: Reply, world: World) -> None:
    """Somebody replies to a standup post of another one, in its thread."""
    community = world.community
    author = community.everyone[item.to].mention
    for thread in reversed(community.channels[DAILY].threads):
        for post in reversed(thread.history()):
            if post.content.startswith(author):
                await community.everyone[item.who].send(thread, item.text, reply_to=post)
                return


async def set_up(world: World) -> None:
    """The organiser sets the daily standup up: /setup, its first button, its form. Then the showcase."""
    community = world.community
    robin, daily = community.everyone["robin"], community.channels[DAILY]
    card = await robin.slash(daily, "setup")
    form = await robin.click(private_answer(card), label="Set up a standup")
    await robin.submit_modal(form, {"channel": [daily], "city": ZONE, "time": f"{STANDUP_AT:%H:%M}"})
    await set_up_showcase(world)


async def answer(entry: Entry, world: World) -> None:
    """A member answers the newest prompt with /standup, or with "A little today" when there is no text.

    A first answer is previewed, and posted from there.
    """
    community = world.community
    member, daily = community.everyone[entry.who], community.channels[DAILY]
    if entry.did:
        form = await member.slash(daily, "standup")
        done = await member.submit_modal(form, {"q1": entry.did, "q2": entry.next, "q3": entry.stuck})
    else:
        prompts = [item for item in daily.history() if item.components and not item.flags.ephemeral]
        done = await member.click(prompts[-1], label="A little today")
    said = private_answer(done)
    if labelled(said, "Post"):
        said = private_answer(await member.click(said, label="Post"))
    if entry.topic:
        await pick(member, said, entry.topic)


async def choose(choice: Choice, world: World) -> None:
    """A member chooses in /mine how they are reached, and on what they may be asked for a hand."""
    member, daily = world.community.everyone[choice.who], world.community.channels[DAILY]
    await choose_sharing(choice, world)
    if choice.topics:
        helping = await member.click(first_answer(await member.slash(daily, "mine")), label="Helping others")
        await pick(member, private_answer(helping), *choice.topics)
    if not choice.bundle_at:
        return
    mine = first_answer(await member.slash(daily, "mine"))
    settings = private_answer(await member.click(mine, label="Settings"))
    await member.click(settings, label="Remind me of the standup")
    settings = private_answer(
        await member.click(first_answer(await member.slash(daily, "mine")), label="Settings")
    )
    form = await member.click(settings, label="My bundles")
    never = {"quiet_from": "21:00", "quiet_to": "8:00", "days_off": ["5", "6"]}
    await member.submit_modal(form, {"bundles": "1", "at": choice.bundle_at, **never})


@dataclass(frozen=True)
class Script:
    """How people use the bot that is shown: who has another bot to show hands in another script."""

    set_up: Callable[[World], Awaitable[object]] = set_up
    answer: Callable[[Entry, World], Awaitable[object]] = answer
    choose: Callable[[Choice, World], Awaitable[object]] = choose
    share: Callable[[Made, World], Awaitable[object]] = share
    thank: Callable[[Thanks, World], Awaitable[object]] = thank
    read: Sequence[tuple[date, time, Step]] = READING
    compete: Sequence[tuple[date, time, Step]] = COMPETING
    mentor: Sequence[tuple[date, time, Step]] = MENTORING
