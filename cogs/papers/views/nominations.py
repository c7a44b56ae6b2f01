"""Nominations as members read them: the public card of a round, the private list, the forms, what came of nominating."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import clean, fit, inert, units
from bot.papers.model.groups import REASON, Phase, Round
from bot.papers.model.rounds import is_planned
from bot.papers.model.values import Paper
from bot.papers.service.nominating import NewNomination, Nominations
from bot.papers.service.rounds import Nominated, RoundPost
from bot.shell.cards import CONTENT, OPTION_TEXT, Button, Card, Option, Select, Style
from bot.shell.forms import Form, Text
from bot.shell.markup import person, stamp
from bot.shell.titles import written
from cogs.papers.views.papers import linked

PAPER, WHY = "paper", "reason"  # fields of the forms
TITLE = 170  # UTF-16 units of a linked title, the address included, where there is room
LEAST_TITLE, LEAST_WORDS = 110, 16
HEAD = 400  # units that a card says beside its list


def nominations_card(post: RoundPost, lang: Lang) -> Card:
    """The public card of a round's nominations, until its paper is chosen and then."""
    _ = lang.gettext
    if post.chosen is not None:
        return Card(
            "\n".join([reads(post.round, post.chosen, lang), *why_lines(post, lang)]),
            ((more(post.chosen, lang), propose(post.round.id, lang, Style.SECONDARY)),),
        )
    lines = [_("**What shall we read together next?**"), _until(post.round, lang, is_on=post.is_on)]
    if not post.is_on:
        return Card("\n".join(lines), (_pick(post.nominated, lang),) if post.nominated else ())
    if post.round.phase is Phase.VOTING:
        return Card("\n".join(lines), ((propose(post.round.id, lang, Style.SECONDARY),),))
    buttons = [propose(post.round.id, lang)]
    if post.nominated:
        buttons.append(Button(_("Take one back"), custom_id("papers", "nominations")))
        lines += nomination_lines(post.nominated, CONTENT - HEAD, lang)
        return Card("\n".join(lines), (tuple(buttons), _pick(post.nominated, lang)))
    return Card("\n".join(lines), (tuple(buttons),))


def mark_of(round_id: int) -> str:
    """The id of the button by which a card of nominations is known, whatever it says by now."""
    return custom_id("papers", "propose", round_id)


def propose(round_id: int, lang: Lang, style: Style = Style.PRIMARY) -> Button:
    """The button that opens the form for any paper."""
    return Button(lang.gettext("Nominate a paper"), mark_of(round_id), style)


def more(paper: Paper, lang: Lang) -> Button:
    """The way to a paper's own card."""
    return Button(lang.gettext("More about it"), custom_id("papers", "more", paper.arxiv_id))


def reads(value: Round, paper: Paper, lang: Lang) -> str:
    """What was chosen for a round, and whether its session was cancelled."""
    _ = lang.gettext
    text = _("**The group reads:** {paper}")
    if value.phase is Phase.CANCELLED:
        text = _("**Cancelled:** we do not meet about {paper}. It can be chosen again in a later round.")
    return text.format(paper=linked(paper, 300))


def why_lines(post: RoundPost, lang: Lang) -> list[str]:
    """Why somebody nominated the chosen paper, in their words; nothing when they did not say."""
    chosen = [each for each in post.nominated if each.paper == post.chosen and each.nomination.reason]
    return [_words(each, 300, lang) for each in chosen[:1]]


def _until(value: Round, lang: Lang, *, is_on: bool) -> str:
    _ = lang.gettext
    if not is_on or value.due_at is None:
        return _("The reading group takes a break. What was nominated is kept.")
    when, meets = stamp(value.due_at, "F"), stamp(value.meets_at, "F")
    if is_planned(value):
        return _("The next round opens {when}. What is nominated until then waits for it.").format(when=when)
    if value.phase is Phase.VOTING:
        return _(
            "Nominations are in, and the vote is on until {when}. A paper nominated now waits for the next round."
        ).format(when=when)
    return _(
        "Nominate a paper until {when}. Then everybody can vote, nobody sees how, and we meet {meets}."
    ).format(when=when, meets=meets)


def nomination_lines(nominated: Sequence[Nominated], room: int, lang: Lang) -> list[str]:
    """A line each, in `room` units together: the title, and in whose words why, as far as there is room."""
    share = room // max(len(nominated), 1) - 3
    return [f"- {_line(each, min(share, TITLE + REASON + 60), lang)}" for each in nominated]


