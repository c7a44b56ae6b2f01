"""Owns the prompt as the first line of a bundle: who wants it gets it, in time or not at all, and not who has answered (S2)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import simcord

from bot.attention.model.values import Intent, Message
from bot.standups.model import REMINDER
from bot.standups.service.choosing import Reminder
from tests.attention.trial import choose, inbox, received
from tests.bots import World, answer_of, labels_of, text_of
from tests.standups.service import ANA, BEN, CHANNEL, GUILD, ORGANISER, House, message_id

FRIDAY_NINE = datetime(2026, 1, 2, 8, tzinfo=UTC)  # 9:00 in Berlin
NOON = FRIDAY_NINE + timedelta(hours=3)
CLOSES = FRIDAY_NINE + timedelta(hours=24)


async def waiting(home: House, who: int) -> list[Intent]:
    """What waits for somebody."""
    return list((await home.app.attention.inbox(who)).waiting)


async def remind(home: House) -> None:
    """The job runs, until nothing is due."""
    while await home.standups.remind():
        pass


async def test_a_prompt_is_told_to_who_wants_it_until_its_day_closes(home: House) -> None:
    await home.add()
    await home.standups.want_reminder(GUILD, ANA, wanted=True)
    (post,) = await home.prompts(FRIDAY_NINE)
    assert await home.standups.next_reminder() == FRIDAY_NINE
    await remind(home)
    assert await home.standups.next_reminder() is None
    (told,) = await waiting(home, ANA)
    assert (told.kind, told.subject_id, told.server) == (REMINDER, post.day.id, GUILD)
    assert (told.expires_at, told.priority, told.words) == (CLOSES, 0, {})
    assert await waiting(home, BEN) == []


async def test_where_nobody_wants_it_nothing_is_due(home: House) -> None:
    await home.add()
    await home.standups.want_reminder(GUILD + 1, ANA, wanted=True)
    await home.prompts(FRIDAY_NINE)
    assert await home.standups.next_reminder() is None


async def test_a_quiet_opening_reminds_nobody(home: House) -> None:
    standup = await home.add()
    await home.standups.want_reminder(GUILD, ANA, wanted=True)
    await home.write(BEN, standup, "early")
    assert await home.standups.next_reminder() is None


async def test_after_downtime_no_reminder_comes_past_its_time(home: House) -> None:
    await home.add()
    await home.standups.want_reminder(GUILD, ANA, wanted=True)
    await home.prompts(FRIDAY_NINE)
    home.clock.now = CLOSES
    await remind(home)
    assert await waiting(home, ANA) == []
    assert await home.standups.next_reminder() is None


async def test_after_a_restore_no_reminder_of_the_past_comes(home: House) -> None:
    await home.add()
    await home.standups.want_reminder(GUILD, ANA, wanted=True)
    await home.prompts(FRIDAY_NINE)
    await home.app.db.write(lambda tx: home.standups.skip_past(tx))
    await remind(home)
    assert await waiting(home, ANA) == []


async def test_the_line_is_left_out_once_it_is_not_true_any_more(home: House) -> None:
    standup = await home.add()
    (post,) = await home.prompts(FRIDAY_NINE)
    asked = [(post.day.id, ANA), (post.day.id, BEN), (987654321, ANA)]
    found = await home.standups.reminders(asked)
    assert {who for _day, who in found} == {ANA, BEN}
    url = f"https://discord.com/channels/{GUILD}/{CHANNEL}/{message_id(post.claimed)}"
    assert found[post.day.id, ANA] == Reminder(await home.day(post.day.id), "Daily", url)
    await home.write(ANA, standup, "done", post.day.id)
    assert {who for _day, who in await home.standups.reminders(asked)} == {BEN}
    await home.standups.pause(GUILD, ORGANISER, standup.id, paused=True)
    assert await home.standups.reminders(asked) == {}, "nobody is invited into what takes a break"
    await home.standups.pause(GUILD, ORGANISER, standup.id, paused=False)
    assert {who for _day, who in await home.standups.reminders(asked)} == {BEN}
    home.clock.now = CLOSES
    assert await home.standups.reminders(asked) == {}


async def test_switched_off_or_erased_or_removed_nothing_waits_any_more(home: House) -> None:
    standup = await home.add()
    for who in (ANA, BEN, 13):
        await home.standups.want_reminder(GUILD, who, wanted=True)
    await home.app.attention.tell(
        Message(ANA, GUILD + 1, REMINDER, 99, "reminder:99", home.clock.now + timedelta(days=9))
    )
    await home.prompts(FRIDAY_NINE)
    await remind(home)
    await home.standups.want_reminder(GUILD, ANA, wanted=False)
    assert [each.subject_id for each in await waiting(home, ANA)] == [99], "of this server only"
    await home.app.people.forget(BEN, "standups")
    assert await waiting(home, BEN) == []
    await home.standups.remove(GUILD, ORGANISER, standup.id)
    assert await waiting(home, 13) == []


async def test_the_choice_is_shown_exported_and_erased(home: House) -> None:
    await home.add()
    await home.standups.want_reminder(GUILD, ANA, wanted=True)
    await home.standups.prefer_preview(GUILD, ANA, wanted=True)
    own = await home.standups.own_choices(GUILD, ANA)
    assert own is not None
    assert (own.choices.reminded, own.choices.wants_preview, own.has_bundles) == (True, True, False)
    (document,) = [each for each in await home.app.people.documents(ANA) if each.name == "standup-choices"]
    assert document.rows[0]["is_reminded"]
    await home.app.people.forget(ANA, "standups")
    own = await home.standups.own_choices(GUILD, ANA)
    assert own is not None
    assert not own.choices.reminded
    assert await home.standups.own_choices(GUILD + 1, ANA) is None


async def settings(world: World, who: simcord.MemberActor, *labels: str) -> simcord.InteractionResult:
    """Somebody opens /mine → Settings and presses these buttons."""
    card = await who.slash(world.channel, "mine")
    for label in ("Settings", *labels):
        card = await who.click(answer_of(card), label=label)
    return card


async def test_without_bundles_the_prompt_waits_in_the_inbox_and_goes_once_answered(world: World) -> None:
    await world.set_up()
    chosen = await settings(world, world.ana, "Remind me of the standup")
    assert "the prompt waits in your inbox" in text_of(chosen)
    assert labels_of(answer_of(chosen)) == ["Choose bundles", "Undo", "Back to settings"]
    assert (await world.ana.click(answer_of(chosen), label="Choose bundles")).modal
    await world.work_until(FRIDAY_NINE + timedelta(minutes=1))
    shown = text_of(await inbox(world, world.ana))
    prompt = next(iter(world.channel.history()))
    assert f"Daily standup is open: [write it here]({prompt.jump_url})" in shown
    await world.write(world.ana, "done")
    assert "Daily standup is open" not in text_of(await inbox(world, world.ana))


async def test_with_bundles_it_is_the_first_line_and_can_be_undone(world: World) -> None:
    await world.set_up()
    await choose(world, world.ana)
    chosen = await settings(world, world.ana, "Remind me of the standup")
    assert "first line of your bundle" in text_of(chosen)
    await world.work_until(NOON + timedelta(minutes=1))
    (bundle,) = received(world.ana)
    assert "Daily standup is open: [write it here]" in bundle
    undone = await world.ana.click(answer_of(chosen), label="Undo")
    assert text_of(undone) == "You are not reminded of the standup any more."
    await world.work_until(FRIDAY_NINE + timedelta(days=3, hours=4))
    assert received(world.ana) == [bundle]
