"""What somebody takes along of what they wrote to others: questions, answers, AMAs, needs, thank-yous (A2)."""

from __future__ import annotations

from bot.communities.model import Topic
from bot.communities.store import topics
from bot.core.db import Tx
from bot.core.privacy import Document, Words, listed, moment, titled
from bot.deliveries import store as deliveries
from bot.mentoring.model.asking import ANSWER, NEED, QUESTION, Question
from bot.mentoring.store import amas, answers, needs, questions, thanks


def documents_of_words(tx: Tx, user_id: int, words: Words) -> list[Document]:
    """The oldest of each first; of others only their number of Discord's, where something was for them alone."""
    made = (_asked, _answered, _hosted, _needed, _thanked)
    return [document for part in made if (document := part(tx, user_id, words))]


def topic_name(topic: Topic, words: Words) -> str:
    """What a topic is called."""
    return topic.name or words.named(topic.key, {})


def _posts(tx: Tx, kind: str, ids: list[int]) -> dict[int, str]:
    return {each.subject_id: each.url for each in deliveries.of_subjects(tx, kind, ids)}


def _asked(tx: Tx, user_id: int, words: Words) -> Document | None:
    own = questions.of_person(tx, user_id)[::-1]
    if not own:
        return None
    posts = _posts(tx, QUESTION, [each.id for each in own])
    named = topics.get_topics(tx, {each.topic_id for each in own})
    rows, parts = [], []
    for each in own:
        topic = named.get(each.topic_id)
        rows.append(
            {
                "server": str(each.guild_id),
                "goal": each.goal,
                "tried": each.tried,
                "question": each.question,
                "link": each.url,
                "topic": (topic.name or topic.key) if topic else "",
                "state": each.state.value,
                "to": str(each.to_id) if each.to_id else "",
                "in_an_ama": bool(each.ama_id),
                "may_be_kept": "" if each.keep is None else each.keep,
                "made_at": each.made_at.isoformat() if each.made_at else "",
                "solved_at": each.solved_at.isoformat() if each.solved_at else "",
                "post": posts.get(each.id, ""),
            }
        )
        parts.append(_question(each, topic_name(topic, words) if topic else "", words))
    heading = words.lang.gettext("What I asked")
    return Document("questions", titled(heading, "\n".join(parts)), rows)


def _question(question: Question, topic: str, words: Words) -> str:
    _ = words.lang.gettext
    facts = [*([topic] if topic else []), *([moment(question.made_at)] if question.made_at else [])]
    lines = [f"## {question.goal or question.question.splitlines()[0]}", " · ".join(facts)]
    if question.tried:
        lines.append(_("What I tried: {text}").format(text=question.tried))
    lines += [question.question, question.url]
    if question.solved_at:
        lines.append(_("I have what I needed since {when}.").format(when=moment(question.solved_at)))
    return "\n\n".join(filter(None, lines)) + "\n"


def _answered(tx: Tx, user_id: int, words: Words) -> Document | None:
    own = answers.of_person(tx, user_id)[::-1]
    if not own:
        return None
    posts = _posts(tx, ANSWER, [each.id for each in own])
    rows = [
        {
            "server": str(each.guild_id),
            "at": each.made_at.isoformat() if each.made_at else "",
            "text": each.text,
            "may_be_kept": each.keep,
            "post": posts.get(each.id, ""),
        }
        for each in own
    ]
    parts = [f"## {moment(each.made_at) if each.made_at else ''}\n\n{each.text}\n" for each in own]
    return Document("answers", titled(words.lang.gettext("What I answered"), "\n".join(parts)), rows)


def _hosted(tx: Tx, user_id: int, words: Words) -> Document | None:
    own = amas.of_person(tx, user_id)
    if not own:
        return None
    rows = [
        {
            "server": str(each.guild_id),
            "about": each.about,
            "begins_at": each.begins_at.isoformat(),
            "ends_at": each.ends_at.isoformat(),
            "state": each.state.value,
        }
        for each in own
    ]
    lines = [f"{moment(each.begins_at)}: {' '.join(each.about.split())}" for each in own]
    return Document(
        "ask-me-anything", listed(words.lang.gettext("When others could ask me anything"), lines), rows
    )


def _needed(tx: Tx, user_id: int, words: Words) -> Document | None:
    """What they put up in their words; of what they took from others only that and when it was put up."""
    _ = words.lang.gettext
    own, took = needs.of_person(tx, user_id), needs.taken_by(tx, user_id)
    if not own and not took:
        return None
    posts = _posts(tx, NEED, [each.id for each in own])
    rows, lines = [], []
    for each in own:
        at = each.made_at
        rows.append(
            {
                "server": str(each.guild_id),
                "mine": True,
                "kind": each.kind.value,
                "what": each.what,
                "link": each.url,
                "state": each.state.value,
                "made_at": at.isoformat() if at else "",
                "taken_until": "",
                "post": posts.get(each.id, ""),
            }
        )
        said = " ".join([*each.what.split(), each.url]).strip()
        lines.append(f"{moment(at)}: {said}" if at else said)
    for each in took:
        until = each.taken_until
        taken = {"taken_until": until.isoformat() if until else "", "post": ""}
        theirs = {
            "server": str(each.guild_id),
            "mine": False,
            "kind": each.kind.value,
            "what": "",
            "link": "",
        }
        rows.append({**theirs, "state": each.state.value, "made_at": "", **taken})
        lines.append(
            _("I took somebody's need until {when}.").format(when=moment(until))
            if until
            else _("I did a need.")
        )
    return Document("help-first-board", listed(_("My part in the help-first board"), lines), rows)


def _thanked(tx: Tx, user_id: int, words: Words) -> Document | None:
    own = thanks.of_person(tx, user_id)
    if not own:
        return None
    rows = [
        {
            "server": str(each.guild_id),
            "at": each.made_at.isoformat() if each.made_at else "",
            "to": str(each.to_id),
            "text": each.text,
        }
        for each in own
    ]
    lines = [
        ": ".join([*([moment(each.made_at)] if each.made_at else []), " ".join(each.text.split())])
        for each in own
    ]
    return Document("thank-yous", listed(words.lang.gettext("Thank-yous I wrote"), lines), rows)