def _line(each: Nominated, room: int, lang: Lang) -> str:
    if not each.nomination.reason:
        return linked(each.paper, min(room, TITLE))
    title = linked(each.paper, max(min(room // 2, TITLE), min(room, LEAST_TITLE)))
    words = _words(each, room - units(title) - 3, lang)
    return f"{title} · {words}" if words else linked(each.paper, min(room, TITLE))


def _words(each: Nominated, room: int, lang: Lang) -> str:
    """In whose words why it was nominated; empty where there is no room for any."""
    _ = lang.gettext
    pattern, who = _("“{words}” {person}"), person(each.nomination.user_id)
    left = room - units(pattern.format(words="", person=who))
    typed = " ".join(each.nomination.reason.split())
    most = min(left, units(typed))
    while most >= LEAST_WORDS and units(inert(fit(typed, most))) > left:
        most -= 8
    if most < min(LEAST_WORDS, units(typed)) or most <= 0:
        return ""
    return pattern.format(words=inert(fit(typed, most)), person=who)


def title_of(paper: Paper) -> str:
    """A paper's title where nothing can be linked: in lists to choose from."""
    return fit(clean(" ".join(paper.title.split())), OPTION_TEXT) or paper.arxiv_id


def _pick(nominated: Iterable[Nominated], lang: Lang) -> Select:
    options = tuple(Option(title_of(each.paper), each.paper.arxiv_id) for each in nominated)
    return Select(custom_id("papers", "pick"), lang.gettext("More about a paper …"), options)


def nominations_list(found: Nominations, user_id: int, lang: Lang, *, organiser: bool = False) -> Card:
    """All nominations, for one member: each leads to its paper, one's own can be taken back; organisers take back any."""
    _ = lang.gettext
    everything = (*found.nominated, *found.waiting)
    room = (CONTENT - HEAD) // max(len(everything), 1)
    lines = [_("**Nominations** for the reading group")]
    if found.round is not None:
        lines.append(_until(found.round, lang, is_on=True))
    lines += nomination_lines(found.nominated, room * len(found.nominated), lang)
    if found.waiting:
        lines.append(_("For the round after:"))
        lines += nomination_lines(found.waiting, room * len(found.waiting), lang)
    if not everything:
        lines.append(_("There is room for yours: any paper you would like to talk about with others."))
    buttons = [propose(0, lang)]
    if found.round is not None and found.round.phase is Phase.VOTING:
        vote = custom_id("papers", "vote", found.round.id)
        buttons = [Button(_("Vote"), vote, Style.PRIMARY), propose(0, lang, Style.SECONDARY)]
    buttons.append(Button(_("Papers"), custom_id("papers", "home")))
    rows: list[tuple[Button, ...] | Select] = [tuple(buttons)]
    if everything:
        rows.append(_pick(everything, lang))
    mine = [each for each in everything if organiser or each.nomination.user_id == user_id]
    if mine:
        options = tuple(Option(title_of(each.paper), str(each.nomination.id)) for each in mine)
        rows.append(Select(custom_id("papers", "withdraw"), _("Take a nomination back …"), options))
    return Card("\n".join(lines), tuple(rows))


def nominate_form(arxiv_id: str, lang: Lang) -> Form:
    """Why a paper; nothing has to be typed."""
    _ = lang.gettext
    return Form(
        custom_id("papers", "nominated", arxiv_id),
        _("Nominate this paper"),
        (_why(lang),),
        custom_id("papers", "nominate", arxiv_id),
    )


def propose_form(lang: Lang) -> Form:
    """Which paper, and why."""
    _ = lang.gettext
    note = _("Its arXiv address or number; or words of its title.")
    return Form(
        custom_id("papers", "proposed"),
        _("Nominate a paper"),
        (Text(PAPER, _("Paper"), note, "2401.12345", required=True, most=300), _why(lang)),
        custom_id("papers", "propose"),
    )


def _why(lang: Lang) -> Text:
    _ = lang.gettext
    note = _("One sentence for the others, with your name; it may stay empty.")
    return Text(WHY, _("Why this one?"), note, most=REASON)


def which_card(papers: Sequence[Paper], lang: Lang) -> Card:
    """Several papers were found for what was typed: which one is meant?"""
    _ = lang.gettext
    options = tuple(
        Option(title_of(each), each.arxiv_id, written(", ".join(each.authors[:3]), 100))
        for each in papers[:25]
    )
    text = _("Which one do you mean? What you wrote about it is kept.")
    return Card(text, (Select(custom_id("papers", "nominate"), _("Choose a paper …"), options),))


def nominated_card(made: NewNomination, lang: Lang) -> Card:
    """It is nominated: for when, and how to take it back."""
    _ = lang.gettext
    paper, value = linked(made.paper, 300), made.round
    if not made.waits:
        assert value.due_at is not None
        text = _(
            "Nominated: {paper}. It stands in the group's channel; the vote begins {when}. You can take it back until a paper is "
            "chosen."
        ).format(paper=paper, when=stamp(value.due_at, "F"))
    elif value.due_at is not None:
        text = _("Nominated: {paper}. It waits for the next round, which opens {when}.").format(
            paper=paper, when=stamp(value.due_at, "F")
        )
    else:
        text = _("Nominated: {paper}. It waits for the next round, which opens when this one is over.")
        text = text.format(paper=paper)
    buttons = (
        Button(_("Nominations"), custom_id("papers", "nominations")),
        Button(_("Take it back"), custom_id("papers", "withdraw", made.nomination.id)),
    )
    return Card(text, (buttons,))


def withdrawn_card(taken: Nominated, lang: Lang, *, own: bool = True) -> Card:
    """It is taken back; with the words, which are given back once."""
    _ = lang.gettext
    lines = [_("Not nominated any more: {paper}").format(paper=linked(taken.paper, 300))]
    if own and taken.nomination.reason:
        lines.append(_("You had written: “{words}”").format(words=inert(taken.nomination.reason)))
    again = Button(_("Nominate it again"), custom_id("papers", "nominate", taken.paper.arxiv_id))
    back = Button(_("Nominations"), custom_id("papers", "nominations"))
    return Card("\n".join(lines), ((again, back),))
