"""A person's privacy among papers: show, export, erase; and what follows when they leave, come back or are stopped."""

from __future__ import annotations

from bot.attention.store import intents, outbox
from bot.core.db import Database, Tx
from bot.core.lang import Lang
from bot.core.privacy import Document, Words
from bot.papers.model.values import LEADS, MOVED, QUESTION, REMINDER, REPLY, EntryKind
from bot.papers.service import leading
from bot.papers.service.exporting import documents_of
from bot.papers.service.nominating import words_changed
from bot.papers.service.withdrawing import forget
from bot.papers.store import entries, nominations, papers, parts, saves, sessions, votes

TOLD = (QUESTION, REPLY, REMINDER, MOVED, LEADS)


class Privacy:
    """`bot.core.privacy.KeepsPersonalData` for papers."""

    db: Database
    area = "papers"

    def kept(self, tx: Tx, user_id: int, lang: Lang) -> list[str]:
        """What is stored, in sentences; no counts."""
        _ = lang.gettext
        own = entries.of_person(tx, user_id)
        wrote = {each.kind for each in own}
        told = (
            (
                bool(saves.of_person(tx, user_id, limit=1)),
                _(
                    "Papers you saved. Nobody sees that you saved them; what is saved in a server helps to choose its daily "
                    "papers."
                ),
            ),
            (EntryKind.ESSENCE in wrote, _("Essences of papers in your words, posted or yours alone.")),
            (any(each.practised_at for each in own), _("What you tried in code, with the links you gave.")),
            (EntryKind.QUESTION in wrote, _("Questions you asked about papers.")),
            (EntryKind.NOTES in wrote, _("Notes you wrote in the reading group.")),
            (
                bool(nominations.of_person(tx, user_id)),
                _("Papers you nominated for the reading group, and why."),
            ),
            (bool(votes.of_person(tx, user_id)), _("How you vote, until the paper is chosen.")),
            (
                bool(parts.of_person(tx, user_id)),
                _("To which sessions of the reading group you said that you come or would lead."),
            ),
            (bool(sessions.led_by(tx, user_id)), _("Which discussions you lead or led.")),
        )
        return [line for there, line in told if there]

    def export(self, tx: Tx, user_id: int, words: Words) -> list[Document]:
        """Saved papers, what they wrote, and their part in the reading group."""
        return documents_of(tx, user_id, words)

    def erase(self, tx: Tx, user_id: int, guild_id: int | None = None) -> list[int]:
        """Forget everything; posts are removed, cards are rebuilt without them. A paper that was chosen stays chosen.

        Copies of papers that nobody else in a server uses go, too.
        """
        removals = forget(tx, entries.of_person(tx, user_id, guild_id))
        nominated = nominations.of_person(tx, user_id, guild_id)
        votes.erase(tx, user_id, guild_id)
        nominations.erase(tx, user_id, guild_id)
        for each in nominated:
            papers.let_go_unused(tx, each.guild_id, [each.arxiv_id])
        saves.erase(tx, user_id, guild_id)
        leading.forget(tx, user_id, guild_id)
        for kind in TOLD:
            _forget_waiting(tx, kind, user_id, guild_id)
        return removals

    def members(self, tx: Tx) -> set[tuple[int, int]]:
        """Everybody who saved, wrote, nominated, votes, comes, leads or would."""
        areas = (saves, entries, nominations, votes, parts)
        return set().union(sessions.leaders(tx), *(each.members(tx) for each in areas))

    def seen_otherwise(self, tx: Tx, guild_id: int, user_id: int) -> None:
        """They left a server, came back, were stopped or allowed again: cards that show their words follow.

        In the caller's transaction. What they posted stays, as everywhere; it goes with all else 30 days after they left. Who
        left leads no session that is to come.
        """
        words_changed(tx, guild_id, user_id)
        leading.member_left(tx, guild_id, user_id)


def _forget_waiting(tx: Tx, kind: str, user_id: int, guild_id: int | None) -> None:
    """What of this kind waits for a person is no longer wanted, everywhere or in one server."""
    waiting = [
        each.subject_id
        for each in intents.waiting_for(tx, user_id)
        if each.kind == kind and guild_id in (None, each.server)
    ]
    outbox.take_back(tx, kind, waiting, user_id=user_id)
