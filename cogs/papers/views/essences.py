"""The forms of an essence and of "I tried it" (P8)."""

from __future__ import annotations

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.papers.model.values import TRIED, EntryKind
from bot.papers.service.essences import NOTHING, About
from bot.shell.forms import Form, Text
from cogs.papers.views.entries import entry_fields

LINK_ROOM = (
    2000  # characters the form takes: a longer link than may be kept is refused with a reason, not cut
)


def essence_form(about: About, lang: Lang) -> Form:
    """The form of an essence: three fields, one of which is enough."""
    arxiv_id = about.paper.arxiv_id
    parts = about.essence.parts if about.essence else NOTHING
    return Form(
        custom_id("papers", "essenced", arxiv_id),
        lang.gettext("The essence, in your words"),
        entry_fields(EntryKind.ESSENCE, parts, lang),
        custom_id("papers", "essence", arxiv_id),
    )


def try_form(about: About, target: str, lang: Lang) -> Form:
    """The form of "I tried it"; `target` is what its button was about, a paper or an own entry."""
    _ = lang.gettext
    before = about.essence
    fields = (
        Text(
            "link",
            _("Link to your notebook or repository"),
            note=_("A link or a sentence, one of them is enough."),
            value=before.link if before else "",
            most=LINK_ROOM,
        ),
        Text(
            "tried",
            _("What did you try, and what came of it?"),
            note=_("Small counts, and so does what did not work."),
            value=before.tried if before else "",
            long=True,
            most=TRIED,
        ),
    )
    return Form(
        custom_id("papers", "tried", target), _("I tried it"), fields, custom_id("papers", "try", target)
    )
