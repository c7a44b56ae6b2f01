"""How the demo's people read papers: a daily digest, a past round of the reading group with its notes, and a vote that is on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, time
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from bot.demo.people import first_answer, newest, options, private_answer

if TYPE_CHECKING:
    from bot.demo.world import World

Step: TypeAlias = "Callable[[World], Awaitable[object]]"

PAPERS = "papers"
GROUP = "reading-group"
DIGEST_AT = time(8, 30)
CATEGORIES = "cs.LG, cs.CV, cs.CL"
PHRASES = "image, images, classifier, learning rate, training, text, language"
"""What the organiser wants papers to speak of."""


async def set_up_papers(world: World) -> None:
    """The organiser sets papers up, says what they should speak of, and opens a reading group that starts now."""
    community = world.community
    robin, channel = community.everyone["robin"], community.channels[PAPERS]
    form = await robin.click(first_answer(await robin.slash(channel, "setup")), label="Set up papers")
    typed = {
        "channel": [channel],
        "categories": CATEGORIES,
        "city": community.city,
        "time": f"{DIGEST_AT:%H:%M}",
    }
    card = private_answer(await robin.submit_modal(form, typed))
    form = await robin.click(card, label="What comes")
    await robin.submit_modal(form, {"categories": CATEGORIES, "phrases": PHRASES, "cap": "3"})
    group = community.channels[GROUP]
    setup = first_answer(await robin.slash(group, "setup"))
    form = await robin.click(setup, label="Set up a reading group")
    typed = {"channel": [group], "weekday": [options(form)["Thursday"]], "time": "18:00"}
    card = private_answer(await robin.submit_modal(form, typed))
    await robin.click(card, label="Start now")


async def switch_group(label: str, world: World) -> None:
    """The organiser lets the reading group rest, or go on."""
    robin, group = world.community.everyone["robin"], world.community.channels[GROUP]
    card = first_answer(await robin.slash(group, "setup"))
    await robin.click(private_answer(await robin.click(card, label="Reading group")), label=label)


async def nominate(who: str, paper: str, why: str, world: World) -> None:
    """Somebody nominates a paper by its number, and says why."""
    member, group = world.community.everyone[who], world.community.channels[GROUP]
    card = first_answer(await member.slash(group, "paper"))
    form = await member.click(
        private_answer(await member.click(card, label="Nominations")), label="Nominate a paper"
    )
    await member.submit_modal(form, {"paper": paper, "reason": why})


async def vote(who: str, titles: tuple[str, ...], world: World) -> None:
    """Somebody votes for the papers whose titles begin so."""
    member = world.community.everyone[who]
    form = await member.click(newest(world, GROUP, "Vote"), label="Vote")
    chosen = [value for label, value in options(form).items() if label.startswith(titles)]
    await member.submit_modal(form, {"papers": chosen})


async def press(who: str, label: str, world: World) -> None:
    """Somebody presses a button of the newest card in the reading group's channel that has it."""
    await world.community.everyone[who].click(newest(world, GROUP, label), label=label)


async def note(who: str, learned: str, still_open: str, will_try: str, world: World) -> None:
    """Somebody writes notes of the session."""
    member = world.community.everyone[who]
    form = await member.click(newest(world, GROUP, "Write notes"), label="Write notes")
    await member.submit_modal(form, {"q1": learned, "q2": still_open, "q3": will_try})


async def essence(who: str, paper: str, parts: tuple[str, str, str], tried: str, world: World) -> None:
    """Somebody writes the essence of a paper, says what they tried of it, and posts both."""
    member, channel = world.community.everyone[who], world.community.channels[PAPERS]
    card = first_answer(await member.slash(channel, "paper", find=paper))
    form = await member.click(card, label="Write its essence")
    written = private_answer(
        await member.submit_modal(form, dict(zip(("q1", "q2", "q3"), parts, strict=True)))
    )
    form = await member.click(written, label="I tried it")
    written = private_answer(await member.submit_modal(form, {"link": "", "tried": tried}))
    await member.click(written, label="Post")


async def save(who: str, paper: str, world: World) -> None:
    """Somebody keeps a paper among theirs."""
    member, channel = world.community.everyone[who], world.community.channels[PAPERS]
    await member.click(first_answer(await member.slash(channel, "paper", find=paper)), label="Save")


RATES = "1506.01186"
READING: tuple[tuple[date, time, Step], ...] = (
    (date(2026, 1, 7), time(8, 10), set_up_papers),
    (
        date(2026, 1, 7),
        time(19, 5),
        partial(nominate, "bashir", RATES, "Short, and I set my learning rate by feeling."),
    ),
    (date(2026, 1, 8), time(12, 15), partial(press, "ingrid", "I can lead")),
    (date(2026, 1, 8), time(18, 40), partial(press, "bashir", "I'm coming")),
    (
        date(2026, 1, 15),
        time(20, 20),
        partial(
            note,
            "ingrid",
            "The learning rate may go up and down, and training gets better for it. The range test needs one short run.",
            "How long should one cycle be when the data are few?",
            "Bashir runs the range test on his leaves.",
        ),
    ),
    (
        date(2026, 1, 17),
        time(11, 10),
        partial(
            essence,
            "bashir",
            RATES,
            (
                "Let the learning rate rise and fall instead of guessing one.",
                "Yes: I had no idea what to set for my leaves.",
                "The range test, on 60 photos.",
            ),
            "Forty lines in a notebook. The loss fell until 0.003 and exploded at 0.03, so I train between the two.",
        ),
    ),
    (
        date(2026, 1, 19),
        time(12, 30),
        partial(nominate, "jonas", "1512.03385", "Every lesson uses it, and I never looked inside."),
    ),
    (
        date(2026, 1, 20),
        time(21, 5),
        partial(nominate, "mei", "1811.12231", "Maybe it explains my sister's lemon."),
    ),
    (
        date(2026, 1, 21),
        time(18, 20),
        partial(nominate, "tomas", "1706.03762", "So that I know what everybody talks about."),
    ),
    (date(2026, 1, 22), time(19, 30), partial(vote, "jonas", ("Deep Residual", "Attention"))),
    (date(2026, 1, 23), time(17, 30), partial(switch_group, "Switch it off")),
    (date(2026, 1, 26), time(8, 10), partial(switch_group, "Switch it on")),
    (date(2026, 1, 26), time(12, 45), partial(save, "mei", "1311.2901")),
)
"""What happened when, before the demo opens. The vote that began on Thursday rested for the weekend, and is on until Saturday."""
