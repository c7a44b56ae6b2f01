"""Proves what organisers and members choose about the showcase, and what that changes, on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.attention.model.values import Message
from bot.attention.store import outbox
from bot.communities.store import topics
from bot.core.db import Tx
from bot.deliveries.model import NO_ACCESS, Refused, Sent, State
from bot.showcase.model.refusals import NoShowcase
from bot.showcase.model.values import QUIET, REFUSED, Settings
from bot.showcase.store import choices
from tests.showcase.drafts import ANA, BEN, CHANNEL, CLEO, GUILD, ORGANISER, OTHER_GUILD
from tests.showcase.gallery import Gallery, open_gallery

NEW_SERVER, NEW = 500, 555


@pytest.fixture
async def den(migrated_url: str) -> AsyncIterator[Gallery]:
    """Two servers with a showcase, on a database of each kind."""
    async with open_gallery(migrated_url) as made:
        yield made


async def done(den: Gallery, guild: int = GUILD) -> list[str]:
    """What the record says was done, newest first."""
    return [line.what for line in await den.app.communities.audit(guild)]


async def notices(den: Gallery) -> list[str]:
    """What the organisers should know."""
    return [each.kind for each in await den.app.attention.open_notices(GUILD)]


async def test_what_is_so_already_is_no_change(den: Gallery) -> None:
    await den.showcase.place(GUILD, ORGANISER, CHANNEL + GUILD, forum=False)
    await den.showcase.switch(GUILD, ORGANISER, on=True)
    await den.showcase.allow_invites(GUILD, ORGANISER, allowed=False)
    await den.showcase.round_up(GUILD, ORGANISER, wanted=True)
    assert await done(den) == []


async def refused(den: Gallery) -> int:
    """Ana's post that Discord does not take; returns its share."""
    share = await den.draft(ANA)
    published = await den.showcase.publish(ANA, share.id, author="ana", may_post=True)
    for each in published.claimed:
        await den.showcase.record_share(each, Refused(NO_ACCESS, "Missing Access"))
    return share.id


async def test_the_first_channel_makes_the_showcase_and_another_moves_it(den: Gallery) -> None:
    assert await den.showcase.settings_of(NEW_SERVER) is None
    made = await den.showcase.place(NEW_SERVER, ORGANISER, NEW, forum=True)
    assert made == Settings(NEW_SERVER, NEW, forum=True)
    moved = await den.showcase.place(NEW_SERVER, ORGANISER, NEW + 1, forum=False)
    assert moved == await den.showcase.settings_of(NEW_SERVER) == Settings(NEW_SERVER, NEW + 1)
    assert await done(den, NEW_SERVER) == ["showcase.move", "showcase.add"]


async def test_each_switch_is_kept_by_a_move_and_written_down(den: Gallery) -> None:
    await den.showcase.switch(GUILD, ORGANISER, on=False)
    await den.showcase.allow_invites(GUILD, ORGANISER, allowed=True)
    await den.showcase.round_up(GUILD, ORGANISER, wanted=False)
    moved = await den.showcase.place(GUILD, ORGANISER, NEW, forum=False)
    assert moved == Settings(GUILD, NEW, on=False, invites=True, roundup=False)
    first = ["showcase.move", "showcase.roundup_off", "showcase.invites_on", "showcase.off"]
    assert await done(den) == first
    await den.showcase.switch(GUILD, ORGANISER, on=True)
    await den.showcase.allow_invites(GUILD, ORGANISER, allowed=False)
    await den.showcase.round_up(GUILD, ORGANISER, wanted=True)
    assert await den.showcase.settings_of(GUILD) == Settings(GUILD, NEW)
    assert (await done(den))[:3] == ["showcase.roundup_on", "showcase.invites_off", "showcase.on"]
    assert await den.showcase.settings_of(OTHER_GUILD) == Settings(OTHER_GUILD, CHANNEL + OTHER_GUILD)


async def test_where_there_is_none_nothing_can_be_switched_or_chosen(den: Gallery) -> None:
    with pytest.raises(NoShowcase):
        await den.showcase.switch(NEW_SERVER, ORGANISER, on=True)
    with pytest.raises(NoShowcase):
        await den.showcase.be_quoted(0, ANA, wanted=True)
    assert await den.showcase.own_choices(0, ANA) is None
    assert await done(den, NEW_SERVER) == []


