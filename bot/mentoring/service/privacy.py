"""A person's privacy among mentors and peers: show, export, erase; leaving, coming back, being stopped."""

from __future__ import annotations

from bot.attention.store import intents, outbox
from bot.communities import store as communities
from bot.core.db import Database, Tx
from bot.core.lang import Lang
from bot.core.privacy import Document, Words
from bot.mentoring.service import answer_posts, archiving, boarding, hosting, thanking, withdrawing
from bot.mentoring.service.exporting import documents_of
from bot.mentoring.service.looking import look_at_noon
from bot.mentoring.service.objecting import forget_reports
from bot.mentoring.service.pairing import part
from bot.mentoring.service.proposing import withdraw
from bot.mentoring.store import (
    amas,
    answers,
    exclusions,
    needs,
    pairs,
    profiles,
    proposals,
    questions,
    thanks,
)
from bot.people.store import has_left

OURS = "mentoring."  # how every kind of line of this feature begins


class Privacy:
    """`bot.core.privacy.KeepsPersonalData` for mentors and peers; what follows when somebody leaves, comes back or is stopped."""

    db: Database
    area = "mentoring"

    def kept(self, tx: Tx, user_id: int, lang: Lang) -> list[str]:
        """What is stored, in sentences; no counts."""
        _ = lang.gettext
        own, wishes = profiles.of_person(tx, user_id)
        asked = questions.of_person(tx, user_id)
        told = (
            (
                bool(own or wishes),
                _(
                    "What you are in the pool of mentors and peers for, and what you said about yourself there. Others read of "
                    "it only why the two of you fit."
                ),
            ),
            (
                bool(exclusions.of_person(tx, user_id)),
                _("With whom you do not want to be brought together, in a form that names nobody."),
            ),
            (
                bool(proposals.of_person(tx, user_id)),
                _(
                    "To whom you were proposed as a mentor or learner, and what you said, for half a year after it is over."
                ),
            ),
            (
                bool(pairs.of_person(tx, user_id)),
                _("With whom you were brought together and how you said it went, for a year after it ended."),
            ),
            (bool(asked), _("Questions you asked, posted or yours alone.")),
            (bool(answers.of_person(tx, user_id)), _("Answers you gave to questions.")),
            (bool(amas.of_person(tx, user_id)), _("When others could ask you anything, and about what.")),
            (
                bool(needs.of_person(tx, user_id) or needs.taken_by(tx, user_id)),
                _("Small needs that you put on the help-first board or took there."),
            ),
            (
                bool(thanks.of_person(tx, user_id) or thanks.to_person(tx, user_id)),
                _("Thank-yous that you wrote or got. Nobody else reads them."),
            ),
        )
        return [line for there, line in told if there]

    def export(self, tx: Tx, user_id: int, words: Words) -> list[Document]:
        """What they said of themselves, their part in proposals and pairs, what they wrote. No word of others."""
        return documents_of(tx, user_id, words)

    def erase(self, tx: Tx, user_id: int, guild_id: int | None = None) -> list[int]:
        """Forget everything, everywhere or in one server; returns the deliveries to remove.

        Others hear kindly that a proposal came to nothing, that a pair is over. What others answered stays, and that others
        do not want to be matched with them: a keyed hash, which protects those others.
        """
        removals = forget_reports(tx, user_id, guild_id)
        withdraw(tx, guild_id, user_id)
        part(tx, guild_id, user_id)
        proposals.erase(tx, user_id, guild_id)
        pairs.leave(tx, user_id, guild_id)
        for each in (profiles, exclusions):
            each.erase(tx, user_id, guild_id)
        for forget in (
            hosting.forget,  # first: it gives back what others asked there
            withdrawing.forget_person,
            answer_posts.forget_person,
            boarding.forget,
            thanking.forget,
        ):
            removals += forget(tx, user_id, guild_id)
        for waiting in intents.waiting_for(tx, user_id):
            if waiting.kind.startswith(OURS) and guild_id in (None, waiting.server):
                outbox.take_back(tx, waiting.kind, [waiting.subject_id], user_id=user_id)
        return removals

    def members(self, tx: Tx) -> set[tuple[int, int]]:
        """(server, person) of everybody something is kept of."""
        areas = (profiles, exclusions, proposals, pairs, questions, answers, amas, needs, thanks)
        return set[tuple[int, int]]().union(*(each.members(tx) for each in areas))

    def seen_otherwise(self, tx: Tx, guild_id: int, user_id: int) -> None:
        """They left a server, came back, or were stopped or allowed again. In the caller's transaction.

        Who is not there or may show others nothing is proposed to nobody and in no pair; what they said of themselves stays,
        so that they are in the pool again when they come back. What they took from the board is open again, and what they put
        up leaves it, when they left.
        """
        archiving.refresh_person(tx, user_id, guild_id)
        left = bool(has_left(tx, guild_id, [user_id]))
        if left or communities.guard(tx, guild_id, user_id).stopped:
            withdraw(tx, guild_id, user_id)
            part(tx, guild_id, user_id)
            hosting.part(tx, user_id, guild_id)
        if left:
            boarding.part(tx, user_id, guild_id)
        elif profiles.wishes_of(tx, guild_id, user_id):
            look_at_noon(tx, guild_id)
