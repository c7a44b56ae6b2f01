"""Proves what is shown, exported and forgotten of somebody among mentors, and what others still read (promise 6, A2)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count

from bot.attention.store import notices, outbox
from bot.core.db import Tx
from bot.core.lang import Lang
from bot.core.privacy import Document, Words
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery, Sent, State
from bot.mentoring.model.asking import (
    AMA,
    ANSWER,
    ANSWERED,
    NEED,
    QUESTION,
    TAKEN,
    THANKED,
    AmaState,
    Need,
    NeedState,
    Question,
    QuestionState,
)
from bot.mentoring.model.rounds import Round, RoundState
from bot.mentoring.model.values import (
    ENDED,
    KEEP,
    KEEP_PAIRS,
    OVER,
    PAIR,
    PROPOSAL,
    Member,
    PairKind,
    Part,
    ProposalState,
    Reasons,
    Role,
    Said,
)
from bot.mentoring.service import looking
from bot.mentoring.service.pairing import bring_together
from bot.mentoring.store import amas, answers, exclusions, needs, pairs, proposals, questions, rounds
from bot.mentoring.store import settings as settings_store
from tests.mentoring.house import ANA, BEN, CLEO, DAN, EVA, FAY, GUILD, OTHER_GUILD, Den, den, sqlite_den
from tests.traces import in_tables

__all__ = ["den", "sqlite_den"]  # fixtures

GOAL, TRIED, ASKS, ALONE = "quokkas sorted", "axolotl notebook", "why do numbats overfit", "wombats quietly"
HINT, ABOUT, WHAT, KIND = (
    *("possums need dropout", "kakapos in practice", "mend the bilby page"),
    "thanks for the kiwis",
)
MARKS = ("quokkas", "axolotl", "numbats", "wombats", "possums", "kakapos", "bilby", "kiwis")
THEIRS = "echidna"  # what others wrote
OWN = ("_id", "user_id", "host_id", "taker_id", "learner_id", "mentor_id", "from_id", "to_id")
CHANNEL = 300
_messages = count(70_000)


@dataclass
class Life:
    """What Ana did in a server, and what others did with her."""

    question: Question
    asked: Question  # Ben's
    need: Need
    took: Need  # Ben's
    posts: set[int] = field(default_factory=set)  # of hers: messages


async def posted(den: Den, kind: str, subject_id: int, guild: int) -> int:
    """What was claimed, or is now, is in Discord; returns the message."""

    def claim(tx: Tx) -> Delivery:
        found = next(iter(deliveries.of_subject(tx, kind, subject_id)), None) or deliveries.claim_new(
            *(tx, kind, subject_id), guild_id=guild, channel_id=CHANNEL, keep_for=timedelta(days=1)
        )
        assert found is not None
        return found

    message_id = next(_messages)
    await den.mentoring.record_post(await den.app.db.write(claim), Sent(message_id))
    return message_id


async def lived(den: Den, guild: int = GUILD) -> Life:
    """Ana offers, is paired, asks, answers, hosts, helps and thanks; Ben, Cleo, Dan and Fay are on the other sides."""
    service, hers = den.mentoring, set[int]()
    await den.says(ANA, guild, path="project", hours=frozenset({Part.EVENING}))
    await den.offers(ANA, guild_id=guild, places=3)
    await den.peers(ANA, BEN, CLEO, guild_id=guild)
    await den.seeks(BEN, guild_id=guild)
    await den.exclude(ANA, DAN, guild)
    await den.exclude(EVA, ANA, guild)
    open_now = await den.propose(BEN, ANA, guild_id=guild, learner_said=Said.YES)

    def bring(tx: Tx) -> None:
        outbox.tell(tx, looking.line(open_now, ANA, open_now.until))
        three = [Member(each, Role.PEERS) for each in (ANA, BEN, CLEO)]
        two = [Member(ANA, Role.OFFER), Member(DAN, Role.SEEK)]
        bring_together(tx, guild, PairKind.PEERS, three, Reasons())
        bring_together(tx, guild, PairKind.MENTOR, two, Reasons())

    await den.app.db.write(bring)
    question = await den.question(ANA, guild, goal=GOAL, tried=TRIED, question=ASKS, keep=True)
    await den.question(ANA, guild, goal=ALONE, state=QuestionState.SENT, to_id=CLEO)
    await den.question(DAN, guild, goal=THEIRS, state=QuestionState.SENT, to_id=ANA)
    asked = await den.question(BEN, guild, goal=THEIRS)
    hers.add(await posted(den, QUESTION, question.id, guild))
    await posted(den, QUESTION, asked.id, guild)
    given = (await service.answer(guild, BEN, question.id, THEIRS, keep=True)).answer
    await posted(den, ANSWER, given.id, guild)
    given = (await service.answer(guild, ANA, asked.id, HINT, keep=True)).answer
    hers.add(await posted(den, ANSWER, given.id, guild))
    begins = den.now() + timedelta(days=2)
    ama = (await service.plan_ama(guild, ANA, ABOUT, begins, 2, may_post=True)).ama
    hers.add(await posted(den, AMA, ama.id, guild))
    await service.ask_ama(guild, BEN, ama.id, THEIRS, may_post=True)
    need = (await service.put_up(guild, ANA, "docs", WHAT, "", may_post=True)).need
    hers.add(await posted(den, NEED, need.id, guild))
    took = (await service.put_up(guild, BEN, "docs", THEIRS, "", may_post=True)).need
    await posted(den, NEED, took.id, guild)
    await service.take_need(guild, ANA, took.id, 4)
    await service.thank(guild, ANA, CLEO, KIND)
    await service.thank(guild, CLEO, ANA, THEIRS)
    return Life(question, asked, need, took, hers)


async def export(den: Den, who: int) -> dict[str, Document]:
    """Somebody's documents about mentors and peers, by name."""
    found = await den.app.db.read(lambda tx: den.mentoring.export(tx, who, Words()))
    return {each.name: each for each in found}


