"""What can be done about somebody who wrote: hear no more from them, tell the organisers (A9)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.attention.model.values import Why
from bot.attention.store import notices, outbox, silences
from bot.core.db import Database, Tx, use_case
from bot.showcase.model.reading import Answer
from bot.showcase.model.refusals import NothingToReport, ShareGone
from bot.showcase.model.values import DRAFT_OFFER, NOTE, QUIET, THANKS, Share, State, Word
from bot.showcase.service.finding import post_of
from bot.showcase.service.withdrawing import report_key
from bot.showcase.store import readers, shares, words

REPORT = "attention.report"  # the notice by which organisers are shown what a member sent another
KIND_OF = {Word.NOTE: NOTE, Word.THANKS: THANKS}  # what its receiver is told
OBJECTED = (DRAFT_OFFER, NOTE, THANKS)  # all that members send each other here


@dataclass(frozen=True)
class _Sent:
    """What a member was sent, in which server and by whom; empty words where the sender took them back."""

    guild_id: int
    sender_id: int
    text: str
    url: str


class Objecting:
    """Use cases of "Nothing more from this person" and "Tell the organisers".

    `kind` is DRAFT_OFFER with a share's id as its subject, or NOTE or THANKS with a word's. Buttons carry whom they are
    about, so that they work on when that person deletes what they sent.
    """

    db: Database

    @use_case
    def silence_sender(self, tx: Tx, user_id: int, kind: str, subject_id: int, sender_id: int) -> None:
        """Nothing more reaches them from who sent this. ShareGone when they were never sent it, or by somebody else."""
        sent = _sent(tx, user_id, kind, subject_id)
        if sent is not None and sent.sender_id != sender_id:
            raise ShareGone
        _silence(tx, user_id, sender_id)

    @use_case
    def report_sender(self, tx: Tx, user_id: int, kind: str, subject_id: int) -> bool:
        """Show the organisers what they were sent, and by whom; once each. Returns whether there are words to be shown.

        NothingToReport when it was deleted meanwhile; ShareGone when they were never sent it.
        """
        sent = _sent(tx, user_id, kind, subject_id)
        if sent is None:
            raise NothingToReport
        key = report_key(kind, subject_id)
        notices.notify(tx, sent.guild_id, REPORT, key, user_id=sent.sender_id, text=sent.text, url=sent.url)
        return bool(sent.text)


def _sent(tx: Tx, user_id: int, kind: str, subject_id: int) -> _Sent | None:
    """What this person was sent; None when it was deleted since. ShareGone when they never were.

    Where no row says so any more it is enough that they were told of it: they pressed a button about it.
    """
    if kind not in OBJECTED:
        raise ShareGone
    if kind == DRAFT_OFFER:
        share = shares.get(tx, subject_id)
        was_sent = share is not None and readers.answer_of(tx, subject_id, user_id) is not None
        sent = _sent_draft(tx, share) if share else None
    else:
        said = words.get(tx, subject_id)
        was_sent = said is not None and said.to_id == user_id and KIND_OF[said.word] == kind
        sent = _Sent(said.guild_id, said.from_id, said.text, said.url) if said else None
    if not was_sent and outbox.told_in(tx, user_id, kind, subject_id) is None:
        raise ShareGone
    return sent


def _sent_draft(tx: Tx, share: Share) -> _Sent:
    """A draft as organisers see it. What its author took back from readers may say something else by now: only who it was."""
    typed = share.content
    text = "\n\n".join(each for each in (typed.title, typed.text, typed.link, share.done_when) if each)
    post = post_of(tx, share.id) if share.state is State.POSTED else None
    url = post.url if post and post.message_id else ""
    return _Sent(share.guild_id, share.user_id, "" if share.state is State.DRAFT else text, url)


def _silence(tx: Tx, user_id: int, other_id: int) -> None:
    """Nothing more reaches this person from somebody, and what waits from them goes; a reply is left out when it is shown."""
    silences.silence_from(tx, user_id, other_id)
    drafts = readers.asked_by(tx, user_id, other_id)
    for each in drafts:
        readers.answer(tx, each, user_id, Answer.PASSED)
    said = [each.id for each in words.from_to(tx, other_id, user_id)]
    shared = [each.id for each in shares.of_person(tx, other_id)]
    for kind, subjects in ((DRAFT_OFFER, drafts), (NOTE, said), (THANKS, said), (QUIET, shared)):
        outbox.take_back(tx, kind, subjects, user_id=user_id, why=Why.SILENCED)
