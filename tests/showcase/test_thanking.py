"""Proves that a thank-you reaches its author and nobody else, is never counted, and can be taken back (H7)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import pytest

from bot.attention.model.refusals import TooOften
from bot.attention.model.values import Intent
from bot.attention.store import limits, silences
from bot.communities.store import moderation
from bot.core.db import Tx
from bot.showcase.model.refusals import (
    NoShowcase,
    NotThanked,
    SecretFound,
    ShareGone,
    SharesStopped,
    WordRefused,
)
from bot.showcase.model.values import MOST_THANKS, THANKS, Said, Settings, Share, Word
from bot.showcase.store import settings, words
from tests.showcase.drafts import ANA, BEN, CLEO, DAN, GUILD, OTHER_GUILD, Den, open_den

SENTENCE = "I understood the learning rate finder."
URL = "https://discord.com/channels/100/7/8"


@pytest.fixture
async def den(migrated_url: str) -> AsyncIterator[Den]:
    """A server with a showcase, on a database of each kind."""
    async with open_den(migrated_url) as made:
        yield made


async def posted(den: Den, who: int = ANA) -> Share:
    """Something that somebody shared."""
    share = await den.draft(who)
    return (await den.showcase.publish(who, share.id, author="ana", may_post=True)).share


async def told(den: Den, who: int) -> dict[int, Said]:
    """The thank-yous that somebody's inbox speaks of."""
    waiting: Sequence[Intent] = [each for each in await den.waits(who) if each.kind == THANKS]
    return {said.id: said for said in (await den.showcase.thanks_told(waiting)).values()}


async def test_only_the_author_is_told_and_only_they_can_read_it(den: Den) -> None:
    share = await posted(den)
    said = await den.showcase.thank(GUILD, BEN, share.id, f"  {SENTENCE}\n")
    assert (said.text, said.from_id, said.to_id, said.share_id) == (SENTENCE, BEN, ANA, share.id)
    (line,) = await den.waits(ANA)
    assert (line.kind, line.subject_id, line.server) == (THANKS, said.id, GUILD)
    assert SENTENCE not in str(line.words)
    assert await told(den, ANA) == {said.id: said}
    assert await den.waits(BEN) == []
    assert (await den.showcase.thanks(ANA, said.id, GUILD)).said == said
    assert (await den.showcase.thanks(ANA, said.id, None)).said == said
    for who, guild in ((BEN, GUILD), (CLEO, GUILD), (ANA, OTHER_GUILD)):
        with pytest.raises(ShareGone):
            await den.showcase.thanks(who, said.id, guild)


async def test_what_is_no_share_is_thanked_for_with_its_address(den: Den) -> None:
    said = await den.showcase.thank_for(GUILD, BEN, ANA, SENTENCE, url=URL)
    assert (said.share_id, said.url) == (None, URL)
    assert (await den.showcase.thanks(ANA, said.id, GUILD)).url == URL


async def test_not_oneself_not_with_nothing_not_for_a_draft_nor_from_another_server(den: Den) -> None:
    share, draft = await posted(den), await den.draft()
    with pytest.raises(NotThanked) as own:
        await den.showcase.thank(GUILD, ANA, share.id, SENTENCE)
    with pytest.raises(NotThanked) as self_:
        await den.showcase.thank_for(GUILD, ANA, ANA, SENTENCE, url=URL)
    with pytest.raises(NotThanked) as nothing:
        await den.showcase.thank(GUILD, BEN, share.id, " \u200b\n")
    assert (own.value.why, self_.value.why, nothing.value.why) == ("self", "self", "empty")
    for guild, share_id in ((GUILD, draft.id), (OTHER_GUILD, share.id), (GUILD, 999)):
        with pytest.raises(ShareGone):
            await den.showcase.thankable(guild, BEN, share_id)
        with pytest.raises(ShareGone):
            await den.showcase.thank(guild, BEN, share_id, SENTENCE)
    assert await den.waits(ANA) == []


