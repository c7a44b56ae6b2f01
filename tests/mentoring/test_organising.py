"""Proves mentors behind /setup as organisers meet them: setting up, the rhythm, a round's preview, what is in the way (M2)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete

from bot.communities import store as communities
from bot.communities.model import Community
from bot.core.db import Tx
from bot.mentoring.model.values import REFUSED, Role
from bot.mentoring.tables import mentoring_settings
from tests.bots import answer_of, labels_of, text_of
from tests.communities.setting_up import fill, press, setup
from tests.mentoring.house import House
from tests.mentoring.house import house as house
from tests.mentoring.test_rounds import Held

GOES_AT = datetime(2026, 1, 9, 17, 30, tzinfo=UTC)  # a Friday, 18:30 in Berlin
SET_UP = ["Send a test post", "Choose the channel", "When partners are found", "What would be now"]


def stamp(instant: datetime, style: str = "F") -> str:
    return f"<t:{int(instant.timestamp())}:{style}>"


async def forget(house: House) -> None:
    """Nobody ever set mentors up here, nor chose a city."""

    def remove(tx: Tx) -> None:
        tx.execute(delete(mentoring_settings))
        communities.save(tx, Community(house.guild.id, "UTC", "en"))

    await house.app.db.write(remove)


async def test_an_organiser_sets_mentors_up_and_chooses_when_partners_are_found(house: House) -> None:
    await forget(house)
    card = await setup(house)
    assert "No mentors and questions yet." in text_of(card)
    form = await press(house, card, "Set up mentors")
    several = await fill(house, form, channel=[house.place], city="Portland")
    assert "Several places fit “Portland”." in text_of(several)
    done = await house.organiser.select(answer_of(several), ["America/Los_Angeles"])
    assert text_of(done).splitlines() == [
        "Done. Members can use /mentor and /ask now.",
        f"**Mentors and questions** · <#{house.place.id}> · /mentor and /ask are on",
        "Partners: a round every other week, Monday at 10:00 in Los Angeles. "
        f"The next one: {stamp(datetime(2026, 1, 5, 18, tzinfo=UTC))}.",
        "I may do everything there that I need.",
    ]
    assert labels_of(answer_of(done)) == [*SET_UP, "Switch it off", "Back to setup"]

    form = await press(house, done, "When partners are found")
    assert "Los Angeles" in str(form.modal)
    wrong = await fill(house, form, rhythm="weekly", weekday=["4"], time="teatime", city="Berlin")
    assert text_of(wrong) == "I cannot read this time: “teatime”. 10:00, 9.30 or 6 pm work."
    again = await press(house, wrong, *labels_of(answer_of(wrong))[:1])
    assert "teatime" in str(again.modal)
    saved = await fill(house, again, rhythm="weekly", weekday=["4"], time="6.30 pm", city="Berlin")
    lines = text_of(saved).splitlines()
    assert lines[2].startswith("Partners: a round every week, Friday at 18:30 in Berlin.")
    assert (await house.app.communities.community(house.guild.id)).zone == "Europe/Berlin"
    never = await fill(
        house,
        await press(house, saved, "When partners are found"),
        rhythm="off",
        weekday=["4"],
        time="18:30",
        city="Berlin",
    )
    assert text_of(never).splitlines()[2] == "Partners: no rounds. Mentors are found all the same."

    off = await press(house, never, "Switch it off")
    assert text_of(off).startswith("It is off, until you switch it on.")
    assert "switched off" in text_of(await setup(house))
    on = await press(house, off, "Switch it on")
    assert text_of(on).startswith("It is on. What members chose before still holds.")
    status = text_of(await setup(house, "Status and changes"))
    for said in ("switched mentors and questions on", "changed when partners are found"):
        assert said in status


async def test_a_round_is_previewed_without_names_and_sent_or_left_out(house: House) -> None:
    await house.change(next_at=GOES_AT, weekday=4, at=GOES_AT.replace(tzinfo=None).time().replace(hour=18))
    dan = house.join("dan")
    await house.peers(house.ana.id, house.ben.id, house.cleo.id, dan.id)
    await house.exclude(dan.id, house.ana.id)
    await house.exclude(dan.id, house.ben.id)
    await house.exclude(house.cleo.id, dan.id)
    await house.wish(house.ana.id, Role.SEEK)
    await house.wish(house.ben.id, Role.OFFER, 0, 1)
    early = await setup(house, "Mentors", "What would be now")
    assert labels_of(answer_of(early)) == ["Mentors"]
    await house.until(GOES_AT - timedelta(days=1))
    await house.work()
    notices = await setup(house, "Notices")
    assert f"A round of partners goes out {stamp(GOES_AT)}, by itself." in text_of(notices)
    shown = await press(house, notices, "Preview")
    assert text_of(shown).splitlines() == [
        f"The next round goes out {stamp(GOES_AT)}.",
        "As things stand: 1 group of three. Without a partner this time: no fitting partner.",
        "They would read why, like this: “All three chose Python; they have enough common hours.”",
        text_of(shown).splitlines()[3],
        "This is how it stands now; it is worked out again when it goes out.",
    ]
    names = ("ana", "ben", "cleo", "dan", "<@")
    assert not any(each in text_of(shown) for each in names)
    assert labels_of(answer_of(shown)) == ["Send it now", "Leave this one out", "Mentors"]

    sent = await press(house, shown, "Send it now")
    assert text_of(sent).splitlines() == [
        "Sent: each finds their partner in their inbox, and in their bundle if they chose one.",
        f"The next round goes out {stamp(GOES_AT + timedelta(weeks=2))}.",
    ]
    stale = await house.walk(house.organiser).press_id(f"mentoring:skip_round:{round(GOES_AT.timestamp())}")
    assert "went out" in stale
    walk = house.walk(dan)
    await walk.slash("mine")
    text = await walk.press("Inbox")
    assert "There was no partner for you in this round. In the next one, <t:" in text

    following = GOES_AT + timedelta(weeks=2)
    await house.until(following - timedelta(days=1))
    await house.work()
    left_out = await setup(house, "Notices", "Preview", "Leave this one out")
    assert text_of(left_out).startswith("Left out. Nobody was told anything.\nThe next round goes out")
    status = text_of(await setup(house, "Status and changes"))
    assert "left a round of partners out" in status
    assert "sent a round of partners before its time" in status


async def test_what_is_in_the_way_is_named_with_its_effect(house: House) -> None:
    house.allow(house.place, create_private_threads=False, send_messages_in_threads=False)
    card = text_of(await setup(house, "Mentors"))
    assert (
        f"⚠ In <#{house.place.id}> I lack Create Private Threads: pairs cannot meet in a private thread; everything else works."
        in card
    )
    assert "I lack Send Messages in Threads: answers cannot appear" in card
    house.allow(house.place, send_messages=False)
    refused = await setup(house, "Mentors", "Send a test post")
    assert f"Discord did not let me post in <#{house.place.id}>" in text_of(refused)
    await house.mentoring.channel_out_of_reach(house.guild.id, house.place.id)
    await house.mentoring.channel_out_of_reach(house.guild.id, house.place.id)
    assert [each.kind for each in await house.told()] == [REFUSED]
    notices = await setup(house, "Notices")
    assert "where members' questions belong" in text_of(notices)
    card = text_of(await press(house, notices, "Mentors"))
    assert "Nothing comes until I can post in the channel again" in card
    house.allow(house.place, send_messages=True)
    tested = await setup(house, "Mentors", "Send a test post")
    assert "The test post is in" in text_of(tested)
    assert "Nothing comes until" not in text_of(tested)
    assert await house.told() == []

    house.mentoring.matching = Held(there=False)
    without = await setup(house, "Mentors")
    assert "Matching is not installed here" in text_of(without)
    assert "What would be now" not in labels_of(answer_of(without))
    assert "Matching is not installed here" in text_of(await setup(house, "Status and changes"))
    house.env.backend.delete_channel(house.place.id)
    await house.env.settle()
    assert "The channel is gone" in text_of(await setup(house, "Mentors"))
    moved = await fill(house, await setup(house, "Mentors", "Choose the channel"), channel=[house.channel])
    assert text_of(moved).startswith("Saved. What is posted stays where it is.")


async def test_only_organisers_press_what_is_theirs(house: House) -> None:
    walk = house.walk(house.ana)
    for verb in ("manage", "switch_off", "preview", f"send_now:{round(GOES_AT.timestamp())}"):
        assert "Manage Server" in await walk.press_id(f"mentoring:{verb}")
