"""Proves the reading group as organisers and members press it: set up, nominate, vote in private, the result, and restarts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import discord
import simcord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.papers.model.values import Found
from bot.papers.store import groups, queries
from bot.shell.cards import Button, Card
from tests.bots import answer_of, labels_of, text_of
from tests.communities.setting_up import fill, setup
from tests.papers.house import BIRDS, LEAVES, WARMUP, House, house
from tests.showcase.test_discord import form_of, press

__all__ = ["house"]

MONDAY = datetime(2026, 1, 5, 8, tzinfo=UTC)  # 9:00 in Berlin
THURSDAY, SATURDAY = MONDAY + timedelta(days=3), MONDAY + timedelta(days=5)
ASKS, VOTES, READS = "What shall we read", "Which of these", "**The group reads:**"


async def founded(house: House) -> simcord.InteractionResult:
    """The organiser sets a reading group up in #papers."""
    form = await setup(house, "Set up a reading group")
    return await fill(house, form, channel=[house.place], weekday=["3"], time="18:00")


async def nominate(
    house: House, who: simcord.MemberActor, arxiv_id: str, reason: str = ""
) -> simcord.InteractionResult:
    """Somebody nominates a paper from its card: the id is all that a press carries."""
    button = Button("Nominate", f"papers:nominate:{arxiv_id}")
    channel = house.bot.get_partial_messageable(house.channel.id)
    message = await channel.send(**Card("A paper", ((button,),)).send_fields())
    await house.env.settle()
    done = await who.submit_modal(await who.click(message, label="Nominate"), {"reason": reason})
    await house.work()
    return done


async def at(house: House, *instants: datetime) -> None:
    """Time jumps to each of these, and what is due is done."""
    for each in instants:
        await house.until(each)
        await house.work()


async def vote(house: House, who: simcord.MemberActor, *titles: str) -> simcord.InteractionResult:
    """Somebody presses Vote below the vote's card and chooses these."""
    form = await who.click(card(house, VOTES), label="Vote")
    assert form.modal is not None
    (options,) = [part["component"]["options"] for part in form.modal["components"] if "component" in part]
    chosen = [each["value"] for each in options if each["label"] in titles]
    return await who.submit_modal(form, {"papers": chosen})


def card(house: House, begins: str) -> discord.Message:
    """The newest message in #papers that holds these words."""
    return next(each for each in reversed(house.place.history()) if begins in each.content)


def cards(house: House) -> list[str]:
    """The first lines of all that stands in #papers, but for sessions."""
    found = [text.splitlines()[0] for text in house.messages(house.place)]
    return [each for each in found if any(words in each for words in (ASKS, VOTES, READS))]


