"""Proves what organisers meet in /setup about the showcase, as they press it: channel, forum, tags, switches, what is missing."""

from __future__ import annotations

from datetime import timedelta

import discord
import simcord

from bot.demo.forums import TAGS, create_forum
from bot.showcase.model.values import Settings
from tests.bots import World, answer_of, labels_of, text_of
from tests.communities.setting_up import fill, setup
from tests.showcase.house import House, forum_house, house
from tests.showcase.test_discord import press

__all__ = ["forum_house", "house"]


async def placed(world: World, channel: simcord.ChannelHandle) -> simcord.InteractionResult:
    """The organiser sets the showcase up in this channel."""
    return await fill(world, await setup(world, "Set up a showcase"), channel=[channel])


async def managed(house: House, *labels: str) -> simcord.InteractionResult:
    """The organiser opens the showcase's card and presses these."""
    return await setup(house, "Showcase", *labels)


async def test_one_line_and_one_button_until_there_is_one(world: World) -> None:
    card = await setup(world)
    assert "There is no showcase yet" in text_of(card)
    assert "Set up a showcase" in labels_of(answer_of(card))
    done = await placed(world, world.channel)
    assert text_of(done).startswith("Done. /share brings there what members make.")
    assert f"<#{world.channel.id}> · a text channel" in text_of(done)
    assert "Round-up: Mondays at 09:00 in UTC." in text_of(done)
    assert labels_of(answer_of(done)) == [
        *("Send a test post", "Channel", "Allow invite links"),
        *("No round-up", "Switch it off", "Back to setup"),
    ]
    card = await setup(world)
    assert "Showcase" in labels_of(answer_of(card))
    assert f"**Showcase** · <#{world.channel.id}> · a text channel" in text_of(card)


async def test_a_member_who_is_no_organiser_changes_nothing(house: House) -> None:
    for verb in ("switch_off", "invites_on", "roundup_off", "set_up", "make_tags", "test"):
        refused = await press(house, house.ana, f"showcase:{verb}")
        assert refused.modal is None
        assert "Manage Server" in text_of(refused), verb
    assert await house.showcase.settings_of(house.guild.id) == Settings(house.guild.id, house.place.id)


async def test_what_is_posted_stays_where_it_is_when_the_channel_changes(house: House) -> None:
    _share, delivered = await house.share()
    other = house.guild.create_text_channel("elsewhere")
    done = await fill(house, await managed(house, "Channel"), channel=[other])
    assert "What is posted stays where it is." in text_of(done)
    assert house.shown(delivered) is not None
    _share, delivered = await house.share(house.ben)
    assert delivered.channel_id == other.id


async def test_switched_off_members_cannot_share_and_on_again_they_can(house: House) -> None:
    done = await managed(house, "Switch it off")
    assert text_of(done).startswith("It is off, until you switch it on.")
    assert labels_of(answer_of(done)) == ["Switch it on", "Channel", "Back to setup"]
    refused = await house.ana.slash(house.channel, "share", text="Look")
    assert "/setup" in text_of(refused) or "organiser" in text_of(refused)
    assert house.posts() == []
    done = await managed(house, "Switch it on")
    assert text_of(done).startswith("It is on.")
    preview = await house.ana.slash(house.channel, "share", text="Look")
    assert "Post" in labels_of(answer_of(preview))


async def test_invite_links_are_refused_until_an_organiser_allows_them(house: House) -> None:
    invite = "https://discord.gg/abcdefgh"
    refused = await house.ana.slash(house.channel, "share", link=invite)
    assert "Post" not in labels_of(answer_of(refused))
    done = await managed(house, "Allow invite links")
    assert "Links that invite to other servers are allowed." in text_of(done)
    preview = await house.ana.slash(house.channel, "share", link=invite)
    assert "Post" in labels_of(answer_of(preview))
    done = await managed(house, "Refuse invite links")
    assert "are refused" in text_of(done)


async def test_the_round_up_is_switched_off_and_on(house: House) -> None:
    done = await managed(house, "No round-up")
    assert "No round-up." in text_of(done)
    done = await managed(house, "Round up each week")
    assert "Round-up: Mondays" in text_of(done)


async def test_each_permission_that_is_missing_is_named_with_its_effect(house: House) -> None:
    assert "I may do everything there that I need." in text_of(await managed(house))
    house.allow(house.place, embed_links=False, attach_files=False, create_public_threads=False)
    card = text_of(await managed(house))
    assert "I lack Embed Links: links show no preview." in card
    assert "I lack Attach Files: finished projects get no drawn card." in card
    assert "I lack Create Public Threads: a post gets no thread for talk." in card
    status = await setup(house, "Status and changes")
    assert "I lack Embed Links" in text_of(status)


