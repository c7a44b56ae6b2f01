"""The hidden vote as members see it: the public card, which becomes its result; the form; the private word that it is saved."""

from __future__ import annotations

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.papers.service.rounds import RoundPost
from bot.papers.service.voting import Ballot
from bot.shell.cards import CONTENT, Button, Card, Option, Select, Style
from bot.shell.forms import Form, Several
from bot.shell.markup import stamp
from bot.shell.titles import written
from cogs.papers.views.nominations import HEAD, more, nomination_lines, reads, title_of, why_lines
from cogs.papers.views.papers import linked

FIELD = "papers"


def vote_card(post: RoundPost, lang: Lang) -> Card:
    """The public card of a vote: what can be chosen, and afterwards what was. Nobody ever reads how many voted for what."""
    _ = lang.gettext
    if post.chosen is not None:
        lines = [
            reads(post.round, post.chosen, lang),
            *why_lines(post, lang),
            _("What was not chosen comes back in the next round, once."),
        ]
        return Card("\n".join(lines), ((more(post.chosen, lang),),))
    lines = [_("**Which of these would you like to read together?**")]
    if not post.is_on or post.round.due_at is None:
        lines.append(_("The reading group takes a break. Votes are kept, and the vote goes on afterwards."))
    else:
        lines.append(
            _(
                "Choose as many as you like until {when}. Nobody sees who votes how, and you can change it until then."
            ).format(when=stamp(post.round.due_at, "F"))
        )
    lines += nomination_lines(post.nominated, CONTENT - HEAD, lang)
    vote = Button(_("Vote"), mark_of(post.round.id), Style.PRIMARY)
    options = tuple(Option(title_of(each.paper), each.paper.arxiv_id) for each in post.nominated)
    rows: list[tuple[Button, ...] | Select] = [(vote,)] if post.is_on else []
    if options:
        rows.append(Select(custom_id("papers", "pick"), _("More about a paper …"), options))
    return Card("\n".join(lines), tuple(rows))


def mark_of(round_id: int) -> str:
    """The id of the button by which a vote's card is known."""
    return custom_id("papers", "vote", round_id)


def vote_form(ballot: Ballot, lang: Lang) -> Form:
    """The ballot, with what the member chose before."""
    _ = lang.gettext
    options = tuple(
        Option(
            title_of(each.paper),
            str(each.nomination.id),
            written(", ".join(each.paper.authors[:3]), 100),
            chosen=each.nomination.id in ballot.approved,
        )
        for each in ballot.nominated
    )
    note = _("As many as you like. Nobody else sees it.")
    return Form(
        custom_id("papers", "voted", ballot.round.id),
        _("Vote"),
        (Several(FIELD, _("Which would you read?"), options, note, required=False),),
        mark_of(ballot.round.id),
    )


def voted_card(ballot: Ballot, lang: Lang) -> Card:
    """The vote is saved: for what, and until when it can be changed. Only the voter reads this."""
    _ = lang.gettext
    chosen = [each for each in ballot.nominated if each.nomination.id in ballot.approved]
    assert ballot.round.due_at is not None
    until = stamp(ballot.round.due_at, "F")
    if not chosen:
        text = _("Saved: none of them this time, which is fine. You can change it until {when}.")
        lines = [text.format(when=until)]
    else:
        text = _("Saved, and nobody else sees it. You can change it until {when}. You would read:")
        room = (CONTENT - HEAD) // len(chosen)
        lines = [text.format(when=until), *(f"- {linked(each.paper, min(room, 170))}" for each in chosen)]
    change = Button(_("Change my vote"), mark_of(ballot.round.id))
    return Card("\n".join(lines), ((change,),))
