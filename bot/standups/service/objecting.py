"""What can be done about somebody who asked for a hand or offered one: hear no more from them, tell the organisers (A9)."""

from __future__ import annotations

from bot.attention.model.values import Why
from bot.attention.store import notices, outbox, silences
from bot.core.db import Database, Tx, use_case
from bot.standups.model.blockers import HELP, OFFER, BlockerOver, NothingToShow, Reply
from bot.standups.service.helping import ever_asked, offered_of, reply_of, request_of
from bot.standups.service.withdrawing import report_key
from bot.standups.store import blockers

REPORT = "attention.report"  # the notice by which organisers are shown what a member sent another


class Objecting:
    """Use cases of "Nothing more from this person" and "Tell the organisers".

    Buttons carry whom they are about, so that they work on when that person deletes what they sent.
    """

    db: Database

    @use_case
    def silence_asker(self, tx: Tx, user_id: int, blocker_id: int, asker_id: int) -> None:
        """Nothing more reaches them from who is stuck. BlockerOver when that person never asked them."""
        blocker = ever_asked(tx, user_id, blocker_id)
        if blocker is None and outbox.told_in(tx, user_id, HELP, blocker_id) is None:
            raise BlockerOver
        if blocker is not None and blocker.user_id != asker_id:
            raise BlockerOver
        for each in _silence(tx, user_id, asker_id):
            blockers.answer(tx, each, user_id, Reply.PASSED)

    @use_case
    def report_asker(self, tx: Tx, user_id: int, blocker_id: int) -> None:
        """Show the organisers what they were sent, and by whom; once an entry.

        NothingToShow when it was deleted meanwhile; BlockerOver when they were never asked about it.
        """
        blocker = ever_asked(tx, user_id, blocker_id)
        if blocker is None:
            raise BlockerOver if outbox.told_in(tx, user_id, HELP, blocker_id) is None else NothingToShow
        request = request_of(tx, blocker)
        notices.notify(
            tx,
            blocker.guild_id,
            REPORT,
            report_key(blocker.entry_id),
            user_id=blocker.user_id,
            text="\n\n".join(each.text for each in request.words),
            url=request.url,
        )

    @use_case
    def silence_helper(self, tx: Tx, user_id: int, blocker_id: int, helper_id: int) -> None:
        """Nothing more reaches the asker from somebody who offered a hand. BlockerOver when they did not."""
        _offer_of(tx, user_id, blocker_id, helper_id)
        _silence(tx, user_id, helper_id)

    @use_case
    def report_helper(self, tx: Tx, user_id: int, blocker_id: int, helper_id: int) -> None:
        """Show the organisers who offered a hand; they sent no words of their own.

        BlockerOver when they did not; NothingToShow when they deleted that meanwhile.
        """
        guild_id, deleted = _offer_of(tx, user_id, blocker_id, helper_id)
        if deleted:
            raise NothingToShow
        key = f"report:{OFFER}:{blocker_id}:{helper_id}"
        notices.notify(tx, guild_id, REPORT, key, user_id=helper_id, text="", url="", offer=True)


def _silence(tx: Tx, user_id: int, other_id: int) -> list[int]:
    """Nothing more reaches this person from somebody; returns what that one asked them.

    What waits from them goes; a reply is left out when it would be shown.
    """
    silences.silence_from(tx, user_id, other_id)
    asked = blockers.asked_by(tx, user_id, other_id)
    outbox.take_back(tx, HELP, asked, user_id=user_id, why=Why.SILENCED)
    helped = blockers.get_many(tx, blockers.asked_by(tx, other_id, user_id))
    alone = set(helped) - set(offered_of(tx, helped.values()))
    outbox.take_back(tx, OFFER, alone, user_id=user_id, why=Why.SILENCED)
    return asked


def _offer_of(tx: Tx, user_id: int, blocker_id: int, helper_id: int) -> tuple[int, bool]:
    """The server in which somebody offered this person a hand, and whether they deleted that meanwhile.

    Where no row says so any more it is enough that the person was told of an offer: they pressed a button about it.
    """
    blocker = blockers.get(tx, blocker_id)
    if blocker is not None and blocker.user_id != user_id:
        raise BlockerOver(own=True)
    reply = reply_of(tx, helper_id, blocker_id)
    if blocker is not None and reply is Reply.OFFERED:
        return blocker.guild_id, False
    server = outbox.told_in(tx, user_id, OFFER, blocker_id)
    if server is None or reply is Reply.NONE:
        raise BlockerOver(own=True)
    return server, blocker is not None and reply is None