async def kinds(den: Den, who: int) -> set[str]:
    """The kinds of what waits for somebody."""
    return {each.kind for each in await den.waiting(who)}


async def test_what_is_kept_is_said_in_sentences_without_a_number(sqlite_den: Den) -> None:
    den = sqlite_den
    assert "mentoring" not in await den.app.people.what_is_kept(ANA, Lang())
    await lived(den)
    lines = (await den.app.people.what_is_kept(ANA, Lang()))["mentoring"]
    assert len(lines) == 9
    assert all(each.endswith(".") and not re.search(r"\d", each) for each in lines)
    assert "mentoring" not in await den.app.people.what_is_kept(FAY, Lang())


async def test_own_words_are_taken_along_and_no_word_or_no_of_others(sqlite_den: Den) -> None:
    den = sqlite_den
    await lived(den)
    await den.propose(FAY, ANA, learner_said=Said.NO)
    found = await export(den, ANA)
    assert set(found) == {
        *("about-me-to-mentors-and-peers", "mentors-and-peers", "proposals", "pairs", "questions", "answers"),
        *("ask-me-anything", "help-first-board", "thank-yous"),
    }
    text = json.dumps([[each.markdown, list(each.rows)] for each in found.values()])
    assert all(each in text for each in MARKS)
    assert THEIRS not in text
    assert str(EVA) not in re.findall(r"\d+", text), "that somebody excludes her she does not learn"
    first, second = found["proposals"].rows
    assert first["as"] == second["as"] == "offer"
    assert set(first) == {"server", "at", "as", "i_said"}, "nobody is named before both said yes"
    assert {tuple(row["with"]) for row in found["pairs"].rows} == {(str(BEN), str(CLEO)), (str(DAN),)}
    assert found["about-me-to-mentors-and-peers"].rows[0]["not_with_somebody"] is True
    assert "2026-01-05 12:00 UTC" in found["questions"].markdown


async def test_everybody_of_whom_something_is_kept_is_a_member(sqlite_den: Den) -> None:
    den = sqlite_den
    await lived(den)
    there = await den.app.db.read(den.mentoring.members)
    assert there == {(GUILD, each) for each in (ANA, BEN, CLEO, DAN, EVA)}