async def test_more_than_a_card_takes_is_said_to_be_more_and_the_status_lists_all(house: House) -> None:
    lacks = ("embed_links", "attach_files", "create_public_threads", "manage_threads", "read_message_history")
    house.allow(house.place, **dict.fromkeys(lacks, False))
    card = text_of(await managed(house)).splitlines()
    assert len(card) == 6
    assert card[-1] == "More is missing: “Status and changes” lists it."
    status = text_of(await setup(house, "Status and changes"))
    assert status.count("I lack") == len(lacks)


async def test_a_channel_that_is_gone_or_unseen_is_replaced_by_another_first_of_all(house: House) -> None:
    words = "The channel is gone, or I cannot see it. Choose another."
    house.allow(house.place, view_channel=False)
    assert words in text_of(await managed(house))
    house.env.backend.delete_channel(house.place.id)
    await house.env.settle()
    card = await managed(house)
    assert words in text_of(card)
    assert "I lack" not in text_of(card)
    first = answer_of(card).components[0]["components"][0]
    assert (first["label"], first["style"]) == ("Channel", discord.ButtonStyle.primary.value)
    assert "Send a test post" not in labels_of(answer_of(card))
    assert words in text_of(await setup(house, "Status and changes"))
    other = house.guild.create_text_channel("elsewhere")
    done = await fill(house, await managed(house, "Channel"), channel=[other])
    assert words not in text_of(done)


async def test_a_test_post_comes_and_goes(house: House) -> None:
    done = await managed(house, "Send a test post")
    assert "It removes itself in half a minute." in text_of(done)
    assert len(house.messages(house.place)) == 1
    await house.work_until(house.env.now() + timedelta(minutes=1))
    assert house.messages(house.place) == []


async def test_the_record_says_who_did_what(house: House) -> None:
    await managed(house, "No round-up")
    await managed(house, "Switch it off")
    status = text_of(await setup(house, "Status and changes"))
    assert f"<@{house.organiser.id}> switched the showcase off" in status
    assert "chose no weekly round-up" in status


async def test_the_same_channel_again_is_no_change(house: House) -> None:
    done = await fill(house, await managed(house, "Channel"), channel=[house.place])
    assert text_of(done).startswith("Saved.")
    assert "changed the showcase's channel" not in text_of(await setup(house, "Status and changes"))


async def test_organisers_hear_that_discord_keeps_us_out_and_choose_another_in_one_press(
    house: House,
) -> None:
    house.allow(house.place, view_channel=False, send_messages=False)
    draft = await house.draft()
    published = await house.showcase.publish(house.ana.id, draft.id, author="ana", may_post=True)
    await house.posting.share(draft.id, published.claimed)
    await house.work_until(house.env.now() + timedelta(minutes=30))
    (notice,) = await house.app.attention.open_notices(house.guild.id)
    assert notice.detail["channel_id"] == house.place.id
    other = house.guild.create_text_channel("elsewhere")
    await fill(house, await managed(house, "Channel"), channel=[other])
    assert await house.app.attention.open_notices(house.guild.id) == []
    await house.work()
    assert len(house.messages(other)) == 1


async def test_in_a_forum_the_tags_of_kinds_are_found_or_named(forum_house: House) -> None:
    card = text_of(await managed(forum_house))
    assert "a forum, each share is a post" in card
    assert "No tag yet" not in card
    bare = forum_house.guild.create_forum_channel("bare")
    forum_house.allow(bare, manage_channels=False)
    done = await fill(forum_house, await managed(forum_house, "Channel"), channel=[bare])
    assert all(f"“{tag}”" in text_of(done) for tag in TAGS)
    assert "Make the missing tags" not in labels_of(answer_of(done))
    assert "Send a test post" not in labels_of(answer_of(done))


async def test_missing_tags_are_made_where_we_may(forum_house: House) -> None:
    bare = forum_house.guild.create_forum_channel("bare")
    forum_house.allow(bare, manage_channels=True)
    done = await fill(forum_house, await managed(forum_house, "Channel"), channel=[bare])
    assert "Make the missing tags" in labels_of(answer_of(done))
    done = await forum_house.organiser.click(answer_of(done), label="Make the missing tags")
    assert text_of(done).startswith("The tags are there")
    made = forum_house.env.backend.channels[bare.id].available_tags
    assert [each["name"] for each in made] == list(TAGS)
    status = text_of(await setup(forum_house, "Status and changes"))
    assert f"<@{forum_house.organiser.id}> made tags in the showcase's forum" in status
    assert "No tag yet" not in text_of(await managed(forum_house))


async def test_tags_in_another_language_are_known(house: House) -> None:
    forum = create_forum(house.env, house.guild, "schaufenster")
    await house.app.communities.note_language(house.guild.id, "de")
    done = await fill(house, await managed(house, "Channel"), channel=[forum])
    assert "a forum" in text_of(done)
    assert "No tag yet" not in text_of(done)
