"""Owns what the views of logs and of what was learned are given: lines, verdicts, forms, what is refused."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.communities.model import REFUSED_WORD
from bot.competitions.model import refusals as model
from bot.competitions.model.direction import Direction, Move, Overall
from bot.competitions.model.values import LEARNED, SCORE, WHAT, Better, Competition, Entrant, Tweak
from bot.competitions.service.ending import Learned
from bot.competitions.service.tweaking import Line, Log
from cogs.competitions.views import ending, log_refusals, tweaks
from tests.tree import nasty
from tests.tree.viewed import Views

slugs = st.sampled_from(("titanic", "invented-" + "a" * 48))
scores = st.one_of(
    st.sampled_from(("", "0.8123", "0,81", "1e-300", "9" * 30, "-1e300", "٠٫٨١ %")), nasty.names(SCORE)
)
competitions = st.builds(Competition, slugs, nasty.texts(300))
entrants = st.builds(
    Entrant,
    nasty.ids(),
    nasty.ids(),
    st.just(nasty.AUTHOR),
    slugs,
    nasty.texts(300),
    st.just(nasty.NOW),
    better=st.sampled_from((None, *Better)),
    learned=nasty.names(LEARNED),
    next_time=nasty.texts(LEARNED),
)
lines = st.builds(
    Tweak, nasty.ids(), st.just(1), st.just(1), nasty.names(WHAT), scores, scores, st.just(nasty.NOW)
)
several = st.lists(lines, max_size=25, unique_by=lambda each: each.id).map(tuple)
directions = st.builds(Direction, st.sampled_from(Move), st.sampled_from(Move), st.sampled_from(Overall))
logs = st.builds(
    Log,
    entrants,
    competitions,
    several,
    st.sampled_from((0, 25, 475)),
    st.booleans(),
    st.booleans(),
    st.one_of(st.none(), directions),
)
one = st.builds(Line, entrants, competitions, lines)
learned = st.builds(Learned, entrants, competitions, st.booleans())
refused = st.one_of(
    st.builds(model.NothingTyped, st.sampled_from(("tweak", "learned"))),
    st.builds(model.TooLong, st.sampled_from((WHAT, LEARNED))),
    st.builds(model.BadScore, nasty.names(4000), st.sampled_from(("local", "public"))),
    st.just(model.TweakGone()),
    st.builds(model.WordsRefused, st.just("secret"), st.sampled_from(("Kaggle", "private key"))),
    st.builds(model.WordsRefused, st.just("word"), nasty.names(REFUSED_WORD)),
    st.just(model.WordsRefused("stopped")),
)

VIEWS: Views = {
    tweaks.log_card: (logs,),
    tweaks.step_text: (directions,),
    tweaks.overall_text: (st.sampled_from(Overall),),
    tweaks.line_text: (lines,),
    tweaks.logged: (),
    tweaks.chosen: (st.sampled_from(Better),),
    tweaks.tweak_form: (entrants,),
    tweaks.edit_form: (one,),
    tweaks.line_card: (one,),
    tweaks.changed: (),
    tweaks.dropped: (one,),
    ending.learned_form: (learned,),
    ending.learned_cards: (learned,),
    ending.kept: (),
    ending.shared: (learned, st.one_of(st.just(0), nasty.ids())),
    ending.deleted: (learned,),
    ending.draft_words: (learned,),
    log_refusals.refusal: (refused,),
}
# A share's title and text, which the showcase makes harmless.
PARTS = (ending.draft_words,)