async def test_a_round_with_a_vote_and_a_restart_in_the_middle(house: House) -> None:
    offered = await setup(house)
    assert "There is no reading group yet" in text_of(offered)
    done = await founded(house)
    assert "Done. The first round opens by itself" in text_of(done)
    assert f"<#{house.place.id}> · meets on Thursday at 18:00 in Berlin" in text_of(done)
    assert "**Reading group**" in text_of(await setup(house))

    await at(house, MONDAY)
    asks = card(house, ASKS)
    assert labels_of(asks) == ["Nominate a paper"]

    made = await nominate(house, house.ana, LEAVES.arxiv_id, "It *fits* @everyone's garden.")
    assert made.ephemeral
    assert text_of(made).startswith("Nominated: [Sick Leaves")
    await nominate(house, house.ben, WARMUP.arxiv_id)
    asks = card(house, ASKS)
    assert f"garden.” {house.ana.mention}" in asks.content
    assert house.ben.mention not in asks.content  # who gave no reason is not named
    assert "@everyone" not in asks.content
    twice = await nominate(house, house.ben, LEAVES.arxiv_id)
    assert text_of(twice).startswith("Somebody had the same thought")

    await at(house, THURSDAY)
    before = card(house, VOTES).content
    saved = await vote(house, house.ana, LEAVES.title)
    assert saved.ephemeral
    assert "nobody else sees it" in text_of(saved)
    assert "Sick Leaves" in text_of(saved)
    await vote(house, house.ana, WARMUP.title)
    await vote(house, house.organiser, WARMUP.title, LEAVES.title)
    await vote(house, house.ben)
    again = await house.ana.click(card(house, VOTES), label="Vote")
    assert again.modal is not None
    (options,) = [part["component"]["options"] for part in again.modal["components"]]
    assert [each["default"] for each in options] == [False, True]
    await house.work()
    assert card(house, VOTES).content == before
    assert cards(house) == ["**What shall we read together next?**", before.splitlines()[0]]

    # The process is down while the vote ends; whoever sends the ballot then learns that it is over.
    await house.until(SATURDAY + timedelta(hours=7))
    await house.restart()
    late = await house.ana.submit_modal(again, {"papers": [options[0]["value"]]})
    assert text_of(late).startswith("This vote is over.")
    await house.work()
    result = card(house, "What was not chosen comes back")
    assert result.content.startswith("**The group reads:** [Warm-up Matters")
    assert labels_of(result) == ["More about it"]
    assert cards(house) == [cards(house)[0], cards(house)[0]]
    assert not any(each.isdigit() for each in result.content.split("https://")[0])
    await house.restart()
    await house.work()
    assert len(cards(house)) == 2

    stale = await press(house, house.ben, "papers:vote:1")
    assert text_of(stale).startswith("This vote is over.")
    kept = await nominate(house, house.ben, BIRDS.arxiv_id)
    assert "It waits for the next round" in text_of(kept)


async def test_nobody_nominates_and_nothing_more_is_said(house: House) -> None:
    await founded(house)
    await at(house, MONDAY)
    first = card(house, ASKS).content
    await at(house, *(THURSDAY + timedelta(weeks=each) for each in range(3)))
    assert len(house.messages(house.place)) == 1
    now = card(house, ASKS).content
    assert now != first
    assert f"<t:{int((THURSDAY + timedelta(days=21)).timestamp())}:F>" in now


async def test_organisers_begin_at_once_and_one_nomination_needs_no_vote(house: House) -> None:
    done = await founded(house)
    begun = await house.organiser.click(answer_of(done), label="Start now")
    assert "A round is open" in text_of(begun)
    assert "Start now" not in labels_of(answer_of(begun))
    await house.work()
    assert cards(house) == ["**What shall we read together next?**"]
    await nominate(house, house.ana, BIRDS.arxiv_id, "Rain.")
    listed = await house.ana.click(card(house, ASKS), label="Take one back")
    rows = answer_of(listed).components
    (withdraw,) = [
        part for row in rows for part in row["components"] if part.get("custom_id") == "papers:withdraw"
    ]
    gone = await house.ana.select(
        answer_of(listed), [withdraw["options"][0]["value"]], custom_id="papers:withdraw"
    )
    assert "You had written: “Rain.”" in text_of(gone)
    form = await house.ana.click(answer_of(gone), label="Nominate it again")
    await house.ana.submit_modal(form, {"reason": "Rain."})
    await at(house, MONDAY, THURSDAY)
    assert cards(house) == [
        "**The group reads:** [Hearing Birds in the Rain](https://arxiv.org/abs/2601.01003)"
    ]


