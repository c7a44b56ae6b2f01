"""A person's privacy in the showcase: show, export, erase."""

from __future__ import annotations

from bot.attention.store import notices
from bot.core.db import Database, Tx
from bot.core.lang import Lang
from bot.core.privacy import Document, Words
from bot.showcase.model.values import DRAFT_OFFER, NOTE, QUIET, REPLY, THANKS, Share, State, Word
from bot.showcase.service.choosing import forget_waiting
from bot.showcase.service.exporting import documents_of
from bot.showcase.service.withdrawing import forget_words, let_go, report_key
from bot.showcase.store import choices, readers, shares, words


class Privacy:
    """`bot.core.privacy.KeepsPersonalData` for the showcase."""

    db: Database
    area = "showcase"

    def kept(self, tx: Tx, user_id: int, lang: Lang) -> list[str]:
        """What is stored, in sentences; no counts."""
        lines = _kept_shares(shares.of_person(tx, user_id), lang) + _kept_words(tx, user_id, lang)
        _ = lang.gettext
        if readers.of_person(tx, user_id):
            lines.append(_("That you were asked to read drafts of others, and whether you did."))
        if choices.of_person(tx, user_id):
            lines.append(
                _(
                    "What you chose about sharing: the round-up, the community's page, drafts and shares of others."
                )
            )
        return lines

    def export(self, tx: Tx, user_id: int, words: Words) -> list[Document]:
        """Shares, drafts, what was written and received, choices."""
        return documents_of(tx, user_id, words)

    def erase(self, tx: Tx, user_id: int, guild_id: int | None = None) -> list[int]:
        """Forget everything; posts are removed, round-ups are rebuilt without them.

        What they wrote to others goes as well; what others wrote to them is theirs, so that goes, too.
        """
        own = shares.of_person(tx, user_id, guild_id=guild_id)
        removals = let_go(tx, own)
        written = words.from_person(tx, user_id, guild_id)
        forget_words(tx, [each.id for each in [*written, *words.to_person(tx, user_id, guild_id)]])
        for each in written:
            kind = NOTE if each.word is Word.NOTE else THANKS
            removals += notices.withdraw(tx, each.guild_id, [report_key(kind, each.id)])
        for kind in (DRAFT_OFFER, NOTE, THANKS, QUIET, REPLY):
            forget_waiting(tx, kind, user_id, guild_id)
        readers.erase(tx, user_id, guild_id)
        choices.erase(tx, user_id, guild_id)
        shares.remove(tx, [each.id for each in own])
        return removals

    def members(self, tx: Tx) -> set[tuple[int, int]]:
        """Everybody who shared, wrote or chose something, was written to or asked to read."""
        return shares.members(tx) | words.members(tx) | readers.members(tx) | choices.members(tx)


def _kept_shares(own: list[Share], lang: Lang) -> list[str]:
    _ = lang.gettext
    lines = []
    posted = [each.posted_at for each in own if each.state is State.POSTED and each.posted_at]
    if posted:
        lines.append(_("What you shared, the first on {date}.").format(date=lang.date(min(posted).date())))
    if any(each.unfurl.title or each.unfurl.text or each.unfurl.picture for each in own):
        lines.append(_("What Discord shows of the links you shared."))
    if any(each.state is State.DRAFT for each in own):
        lines.append(_("Drafts of shares that only you see."))
    if any(each.state is State.OFFERED for each in own):
        lines.append(_("Drafts of shares that a few readers see."))
    return lines


def _kept_words(tx: Tx, user_id: int, lang: Lang) -> list[str]:
    _ = lang.gettext
    sent = {each.word for each in words.from_person(tx, user_id)}
    received = {each.word for each in words.to_person(tx, user_id)}
    told = (
        (Word.NOTE in sent, _("Notes you wrote about drafts of others.")),
        (Word.NOTE in received, _("Notes that readers wrote about your drafts.")),
        (Word.THANKS in sent, _("Thank-yous you sent.")),
        (Word.THANKS in received, _("Thank-yous you were sent.")),
    )
    return [line for there, line in told if there]
