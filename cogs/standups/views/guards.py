"""The wording of what stands in the way of a post: a refused word, stopped posts, no right to write there (A9)."""

from __future__ import annotations

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.refusals import Refusal
from bot.core.text import inert
from bot.shell.cards import Button, Card, Row
from bot.shell.markup import channel
from bot.standups.model import MayNotPost, PostsStopped, WordRefused

ALL = (MayNotPost, PostsStopped, WordRefused)


def refusal(given: Refusal, lang: Lang) -> Card:
    """What is so and what can be done; with a draft, what was typed can be kept to oneself or discarded."""
    _ = lang.gettext
    draft_id = 0
    match given:
        case WordRefused(word=word, draft_id=draft_id):
            text = _("Your server's organisers do not want this word here: “{word}”. Nothing was posted.")
            text = text.format(word=inert(word))
        case PostsStopped(draft_id=draft_id):
            text = _(
                "The organisers have stopped your posts here, so nothing was posted. What you wrote before stays yours, in "
                "/mine. They can tell you why, and allow your posts again in /setup."
            )
        case MayNotPost(channel_id=channel_id, draft_id=draft_id):
            text = _(
                "You may not write in the threads of {channel} just now: the channel is closed to you, or you have a time-out. "
                "Nothing was posted. A moderator can tell you more."
            )
            text = text.format(channel=channel(channel_id))
        case _:
            raise LookupError(type(given).__name__)
    if not draft_id:
        return Card(text)
    text += "\n" + _("Your text is kept as a draft: /standup shows it again.")
    return Card(text, (_kept_buttons(draft_id, lang),))


def _kept_buttons(draft_id: int, lang: Lang) -> Row:
    _ = lang.gettext
    return (
        Button(_("Keep to myself"), custom_id("standups", "keep", draft_id)),
        Button(_("Discard"), custom_id("standups", "discard", draft_id)),
    )