async def test_a_post_that_discord_refused_goes_to_the_new_channel_and_others_stay(den: Gallery) -> None:
    there = await den.posted(BEN, "ben", text="This one is there")
    share_id = await refused(den)
    await den.showcase.place(GUILD, ORGANISER, NEW, forum=False)
    work = await den.showcase.share_work(share_id)
    assert work.send is not None
    assert (work.send.channel_id, work.send.state) == (NEW, State.SENDING)
    await den.showcase.record_share(work.send, Sent(1))
    assert (await den.showcase.share(ANA, share_id)).channel_id == NEW
    assert (await den.showcase.share(BEN, there.id)).channel_id == CHANNEL + GUILD


async def test_organisers_are_told_once_that_discord_keeps_us_out(den: Gallery) -> None:
    await den.showcase.out_of_reach(GUILD, 999)  # an older channel
    assert await notices(den) == []
    await den.showcase.out_of_reach(GUILD, CHANNEL + GUILD)
    await den.showcase.out_of_reach(GUILD, CHANNEL + GUILD)
    assert await notices(den) == [REFUSED]
    await den.showcase.within_reach(GUILD)
    assert await notices(den) == []


@pytest.mark.parametrize("how", ["another channel", "off", "a post"])
async def test_that_is_settled_by(den: Gallery, how: str) -> None:
    await den.showcase.out_of_reach(GUILD, CHANNEL + GUILD)
    if how == "off":
        await den.showcase.switch(GUILD, ORGANISER, on=False)
    elif how == "a post":
        await den.posted(ANA, "ana")
    else:
        await den.showcase.place(GUILD, ORGANISER, NEW, forum=False)
    assert await notices(den) == []


async def test_choices_are_off_until_somebody_chooses_and_each_is_its_own(den: Gallery) -> None:
    own = await den.showcase.own_choices(GUILD, ANA)
    assert own is not None
    assert (own.choices.quoted, own.choices.reads_drafts, own.choices.reads_shares) == (None, False, False)
    assert not own.choices.on_page
    await den.showcase.be_on_page(GUILD, ANA, wanted=True)
    own = await den.showcase.be_quoted(GUILD, ANA, wanted=False)
    assert (own.choices.quoted, own.choices.on_page, own.choices.reads_drafts) == (False, True, False)
    other = await den.showcase.own_choices(OTHER_GUILD, ANA)
    assert other is not None
    assert not other.choices.on_page


async def test_who_reads_drafts_no_more_finds_none_in_their_inbox(den: Gallery) -> None:
    await den.showcase.read_drafts(GUILD, BEN, wanted=True)
    await den.showcase.read_drafts(GUILD, CLEO, wanted=True)
    await den.offered(ANA)
    assert await den.asked(BEN, CLEO) == {BEN, CLEO}
    await den.showcase.read_drafts(GUILD, BEN, wanted=False)
    assert await den.asked(BEN, CLEO) == {CLEO}


async def test_who_hears_of_shares_no_more_finds_none_in_their_inbox(den: Gallery) -> None:
    def wait(tx: Tx) -> None:
        topic = topics.start_topics(tx, GUILD)[0]
        topics.choose_helping(tx, GUILD, BEN, [topic.id])
        for guild in (GUILD, OTHER_GUILD):
            expires = tx.now.replace(year=2027)
            outbox.tell(tx, Message(BEN, guild, QUIET, guild, f"quiet:{guild}", expires_at=expires))

    assert not (await den.showcase.hear_of_shares(GUILD, BEN, wanted=True)).has_topics
    await den.app.db.write(wait)
    assert (await den.showcase.hear_of_shares(GUILD, BEN, wanted=True)).has_topics
    await den.showcase.hear_of_shares(GUILD, BEN, wanted=False)
    assert await den.kinds(BEN) == [(QUIET, OTHER_GUILD)]


async def test_what_was_noted_about_somebody_survives_their_choices(den: Gallery) -> None:
    await den.showcase.read_drafts(GUILD, BEN, wanted=True)
    await den.offered(ANA)
    await den.showcase.read_drafts(GUILD, BEN, wanted=False)
    (chosen,) = await den.app.db.read(lambda tx: choices.of_person(tx, BEN))
    assert (chosen.guild_id, chosen.asked_at, chosen.told_at) == (GUILD, den.clock.now, None)
