"""Use cases of attention, by whom they serve: settings, the inbox, sending, away, organisers' notices, privacy, retention.

To drive it without Discord:

    async with open_app(Settings(database_url=…), clock=clock) as app:      # `clock()` is the present instant, aware UTC
        attention = app.attention
        await attention.choose(ana, guild_id=server, language="de", bundles=1)      # without it: no bundle, all waits
        await app.people.choose_zone(ana, "Europe/Berlin")                          # travel is another of these
        await attention.go_away(ana, first, last, guild_id=server, language="de")   # .back, .hold and .end_hold (focus)
        await attention.tell(Message(ana, server, "standups.reply", 7, "reply:7", expires_at))
        while (due := await attention.next_bundle()) is not None and due <= …:      # move the clock to `due`, then
            for post in await attention.claim_bundles():                            # what is past its time expires here
                ids = [each.id for each in post.intents]                            # …here it is sent, and recorded:
                await attention.record_bundle(post.claimed, Sent(message_id), ids, [])
        (await attention.inbox(ana)).waiting, .decided                              # what waits, what became of the rest

`next_bundle` is when something is to be done: claiming may then find nothing to send. `post.claimed.give_up_at` is the end of
the time in which it may be sent: until then nothing holds the person and nothing in it expires. A bundle that was claimed
and not recorded (the process died) comes again from `take_unfinished`, a minute later: it is looked for, and sent if
`post.claimed.is_over(now)` is not true yet, else given up (`bundle_failed`). All of this may be called by any number of
processes, at any moment, any number of times. `tests/attention/served.py` drives it like that.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.attention.service.away import Absence
from bot.attention.service.inbox import Inbox, Reading
from bot.attention.service.notices import NoticePost, Organisers
from bot.attention.service.privacy import Privacy
from bot.attention.service.retention import Retention
from bot.attention.service.sending import BundlePost, Sending
from bot.attention.service.settings import Choosing
from bot.attention.service.silences import Silences
from bot.core.db import Database

__all__ = ["Attention", "BundlePost", "Inbox", "NoticePost"]


class Attention(Choosing, Reading, Sending, Absence, Organisers, Silences, Privacy, Retention):
    """The feature's one service. `serves` says whether this bot may work for a server."""

    def __init__(self, db: Database, serves: Callable[[int], bool] = lambda _guild_id: True) -> None:
        self.db = db
        self.serves = serves
