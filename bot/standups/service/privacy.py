"""A person's privacy in standups: show, export, erase."""

from __future__ import annotations

from bot.core.db import Database, Tx
from bot.core.lang import Lang
from bot.core.privacy import Document, Words
from bot.deliveries import store as deliveries
from bot.standups.model import ENTRY
from bot.standups.service.choosing import forget_reminders
from bot.standups.service.exporting import documents_of
from bot.standups.service.helping import forget_help, kept_help
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

    def export(self, tx: Tx, user_id: int, words: Words) -> list[Document]:
        """Entries, drafts, choices, what they were stuck on and asked about."""
        return documents_of(tx, user_id, words)

    def erase(self, tx: Tx, user_id: int, guild_id: int | None = None) -> list[int]:
        """Forget everything; posts are removed, summaries are rebuilt without them."""
        written = entries.of_person(tx, user_id, guild_id=guild_id)
        ids = [entry.id for entry in written]
        removals = [*deliveries.mark_removing(tx, ENTRY, ids), *let_go(tx, written)]
        forget_help(tx, user_id, guild_id)
        retell(tx, sorted({entry.home_id for entry in written}))
        forget_reminders(tx, user_id, guild_id)
        entries.erase(tx, user_id, guild_id)
        return removals

    def members(self, tx: Tx) -> set[tuple[int, int]]:
        """Everybody who wrote or chose something, is stuck or was asked."""
        return entries.members(tx) | blockers.members(tx)
