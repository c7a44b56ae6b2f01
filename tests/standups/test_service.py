"""Owns what members do with standups, as use cases on both databases: write, post, keep, edit, delete, and for which day."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.deliveries.model import State
from bot.standups.model import (
    ENTRY,
    PROMPT,
    Draft,
    EntryGone,
    Kind,
    NothingWritten,
    Question,
    Standup,
    StandupGone,
    StandupPaused,
    plan,
)
from bot.standups.service.writing import Preview, Saved
from tests.standups.service import ANA, BEN, CHANNEL, GUILD, ORGANISER, House, message_id

FRIDAY_NINE = datetime(2026, 1, 2, 8, tzinfo=UTC)  # 9:00 in Berlin
NOON = FRIDAY_NINE + timedelta(hours=3)


async def opened(home: House) -> tuple[Standup, int]:
    """A standup in Berlin whose Friday is open; the clock stands at noon. Returns it and the day's id."""
    standup = await home.add()
    (post,) = await home.prompts(NOON)
    return standup, post.day.id


async def test_what_is_typed_is_saved_first_then_previewed_once_then_posted(home: House) -> None:
    standup, day_id = await opened(home)
    draft = await home.draft(ANA, standup, "  read\x00 chapter one ")
    preview = await home.standups.decide(draft)
    assert isinstance(preview, Preview)
    assert (preview.entry.day_id, preview.entry.date) == (day_id, date(2026, 1, 2))
    assert preview.entry.answers[0].text == "read chapter one"
    saved = await home.standups.publish(ANA, draft.id)
    assert [each.kind for each in saved.claimed] == [ENTRY]
    assert saved.entry.day_id == saved.entry.home_id == day_id
    with pytest.raises(EntryGone):
        await home.standups.draft(ANA, draft.id)
    again = await home.standups.decide(await home.draft(ANA, standup, "more"))
    assert isinstance(again, Saved)


async def test_an_answer_twice_replaces_the_first_and_keeps_its_message(home: House) -> None:
    standup, _ = await opened(home)
    first = await home.write(ANA, standup, "first words")
    draft = await home.draft(ANA, standup, "second words")
    second = await home.standups.publish(ANA, draft.id)
    assert second.entry.id == first.entry.id
    assert second.claimed == ()
    assert second.entry.answers[0].text == "second words"
    assert (await home.post_of(second)).dirty, "the message that is there is edited"
    (edit,) = await home.standups.take_unfinished(10)
    assert (edit.state, edit.message_id) == (State.SENT, message_id(first.claimed[0]))


async def test_a_little_is_a_whole_entry_and_an_empty_form_is_none(home: House) -> None:
    standup, day_id = await opened(home)
    saved = await home.standups.publish_little(GUILD, ANA, day_id)
    assert saved.entry.little
    empty = await home.draft(BEN, standup, " \u200b\n ")
    with pytest.raises(NothingWritten):
        await home.standups.decide(empty)


async def test_keep_posts_nothing_and_unkeep_posts_it(home: House) -> None:
    standup, _ = await opened(home)
    draft = await home.draft(ANA, standup, "for me alone")
    kept = await home.standups.publish(ANA, draft.id, keep=True)
    assert kept.entry.kept
    assert kept.claimed == ()
    assert await home.standups.entry_post(kept.entry.id) is None
    shown = await home.standups.unkeep(ANA, kept.entry.id)
    assert not shown.entry.kept
    assert [each.kind for each in shown.claimed] == [ENTRY]


async def test_keeping_what_was_posted_has_its_message_removed_and_unkeep_sends_a_new_one(
    home: House,
) -> None:
    standup, _ = await opened(home)
    posted = await home.write(ANA, standup, "words")
    draft = await home.draft(ANA, standup, "words")
    kept = await home.standups.publish(ANA, draft.id, keep=True)
    (removal,) = await home.app.deliveries.take_due_removals(10)
    assert removal.message_id == message_id(posted.claimed[0])
    shown = await home.standups.unkeep(ANA, kept.entry.id)
    (claimed,) = shown.claimed
    assert claimed.id != posted.claimed[0].id
    assert claimed.message_id is None


async def test_edit_keeps_the_day_and_marks_the_message(home: House) -> None:
    standup, day_id = await opened(home)
    saved = await home.write(ANA, standup, "words")
    home.clock.forward(days=40)
    entry = await home.standups.revise(ANA, saved.entry.id, saved.entry.answers)
    assert (entry.day_id, entry.written_at) == (day_id, saved.entry.written_at)
    assert (await home.post_of(saved)).dirty
    with pytest.raises(NothingWritten):
        await home.standups.revise(ANA, saved.entry.id, ())


