"""Proves who is matched in a server, with what of theirs: nobody who paused, rests, left or is away; who must not, who did."""

from __future__ import annotations

from datetime import date, timedelta

from bot.attention.store import holds, silences
from bot.communities.store import moderation, topics
from bot.core.db import Tx
from bot.mentoring.model.hours import week_of
from bot.mentoring.model.rounds import Round, RoundState
from bot.mentoring.model.scoring import LONG_AGO
from bot.mentoring.model.values import Background, Level, Part, Path, ProposalState
from bot.mentoring.store import rounds
from tests.mentoring.house import ANA, BEN, CLEO, DAN, EVA, FAY, GUILD, GUS, OTHER_GUILD, Den
from tests.mentoring.house import den as den

DAY = timedelta(days=1)


async def test_learners_wait_by_their_date_with_what_they_chose_to_say(den: Den) -> None:
    """In the order of the queue, with their hours, whole days of waiting, what else they know; nobody of other servers."""
    python, pytorch, data = await den.topic_ids(0, 1, 2)
    await den.seeks(ANA, 0, 1, level=Level.NEW, since=den.now() - DAY)
    await den.peers(ANA, topics=(2,))
    await den.seeks(BEN, 1, since=den.now() - 3 * DAY - timedelta(hours=20))
    await den.seeks(CLEO, 0, guild_id=OTHER_GUILD)
    await den.offers(DAN, 0, places=3, level=Level.AHEAD)
    await den.says(ANA, path=Path.COURSE.value, background=Background.HEALTH.value)
    await den.says(ANA, hours=frozenset({Part.EVENING}), writing=True)
    pool = await den.mentoring.mentors_in(GUILD)
    ben, ana = pool.learners
    assert (ben.user_id, ben.waited, set(ben.others)) == (BEN, 3, set())
    assert (ana.user_id, set(ana.topics), set(ana.others)) == (ANA, {python, pytorch}, {data})
    assert (ana.path, ana.background, ana.writing, ana.level) == ("course", "health", True, Level.NEW)
    profile = await den.profile(ANA)
    box = await den.app.attention.mailbox(ANA)
    evening = week_of("Europe/Berlin", box.quiet_from, box.quiet_to, profile.hours, den.now())
    assert ana.week == evening != ben.week
    assert [(each.user_id, each.places, each.level) for each in pool.mentors] == [(DAN, 3, Level.AHEAD)]
    assert pool == await den.mentoring.mentors_in(GUILD)
    await den.says(BEN, writing=True)
    assert pool != await den.mentoring.mentors_in(GUILD)
    peers = await den.mentoring.peers_in(GUILD)
    den.clock.now += DAY
    assert peers == await den.mentoring.peers_in(GUILD), "of peers it is not counted how long they wait"
    (peer,) = peers.peers
    assert (set(peer.topics), set(peer.others)) == ({data}, {python, pytorch})


async def test_who_cannot_be_matched_now_is_not_there(den: Den) -> None:
    """Paused, resting, gone, stopped, away today, with no topic left; they are back as soon as that is over."""
    everybody = (ANA, BEN, CLEO, DAN, EVA, FAY, GUS)
    for each in everybody:
        await den.seeks(each, 3 if each == FAY else 0)
    await den.peers(*everybody, topics=(0,))
    await den.says(ANA, paused_at=den.now())
    await den.says(BEN, rests_at=den.now())
    await den.leaves(CLEO)
    (vision,) = await den.topic_ids(3)

    def out(tx: Tx) -> None:
        moderation.stop(tx, GUILD, DAN)
        holds.add_away(tx, EVA, date(2026, 1, 5), date(2026, 1, 5))
        topics.remove_topic(tx, vision)

    await den.app.db.write(out)
    pool = await den.mentoring.mentors_in(GUILD)
    assert [each.user_id for each in pool.learners] == [GUS]
    assert [each.user_id for each in (await den.mentoring.peers_in(GUILD)).peers] == [FAY, GUS]
    den.clock.now += DAY
    await den.says(ANA, paused_at=None)
    pool = await den.mentoring.mentors_in(GUILD)
    assert [each.user_id for each in pool.learners] == [ANA, EVA, GUS]


async def test_who_must_not_be_proposed_and_who_holds_a_place(den: Den) -> None:
    """Exclusions and silences of either side, what came to nothing for this wish, and pairs; proposals and pairs hold a place."""
    for each in (ANA, BEN, CLEO, DAN):
        await den.seeks(each, since=den.now() - DAY)
    await den.seeks(GUS, since=den.now())
    await den.offers(EVA, places=4)
    await den.offers(FAY, places=1)
    await den.exclude(EVA, ANA)
    await den.app.db.write(lambda tx: silences.silence_from(tx, BEN, EVA))
    await den.mentors(EVA, DAN, ended_at=den.now())
    await den.mentors(FAY, CLEO)
    await den.propose(DAN, FAY, state=ProposalState.OVER)
    await den.propose(GUS, FAY, state=ProposalState.OVER, made_at=den.now() - DAY)  # for an earlier wish
    await den.propose(CLEO, EVA)
    pool = await den.mentoring.mentors_in(GUILD)
    assert [each.user_id for each in pool.learners] == [ANA, BEN, DAN, GUS]
    assert {each.user_id: each.places for each in pool.mentors} == {EVA: 3, FAY: 0}
    assert pool.apart >= {(ANA, EVA), (BEN, EVA), (DAN, FAY), (CLEO, FAY)}
    assert not pool.apart & {(GUS, FAY), (DAN, EVA), (ANA, FAY)}
    assert pool.met == {(DAN, EVA)}


async def test_partners_of_before_by_how_many_rounds_ago_that_was(den: Den) -> None:
    """The newest counts; of a three each two; what is longer ago than is told apart is long ago."""
    await den.peers(ANA, BEN, CLEO, DAN)
    await den.exclude(ANA, DAN)

    def sent(tx: Tx) -> list[Round]:
        new = [rounds.begin(tx, Round(GUILD, tx.now + number * DAY, seed=1)) for number in range(3)]
        for each in new:
            assert each is not None
            rounds.finish(tx, each.id, RoundState.SENT)
        return [each for each in new if each is not None]

    made = await den.app.db.write(sent)
    _oldest, middle, newest = made
    await den.partners(ANA, BEN, round_id=newest.id)
    await den.partners(CLEO, DAN, round_id=10_000)
    await den.partners(ANA, BEN, CLEO, round_id=middle.id)
    pool = await den.mentoring.peers_in(GUILD)
    assert pool.apart == {frozenset((ANA, DAN))}
    assert pool.met == {
        frozenset((ANA, BEN)): 2,
        frozenset((ANA, CLEO)): 2,
        frozenset((BEN, CLEO)): 2,
        frozenset((CLEO, DAN)): LONG_AGO,
    }
