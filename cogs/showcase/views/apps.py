"""How the form of what is shared reads when it begins with a message of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.communities.model import Topic
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.shell.forms import Form, Text
from bot.showcase.model.typing import Typed
from cogs.showcase.views.member import share_form

OPENER = custom_id("showcase", "form")


def message_share_form(typed: Typed, topics: Sequence[Topic], cut: bool, lang: Lang) -> Form:
    """The form of /share with what a message says; `cut`: not all of it fits, which it says."""
    form = share_form(custom_id("showcase", "typed"), typed, topics, lang, OPENER)
    if not cut:
        return form
    note = lang.gettext("Your message is longer than fits: this is how it begins. It stays where it is.")
    fields = (
        replace(each, note=note) if isinstance(each, Text) and each.key == "text" else each
        for each in form.fields
    )
    return replace(form, fields=tuple(fields))
