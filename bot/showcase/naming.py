"""Names what was made, in a language: the same on the public page and in a person's export."""

from __future__ import annotations

from bot.core.lang import Lang
from bot.showcase.model.values import Kind


def kind_words(kind: Kind, lang: Lang) -> str:
    """What was made."""
    _ = lang.gettext
    return {
        Kind.PROJECT: _("A project, shipped"),
        Kind.PROGRESS: _("Work in progress"),
        Kind.WRITING: _("Writing"),
        Kind.NOTEBOOK: _("A notebook"),
        Kind.PAPER: _("A paper, implemented"),
        Kind.OTHER: _("Something else"),
    }[kind]
