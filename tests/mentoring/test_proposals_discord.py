"""Proves proposals as members live them: asked without a name, a no, the next one, two yes, the introduction; also by bundles."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.mentoring.model.values import Level
from bot.mentoring.service.looking import look_now
from tests.attention.trial import NOON, bundles, choose
from tests.mentoring.house import HOUSE_START, House
from tests.mentoring.house import house as house

LOOK = HOUSE_START + timedelta(hours=23)  # Friday 2 January, 12:00 in Berlin
NAMES = ("ana", "ben", "cleo", "<@")


def nobody_named(text: str) -> None:
    """Whatever it says, it says nothing of who."""
    assert not [each for each in NAMES if each in text], text


async def look_at_noon(house: House, at: datetime = LOOK) -> None:
    """The clock of the server says noon, and the jobs do what they do."""
    await house.until(at)
    await house.work()


async def test_a_no_then_the_next_mentor_and_two_yes(house: House) -> None:
    """Ana looks for a mentor, Ben would rather not, Cleo would like to: they are introduced, and Ana leaves the queue."""
    ana, ben, cleo = (house.walk(each) for each in (house.ana, house.ben, house.cleo))
    _python, _torch, _data, vision, *_rest = map(str, await house.topic_ids())
    await ben.slash()
    await ben.press("Offer to mentor")
    await ben.fill(topics=[vision], level="ahead")
    await ana.slash()
    await ana.press("Find a mentor")
    await ana.fill(topics=[vision], level="new")
    await house.work()
    assert not await house.proposals(house.ana.id), "not before noon"
    await look_at_noon(house)
    (first,) = await house.proposals(house.ana.id)
    await ana.slash("help")
    assert ana.text.splitlines()[:2] == [
        "There is somebody who could be your mentor.",
        "> You want to learn about computer vision, where they are a step ahead of you; you have enough common hours.",
    ]
    assert f"This waits for you until <t:{int(first.until.timestamp())}:f>." in ana.text
    assert ana.labels == ["Yes, gladly", "No, thank you"]
    nobody_named(ana.text)
    assert "your mentor" not in await house.walk(house.ana).slash("help"), "once"
    await ana.press("Yes, gladly")
    assert ana.text.startswith("I have your yes.")
    assert ana.labels == ["Rather not, after all"]
    nobody_named(ana.text)
    await ben.slash("mentor")
    assert ben.labels[0] == "Somebody to mentor?"
    await ben.press("Somebody to mentor?")
    assert (
        "> They want to learn about computer vision, where you are a step ahead; you have enough" in ben.text
    )
    nobody_named(ben.text)
    await ben.press("No, thank you")
    assert ben.text.startswith("That is fine, and needs no reason. Your name was shown to nobody")
    await house.work()
    await ana.open_line("did not work out")
    assert "That says nothing about you: you keep your place in the queue" in ana.text
    nobody_named(ana.text)
    await ana.press_id(f"mentoring:yes:{first.id}")
    assert ana.text.startswith("This proposal is over")

    await cleo.slash()
    await cleo.press("Offer to mentor")
    await cleo.fill(topics=[vision], level="same")
    await look_at_noon(house, LOOK + timedelta(days=1))
    _first, second = await house.proposals(house.ana.id)
    assert ana.text.count("There is somebody who could be your mentor.") == 0
    await ana.slash("mine")
    assert ana.text.count("There is somebody who could be your mentor.") == 1
    await ana.press("Yes, gladly")
    await house.restart()
    await ben.press_id(f"mentoring:yes:{second.id}")
    assert ben.text.startswith("This proposal is over"), "it is not Ben's"
    await cleo.slash("help")
    assert "There is somebody whom you could mentor." in cleo.text
    nobody_named(cleo.text)
    await cleo.press("Yes, gladly")
    assert cleo.text == "You both said yes. How good! Open it to read who it is, and how you could begin."
    await cleo.press("Who is it?")
    assert cleo.text.startswith(f"**{house.ana.mention} learns from you now.** They want to learn about")
    await ana.slash("help")
    assert f"**{house.cleo.mention} is your mentor now.**" in ana.text
    await ana.press_id(f"mentoring:proposal:{second.id}")
    assert "so you are not in the queue any more. /mentor → “Find a mentor” looks for one again" in ana.text
    await ana.press("Who is it?")
    assert "is your mentor now" in ana.text
    assert not await house.wishes(house.ana.id)
    assert await house.bot.jobs.next_due("mentoring.look", "mentoring.overdue") is None


async def test_bundles_bring_it_and_all_is_answered_in_direct_messages(house: House) -> None:
    """One whose messages are closed gets it after a command; a mind is changed; a place that is gone is said kindly."""
    for who in (house.ana, house.ben):
        await choose(house, who)
    await house.offers(house.cleo.id, places=2)
    for who in (house.ana, house.ben):
        await house.seeks(who.id, level=Level.NEW)
    await house.app.db.write(lambda tx: look_now(tx, house.guild.id))
    await house.work()
    path = f"/channels/{house.ben.user.dm_channel.id}/messages"
    house.env.inject_error("POST", path, status=403, code=50007, message="Cannot send", times=None)
    await house.until(NOON + timedelta(seconds=1))
    await house.work()
    (bundle,) = bundles(house.ana)
    assert "There is somebody who could be your mentor. You want to learn about Python" in bundle.content
    nobody_named(bundle.content)
    assert not bundles(house.ben)
    me = house.walk(house.ana.user)
    await me.press_on(bundle, "Open my inbox")
    (value,) = [value for label, value in me.options().items() if "A mentor, or somebody" in label]
    await me.select(value)
    await me.press("Open it", "Yes, gladly")
    assert me.text.startswith("I have your yes.")
    await me.press("Rather not, after all")
    assert "Your name was shown to nobody. You keep your date in the queue" in me.text
    ben = house.walk(house.ben)
    await ben.slash("help")
    assert "There is somebody who could be your mentor." in ben.text
    nobody_named(ben.text)
    await ben.press("Yes, gladly")
    (mine,) = await house.proposals(house.ben.id)
    await house.offers(house.cleo.id, places=0)
    cleo = house.walk(house.cleo)
    await cleo.press_id(f"mentoring:yes:{mine.id}")
    assert cleo.text == (
        "Thank you for your yes. Something changed in the meantime, so it cannot become a pair any more. The learner keeps "
        "their place in the queue. /mentor shows the places that you offer."
    )
    assert not await house.pairs(house.ben.id)
