"""Proves sessions through their services: who comes, leads and is told; moving, cancelling, Discord's event (P10)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.attention.model.values import Mailbox
from bot.attention.store import holds, mailboxes
from bot.attention.store.reach import reachable
from bot.deliveries import store as deliveries
from bot.deliveries.model import Gone, Refused, Sent, Unknown
from bot.papers.model.groups import ChangeKind, Phase
from bot.papers.model.refusals import BadMeeting, NothingWritten, NotTheLeader, RoundOver, WordsRefused
from bot.papers.model.values import CHANGE, LEADS, MOVED, REMINDER, SESSION, EntryState
from bot.papers.service.sessions import read_meeting
from bot.papers.store import groups, sessions
from bot.people import store as people
from tests.papers.circle import CLOSES, ENDS, MEETS, THURSDAY, TUESDAY
from tests.papers.house import (
    ANA,
    BEN,
    CLEO,
    DAN,
    GUILD,
    LEAVES,
    ORGANISER,
    OTHER_GUILD,
    WARMUP,
    Den,
    den,
    sqlite_den,
)
from tests.papers.meeting import EVENT, Meeting

__all__ = ["den", "sqlite_den"]

DAY_BEFORE = datetime(2026, 1, 20, 23, tzinfo=UTC)  # Wednesday begins in Berlin
BAD, REFUSED = Unknown("HTTP 503"), Refused(50013, "Missing Permissions")


async def test_a_chosen_paper_gets_a_card_a_thread_and_an_event(sqlite_den: Den) -> None:
    meeting = Meeting(sqlite_den)
    value = await meeting.choose()
    assert (value.phase, value.meets_at, value.event_id) == (Phase.LEADING, MEETS, EVENT)
    post = await meeting.post()
    assert post == []
    assert await meeting.papers.next_session_post() is None
    assert await meeting.papers.next_event() is None
    assert await meeting.events(Sent(1)) == []


async def test_who_comes_is_reminded_on_the_day_before_and_not_twice(sqlite_den: Den) -> None:
    meeting = Meeting(sqlite_den)
    await meeting.choose()
    session = await meeting.papers.come(GUILD, BEN, meeting.id)
    assert session.reminds
    assert session.thread_id == await meeting.thread()
    await meeting.come(BEN)
    (reminder,) = await meeting.inbox(BEN)
    assert (reminder.kind, reminder.not_before, reminder.expires_at) == (REMINDER, DAY_BEFORE, MEETS)
    assert reminder.id in await meeting.papers.session_lines([reminder])
    await meeting.papers.not_coming(GUILD, BEN, meeting.id)
    assert await meeting.waits(BEN) == []
    assert await meeting.papers.session_lines([reminder]) == {}
    sqlite_den.clock.now = DAY_BEFORE
    assert not (await meeting.papers.come(GUILD, CLEO, meeting.id)).reminds
    assert await meeting.waits(CLEO) == []


async def test_a_move_changes_everything_and_tells_who_comes(den: Den) -> None:
    meeting = Meeting(den)
    await meeting.choose()
    await meeting.come(BEN)
    await meeting.come(CLEO, ping=True)
    await meeting.come(ORGANISER)
    value = await meeting.move(ORGANISER, days=1)
    assert (value.meets_at, value.sequence) == (MEETS + timedelta(days=1), 1)
    assert await meeting.waits(BEN) == [MOVED, REMINDER]
    assert await meeting.waits(ORGANISER) == [REMINDER]  # they moved it
    (event,) = await meeting.events(Sent(EVENT))
    assert event.round.meets_at == value.meets_at
    assert event.thread_id == await meeting.thread()
    (card,) = await meeting.post()
    assert card.round.meets_at == value.meets_at
    (told,) = meeting.told
    assert (told.change.kind, told.change.before, told.change.after) == (
        ChangeKind.MOVED,
        MEETS,
        value.meets_at,
    )
    assert told.claimed.channel_id == await meeting.thread()
    assert told.pings == {CLEO}
    assert await meeting.waits(CLEO) == [REMINDER]  # the mention said it
    assert await meeting.waits(BEN) == [MOVED, REMINDER]
    lines = await meeting.papers.session_lines(await meeting.inbox(BEN))
    assert len(lines) == 2
    await meeting.move(ORGANISER, days=1)
    (newest, _reminder) = await meeting.inbox(BEN)
    assert newest.words["at"] == (MEETS + timedelta(days=2)).isoformat()
    assert not lines.keys() & (await meeting.papers.session_lines(await meeting.inbox(BEN))).keys()


async def test_a_mention_reaches_nobody_in_quiet_hours_or_away_or_gone(sqlite_den: Den) -> None:
    meeting = Meeting(sqlite_den)
    await meeting.choose()
    people_ = (ANA, BEN, CLEO, DAN)
    await meeting.come(*people_, ping=True)
    now = sqlite_den.clock.now

    def busy(tx: object) -> None:
        mailboxes.save(tx, Mailbox(ANA, quiet_from=time(0), quiet_to=time(23)))  # type: ignore[arg-type]
        holds.add_hold(tx, BEN, now, now + timedelta(hours=1), "focus")  # type: ignore[arg-type]

    await sqlite_den.app.db.write(busy)
    await sqlite_den.leaves(DAN)
    await meeting.move(ORGANISER, hours=1)
    await meeting.post()
    assert meeting.told[-1].pings == {CLEO}
    assert [await meeting.waits(each) for each in (ANA, BEN)] == [[MOVED, REMINDER]] * 2
    assert await meeting.waits(CLEO) == [REMINDER]
    assert MOVED not in await meeting.waits(DAN)


async def test_reachable_knows_zones_days_off_and_away(sqlite_den: Den) -> None:
    now = datetime(2026, 1, 15, 19, 30, tzinfo=UTC)  # a Thursday evening: 20:30 in Berlin, 4:30 in Tokyo
    sqlite_den.clock.now = now

    def look(tx: object) -> list[set[int]]:
        found = [reachable(tx, GUILD, people_)]  # type: ignore[arg-type]
        people.save_zone(tx, ANA, "Asia/Tokyo")  # type: ignore[arg-type]
        mailboxes.save(tx, Mailbox(BEN, days_off=frozenset({3})))  # type: ignore[arg-type]
        holds.add_away(tx, CLEO, now.date(), now.date())  # type: ignore[arg-type]
        return [*found, reachable(tx, GUILD, people_), reachable(tx, GUILD, [])]  # type: ignore[arg-type]

    people_ = (ANA, BEN, CLEO, DAN)
    assert await sqlite_den.app.db.write(look) == [{*people_}, {DAN}, set()]


async def test_an_unsent_word_is_overtaken_by_a_newer_one(sqlite_den: Den) -> None:
    meeting = Meeting(sqlite_den)
    await meeting.choose()
    await meeting.move(ORGANISER, days=1)
    await meeting.move(ORGANISER, days=1)
    await meeting.post()
    (told,) = meeting.told
    assert told.change.after == MEETS + timedelta(days=2)
    same = await meeting.papers.move_session(
        GUILD, ORGANISER, meeting.id, MEETS + timedelta(days=2), organiser=True
    )
    assert same.same
    assert (await meeting.round()).sequence == 2


async def test_a_cancelled_session_is_taken_back_and_its_paper_nominated_again(sqlite_den: Den) -> None:
    meeting = Meeting(sqlite_den)
    await meeting.choose()
    await meeting.lead(CLEO)
    await meeting.come(BEN)
    changed = await meeting.papers.cancel_session(GUILD, ORGANISER, meeting.id, organiser=True)
    assert changed.back
    value = await meeting.round()
    assert (value.phase, value.due_at, value.sequence) == (Phase.CANCELLED, None, 1)
    assert await meeting.waits(BEN) == await meeting.waits(CLEO) == [MOVED]
    assert len(await meeting.papers.session_lines(await meeting.inbox(BEN))) == 1
    (card,) = await meeting.post()
    assert not card.wants_thread
    assert meeting.told[-1].change.kind is ChangeKind.CANCELLED
    (event,) = await meeting.events(Sent(EVENT))
    assert event.round.event_id == EVENT
    assert (await meeting.round()).event_id is None
    assert await meeting.circle.open() == [LEAVES.arxiv_id]
    for what in (
        meeting.papers.come(GUILD, BEN, meeting.id),
        meeting.papers.volunteer(GUILD, BEN, meeting.id),
        meeting.papers.met_session(GUILD, BEN, meeting.id),
        meeting.papers.move_session(GUILD, BEN, meeting.id, MEETS, organiser=True),
    ):
        with pytest.raises(RoundOver):
            await what
    following = await meeting.circle.round()
    assert following.id != meeting.id
    assert following.phase is Phase.NOMINATING


async def test_what_was_never_posted_is_cancelled_without_a_word(sqlite_den: Den) -> None:
    meeting = Meeting(sqlite_den)
    await meeting.vote()
    await meeting.papers.cancel_session(GUILD, ORGANISER, meeting.id, organiser=True)
    assert await meeting.post() == []
    assert meeting.told == []
    assert await meeting.events(None) == []


async def test_only_who_leads_and_organisers_change_it(sqlite_den: Den) -> None:
    meeting = Meeting(sqlite_den)
    await meeting.choose()
    await meeting.lead(CLEO)
    for who in (BEN, CLEO):
        with pytest.raises(NotTheLeader):
            await meeting.move(who, organiser=False, days=1)
    await meeting.circle.until(TUESDAY)
    assert (await meeting.round()).leader_id == CLEO
    assert (await meeting.move(CLEO, organiser=False, days=1)).sequence == 1
    with pytest.raises(BadMeeting):
        await meeting.move(CLEO, organiser=False, days=-30)
    with pytest.raises(RoundOver):
        await meeting.papers.led(OTHER_GUILD, CLEO, meeting.id, organiser=True)
    with pytest.raises(RoundOver):  # in the DM only who has a part in it
        await meeting.papers.come(0, DAN, meeting.id)
    await meeting.come(BEN)
    await meeting.papers.not_coming(0, BEN, meeting.id)
    assert (await meeting.papers.come(0, BEN, meeting.id)).part.comes  # the undo of that
    await meeting.papers.not_coming(0, BEN, meeting.id)
    led = await meeting.papers.led(0, CLEO, meeting.id, organiser=False)
    assert (led.leads, led.comers) == (True, (CLEO,))


async def test_who_led_longest_ago_leads_and_who_never_did_comes_first(den: Den) -> None:
    meeting = Meeting(den)
    await meeting.choose()
    await meeting.lead(ANA, BEN)
    await meeting.circle.until(TUESDAY)
    assert (await meeting.round()).leader_id == ANA  # neither did before; she offered first
    assert LEADS in await meeting.waits(ANA)
    assert LEADS not in await meeting.waits(BEN)
    await meeting.circle.until(CLOSES)
    following = await meeting.circle.round()
    await meeting.circle.nominate(BEN, WARMUP)
    await meeting.circle.until(following.meets_at - timedelta(days=5))
    meeting.id = (await meeting.circle.round()).id
    await meeting.lead(ANA, BEN)
    await meeting.circle.until((await meeting.round()).meets_at - timedelta(days=1))
    assert (await meeting.round()).leader_id == BEN


async def test_after_a_step_back_the_next_one_leads_or_it_is_open_again(den: Den) -> None:
    meeting = Meeting(den)
    await meeting.choose()
    await meeting.lead(ANA, BEN)
    await meeting.circle.until(TUESDAY)
    await meeting.post()
    await meeting.papers.step_back(GUILD, ANA, meeting.id)
    assert (await meeting.round()).leader_id == BEN
    assert LEADS in await meeting.waits(BEN)
    assert LEADS not in await meeting.waits(ANA)
    assert (await meeting.part(ANA)).comes
    (card,) = await meeting.post()
    assert card.round.leader_id == BEN
    await meeting.papers.not_coming(GUILD, BEN, meeting.id)
    assert (await meeting.round()).leader_id is None
    await meeting.lead(CLEO)  # nobody does: at once
    assert (await meeting.round()).leader_id == CLEO
    await meeting.lead(DAN)
    await den.leaves(CLEO)
    assert (await meeting.round()).leader_id == DAN
    await den.app.people.forget(DAN, "papers")
    assert (await meeting.round()).leader_id is None
    assert await den.app.db.write(lambda tx: sessions.leaders(tx)) == set()


async def test_who_is_stopped_cannot_lead(sqlite_den: Den) -> None:
    meeting = Meeting(sqlite_den)
    await meeting.choose()
    await sqlite_den.app.communities.stop_member(GUILD, ORGANISER, BEN)
    with pytest.raises(WordsRefused):
        await meeting.lead(BEN)


async def test_nobody_leads_and_they_meet_and_write_notes(sqlite_den: Den) -> None:
    meeting = Meeting(sqlite_den)
    await meeting.choose()
    with pytest.raises(RoundOver):
        await meeting.papers.keep_notes(GUILD, BEN, meeting.id, ["a", "", ""])
    await meeting.circle.until(ENDS)
    value = await meeting.round()
    assert (value.phase, value.leader_id) == (Phase.NOTING, None)
    await meeting.post()
    assert [each.change.kind for each in meeting.told] == [ChangeKind.MET]
    with pytest.raises(NothingWritten):
        await meeting.papers.keep_notes(GUILD, BEN, meeting.id, ["", " ", ""])
    notes = await meeting.papers.keep_notes(GUILD, BEN, meeting.id, ["Yellow is enough", "", "I'll try"])
    assert (notes.round_id, notes.arxiv_id, notes.state) == (
        meeting.id,
        LEAVES.arxiv_id,
        EntryState.PRIVATE,
    )
    again = await meeting.papers.keep_notes(GUILD, BEN, meeting.id, ["Yellow is enough", "", "I'll try"])
    assert again.id == notes.id
    posted = await meeting.papers.post_entry(BEN, notes.id, may_post=True)
    assert posted.claimed is not None
    assert posted.claimed.channel_id == await meeting.thread()
    await meeting.circle.until(CLOSES)
    assert (await meeting.round()).phase is Phase.CLOSED
    late = await meeting.papers.keep_notes(GUILD, CLEO, meeting.id, ["", "Why?", ""])
    assert late.channel_id == await meeting.thread()


async def test_a_move_before_the_card_is_there_waits_for_it(sqlite_den: Den) -> None:
    meeting = Meeting(sqlite_den)
    await meeting.vote()
    value = await meeting.move(ORGANISER, days=1)
    cards = await meeting.post()
    assert {each.round.meets_at for each in cards} == {value.meets_at}
    assert meeting.told == []


async def test_without_an_answer_the_event_is_looked_for_again_and_given_up_when_they_meet(den: Den) -> None:
    meeting = Meeting(den)
    await meeting.choose()
    await den.app.db.write(lambda tx: sessions.plan_event(tx, meeting.id, MEETS))
    (first,) = await meeting.events(BAD)
    assert await meeting.events(BAD) == []
    den.clock.forward(minutes=5)
    (second,) = await meeting.events(REFUSED)
    assert second.taken.leased_until > first.taken.leased_until
    assert await meeting.events(BAD) == []
    den.clock.forward(hours=6)
    assert len(await meeting.events(BAD)) == 1
    den.clock.now = MEETS
    assert await meeting.events(BAD) == []
    assert await meeting.papers.next_event() is None


async def test_a_refused_event_is_tried_again_and_one_deleted_by_hand_is_not(sqlite_den: Den) -> None:
    meeting = Meeting(sqlite_den)
    await meeting.circle.found()
    await meeting.circle.until(THURSDAY - timedelta(days=2))
    await meeting.circle.nominate(ANA, LEAVES)
    await meeting.circle.until(THURSDAY + timedelta(days=7))
    meeting.id = (await meeting.circle.round()).id
    await meeting.post()
    assert len(await meeting.events(REFUSED)) == 1
    assert await meeting.events(REFUSED) == []
    sqlite_den.clock.forward(hours=6)
    assert len(await meeting.events(Sent(EVENT))) == 1
    await meeting.move(ORGANISER, hours=1)
    assert len(await meeting.events(Gone(10070))) == 1
    await meeting.move(ORGANISER, hours=1)
    assert await meeting.events(Sent(EVENT)) == []
    assert (await meeting.round()).event_id is None


async def test_what_was_planned_while_an_event_was_made_is_not_lost(sqlite_den: Den) -> None:
    meeting = Meeting(sqlite_den)
    await meeting.vote()
    await meeting.post()
    (making,) = await meeting.papers.take_events(10)
    await meeting.papers.cancel_session(GUILD, ORGANISER, meeting.id, organiser=True)
    await meeting.papers.record_event(making, Sent(EVENT))
    (calling_off,) = await meeting.events(Sent(EVENT))
    assert (calling_off.round.event_id, calling_off.round.phase) == (EVENT, Phase.CANCELLED)


async def test_after_a_restore_no_event_of_the_past_is_made(sqlite_den: Den) -> None:
    meeting = Meeting(sqlite_den)
    await meeting.choose()
    await sqlite_den.app.db.write(lambda tx: sessions.plan_event(tx, meeting.id, MEETS))
    await sqlite_den.app.db.write(sqlite_den.papers.skip_past)
    assert await meeting.events(Sent(1)) == []


async def test_a_word_in_the_thread_goes_to_the_channel_where_there_is_none(sqlite_den: Den) -> None:
    meeting = Meeting(sqlite_den)
    value = await meeting.choose()
    await meeting.move(ORGANISER, days=1)
    (claimed,) = [each for each in await meeting.papers.take_session_posts(9) if each.kind == CHANGE]
    elsewhere = await meeting.papers.tell_in_channel(claimed, value.channel_id)
    assert elsewhere.channel_id == value.channel_id
    kept = await sqlite_den.app.db.write(lambda tx: deliveries.get(tx, claimed.id))
    assert kept is not None
    assert kept.channel_id == value.channel_id


async def test_a_card_that_somebody_deletes_stays_gone(sqlite_den: Den) -> None:
    meeting = Meeting(sqlite_den)
    await meeting.choose()
    await meeting.move(ORGANISER, days=1)
    (card,) = [each for each in await meeting.papers.take_session_posts(9) if each.kind == SESSION]
    await meeting.papers.record_session(card, Gone())
    assert (await sqlite_den.app.db.write(lambda tx: groups.get_round(tx, meeting.id))) is not None
    assert await meeting.post() == []


@pytest.mark.parametrize(
    ("day", "at", "meant"),
    [
        ("Fri", "18:30", datetime(2026, 1, 16, 17, 30, tzinfo=UTC)),
        ("2026-01-20", "6 pm", datetime(2026, 1, 20, 17, tzinfo=UTC)),
        ("heute", "20h", datetime(2026, 1, 15, 19, tzinfo=UTC)),
        ("morgen", "9", datetime(2026, 1, 16, 8, tzinfo=UTC)),
    ],
)
def test_a_time_is_read_as_people_type_it(day: str, at: str, meant: datetime) -> None:
    now = datetime(2026, 1, 15, 12, tzinfo=UTC)
    assert read_meeting(day, at, "Europe/Berlin", now, "de", "en") == meant


@pytest.mark.parametrize(
    ("day", "at", "why"),
    [
        ("someday", "18:00", "day"),
        ("Mon–Wed", "18:00", "day"),
        ("from Friday", "18:00", "day"),
        ("", "18:00", "day"),
        ("2030-01-01", "18:00", "day"),
        ("Fri", "25:00", "time"),
        ("Fri", "", "time"),
        ("today", "9:00", "past"),
        ("yesterday", "18:00", "past"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_was_typed(day: str, at: str, why: str) -> None:
    with pytest.raises(BadMeeting) as refused:
        read_meeting(day, at, "Europe/Berlin", datetime(2026, 1, 15, 12, tzinfo=UTC), "en")
    assert refused.value.why == why