async def test_delete_forgets_the_entry_and_hands_its_messages_over_for_removal(home: House) -> None:
    standup, _ = await opened(home)
    saved = await home.write(ANA, standup, "words")
    removed = await home.standups.delete(ANA, saved.entry.id)
    assert removed.answers == saved.entry.answers
    (taken,) = await home.app.deliveries.take_removals(removed.removals)
    assert (taken.state, taken.message_id) == (State.REMOVING, message_id(saved.claimed[0]))
    with pytest.raises(EntryGone):
        await home.standups.delete(ANA, saved.entry.id)
    assert await home.standups.mine(ANA, guild_id=None, before=None, limit=5) == []


async def test_discard_gives_the_words_back_and_keeps_nothing(home: House) -> None:
    standup, _ = await opened(home)
    draft = await home.draft(ANA, standup, "words")
    assert (await home.standups.discard(ANA, draft.id))[0].text == "words"
    opened_again = await home.standups.open(GUILD, ANA, standup.id, 0)
    assert opened_again.typed == ()


async def test_nobody_reaches_what_is_somebody_elses(home: House) -> None:
    standup, _ = await opened(home)
    draft = await home.draft(ANA, standup, "a draft")
    for attempt in (home.standups.draft, home.standups.discard, home.standups.publish):
        with pytest.raises(EntryGone):
            await attempt(BEN, draft.id)
    saved = await home.write(ANA, standup, "words")
    with pytest.raises(EntryGone):
        await home.standups.revise(BEN, saved.entry.id, saved.entry.answers)
    for attempt_on_entry in (home.standups.entry, home.standups.delete, home.standups.unkeep):
        with pytest.raises(EntryGone):
            await attempt_on_entry(BEN, saved.entry.id)
    assert await home.standups.entry_of_message(BEN, message_id(saved.claimed[0])) is None
    with pytest.raises(StandupGone):
        await home.standups.open(GUILD + 1, ANA, standup.id, 0)


async def test_in_the_grace_an_answer_goes_into_the_days_own_thread_and_later_into_the_newest(
    home: House,
) -> None:
    standup, friday = await opened(home)
    home.clock.now = FRIDAY_NINE + timedelta(hours=36) - timedelta(seconds=1)
    in_time = await home.write(ANA, standup, "just in time", friday)
    assert in_time.entry.home_id == in_time.entry.day_id == friday
    (monday,) = await home.prompts(FRIDAY_NINE + timedelta(days=3, hours=1))
    draft = await home.draft(BEN, standup, "late", friday)
    saved = await home.standups.publish(BEN, draft.id)
    assert (saved.entry.day_id, saved.entry.home_id) == (friday, monday.day.id)
    assert saved.entry.belated
    assert saved.entry.date == date(2026, 1, 2)
    (claimed,) = saved.claimed
    assert claimed.channel_id == (await home.day(monday.day.id)).thread_id


async def test_an_old_form_sent_again_changes_the_post_where_it_stands(home: House) -> None:
    standup, friday = await opened(home)
    first = await home.write(ANA, standup, "words", friday)
    (monday,) = await home.prompts(FRIDAY_NINE + timedelta(days=3, hours=1))
    draft = await home.draft(ANA, standup, "better words", friday)
    saved = await home.standups.publish(ANA, draft.id)
    assert saved.entry.home_id == friday != monday.day.id
    assert saved.claimed == ()
    assert (await home.post_of(saved)).id == first.claimed[0].id
    kept = await home.standups.publish(ANA, (await home.draft(ANA, standup, "x", friday)).id, keep=True)
    assert kept.entry.home_id == friday


async def test_an_answer_without_a_button_is_for_the_newest_open_day(home: House) -> None:
    standup, friday = await opened(home)
    home.clock.now = FRIDAY_NINE + timedelta(hours=24) - timedelta(seconds=1)
    assert (await home.write(ANA, standup, "still Friday")).entry.day_id == friday
    home.clock.forward(seconds=1)
    saturday = await home.write(ANA, standup, "Saturday")
    assert saturday.entry.date == date(2026, 1, 3)
    assert (await home.day(saturday.entry.day_id)).quiet


async def test_on_a_quiet_day_the_first_answer_opens_it_and_brings_the_prompt(home: House) -> None:
    standup = await home.add()
    home.clock.now = datetime(2026, 1, 4, 12, tzinfo=UTC)
    draft = await home.draft(ANA, standup, "on a Sunday")
    saved = await home.standups.publish(ANA, draft.id)
    assert [each.kind for each in saved.claimed] == [PROMPT, ENTRY]
    assert saved.claimed[0].subject_id == saved.entry.day_id
    (monday,) = await home.prompts(datetime(2026, 1, 5, 12, tzinfo=UTC))
    assert monday.day.date == date(2026, 1, 5)


