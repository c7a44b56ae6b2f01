"""Proves sessions as members meet them in Discord: the card, its thread and event, coming, leading, moves, notes (P10)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import simcord

from bot.attention.model.values import Mailbox
from bot.attention.store import mailboxes
from tests.attention.trial import inbox
from tests.bots import answer_of, labels_of, text_of
from tests.papers.house import LEAVES, House, house

__all__ = ["house"]

MONDAY, THURSDAY = datetime(2026, 1, 5, 8, tzinfo=UTC), datetime(2026, 1, 8, 8, tzinfo=UTC)
TUESDAY, MEETS = datetime(2026, 1, 13, 8, tzinfo=UTC), datetime(2026, 1, 15, 17, tzinfo=UTC)
MADE = (
    *("name", "description", "entity_type", "entity_metadata"),
    *("scheduled_start_time", "scheduled_end_time"),
)
PUBLIC = ["I'm coming", "I can lead", "Calendar file", "Move or cancel"]
Actor = simcord.MemberActor
Result = simcord.InteractionResult


async def at(house: House, instant: datetime) -> None:
    """It is then, and all that is due is done."""
    await house.until(max(instant, house.env.now()))
    await house.work()


async def chosen(house: House) -> None:
    """Ana's nomination was chosen; who leads is open."""
    await house.papers.place_group(house.guild.id, house.organiser.id, house.place.id)
    await at(house, MONDAY)
    await house.papers.nominate(house.guild.id, house.ana.id, LEAVES.arxiv_id, "It fits my garden.")
    await at(house, THURSDAY)


def card(house: House) -> discord.Message:
    """The session's card."""
    return next(each for each in reversed(house.place.history()) if "We read together" in each.content)


def talk(house: House) -> list[discord.Message]:
    """What we said in the session's thread."""
    return [each for each in house.thread(channel=house.place).history() if each.author.bot and each.content]


def events(house: House) -> list[Any]:
    """The server's scheduled events."""
    return list(house.env.backend.guilds[house.guild.id].scheduled_events.values())


async def press(who: Actor, message: Any, label: str) -> Result:
    """Somebody presses a button by its label."""
    return await who.click(message, label=label)


async def move(who: Actor, house: House, day: str, time: str) -> Result:
    """Somebody who may moves the session."""
    opened = await press(who, card(house), "Move or cancel")
    form = await press(who, answer_of(opened), "Move")
    return await who.submit_modal(form, {"day": day, "time": time})


async def test_a_chosen_paper_is_a_card_with_a_thread_and_an_event(house: House) -> None:
    await chosen(house)
    message = card(house)
    assert f"[{LEAVES.title}]({LEAVES.url})" in message.content
    assert f"“It fits my garden.” {house.ana.mention}" in message.content
    assert f"<t:{int(MEETS.timestamp())}:F>" in message.content
    assert labels_of(message) == PUBLIC
    thread = house.thread(channel=house.place)
    assert thread.id == message.id
    assert thread.name == LEAVES.title
    (event,) = events(house)
    assert event.name == f"Reading group: {LEAVES.title}"
    assert datetime.fromisoformat(event.scheduled_start_time) == MEETS
    assert event.entity_metadata == {"location": "#papers"}
    await house.restart()
    await house.work_until(house.env.now() + timedelta(minutes=5))
    assert len(events(house)) == 1
    assert sum("We read together" in each for each in house.messages(house.place)) == 1


async def test_who_comes_is_told_of_a_move_and_mentioned_only_if_reachable(house: House) -> None:
    await chosen(house)
    for who in (house.ana, house.ben):
        coming = await press(who, card(house), "I'm coming")
        assert coming.ephemeral
        assert labels_of(answer_of(coming)) == [
            "Calendar file",
            "Mention me if it moves",
            "Not coming after all",
        ]
        wished = await press(who, answer_of(coming), "Mention me if it moves")
        assert "I mention you in the thread" in text_of(wished)
    ben = Mailbox(house.ben.id, days_off=frozenset(range(7)))
    await house.app.db.write(lambda tx: mailboxes.save(tx, ben))
    refused = await press(house.ben, card(house), "Move or cancel")
    assert labels_of(answer_of(refused)) == []
    moved = await move(house.organiser, house, "2026-01-16", "6 pm")
    assert "Moved" in text_of(moved)
    await house.work()
    later = MEETS + timedelta(days=1)
    assert f"<t:{int(later.timestamp())}:F>" in card(house).content
    assert datetime.fromisoformat(events(house)[0].scheduled_start_time) == later
    (told,) = talk(house)
    assert str(house.ana.id) not in told.content  # not any more: she is notified
    (sent,) = [
        each
        for each in house.env.http_requests
        if isinstance(each.json, dict) and "You asked to be told" in str(each.json.get("content"))
    ]
    assert sent.json is not None
    assert house.ana.mention in sent.json["content"]
    assert str(house.ben.id) not in sent.json["content"]
    assert sent.json["allowed_mentions"] == {"parse": [], "users": [house.ana.id]}
    assert "Moved: the reading group" in text_of(await inbox(house, house.ben))
    assert "Moved" not in text_of(await inbox(house, house.ana))
    file = await press(house.ana, card(house), "Calendar file")
    (attached,) = answer_of(file).attachments
    assert attached.filename == "reading-group.ics"


