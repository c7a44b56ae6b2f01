"""What somebody takes along of mentors and peers: to read in their language, and as data (A2)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.communities.model import Topic
from bot.communities.store import topics
from bot.core.db import Tx
from bot.core.lang import Lang
from bot.core.privacy import Document, Words, listed, moment
from bot.mentoring.model.values import FollowUp, Level, PairKind, Profile, Role, Said, Wish
from bot.mentoring.naming import background_names, part_names, path_names
from bot.mentoring.service.exporting_words import documents_of_words, topic_name
from bot.mentoring.store import exclusions, pairs, profiles, proposals


def documents_of(tx: Tx, user_id: int, words: Words) -> list[Document]:
    """What they said of themselves, their part in proposals and pairs, and what they wrote. No word of others."""
    made = (_said, _wished, _proposed, _paired)
    found = [document for part in made if (document := part(tx, user_id, words))]
    return [*found, *documents_of_words(tx, user_id, words)]


def _said(tx: Tx, user_id: int, words: Words) -> Document | None:
    """What they said about themselves, server by server, and where they exclude somebody."""
    own = {each.guild_id: each for each in profiles.of_person(tx, user_id)[0]}
    excluding = exclusions.of_person(tx, user_id)
    servers = sorted(own.keys() | excluding)
    if not servers:
        return None
    rows, lines = [], []
    for server in servers:
        each = own.get(server) or Profile(server, user_id)
        rows.append(
            {
                "server": str(server),
                "path": each.path,
                "background": each.background,
                "hours": sorted(part.value for part in each.hours),
                "fine_with_writing": each.writing,
                "days_to_answer": each.window,
                "paused_at": each.paused_at.isoformat() if each.paused_at else "",
                "rests_at": each.rests_at.isoformat() if each.rests_at else "",
                "questions_left_unanswered_in_a_row": each.silences,
                "not_with_somebody": server in excluding,
            }
        )
        lines.append(_about(each, words.lang, excludes=server in excluding))
    heading = words.lang.gettext("What I said about myself to mentors and peers")
    return Document("about-me-to-mentors-and-peers", listed(heading, lines), rows)


def _about(profile: Profile, lang: Lang, *, excludes: bool) -> str:
    _ = lang.gettext
    hours = lang.join(name for part, name in part_names(lang).items() if part in profile.hours)
    paths = [name for each, name in path_names(lang).items() if each == profile.path]
    places = [name for each, name in background_names(lang).items() if each == profile.background]
    said = [
        *(_("path: {path}").format(path=each) for each in paths),
        *(_("background: {background}").format(background=each) for each in places),
        *([_("time: {hours}").format(hours=hours)] if hours else []),
        *([_("writing back and forth is fine")] if profile.writing else []),
        _("days to answer: {days}").format(days=profile.window),
        *([_("paused since {when}").format(when=moment(profile.paused_at))] if profile.paused_at else []),
        *([_("resting since {when}").format(when=moment(profile.rests_at))] if profile.rests_at else []),
        *([_("not with somebody")] if excludes else []),
    ]
    return " · ".join(said)


def _wished(tx: Tx, user_id: int, words: Words) -> Document | None:
    own = profiles.of_person(tx, user_id)[1]
    if not own:
        return None
    named = topics.get_topics(tx, {id_ for each in own for id_ in each.topics})
    rows = [
        {
            "server": str(each.guild_id),
            "role": each.role.value,
            "topics": _names(each.topics, named, Words()),
            "level": each.level.value,
            "places": each.places,
            "since": each.since.isoformat() if each.since else "",
            "rounds_in_a_row_without_a_partner": each.sat_out,
            "groups_of_three": each.threes,
        }
        for each in own
    ]
    lines = [_wish(each, _names(each.topics, named, words), words.lang) for each in own]
    heading = words.lang.gettext("What I am in the pool of mentors and peers for")
    return Document("mentors-and-peers", listed(heading, lines), rows)


def _wish(wish: Wish, names: list[str], lang: Lang) -> str:
    _ = lang.gettext
    roles = {
        Role.OFFER: _("I offer to mentor"),
        Role.SEEK: _("I look for a mentor"),
        Role.PEERS: _("I am paired with peers"),
    }
    levels = {
        Level.AHEAD: _("A step ahead: I have done some of it"),
        Level.SAME: _("About the same as most here"),
        Level.NEW: _("New to it"),
    }
    facts = [roles[wish.role], ", ".join(names), levels[wish.level]]
    if wish.since:
        facts.append(_("since {when}").format(when=moment(wish.since)))
    return " · ".join(filter(None, facts))


def _names(ids: Collection[int], named: Mapping[int, Topic], words: Words) -> list[str]:
    return [topic_name(named[each], words) for each in ids if each in named]


def _proposed(tx: Tx, user_id: int, words: Words) -> Document | None:
    """When, as what, and what they said; who the other was is not known before both said yes, and pairs say it then."""
    mine = proposals.of_person(tx, user_id)
    if not mine:
        return None
    _ = words.lang.gettext
    roles = {Role.OFFER: _("as a mentor"), Role.SEEK: _("as a learner")}
    answers = {Said.YES: _("I said yes."), Said.NO: _("I said no."), Said.NOTHING: _("I said nothing.")}
    rows, lines = [], []
    for each in mine:
        role = Role.OFFER if each.mentor_id == user_id else Role.SEEK
        said = each.said(user_id)
        rows.append(
            {
                "server": str(each.guild_id),
                "at": each.made_at.isoformat(),
                "as": role.value,
                "i_said": said.value,
            }
        )
        lines.append(f"{moment(each.made_at)}: {roles[role]}. {answers[said]}")
    heading = _("When I was proposed to somebody")
    return Document("proposals", listed(heading, lines), rows)


def _paired(tx: Tx, user_id: int, words: Words) -> Document | None:
    """The oldest first; with whom is a number of Discord's."""
    own = pairs.of_person(tx, user_id)[::-1]
    if not own:
        return None
    _ = words.lang.gettext
    parts = {
        Role.OFFER: _("I am the mentor."),
        Role.SEEK: _("I am the learner."),
        Role.PEERS: _("We are peers."),
    }
    answers = {
        FollowUp.MET: _("We met"),
        FollowUp.PLANNED: _("It is planned"),
        FollowUp.NOT: _("Not this time"),
        FollowUp.RATHER_NOT: _("I'd rather not say"),
        FollowUp.WRONG: _("Something was not right"),
    }
    rows, lines = [], []
    for each in own:
        me = each.ever(user_id)
        if me is None:
            continue
        rows.append(
            {
                "server": str(each.guild_id),
                "at": each.made_at.isoformat(),
                "kind": "mentor" if each.kind is PairKind.MENTOR else "peers",
                "my_part": me.part.value,
                "with": [str(other) for other in each.others(user_id)],
                "ended_at": each.ended_at.isoformat() if each.ended_at else "",
                "i_said_it_went": me.said.value,
            }
        )
        ended = [_("It ended: {when}.").format(when=moment(each.ended_at))] if each.ended_at else []
        went = [f"{answers[me.said]}."] if me.said in answers else []
        lines.append(" ".join([f"{moment(each.made_at)}:", parts[me.part], *ended, *went]))
    return Document("pairs", listed(_("With whom I was brought together"), lines), rows)
