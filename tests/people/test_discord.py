"""Owns what people meet in /mine, /help and the message menu: their zone, their posts, in servers and in the bot's own DM."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import simcord
from hypothesis import given

from bot.core.lang import get_lang
from cogs.people.views import help_card
from tests.bots import World, answer_of, labels_of, text_of
from tests.tree import nasty
from tests.tree.rendered import check

FRIDAY_NINE = datetime(2026, 1, 2, 8, 0, tzinfo=UTC)  # 9:00 in Berlin


async def opened(world: World) -> None:
    """A standup is set up and its first prompt has come."""
    await world.set_up()
    await world.work_until(FRIDAY_NINE + timedelta(minutes=1))


async def settings_of(who: simcord.MemberActor, world: World) -> simcord.InteractionResult:
    """Somebody opens /mine and its settings."""
    card = await who.slash(world.channel, "mine")
    return await who.click(answer_of(card), label="Settings")


async def choose_city(world: World, city: str) -> simcord.InteractionResult:
    """Ana types a city into the form of her own zone."""
    form = await world.ana.click(answer_of(await settings_of(world.ana, world)), label="My time zone")
    return await world.ana.submit_modal(form, {"city": city})


def options_of(result: simcord.InteractionResult) -> list[dict[str, Any]]:
    """The options of the select in the newest answer."""
    rows = [item for row in answer_of(result).components for item in row["components"]]
    (select,) = [item for item in rows if "options" in item]
    return list(select["options"])


async def test_without_a_choice_the_servers_zone_serves(world: World) -> None:
    await opened(world)
    card = await settings_of(world.ana, world)
    assert "Your time zone: the server's (Berlin). Your day begins at 0:00." in text_of(card)


async def test_a_city_is_enough_for_ones_own_zone_and_can_be_taken_back(world: World) -> None:
    await opened(world)
    chosen = await choose_city(world, "são paulo")
    assert text_of(chosen) == "Your time zone is Sao Paulo now."
    assert "Your time zone: Sao Paulo." in text_of(await settings_of(world.ana, world))
    assert "the server's" in text_of(await settings_of(world.ben, world))
    await world.ana.click(answer_of(chosen), label="Use the server's instead")
    assert "the server's (Berlin)" in text_of(await settings_of(world.ana, world))


async def test_an_ambiguous_city_becomes_a_choice_with_the_time_there(world: World) -> None:
    asked = await choose_city(world, "Portland")
    assert "Several places fit “Portland”." in text_of(asked)
    options = options_of(asked)
    assert len(options) > 1
    oregon = next(each for each in options if each["value"] == "America/Los_Angeles")
    assert oregon["description"] == "04:00 there now", "12:00 UTC in January"
    chosen = await world.ana.select(answer_of(asked), ["America/Los_Angeles"])
    assert "Your time zone is" in text_of(chosen)
    assert (await world.app.people.person(world.ana.id)).zone == "America/Los_Angeles"


async def test_an_unknown_city_is_refused_and_the_form_opens_with_what_was_typed(world: World) -> None:
    refused = await choose_city(world, "Atlantis-sur-Mer")
    assert "I know no city or time zone “Atlantis-sur-Mer”" in text_of(refused)
    form = await world.ana.click(answer_of(refused), label="Open the form again")
    assert "Atlantis-sur-Mer" in str(form.modal)
    chosen = await world.ana.submit_modal(form, {"city": "Kathmandu"})
    assert "Kathmandu" in text_of(chosen)


async def test_my_standups_come_in_pages_newest_first(world: World) -> None:
    await opened(world)
    for day in range(24):
        await world.work_until(FRIDAY_NINE + timedelta(days=day, hours=1), step=timedelta(hours=12))
        await world.write(world.ana, f"words of day {day}")
    await world.write(world.ben, "Ben's words")
    card = await world.ana.slash(world.channel, "mine")
    first = await world.ana.click(answer_of(card), label="My standups")
    assert len(options_of(first)) == 20
    assert "words of day 23" in options_of(first)[0]["label"]
    assert "Ben's words" not in str(answer_of(first).components)
    older = await world.ana.click(answer_of(first), label="Older")
    assert [option["label"].rpartition(" ")[2] for option in options_of(older)] == ["3", "2", "1", "0"]
    assert "Older" not in labels_of(answer_of(older))
    shown = await world.ana.select(answer_of(older), [options_of(older)[-1]["value"]])
    assert "words of day 0" in text_of(shown)
    assert labels_of(answer_of(shown)) == ["Edit", "Delete"]
    form = await world.ana.click(answer_of(shown), label="Edit")
    await world.ana.submit_modal(form, {"q1": "weeks later"})
    assert any("weeks later" in text for text in world.messages(world.thread(0)))


async def test_who_has_written_nothing_reads_so_kindly(world: World) -> None:
    await opened(world)
    card = await world.ben.slash(world.channel, "mine")
    nothing = await world.ben.click(answer_of(card), label="My standups")
    assert "You have not written a standup" in text_of(nothing)


async def test_in_the_bots_own_dm_ones_posts_of_every_server_are_there(world: World) -> None:
    await opened(world)
    await world.write(world.ana, "words in the server")
    await world.write(world.ben, "Ben's words")
    ana = world.ana.user
    card = await ana.slash("mine")
    assert "Yours alone" in text_of(card)
    listed = await ana.click(answer_of(card), label="My standups")
    assert ["words in the server" in option["label"] for option in options_of(listed)] == [True]
    shown = await ana.select(answer_of(listed), [options_of(listed)[0]["value"]])
    form = await ana.click(answer_of(shown), label="Edit")
    changed = await ana.submit_modal(form, {"q1": "changed in the DM"})
    assert any("changed in the DM" in text for text in world.messages(world.thread()))
    gone = await ana.click(answer_of(changed), label="Delete")
    assert "Deleted" in text_of(gone)
    assert not any("changed in the DM" in text for text in world.messages(world.thread()))


async def test_ones_zone_can_be_chosen_in_the_dm(world: World) -> None:
    ana = world.ana.user
    card = await ana.slash("mine")
    settings = await ana.click(answer_of(card), label="Settings")
    assert "each server's own, until you choose one" in text_of(settings)
    assert "Always preview" not in labels_of(answer_of(settings)), "that belongs to a server"
    form = await ana.click(answer_of(settings), label="My time zone")
    await ana.submit_modal(form, {"city": "Asia/Kathmandu"})
    assert (await world.app.people.person(ana.id)).zone == "Asia/Kathmandu"


async def test_the_card_has_everything_in_a_fixed_order_and_one_way_back(world: World) -> None:
    card = await world.ana.slash(world.channel, "mine")
    assert card.ephemeral
    assert len(text_of(card).splitlines()) <= 6
    labels = labels_of(answer_of(card))
    expected = ["Inbox", "My standups", "Rhythm", "Helping others", "Away"]
    assert [label for label in labels if label in expected] == [each for each in expected if each in labels]
    assert "My standups" in labels
    assert labels[-2:] == ["Settings", "Privacy"]
    settings = await world.ana.click(answer_of(card), label="Settings")
    assert len(text_of(settings).splitlines()) <= 6
    again = await world.ana.click(answer_of(settings), label="Back")
    assert labels_of(answer_of(again)) == labels


async def test_when_ones_day_begins_can_be_chosen_and_taken_back(world: World) -> None:
    card = await world.ana.click(answer_of(await settings_of(world.ana, world)), label="When my day begins")
    assert [option["label"] for option in options_of(card)] == [f"{hour}:00" for hour in range(7)]
    chosen = await world.ana.select(answer_of(card), ["h4"])
    assert text_of(chosen) == "Your day begins at 4:00 now."
    assert "Your day begins at 4:00." in text_of(await settings_of(world.ana, world))
    undone = await world.ana.click(answer_of(chosen), label="Undo")
    assert text_of(undone) == "Your day begins at 0:00 now."
    assert (await world.app.people.person(world.ana.id)).day_start == 0


async def test_the_server_in_which_somebody_chose_first_serves_for_them(world: World) -> None:
    await opened(world)
    card = await world.ana.click(answer_of(await settings_of(world.ana, world)), label="When my day begins")
    await world.ana.select(answer_of(card), ["h4"])
    person = await world.app.people.person(world.ana.id)
    assert (person.home_server, person.language) == (world.guild.id, "en-US")
    settings = await world.ana.user.click(answer_of(await world.ana.user.slash("mine")), label="Settings")
    assert "the server's (Berlin)" in text_of(settings), "in the bot's own DM too"


async def test_help_is_one_private_screen_that_names_every_command(world: World) -> None:
    shown = await world.ana.slash(world.channel, "help")
    assert shown.ephemeral
    for name in ("/standup", "/share", "/paper", "/kaggle", "/away", "/mine", "inbox", "Edit or remove mine"):
        assert name in text_of(shown)
    assert len(text_of(shown).splitlines()) <= 6
    assert "/setup" not in text_of(shown), "Discord shows it to organisers only"
    for_organisers = text_of(await world.organiser.slash(world.channel, "help"))
    assert for_organisers.splitlines()[-1].startswith("**/setup**")
    assert len(for_organisers.splitlines()) <= 7
    in_dm = await world.ana.user.slash("help")
    assert "/standup" in text_of(in_dm)


async def test_the_menu_on_a_strangers_message_says_that_it_is_not_yours(world: World) -> None:
    message = await world.ben.send(world.channel, "hello")
    shown = await world.ana.context_menu(world.channel, "Edit or remove mine", message)
    assert shown.ephemeral
    assert "not a post of yours" in text_of(shown)


async def test_help_says_who_runs_the_bot_once_they_say_so(world: World) -> None:
    assert "run by" not in text_of(await world.ana.slash(world.channel, "help"))
    contact = "the learners' library, https://example.org/bot_help_page <@&1> [call](https://x.example)"
    world.settings = world.settings.model_copy(update={"contact": contact})
    await world.restart()
    for shown in (await world.ana.slash(world.channel, "help"), await world.ana.user.slash("help")):
        last = text_of(shown).splitlines()[-1]
        assert last.startswith(
            "-# This bot is run by the learners' library, https://example.org/bot_help_page "
        )
        assert "<@&1>" not in last, "nobody is mentioned"
        assert "](" not in last, "an address is seen as it is"


@given(nasty.texts(200))
def test_whatever_the_contact_help_stays_within_the_limits_and_harmless(contact: str) -> None:
    check(help_card(["**/standup** · say what you did"] * 9, get_lang("en-US"), contact))


@pytest.mark.expects_errors
async def test_an_unexpected_failure_says_whom_to_tell_its_number(
    world: World, error_records: list[logging.LogRecord]
) -> None:
    world.settings = world.settings.model_copy(update={"contact": "robin@example.org"})
    await world.restart()
    await world.bot.load_extension("tests.shell.broken")
    await world.bot.sync_commands()
    shown = text_of(await world.ana.slash(world.channel, "handled"))
    assert "If it stays, tell who runs this bot, robin@example.org, this number: " in shown
    (record,) = error_records
    assert shown.rstrip(".").rpartition(" ")[2] in str(record.msg)


@pytest.mark.parametrize("label", ["Inbox", "My standups", "Away"])
async def test_what_is_opened_from_mine_leads_back(world: World, label: str) -> None:
    await opened(world)
    if label == "My standups":
        await world.write(world.ana, "words", q3="the shapes")
    card = await world.ana.slash(world.channel, "mine")
    shown = await world.ana.click(answer_of(card), label=label)
    if label == "My standups":
        shown = await world.ana.click(answer_of(shown), label="What is still open")
        assert "Still open" in text_of(shown)
    back = await world.ana.click(answer_of(shown), label="Back")
    assert text_of(back).startswith("**Yours alone.**")


async def test_every_choice_in_the_settings_leads_back_to_them(world: World) -> None:
    await opened(world)
    shown = await settings_of(world.ana, world)
    for label in ("Always preview", "Leave me out of summaries", "Remind me of the standup"):
        for press in (label, "Undo"):
            shown = await world.ana.click(answer_of(shown), label=press)
            assert labels_of(answer_of(shown))[-1] == "Back to settings", label
        shown = await world.ana.click(answer_of(shown), label="Back to settings")
        assert text_of(shown).startswith("**Your settings.**")
    asked = await choose_city(world, "Portland")
    assert labels_of(answer_of(asked)) == ["Back to settings"]
