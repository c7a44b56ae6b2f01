"""Owns promise 6 for standups: delete means gone from tables, posts, threads and summaries, whatever Discord does meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import discord

from tests.bots import World, answer_of, labels_of, text_of
from tests.traces import in_discord, in_tables

FRIDAY_NINE = datetime(2026, 1, 2, 8, 0, tzinfo=UTC)  # 9:00 in Berlin
SECRET = "zanzibar-loss-curve"
TITLE = "**Daily standup · Friday 2 January, in short**"


async def opened(world: World, *, summary: bool = False) -> None:
    """A standup is set up, with a summary if asked for, and its first prompt has come."""
    card = await world.set_up()
    if summary:
        choice = await world.organiser.click(answer_of(card), label="Summary: weekly")
        await world.organiser.click(answer_of(choice), label="Daily")
    await world.work_until(FRIDAY_NINE + timedelta(minutes=1))


async def delete_mine(world: World) -> str:
    """Ana deletes her entry of today; returns what she is told."""
    shown = await world.ana.slash(world.channel, "standup")
    return text_of(await world.ana.click(answer_of(shown), label="Delete"))


def posts_of(world: World, words: str = SECRET) -> list[discord.Message]:
    """The posts in the newest thread that say this."""
    return [each for each in world.thread().history() if words in each.content]


def summaries(world: World) -> list[str]:
    """The summaries in the channel."""
    return [text for text in world.messages(world.channel) if text.startswith(TITLE)]


async def later(world: World, **by: float) -> None:
    """Some time passes, with the jobs at work."""
    await world.work_until(world.env.now() + timedelta(**by))


async def test_the_search_finds_what_is_there_and_after_a_delete_nothing(world: World) -> None:
    await opened(world, summary=True)
    await world.write(world.ana, SECRET, q2=f"more of {SECRET}", q3="x" * 1400 + SECRET)
    await world.write(world.ben, "Ben's own words")
    await world.work_until(FRIDAY_NINE + timedelta(days=1, minutes=1))
    assert in_tables(world.settings.database_url, SECRET) == ["standup_entry.answers"]
    assert len(in_discord(world.env, SECRET)) >= 2, "the posts and the summary"
    mine = await world.ana.slash(world.channel, "mine")
    listed = await world.ana.click(answer_of(mine), label="My standups")
    (entry,) = await world.app.standups.mine(world.ana.id, guild_id=None, before=None, limit=5)
    shown = await world.ana.select(answer_of(listed), [str(entry.id)])
    gone = await world.ana.click(answer_of(shown), label="Delete")
    assert any(SECRET in each.content for each in [answer_of(gone), *gone.followups])
    assert in_tables(world.settings.database_url, SECRET) == []
    assert in_discord(world.env, SECRET) == []
    (summary,) = summaries(world)
    assert "Ben's own words" in summary
    assert world.ana.mention not in summary


async def test_a_delete_leaves_no_row_that_names_the_author(world: World) -> None:
    await opened(world)
    await world.write(world.ana, SECRET)
    await delete_mine(world)
    # That somebody took a post back is known for two days, without which: posting and deleting over and over has its limit.
    known = ["recent_act.user_id", "standup_member.user_id"]
    assert in_tables(world.settings.database_url, world.ana.id) == known
    assert in_discord(world.env, str(world.ana.id)) == []


async def test_a_draft_that_was_replaced_or_discarded_leaves_no_trace(world: World) -> None:
    await opened(world)
    await world.write(world.ana, SECRET, post=False)
    assert in_tables(world.settings.database_url, SECRET) == ["standup_draft.answers"]
    preview = await world.write(world.ana, "other words", post=False)
    assert in_tables(world.settings.database_url, SECRET) == []
    await world.ana.click(answer_of(preview), label="Discard")
    assert in_tables(world.settings.database_url, "other words") == []


async def test_keeping_to_oneself_what_was_posted_again_removes_the_post(world: World) -> None:
    await opened(world, summary=True)
    form = await world.ana.slash(world.channel, "standup")
    await world.write(world.ana, SECRET)
    await world.work_until(FRIDAY_NINE + timedelta(days=1, minutes=1))
    assert len(summaries(world)) == 1
    settings = await world.ana.click(
        answer_of(await world.ana.slash(world.channel, "mine")), label="Settings"
    )
    preference = await world.ana.click(answer_of(settings), label="Always preview")
    assert text_of(preference).startswith("You see a preview")
    preview = await world.ana.submit_modal(form, {"q1": f"{SECRET} again"})
    await world.ana.click(answer_of(preview), label="Keep to myself")
    await later(world, minutes=2)
    assert in_discord(world.env, SECRET) == []


async def test_when_discord_refuses_the_author_is_told_where_it_stands_and_it_goes_later(
    world: World,
) -> None:
    await opened(world)
    await world.write(world.ana, SECRET)
    (post,) = posts_of(world)
    path = f"/channels/{world.thread().id}/messages/{post.id}"
    world.env.inject_error("DELETE", path, status=403, code=50013, message="Missing Permissions", times=2)
    told = await delete_mine(world)
    assert "Discord did not let me delete the post, it still stands here" in told
    assert post.jump_url in told
    assert in_tables(world.settings.database_url, SECRET) == []
    await later(world, minutes=5)
    assert len(posts_of(world)) == 1
    await world.restart()
    await later(world, minutes=30)
    assert posts_of(world) == []
    assert in_tables(world.settings.database_url, post.id) == []


async def test_a_delete_while_discord_is_down_is_done_when_it_is_back(world: World) -> None:
    await opened(world)
    await world.write(world.ana, SECRET)
    world.env.inject_error("DELETE", "/channels/*/messages/*", status=503)
    assert "it still stands here" in await delete_mine(world)
    await later(world, minutes=1)
    assert in_discord(world.env, SECRET) == []


async def test_a_post_deleted_by_hand_while_the_bot_was_down_follows_at_the_next_edit(world: World) -> None:
    await opened(world)
    await world.write(world.ana, SECRET)
    (post,) = posts_of(world)
    del world.env.backend.messages[post.channel.id][post.id]  # nobody tells the bot
    shown = await world.ana.slash(world.channel, "standup")
    form = await world.ana.click(answer_of(shown), label="Edit")
    told = await world.ana.submit_modal(form, {"q1": "words typed for an edit"})
    answers = [text_of(told), *(each.content for each in told.followups)]
    assert any("was deleted in Discord" in each for each in answers)
    assert any("words typed for an edit" in each for each in answers), "typed words are given back"
    assert in_tables(world.settings.database_url, SECRET, "words typed for an edit") == []


async def test_deleting_what_is_gone_already_is_no_trouble(world: World) -> None:
    await opened(world)
    await world.write(world.ana, SECRET)
    (post,) = posts_of(world)
    del world.env.backend.messages[post.channel.id][post.id]
    assert (await delete_mine(world)).startswith("Deleted: the post and everything")
    assert await world.app.deliveries.troubled(world.guild.id) == []


async def test_a_deleted_thread_leaves_the_words_to_their_authors_and_the_day_goes_on(world: World) -> None:
    await opened(world)
    await world.write(world.ana, SECRET)
    world.env.backend.delete_channel(world.thread().id)
    await world.env.settle()
    assert in_discord(world.env, SECRET) == []
    shown = await world.ana.slash(world.channel, "standup")
    assert "only you can see it" in text_of(shown)
    assert labels_of(answer_of(shown)) == ["Post it", "Edit", "Delete"]
    await world.write(world.ben, "after the thread was gone")
    await later(world, minutes=5)
    assert len(posts_of(world, "after the thread was gone")) == 1
    posted = await world.ana.click(answer_of(shown), label="Post it")
    assert text_of(posted).startswith("Posted in")
    assert len(posts_of(world)) == 1


async def test_a_deleted_prompt_does_not_keep_the_day_from_going_on(world: World) -> None:
    await opened(world)
    (prompt,) = [each for each in world.channel.history() if "Daily standup" in each.content]
    del world.env.backend.messages[world.channel.id][prompt.id]
    await world.write(world.ana, SECRET)
    await later(world, minutes=5)
    assert len(posts_of(world)) == 1


async def test_the_summary_comes_when_the_day_closes_is_rebuilt_and_goes(world: World) -> None:
    await opened(world, summary=True)
    await world.write(world.ana, SECRET)
    await world.write(world.ben, "did", q3="the tokenizer")
    await world.work_until(FRIDAY_NINE + timedelta(hours=23, minutes=59))
    assert summaries(world) == []
    await world.work_until(FRIDAY_NINE + timedelta(days=1, minutes=1))
    (summary,) = summaries(world)
    (title, anas, bens) = summary.splitlines()
    assert title == TITLE
    (post,) = posts_of(world)
    assert anas == f"- {world.ana.mention} {SECRET} [read]({post.jump_url})"
    assert bens.startswith(f"- {world.ben.mention} did [read](")
    assert not any(word in summary for word in ("1 ", "2 posts", "entries"))

    shown = await world.ana.context_menu(world.thread(), "Edit or remove mine", post)
    form = await world.ana.click(answer_of(shown), label="Edit")
    await world.ana.submit_modal(form, {"q1": "words after the edit"})
    await later(world, minutes=1)
    (summary,) = summaries(world)
    assert "words after the edit" in summary
    assert SECRET not in summary

    own = await world.ana.context_menu(world.thread(), "Edit or remove mine", post)
    await world.ana.click(answer_of(own), label="Delete")
    assert "words after the edit" not in summaries(world)[0], "at once, not at the next tick"
    (bens_post,) = posts_of(world, "tokenizer")
    own = await world.ben.context_menu(world.thread(), "Edit or remove mine", bens_post)
    await world.ben.click(answer_of(own), label="Delete")
    await later(world, minutes=1)
    assert summaries(world) == []


async def test_a_day_without_posts_gets_no_summary(world: World) -> None:
    await opened(world, summary=True)
    preview = await world.write(world.ana, SECRET, post=False)
    await world.ana.click(answer_of(preview), label="Keep to myself")
    await world.work_until(FRIDAY_NINE + timedelta(days=2))
    assert summaries(world) == []
    assert len(world.messages(world.channel)) == 1


async def test_a_summary_deleted_by_hand_stays_away(world: World) -> None:
    await opened(world, summary=True)
    await world.write(world.ana, SECRET)
    await world.work_until(FRIDAY_NINE + timedelta(days=1, minutes=1))
    (summary,) = [each for each in world.channel.history() if each.content.startswith(TITLE)]
    world.env.backend.delete_message(summary.channel.id, summary.id)
    await later(world, hours=1)
    assert summaries(world) == []


async def test_a_thread_deleted_while_the_bot_was_down_opens_again_below_the_same_prompt(
    world: World,
) -> None:
    await opened(world)
    await world.write(world.ana, SECRET)
    forget_thread(world, world.thread().id)
    await world.write(world.ben, "after the thread was gone")
    await later(world, minutes=15)
    assert len(posts_of(world, "after the thread was gone")) == 1
    assert len(world.messages(world.channel)) == 1, "the prompt does not come twice"
    shown = await world.ana.slash(world.channel, "standup")
    form = await world.ana.click(answer_of(shown), label="Edit")
    told = await world.ana.submit_modal(form, {"q1": f"{SECRET}, edited"})
    assert "was deleted in Discord" in text_of(told), "her post went with the thread, so her row follows"
    assert f"{SECRET}, edited" in text_of(told)
    assert in_tables(world.settings.database_url, SECRET) == []


def forget_thread(world: World, thread_id: int) -> None:
    """The thread is deleted in Discord, and nobody tells the bot."""
    backend = world.env.backend
    guild = backend.get_guild(world.guild.id)
    guild.thread_ids.remove(thread_id)
    del backend.channels[thread_id]
    backend.messages.pop(thread_id, None)
