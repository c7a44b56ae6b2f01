"""Proves what becomes of a pair: introduction, end, who leaves it, private thread, what can be done about the other."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.attention.model.values import Intent
from bot.attention.store import notices, silences
from bot.core.db import Tx
from bot.deliveries.model import LEASE
from bot.mentoring.model import icebreakers
from bot.mentoring.model.refusals import NoMentoring, PairGone
from bot.mentoring.model.values import (
    ENDED,
    FOLLOW_UP,
    FOLLOW_UP_AFTER,
    LOOK,
    MEET,
    PAIR,
    WRONG,
    Member,
    Pair,
    PairKind,
    Reasons,
    Role,
)
from bot.mentoring.service.objecting import forget_reports
from bot.mentoring.service.pairing import bring_together, part
from bot.mentoring.store import exclusions, pairs, settings
from tests.mentoring.house import ANA, BEN, CLEO, DAN, GUILD, OTHER_GUILD, Den
from tests.mentoring.house import den as den
from tests.traces import in_tables


async def introduce(den: Den, *who: int, kind: PairKind = PairKind.PEERS, seed: int = 7) -> Pair:
    """These are brought together as a round or two yeses do it; the first is the mentor of a mentor pair."""
    parts = (Role.OFFER, Role.SEEK) if kind is PairKind.MENTOR else (Role.PEERS,) * len(who)
    why = Reasons(await den.topic_ids(0, 1), path=True)
    members = [Member(*each) for each in zip(who, parts, strict=True)]
    return await den.app.db.write(lambda tx: bring_together(tx, GUILD, kind, members, why, seed=seed))


async def parts(den: Den, who: int, guild_id: int | None = GUILD) -> None:
    """Somebody leaves all pairs, as who leaves the server or is forgotten does."""
    await den.app.db.write(lambda tx: part(tx, guild_id, who))


async def kept(den: Den, pair: Pair) -> Pair:
    """The pair as it is kept."""
    found = await den.app.db.read(lambda tx: pairs.get(tx, pair.id))
    assert found is not None
    return found


async def heard(den: Den, who: int) -> list[str]:
    """The kinds of what waits for somebody and is true."""
    told = await den.waiting(who)
    service = den.mentoring
    true: dict[int, object] = {}
    for kind, read in (
        (PAIR, service.pairs_told),
        (MEET, service.meets_told),
        (ENDED, service.ends_told),
        (FOLLOW_UP, service.follow_ups_told),
    ):
        true |= await read([each for each in told if each.kind == kind])
    return [each.kind for each in told if each.id in true]


async def names(den: Den, intents: list[Intent]) -> list[tuple[int, ...]]:
    """Who is named in the introductions that wait."""
    found = await den.mentoring.pairs_told(intents)
    return [tuple(one.user_id for one in each.others) for each in found.values()]


async def looks_at(den: Den) -> bool:
    """Whether mentors are looked for now."""
    found = await den.app.db.read(lambda tx: settings.get(tx, GUILD))
    return found is not None and found.match_at is not None and found.match_at <= den.clock.now


async def apart(den: Den, *who: int) -> set[frozenset[int]]:
    """Who of these is never matched with whom."""
    return await den.app.db.read(lambda tx: exclusions.apart(tx, GUILD, who))


async def test_everybody_of_a_pair_is_introduced_once_and_asked_after_five_days(den: Den) -> None:
    pair = await introduce(den, ANA, BEN, CLEO)
    assert pair.follow_at == den.clock.now + FOLLOW_UP_AFTER
    for who, others in ((ANA, (BEN, CLEO)), (BEN, (ANA, CLEO)), (CLEO, (ANA, BEN))):
        (told,) = await den.waiting(who, PAIR)
        assert (told.subject_id, told.words) == (pair.id, {})
        assert await names(den, [told]) == [others]
    again = await introduce(den, ANA, BEN, CLEO)
    assert again.icebreaker == pair.icebreaker, "the same seed and people"
    seeds = {(await introduce(den, DAN, 99, seed=seed)).icebreaker for seed in range(12)}
    assert len(seeds) > 2
    suited = {icebreakers.ALL.index(each) for each in icebreakers.suited(PairKind.PEERS)}
    assert seeds <= suited
    found = await den.mentoring.pair_of(ANA, pair.id)
    assert set(found.topics) == set(await den.topic_ids(0, 1))
    with pytest.raises(PairGone):
        await den.mentoring.pair_of(DAN, pair.id)


async def test_a_mentor_pair_ends_by_either_and_the_place_is_free_at_once(den: Den) -> None:
    pair = await introduce(den, BEN, ANA, kind=PairKind.MENTOR)
    assert await den.app.db.read(lambda tx: pairs.taken_places(tx, GUILD)) == {BEN: 1}
    assert not await looks_at(den)
    ended = await den.mentoring.end_pair(ANA, pair.id)
    assert (ended.part, [each.user_id for each in ended.others]) == (Role.SEEK, [BEN])
    assert await den.app.db.read(lambda tx: pairs.taken_places(tx, GUILD)) == {}
    assert await looks_at(den)
    assert (await heard(den, ANA), await heard(den, BEN)) == ([], [ENDED])
    assert (await kept(den, pair)).follow_at is None, "nobody is asked how it went"
    for again in (den.mentoring.end_pair(BEN, pair.id), den.mentoring.pair_of(BEN, pair.id)):
        with pytest.raises(PairGone):
            await again
    partners = await introduce(den, ANA, BEN)
    with pytest.raises(PairGone):
        await den.mentoring.end_pair(ANA, partners.id)


async def test_not_again_is_kept_a_secret_ends_a_two_and_leaves_two_of_a_three(den: Den) -> None:
    two, three = await introduce(den, ANA, BEN), await introduce(den, ANA, CLEO, DAN)
    assert await den.mentoring.not_again(ANA, two.id, BEN)
    assert await apart(den, ANA, BEN, CLEO) == {frozenset((ANA, BEN))}
    (told,) = await den.waiting(BEN)
    assert (told.kind, told.words) == (ENDED, {}), "that it ended, and nothing of why"
    assert not await den.mentoring.not_again(ANA, two.id, BEN), "also when it is over"
    assert await den.mentoring.not_again(ANA, three.id, DAN)
    assert (await heard(den, ANA), await heard(den, DAN)) == ([], [PAIR])
    assert await names(den, await den.waiting(DAN, PAIR)) == [(CLEO,)]
    assert (await kept(den, three)).ended_at is None
    for other in (ANA, BEN):
        with pytest.raises(PairGone):
            await den.mentoring.not_again(ANA, three.id, other)


async def test_who_leaves_or_is_forgotten_is_named_nowhere_and_waited_for_by_nobody(
    den: Den, migrated_url: str
) -> None:
    gone = 987_654_321
    two = await introduce(den, gone, ANA, kind=PairKind.MENTOR)
    three = await introduce(den, gone, BEN, CLEO)
    await den.mentoring.begin_thread(gone, three.id)
    await den.mentoring.thread_made(gone, three.id, 4321)
    await den.mentoring.tell_wrong(ANA, two.id, "He was rude.")
    await den.mentoring.report_pair(BEN, three.id, gone)
    await parts(den, gone, OTHER_GUILD)
    assert await heard(den, ANA) == [PAIR], "another server's"
    await parts(den, gone)
    assert (await heard(den, ANA), await heard(den, gone)) == ([ENDED], [])
    assert await heard(den, BEN) == [PAIR, MEET]
    assert await names(den, await den.waiting(BEN, PAIR)) == [(CLEO,)]
    assert await looks_at(den)

    def forget(tx: Tx) -> None:
        forget_reports(tx, gone)
        pairs.leave(tx, gone)

    await den.app.db.write(forget)
    (about,) = (await den.mentoring.ends_told(await den.waiting(ANA, ENDED))).values()
    assert (about.others, about.part) == ((), Role.SEEK)
    await den.app.people.forget(gone, "attention")
    assert in_tables(migrated_url, gone) == []
    assert await den.told() == []
    await parts(den, BEN)
    await den.app.db.write(lambda tx: pairs.leave(tx, BEN))
    await den.app.db.write(lambda tx: pairs.leave(tx, CLEO))
    assert await den.app.db.read(lambda tx: pairs.get(tx, three.id)) is None


async def test_who_left_the_server_is_introduced_to_nobody(den: Den) -> None:
    pair = await introduce(den, ANA, BEN)
    told = await den.waiting(ANA)
    await den.leaves(BEN)
    assert await den.mentoring.pairs_told(told) == {}
    with pytest.raises(PairGone):
        await den.mentoring.pair_of(ANA, pair.id)


async def test_one_thread_is_made_found_again_after_a_crash_and_made_anew_when_deleted(den: Den) -> None:
    pair = await introduce(den, ANA, BEN)
    begin = den.mentoring.begin_thread
    first = await begin(ANA, pair.id)
    assert (first.claimed, first.again, first.channel_id) == (True, False, den.home[1])
    at_once = await begin(BEN, pair.id)
    assert not at_once.claimed, "somebody makes it just now"
    den.clock.forward(seconds=LEASE.total_seconds())
    after = await begin(BEN, pair.id)
    assert (after.claimed, after.again) == (True, True)
    assert await den.mentoring.thread_made(BEN, pair.id, 4321)
    assert not await den.mentoring.thread_made(ANA, pair.id, 1234), "another made one meanwhile"
    assert (await begin(ANA, pair.id)).thread_id == 4321
    assert (await heard(den, ANA), await heard(den, BEN)) == ([PAIR, MEET], [PAIR])
    await den.mentoring.thread_gone(GUILD, 4321)
    assert await heard(den, ANA) == [PAIR]
    anew = await begin(ANA, pair.id)
    assert (anew.claimed, anew.again) == (True, False)
    await den.mentoring.thread_not_made(pair.id)
    assert not (await begin(ANA, pair.id)).again, "Discord said no: there is nothing to find"
    await parts(den, BEN)
    assert not await den.mentoring.thread_made(ANA, pair.id, 999), "it is over"
    nowhere = await introduce(den, ANA, CLEO)
    await den.change(is_on=False)
    with pytest.raises(NoMentoring):
        await begin(ANA, nowhere.id)


async def test_who_silenced_the_other_hears_nothing_of_them_and_is_no_pair_with_them(den: Den) -> None:
    pair = await introduce(den, ANA, BEN)
    await den.mentoring.begin_thread(BEN, pair.id)
    await den.mentoring.thread_made(BEN, pair.id, 4321)
    assert await heard(den, ANA) == [PAIR, MEET]
    await den.app.db.write(lambda tx: silences.silence_from(tx, ANA, BEN))
    assert (await heard(den, ANA), await heard(den, BEN)) == ([], [PAIR])
    assert (await den.mentoring.pair_of(ANA, pair.id)).goes_on, "so that it can be ended"
    assert await den.mentoring.mute_pair(ANA, pair.id, BEN)
    assert (await heard(den, ANA), await heard(den, BEN)) == ([], [ENDED])
    assert not await den.mentoring.mute_pair(BEN, pair.id, ANA), "also when it is over"
    assert await apart(den, ANA, BEN) == {frozenset((ANA, BEN))}
    den.clock.forward(days=FOLLOW_UP_AFTER.days)
    assert await den.mentoring.ask_how(10) == 0


async def test_organisers_read_who_and_of_words_only_those_that_were_meant_for_them(den: Den) -> None:
    pair = await introduce(den, BEN, ANA, kind=PairKind.MENTOR)
    await den.mentoring.report_pair(ANA, pair.id, BEN)
    await den.mentoring.report_pair(ANA, pair.id, BEN)
    (look,) = await den.told()
    assert (look.kind, look.user_id, look.detail) == (LOOK, ANA, {"pair": "mentor", "about": BEN})
    assert not await den.app.db.read(lambda tx: notices.about(tx, BEN)), "nobody finds it in their own export"
    said = await den.mentoring.tell_wrong(ANA, pair.id, "He asked for money.")
    again = await den.mentoring.tell_wrong(ANA, pair.id, "Twice.")
    assert (said.new, again.new) == (True, False)
    (wrong,) = [each for each in await den.told() if each.kind == WRONG]
    assert wrong.user_id == ANA
    assert wrong.detail == {"pair": "mentor", "others": [BEN], "text": "He asked for money."}
    await den.mentoring.untell_wrong(ANA, pair.id)
    assert [each.kind for each in await den.told()] == [LOOK]
    await den.mentoring.end_pair(BEN, pair.id)
    assert (await den.mentoring.tell_wrong(ANA, pair.id, "")).new, "also when it is over"
    for who in (CLEO, DAN):
        with pytest.raises(PairGone):
            await den.mentoring.tell_wrong(who, pair.id, "x")
        with pytest.raises(PairGone):
            await den.mentoring.report_pair(who, pair.id, BEN)


async def test_after_a_command_the_oldest_unseen_introduction_of_this_server_is_shown(den: Den) -> None:
    assert await den.mentoring.unseen_pair(ANA, GUILD) is None
    over, pair = await introduce(den, ANA, BEN, kind=PairKind.MENTOR), await introduce(den, ANA, CLEO)
    await den.app.db.write(lambda tx: pairs.leave(tx, BEN))
    for where, seen in ((GUILD, pair.id), (0, pair.id), (OTHER_GUILD, None)):
        unseen = await den.mentoring.unseen_pair(ANA, where)
        assert (unseen[1].pair.id if unseen else None) == seen
    assert over.id != pair.id
    unseen = await den.mentoring.unseen_pair(ANA, GUILD)
    assert unseen is not None
    await den.app.attention.take(ANA, [unseen[0]])
    assert await den.mentoring.unseen_pair(ANA, GUILD) is None
    assert await den.app.db.read(lambda tx: notices.members(tx)) == set()


async def test_what_was_due_before_a_restore_is_asked_of_nobody(den: Den) -> None:
    pair = await introduce(den, ANA, BEN)
    later = await den.app.db.write(lambda tx: pairs.add(tx, _in(pair, timedelta(days=9))))
    den.clock.forward(days=6)
    await den.app.db.write(lambda tx: pairs.skip_follow_ups(tx))
    assert await den.mentoring.ask_how(10) == 0
    assert await den.mentoring.next_follow_up() == later.follow_at


def _in(pair: Pair, wait: timedelta) -> Pair:
    return Pair(GUILD, pair.kind, pair.members, pair.reasons, pair.made_at, follow_at=pair.made_at + wait)
