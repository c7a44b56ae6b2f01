"""Owns what people meet in Discord: no message without a choice, bundles, the inbox and why something waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import simcord

from bot.shell.cards import Button, Card, Option, Select
from tests.attention.trial import NOON, Trial, bundles, choose, inbox, later, received, tell
from tests.bots import World, answer_of, labels_of, text_of

MONDAY_NOON = NOON + timedelta(days=3)


def options_of(result: simcord.InteractionResult) -> list[dict[str, Any]]:
    """The options of the select in the newest answer."""
    rows = [item for row in answer_of(result).components for item in row["components"]]
    (select,) = [item for item in rows if "options" in item]
    return list(select["options"])


async def press_forged(world: World, who: simcord.MemberActor, id_: str) -> simcord.InteractionResult:
    """Press an older card's button: its id is all that a press carries."""
    channel = world.bot.get_partial_messageable(world.channel.id)
    message = await channel.send(**Card("older", ((Button("x", id_),),)).send_fields())
    await world.env.settle()
    result = await who.click(message, custom_id=id_)
    await message.delete()
    return result


async def forged_list(world: World, value: str) -> discord.Message:
    """A list in public in which somebody's own things can be chosen by anybody."""
    channel = world.bot.get_partial_messageable(world.channel.id)
    card = Card("forged", (Select("attention:item", "choose", (Option("News", value),)),))
    message = await channel.send(**card.send_fields())
    await world.env.settle()
    return message


def stamped(instant: datetime, style: str = "F") -> str:
    """As Discord shows an instant in each reader's own zone."""
    return f"<t:{int(instant.timestamp())}:{style}>"


async def test_a_newcomer_who_chose_nothing_gets_no_direct_message_and_finds_it_in_the_inbox(
    world: World, trial: Trial
) -> None:
    await tell(world, world.ana, 1, 2)
    await world.work_until(MONDAY_NOON)
    assert received(world.ana) == []
    card = await world.ana.slash(world.channel, "mine")
    assert "Something waits in your inbox." in text_of(card)
    shown = await world.ana.click(answer_of(card), label="Inbox")
    assert answer_of(shown).ephemeral
    assert "**Learners**\n- News number 1.\n- News number 2.\n" in text_of(shown)
    assert "You get no bundles, so I send you nothing: it waits here until you look." in text_of(shown)
    assert labels_of(answer_of(shown)) == ["Give it to me now", "Clear", "My bundles", "Back"]
    assert not any("/users/@me/channels" in each.path for each in world.env.http_requests)


async def test_an_empty_inbox_says_so(world: World, trial: Trial) -> None:
    shown = await inbox(world, world.ana)
    assert text_of(shown) == "**Your inbox**\nNothing waits for you."
    assert labels_of(answer_of(shown)) == ["My bundles", "Back"]


async def test_who_chooses_one_bundle_gets_what_waits_at_noon_in_one_message(
    world: World, trial: Trial
) -> None:
    chosen = await choose(world, world.ana)
    assert "What waits for you comes as a direct message from me." in text_of(chosen)
    assert "Bundles: one a day, at 12:00" in text_of(chosen)
    assert stamped(NOON) in text_of(chosen)
    assert "/mine → Settings" in text_of(chosen)
    await tell(world, world.ana, 4, 2)
    await tell(world, world.ana, 3, priority=0)
    assert f"It waits for your next bundle, {stamped(NOON)}." in text_of(await inbox(world, world.ana))
    await world.work_until(NOON - timedelta(minutes=1))
    assert received(world.ana) == []
    await world.work_until(NOON + timedelta(minutes=1))
    (bundle,) = bundles(world.ana)
    lines = bundle.content.splitlines()
    assert lines[1:] == ["**Learners**", "- News number 3.", "- News number 4.", "- News number 2."]
    assert labels_of(bundle) == ["Open my inbox", "Fewer of these"]
    await later(world, hours=20)
    assert len(received(world.ana)) == 1
    shown = text_of(await inbox(world, world.ana))
    assert "Nothing waits for you." in shown
    assert shown.count("News: sent in your bundle") == 3