async def test_an_early_quiet_day_takes_the_place_of_that_days_prompt(home: House) -> None:
    standup = await home.add()
    home.clock.now = FRIDAY_NINE - timedelta(hours=3)
    saved = await home.write(ANA, standup, "up early")
    assert await home.prompts(FRIDAY_NINE + timedelta(days=2)) == [], "Friday is open already"
    day = await home.day(saved.entry.day_id)
    assert (day.date, day.closes_at) == (date(2026, 1, 2), FRIDAY_NINE + timedelta(days=1))


async def test_first_answers_at_once_open_one_day(home: House) -> None:
    standup = await home.add()
    home.clock.now = datetime(2026, 1, 4, 12, tzinfo=UTC)
    people = range(20, 30)
    drafts = [await home.draft(who, standup, f"words of {who}") for who in people]
    saved = await asyncio.gather(
        *(home.standups.publish(who, draft.id) for who, draft in zip(people, drafts, strict=True))
    )
    assert len({each.entry.day_id for each in saved}) == 1
    kinds = [claimed.kind for each in saved for claimed in each.claimed]
    assert kinds.count(PROMPT) == 1
    assert kinds.count(ENTRY) == 10
    assert len({claimed.id for each in saved for claimed in each.claimed}) == 11


@pytest.mark.row("double click, form sent twice, form open across a restart or past the deadline")
async def test_one_persons_two_submits_at_once_leave_one_entry_and_one_message(home: House) -> None:
    standup, day_id = await opened(home)
    draft = await home.draft(ANA, standup, "words")
    results = await asyncio.gather(
        *(home.standups.publish(ANA, draft.id) for _ in range(5)), return_exceptions=True
    )
    saved = [each for each in results if isinstance(each, Saved)]
    assert len(saved) == 1
    assert all(isinstance(each, Saved | EntryGone) for each in results)
    assert len(await home.standups.posted(saved[0].entry.id)) == 1
    found = await home.standups.open(GUILD, ANA, standup.id, day_id)
    assert found.entry is not None


async def test_while_paused_what_was_typed_is_kept_and_the_refusal_names_the_standup(home: House) -> None:
    standup, _ = await opened(home)
    await home.standups.pause(GUILD, ORGANISER, standup.id, paused=True)
    draft = await home.draft(ANA, standup, "typed into an open form")
    with pytest.raises(StandupPaused) as refused:
        await home.standups.publish(ANA, draft.id)
    assert refused.value.name == "Daily"
    await home.standups.pause(GUILD, ORGANISER, standup.id, paused=False)
    again = await home.standups.open(GUILD, ANA, standup.id, 0)
    assert again.typed[0].text == "typed into an open form"


async def test_changed_questions_do_not_lose_what_was_typed_into_the_old_form(home: House) -> None:
    standup, _ = await opened(home)
    await home.standups.ask(GUILD, ORGANISER, standup.id, [Question(Kind.TEXT, "One thing")])
    draft = await home.standups.submit(GUILD, ANA, standup.id, 0, ["a", "b", "c"])
    assert isinstance(draft, Draft)
    assert [(each.label, each.text) for each in draft.answers] == [("One thing", "a"), ("", "b"), ("", "c")]


async def test_the_standup_of_a_channel_or_thread_is_found_first(home: House) -> None:
    standup, day_id = await opened(home)
    other = await home.standups.add(
        GUILD, ORGANISER, channel_id=CHANNEL + 1, name="Other", at=time(9), zone="Europe/Berlin"
    )
    thread_id = (await home.day(day_id)).thread_id or 0
    assert await home.standups.choose(GUILD, (thread_id, 7), organiser=False) == [standup_now(standup, home)]
    assert await home.standups.choose(GUILD, (CHANNEL + 1, CHANNEL + 1), organiser=False) == [other]
    assert len(await home.standups.choose(GUILD, (999, 999), organiser=False)) == 2


async def test_two_standups_of_one_channel_are_told_apart_by_thread_and_asked_about_outside(
    home: House,
) -> None:
    _, day_id = await opened(home)
    await home.add(name="Evening", at=time(18))
    elsewhere = CHANNEL + 1
    await home.standups.add(GUILD, ORGANISER, channel_id=elsewhere, name="C", at=time(9), zone="UTC")
    thread_id = (await home.day(day_id)).thread_id or 0
    for place, names in (
        ((thread_id, CHANNEL), ["Daily"]),
        ((CHANNEL, CHANNEL), ["Daily", "Evening"]),
        ((999, CHANNEL), ["Daily", "Evening"]),
        ((999, 999), ["Daily", "Evening", "C"]),
    ):
        found = await home.standups.choose(GUILD, place, organiser=False)
        assert [each.name for each in found] == names


def standup_now(standup: Standup, home: House) -> Standup:
    """The standup as it is after its Friday opened: only the plan has moved on."""
    planned = plan(standup.schedule, now=home.clock.now, last_date=date(2026, 1, 2))
    return replace(standup, planned=planned)
