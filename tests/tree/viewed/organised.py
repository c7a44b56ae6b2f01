"""Owns what the views of a showcase's organisers, of choices about sharing, and of round-ups are given."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from bot.attention.model.values import Notice
from bot.communities.model import AuditLine
from bot.showcase.model.values import REFUSED, Choices, Kind, Settings, Week
from bot.showcase.service.choosing import Own
from bot.showcase.service.roundups import RoundupPost
from cogs.showcase.views import audits, choices, organiser, roundups, tags
from tests.tree import nasty
from tests.tree.viewed import Views
from tests.tree.viewed.sharing import shares

on_off = st.booleans()
settings = st.builds(Settings, nasty.ids(), nasty.ids(), on_off, on_off, on_off, on_off)
missing = st.lists(
    st.sampled_from(("Project", "In progress", "Writing", "Notebook", "Paper", "Other")), unique=True
)
own = st.builds(Own, st.builds(Choices, st.none() | on_off, on_off, on_off, on_off), on_off)
verbs = st.sampled_from((choices.DRAFTS, choices.HEAR, choices.QUOTE, choices.PAGE))
shown = nasty.deliveries().map(lambda each: replace(each, message_id=each.message_id or each.id))
lines = st.lists(st.tuples(shares(), shown), min_size=1, max_size=15).map(tuple)
weeks = st.builds(Week, nasty.ids(), nasty.ids(), st.dates(), st.none())
posts = st.builds(RoundupPost, shown, weeks, nasty.ids(), st.just(""), lines, on_off)
audited = st.builds(
    AuditLine, st.just(nasty.NOW), st.just(nasty.AUTHOR), st.sampled_from(audits.DONE), st.just({})
)
notices = st.builds(
    Notice,
    nasty.ids(),
    nasty.ids(),
    st.just(REFUSED),
    st.fixed_dictionaries({"channel_id": nasty.ids()}),
    st.just(nasty.NOW),
)

VIEWS: Views = {
    organiser.section: (st.none() | settings,),
    organiser.line: (settings,),
    organiser.showcase_card: (settings, st.just("Europe/Berlin"), st.none() | nasty.lacking(), missing),
    organiser.missing: (settings, st.none() | nasty.lacking(), missing),
    organiser.untagged_line: (missing,),
    organiser.channel_form: (nasty.ids(),),
    audits.did: (audited,),
    audits.refused: (notices,),
    choices.section: (),
    choices.sharing_card: (own,),
    choices.chosen_card: (verbs, own),
    roundups.roundup: (posts,),
    roundups.post_name: (posts,),
    roundups.begin_id: (nasty.ids(),),
    tags.tag_name: (st.sampled_from(Kind),),
}
PARTS = (roundups.begin_id,)