async def test_one_bundle_covers_all_servers_under_a_heading_each(world: World, trial: Trial) -> None:
    elsewhere = world.env.create_guild("Paper club")
    elsewhere.add_member(world.ana.user)
    await choose(world, world.ana)
    await tell(world, world.ana, 1)
    await tell(world, world.ana, 2, server=elsewhere.id)
    await world.work_until(NOON + timedelta(minutes=1))
    (bundle,) = bundles(world.ana)
    assert bundle.content.splitlines()[1:] == [
        "**Learners**",
        "- News number 1.",
        "**Paper club**",
        "- News number 2.",
    ]


async def test_what_another_server_has_is_not_shown_here_but_in_a_direct_message(
    world: World, trial: Trial
) -> None:
    elsewhere = world.env.create_guild("Paper club")
    elsewhere.add_member(world.ana.user)
    await tell(world, world.ana, 1)
    await tell(world, world.ana, 2, server=elsewhere.id)
    here = await inbox(world, world.ana)
    assert "News number 1." in text_of(here)
    assert "News number 2." not in text_of(here)
    assert "Paper club" not in text_of(here)
    assert "What other servers have for you is not shown here" in text_of(here)
    assert len(options_of(here)) == 1
    card = await world.ana.user.slash("mine")
    shown = await world.ana.user.click(answer_of(card), label="Inbox")
    assert "**Learners**\n- News number 1.\n**Paper club**\n- News number 2." in text_of(shown)
    await world.ana.click(answer_of(here), label="Clear")
    card = await world.ana.user.slash("mine")
    shown = await world.ana.user.click(answer_of(card), label="Inbox")
    assert "News number 2." in text_of(shown)
    assert "News number 1." not in text_of(shown)
    assert "News (Learners): cleared by you" in text_of(shown)
    cleared = await world.ana.user.click(answer_of(shown), label="Clear")
    assert text_of(cleared).startswith("Cleared:")
    assert (await world.app.attention.inbox(world.ana.id)).waiting == ()


async def test_give_it_to_me_now_shows_it_and_it_does_not_come_again(world: World, trial: Trial) -> None:
    await choose(world, world.ana)
    await tell(world, world.ana, *range(1, 15))
    shown = await inbox(world, world.ana)
    assert "More waits" in text_of(shown)
    given = await world.ana.click(answer_of(shown), label="Give it to me now")
    assert "- News number 10." in text_of(given)
    assert "News number 11." not in text_of(given)
    rest = await world.ana.click(answer_of(given), label="Give me more")
    assert "- News number 14." in text_of(rest)
    assert "Give me more" not in labels_of(answer_of(rest))
    again = await press_forged(world, world.ana, "attention:now")
    assert text_of(again).startswith("This is finished")
    await later(world, hours=30)
    assert received(world.ana) == []
    assert "News: given to you here, as you asked" in text_of(await inbox(world, world.ana))


async def test_one_item_opens_with_its_button_also_after_its_bundle(world: World, trial: Trial) -> None:
    await tell(world, world.ana, 1, 2)
    shown = await inbox(world, world.ana)
    first, second = options_of(shown)
    assert (first["label"], first["description"]) == ("News", "Learners · Thu 1 Jan 13:00")
    opened = await world.ana.select(answer_of(shown), [first["value"]])
    assert text_of(opened) == "**Learners**\n- News number 1."
    assert labels_of(answer_of(opened)) == ["Write my standup", "Inbox"]
    back = await world.ana.click(answer_of(opened), label="Inbox")
    assert "News number 1." not in text_of(back).partition("Lately")[0]
    assert "given to you here" in text_of(back)
    assert {each["value"] for each in options_of(back)} == {first["value"], second["value"]}
    await choose(world, world.ana)
    await world.work_until(NOON + timedelta(minutes=1))
    (bundle,) = bundles(world.ana)
    shown = await world.ana.user.click(bundle, label="Open my inbox")
    assert answer_of(shown).ephemeral
    opened = await world.ana.user.select(answer_of(shown), [second["value"]])
    assert text_of(opened) == "**Learners**\n- News number 2."


async def test_what_is_no_longer_true_is_dropped_and_the_inbox_says_so(world: World, trial: Trial) -> None:
    await tell(world, world.ana, 1, 2)
    shown = await inbox(world, world.ana)
    trial.over |= {1, 2}
    finished = await world.ana.select(answer_of(shown), [options_of(shown)[0]["value"]])
    assert text_of(finished) == "This is finished: it does not wait any more. /mine → Inbox shows what does."
    shown = await inbox(world, world.ana)
    assert "Nothing waits for you." in text_of(shown)
    assert text_of(shown).count("News: dropped: it was no longer true") == 2