async def test_erasing_leaves_no_trace_and_others_hear_kindly_what_ended(den: Den, migrated_url: str) -> None:
    life = await lived(den)
    pair = (await den.pairs(ANA, going_on=True))[0]
    await den.mentoring.report_pair(DAN, pair.id, ANA)
    await den.mentoring.tell_wrong(DAN, pair.id, THEIRS)
    assert {PAIR, PROPOSAL, ANSWERED, THANKED} <= await kinds(den, ANA)
    assert {ANSWERED, TAKEN, PAIR} <= await kinds(den, BEN)
    assert {THANKED, PAIR} <= await kinds(den, CLEO)
    assert PAIR in await kinds(den, DAN)
    await den.app.people.forget(ANA, "mentoring")
    assert in_tables(migrated_url, *MARKS) == []
    there = in_tables(migrated_url, ANA)
    ours = [each for each in there if each.startswith("mentoring_") and each.endswith(OWN)]
    assert ours == []
    assert [each for each in await kinds(den, ANA) if each.startswith("mentoring.")] == []
    assert {each for _server, each in await den.app.db.read(den.mentoring.members)} == {BEN, CLEO, DAN, EVA}
    # What others hear: that it came to nothing, that it is over. What she told them before does not wait any more.
    assert await kinds(den, BEN) & {OVER, PAIR, ANSWERED, TAKEN} == {OVER, PAIR}
    assert await kinds(den, CLEO) & {PAIR, THANKED} == {PAIR}
    assert await kinds(den, DAN) & {PAIR, ENDED} == {ENDED}
    (left,) = await den.pairs(BEN, going_on=True)
    assert left.others(BEN) == (CLEO,), "two of a three go on"
    # What others wrote stays: an answer without its question, a question alone again, a need that is open.
    found = await den.app.db.read(lambda tx: answers.of_person(tx, BEN))
    assert [each.text for each in found] == [THEIRS]
    own = await den.app.db.read(lambda tx: questions.of_person(tx, DAN))
    assert [(each.state, each.to_id) for each in own] == [(QuestionState.HIDDEN, 0)]
    need = await den.app.db.read(lambda tx: needs.get(tx, life.took.id))
    assert need is not None
    assert (need.state, need.taker_id) == (NeedState.OPEN, 0)
    # And that Eva does not want to be matched with her, should she come back.
    assert await den.app.db.read(lambda tx: exclusions.apart(tx, GUILD, [ANA, DAN, EVA])) == {
        frozenset({ANA, EVA})
    }
    assert await den.app.db.read(lambda tx: notices.about(tx, ANA)) == []


async def test_every_post_of_theirs_is_removed_and_no_other(sqlite_den: Den) -> None:
    den = sqlite_den
    life = await lived(den)
    removals = await den.app.db.write(lambda tx: den.mentoring.erase(tx, ANA))
    gone = await den.app.db.read(lambda tx: [deliveries.get(tx, each) for each in removals])
    assert {each.message_id for each in gone if each} == life.posts

    def standing(tx: Tx) -> set[State]:
        about = ((QUESTION, life.asked.id), (NEED, life.took.id))
        return {each.state for kind, subject in about for each in deliveries.of_subject(tx, kind, subject)}

    assert await den.app.db.read(standing) == {State.SENT}


async def test_erasing_in_one_server_leaves_the_other_alone(sqlite_den: Den) -> None:
    den = sqlite_den
    await lived(den)
    await lived(den, OTHER_GUILD)
    await den.app.db.write(lambda tx: den.mentoring.erase(tx, ANA, GUILD))
    there = await den.app.db.read(den.mentoring.members)
    assert {server for server, who in there if who == ANA} == {OTHER_GUILD}
    found = await export(den, ANA)
    assert {row["server"] for each in found.values() for row in each.rows} == {str(OTHER_GUILD)}
    assert {each.server for each in await den.waiting(ANA) if each.kind.startswith("mentoring.")} == {
        OTHER_GUILD
    }
    assert len(await den.app.db.read(lambda tx: exclusions.apart(tx, OTHER_GUILD, [ANA, DAN, EVA]))) == 2
    assert len(await den.app.db.read(lambda tx: exclusions.apart(tx, GUILD, [ANA, DAN, EVA]))) == 1


