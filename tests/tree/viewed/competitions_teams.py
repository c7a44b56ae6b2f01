"""Owns what the views of finding a team are given: the list, its forms, a hello, what is refused."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from bot.competitions.model import refusals as model
from bot.competitions.model.values import REMINDED, WORDS, Competition, Entrant, Hello, Team
from bot.competitions.service.boards import Mate, TeamBoard
from bot.competitions.service.greeting import Greeted, Said
from bot.competitions.service.joining import Joined
from bot.competitions.service.teaming import Listed, Stopped
from cogs.competitions.views import greetings, team_refusals, teams
from tests.tree import nasty
from tests.tree.viewed import Views

SLUGS = st.sampled_from(("invented-whale-songs", "a" * 200))
moments = st.one_of(st.none(), st.just(nasty.NOW))
lines = st.one_of(st.just(""), nasty.names(WORDS))
said = st.sampled_from((Team.LOOKING, Team.OPEN))
most = st.one_of(st.none(), st.integers(1, 50))
competitions = st.builds(
    Competition, SLUGS, nasty.texts(200), deadline=moments, merger_deadline=moments, team_size=most
)
entrants = st.builds(
    Entrant,
    nasty.ids(),
    nasty.ids(),
    st.just(nasty.AUTHOR),
    SLUGS,
    nasty.texts(200),
    st.just(nasty.NOW),
    team=st.sampled_from(Team),
    team_words=lines,
    team_size=st.integers(1, 99),
)
closed = st.sampled_from(
    (model.NoCompetitions(), model.NoTeams(), model.TeamsClosed(), model.TeamsClosed(nasty.NOW))
)
hello_ids = st.one_of(st.just(0), nasty.ids())


class Everybody(dict[int, str]):
    """What people are called, if all have one name."""

    def __init__(self, name: str) -> None:
        super().__init__({0: name})

    def get(self, _user_id: int, _default: object = None) -> str:
        """The name."""
        return self[0]


def mates(user_ids: st.SearchStrategy[int]) -> st.SearchStrategy[Mate]:
    """Somebody of the list."""
    return st.builds(Mate, user_ids, said, lines, st.booleans(), hello_ids)


others = st.lists(mates(nasty.ids()), max_size=60, unique_by=lambda each: each.user_id).map(tuple)
boards = st.builds(
    TeamBoard,
    nasty.ids(),
    competitions,
    st.one_of(st.none(), entrants),
    others,
    st.one_of(st.none(), closed),
    st.sampled_from((0, 25)),
).map(lambda board: board if board.begins < len(board.mates) else replace(board, begins=0))
named = nasty.names(40).map(Everybody)
# Views of one person mention the only one whom a view may; the list is read where names stand for mentions.
names = st.builds(teams.Names, named, st.just(True))
mentions = st.builds(teams.Names, named, st.just(False))
hellos = st.builds(
    Hello,
    nasty.ids(),
    nasty.ids(),
    SLUGS,
    st.just(nasty.AUTHOR),
    st.just(nasty.AUTHOR),
    st.just(nasty.NOW),
)
owned = st.one_of(st.none(), entrants)
said_hello = st.builds(Said, hellos, owned)
greeted = st.builds(Greeted, hellos, competitions, lines, st.booleans(), owned)
joined = st.one_of(
    st.none(),
    st.builds(
        Joined,
        competitions,
        entrants,
        reminded=st.sampled_from(((), REMINDED, REMINDED[1:])),
        bundles=st.booleans(),
    ),
)
refused = st.one_of(
    closed,
    st.builds(model.TeamFull, st.integers(1, 99)),
    st.builds(model.BadTeamSize, nasty.texts(), st.integers(2, 99)),
    st.builds(model.NotListed, st.booleans()),
    st.builds(model.SaidHello, hello_ids),
    st.sampled_from((model.HelloGone(), model.TimedOut())),
)

VIEWS: Views = {
    teams.board_card: (boards, names),
    teams.listed_card: (st.builds(Listed, boards, joined), names),
    teams.stopped_card: (st.builds(Stopped, boards, lines), names),
    teams.mate_card: (boards, mates(st.just(nasty.AUTHOR)), mentions),
    teams.look_form: (boards,),
    teams.place_form: (boards,),
    greetings.line_of: (lines,),
    greetings.said_card: (said_hello, nasty.texts(100)),
    greetings.take_back: (nasty.ids(),),
    greetings.unsaid_card: (said_hello,),
    greetings.hello_line: (greeted, nasty.texts(100)),
    greetings.hello_button: (nasty.ids(),),
    greetings.hello_name: (),
    greetings.hello_card: (greeted, nasty.texts(100)),
    greetings.told_card: (st.booleans(),),
    team_refusals.refusal: (refused,),
}
# A member's line inside a sentence, and a button.
PARTS = (greetings.line_of, greetings.take_back)
