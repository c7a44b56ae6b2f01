"""What can be done about somebody who said hello: hear no more from them, tell the organisers (A9)."""

from __future__ import annotations

from bot.attention.model.values import Why
from bot.attention.store import notices, outbox, silences
from bot.competitions.model.refusals import HelloGone
from bot.competitions.model.values import HELLO, Hello
from bot.competitions.service.greeting import lines_of, report_key
from bot.competitions.store import competitions, hellos
from bot.core.db import Database, Tx, use_case

REPORT = "attention.report"  # the notice by which organisers are shown what a member sent another


class Objecting:
    """Use cases of "Nothing more from this person" and "Tell the organisers"; both work on when the other is out of the list."""

    db: Database

    @use_case
    def mute_hello(self, tx: Tx, user_id: int, hello_id: int, sender_id: int) -> None:
        """Nothing more reaches them from who said hello, whom they do not see in lists either. HelloGone when nobody did.

        The button says who it was, so that it works on when the hello was taken back.
        """
        said = _sent(tx, user_id, hello_id)
        if said is not None and said.from_id != sender_id:
            raise HelloGone
        silences.silence_from(tx, user_id, sender_id)
        theirs = [each.id for each in hellos.from_to(tx, sender_id, user_id)]
        outbox.take_back(tx, HELLO, theirs, user_id=user_id, why=Why.SILENCED)

    @use_case
    def report_hello(self, tx: Tx, user_id: int, hello_id: int) -> bool:
        """Show the organisers who said hello to them, once, and what the line says that came with it, as it is now.

        Returns whether there is something to be shown: not of who is in the list no more. HelloGone when it was taken back, or
        they never were told.
        """
        said = _sent(tx, user_id, hello_id)
        if said is None:
            raise HelloGone
        found = competitions.get(tx, said.slug)
        lines = lines_of(tx, said, found) if found else {}
        text, url = "", ""
        if found is not None and said.from_id in lines:
            text, url = f"{found.title}\n{lines[said.from_id]}".strip(), found.url
        notices.notify(
            tx, said.guild_id, REPORT, report_key(hello_id), user_id=said.from_id, text=text, url=url
        )
        return bool(text)


def _sent(tx: Tx, user_id: int, hello_id: int) -> Hello | None:
    """What this person was sent; None when it was taken back since. HelloGone when they never were."""
    said = hellos.get(tx, hello_id)
    if said is None and outbox.told_in(tx, user_id, HELLO, hello_id) is not None:
        return None
    if said is None or said.to_id != user_id:
        raise HelloGone
    return said
