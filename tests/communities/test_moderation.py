"""Owns moderation (A9) as organisers and members meet it: refused words, stopped posts, what the record and /mine say."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.communities import store
from bot.communities.model import Guard, WordsRefused
from bot.core.lang import get_lang
from bot.core.text import found_word
from bot.standups.model import PostsStopped, WordRefused
from bot.standups.service.writing import Saved
from tests.bots import World, answer_of, labels_of, text_of
from tests.communities.setting_up import FRIDAY_NINE, fill, press, setup
from tests.standups.service import ANA, BEN, GUILD, ORGANISER, House, house
from tests.traces import in_tables

OTHER_GUILD = 101


@pytest.fixture
async def home(migrated_url: str) -> AsyncIterator[House]:
    """An app without Discord on a database of each kind."""
    async with house(migrated_url, datetime(2026, 1, 1, 12, tzinfo=UTC)) as made:
        yield made


async def guard(home: House, user_id: int, guild_id: int = GUILD) -> Guard:
    """What stands in somebody's way."""
    return await home.app.db.read(lambda tx: store.guard(tx, guild_id, user_id))


async def test_words_are_kept_one_a_line_in_each_server_alone(home: House) -> None:
    communities = home.app.communities
    assert (await communities.moderation(GUILD)).words == ()
    found = await communities.refuse_words(GUILD, ORGANISER, " spam \n\nbuy   now\nspam\n")
    assert found.words == ("spam", "buy now")
    assert found_word((await guard(home, ANA)).words, ["BUY NOW!"]) == "buy now"
    assert (await guard(home, ANA, OTHER_GUILD)).words == ()
    with pytest.raises(WordsRefused) as long:
        await communities.refuse_words(GUILD, ORGANISER, "x" * 61)
    assert long.value.typed == "x" * 61
    with pytest.raises(WordsRefused):
        await communities.refuse_words(GUILD, ORGANISER, "\n".join(f"w{n}" for n in range(201)))
    assert (await communities.moderation(GUILD)).words == ("spam", "buy now")
    assert (await communities.refuse_words(GUILD, ORGANISER, "")).words == ()


async def test_settings_made_before_and_after_stay_apart(home: House) -> None:
    await home.app.communities.refuse_words(GUILD, ORGANISER, "spam")
    await home.add(zone="Asia/Kathmandu")
    assert (await guard(home, ANA)).words == ("spam",)
    assert (await home.app.communities.community(GUILD)).zone == "Asia/Kathmandu"
    await home.app.communities.refuse_words(GUILD, ORGANISER, "scam")
    assert (await home.app.communities.community(GUILD)).zone == "Asia/Kathmandu"


async def test_a_stop_holds_in_one_server_until_it_is_lifted(home: House) -> None:
    communities = home.app.communities
    assert (await communities.stop_member(GUILD, ORGANISER, ANA)).stopped == (ANA,)
    await communities.stop_member(GUILD, ORGANISER, ANA)
    assert (await guard(home, ANA)).stopped
    assert not (await guard(home, BEN)).stopped
    assert not (await guard(home, ANA, OTHER_GUILD)).stopped
    assert (await communities.allow_member(GUILD, ORGANISER, ANA)).stopped == ()
    assert not (await guard(home, ANA)).stopped
    assert [line.what for line in await communities.audit(GUILD)] == ["communities.allow", "communities.stop"]


async def test_erasing_ones_data_lifts_no_stop_and_leaves_no_id(home: House) -> None:
    communities, people = home.app.communities, home.app.people
    await communities.stop_member(GUILD, ORGANISER, ANA)
    kept = await people.what_is_kept(ANA, get_lang("en"))
    assert kept["communities"] == ["That organisers of a server stopped your posts there."]
    (document,) = await people.documents(ANA)
    assert (document.name, document.rows[0]["server"]) == ("posts-stopped", str(GUILD))
    await people.forget(ANA, None)
    assert await people.what_is_kept(ANA, get_lang("en")) == {}
    found = await communities.moderation(GUILD)
    assert (found.stopped, found.erased) == ((), True)
    assert (await guard(home, ANA)).stopped
    assert not (await guard(home, BEN)).stopped
    assert (await communities.allow_member(GUILD, ORGANISER, ANA)).erased is False
    assert not (await guard(home, ANA)).stopped


async def test_no_way_of_posting_leads_past_the_guard_and_keeping_is_always_allowed(home: House) -> None:
    standup = await home.add()
    saved = await home.write(ANA, standup, "all fine")
    draft = await home.draft(BEN, standup, "soon to be refused: scam")
    await home.app.communities.refuse_words(GUILD, ORGANISER, "scam")
    with pytest.raises(WordRefused) as refused:
        await home.standups.publish(BEN, draft.id)
    assert (refused.value.word, refused.value.draft_id) == ("scam", draft.id)
    with pytest.raises(WordRefused):
        await home.standups.decide(draft)
    kept = await home.standups.publish(BEN, draft.id, keep=True)
    with pytest.raises(WordRefused):
        await home.standups.unkeep(BEN, kept.entry.id)
    first, *rest = saved.entry.answers
    with pytest.raises(WordRefused):
        await home.standups.revise(ANA, saved.entry.id, [type(first)(first.kind, first.label, "SCAM"), *rest])
    assert (await home.standups.entry(ANA, saved.entry.id)).answers == saved.entry.answers
    await home.standups.revise(BEN, kept.entry.id, [type(first)(first.kind, first.label, "scam again")])
    await home.app.communities.stop_member(GUILD, ORGANISER, ANA)
    with pytest.raises(PostsStopped):
        await home.standups.revise(ANA, saved.entry.id, saved.entry.answers)
    assert (await home.standups.delete(ANA, saved.entry.id)).answers == saved.entry.answers
    taken = await home.standups.submit(GUILD, ANA, standup.id, saved.entry.day_id, [])
    assert not isinstance(taken, Saved), "a little, too"
    with pytest.raises(PostsStopped):
        await home.standups.decide(taken)


