"""Owns A10 as organisers and members meet it: Discord's language of a server until one is chosen; a person's own, remembered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.attention.model.values import Message
from bot.attention.store import outbox
from bot.core.ids import custom_id
from bot.shell.client import Compound
from tests.bots import World, answer_of, labels_of, text_of
from tests.communities.joining import another_server, available
from tests.communities.setting_up import options_of, setup
from tests.databases import run_sql
from tests.faults.compound import labels, press, running_compound
from tests.faults.conftest import compound as compound
from tests.faults.conftest import place as place
from tests.faults.entities import User
from tests.faults.scene import Place
from tests.standups.conftest import home as home
from tests.standups.service import ANA, BEN, GUILD, ORGANISER, House


async def test_the_card_says_what_is_spoken_and_why_and_one_press_changes_it(world: World) -> None:
    card = await setup(world, "Language")
    assert "In public I write English here, following this server's own setting in Discord." in text_of(card)
    labels = [option["label"] for option in options_of(card)]
    assert labels[:2] == ["As Discord says", "English"]
    assert {"Deutsch", "Español"} <= set(labels)
    german = await world.organiser.select(answer_of(card), ["de"])
    assert "Saved: from now on I write Deutsch in public." in text_of(german)
    assert "that was chosen in /setup" in text_of(german)
    assert [option["label"] for option in options_of(german) if option.get("default")] == ["Deutsch"]
    back = await world.organiser.click(answer_of(german), label="Back to setup")
    assert "Setting up Compound" in text_of(back), "what an organiser reads in private stays theirs"
    status = await setup(world, "Status and changes")
    assert f"{world.organiser.mention} set the language to Deutsch" in text_of(status)
    card = await setup(world, "Language")
    followed = await world.organiser.select(answer_of(card), ["discord"])
    assert "I follow Discord's setting again." in text_of(followed)
    assert "let Discord's setting decide the language" in text_of(await setup(world, "Status and changes"))


async def test_a_prompt_speaks_what_was_chosen(world: World) -> None:
    card = await setup(world, "Language")
    await world.organiser.select(answer_of(card), ["de"])
    await world.set_up()
    await world.work_until(world.env.now() + timedelta(days=1))
    (prompt,) = world.channel.history()
    assert "Mein Standup schreiben" in labels_of(prompt)


async def test_what_discord_says_later_counts_only_where_nobody_chose(world: World) -> None:
    chosen = await another_server(world, locale="de")
    follows = await another_server(world, locale="de")
    await world.app.communities.choose_language(chosen.id, world.organiser.id, "es", "de")
    for guild in (chosen, follows):
        world.env.backend.edit_guild(guild.id, {"preferred_locale": "fr"})
    await world.env.settle()
    assert (await world.app.communities.community(chosen.id)).language == "es"
    assert (await world.app.communities.community(follows.id)).language == "fr"


async def test_a_server_of_which_nothing_is_known_yet_is_known_from_its_first_setup(home: House) -> None:
    communities = home.app.communities
    assert (await communities.community(GUILD)).language == ""
    await communities.note_language(GUILD, "de")
    assert (await communities.community(GUILD)).language == "de"
    await communities.choose_language(GUILD, ORGANISER, "es", "de")
    await communities.note_language(GUILD, "en-US")
    assert (await communities.community(GUILD)).language == "es"
    await communities.choose_language(GUILD, ORGANISER, None, "en-US")
    community = await communities.community(GUILD)
    assert (community.language, community.language_chosen) == ("en-US", False)
    await home.add()
    assert (await communities.community(GUILD)).zone == "Europe/Berlin"


@pytest.mark.parametrize(
    ("theirs", "servers", "read"),
    [
        ("es-ES", "de", "es-ES"),
        ("fr", "de", "de"),
        ("", "de", "de"),
        ("en-GB", "de", "en-GB"),
        ("fr", "", ""),
    ],
)
async def test_a_bundle_speaks_the_persons_language_if_we_have_it_else_the_servers(
    home: House, theirs: str, servers: str, read: str
) -> None:
    await home.app.communities.note_language(GUILD, servers)
    await home.app.attention.choose(ANA, guild_id=GUILD, language=theirs, bundles=1)
    soon = home.clock.now + timedelta(days=3)
    news = Message(ANA, GUILD, "standups.reply", 1, "reply:1", soon, sender=BEN)
    await home.app.db.write(lambda tx: outbox.tell(tx, news))
    home.clock.now = await home.app.attention.next_bundle() or home.clock.now
    (bundle,) = await home.app.attention.claim_bundles()
    assert bundle.language == read


async def command(place: Place, who: User) -> None:
    """Somebody uses /help."""
    await (await place.server.interact.slash(place.guild, place.channel, who, "help")).settled()


async def test_the_language_of_somebodys_discord_is_refreshed_only_for_who_chose_something(
    place: Place, migrated_sqlite_url: str
) -> None:
    bot: Compound
    async with running_compound(place, migrated_sqlite_url) as bot:
        await bot.app.people.choose_day_start(place.ada.id, 2, guild_id=place.guild.id, language="en-US")
        place.ada.locale = "de"
        stranger = place.server.world.add_user("stranger", place.guild, locale="de")
        for who in (place.ada, stranger):
            await command(place, who)
        await place.server.until(lambda: languages(migrated_sqlite_url) == {place.ada.id: "de"}, "noticed")


def languages(url: str) -> dict[int, str]:
    """The language of everybody about whom one is stored."""
    return {int(row[0]): row[1] for row in run_sql(url, "SELECT user_id, language FROM person")}


@pytest.mark.parametrize(
    ("locale", "servers", "home"),
    [("fr", "de", "Meine Standups"), ("es-ES", "de", "Mis standups"), ("fr", "", "My standups")],
)
async def test_in_the_bots_own_dm_it_speaks_as_the_bundle_does(
    place: Place, compound: Compound, locale: str, servers: str, home: str
) -> None:
    who = place.server.world.add_user("somebody", place.guild, locale=locale)
    if servers:
        await compound.app.communities.choose_language(place.guild.id, place.ada.id, servers, "en-US")
        await compound.app.attention.choose(who.id, guild_id=place.guild.id, language=locale, bundles=1)
    direct = place.server.world.direct_channel(who.id)
    card = await (await place.server.interact.slash(None, direct, who, "mine")).settled()
    assert home in labels(card)


async def test_a_form_sent_as_it_was_opened_keeps_a_topics_name_in_every_language(
    place: Place, compound: Compound
) -> None:
    world, interact = place.server.world, place.server.interact
    karl = world.add_user("karl", place.guild, organiser=True, locale="de")
    card = await (await interact.slash(place.guild, place.channel, karl, "setup")).settled()
    topics = await (await press(place, card, "Themen")).settled()
    assert topics.original is not None
    before = await compound.app.communities.topics(place.guild.id)
    data = next(each for each in before if each.key == "data")
    choice = custom_id("communities", "topic")
    one = await (await interact.press(int(topics.original["id"]), choice, karl, [str(data.id)])).settled()
    form = await press(place, one, "Umbenennen")
    assert "data and cleaning" in str(form.callback), "as everybody reads it here"
    await (await interact.submit(form, {})).settled()
    assert await compound.app.communities.topics(place.guild.id) == before


async def test_a_language_that_changed_while_nobody_listened_is_noticed(world: World) -> None:
    chosen = await another_server(world, locale="en-US")
    follows = await another_server(world, locale="en-US")
    await world.app.communities.choose_language(chosen.id, world.organiser.id, "es", "en-US")
    for guild in (chosen, follows):
        world.env.backend.guilds[guild.id].preferred_locale = "de"
    await world.restart()
    for guild in (chosen, follows):
        await available(world, guild)
    assert (await world.app.communities.community(chosen.id)).language == "es"
    assert (await world.app.communities.community(follows.id)).language == "de"


async def test_a_language_that_changed_while_the_bot_was_out_is_noticed(home: House) -> None:
    communities = home.app.communities
    for guild_id in (GUILD, GUILD + 1):
        await communities.came(guild_id, "en-US")
        await communities.went(guild_id)
    await communities.choose_language(GUILD, ORGANISER, "es", "en-US")
    for guild_id, code in ((GUILD, "es"), (GUILD + 1, "de")):
        for said in ("de", ""):
            await communities.came(guild_id, said)
            assert (await communities.community(guild_id)).language == code
