"""Owns what the views of holidays, summaries, reminders and resting standups are given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from bot.attention.model.values import Notice
from bot.communities.model import Topic
from bot.core.holidays import Area
from bot.standups.model import DAYS_OFF_LISTED, NAME, RESTS, Choices, DayOff
from bot.standups.service.choosing import Own, Reminder
from bot.standups.service.holidays import DaysOff
from bot.standups.service.summaries import SummaryPost, WeekPost
from cogs.standups.views import choices, holidays, organiser, resting, summaries
from tests.tree import nasty
from tests.tree.viewed import Views

shown = nasty.deliveries().map(lambda each: replace(each, message_id=each.message_id or each.id))
lines = st.lists(st.tuples(nasty.entries(400), shown), min_size=1, max_size=15).map(tuple)
dates = st.dates(date(2026, 1, 1), date(2027, 1, 1))
topics = st.builds(Topic, nasty.ids(), nasty.ids(), st.sampled_from(("", "python")), nasty.names(60))
stuck = st.lists(st.tuples(topics, st.lists(shown, min_size=1, max_size=9).map(tuple)), max_size=9).map(tuple)
shipped = st.lists(st.tuples(st.just(nasty.AUTHOR), shown.map(lambda each: each.url)), max_size=5).map(tuple)
days_off = st.lists(
    st.builds(DayOff, dates, st.one_of(st.just(""), nasty.names(NAME)), st.booleans()),
    max_size=DAYS_OFF_LISTED,
    unique_by=lambda each: each.date,
).map(tuple)
areas = st.lists(
    st.builds(Area, st.from_regex(r"[A-Z]{2}", fullmatch=True), nasty.names(60)),
    min_size=1,
    max_size=25,
    unique_by=lambda each: each.code,
)
own = st.builds(Own, st.builds(Choices, *[st.booleans()] * 3), st.booleans())
url = st.sampled_from(("", "https://discord.com/channels/1/2/3"))
detail = st.fixed_dictionaries({"name": nasty.texts(100), "standup_id": nasty.ids()})

VIEWS: Views = {
    summaries.day: (
        st.builds(SummaryPost, shown, nasty.days(), nasty.standups(), st.just(""), lines, st.booleans()),
    ),
    summaries.week: (
        st.builds(
            WeekPost, shown, dates, nasty.standups(), st.just(""), lines, st.booleans(), stuck, shipped
        ),
    ),
    organiser.summary_card: (nasty.standups(),),
    holidays.days_off_card: (st.builds(DaysOff, nasty.standups(), days_off, st.booleans()),),
    holidays.country_form: (nasty.standups(),),
    holidays.country_choice: (nasty.ids(), nasty.texts(60), areas),
    holidays.region_choice: (nasty.ids(), areas),
    holidays.region_form: (nasty.ids(),),
    holidays.day_off_form: (nasty.standups(),),
    choices.settings: (own,),
    choices.reminder_chosen: (own,),
    choices.left_out_chosen: (st.booleans(),),
    choices.reminder: (st.builds(Reminder, nasty.days(), nasty.names(NAME), url),),
    choices.reminder_name: (),
    resting.notice: (
        st.builds(Notice, nasty.ids(), nasty.ids(), st.just(RESTS), detail, st.just(nasty.NOW)),
    ),
}
