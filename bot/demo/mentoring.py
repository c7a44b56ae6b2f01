"""How the demo's people find each other: who mentors, a round of partners, a question with its answer, a small need, an AMA."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, time
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from bot.demo.people import first_answer, labelled, listed, newest, options, private_answer

if TYPE_CHECKING:
    from bot.demo.world import World

Step: TypeAlias = "Callable[[World], Awaitable[object]]"

MENTORS = "mentors"
ROUNDS_AT = time(12, 30)


async def set_up_mentors(world: World) -> None:
    """The organiser sets mentors and questions up; partners are found every Friday."""
    robin, channel = world.community.everyone["robin"], world.community.channels[MENTORS]
    form = await robin.click(first_answer(await robin.slash(channel, "setup")), label="Set up mentors")
    card = private_answer(await robin.submit_modal(form, {"channel": [channel]}))
    form = await robin.click(card, label="When partners are found")
    often, friday = options(form)["Every week"], options(form)["Friday"]
    typed = {"rhythm": often, "weekday": [friday], "time": f"{ROUNDS_AT:%H:%M}", "city": world.community.city}
    await robin.submit_modal(form, typed)


async def wish(who: str, button: str, topics: tuple[str, ...], level: str, world: World) -> None:
    """Somebody offers to mentor, looks for a mentor, or wants a partner."""
    member, channel = world.community.everyone[who], world.community.channels[MENTORS]
    form = await member.click(first_answer(await member.slash(channel, "mentor")), label=button)
    there = options(form)
    chosen = next(value for label, value in there.items() if label.startswith(level))
    await member.submit_modal(form, {"topics": [there[each] for each in topics], "level": chosen})


async def about(who: str, now: str, place: str, world: World) -> None:
    """Somebody says what they work through, and where they come from."""
    member, channel = world.community.everyone[who], world.community.channels[MENTORS]
    more = await member.click(first_answer(await member.slash(channel, "mentor")), label="More about me")
    form = await member.click(private_answer(more), label="What I do")
    there = options(form)
    await member.submit_modal(form, {"path": [there[now]], "background": [there[place]]})


async def ask(who: str, goal: str, tried: str, question: str, topic: str, world: World) -> None:
    """Somebody asks a question in the channel."""
    member, channel = world.community.everyone[who], world.community.channels[MENTORS]
    form = await member.click(first_answer(await member.slash(channel, "ask")), label="Ask a question")
    typed = {"goal": goal, "tried": tried, "question": question, "topic": [options(form)[topic]]}
    card = private_answer(await member.submit_modal(form, typed))
    if labelled(card, "None of these: go on"):
        card = private_answer(await member.click(card, label="None of these: go on"))
    await member.click(card, label="Post it")


async def answer(who: str, text: str, world: World) -> None:
    """Somebody answers the newest question, and is fine with the archive."""
    member = world.community.everyone[who]
    form = await member.click(newest(world, MENTORS, "Answer"), label="Answer")
    await member.submit_modal(form, {"answer": text, "keep": "yes"})


async def keep(who: str, world: World) -> None:
    """Who asked reads the answer in their inbox, lets both be kept for others, and has what they needed."""
    member, channel = world.community.everyone[who], world.community.channels[MENTORS]
    mine = first_answer(await member.slash(channel, "mine"))  # behind it comes who their new partner is
    inbox = private_answer(await member.click(mine, label="Inbox"))
    line = private_answer(await member.select(inbox, [next(iter(listed(inbox).values()))]))
    read = private_answer(await member.click(line, label="Read it"))
    kept = private_answer(await member.click(read, label="Yes, keep it"))
    question = private_answer(await member.click(kept, label="My question"))
    await member.click(question, label="I have what I needed")


async def need(who: str, kind: str, what: str, link: str, world: World) -> None:
    """Somebody puts a small need on the board."""
    member, channel = world.community.everyone[who], world.community.channels[MENTORS]
    board = await member.click(first_answer(await member.slash(channel, "ask")), label="Help-first board")
    form = await member.click(private_answer(board), label="I need something small")
    await member.submit_modal(form, {"kind": options(form)[kind], "what": what, "link": link})


async def host(who: str, what: str, day: str, at: str, world: World) -> None:
    """Somebody plans an hour in which they can be asked anything."""
    member, channel = world.community.everyone[who], world.community.channels[MENTORS]
    amas = await member.click(first_answer(await member.slash(channel, "ask")), label="Ask me anything")
    form = await member.click(private_answer(amas), label="Host one")
    lasts = options(form)["an hour"]
    await member.submit_modal(form, {"about": what, "day": day, "time": at, "lasts": lasts})


async def ask_host(who: str, text: str, world: World) -> None:
    """Somebody asks something in the newest "Ask me anything"."""
    member = world.community.everyone[who]
    form = await member.click(newest(world, MENTORS, "Ask a question"), label="Ask a question")
    await member.submit_modal(form, {"words": text})


VISION, DATA, TRAINING, PYTHON = "computer vision", "data and cleaning", "training and tuning", "Python"
MENTORING: tuple[tuple[date, time, Step], ...] = (
    (date(2026, 1, 21), time(14, 0), set_up_mentors),
    (date(2026, 1, 21), time(18, 20), partial(wish, "mei", "Pair me with peers", (PYTHON, VISION), "New")),
    (date(2026, 1, 21), time(18, 40), partial(wish, "bashir", "Pair me with peers", (VISION, DATA), "About")),
    (date(2026, 1, 21), time(19, 5), partial(wish, "jonas", "Pair me with peers", (VISION, PYTHON), "New")),
    (date(2026, 1, 21), time(19, 30), partial(wish, "tomas", "Pair me with peers", (DATA, PYTHON), "About")),
    (
        date(2026, 1, 21),
        time(20, 10),
        partial(wish, "ifeoma", "Pair me with peers", (DATA, VISION), "A step"),
    ),
    (date(2026, 1, 21), time(20, 12), partial(about, "ifeoma", "A project of my own", "Health")),
    (date(2026, 1, 21), time(20, 30), partial(about, "bashir", "A project of my own", "Engineering")),
    (
        date(2026, 1, 22),
        time(19, 10),
        partial(
            ask,
            "jonas",
            "Tell a parrot from a broccoli",
            "Trained lesson 1's classifier on thirty photos of each; half of the parrots come out as broccoli.",
            "Are thirty photos too few, or is it that all my parrots sit in green trees?",
            VISION,
        ),
    ),
    (
        date(2026, 1, 22),
        time(20, 25),
        partial(
            answer,
            "ifeoma",
            "Very likely the trees: the model looks at whatever helps. Crop ten of the parrots so that little green is left, "
            "train again, and look at which photos it is most wrong about.",
        ),
    ),
    (date(2026, 1, 23), time(19, 40), partial(keep, "jonas")),
    (
        date(2026, 1, 25),
        time(17, 0),
        partial(wish, "bashir", "Offer to mentor", (VISION, DATA, PYTHON, TRAINING), "A step"),
    ),
    (
        date(2026, 1, 25),
        time(17, 30),
        partial(wish, "mei", "Offer to mentor", (PYTHON, VISION, DATA, TRAINING), "About"),
    ),
    (
        date(2026, 1, 25),
        time(18, 15),
        partial(
            need,
            "tomas",
            "Reproduce a result",
            "Run my first notebook once, top to bottom, and tell me whether it works for you, too.",
            "https://www.kaggle.com/code/invented/first-try",
        ),
    ),
    (
        date(2026, 1, 26),
        time(13, 30),
        partial(host, "ifeoma", "Machine learning in a hospital lab", "28 Jan", "19:00"),
    ),
    (
        date(2026, 1, 26),
        time(18, 50),
        partial(ask_host, "bashir", "How do you tell your colleagues that a model is wrong?"),
    ),
    (
        date(2026, 1, 26),
        time(21, 5),
        partial(
            ask,
            "mei",
            "Read the images of a folder in a notebook",
            "Copied the path from the file list; it says that there is no such file.",
            "Which folder does a notebook on a free GPU start in, and how do I look?",
            PYTHON,
        ),
    ),
)
"""What happened when, before the demo opens. Who looks for a mentor now finds Bashir and Mei; on Friday partners change."""