async def test_a_time_that_cannot_be_read_loses_nothing(house: House) -> None:
    await chosen(house)
    refused = await move(house.organiser, house, "someday", "18:00")
    assert "someday" in text_of(refused)
    again = await press(house.organiser, answer_of(refused), "Open the form again")
    assert "someday" in str(again.modal)
    past = await move(house.organiser, house, "2026-01-02", "18:00")
    assert labels_of(answer_of(past))[0] == "Open the form again"
    assert f"<t:{int(MEETS.timestamp())}:F>" in card(house).content
    assert talk(house) == []


async def test_a_leader_steps_back_and_the_next_one_leads(house: House) -> None:
    await chosen(house)
    for who in (house.ana, house.ben):
        offered = await press(who, card(house), "I can lead")
        assert "Thank you!" in text_of(offered)
    assert "Would you lead" in card(house).content
    await at(house, TUESDAY)
    assert f"{house.ana.mention} leads the discussion." in card(house).content
    assert "You lead the reading group" in text_of(await inbox(house, house.ana))
    helps = await press(house.ana, card(house), "Move or cancel")
    assert "On the list: " in text_of(helps)
    assert house.ben.mention in text_of(helps)
    assert "smallest thing" in text_of(helps)
    await press(house.ana, answer_of(helps), "I'd rather not lead")
    await house.work()
    assert f"{house.ben.mention} leads the discussion." in card(house).content
    assert house.ana.mention not in card(house).content.splitlines()[-1]
    assert "You lead the reading group" in text_of(await inbox(house, house.ben))


async def test_nobody_leads_they_meet_and_one_writes_notes(house: House) -> None:
    await chosen(house)
    early = await press(house.ana, card(house), "I'm coming")
    assert early.ephemeral
    await at(house, TUESDAY)
    assert "without a leader we just talk" in card(house).content
    await at(house, MEETS + timedelta(hours=1))
    assert labels_of(card(house)) == ["Write notes", "Calendar file"]
    (asked,) = talk(house)
    assert labels_of(asked) == ["Write notes"]
    form = await press(house.ben, asked, "Write notes")
    written = await house.ben.submit_modal(form, {"q1": "Yellow is enough", "q3": "Quinces next"})
    assert "Posted in" in text_of(written)
    notes = talk(house)[-1]
    assert "Yellow is enough" in notes.content
    assert f"Notes by {house.ben.mention}" in notes.content
    await press(house.ben, answer_of(written), "Delete")
    assert len(talk(house)) == 1
    late = await press(house.ana, answer_of(early), "Not coming after all")
    assert labels_of(answer_of(late)) in ([], ["Back"])


async def test_a_cancelled_session_says_so_everywhere(house: House) -> None:
    await chosen(house)
    await press(house.ana, card(house), "I'm coming")
    opened = await press(house.organiser, card(house), "Move or cancel")
    asked = await press(house.organiser, answer_of(opened), "Cancel the session")
    assert "cannot be undone" in text_of(asked)
    done = await press(house.organiser, answer_of(asked), "Cancel the session")
    assert "nominated for the next round" in text_of(done)
    await house.work()
    assert "**Cancelled:**" in card(house).content
    assert labels_of(card(house)) == ["Calendar file"]
    assert "is cancelled" in talk(house)[0].content
    assert events(house)[0].status == 4
    assert "Cancelled: the reading group" in text_of(await inbox(house, house.ana))
    file = await press(house.ana, card(house), "Calendar file")
    assert "takes the session off" in text_of(file)


async def test_a_restart_between_choice_and_card_loses_nothing(house: House) -> None:
    await house.papers.place_group(house.guild.id, house.organiser.id, house.place.id)
    await at(house, MONDAY)
    await house.papers.nominate(house.guild.id, house.ana.id, LEAVES.arxiv_id, "")
    await house.until(THURSDAY)
    for each in await house.papers.due_rounds():
        await house.papers.turn_round(each)
    await house.restart()
    await house.work()
    assert sum("We read together" in each for each in house.messages(house.place)) == 1
    assert house.thread(channel=house.place).id == card(house).id
    assert len(events(house)) == 1


async def test_a_refused_event_is_done_without_and_one_whose_answer_was_lost_is_there_once(
    house: House,
) -> None:
    house.env.inject_error("POST", "/guilds/*/scheduled-events", status=403, code=50013)
    await chosen(house)
    assert events(house) == []
    assert labels_of(card(house)) == PUBLIC
    house.env.inject_error("POST", "/guilds/*/scheduled-events", status=500)
    await at(house, house.env.now() + timedelta(hours=6))
    asked = [each for each in house.env.http_requests if _makes_event(each)]
    assert len(asked) == 2  # discord.py did not send the second one again by itself
    made = asked[-1].json
    assert made is not None
    house.env.backend.create_scheduled_event(house.guild.id, **{key: made[key] for key in MADE})
    await at(house, house.env.now() + timedelta(minutes=10))
    assert len(events(house)) == 1
    assert len([each for each in house.env.http_requests if _makes_event(each)]) == 2
    await move(house.organiser, house, "2026-01-16", "18:00")
    await house.work()
    assert datetime.fromisoformat(events(house)[0].scheduled_start_time) == MEETS + timedelta(days=1)


def _makes_event(request: Any) -> bool:
    return bool(request.method == "POST" and request.path.endswith("/scheduled-events"))
