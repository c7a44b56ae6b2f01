"""Proves what people are told of a session, once and as long as it is true: mentions, news, asking for notes (P10)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.lang import get_lang
from bot.deliveries import store as deliveries
from bot.deliveries.model import Sent, State, Unknown
from bot.papers.model.groups import NOTES_FOR, ChangeKind, Phase
from bot.papers.model.values import CHANGE, LEADS, MOVED, REMINDER
from bot.papers.service.session_posts import ChangePost
from cogs.papers.views.nominations import nominations_card
from cogs.papers.views.sessions import change_card
from cogs.papers.views.votes import vote_card
from tests.papers.circle import ENDS, MEETS, TUESDAY
from tests.papers.house import ANA, BEN, CLEO, GUILD, LEAVES, ORGANISER, Den, sqlite_den
from tests.papers.meeting import Meeting

__all__ = ["sqlite_den"]

DAY = timedelta(days=1)


def says(post: ChangePost) -> str:
    """What is told in the thread."""
    return change_card(post, get_lang("en")).text


async def moved(den: Den) -> Meeting:
    """Cleo comes and wants to be mentioned; the session is moved by a day."""
    meeting = Meeting(den)
    await meeting.choose()
    await meeting.come(CLEO, ping=True)
    await meeting.move(ORGANISER, days=1)
    return meeting


async def test_whoever_was_perhaps_not_mentioned_is_told_by_their_inbox(sqlite_den: Den) -> None:
    meeting = await moved(sqlite_den)

    async def take() -> tuple[ChangePost, State]:
        (claimed,) = [each for each in await meeting.papers.take_session_posts(9) if each.kind == CHANGE]
        post = await meeting.papers.change_post(claimed)
        assert post is not None
        return post, claimed.state

    first, _state = await take()
    assert first.pings == {CLEO}
    sqlite_den.clock.forward(minutes=5)  # the process ended before it wrote down what came of it
    again, _state = await take()
    await meeting.papers.record_change(again, again.claimed, Sent(4711))
    assert await meeting.waits(CLEO) == [MOVED, REMINDER]
    edited, state = await take()  # whom the first one mentioned is taken out of the text as well
    assert state is State.SENT
    assert str(CLEO) not in says(edited)


async def test_a_mention_stays_in_the_thread_no_longer_than_it_takes_to_notify(sqlite_den: Den) -> None:
    meeting = await moved(sqlite_den)
    await meeting.post()
    (told,), (edited,) = meeting.told, meeting.edited
    assert f"<@{CLEO}>" in says(told)
    assert (edited.claimed.state, edited.pings) == (State.SENT, frozenset())
    assert says(edited) == says(told).splitlines()[0]
    assert await meeting.waits(CLEO) == [REMINDER]
    assert await meeting.papers.next_session_post() is None


async def test_a_mention_goes_even_if_there_is_newer_news_and_is_tried_again(sqlite_den: Den) -> None:
    meeting = await moved(sqlite_den)
    (claimed,) = [each for each in await meeting.papers.take_session_posts(9) if each.kind == CHANGE]
    post = await meeting.papers.change_post(claimed)
    assert post is not None
    await meeting.papers.record_change(post, claimed, Sent(4711))
    await meeting.move(ORGANISER, days=1)
    (edit, _new) = [each for each in await meeting.papers.take_session_posts(9) if each.kind == CHANGE]
    older = await meeting.papers.change_post(edit)
    assert older is not None
    assert (older.change.id, older.pings) == (post.change.id, frozenset())
    await meeting.papers.record_change(older, edit, Unknown("HTTP 503"))
    kept = await sqlite_den.app.db.write(lambda tx: deliveries.get(tx, edit.id))
    assert kept is not None
    assert (kept.state, kept.dirty) == (State.SENT, True)
    assert await meeting.waits(CLEO) == [MOVED, REMINDER]  # of the newer news, which nobody told yet


async def test_all_cards_of_a_cancelled_session_say_so(sqlite_den: Den) -> None:
    meeting = Meeting(sqlite_den)
    await meeting.vote()
    await meeting.post()
    await meeting.circle.changed()
    await meeting.papers.cancel_session(GUILD, ORGANISER, meeting.id, organiser=True)
    shown = [each for each in await meeting.circle.changed() if each.round.id == meeting.id]
    assert len(shown) == 2  # the nominations and the vote
    for post in shown:
        for view in (nominations_card, vote_card):
            text = view(post, get_lang("en")).text
            assert text.startswith("**Cancelled:** we do not meet about [")
            assert "The group reads" not in text


async def test_a_paper_comes_back_only_as_long_as_somebody_nominates_it(sqlite_den: Den) -> None:
    meeting = Meeting(sqlite_den)
    await meeting.choose()
    await sqlite_den.app.people.forget(ANA, "papers")
    changed = await meeting.papers.cancel_session(GUILD, ORGANISER, meeting.id, organiser=True)
    assert not changed.back
    assert await meeting.circle.open() == []


@pytest.mark.parametrize("late", [NOTES_FOR - timedelta(hours=1), NOTES_FOR, timedelta(weeks=3)])
async def test_nobody_is_asked_for_notes_long_after_they_met(sqlite_den: Den, late: timedelta) -> None:
    meeting = Meeting(sqlite_den)
    await meeting.choose()
    await meeting.circle.until(TUESDAY)
    await meeting.post()
    steps = [each.round.phase for each in await meeting.circle.after(ENDS + late)]
    await meeting.post()
    if late < NOTES_FOR:
        assert steps == [Phase.NOTING]
        assert [each.change.kind for each in meeting.told] == [ChangeKind.MET]
        return
    assert steps[:2] == [Phase.NOTING, Phase.CLOSED]
    assert meeting.told == []
    notes = await meeting.papers.keep_notes(GUILD, BEN, meeting.id, ["Yellow is enough", "", ""])
    assert notes.arxiv_id == LEAVES.arxiv_id  # whoever likes still writes some


async def test_the_news_that_somebody_leads_waits_until_they_meet_however_it_moves(sqlite_den: Den) -> None:
    meeting = Meeting(sqlite_den)
    await meeting.choose()
    await meeting.lead(BEN)
    await meeting.circle.until(TUESDAY)

    async def until() -> list[object]:
        return [each.expires_at for each in await meeting.inbox(BEN) if each.kind == LEADS]

    assert await until() == [MEETS]
    await meeting.move(ORGANISER, days=14)
    assert await until() == [MEETS + 14 * DAY]
    await meeting.papers.step_back(GUILD, BEN, meeting.id)
    await meeting.lead(CLEO)  # at once: they know
    await meeting.move(ORGANISER, days=1)
    assert LEADS not in {*await meeting.waits(BEN), *await meeting.waits(CLEO)}


async def test_do_not_mention_me_puts_nobody_back_on_the_list(sqlite_den: Den) -> None:
    meeting = Meeting(sqlite_den)
    await meeting.choose()
    await meeting.come(BEN, ping=True)
    await meeting.papers.not_coming(GUILD, BEN, meeting.id)
    off = await meeting.papers.mention_me(GUILD, BEN, meeting.id, wanted=False)
    assert (off.part.comes, off.part.ping, off.reminds) == (False, False, False)
    assert await meeting.waits(BEN) == []
    on = await meeting.papers.mention_me(GUILD, BEN, meeting.id, wanted=True)
    assert (on.part.comes, on.part.ping, on.reminds) == (True, True, True)
