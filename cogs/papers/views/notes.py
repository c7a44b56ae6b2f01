"""The form of a session's notes (P10); how they look and what can be done with them is as of every entry."""

from __future__ import annotations

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.papers.model.values import EntryKind
from bot.papers.service.sessions import Session
from bot.shell.forms import Form
from cogs.papers.views.entries import entry_fields


def notes_form(session: Session, lang: Lang) -> Form:
    """Three fields, one of which is enough."""
    round_id = session.round.id
    fields = entry_fields(EntryKind.NOTES, ("", "", ""), lang)
    form, opener = custom_id("papers", "noted", round_id), custom_id("papers", "note", round_id)
    return Form(form, lang.gettext("What did we learn?"), fields, opener)
