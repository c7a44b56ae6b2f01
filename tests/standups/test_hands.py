"""Owns being stuck as people meet it in Discord: a topic, two who are asked, a thread for whoever taps, and the way out of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import simcord

from tests.attention.trial import bundles, choose, inbox
from tests.bots import World, answer_of, labels_of, text_of

FRIDAY_NINE = datetime(2026, 1, 2, 8, 0, tzinfo=UTC)  # 9:00 in Berlin
WORDS = "the loss is nan after one step"
Actor = simcord.MemberActor


def link(thread: simcord.ChannelHandle) -> str:
    """How a thread is linked where a mention of it may not show, as in direct messages."""
    assert thread.guild is not None
    return f"https://discord.com/channels/{thread.guild.id}/{thread.id}"


async def offers_help(world: World, who: Actor, *topics: str) -> simcord.InteractionResult:
    """Somebody chooses topics in /mine on which they may be asked."""
    card = await who.slash(world.channel, "mine")
    shown = await who.click(answer_of(card), label="Helping others")
    return await who.select(answer_of(shown), [option_of(shown, each) for each in topics])


def option_of(result: simcord.InteractionResult, label: str) -> str:
    """The value of an option of the newest answer, by what it is called."""
    options = [
        option
        for row in answer_of(result).components
        for item in row["components"]
        for option in item.get("options", ())
    ]
    (value,) = [each["value"] for each in options if each["label"] == label]
    return str(value)


async def is_stuck(world: World, who: Actor, topic: str = "PyTorch") -> simcord.InteractionResult:
    """Somebody posts where they are stuck and chooses a topic."""
    posted = await world.write(who, "trained", q3=WORDS)
    assert "Would you like a hand" in text_of(posted)
    return await who.select(answer_of(posted), [option_of(posted, topic)])


async def opened(world: World) -> None:
    """A standup whose first prompt has come; Ben may be asked about PyTorch."""
    await world.set_up()
    await world.work_until(FRIDAY_NINE + timedelta(minutes=1))
    await offers_help(world, world.ben, "PyTorch", "Kaggle")


async def look(world: World, who: Actor, kind: str) -> simcord.InteractionResult:
    """Somebody opens one thing of their inbox."""
    shown = await inbox(world, who)
    given = await who.click(answer_of(shown), label="Give it to me now")
    return await who.select(answer_of(given), [option_of(given, kind)])


async def asked(world: World, who: Actor) -> simcord.InteractionResult:
    """Somebody who was asked opens the words of who is stuck."""
    return await who.click(answer_of(await look(world, who, "Somebody is stuck")), label="Lend a hand?")


async def test_stuck_a_topic_a_helper_a_thread(world: World) -> None:
    await opened(world)
    done = await is_stuck(world, world.ana)
    assert text_of(done).startswith("Done. I show your words to people who offered to help with PyTorch")
    assert labels_of(answer_of(done)) == ["Solved", "Let it go"]
    line = await inbox(world, world.ben)
    assert "- Somebody is stuck on PyTorch: [see it](https://discord.com/channels/" in text_of(line)
    assert WORDS not in text_of(line)
    card = await asked(world, world.ben)
    assert WORDS in text_of(card)
    assert world.ana.mention in text_of(card)
    labels = ["I can help", "Not this time", "Nothing more from this person", "Tell the organisers"]
    assert labels_of(answer_of(card)) == labels
    thanks = await world.ben.click(answer_of(card), label="I can help")
    thread = world.thread()
    assert thread.name == "A hand with PyTorch"
    assert link(thread) in text_of(thanks)
    (message,) = [text for text in world.messages(world.channel) if "could use a hand" in text]
    assert message.startswith(f"{world.ana.mention} could use a hand with PyTorch. [see it](")
    assert WORDS not in message
    assert not any("/thread-members/" in each.path for each in world.env.http_requests)
    told = await look(world, world.ana, "Somebody can help")
    assert f"Somebody can help you with PyTorch. {link(thread)}" in text_of(told)
    who = await world.ana.click(answer_of(told), label="Who can help")
    assert f"{world.ben.mention} can help you with PyTorch. Here is the thread: {link(thread)}" == text_of(
        who
    )
    assert labels_of(answer_of(who)) == ["Nothing more from this person", "Tell the organisers"]


async def test_leaving_it_asks_nobody_and_the_next_form_still_shows_it(world: World) -> None:
    await opened(world)
    posted = await world.write(world.ana, "trained", q3=WORDS)
    assert "Or leave it." in text_of(posted)
    assert labels_of(answer_of(posted)) == ["Edit", "Delete"]
    assert "Nothing waits" in text_of(await inbox(world, world.ben))
    await world.work_until(FRIDAY_NINE + timedelta(days=3, minutes=1))
    form = await world.ana.slash(world.channel, "standup")
    assert WORDS in str(form.modal)
    card = await world.ana.click(answer_of(await world.ana.slash(world.channel, "mine")), label="My standups")
    still = await world.ana.click(answer_of(card), label="What is still open")
    assert WORDS in text_of(still)
    solved = await world.ana.click(answer_of(still), label="Solved")
    assert text_of(solved) == "Solved, how good! Nobody is asked about it any more."
    again = await world.ana.slash(world.channel, "standup")
    assert WORDS not in str(again.modal)
    undone = await world.ana.click(answer_of(solved), label="Undo")
    assert "Still open" in text_of(undone)
    assert WORDS in str((await world.ana.slash(world.channel, "standup")).modal)


async def test_nobody_offered_is_said_kindly(world: World) -> None:
    await opened(world)
    done = await is_stuck(world, world.ana, "maths")
    assert text_of(done).startswith("Nobody is free to be asked about maths right now. What you wrote stays")
    assert "1" not in text_of(done)
    assert "Nothing waits" in text_of(await inbox(world, world.ben))


async def test_an_edit_that_leaves_the_field_empty_says_what_is_still_open(world: World) -> None:
    await opened(world)
    await is_stuck(world, world.ana)
    shown = await world.ana.slash(world.channel, "standup")
    form = await world.ana.click(answer_of(shown), label="Edit")
    changed = await world.ana.submit_modal(form, {"q1": "trained", "q3": ""})
    assert "What you asked about PyTorch is open until you say so." in text_of(changed)
    card = await asked(world, world.ben)
    assert WORDS not in text_of(card)
    assert "emptied the field" in text_of(card)
    dropped = await world.ana.click(answer_of(changed), label="Let it go")
    assert text_of(dropped).startswith("Let go.")
    late = await world.ben.click(answer_of(card), label="I can help")
    assert text_of(late).startswith("This is finished: it was solved or taken back meanwhile.")
    assert not any("could use a hand" in text for text in world.messages(world.channel))


@pytest.mark.row("kill -9 between send and record")
async def test_the_thread_is_opened_after_a_restart_and_only_once(world: World) -> None:
    await opened(world)
    await is_stuck(world, world.ana)
    card = await asked(world, world.ben)
    # Discord does not answer when the thread is opened, and then the process ends.
    world.env.inject_error("POST", "/channels/*/messages/*/threads", status=503)
    late = await world.ben.click(answer_of(card), label="I can help")
    assert "opens shortly" in text_of(late)
    await world.restart()
    await world.work_until(world.env.now() + timedelta(hours=1))
    threads = [each for each in world.channel.threads if each.name == "A hand with PyTorch"]
    assert len(threads) == 1
    assert len([text for text in world.messages(world.channel) if "could use a hand" in text]) == 1
    told = await look(world, world.ana, "Somebody can help")
    assert link(threads[0]) in text_of(told)


async def test_deleting_takes_the_message_down_and_leaves_the_thread_to_others(world: World) -> None:
    await opened(world)
    await is_stuck(world, world.ana)
    await world.ben.click(answer_of(await asked(world, world.ben)), label="I can help")
    thread = world.thread()
    await world.ben.send(thread, "Try a smaller learning rate.")
    shown = await world.ana.slash(world.channel, "standup")
    gone = await world.ana.click(answer_of(shown), label="Delete")
    assert text_of(gone).startswith("Deleted: the post and everything I had stored of it.")
    assert not any("could use a hand" in text for text in world.messages(world.channel))
    assert "Try a smaller learning rate." in world.messages(thread)
    assert thread.name == "A hand with PyTorch"
    assert "Nothing waits" in text_of(await inbox(world, world.ana))


async def test_passing_silencing_and_telling_need_no_reason(world: World) -> None:
    await opened(world)
    await offers_help(world, world.organiser, "PyTorch")
    await is_stuck(world, world.ana)
    card = await asked(world, world.ben)
    told = await world.ben.click(answer_of(card), label="Tell the organisers")
    assert "The organisers see these words and who sent them, not who told them." in text_of(told)
    muted = await world.ben.click(answer_of(card), label="Nothing more from this person")
    assert text_of(muted).startswith("Nothing more reaches you from this person")
    passed = await world.organiser.click(
        answer_of(await asked(world, world.organiser)), label="Not this time"
    )
    assert text_of(passed).startswith("That is fine, and nobody is told.")
    (notice,) = await world.app.attention.open_notices(world.guild.id)
    assert WORDS in str(notice.detail)
    mine = await world.ben.click(
        answer_of(await world.ben.slash(world.channel, "mine")), label="Helping others"
    )
    again = await world.ben.click(answer_of(mine), label="Hear from everybody again")
    assert text_of(again).startswith("You hear from everybody again.")
    assert "Hear from everybody again" not in labels_of(answer_of(again))


async def test_it_comes_in_the_bundle_and_is_answered_there(world: World) -> None:
    await opened(world)
    await choose(world, world.ben, at="12:00")
    await is_stuck(world, world.ana)
    await world.work_until(FRIDAY_NINE + timedelta(hours=6))
    (bundle,) = bundles(world.ben)
    assert "Somebody is stuck on PyTorch" in bundle.content
    assert WORDS not in bundle.content
    shown = await world.ben.user.click(bundle, label="Open my inbox")
    one = await world.ben.user.select(answer_of(shown), [option_of(shown, "Somebody is stuck")])
    card = await world.ben.user.click(answer_of(one), label="Lend a hand?")
    assert WORDS in text_of(card)
    assert text_of(card).startswith("ana could use a hand with"), "in the DM a mention may be a number"
    thanks = await world.ben.user.click(answer_of(card), label="I can help")
    assert link(world.thread()) in text_of(thanks)
    shown = await world.ana.user.click(answer_of(await world.ana.user.slash("mine")), label="Inbox")
    told = await world.ana.user.select(answer_of(shown), [option_of(shown, "Somebody can help")])
    who = await world.ana.user.click(answer_of(told), label="Who can help")
    assert text_of(who).startswith("ben can help you with")


async def test_who_can_help_says_so_once(world: World) -> None:
    await opened(world)
    await is_stuck(world, world.ana)
    await world.ben.click(answer_of(await asked(world, world.ben)), label="I can help")
    told = await look(world, world.ana, "Somebody can help")
    box = await inbox(world, world.ben)
    one = await world.ben.select(answer_of(box), [option_of(box, "Somebody is stuck")])
    again = await world.ben.click(answer_of(one), label="Lend a hand?")
    assert text_of(again).endswith(f"You said that you can help. Here is the thread: {link(world.thread())}")
    assert "I can help" not in labels_of(answer_of(again))
    await world.ben.click(answer_of(again), label="Not this time")
    late = await world.ana.click(answer_of(told), label="Who can help")
    assert text_of(late) == "Nobody offers a hand any more. It is still open: /mine → My standups shows it."


async def test_nothing_more_from_somebody_takes_what_waits_along(world: World) -> None:
    await opened(world)
    await is_stuck(world, world.ana)
    thread = world.thread()
    (post,) = [each for each in thread.history() if WORDS in each.content]
    card = await asked(world, world.ben)
    await world.ben.click(answer_of(card), label="I can help")
    who = await world.ana.click(
        answer_of(await look(world, world.ana, "Somebody can help")), label="Who can help"
    )
    await world.ben.send(thread, "try this", reply_to=post)
    assert "Somebody replied" in text_of(await inbox(world, world.ana))
    await world.ana.click(answer_of(who), label="Nothing more from this person")
    assert "Nothing waits" in text_of(await inbox(world, world.ana))