async def test_any_paper_is_nominated_by_its_address_or_by_words(house: House) -> None:
    await founded(house)
    await at(house, MONDAY)
    form = await house.ana.click(card(house, ASKS), label="Nominate a paper")
    address = "https://arxiv.org/pdf/2601.01001v2"
    done = await house.ana.submit_modal(form, {"paper": address, "reason": "My garden."})
    assert text_of(done).startswith("Nominated: [Sick Leaves")
    form = await house.ana.click(card(house, ASKS), label="Nominate a paper")
    wrong = await house.ana.submit_modal(form, {"paper": "2613.12345", "reason": "Typed well."})
    again = await house.ana.click(answer_of(wrong), label="Open the form again")
    assert "Typed well." in form_of(again)
    found = Found((WARMUP, BIRDS), 2)
    key = f"words:{sha256(b'birds in the rain').hexdigest()}"
    await house.app.db.write(lambda tx: queries.remember(tx, key, found))
    which = await house.ana.submit_modal(again, {"paper": "birds in the rain", "reason": "Typed well."})
    assert "Which one do you mean?" in text_of(which)
    form = await house.ana.select(answer_of(which), [BIRDS.arxiv_id])
    assert "Typed well." in form_of(form)
    done = await house.ana.submit_modal(form, {"reason": "Typed well."})
    assert text_of(done).startswith("Nominated: [Hearing Birds")
    await house.work()
    assert "“Typed well.”" in card(house, ASKS).content


async def test_switching_off_and_on_and_who_may(house: House) -> None:
    none = await press(house, house.ana, f"papers:nominate:{LEAVES.arxiv_id}")
    assert text_of(none).startswith("There is no reading group here just now.")
    await founded(house)
    for verb in ("group", "group_set_up", "group_on", "group_off", "group_start"):
        refused = await press(house, house.ana, f"papers:{verb}")
        assert refused.modal is None
        assert "Manage Server" in text_of(refused), verb
    wrong = await fill(
        house,
        await setup(house, "Reading group", "Channel, day and time"),
        channel=[house.place],
        weekday=["1"],
        time="half past",
    )
    assert "I cannot read this time: “half past”." in text_of(wrong)
    form = await house.organiser.click(answer_of(wrong), label="Open the form again")
    assert "half past" in form_of(form)
    done = await fill(house, form, channel=[house.place], weekday=["1"], time="19:30")
    assert "meets on Tuesday at 19:30 in Berlin" in text_of(done)
    off = await house.organiser.click(answer_of(done), label="Switch it off")
    assert labels_of(answer_of(off))[0] == "Switch it on"
    none = await press(house, house.ana, "papers:propose:1")
    assert text_of(none).startswith("There is no reading group here just now.")
    await at(house, MONDAY + timedelta(days=1))
    assert house.messages(house.place) == []
    await house.organiser.click(answer_of(off), label="Switch it on")
    status = await setup(house, "Status and changes")
    assert "switched the reading group on" in text_of(status)
    assert "Now: the next round opens" in text_of(status)


async def test_a_closed_channel_is_told_to_organisers_and_another_gets_the_card(house: House) -> None:
    await founded(house)
    house.allow(house.place, view_channel=False, send_messages=False)
    await at(house, *(MONDAY + timedelta(minutes=each) for each in (0, 15, 30)))
    assert house.messages(house.place) == []
    other = house.guild.create_text_channel("circle")
    form = await setup(house, "Reading group", "Channel, day and time")
    await fill(house, form, channel=[other], weekday=["3"], time="18:00")
    await house.work()
    (text,) = house.messages(other)
    assert ASKS in text
    value = await house.app.db.write(lambda tx: groups.current(tx, house.guild.id))
    assert value is not None
    assert value.channel_id == other.id


async def test_who_may_not_write_in_the_groups_channel_nominates_nothing(house: House) -> None:
    await founded(house)
    await at(house, MONDAY)
    denied = discord.Permissions(send_messages=True).value
    everybody = Overwrite(house.guild.id, OverwriteType.ROLE, 0, denied)
    house.env.backend.set_overwrite(house.place.id, everybody)
    for verb in (f"nominate:{LEAVES.arxiv_id}", "propose:1"):
        refused = await press(house, house.ana, f"papers:{verb}")
        assert refused.modal is None
        assert f"You may not write in <#{house.place.id}> just now" in text_of(refused)
