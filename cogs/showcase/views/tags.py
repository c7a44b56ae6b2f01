"""What a forum's tags for kinds of shares are called: in the server's language, and as we know them in any other."""

from __future__ import annotations

from bot.core.lang import Lang, languages
from bot.showcase.model.values import Kind


def tag_name(kind: Kind, lang: Lang) -> str:
    """The name of a kind's tag; Discord takes at most 20 characters."""
    _ = lang.gettext
    return {
        Kind.PROJECT: _("Project"),
        Kind.PROGRESS: _("In progress"),
        Kind.WRITING: _("Writing"),
        Kind.NOTEBOOK: _("Notebook"),
        Kind.PAPER: _("Paper"),
        Kind.OTHER: _("Other"),
    }[kind]


def tags_of(*kinds: Kind) -> frozenset[str]:
    """The names, in lower case, by which the tag of one of these kinds is known, whatever language it was made in."""
    return frozenset(folded(tag_name(kind, lang)) for kind in kinds for lang in languages())


def folded(name: str) -> str:
    """A tag's name as it is compared."""
    return " ".join(name.casefold().split())