async def test_the_inbox_explains_what_became_of_things_in_words(world: World, trial: Trial) -> None:
    await tell(world, world.ana, 1, 1)
    await tell(world, world.ana, 2, lasts=timedelta(hours=2))
    await later(world, hours=3)
    shown = text_of(await inbox(world, world.ana))
    assert "- News number 1." in shown
    assert "News: merged: a newer one said it" in shown
    assert "News: dropped: its time had passed" in shown
    assert f"-# {stamped(datetime(2026, 1, 1, 13, tzinfo=UTC), 'f')} News: merged" in shown


async def test_nothing_reaches_who_is_away_and_what_went_stale_says_why(world: World, trial: Trial) -> None:
    await choose(world, world.ana, days_off=[])
    friday, sunday = NOON.date(), NOON.date() + timedelta(days=2)
    await world.app.attention.go_away(world.ana.id, friday, sunday, guild_id=world.guild.id, language="en-US")
    await tell(world, world.ana, 1, lasts=timedelta(days=1, hours=6))
    await tell(world, world.ana, 2)
    await world.work_until(NOON + timedelta(hours=1))
    shown = text_of(await inbox(world, world.ana))
    assert (
        "You are away until Sunday 4 January, that day included: nothing reaches you, it waits here." in shown
    )
    await world.work_until(MONDAY_NOON - timedelta(minutes=1))
    assert received(world.ana) == []
    await world.work_until(MONDAY_NOON + timedelta(minutes=1))
    (bundle,) = bundles(world.ana)
    assert bundle.content.splitlines()[1:] == ["**Learners**", "- News number 2."]
    assert "News: dropped: you were away, and its time had passed" in text_of(await inbox(world, world.ana))


async def test_a_day_away_is_the_reason_for_what_went_stale_the_morning_after(
    world: World, trial: Trial
) -> None:
    await choose(world, world.ana, days_off=[])
    today = world.env.now().date()
    await world.app.attention.go_away(world.ana.id, today, today, guild_id=world.guild.id, language="en-US")
    await tell(world, world.ana, 1, lasts=timedelta(hours=20))
    await world.work_until(NOON - timedelta(hours=1))
    assert "News: dropped: you were away, and its time had passed" in text_of(await inbox(world, world.ana))


async def test_a_time_in_the_quiet_hours_is_explained(world: World) -> None:
    chosen = text_of(await choose(world, world.ana, at="22:30"))
    assert "at 22:30" in chosen
    assert "That is in your quiet hours: nothing comes before they end, at 08:00." in chosen
    assert "quiet hours:" not in text_of(await choose(world, world.ana))


async def test_quiet_hours_and_days_off_hold_everything(world: World, trial: Trial) -> None:
    await choose(world, world.ana, at="7:00", quiet=("20:00", "9:00"))
    await tell(world, world.ana, 1)
    nine = NOON - timedelta(hours=3)
    await world.work_until(nine - timedelta(minutes=1))
    assert received(world.ana) == []
    await world.work_until(nine + timedelta(minutes=1))
    assert len(bundles(world.ana)) == 1, "moved to the end of the quiet hours"
    await tell(world, world.ana, 2)
    await world.work_until(nine + timedelta(days=3, minutes=-1))
    assert len(bundles(world.ana)) == 1, "Saturday and Sunday are days off"
    await world.work_until(nine + timedelta(days=3, minutes=1))
    assert len(bundles(world.ana)) == 2


async def test_a_time_that_nobody_can_read_is_refused_and_nothing_typed_is_lost(
    world: World, trial: Trial
) -> None:
    refused = await choose(world, world.ana, bundles="2", at="half past whenever")
    assert "I do not understand the time “half past whenever”" in text_of(refused)
    form = await world.ana.click(answer_of(refused), label="Open the form again")
    assert "half past whenever" in str(form.modal)
    assert (await world.app.attention.mailbox(world.ana.id)).bundles == 0
    half = await choose(world, world.ana, quiet=("21:00", ""))
    assert "One of the two times of your quiet hours is empty." in text_of(half)
    form = await world.ana.click(answer_of(half), label="Open the form again")
    chosen = await world.ana.submit_modal(
        form, {"bundles": "1", "at": "12", "quiet_from": "21:00", "quiet_to": "7am", "days_off": ["5", "6"]}
    )
    assert "Never: 21:00–07:00, and on your days off (Sat and Sun)." in text_of(chosen)


