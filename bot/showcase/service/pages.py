"""What the static showcase page shows: shares of members who agreed to it (H10)."""

from __future__ import annotations

from bot.communities import store as communities
from bot.core.clock import local_date
from bot.core.db import Database, Tx, query
from bot.core.text import fit, units
from bot.showcase.model.pages import PageData, PageShare
from bot.showcase.model.values import TITLE, Share
from bot.showcase.store import page

WORDS = 90  # units of a text or link that stand as a heading where a post has no title


class Pages:
    """Use cases of the operator who writes the page for a server's organisers."""

    db: Database

    @query
    def page(self, tx: Tx, guild_id: int) -> PageData:
        """What a server's page shows now, of members who agreed to it; nothing of anybody else, not even what they built."""
        community = communities.get(tx, guild_id)
        shown = page.shown(tx, guild_id)
        ids = {share.id for share in shown}
        posts = tuple(_shown(each, ids, community.zone) for each in shown)
        return PageData(guild_id, community.language, local_date(tx.now, community.zone), posts)


def _shown(share: Share, there: set[int], zone: str) -> PageShare:
    content = share.content
    assert share.posted_at is not None
    title = fit(" ".join((content.title or share.unfurl.title).split()), TITLE)
    return PageShare(
        id=share.id,
        kind=content.kind,
        title=title or fit(share.name, WORDS),
        text=content.text if title or units(share.name) > WORDS else "",
        link=content.link,
        author=share.author,
        date=local_date(share.posted_at, zone),
        adapted=share.adapted,
        adapted_from=share.parent_id if share.parent_id in there else 0,
    )
