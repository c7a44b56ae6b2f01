"""What a member types to share: read, checked, kept as a draft, changed at any time, shown again."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bot.communities.store import topics
from bot.core.db import Database, Tx, query, use_case
from bot.core.links import BadLink, holds_invite, read_link
from bot.core.text import clean, units
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery
from bot.showcase.model.refusals import LinkRefused, NothingShared, TooLong
from bot.showcase.model.typing import Typed, guessed
from bot.showcase.model.values import (
    DONE_WHEN,
    SHARE,
    TEXT,
    TITLE,
    UNFURLED_AFTER,
    Content,
    Kind,
    Settings,
    Share,
    State,
    Unfurl,
)
from bot.showcase.service.finding import own_share, post_of, share_of_message, showcase_of
from bot.showcase.service.guarding import check_content, check_room, check_secrets
from bot.showcase.service.roundups import retell
from bot.showcase.store import settings, shares

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_APART = re.compile(r"[\s()<>\[\]\"'`*|]+")


class Writing:
    """Use cases of the form and the options of /share, of previews, and of one's own shares in /mine."""

    db: Database

    @query
    def showcase(self, tx: Tx, guild_id: int, *, organiser: bool = False) -> Settings:
        """The server's showcase, before anybody types for nothing; NoShowcase."""
        return showcase_of(tx, guild_id, organiser=organiser)

    @use_case
    def draft(self, tx: Tx, guild_id: int, user_id: int, typed: Typed) -> Share:
        """Keep what was typed as a draft.

        NoShowcase, NothingShared, LinkRefused, SecretFound and TooLong come before anything is stored.
        """
        found = showcase_of(tx, guild_id)
        return shares.add(tx, guild_id, user_id, _read(tx, guild_id, typed, invites=found.invites))

    def start_share(self, tx: Tx, guild_id: int, user_id: int, title: str, text: str, link: str) -> int:
        """Keep what somebody wrote elsewhere as a draft, in the caller's transaction; returns its id. Refusals as of `draft`.

        A draft of theirs with the same text and link is that one.
        """
        found = showcase_of(tx, guild_id)
        typed = Typed(kind=Kind.WRITING, title=title, text=text, link=link)
        content = _read(tx, guild_id, typed, invites=found.invites)
        for each in shares.of_person(tx, user_id, guild_id=guild_id, states=[State.DRAFT]):
            if (each.content.text, each.content.link) == (content.text, content.link):
                return each.id
        return shares.add(tx, guild_id, user_id, content).id

    @use_case
    def rewrite(self, tx: Tx, user_id: int, share_id: int, typed: Typed) -> Share:
        """Replace what a share says, in any state; a post is due for an edit. Refusals as of `draft`.

        What others see is checked as at its posting: SharesStopped, WordRefused. ShareGone.
        """
        share = own_share(tx, user_id, share_id)
        found = settings.get(tx, share.guild_id)
        wanted = replace(typed, kind=typed.kind or share.content.kind)
        content = _read(tx, share.guild_id, wanted, invites=found is not None and found.invites)
        return write(tx, share, content)

    @use_case
    def set_kind(self, tx: Tx, user_id: int, share_id: int, kind: Kind) -> Share:
        """Say of what kind it is; ShareGone."""
        share = own_share(tx, user_id, share_id)
        return write(tx, share, replace(share.content, kind=kind))

    @use_case
    def finish_when(self, tx: Tx, user_id: int, share_id: int, typed: str) -> Share:
        """Remember when its author will be done with a draft; empty for no such sentence. ShareGone, SecretFound, WordRefused."""
        share = own_share(tx, user_id, share_id)
        words = clean(typed, DONE_WHEN)
        check_secrets([words])
        if share.state is not State.DRAFT:
            check_content(tx, share.guild_id, user_id, Content(text=words))
        shares.change(tx, share_id, done_when=words, typed_at=tx.now)
        return own_share(tx, user_id, share_id)

    @query
    def share(self, tx: Tx, user_id: int, share_id: int) -> Share:
        """The member's own share or draft; ShareGone."""
        return own_share(tx, user_id, share_id)

    @query
    def own_post(self, tx: Tx, user_id: int, share_id: int) -> Delivery | None:
        """The message of the member's own share as it stands; None while it is not posted. ShareGone."""
        own_share(tx, user_id, share_id)
        return post_of(tx, share_id)

    @query
    def my_shares(
        self, tx: Tx, user_id: int, *, guild_id: int | None, before: int | None, limit: int
    ) -> list[Share]:
        """What a member shared and drafted, newest first; `guild_id` None: in every server (in the bot's own DM)."""
        return shares.of_person(tx, user_id, guild_id=guild_id, before=before, limit=limit)

    @query
    def my_share_at(self, tx: Tx, user_id: int, message_id: int) -> Share | None:
        """The member's own share behind a Discord message, or None."""
        found = share_of_message(tx, message_id)
        return found if found and found.user_id == user_id else None


def write(tx: Tx, share: Share, content: Content) -> Share:
    """Let a share say this from now on; what others see is checked, and shown as it is now."""
    values: dict[str, Any] = shares.content_columns(content)
    if share.state is not State.DRAFT:
        check_content(tx, share.guild_id, share.user_id, content)
    if share.state is not State.POSTED:
        values["typed_at"] = tx.now
    if content.link != share.content.link:
        values |= unfurl_columns(Unfurl())
        if share.state is State.POSTED:
            values["look_at"] = tx.now + UNFURLED_AFTER
    shares.change(tx, share.id, **values)
    if share.state is State.POSTED:
        deliveries.mark_dirty(tx, SHARE, share.id)
        retell(tx, [share])
    return own_share(tx, share.user_id, share.id)


def unfurl_columns(unfurl: Unfurl) -> dict[str, str]:
    """What Discord shows of a link, as columns."""
    return {
        "seen_title": unfurl.title,
        "seen_text": unfurl.text,
        "seen_picture": unfurl.picture,
        "seen_site": unfurl.site,
    }


def _read(tx: Tx, guild_id: int, typed: Typed, *, invites: bool) -> Content:
    """What was typed, cleaned and checked; raises the refusals of `draft`. A link typed as the text is a link."""
    title, text = " ".join(clean(typed.title).split()), clean(typed.text)
    link = clean(typed.link)
    check_secrets((title, text, link))
    if not link and _ADDRESS.fullmatch(text):
        link, text = text, ""
    if not (title or text or link):
        raise NothingShared
    if units(title) > TITLE or units(text) > TEXT:
        raise TooLong
    href = _href(link, invites=invites)
    if not invites:
        _check_invites(f"{title}\n{text}")
    topic_id = typed.topic_id if topics.topic_of(tx, guild_id, typed.topic_id) else 0
    content = Content(typed.kind or guessed(href), title, text, href, topic_id)
    check_room(content)
    return content


def _href(link: str, *, invites: bool) -> str:
    if not link:
        return ""
    try:
        return read_link(link, invites=invites).href
    except BadLink as bad:
        raise LinkRefused(bad.reason) from bad


def _check_invites(text: str) -> None:
    """LinkRefused when the words around a link invite to another server."""
    if any(holds_invite(word) for word in _APART.split(text)):
        raise LinkRefused("invite")
