"""Proves thank-yous: one private line, taken back, silenced, reported; and that a draft to somebody elsewhere is kept nowhere."""

from __future__ import annotations

import pytest

from bot.attention.model.refusals import TooOften
from bot.attention.store import silences
from bot.communities.store import moderation
from bot.core.db import Tx
from bot.mentoring.model import refusals
from bot.mentoring.model.asking import MOST_THANKS, THANKED, Thanks
from bot.mentoring.service import thanking
from bot.mentoring.service.thanking import read_draft
from tests.mentoring.house import ANA, BEN, CLEO, DAN, GUILD, OTHER_GUILD, Den
from tests.mentoring.house import den as den
from tests.mentoring.house import sqlite_den as sqlite_den
from tests.traces import in_tables

WORDS = "You showed me how to read a loss curve, and now I look at it every day."


async def thank(den: Den, who: int = ANA, to_id: int = BEN, words: str = WORDS) -> Thanks:
    """Somebody says thanks."""
    return await den.mentoring.thank(GUILD, who, to_id, words)


async def read(den: Den, who: int = BEN, guild_id: int = GUILD) -> list[str]:
    """What somebody finds written to them."""
    return [each.text for each in await den.mentoring.thanks_read(guild_id, who)]


async def test_its_receiver_finds_it_alone_until_it_is_taken_back(den: Den) -> None:
    said = await thank(den)
    (told,) = await den.waiting(BEN, THANKED)
    assert (told.subject_id, told.words) == (said.id, {}), "a member's text is in no intent"
    assert await read(den) == await read(den, guild_id=0) == [WORDS]
    assert await read(den, CLEO) == await read(den, ANA) == await read(den, guild_id=OTHER_GUILD) == []
    assert (await den.mentoring.thanks_told([told]))[told.id].text == WORDS
    assert (await den.mentoring.thank_you(0, BEN, said.id)).text == WORDS
    for stranger, guild_id in ((CLEO, GUILD), (ANA, GUILD), (BEN, OTHER_GUILD)):
        with pytest.raises(refusals.ThanksGone):
            await den.mentoring.thank_you(guild_id, stranger, said.id)
    await den.mentoring.report_thanks(BEN, said.id)
    await den.mentoring.report_thanks(BEN, said.id)
    (notice,) = await den.told()
    assert (notice.user_id, notice.detail["text"]) == (ANA, WORDS)
    with pytest.raises(refusals.ThanksGone):
        await den.mentoring.unthank(BEN, said.id)
    assert (await den.mentoring.unthank(ANA, said.id)).thanks.text == WORDS
    assert await den.waiting(BEN, THANKED) == []
    assert await den.told() == []
    with pytest.raises(refusals.ThanksGone):
        await den.mentoring.report_thanks(BEN, said.id)
    await den.mentoring.mute_thanks(BEN, said.id, ANA)
    await thank(den)
    assert await den.waiting(BEN, THANKED) == []
    assert await read(den) == []


async def test_whoever_is_silenced_or_stopped_is_read_no_more(sqlite_den: Den) -> None:
    den = sqlite_den
    said = await thank(den)
    await thank(den, CLEO, BEN)
    told = await den.waiting(BEN, THANKED)
    for sender, by in ((CLEO, BEN), (ANA, CLEO)):
        with pytest.raises(refusals.ThanksGone):
            await den.mentoring.mute_thanks(by, said.id, sender)
    await den.mentoring.mute_thanks(BEN, said.id, ANA)
    assert len(await read(den)) == 1
    assert len(await den.waiting(BEN, THANKED)) == 1

    def stop(tx: Tx) -> None:
        moderation.stop(tx, GUILD, CLEO)
        silences.hear_everybody(tx, BEN)

    await den.app.db.write(stop)
    assert {each.from_id for each in (await den.mentoring.thanks_told(told)).values()} == {ANA}
    with pytest.raises(refusals.WordsRefused) as given:
        await thank(den, CLEO, DAN)
    assert given.value.why == "stopped"


async def test_what_is_refused_is_kept_nowhere(sqlite_den: Den) -> None:
    den = sqlite_den
    await den.leaves(CLEO)
    for to_id, why in ((ANA, "self"), (CLEO, "left"), (0, "left")):
        with pytest.raises(refusals.NotThanked) as given:
            await thank(den, ANA, to_id)
        assert given.value.why == why
    for words, kind in (
        (" \u200b ", refusals.PartMissing),
        ("ghp_" + "a1B2" * 9, refusals.WordsRefused),
    ):
        with pytest.raises(kind):
            await thank(den, words=words)
    assert await den.waiting(BEN, THANKED) == []
    first = await thank(den)
    assert (await thank(den)).id == first.id, "a form that came twice"
    for each in range(1, MOST_THANKS):
        await thank(den, words=f"Thanks {each}")
    with pytest.raises(TooOften):
        await thank(den, words="And more")
    den.clock.forward(days=1, seconds=1)
    await thank(den)
    await den.change(is_on=False)
    with pytest.raises(refusals.NoMentoring):
        await thank(den)
    with pytest.raises(refusals.NoMentoring):
        await den.mentoring.thanks_place(0, ANA, BEN)


async def test_who_left_writes_to_nobody_and_is_read_no_more(sqlite_den: Den) -> None:
    den = sqlite_den
    said = await thank(den)
    (told,) = await den.waiting(BEN, THANKED)
    await den.leaves(ANA)
    for tried in (thank(den, ANA, CLEO), den.mentoring.thanks_place(GUILD, ANA, CLEO)):
        with pytest.raises(refusals.NotThanked) as given:
            await tried
        assert given.value.why == "out"
    assert await read(den) == []
    assert await den.mentoring.thanks_told([told]) == {}
    with pytest.raises(refusals.ThanksGone):
        await den.mentoring.thank_you(0, BEN, said.id)


async def test_from_the_dm_they_thank_in_a_server_of_both(sqlite_den: Den) -> None:
    den = sqlite_den
    with pytest.raises(refusals.NoMentoring):
        await den.mentoring.thanks_place(0, ANA, BEN)
    await den.app.people.ask_about([(GUILD, ANA), (OTHER_GUILD, ANA), (OTHER_GUILD, BEN)])
    assert await den.mentoring.thanks_place(0, ANA, BEN) == OTHER_GUILD
    assert await den.mentoring.thanks_place(GUILD, ANA, BEN) == GUILD


async def test_forgetting_one_of_two_forgets_it(sqlite_den: Den, migrated_sqlite_url: str) -> None:
    den = sqlite_den
    said = await thank(den)
    await den.mentoring.report_thanks(BEN, said.id)
    await den.app.db.write(lambda tx: thanking.forget(tx, BEN, OTHER_GUILD))
    assert await read(den) == [WORDS]
    await den.app.db.write(lambda tx: thanking.forget(tx, BEN, GUILD))
    assert await read(den) == []
    assert in_tables(migrated_sqlite_url, WORDS) == []
    assert await den.waiting(BEN, THANKED) == []


def test_a_draft_needs_a_name_and_what_helped() -> None:
    draft = read_draft(" Ada\n Example ", "your talk", "")
    assert (draft.name, draft.helped, draft.did) == ("Ada Example", "your talk", "")
    for name, helped in (("", "your talk"), ("Ada", "  ")):
        with pytest.raises(refusals.PartMissing):
            read_draft(name, helped, "I tried it.")
