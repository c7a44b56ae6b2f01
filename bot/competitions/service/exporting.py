"""What somebody takes along of the competitions they are or were in: to read in their language, and as data (A2)."""

from __future__ import annotations

from collections.abc import Mapping

from bot.competitions.model.values import Competition, Entrant, Hello, Step, Team, Tweak
from bot.competitions.store import competitions, entrants, hellos, tweaks
from bot.core.db import Tx
from bot.core.lang import Lang
from bot.core.privacy import Document, Words, listed, moment, titled


def documents_of(tx: Tx, user_id: int, words: Words) -> list[Document]:
    """What they are or were in, their logs, and whom they said hello to. No word of others."""
    made = (_taken_part, _logged, _said_hello)
    return [document for part in made if (document := part(tx, user_id, words))]


def _taken_part(tx: Tx, user_id: int, words: Words) -> Document | None:
    """The oldest first."""
    own = entrants.of_person(tx, user_id)[::-1]
    if not own:
        return None
    known = competitions.get_many(tx, {each.slug for each in own})
    rows, parts = [], []
    for each in own:
        facts = _facts(each.slug, each.title, known)
        about = {"server": str(each.guild_id), **facts}
        rows.append(
            {
                **about,
                "joined_at": each.joined_at.isoformat(),
                "left_at": each.out_at.isoformat() if each.out_at else "",
                "ticked": [step.value for step in Step if step in each.ticked],
                "better_scores_are": each.better.value if each.better else "",
                "team": each.team.value,
                "team_line": each.team_words,
                "team_size": each.team_size,
                "team_line_at": each.team_at.isoformat() if each.team_at else "",
                "learned": each.learned,
                "next_time": each.next_time,
                "learned_at": each.learned_at.isoformat() if each.learned_at else "",
            }
        )
        parts.append(_part(each, facts["address"], words.lang))
    heading = words.lang.gettext("Competitions I am or was in")
    return Document("competitions", titled(heading, "\n".join(parts)), rows)


def _facts(slug: str, title: str, known: Mapping[str, Competition]) -> dict[str, str]:
    """The address is today's; where nobody knows the competition any more, the one it had first."""
    address = known.get(slug, Competition(slug, title)).url
    return {"competition": slug, "title": title, "address": address}


def _part(each: Entrant, address: str, lang: Lang) -> str:
    _ = lang.gettext
    days = {
        Step.DATA: _("Data in"),
        Step.READ: _("Rules and forum read"),
        Step.SPLIT: _("Split chosen"),
        Step.SAMPLE: _("Sample submission sent"),
        Step.NOTEBOOK: _("First notebook"),
    }
    lines = [f"## {each.title}", address]
    lines.append(_("I am in since {when}.").format(when=moment(each.joined_at)))
    if each.out_at:
        lines.append(_("I left it: {when}.").format(when=moment(each.out_at)))
    if each.ticked:
        ticked = ", ".join(days[step] for step in Step if step in each.ticked)
        lines.append(_("Ticked on the list of the first day: {steps}.").format(steps=ticked))
    if each.team or each.team_words:
        said = {Team.LOOKING: _("I look for a team"), Team.OPEN: _("My team has a place")}
        says = said.get(each.team, _("What I said when I looked for a team"))
        lines.append(": ".join(filter(None, [says, each.team_words])))
    if each.learned:
        lines.append(_("What I learned: {text}").format(text=each.learned))
    if each.next_time:
        lines.append(_("Next time: {text}").format(text=each.next_time))
    return "\n\n".join(lines) + "\n"


def _logged(tx: Tx, user_id: int, words: Words) -> Document | None:
    """Log by log, each as it was written."""
    own = entrants.of_person(tx, user_id)[::-1]
    logs = tweaks.of_entrants(tx, [each.id for each in own])
    found = [(each, tweak) for each in own for tweak in logs[each.id]]
    if not found:
        return None
    known = competitions.get_many(tx, {each.slug for each, _ in found})
    rows = [
        {
            "server": str(each.guild_id),
            **_facts(each.slug, each.title, known),
            "at": tweak.at.isoformat(),
            "what_changed": tweak.what,
            "local_score": tweak.local,
            "public_score": tweak.public,
        }
        for each, tweak in found
    ]
    lines = [_line(each, tweak, words.lang) for each, tweak in found]
    return Document("competition-logs", listed(words.lang.gettext("My logs of competitions"), lines), rows)


def _line(entrant: Entrant, tweak: Tweak, lang: Lang) -> str:
    _ = lang.gettext
    scores = [
        *([_("local {score}").format(score=tweak.local)] if tweak.local else []),
        *([_("public {score}").format(score=tweak.public)] if tweak.public else []),
    ]
    return " · ".join([f"{moment(tweak.at)}: {entrant.title}", " ".join(tweak.what.split()), *scores])


def _said_hello(tx: Tx, user_id: int, words: Words) -> Document | None:
    """The oldest first; to whom is a number of Discord's."""
    said = hellos.from_person(tx, user_id)
    if not said:
        return None
    names = {each.slug: each.title for each in entrants.of_person(tx, user_id)}
    known = competitions.get_many(tx, {each.slug for each in said})
    names |= {slug: one.title for slug, one in known.items()}
    rows = [_hello_row(each, names.get(each.slug, each.slug), known) for each in said]
    lines = [f"{moment(each.at)}: {names.get(each.slug, each.slug)}" for each in said]
    return Document("hellos", listed(words.lang.gettext("To whom I said hello, to team up"), lines), rows)


def _hello_row(each: Hello, title: str, known: Mapping[str, Competition]) -> dict[str, str]:
    about = {"server": str(each.guild_id), **_facts(each.slug, title, known)}
    return {**about, "at": each.at.isoformat(), "to": str(each.to_id)}