async def test_without_quiet_hours_and_days_off_there_is_no_never(world: World, trial: Trial) -> None:
    chosen = await choose(world, world.ana, bundles="3", at="9", quiet=("", ""), days_off=[])
    assert "Bundles: up to three a day, from 09:00" in text_of(chosen)
    assert "Never" not in text_of(chosen)
    await tell(world, world.ana, 1)
    await world.work_until(NOON - timedelta(hours=2))
    await tell(world, world.ana, 2)
    await world.work_until(NOON + timedelta(minutes=30))
    await tell(world, world.ana, 3)
    await world.work_until(NOON + timedelta(hours=4))
    assert [bundle.content.splitlines()[-1] for bundle in bundles(world.ana)] == [
        "- News number 1.",
        "- News number 2.",
        "- News number 3.",
    ]


async def test_a_choice_that_lets_nothing_through_is_said_to_bring_nothing(
    world: World, trial: Trial
) -> None:
    chosen = await choose(world, world.ana, days_off=[str(day) for day in range(7)])
    assert "⚠ At that time nothing may reach you, so none would come." in text_of(chosen)
    await tell(world, world.ana, 1)
    assert "At the time you chose nothing may reach you" in text_of(await inbox(world, world.ana))


async def test_fewer_of_these_leads_to_the_choice_and_none_ends_them(world: World, trial: Trial) -> None:
    await choose(world, world.ana)
    await tell(world, world.ana, 1)
    await world.work_until(NOON + timedelta(minutes=1))
    (bundle,) = bundles(world.ana)
    fewer = await world.ana.user.click(bundle, label="Fewer of these")
    assert answer_of(fewer).ephemeral
    assert "Bundles: one a day, at 12:00" in text_of(fewer)
    assert labels_of(answer_of(fewer)) == ["My bundles", "No bundles"]
    none = await world.ana.user.click(answer_of(fewer), label="No bundles")
    assert text_of(none).startswith("I send you nothing. Everything waits in your inbox: /mine → Inbox.")
    await tell(world, world.ana, 2)
    await later(world, hours=80)
    assert len(received(world.ana)) == 1


async def test_the_settings_say_what_is_chosen(world: World, trial: Trial) -> None:
    card = await world.ana.slash(world.channel, "mine")
    settings = await world.ana.click(answer_of(card), label="Settings")
    assert "Bundles: none. Everything waits in your inbox." in text_of(settings)
    form = await world.ana.click(answer_of(settings), label="My bundles")
    assert form.modal is not None


async def test_a_stranger_cannot_open_what_waits_for_somebody_else(world: World, trial: Trial) -> None:
    await tell(world, world.ana, 1)
    await tell(world, world.ben, 2)
    hers = options_of(await inbox(world, world.ana))
    shown = await inbox(world, world.ben)
    (his,) = options_of(shown)
    assert his["value"] not in {each["value"] for each in hers}
    assert "News number 1." not in text_of(shown)
    forged = await forged_list(world, hers[0]["value"])
    answer = await world.ben.select(forged, [hers[0]["value"]])
    assert text_of(answer).startswith("This is finished")
    assert len((await world.app.attention.inbox(world.ana.id)).waiting) == 1


async def test_erasing_everything_takes_the_bundles_out_of_the_direct_messages(
    world: World, trial: Trial
) -> None:
    await choose(world, world.ana)
    await tell(world, world.ana, 1)
    await world.work_until(NOON + timedelta(minutes=1))
    assert len(received(world.ana)) == 1
    await tell(world, world.ana, 2)
    card = await world.ana.slash(world.channel, "mine")
    privacy = await world.ana.click(answer_of(card), label="Privacy")
    asked = await world.ana.click(answer_of(privacy), label="Delete…")
    gone = await world.ana.select(answer_of(asked), ["all"])
    assert text_of(gone) == "Deleted, here and in Discord."
    assert received(world.ana) == []
    box = await world.app.attention.inbox(world.ana.id)
    assert (box.waiting, box.decided, box.mailbox.bundles) == ((), (), 0)