async def test_who_left_is_not_thanked(den: Den) -> None:
    share = await posted(den)
    await den.leaves(ANA)
    for refused in (
        den.showcase.thankable(GUILD, BEN, share.id),
        den.showcase.thank(GUILD, BEN, share.id, SENTENCE),
        den.showcase.thank_for(GUILD, BEN, ANA, SENTENCE, url=URL),
    ):
        with pytest.raises(NotThanked) as left:
            await refused
        assert left.value.why == "left"


async def test_a_message_is_thanked_for_only_where_there_is_a_showcase(den: Den) -> None:
    await den.app.db.write(lambda tx: settings.save(tx, Settings(GUILD, 1, on=False)))
    with pytest.raises(NoShowcase):
        await den.showcase.thank_for(GUILD, BEN, ANA, SENTENCE, url=URL)
    with pytest.raises(NoShowcase):
        await den.showcase.thank_for(999, BEN, ANA, SENTENCE, url=URL)


async def test_whom_they_silenced_does_not_hide_others(den: Den) -> None:
    share = await posted(den)
    said = [await den.showcase.thank(GUILD, who, share.id, SENTENCE) for who in (BEN, CLEO, DAN)]
    await den.app.db.write(lambda tx: silences.silence_from(tx, ANA, DAN))
    assert await den.showcase.thanks_to(ANA, guild_id=GUILD, limit=1) == [said[1]]
    assert await den.showcase.thanks_to(ANA, guild_id=GUILD, limit=2) == [said[1], said[0]]
    assert await den.showcase.thanks_to(ANA, before=said[1].id, limit=2) == [said[0]]

    def many(tx: Tx) -> None:
        for _each in range(60):
            words.add(tx, GUILD, Word.THANKS, from_id=DAN, to_id=ANA, text=SENTENCE)

    await den.app.db.write(many)
    assert await den.showcase.thanks_to(ANA, limit=9) == [said[1], said[0]]


async def test_once_a_day_for_a_pair_also_after_taking_it_back(den: Den) -> None:
    share = await posted(den)
    said = await den.showcase.thank(GUILD, BEN, share.id, SENTENCE)
    await den.showcase.unthank(BEN, said.id)
    for _again in range(2):
        with pytest.raises(NotThanked) as refused:
            await den.showcase.thank_for(GUILD, BEN, ANA, "You there?", url=URL)
        assert refused.value.why == "recently"
    await den.showcase.thank(GUILD, CLEO, share.id, SENTENCE)
    await den.showcase.thank_for(GUILD, ANA, BEN, SENTENCE, url=URL)
    den.clock.forward(days=1, seconds=1)
    assert (await den.showcase.thank(GUILD, BEN, share.id, SENTENCE)).from_id == BEN


async def test_what_is_kept_of_a_pair_names_nobody(den: Den) -> None:
    await den.showcase.thank_for(GUILD, BEN, ANA, SENTENCE, url=URL)
    kept = {what for _guild, what, _at in await den.app.db.read(lambda tx: limits.acts_of(tx, BEN))}
    assert len(kept) == 2
    assert not any(str(ANA) == what.partition(":")[2] for what in kept)


async def test_not_many_in_an_hour(den: Den) -> None:
    for number in range(MOST_THANKS):
        await den.showcase.thank_for(GUILD, BEN, 1000 + number, SENTENCE, url=URL)
    with pytest.raises(TooOften) as refused:
        await den.showcase.thank_for(GUILD, BEN, ANA, SENTENCE, url=URL)
    assert timedelta() < refused.value.wait <= timedelta(hours=1)
    den.clock.forward(hours=1, seconds=1)
    await den.showcase.thank_for(GUILD, BEN, ANA, SENTENCE, url=URL)
    assert len(await den.waits(ANA)) == 1


