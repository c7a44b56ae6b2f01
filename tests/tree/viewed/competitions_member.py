"""Owns what the views of /kaggle are given: what is open, a card, the first day, one's own, what is refused."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from bot.competitions.model import refusals as model
from bot.competitions.model.values import REMINDED, Competition, Entrant, Phase, Step
from bot.competitions.service.joining import Joined, Left, Mine
from bot.competitions.service.looking import Found, Hearing, Hub, Looked, Own
from bot.shell.cards import Card
from cogs.competitions.views import day_one, hub, mine, one, refusals, ways
from tests.tree import nasty
from tests.tree.viewed import Views

URL = "https://discord.com/channels/1/2/3"
SLUGS = ("titanic", "s" * 48, "invented-" + "a" * 191)
instants = st.sampled_from((None, nasty.NOW, nasty.NOW + timedelta(days=84)))
limits = st.sampled_from((None, 0, 1, 5, 2**31 - 1))
competitions = st.builds(
    Competition,
    st.sampled_from(SLUGS),
    nasty.texts(3000),
    st.one_of(st.sampled_from(("Featured", "Getting Started", "")), nasty.texts(100)),
    nasty.texts(100),
    nasty.texts(200),
    nasty.texts(200),
    enabled_at=instants,
    deadline=instants,
    entry_deadline=instants,
    merger_deadline=instants,
    daily_submissions=limits,
    team_size=limits,
    notebooks_only=st.booleans(),
    id=st.sampled_from((0, 1)),
    phase=st.sampled_from(Phase),
)
several = st.lists(competitions, max_size=3, unique_by=lambda each: each.slug).map(tuple)
entrants = st.builds(
    Entrant,
    nasty.ids(),
    st.just(1),
    st.just(nasty.AUTHOR),
    st.sampled_from(SLUGS),
    nasty.texts(300),
    st.just(nasty.NOW),
    out_at=st.sampled_from((None, nasty.NOW)),
    ticked=st.frozensets(st.sampled_from(Step)),
)
own = st.lists(
    st.builds(Own, entrants, competitions), max_size=3, unique_by=lambda each: each.competition.slug
)
owned = own.map(tuple)
closed = st.sampled_from((model.NoCompetitions(), model.NoCompetitions(organiser=True), model.NoToken()))
refused = st.one_of(
    closed,
    st.just(model.UnknownCompetition()),
    st.builds(model.NothingFound, nasty.texts(300), instants, st.booleans()),
    st.builds(model.CompetitionOver, nasty.texts(300)),
    st.builds(model.NotIn, st.sampled_from(("", *SLUGS))),
)
hubs = st.builds(
    Hub,
    several,
    st.booleans(),
    owned,
    nasty.ids(),
    st.builds(Hearing, instants, st.booleans()),
    st.one_of(st.none(), closed),
)
looked = st.builds(
    Looked, competitions, st.one_of(st.none(), entrants), st.sampled_from(("", URL)), st.booleans()
)
joined = st.builds(
    Joined,
    competitions,
    entrants,
    st.booleans(),
    st.sampled_from((REMINDED, REMINDED[1:], ())),
    st.booleans(),
    st.booleans(),
)
cards = st.sampled_from((Card("Nothing found."), Card("Found.", ((ways.show("titanic", "Show"),),))))
member = st.builds(Own, entrants, competitions)
text = nasty.names(200)
abouts = st.one_of(st.sampled_from(SLUGS), entrants)
team_lines = st.lists(nasty.texts(200), max_size=9).map(tuple)

VIEWS: Views = {
    hub.hub_card: (hubs,),
    hub.choice: (several.filter(bool), text),
    hub.find_form: (),
    hub.look_again: (cards,),
    hub.found_card: (st.builds(Found, nasty.texts(300), several.filter(bool), st.booleans()),),
    one.one_card: (looked,),
    one.teams: (competitions,),
    one.left_card: (
        st.builds(Left, competitions, entrants, st.booleans(), st.sampled_from((1, 2)), team_lines),
        st.just(ways.show("titanic", "Back")),
    ),
    day_one.joined_card: (joined,),
    day_one.day_card: (joined,),
    day_one.ticked_card: (joined,),
    day_one.reminders: (joined,),
    mine.help_line: (),
    mine.line: (st.just("It ends soon."), member),
    mine.ended_line: (st.just("It has ended."), member),
    mine.mine: (),
    mine.my_competitions: (
        st.builds(Mine, owned, st.sampled_from((0, 25)), st.booleans()),
        st.just({1: "Learners"}),
        st.sampled_from(("", ways.MINE)),
    ),
    refusals.refusal: (refused,),
    refusals.closed_line: (closed,),
    ways.of: (st.sampled_from(("show", "in")), abouts),
    ways.home: (),
    ways.show: (abouts, text),
    ways.join: (abouts,),
    ways.teams: (abouts,),
    ways.log: (entrants,),
    ways.learned: (abouts,),
    ways.opener: (),
}
PARTS = (ways.of,)
