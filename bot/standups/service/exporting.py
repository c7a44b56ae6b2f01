"""What somebody takes along of their standups: to read in their language, and as data (A2)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.communities.store import topics
from bot.core.db import Tx
from bot.core.lang import Lang
from bot.core.privacy import Document, Words, listed, moment, titled
from bot.standups.model import Answer, Choices
from bot.standups.model.blockers import Reply, Stage
from bot.standups.store import blockers, choices, entries


def documents_of(tx: Tx, user_id: int, words: Words) -> list[Document]:
    """Entries, drafts, choices, what they were stuck on and were asked about; no words of others."""
    parts = (_entries, _drafts, _choices, _stuck, _asked)
    return [document for part in parts if (document := part(tx, user_id, words))]


def _entries(tx: Tx, user_id: int, words: Words) -> Document | None:
    written = list(reversed(entries.of_person(tx, user_id)))
    if not written:
        return None
    rows = [
        {
            "date": entry.date.isoformat(),
            "server": str(entry.guild_id),
            "written_at": entry.written_at.isoformat(),
            "kept_to_myself": str(entry.kept),
            **{answer.label or answer.key: answer.text for answer in entry.answers},
        }
        for entry in written
    ]
    text = "\n".join(f"## {entry.date:%Y-%m-%d}\n\n{_words(entry.answers, words.lang)}" for entry in written)
    return Document("standups", titled(words.lang.gettext("My standups"), text), rows)


def _drafts(tx: Tx, user_id: int, words: Words) -> Document | None:
    drafts = entries.drafts_of(tx, user_id)
    if not drafts:
        return None
    _ = words.lang.gettext
    heading = _("Draft")
    text = "\n".join(f"## {heading}\n\n{_words(draft.answers, words.lang)}" for draft in drafts)
    data = [
        {"server": draft.guild_id, **{each.label or each.key: each.text for each in draft.answers}}
        for draft in drafts
    ]
    return Document("standup-drafts", titled(_("My standup drafts"), text), data)


def _words(answers: Sequence[Answer], lang: Lang) -> str:
    _ = lang.gettext
    if not answers:
        return _("A little today.") + "\n"
    known = {"did": _("Did"), "next": _("Next"), "stuck": _("Stuck on")}
    return "".join(
        f"**{known.get(answer.key) or answer.label or answer.key}**\n\n{answer.text}\n\n"
        for answer in answers
        if answer.text
    )


def _choices(tx: Tx, user_id: int, words: Words) -> Document | None:
    chosen = choices.choices_of(tx, user_id)
    if not chosen:
        return None
    _ = words.lang.gettext
    rows = [
        {
            "server": guild_id,
            "seen_a_preview": seen,
            "wants_a_preview": each.wants_preview,
            "is_reminded": each.reminded,
            "left_out_of_summaries": each.left_out,
        }
        for guild_id, seen, each in chosen
    ]
    here = _("In server {server}: {choices}")
    lines = [
        here.format(server=guild_id, choices=" ".join(_chosen(seen, each, words.lang)))
        for guild_id, seen, each in chosen
    ]
    return Document("standup-choices", listed(_("My standup choices"), lines), rows)


def _chosen(seen: bool, chosen: Choices, lang: Lang) -> list[str]:
    _ = lang.gettext
    if chosen.wants_preview:
        preview = _("You see a preview before every standup post.")
    elif seen:
        preview = _("Standups are posted without a preview.")
    else:
        preview = _("You see a preview before your first post.")
    return [
        preview,
        _("You are reminded of the standup.") if chosen.reminded else _("You are not reminded of it."),
        _("Summaries leave you out.") if chosen.left_out else _("Summaries may name you."),
    ]


def _stuck(tx: Tx, user_id: int, words: Words) -> Document | None:
    stuck = blockers.of_person(tx, user_id)
    if not stuck:
        return None
    _ = words.lang.gettext
    stages = {Stage.OPEN: _("still open"), Stage.SOLVED: _("solved"), Stage.DROPPED: _("let go")}
    names = topics.get_topics(tx, {each.topic_id for each in stuck})
    rows, lines = [], []
    for each in stuck:
        topic = names.get(each.topic_id)
        rows.append(
            {
                "server": str(each.guild_id),
                "at": each.made_at.isoformat(),
                "topic": (topic.name or topic.key) if topic else "",
                "state": each.stage.value,
                "ended_at": each.ended_at.isoformat() if each.ended_at else "",
            }
        )
        about = (topic.name or words.named(topic.key, {})) if topic else _("no topic")
        lines.append(f"{moment(each.made_at)}: {about}, {stages[each.stage]}")
    return Document("stuck", listed(_("What I was stuck on"), lines), rows)


def _asked(tx: Tx, user_id: int, words: Words) -> Document | None:
    asked = blockers.requests_of(tx, user_id)
    if not asked:
        return None
    _ = words.lang.gettext
    replies = {
        Reply.NONE.value: _("no answer yet"),
        Reply.OFFERED.value: _("you offered a hand"),
        Reply.PASSED.value: _("not this time"),
    }
    rows = [
        {"server": str(each.guild_id), "at": each.asked_at.isoformat(), "answer": each.answer}
        for each in asked
    ]
    lines = [f"{moment(each.asked_at)}: {replies.get(each.answer, each.answer)}" for each in asked]
    return Document("asked-to-help", listed(_("When I was asked to help"), lines), rows)
