"""A person's privacy in standups: show, export, erase."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.db import Database, Tx
from bot.core.lang import Lang
from bot.core.privacy import Document
from bot.deliveries import store as deliveries
from bot.standups.model import ENTRY, Answer, Entry
from bot.standups.service.choosing import forget_reminders
from bot.standups.service.helping import export_help, forget_help, kept_help
from bot.standups.service.summaries import retell
from bot.standups.service.withdrawing import let_go
from bot.standups.store import blockers, choices, entries


class Privacy:
    """`bot.core.privacy.KeepsPersonalData` for standups."""

    db: Database
    area = "standups"

    def kept(self, tx: Tx, user_id: int, lang: Lang) -> list[str]:
        """What is stored, in sentences; no counts."""
        _ = lang.gettext
        lines = []
        if written := entries.of_person(tx, user_id):
            lines.append(
                _("Your standup posts, the first from {date}.").format(date=lang.date(written[-1].date))
            )
        if any(entry.kept for entry in written):
            lines.append(_("Standup entries you kept to yourself."))
        if entries.drafts_of(tx, user_id):
            lines.append(_("A standup draft you have not posted."))
        if chosen := choices.choices_of(tx, user_id):
            lines.append(_("Whether you want a preview before posting."))
            if any(each.reminded for _server, _seen, each in chosen):
                lines.append(_("That you want to be reminded of the standup."))
            if any(each.left_out for _server, _seen, each in chosen):
                lines.append(_("That summaries leave you out."))
        return lines + kept_help(tx, user_id, lang)

    def export(self, tx: Tx, user_id: int) -> list[Document]:
        """Entries, drafts, choices, what they were stuck on and asked about."""
        documents = []
        if written := entries.of_person(tx, user_id):
            text = "\n".join(_markdown(entry) for entry in reversed(written))
            rows = [_row(entry) for entry in reversed(written)]
            documents.append(Document("standups", f"# My standups\n\n{text}", rows))
        if drafts := entries.drafts_of(tx, user_id):
            text = "\n".join(f"## Draft\n\n{_words(draft.answers)}" for draft in drafts)
            data = [
                {"server": draft.guild_id, **{a.label or a.key: a.text for a in draft.answers}}
                for draft in drafts
            ]
            documents.append(Document("standup-drafts", f"# My standup drafts\n\n{text}", data))
        if chosen := choices.choices_of(tx, user_id):
            choice_rows = [
                {
                    "server": guild_id,
                    "seen_a_preview": seen,
                    "wants_a_preview": each.wants_preview,
                    "is_reminded": each.reminded,
                    "left_out_of_summaries": each.left_out,
                }
                for guild_id, seen, each in chosen
            ]
            text = "".join(f"- server {row['server']}: {row}\n" for row in choice_rows)
            documents.append(Document("standup-choices", f"# My standup choices\n\n{text}", choice_rows))
        return documents + export_help(tx, user_id)

    def erase(self, tx: Tx, user_id: int, guild_id: int | None = None) -> list[int]:
        """Forget everything; posts are removed, summaries are rebuilt without them."""
        written = entries.of_person(tx, user_id, guild_id=guild_id)
        ids = [entry.id for entry in written]
        removals = [*deliveries.mark_removing(tx, ENTRY, ids), *let_go(tx, ids)]
        forget_help(tx, user_id, guild_id)
        retell(tx, sorted({entry.home_id for entry in written}))
        forget_reminders(tx, user_id, guild_id)
        entries.erase(tx, user_id, guild_id)
        return removals

    def members(self, tx: Tx) -> set[tuple[int, int]]:
        """Everybody who wrote or chose something, is stuck or was asked."""
        return entries.members(tx) | blockers.members(tx)


def _markdown(entry: Entry) -> str:
    return f"## {entry.date:%Y-%m-%d}\n\n{_words(entry.answers)}"


def _words(answers: Sequence[Answer]) -> str:
    if not answers:
        return "A little today.\n"
    return "".join(
        f"**{answer.label or answer.key}**\n\n{answer.text}\n\n" for answer in answers if answer.text
    )


def _row(entry: Entry) -> dict[str, str]:
    return {
        "date": entry.date.isoformat(),
        "server": str(entry.guild_id),
        "written_at": entry.written_at.isoformat(),
        "kept_to_myself": str(entry.kept),
        **{answer.label or answer.key: answer.text for answer in entry.answers},
    }
