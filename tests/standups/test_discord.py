"""Owns what members and organisers meet in Discord when they use standups, driven as they would."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import discord
import pytest
import simcord

from tests.bots import World, answer_of, labels_of, text_of

FRIDAY_NINE = datetime(2026, 1, 2, 8, 0, tzinfo=UTC)  # 9:00 in Berlin
BITS = "Ran the first notebook cell by cell"


async def opened(world: World) -> None:
    """A standup is set up and its first prompt has come."""
    await world.set_up()
    await world.work_until(FRIDAY_NINE + timedelta(minutes=1))


def prompt_of(world: World) -> discord.Message:
    """The newest prompt in the channel."""
    return [each for each in world.channel.history() if "**Daily standup" in each.content][-1]


async def test_an_organiser_sets_a_standup_up_and_the_prompt_comes_by_itself(world: World) -> None:
    done = await world.set_up()
    assert "Daily standup" in text_of(done)
    assert "09:00 in Berlin" in text_of(done)
    assert f"<t:{int(FRIDAY_NINE.timestamp())}:F>" in text_of(done)
    await world.work_until(FRIDAY_NINE - timedelta(minutes=1))
    assert world.messages(world.channel) == []
    await world.work_until(FRIDAY_NINE + timedelta(minutes=1))
    prompt = prompt_of(world)
    assert "**Daily standup · Friday 2 January**" in prompt.content
    assert labels_of(prompt) == ["Write my standup", "A little today"]
    assert len(prompt.content.splitlines()) <= 6
    assert world.channel.threads == []


async def test_the_first_post_is_previewed_the_second_is_not(world: World) -> None:
    await opened(world)
    form = await world.ana.slash(world.channel, "standup")
    preview = await world.ana.submit_modal(form, {"q1": BITS, "q2": "the second one"})
    assert preview.ephemeral
    assert BITS in text_of(preview)
    assert labels_of(answer_of(preview)) == ["Post", "Keep to myself", "Edit", "Discard"]
    assert world.channel.threads == []
    posted = await world.ana.click(answer_of(preview), label="Post")
    (post,) = [each for each in world.thread().history() if BITS in each.content]
    assert post.content == f"{world.ana.mention}\n**Did** {BITS}\n**Next** the second one"
    assert str(post.id) in text_of(posted)
    assert world.thread().name == "Daily standup · Fri 2 Jan"
    await world.work_until(FRIDAY_NINE + timedelta(days=3, minutes=1))
    second = await world.write(world.ana, "trained it on my own pictures")
    assert text_of(second).startswith("Posted in")
    assert any("own pictures" in text for text in world.messages(world.thread()))


@pytest.mark.row("@everyone, roles, users in text")
async def test_a_mention_in_a_post_pings_nobody(world: World) -> None:
    await opened(world)
    await world.write(world.ana, f"@everyone look, {world.ben.mention} and [this](https://x.test)")
    sends = [
        each for each in world.env.http_requests if each.method == "POST" and each.path.endswith("/messages")
    ]
    assert sends
    for each in sends:
        assert isinstance(each.json, dict)
        assert each.json["allowed_mentions"] == {"parse": []}


async def test_an_answered_day_shows_the_entry_which_is_edited_in_place(world: World) -> None:
    await opened(world)
    await world.write(world.ana, BITS)
    shown = await world.ana.slash(world.channel, "standup")
    assert shown.modal is None
    assert BITS in text_of(shown)
    form = await world.ana.click(answer_of(shown), label="Edit")
    assert BITS in str(form.modal)
    changed = await world.ana.submit_modal(form, {"q1": "Ran it, and changed the learning rate"})
    assert text_of(changed).startswith("Changed:")
    (post,) = [each for each in world.thread().history() if each.content.startswith(world.ana.mention)]
    assert post.content == f"{world.ana.mention}\n**Did** Ran it, and changed the learning rate"


async def test_delete_removes_the_post_and_gives_the_words_back_once(world: World) -> None:
    await opened(world)
    posted = await world.write(world.ana, BITS)
    shown = await world.ana.slash(world.channel, "standup")
    gone = await world.ana.click(answer_of(shown), label="Delete")
    assert text_of(gone).startswith("Deleted")
    assert BITS in text_of(gone)
    assert not any(BITS in text for text in world.messages(world.thread()))
    again = await world.ana.slash(world.channel, "standup")
    assert again.modal is not None
    assert BITS not in str(again.modal)
    stale = await world.ana.click(answer_of(posted), label="Edit")
    assert text_of(stale).startswith("This is finished")


async def test_a_little_today_is_a_whole_entry(world: World) -> None:
    await opened(world)
    prompt = prompt_of(world)
    preview = await world.ana.click(prompt, label="A little today")
    assert f"{world.ana.mention} did a little today." in text_of(preview)
    await world.ana.click(answer_of(preview), label="Post")
    assert f"{world.ana.mention} did a little today." in world.messages(world.thread())
    await world.ben.click(prompt, label="A little today")
    again = await world.ana.click(prompt, label="A little today")
    assert labels_of(answer_of(again)) == ["Edit", "Delete"]


async def test_keep_to_myself_posts_nothing_and_can_be_undone(world: World) -> None:
    await opened(world)
    preview = await world.write(world.ana, BITS, post=False)
    kept = await world.ana.click(answer_of(preview), label="Keep to myself")
    assert world.channel.threads == []
    posted = await world.ana.click(answer_of(kept), label="Post it")
    assert text_of(posted).startswith("Posted in")
    assert any(BITS in text for text in world.messages(world.thread()))


async def test_discard_gives_the_words_back_and_stores_nothing(world: World) -> None:
    await opened(world)
    preview = await world.write(world.ana, BITS, post=False)
    discarded = await world.ana.click(answer_of(preview), label="Discard")
    assert BITS in text_of(discarded)
    again = await world.ana.slash(world.channel, "standup")
    assert BITS not in str(again.modal)


async def test_an_empty_form_is_refused_kindly_and_opens_again(world: World) -> None:
    await opened(world)
    form = await world.ana.slash(world.channel, "standup")
    refused = await world.ana.submit_modal(form, {"q1": "   "})
    assert "One word in any field is enough" in text_of(refused)
    again = await world.ana.click(answer_of(refused), label="Open the form again")
    assert again.modal is not None


@pytest.mark.row("two people with the same form open")
async def test_two_people_with_the_same_form_open_both_arrive(world: World) -> None:
    await opened(world)
    anas = await world.ana.slash(world.channel, "standup")
    bens = await world.ben.slash(world.channel, "standup")
    for who, form, words in ((world.ana, anas, "Ana's words"), (world.ben, bens, "Ben's words")):
        preview = await who.submit_modal(form, {"q1": words})
        await who.click(answer_of(preview), label="Post")
    texts = world.messages(world.thread())
    assert any("Ana's words" in text and world.ana.mention in text for text in texts)
    assert any("Ben's words" in text and world.ben.mention in text for text in texts)


@pytest.mark.row("double click, form sent twice, form open across a restart or past the deadline")
@pytest.mark.row("two people with the same form open")
async def test_a_form_open_across_a_restart_arrives(world: World) -> None:
    await opened(world)
    form = await world.ana.slash(world.channel, "standup")
    prompt = prompt_of(world)
    await world.restart()
    preview = await world.ana.submit_modal(form, {"q1": BITS})
    await world.restart()
    await world.ana.click(answer_of(preview), label="Post")
    assert any(BITS in text for text in world.messages(world.thread()))
    shown = await world.ana.click(prompt, label="Write my standup")
    assert BITS in text_of(shown)


async def test_a_stranger_pressing_my_buttons_changes_nothing(world: World) -> None:
    await opened(world)
    await world.write(world.ana, BITS)
    (entry,) = await world.app.standups.mine(world.ana.id, guild_id=None, before=None, limit=5)
    prompt = prompt_of(world)
    mine = await world.ben.click(prompt, label="Write my standup")
    assert mine.modal is not None
    for verb in ("edit", "delete"):
        sent = await _press_forged(world, world.ben, f"standups:{verb}:{entry.id}")
        assert text_of(sent).startswith("This is finished")
    assert any(BITS in text for text in world.messages(world.thread()))


async def _press_forged(world: World, who: simcord.MemberActor, custom_id: str) -> simcord.InteractionResult:
    """Press a button that was made for somebody else: the id is all a press carries."""
    from bot.shell.cards import Button, Card

    channel = world.bot.get_partial_messageable(world.channel.id)
    message = await channel.send(**Card("forged", ((Button("x", custom_id),),)).send_fields())
    await world.env.settle()
    result = await who.click(message, custom_id=custom_id)
    await message.delete()
    return result


async def test_on_a_day_without_a_prompt_standup_opens_one_quietly(world: World) -> None:
    await opened(world)
    await world.work_until(datetime(2026, 1, 4, 12, tzinfo=UTC))
    await world.write(world.ana, "read on a Sunday")
    prompts = [text for text in world.messages(world.channel) if "Daily standup" in text]
    assert [text.splitlines()[0] for text in prompts] == [
        "**Daily standup · Friday 2 January**",
        "**Daily standup · Sunday 4 January**",
    ]
    assert world.thread().name == "Daily standup · Sun 4 Jan"
    await world.work_until(datetime(2026, 1, 5, 8, 1, tzinfo=UTC))
    assert "Monday 5 January" in world.messages(world.channel)[-1]


@pytest.mark.row("double click, form sent twice, form open across a restart or past the deadline")
async def test_a_late_answer_goes_into_the_newest_thread_and_says_for_which_day(world: World) -> None:
    await opened(world)
    friday = prompt_of(world)
    await world.write(world.ben, "something")
    form = await world.ana.click(friday, label="Write my standup")
    await world.work_until(FRIDAY_NINE + timedelta(days=3, minutes=5))
    await world.write(world.ben, "monday's words")
    preview = await world.ana.submit_modal(form, {"q1": BITS})
    assert "for Friday" in text_of(preview)
    await world.ana.click(answer_of(preview), label="Post")
    monday = world.thread()
    assert monday.name == "Daily standup · Mon 5 Jan"
    assert any("for Friday" in text and BITS in text for text in world.messages(monday))


async def test_without_a_standup_one_sentence_says_who_can_add_one(world: World) -> None:
    refused = await world.ana.slash(world.channel, "standup")
    assert (
        text_of(refused)
        == "There is no standup here yet. Somebody who manages the server can set one up with /setup."
    )
    own = await world.organiser.slash(world.channel, "standup")
    assert "You can set one up" in text_of(own)


async def test_several_standups_are_told_apart_by_channel_or_a_choice(world: World) -> None:
    study = world.guild.create_text_channel("study-hall")
    elsewhere = world.guild.create_text_channel("general")
    await opened(world)
    await world.set_up(channel=study, time="9:30")
    await world.work_until(FRIDAY_NINE + timedelta(hours=1))
    form = await world.ana.slash(study, "standup")
    preview = await world.ana.submit_modal(form, {"q1": "in the hall"})
    await world.ana.click(answer_of(preview), label="Post")
    assert any("in the hall" in text for text in world.messages(world.thread(channel=study)))
    asked = await world.ana.slash(elsewhere, "standup")
    assert "Which standup" in text_of(asked)
    form = await world.ana.select(answer_of(asked), ["1"])
    assert form.modal is not None
    inside = await world.ana.slash(world.thread(channel=study), "standup")
    assert "in the hall" in text_of(inside)


async def test_a_message_a_moderator_deletes_takes_its_row_along(world: World) -> None:
    await opened(world)
    await world.write(world.ana, BITS)
    (post,) = [each for each in world.thread().history() if BITS in each.content]
    world.env.backend.delete_message(post.channel.id, post.id)
    await world.env.settle()
    assert await world.app.standups.mine(world.ana.id, guild_id=None, before=None, limit=5) == []


async def test_edit_or_remove_mine_works_on_ones_own_post_only(world: World) -> None:
    await opened(world)
    await world.write(world.ana, BITS)
    (post,) = [each for each in world.thread().history() if BITS in each.content]
    own = await world.ana.context_menu(world.thread(), "Edit or remove mine", post)
    assert labels_of(answer_of(own)) == ["Edit", "Delete"]
    other = await world.ben.context_menu(world.thread(), "Edit or remove mine", post)
    assert "not a post of yours" in text_of(other)


async def test_a_long_entry_is_split_at_paragraphs_and_shrinks_again(world: World) -> None:
    await opened(world)
    await world.write(
        world.ana, "\n\n".join(f"Paragraph {n}. " + "word " * 60 for n in range(4)), q2="x" * 1400
    )
    parts = [text for text in world.messages(world.thread()) if text and "Daily standup" not in text]
    assert len(parts) > 1
    assert parts[0].startswith(world.ana.mention)
    assert "".join(parts).count("Paragraph") == 4
    shown = await world.ana.slash(world.channel, "standup")
    form = await world.ana.click(answer_of(shown), label="Edit")
    await world.ana.submit_modal(form, {"q1": "short now"})
    parts = [text for text in world.messages(world.thread()) if text and "Daily standup" not in text]
    assert parts == [f"{world.ana.mention}\n**Did** short now"]
