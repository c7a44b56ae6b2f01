"""What a share says in public: its message, the card drawn for a shipped project, the name of its thread."""

from __future__ import annotations

import hashlib
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import clean, fit, inert, inert_parts, units
from bot.shell.cards import CONTENT, Attachment, Button, Card, Style
from bot.shell.markup import person
from bot.shell.tags import ForumPost
from bot.showcase.drawing import Drawing
from bot.showcase.model.values import Kind, Share
from bot.showcase.service.posting import SharePost
from cogs.showcase.views.tags import tags_of

THREAD_NAME = 100
PICTURE = "card.png"


def share_card(
    post: SharePost,
    lang: Lang,
    picture: bytes | None = None,
    *,
    named: str = "",
    forum: bool | None = None,
) -> Card:
    """The message of a share; `picture` is the card drawn for it. Discord shows what is behind its link.

    `named` is the name of the picture's file; with it alone, the message has the picture. `forum`: whether it is sent to one.
    """
    _ = lang.gettext
    share = post.share
    buttons = [Button(_("This helped me"), helped_id(share.id), Style.PRIMARY)]
    if not (post.is_in_forum if forum is None else forum):
        buttons.append(Button(_("Talk about it"), custom_id("showcase", "talk", share.id)))
    drawn = picture is not None or named
    files = (Attachment(named or PICTURE, picture, _alt(share, lang)),) if drawn else ()
    parent = parent_line(share, post.parent_url, lang)
    return Card(share_text(share, parent, lang), (tuple(buttons),), files, unfurl=True)


def helped_id(share_id: int) -> str:
    """The custom id by which a message is known to show this share."""
    return custom_id("showcase", "helped", share_id)


def share_text(share: Share, parent: str, lang: Lang) -> str:
    """The words of a share as everybody reads them; `parent` is the line about what it was adapted from, or empty.

    Nothing is cut of what may be shared; should the server's words leave less room for it, the text ends with a sign.
    """
    content = share.content
    title = f"**{inert(content.title)}**" if content.title else ""
    around = [_first_line(share, lang), title, content.link, parent]
    room = CONTENT - sum(units(each) + 1 for each in around) - 2
    text = inert(content.text)
    if units(text) > room:
        text = next(iter(inert_parts(content.text, max(room, 16))), "") + " …"
    return "\n".join(filter(None, [around[0], title, text, content.link, parent]))


def parent_line(share: Share, parent_url: str, lang: Lang) -> str:
    """What a share was adapted from; empty for one that stands alone."""
    _ = lang.gettext
    if not share.adapted:
        return ""
    if parent_url:
        return _("Adapted from {url}").format(url=parent_url)
    return _("Adapted from an earlier project")


def _first_line(share: Share, lang: Lang) -> str:
    _ = lang.gettext
    line = {
        Kind.PROJECT: _("{author} shipped a project"),
        Kind.PROGRESS: _("{author} shares work in progress"),
        Kind.WRITING: _("{author} shares something they wrote"),
        Kind.NOTEBOOK: _("{author} shares a notebook"),
        Kind.PAPER: _("{author} shares a paper, implemented"),
        Kind.OTHER: _("{author} shares something"),
    }[share.content.kind]
    return line.format(author=person(share.user_id))


def drawing(post: SharePost, now: datetime, lang: Lang) -> Drawing:
    """What the card of a shipped project says; `now` is when it is posted, if it is not yet."""
    share = post.share
    day = (share.posted_at or now).astimezone(ZoneInfo(post.zone)).date()
    return Drawing(_name(share, lang), share.author, lang.date(day), _below_name(share))


def picture_name(drawing: Drawing) -> str:
    """The name of a card's file: another one for other words, so that Discord's answer tells which are on it."""
    return f"card-{hashlib.sha256(repr(drawing).encode()).hexdigest()[:12]}.png"


def _alt(share: Share, lang: Lang) -> str:
    _ = lang.gettext
    text = _("A card for “{title}” by {author}. {text}")
    said = text.format(title=_name(share, lang), author=share.author, text=_below_name(share))
    return said.strip()


def thread_name(share: Share, lang: Lang) -> str:
    """The name of the thread about a share, or of its post in a forum."""
    return fit(_name(share, lang), THREAD_NAME)


def forum_post(share: Share, lang: Lang) -> ForumPost:
    """How a share's message becomes a post of a forum, and what its thread is called anywhere."""
    kind = share.content.kind
    return ForumPost(thread_name(share, lang), tags_of(kind), tags_of(Kind.OTHER), tags_of(*Kind))


def removed_name(lang: Lang) -> str:
    """What a thread is called whose share is gone."""
    _ = lang.gettext
    return _("a removed share")


def _below_name(share: Share) -> str:
    """The words of a share, unless it is called by them."""
    return share.content.text if share.content.title or share.unfurl.title else ""


def _name(share: Share, lang: Lang) -> str:
    _ = lang.gettext
    return " ".join(clean(share.name).split()) or _("something shared")
