"""The wording of what sharing refuses: what is so, and what can be done."""

from __future__ import annotations

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.refusals import Refusal
from bot.core.text import inert
from bot.shell.cards import Button, Card, Style
from bot.shell.markup import channel
from bot.shell.refused import link_text, secret_text
from bot.showcase.model import refusals

ALL = (
    refusals.NoShowcase,
    refusals.ShareGone,
    refusals.NothingShared,
    refusals.LinkRefused,
    refusals.SecretFound,
    refusals.TooLong,
    refusals.WordRefused,
    refusals.SharesStopped,
    refusals.MayNotShare,
    refusals.SharedBefore,
    refusals.NoReaders,
    refusals.Circular,
    refusals.NoSuchPost,
    refusals.NotThanked,
    refusals.TimedOut,
    refusals.NotYours,
    refusals.NothingToReport,
)


def refusal(given: Refusal, lang: Lang) -> Card:
    """What is so and what can be done."""
    _ = lang.gettext
    match given:
        case refusals.NoShowcase(organiser=True):
            return Card(
                _("There is no showcase here just now. You can set one up, or switch it on, in /setup.")
            )
        case refusals.NoShowcase():
            return Card(
                _(
                    "There is no showcase here just now. Somebody who manages the server can set one up, or switch it on, in "
                    "/setup."
                )
            )
        case refusals.ShareGone(theirs=True):
            return Card(_("It is not there any more: its author took it back or deleted it."))
        case refusals.ShareGone():
            return Card(_("This is finished: it is not there any more. /mine → My shares shows what is."))
        case refusals.Circular():
            text = _(
                "That one builds on yours, so yours cannot build on it. Nothing was changed: choose another."
            )
            return Card(text, _choose_again(given.share_id, lang))
        case refusals.NoSuchPost():
            text = _(
                "I know no post of this server at that address, and none that shares that link. Nothing was changed. In the "
                "post's menu, “Copy Message Link” gives its address."
            )
            return Card(text, _choose_again(given.share_id, lang))
        case refusals.NotThanked(why=why):
            return Card(_not_thanked(why, lang))
        case refusals.TimedOut():
            return Card(
                _(
                    "You have a time-out in this server just now, so nothing was sent. It can be sent when that is over."
                )
            )
        case refusals.NotYours():
            return Card(
                _(
                    "“Share this” is for your own messages. To thank somebody for theirs: Apps → This helped me."
                )
            )
        case refusals.NothingToReport():
            return Card(
                _("It was deleted meanwhile: there is nothing left that I could show the organisers.")
            )
    return _of_a_draft(given, lang)


def _of_a_draft(given: Refusal, lang: Lang) -> Card:
    """What stands in the way of words; `draft_id` is where they are kept, 0 when the form has them."""
    _ = lang.gettext
    draft_id = int(getattr(given, "draft_id", 0))
    match given:
        case refusals.NothingShared():
            text = _("There is nothing in it yet. A link or a few words, one of them is enough.")
        case refusals.LinkRefused(reason=reason):
            text = link_text(reason, lang)
        case refusals.SecretFound(what=what, private=private):
            text = secret_text(what, lang, private=private)
        case refusals.TooLong():
            text = _(
                "Together this does not fit into one message of Discord. A few words less, or fewer special signs, and it does."
            )
        case refusals.WordRefused(word=word, private=True):
            text = _("This server's organisers do not want this word here: “{word}”. Nothing was sent.")
            text = text.format(word=inert(word))
        case refusals.WordRefused(word=word):
            text = _("This server's organisers do not want this word here: “{word}”. Nothing was posted.")
            text = text.format(word=inert(word))
        case refusals.SharesStopped(private=True):
            text = _(
                "The organisers have stopped your posts here, so nothing was sent. They can tell you why, and allow your posts "
                "again in /setup."
            )
        case refusals.SharesStopped():
            text = _(
                "The organisers have stopped your posts here, so nothing was posted. They can tell you why, and allow your posts "
                "again in /setup."
            )
        case refusals.MayNotShare(channel_id=channel_id):
            text = _(
                "You may not write in {channel} just now: the channel is closed to you, or you have a time-out. Nothing was "
                "posted. A moderator can tell you more."
            )
            text = text.format(channel=channel(channel_id))
        case refusals.SharedBefore(older_id=older_id):
            return _shared_before(older_id, draft_id, lang)
        case refusals.NoReaders():
            text = _("There is nobody to ask just now. You can post it, keep it, or ask again another day.")
        case _:
            raise LookupError(type(given).__name__)
    if not draft_id:
        return Card(text)
    text += "\n" + _("Nothing is lost: it is kept as your draft, in /mine → My shares.")
    return Card(text, (_draft_buttons(given, draft_id, lang),))


def _draft_buttons(given: Refusal, draft_id: int, lang: Lang) -> tuple[Button, ...]:
    """What helps comes first: other words, or another try."""
    _ = lang.gettext
    edit = Button(_("Edit"), custom_id("showcase", "edit", draft_id))
    post = Button(_("Try again"), custom_id("showcase", "post", draft_id))
    see = Button(_("See my draft"), custom_id("showcase", "own", draft_id))
    match given:
        case refusals.NoReaders():
            return (Button(_("Post"), custom_id("showcase", "post", draft_id), Style.PRIMARY), see)
        case refusals.SharesStopped():
            return (see,)
        case refusals.MayNotShare():
            return (post, see)
    return (Button(edit.label, edit.id, Style.PRIMARY), see)


def _shared_before(older_id: int, draft_id: int, lang: Lang) -> Card:
    _ = lang.gettext
    text = _(
        "You shared this link before. Should the older post say what you wrote now? Both are fine, and so is waiting: your words "
        "are kept as a draft."
    )
    update = custom_id("showcase", "update_older", older_id, draft_id)
    buttons = (
        Button(_("Update the older post"), update, Style.PRIMARY),
        Button(_("Post it all the same"), custom_id("showcase", "post_again", draft_id)),
        Button(_("Keep as draft"), custom_id("showcase", "keep", draft_id)),
    )
    return Card(text, (buttons,))


def _choose_again(share_id: int, lang: Lang) -> tuple[tuple[Button, ...], ...]:
    if not share_id:
        return ()
    return ((Button(lang.gettext("Choose another"), custom_id("showcase", "adapt", share_id)),),)


def _not_thanked(why: str, lang: Lang) -> str:
    _ = lang.gettext
    return {
        "self": _("This one is yours. Thank-yous go to others."),
        "bot": _("That was written by a bot, which cannot read a thank-you."),
        "recently": _("You thanked this person within the last day. Another time is welcome."),
        "nobody": _("Nobody wrote that, so there is nobody to thank."),
        "left": _("They are not in this server any more, so a thank-you would not reach them."),
        "empty": _("One sentence is needed: what did it help you with?"),
    }[why]


def kept_for_later(card: Card, draft_id: int, lang: Lang) -> Card:
    """A refusal of somebody else's that says "not now": with where the draft is, and another try."""
    _ = lang.gettext
    text = card.text + "\n" + _("Nothing is lost: it is kept as your draft, in /mine → My shares.")
    return Card(text, (_draft_buttons(refusals.MayNotShare(0, draft_id), draft_id, lang),))
