"""The weekly round-up in public: one linked line a share, in time order, without any count (H6)."""

from __future__ import annotations

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import fit, inert, units
from bot.deliveries.model import Delivery
from bot.shell.cards import CONTENT, Button, Card
from bot.shell.markup import channel, person
from bot.showcase.model.values import Share
from bot.showcase.service.roundups import RoundupPost

NAME, QUOTE = 80, 120  # characters of a share's title, and of its author's words


def roundup(post: RoundupPost, lang: Lang) -> Card:
    """The week's shares of those who may be quoted: as many as a message takes, then that there is more."""
    _ = lang.gettext
    more = _("and more in {channel}").format(channel=channel(post.channel_id))
    lines, is_more = [f"**{post_name(post, lang)}**"], post.more
    for share, delivery in post.lines:
        line = _line(share, delivery, lang)
        if units("\n".join([*lines, line, more])) > CONTENT - 10:
            is_more = True
            break
        lines.append(line)
    begin = Button(_("Share something"), begin_id(post.week.id))
    return Card("\n".join([*lines, *([more] if is_more else [])]), ((begin,),))


def begin_id(week_id: int) -> str:
    """The id of the button below a week's round-up: by it that message is known, whatever it quotes by now."""
    return custom_id("showcase", "begin", week_id)


def _line(share: Share, delivery: Delivery, lang: Lang) -> str:
    """Its name, its author's sentence, by whom: a share may have no title, or no sentence."""
    _ = lang.gettext
    content = share.content
    name = content.title or share.unfurl.title
    text = content.text or ("" if name else content.link)
    told = [f"**{_words(name, NAME)}**"] if name else []
    told += [_("“{words}”").format(words=_words(text, QUOTE))] if text else []
    return _("- {words} {person} ([see it]({url}))").format(
        words=" ".join(told), person=person(share.user_id), url=delivery.url
    )


def _words(text: str, most: int) -> str:
    return inert(fit(" ".join(text.split()), most))


def post_name(post: RoundupPost, lang: Lang) -> str:
    """Its heading, and what its post is called where the showcase is a forum: dated, for it stays."""
    _ = lang.gettext
    return _("What was shared in the week from {date}").format(date=lang.date(post.week.monday))
