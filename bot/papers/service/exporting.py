"""What somebody takes along of what they did with papers: to read in their language, and as data (A2)."""

from __future__ import annotations

from collections.abc import Collection

from bot.communities.store import topics
from bot.core.db import Tx
from bot.core.privacy import Document, Words, listed, moment, titled
from bot.deliveries import store as deliveries
from bot.papers.model.values import ENTRY, Entry, EntryKind, Paper
from bot.papers.store import entries, groups, nominations, papers, parts, saves, sessions, votes


def documents_of(tx: Tx, user_id: int, words: Words) -> list[Document]:
    """Saved papers, what they wrote, nominations, votes, and their part in sessions. No word of others."""
    made = (_saved, _written, _nominated, _voted, _taken_part)
    return [document for part in made if (document := part(tx, user_id, words))]


def _saved(tx: Tx, user_id: int, words: Words) -> Document | None:
    found = sorted(saves.of_person(tx, user_id), key=lambda each: each.at)
    if not found:
        return None
    rows = [
        {"server": str(each.guild_id), "saved_at": each.at.isoformat(), **_facts(each.paper)}
        for each in found
    ]
    lines = [f"{moment(each.at)}: {each.paper.title} · {each.paper.url}" for each in found]
    return Document("saved-papers", listed(words.lang.gettext("Papers I saved"), lines), rows)


def _facts(paper: Paper) -> dict[str, str]:
    return {"paper": paper.arxiv_id, "title": paper.title, "address": paper.url}


def _titles(tx: Tx, of: Collection[tuple[int, str]]) -> dict[tuple[int, str], Paper]:
    """Papers by server and id, each as that server knows it."""
    found: dict[tuple[int, str], Paper] = {}
    for guild_id in {server for server, _id in of}:
        wanted = {arxiv_id for server, arxiv_id in of if server == guild_id}
        known = papers.get_many(tx, guild_id, wanted)
        found |= {(guild_id, each): known.get(each) or Paper(each, each) for each in wanted}
    return found


def _written(tx: Tx, user_id: int, words: Words) -> Document | None:
    """The oldest first."""
    own = sorted(entries.of_person(tx, user_id), key=lambda each: each.id)
    if not own:
        return None
    about = _titles(tx, {(each.guild_id, each.arxiv_id) for each in own})
    posts = {each.subject_id: each.url for each in deliveries.of_subjects(tx, ENTRY, [e.id for e in own])}
    named = topics.get_topics(tx, {each.topic_id for each in own})
    rows, parts_ = [], []
    for each in own:
        topic = named.get(each.topic_id)
        first, second, third = each.parts
        rows.append(
            {
                "server": str(each.guild_id),
                **_facts(about[each.guild_id, each.arxiv_id]),
                "kind": each.kind.value,
                "state": each.state.value,
                "first": first,
                "second": second,
                "third": third,
                "topic": (topic.name or topic.key) if topic else "",
                "link": each.link,
                "tried": each.tried,
                "written_at": each.made_at.isoformat() if each.made_at else "",
                "posted_at": each.posted_at.isoformat() if each.posted_at else "",
                "practised_at": each.practised_at.isoformat() if each.practised_at else "",
                "understood_at": each.solved_at.isoformat() if each.solved_at else "",
                "post": posts.get(each.id, ""),
            }
        )
        topic_name = (topic.name or words.named(topic.key, {})) if topic else ""
        parts_.append(_entry(each, about[each.guild_id, each.arxiv_id], topic_name, words))
    heading = words.lang.gettext("What I wrote about papers")
    return Document("written-about-papers", titled(heading, "\n".join(parts_)), rows)


def _entry(entry: Entry, paper: Paper, topic: str, words: Words) -> str:
    _ = words.lang.gettext
    kinds = {
        EntryKind.ESSENCE: _("An essence"),
        EntryKind.QUESTION: _("A question"),
        EntryKind.NOTES: _("Notes of a session"),
    }
    at = entry.posted_at or entry.made_at
    facts = [kinds[entry.kind], *([topic] if topic else []), *([moment(at)] if at else []), paper.url]
    lines = [f"## {paper.title}", " · ".join(facts), *(each for each in entry.parts if each)]
    if entry.practised_at:
        said = " ".join(filter(None, [entry.tried, entry.link]))
        lines.append(_("What I tried: {text}").format(text=said))
    if entry.solved_at:
        lines.append(_("I understand it since {when}.").format(when=moment(entry.solved_at)))
    return "\n\n".join(lines) + "\n"


def _nominated(tx: Tx, user_id: int, words: Words) -> Document | None:
    found = nominations.of_person(tx, user_id)
    if not found:
        return None
    about = _titles(tx, {(each.guild_id, each.arxiv_id) for each in found})
    rows, lines = [], []
    for each in found:
        paper = about[each.guild_id, each.arxiv_id]
        row = {"server": str(each.guild_id), "at": each.at.isoformat(), **_facts(paper)}
        rows.append({**row, "why": each.reason})
        lines.append(": ".join(filter(None, [moment(each.at), paper.title, each.reason])))
    return Document("nominated-papers", listed(words.lang.gettext("Papers I nominated"), lines), rows)


def _voted(tx: Tx, user_id: int, words: Words) -> Document | None:
    found = votes.of_person(tx, user_id)
    if not found:
        return None
    about = _titles(tx, {(each.guild_id, each.arxiv_id) for each in found})
    rows, lines = [], []
    for each in found:
        paper = about[each.guild_id, each.arxiv_id]
        rows.append({"server": str(each.guild_id), "at": each.at.isoformat(), **_facts(paper)})
        lines.append(f"{moment(each.at)}: {paper.title}")
    heading = words.lang.gettext("Papers I would read together, until one is chosen")
    return Document("votes-for-papers", listed(heading, lines), rows)


def _taken_part(tx: Tx, user_id: int, words: Words) -> Document | None:
    said = {each.round_id: each for each in parts.of_person(tx, user_id)}
    led = {each.id: each for each in sessions.led_by(tx, user_id)}
    rounds = [
        each
        for round_id in sorted(said.keys() | led.keys())
        if (each := led.get(round_id) or groups.get_round(tx, round_id)) is not None
    ]
    if not rounds:
        return None
    _ = words.lang.gettext
    about = _titles(tx, {(each.guild_id, each.arxiv_id) for each in rounds if each.arxiv_id})
    rows, lines = [], []
    for each in rounds:
        part, paper = said.get(each.id), about.get((each.guild_id, each.arxiv_id))
        comes, ping = bool(part and part.comes), bool(part and part.ping)
        would = part.leads_at if part else None
        rows.append(
            {
                "server": str(each.guild_id),
                "meets_at": each.meets_at.isoformat(),
                "paper": each.arxiv_id,
                "title": paper.title if paper else "",
                "i_come": comes,
                "mention_me_if_it_moves": ping,
                "i_would_lead_since": would.isoformat() if would else "",
                "i_lead": each.id in led,
            }
        )
        told = [
            *([_("I said that I come.")] if comes else []),
            *([_("Mention me if it moves.")] if ping else []),
            *([_("I would lead.")] if would else []),
            *([_("I lead the discussion.")] if each.id in led else []),
        ]
        name = paper.title if paper else _("The paper is not chosen yet")
        lines.append(f"{moment(each.meets_at)}: {name}. {' '.join(told)}")
    heading = _("My part in the reading group")
    return Document("reading-group", listed(heading, lines), rows)
