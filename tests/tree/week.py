"""Owns a week of five people with the whole bot in a simulated Discord, and everything that the bot said in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import simcord

from tests import openapi
from tests.bots import World, answer_of, labels_of
from tests.sent import CALLBACK, message_of

MONDAY = datetime(2026, 1, 5, 8, 1, tzinfo=UTC)  # 9:01 in Berlin
DAY = timedelta(days=1)
FORM = 9
# What members write: theirs, whatever it counts or compares.
ANA = "Ran lesson 1 on 300 photos\n\nThe top row of the grid is still wrong"
ANA_AGAIN = "Ran lesson 1 again, with 400 photos"
BEN = "Read chapter 7 and ranked my questions"
CAI = "Missed the train, so I read 12 pages"
DAN = "Trained for 3 epochs in a row"
DAN_LATE = "Wrote down 2 things that confuse me"
NEXT = "Lesson 2, slowly"
CALL = "@everyone, look"
WRITTEN = (ANA, ANA_AGAIN, BEN, CAI, DAN, DAN_LATE, NEXT, CALL)


@dataclass(frozen=True)
class Said:
    """One thing that the bot said: to everybody or to one person, in its text or on what can be pressed."""

    public: bool
    text: str
    labels: tuple[str, ...]
    primary: int
    where: str


@dataclass(frozen=True)
class Week:
    """What was said, and the ids of the people by name. Eve only looked; nobody may know."""

    said: tuple[Said, ...]
    people: Mapping[str, int]


async def play(url: str) -> Week:
    """The week, from the set-up on Thursday to the Saturday after."""
    world = World(url)
    await world.start()
    await world.until(datetime(2026, 1, 1, 12, tzinfo=UTC))
    cai, dan, eve = (world.guild.add_member(world.env.create_user(name)) for name in ("cai", "dan", "eve"))
    await set_up(world)
    await monday(world, cai, dan, eve)
    await tuesday(world, cai, dan)
    await wednesday(world, dan)
    await friday(world, eve)
    await alone(world, eve)
    people = {
        "ana": world.ana,
        "ben": world.ben,
        "cai": cai,
        "dan": dan,
        "eve": eve,
        "robin": world.organiser,
    }
    said = tuple(each for request in world.env.http_requests for each in heard(request))
    await world.stop()
    return Week(said, {name: member.id for name, member in people.items()})


async def set_up(world: World) -> None:
    """The organiser sets one standup up and looks at everything behind /setup."""
    robin = world.organiser
    await world.ana.slash(world.channel, "standup")  # refused: there is none yet
    form = await robin.click(answer_of(await robin.slash(world.channel, "setup")), label="Set up a standup")
    for time, city in (("half past", "Berlin"), ("9:00", "Xyzzyville")):
        refused = await robin.submit_modal(form, {"channel": [world.channel], "city": city, "time": time})
        form = await robin.click(answer_of(refused), label="Open the form again")
    card = await robin.submit_modal(form, {"channel": [world.channel], "city": "Berlin", "time": "9:00"})
    for label in ("Summary: weekly", "Daily", "Send a test post", "Pause", "Resume", "Remove", "Keep it"):
        card = await robin.click(answer_of(card), label=label)
    asked = await robin.click(answer_of(card), label="Questions")
    one = await robin.select(answer_of(asked), ["q0"])
    await robin.click(answer_of(one), label="Change")
    home = await robin.click(answer_of(await robin.click(answer_of(one), label="Back")), label="Back")
    home = await robin.click(answer_of(home), label="Back to setup")
    await robin.click(answer_of(home), label="Status and changes")


async def monday(
    world: World, cai: simcord.MemberActor, dan: simcord.MemberActor, eve: simcord.MemberActor
) -> None:
    """The first answers: written, a little, kept; and one who only looks."""
    await world.work_until(MONDAY)
    await world.write(world.ana, ANA, q2=NEXT)
    little = await world.ben.click(prompt_of(world), label="A little today")
    await world.ben.click(answer_of(little), label="Post")
    kept = await world.write(cai, CAI, post=False)
    await cai.click(answer_of(kept), label="Keep to myself")
    await world.write(dan, DAN, q3=CALL)
    await eve.slash(world.channel, "standup")
    await eve.slash(world.channel, "help")


async def tuesday(world: World, cai: simcord.MemberActor, dan: simcord.MemberActor) -> None:
    """An edit, what was kept is posted, and an answer for Monday that comes late."""
    before = prompt_of(world)
    shown = await world.ana.slash(world.channel, "standup")
    form = await world.ana.click(answer_of(shown), label="Edit")
    await world.ana.submit_modal(form, {"q1": ANA_AGAIN})
    mine = await cai.click(answer_of(await cai.slash(world.channel, "mine")), label="My standups")
    entry = await cai.select(answer_of(mine), ["3"])
    await cai.click(answer_of(entry), label="Post it")
    await world.work_until(MONDAY + DAY)
    await world.write(world.ben, BEN)
    await world.work_until(MONDAY + DAY + timedelta(hours=13))
    form = await dan.slash(world.channel, "standup")
    await dan.submit_modal(form, {"q1": DAN_LATE})
    await world.ana.click(before, label="Write my standup")


async def wednesday(world: World, dan: simcord.MemberActor) -> None:
    """A deletion, an empty form, a changed mind."""
    await world.work_until(MONDAY + 2 * DAY)
    form = await world.ben.slash(world.channel, "standup")
    refused = await world.ben.submit_modal(form, {"q1": " "})
    await world.ben.click(answer_of(refused), label="Open the form again")
    settings = await dan.click(answer_of(await dan.slash(world.channel, "mine")), label="Settings")
    await dan.click(answer_of(settings), label="Always preview")
    preview = await world.write(dan, DAN, post=False)
    await dan.click(answer_of(preview), label="Discard")
    posted = await world.write(world.ana, ANA)
    shown = await world.ana.slash(world.channel, "standup")
    await world.ana.click(answer_of(shown), label="Delete")
    await world.ana.click(answer_of(posted), label="Edit")  # stale
    await world.ben.click(prompt_of(world), label="A little today")


async def friday(world: World, eve: simcord.MemberActor) -> None:
    """A quiet Thursday, one answer on Friday, summaries; a message of somebody else's."""
    await world.work_until(MONDAY + 4 * DAY)
    await world.write(world.ana, ANA_AGAIN)
    (post, *_rest) = [each for each in world.thread().history() if each.content.startswith("<@")]
    await eve.context_menu(world.thread(), "Edit or remove mine", post)
    await world.ana.context_menu(world.thread(), "Edit or remove mine", post)
    await world.work_until(MONDAY + 5 * DAY + timedelta(hours=2))