async def test_who_left_or_was_stopped_is_in_no_pair_and_is_back_in_the_pool_later(den: Den) -> None:
    life = await lived(den)
    await den.leaves(ANA)
    assert await den.pairs(ANA, going_on=True) == []
    assert [each.state.value for each in await den.proposals(ANA)] == []
    assert OVER in await kinds(den, BEN)
    need = await den.app.db.read(lambda tx: (needs.get(tx, life.need.id), needs.get(tx, life.took.id)))
    assert [each.state for each in need if each] == [NeedState.CLOSED, NeedState.OPEN]
    assert [each.state for each in await den.app.db.read(lambda tx: amas.of_person(tx, ANA))] == [
        AmaState.OFF
    ]
    assert (await den.mentoring.archive(GUILD, "")).found == ()
    assert ANA not in {each.user_id for each in (await den.mentoring.mentors_in(GUILD)).mentors}
    await den.app.people.seen(GUILD, ANA, "en-US")
    assert ANA in {each.user_id for each in (await den.mentoring.mentors_in(GUILD)).mentors}
    assert len((await den.mentoring.archive(GUILD, "")).found) == 1
    await den.partners(ANA, CLEO)
    await den.propose(BEN, ANA)
    await den.app.communities.stop_member(GUILD, 1, ANA)
    assert await den.pairs(ANA, going_on=True) == []
    assert await den.proposals(ANA) == []
    assert ANA not in {each.user_id for each in (await den.mentoring.mentors_in(GUILD)).mentors}


async def test_after_a_restore_nothing_of_the_past_is_done_and_who_waits_keeps_their_date(den: Den) -> None:
    life = await lived(den)
    since = (await den.wishes(BEN))[Role.SEEK].since
    await den.change(match_at=den.now() + timedelta(hours=1), next_at=den.now() + timedelta(days=3))
    den.clock.forward(days=40)
    await den.app.db.write(lambda tx: den.app.skip_past(tx))
    assert await den.proposals(BEN) == []
    assert (await den.wishes(BEN))[Role.SEEK].since == since
    assert not await den.mentoring.end_overdue(10)
    assert await den.mentoring.ask_how(10) == 0
    assert not await den.mentoring.turn_amas(10)
    assert (await den.mentoring.turn_needs(10))[0] is False
    chosen = await den.app.db.read(lambda tx: settings_store.get(tx, GUILD))
    assert chosen is not None
    assert chosen.match_at
    assert chosen.match_at > den.now()
    assert chosen.next_at
    assert chosen.next_at > den.now()
    assert {OVER, ENDED} & await kinds(den, BEN) == set()
    mine = await den.app.db.read(lambda tx: needs.get(tx, life.need.id))
    assert mine is not None
    assert mine.state is NeedState.CLOSED
    # After an import, all that was open is proposed anew: its lines did not come along.
    await den.propose(BEN, ANA, until=den.now() + timedelta(days=3))
    await den.app.db.write(lambda tx: den.app.skip_past(tx, OTHER_GUILD))
    assert len(await den.proposals(BEN)) == 1
    await den.app.db.write(lambda tx: den.app.skip_past(tx, GUILD))
    assert await den.proposals(BEN) == []


async def test_what_is_over_is_forgotten_by_itself(den: Den) -> None:
    over = await den.propose(FAY, ANA)
    await den.app.db.write(lambda tx: proposals.save(tx, replace(over, state=ProposalState.OVER)))
    await den.propose(BEN, ANA)
    need = (await den.mentoring.put_up(GUILD, ANA, "docs", WHAT, "", may_post=True)).need
    await den.mentoring.close_need(ANA, need.id)

    def rounds_of(tx: Tx) -> list[int]:
        made = [rounds.begin(tx, Round(GUILD, tx.now - timedelta(days=day), 1)) for day in (2, 1)]
        for each in made:
            assert each is not None
            rounds.finish(tx, each.id, RoundState.SENT)
        return [each.id for each in made if each]

    first, last = await den.app.db.write(rounds_of)
    await den.partners(ANA, CLEO, round_id=first, ended_at=den.now())
    going_on = await den.mentors(ANA, DAN)

    def known(tx: Tx) -> tuple[int, set[int], bool, set[int]]:
        kept = rounds.get_many(tx, [first, last])
        of_ana = {each.round_id for each in pairs.of_person(tx, ANA)}
        return len(proposals.of_person(tx, ANA)), set(kept), needs.get(tx, need.id) is not None, of_ana

    assert not await den.mentoring.purge()
    assert await den.app.db.read(known) == (2, {first, last}, True, {first, 0})
    den.clock.now += KEEP + timedelta(days=1)
    while await den.mentoring.purge(1):
        pass
    assert await den.app.db.read(known) == (1, {last}, False, {0}), "when the last round was is remembered"
    assert len(await den.pairs(ANA)) == 2
    den.clock.now += KEEP_PAIRS - KEEP
    await den.mentoring.purge()
    assert [each.id for each in await den.pairs(ANA)] == [going_on.id]
