"""How a proposal looks to its two sides, who read no name before both said yes, and what they read after an answer (M4)."""

from __future__ import annotations

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.mentoring.model.values import Role
from bot.mentoring.service.proposed import Proposed, Stands
from bot.shell.cards import Button, Card, Style
from bot.shell.markup import stamp
from cogs.mentoring.views.explaining import named, why


def proposal_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("A mentor, or somebody to mentor")


def proposal_line(proposed: Proposed, lang: Lang) -> str:
    """The line of an inbox."""
    _ = lang.gettext
    names = _("You read their name when both say yes.")
    return f"{_intro(proposed, lang)} {_why(proposed, lang)} {names}"


def proposal_button(proposed: Proposed, lang: Lang) -> Button:
    """Opens the card with yes and no."""
    opened = custom_id("mentoring", "proposal", proposed.proposal.id)
    return Button(lang.gettext("Open it"), opened, Style.PRIMARY)


def proposal_card(proposed: Proposed, lang: Lang) -> Card:
    """A proposal as one of its sides sees it, wherever it stands."""
    return {
        Stands.OPEN: _open_card,
        Stands.WAITS: _waits_card,
        Stands.AGREED: _agreed_card,
        Stands.TAKEN: _taken_card,
    }[proposed.stands](proposed, lang)


def declined_card(part: Role, lang: Lang) -> Card:
    """After a no."""
    _ = lang.gettext
    if part is Role.OFFER:
        text = _(
            "That is fine, and needs no reason. Your name was shown to nobody, and your place is free for somebody else. /mentor "
            "changes what you offer, or lets you pause."
        )
    else:
        text = _(
            "That is fine, and needs no reason. Your name was shown to nobody. You keep your date in the queue, and I look for "
            "somebody else right away. /mentor changes what you look for."
        )
    return Card(text)


def over_name(lang: Lang) -> str:
    """What a line is called that a proposal came to nothing."""
    return lang.gettext("A proposal that did not work out")


def over_line(part: Role, lang: Lang) -> str:
    """The line of an inbox for who said yes; it says nothing of the other side."""
    _ = lang.gettext
    if part is Role.OFFER:
        return _(
            "A learner was proposed to you, and it did not work out this time. Thank you for your yes: your place is free for "
            "somebody else."
        )
    return _(
        "A mentor was proposed to you, and it did not work out this time. That says nothing about you: you keep your place in "
        "the queue, and I go on looking."
    )


def _intro(proposed: Proposed, lang: Lang) -> str:
    _ = lang.gettext
    if proposed.part is Role.OFFER:
        return _("There is somebody whom you could mentor.")
    return _("There is somebody who could be your mentor.")


def _why(proposed: Proposed, lang: Lang) -> str:
    return why(proposed.proposal.reasons, named(proposed.topics, lang), lang, part=proposed.part)


def _open_card(proposed: Proposed, lang: Lang) -> Card:
    _ = lang.gettext
    names = _(
        "You read each other's names when both say yes. No is fine, too: nobody asks why. This waits for you until {when}."
    )
    lines = [
        _intro(proposed, lang),
        f"> {_why(proposed, lang)}",
        names.format(when=stamp(proposed.proposal.until)),
    ]
    yes = Button(_("Yes, gladly"), _id("yes", proposed), Style.PRIMARY)
    no = Button(_("No, thank you"), _id("no", proposed))
    return Card("\n".join(lines), ((yes, no),))


def _waits_card(proposed: Proposed, lang: Lang) -> Card:
    _ = lang.gettext
    text = _(
        "I have your yes. If it becomes a yes from both of you, your names are in your inboxes; if not, you hear that, too. You "
        "can still change your mind here."
    )
    no = Button(_("Rather not, after all"), _id("no", proposed))
    return Card(f"{text}\n> {_why(proposed, lang)}", ((no,),))


def _agreed_card(proposed: Proposed, lang: Lang) -> Card:
    _ = lang.gettext
    lines = [_("You both said yes. How good! Open it to read who it is, and how you could begin.")]
    if proposed.part is Role.SEEK:
        lines.append(
            _(
                "You have a mentor now, so you are not in the queue any more. /mentor → “Find a mentor” looks for one again, "
                "whenever you like."
            )
        )
    opened = Button(_("Who is it?"), custom_id("mentoring", "pair", proposed.pair_id), Style.PRIMARY)
    return Card("\n".join(lines), ((opened,),))


def _taken_card(proposed: Proposed, lang: Lang) -> Card:
    _ = lang.gettext
    changed = _(
        "Thank you for your yes. Something changed in the meantime, so it cannot become a pair any more."
    )
    if proposed.part is Role.OFFER:
        kept = _("The learner keeps their place in the queue. /mentor shows the places that you offer.")
    else:
        kept = _("You keep your date in the queue, and I look for somebody else right away.")
    return Card(f"{changed} {kept}")


def _id(verb: str, proposed: Proposed) -> str:
    return custom_id("mentoring", verb, proposed.proposal.id)