async def test_guards_and_secrets_as_for_posts(den: Den) -> None:
    share = await posted(den)
    await den.app.db.write(lambda tx: moderation.save_words(tx, GUILD, ["rubbish"]))
    with pytest.raises(WordRefused):
        await den.showcase.thank(GUILD, BEN, share.id, "What rubbish.")
    with pytest.raises(SecretFound):
        await den.showcase.thank(GUILD, BEN, share.id, "Take hf_" + "AbCdEfGhIjKlMnOpQrStUvWxYz12345678")
    await den.app.db.write(lambda tx: moderation.stop(tx, GUILD, BEN))
    with pytest.raises(SharesStopped):
        await den.showcase.thank(GUILD, BEN, share.id, SENTENCE)
    assert await den.waits(ANA) == []
    await den.app.db.write(lambda tx: moderation.allow(tx, GUILD, BEN))
    await den.showcase.thank(GUILD, BEN, share.id, SENTENCE)  # what was refused did not count


async def test_taken_back_it_is_found_nowhere(den: Den) -> None:
    share = await posted(den)
    said = await den.showcase.thank(GUILD, BEN, share.id, SENTENCE)
    await den.showcase.report_sender(ANA, THANKS, said.id)
    for who in (ANA, CLEO):
        with pytest.raises(ShareGone):
            await den.showcase.unthank(who, said.id)
    assert (await den.showcase.unthank(BEN, said.id)).text == SENTENCE
    assert await den.waits(ANA) == []
    assert await den.showcase.thanks_to(ANA, limit=9) == []
    assert await den.app.attention.open_notices(GUILD) == []
    with pytest.raises(ShareGone):
        await den.showcase.unthank(BEN, said.id)
    with pytest.raises(ShareGone):
        await den.showcase.thanks(ANA, said.id, None)


async def test_who_was_silenced_or_stopped_is_not_read_and_learns_nothing_of_it(den: Den) -> None:
    share = await posted(den)
    before = await den.showcase.thank(GUILD, CLEO, share.id, SENTENCE)
    await den.app.db.write(lambda tx: silences.silence_from(tx, ANA, BEN))
    said = await den.showcase.thank(GUILD, BEN, share.id, SENTENCE)
    assert await den.kinds(ANA) == [(THANKS, before.id)]
    assert await den.showcase.thanks_to(ANA, limit=9) == [before]
    with pytest.raises(ShareGone):
        await den.showcase.thanks(ANA, said.id, GUILD)
    await den.app.db.write(lambda tx: moderation.stop(tx, GUILD, CLEO))
    assert await told(den, ANA) == {}
    assert await den.showcase.thanks_to(ANA, limit=9) == []
    assert (await den.showcase.unthank(BEN, said.id)).text == SENTENCE


async def test_a_post_that_goes_takes_what_was_written_about_it_along(den: Den) -> None:
    deleted, again = await posted(den), await posted(den)
    await den.showcase.thank(GUILD, BEN, deleted.id, SENTENCE)
    await den.showcase.thank(GUILD, CLEO, again.id, SENTENCE)
    await den.showcase.delete(ANA, deleted.id)
    await den.showcase.unpublish(ANA, again.id)
    assert await den.waits(ANA) == []
    assert await den.app.db.read(lambda tx: words.to_person(tx, ANA)) == []


async def test_what_others_wrote_is_listed_newest_first_server_by_server(den: Den) -> None:
    said = [await den.showcase.thank_for(GUILD, who, ANA, SENTENCE, url=URL) for who in (BEN, CLEO, DAN)]
    there = await den.showcase.thank_for(OTHER_GUILD, BEN, ANA, SENTENCE, url=URL)
    assert await den.showcase.thanks_to(ANA, guild_id=GUILD, limit=2) == [said[2], said[1]]
    assert await den.showcase.thanks_to(ANA, guild_id=GUILD, before=said[1].id, limit=2) == [said[0]]
    assert await den.showcase.thanks_to(ANA, limit=1) == [there]
    assert await den.showcase.thanks_to(BEN, limit=9) == []