async def ready(world: World) -> None:
    """A standup is open, Ana has posted once, and needs no preview any more."""
    await world.set_up()
    await world.work_until(FRIDAY_NINE + timedelta(minutes=1))
    await world.write(world.ana, "first words")


async def test_an_organiser_lists_words_and_a_member_is_told_alone_and_loses_nothing(world: World) -> None:
    await ready(world)
    form = await setup(world, "Moderation", "Words to refuse")
    done = await fill(world, form, words="crypto\nbuy now")
    assert "Saved." in text_of(done)
    assert "crypto" not in text_of(done)
    await world.work_until(FRIDAY_NINE + timedelta(days=3, minutes=1))
    refused = await world.write(world.ana, "All about CRYPTO today", post=False)
    assert answer_of(refused).ephemeral
    assert "organisers do not want this word here: “crypto”" in text_of(refused)
    assert labels_of(answer_of(refused)) == ["Open the form again", "Keep to myself", "Discard"]
    assert not any("CRYPTO" in text for text in world.messages(world.thread()))
    again = await world.ana.click(answer_of(refused), label="Open the form again")
    assert "All about CRYPTO today" in str(again.modal)
    posted = await world.ana.submit_modal(again, {"q1": "All about graphs today"})
    assert "Posted in" in text_of(posted)


async def test_what_is_refused_can_be_kept_to_oneself(world: World) -> None:
    await ready(world)
    await fill(world, await setup(world, "Moderation", "Words to refuse"), words="crypto")
    await world.work_until(FRIDAY_NINE + timedelta(days=3, minutes=1))
    refused = await world.write(world.ana, "crypto", post=False)
    kept = await world.ana.click(answer_of(refused), label="Keep to myself")
    assert "Only you can see it" in text_of(kept)
    still = await world.ana.click(answer_of(kept), label="Post it")
    assert "“crypto”" in text_of(still)


async def test_a_list_that_is_too_long_opens_again_as_it_was_typed(world: World) -> None:
    form = await setup(world, "Moderation", "Words to refuse")
    refused = await fill(world, form, words="fine\n" + "long" * 20)
    assert "is too long for this list" in text_of(refused)
    again = await press(world, refused, "Open the form again")
    assert "long" * 20 in str(again.modal)


async def test_a_stopped_member_reads_why_and_can_be_allowed_again(world: World) -> None:
    await ready(world)
    form = await setup(world, "Moderation", "Stop somebody's posts")
    stopped = await fill(world, form, member=[world.ana])
    assert f"I post nothing for {world.ana.mention} here any more" in text_of(stopped)
    await world.work_until(FRIDAY_NINE + timedelta(days=3, minutes=1))
    refused = await world.write(world.ana, "hello?", post=False)
    assert "The organisers have stopped your posts here" in text_of(refused)
    (prompt,) = [each for each in world.channel.history() if "5 January" in each.content]
    little = await world.ana.click(prompt, label="A little today")
    assert "stopped your posts" in text_of(little)
    assert any("first words" in text for text in world.messages(world.thread(0))), "what was posted stays"
    allowed = await press(world, stopped, "Undo")
    assert f"I post for {world.ana.mention} again" in text_of(allowed)
    assert "Posted in" in text_of(await world.write(world.ana, "hello again"))
    record = text_of(await setup(world, "Status and changes"))
    assert "stopped somebody's posts" in record
    assert "allowed somebody's posts again" in record
    assert world.ana.mention not in record


async def test_who_deletes_everything_stays_stopped_and_is_found_again(world: World) -> None:
    await ready(world)
    await fill(world, await setup(world, "Moderation", "Stop somebody's posts"), member=[world.ana])
    await world.app.people.forget(world.ana.id, None)
    assert in_tables(world.settings.database_url, world.ana.id) == []
    assert "deleted their data since" in text_of(await setup(world, "Moderation"))
    refused = await world.write(world.ana, "hello?", post=False)
    assert "stopped your posts" in text_of(refused)
    form = await setup(world, "Moderation", "Allow somebody again")
    allowed = await fill(world, form, member=[world.ana])
    assert "deleted their data since" not in text_of(allowed)
    assert "Post" in labels_of(answer_of(await world.write(world.ana, "hello", post=False)))


async def test_posting_and_deleting_again_and_again_is_slowed_down_and_deleting_never(world: World) -> None:
    await ready(world)
    for _ in range(20):
        (entry,) = await world.app.standups.mine(world.ana.id, guild_id=None, before=None, limit=1)
        await world.app.standups.delete(world.ana.id, entry.id)
        await world.app.standups.submit(world.guild.id, world.ana.id, entry.standup_id, entry.day_id, [])
    (entry,) = await world.app.standups.mine(world.ana.id, guild_id=None, before=None, limit=1)
    shown = await world.ana.slash(world.channel, "standup")
    assert "Delete" in labels_of(answer_of(shown)), "what is there can be seen and deleted"
    await world.ana.click(answer_of(shown), label="Delete")
    slowed = await world.ana.slash(world.channel, "standup")
    assert "That was a lot in a short time" in text_of(slowed)
    (prompt,) = [each for each in world.channel.history() if "Friday" in each.content]
    assert "That was a lot" in text_of(await world.ana.click(prompt, label="A little today"))
    assert "That was a lot" not in str(await world.ben.slash(world.channel, "standup"))
    await world.until(world.env.now() + timedelta(hours=1, minutes=1))
    assert (await world.ana.slash(world.channel, "standup")).modal