async def alone(world: World, eve: simcord.MemberActor) -> None:
    """One's own things: zone, privacy, export, erasing."""
    for who in (eve, world.ana):
        for city in ("Xyzzyville", "Springfield", "Tokyo"):
            card = await who.slash(world.channel, "mine")
            settings = await who.click(answer_of(card), label="Settings")
            form = await who.click(answer_of(settings), label="My time zone")
            await who.submit_modal(form, {"city": city})
        settings = await who.click(answer_of(await who.slash(world.channel, "mine")), label="Settings")
        day = await who.click(answer_of(settings), label="When my day begins")
        await who.select(answer_of(day), ["h3"])
        privacy = await who.click(answer_of(await who.slash(world.channel, "mine")), label="Privacy")
        terms = await who.click(answer_of(privacy), label="For how long, and who can see it")
        privacy = await who.click(answer_of(terms), label="Back to privacy")
        await who.click(answer_of(privacy), label="Take it along")
        asked = await who.click(answer_of(privacy), label="Delete…")
        assert "Keep everything" in labels_of(answer_of(asked))
        await who.select(answer_of(asked), ["all"])
    await world.work()


def prompt_of(world: World) -> Any:
    """The newest prompt."""
    return [each for each in world.channel.history() if "Write my standup" in labels_of(each)][-1]


def heard(request: openapi.Request) -> Iterator[Said]:
    """What a request said, if it said something: a message, a form, a thread's name, a command."""
    where, body = f"{request.method} {request.path}", request.json
    message = message_of(request)
    if message is not None:
        yield _said(message, where, public=request.path.startswith("/channels/"))
    elif isinstance(body, dict) and CALLBACK.fullmatch(request.path) and body["type"] == FORM:
        yield _said(body["data"], where, public=False)
    elif isinstance(body, dict) and request.path.endswith("/threads"):
        yield Said(True, body["name"], (), 0, where)
    elif isinstance(body, list) and request.path.endswith("/commands"):
        yield Said(
            False, "", tuple(each["description"] for each in body if each.get("description")), 0, where
        )


def _said(message: Mapping[str, Any], where: str, *, public: bool) -> Said:
    parts = list(_parts(message.get("components", ())))
    words = [
        message.get("title"),
        *(part.get(name) for part in parts for name in ("label", "description", "placeholder")),
    ]
    primary = sum(part.get("style") == 1 and part.get("type") == 2 for part in parts)
    labels = tuple(word for word in words if isinstance(word, str))
    return Said(public, message.get("content") or "", labels, primary, where)


def _parts(components: Any) -> Iterator[Mapping[str, Any]]:
    for each in components or ():
        yield each
        yield from _parts(each.get("components"))
        yield from _parts(each.get("options"))
        if each.get("component"):
            yield from _parts([each["component"]])
