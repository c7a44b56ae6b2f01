"""A person's privacy among competitions: show, export, erase; and what follows when they leave, come back or are stopped."""

from __future__ import annotations

from bot.attention.store import intents, notices, outbox
from bot.communities import store as communities
from bot.competitions.model.values import CHANGED, DEADLINE, ENDED, HELLO
from bot.competitions.service.exporting import documents_of
from bot.competitions.service.greeting import report_key, withdraw
from bot.competitions.store import entrants, hellos, tweaks
from bot.core.db import Database, Tx
from bot.core.lang import Lang
from bot.core.privacy import Document, Words
from bot.people.store import has_left

TOLD = (DEADLINE, CHANGED, ENDED, HELLO)


class Privacy:
    """`bot.core.privacy.KeepsPersonalData` for competitions."""

    db: Database
    area = "competitions"

    def kept(self, tx: Tx, user_id: int, lang: Lang) -> list[str]:
        """What is stored, in sentences; no counts."""
        _ = lang.gettext
        own = entrants.of_person(tx, user_id)
        logs = tweaks.of_entrants(tx, [each.id for each in own])
        told = (
            (
                bool(own),
                _("Which competitions you are or were in, and what you ticked. Nobody else sees that."),
            ),
            (any(logs.values()), _("Your logs: what you changed, and your scores. Nobody else sees them.")),
            (
                any(each.team or each.team_words for each in own),
                _("What you say about a team; others see it while you look for one or have a place."),
            ),
            (bool(hellos.from_person(tx, user_id)), _("To whom you said hello, to team up.")),
            (
                any(each.learned or each.next_time for each in own),
                _(
                    "What you learned in competitions, in your words. Nobody else sees it unless you share it."
                ),
            ),
        )
        return [line for there, line in told if there]

    def export(self, tx: Tx, user_id: int, words: Words) -> list[Document]:
        """What they are or were in, their logs, whom they said hello to. No word of others."""
        return documents_of(tx, user_id, words)

    def erase(self, tx: Tx, user_id: int, guild_id: int | None = None) -> list[int]:
        """Forget everything, everywhere or in one server: logs with it, and lines that wait for them.

        Whom they said hello to does not hear of it, if it still waits; what organisers were shown of it goes, too. What
        others sent to them goes with them.
        """
        sent = hellos.from_person(tx, user_id, guild_id)
        outbox.take_back(tx, HELLO, [each.id for each in sent])
        removals: list[int] = []
        for each in sent:
            removals += notices.withdraw(tx, each.guild_id, [report_key(each.id)])
        waiting = [each for each in intents.waiting_for(tx, user_id) if guild_id in (None, each.server)]
        for kind in TOLD:
            ids = [each.subject_id for each in waiting if each.kind == kind]
            outbox.take_back(tx, kind, ids, user_id=user_id)
        hellos.erase(tx, user_id, guild_id)
        entrants.erase(tx, user_id, guild_id)
        return removals

    def members(self, tx: Tx) -> set[tuple[int, int]]:
        """Everybody who is or was in one, said hello or was told so."""
        return entrants.members(tx) | hellos.members(tx)

    def seen_otherwise(self, tx: Tx, guild_id: int, user_id: int) -> None:
        """They left a server or were stopped: nobody hears their hello any more. In the caller's transaction.

        Who comes back or is allowed again can say it again.
        """
        if has_left(tx, guild_id, [user_id]) or communities.guard(tx, guild_id, user_id).stopped:
            withdraw(tx, hellos.from_person(tx, user_id, guild_id))
