"""What organisers see of a round before it goes out, without names, and what its people read of it (M2, M5)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import fit
from bot.mentoring.model.rounds import Left, Round
from bot.mentoring.model.values import Reasons, Settings
from bot.mentoring.service.foreseeing import Shown
from bot.shell.cards import Button, Card, Row, Style
from bot.shell.markup import stamp
from cogs.mentoring.views.explaining import named, why

EXAMPLES = 3  # sentences of pairs that a preview shows
PROPOSED = 2  # and of proposals
SENTENCE = 250  # characters of each
TWO, THREE = 2, 3


def preview_card(shown: Shown, lang: Lang, *, done: str = "") -> Card:
    """What the next round would be as things stand, and what the next look for mentors would propose."""
    _ = lang.gettext
    preview = shown.preview
    lines = [*([done] if done else []), _when(shown.settings, lang)]
    if not preview.groups and len(preview.left) < TWO:
        lines.append(_("There are too few people in the pool for partners yet: then no round goes out."))
    else:
        lines += [" ".join([_groups(shown, lang), *_left(preview.left, lang)]), *_examples(shown, lang)]
    if mentors := _mentors(shown, lang):
        lines.append(" ".join(mentors))
    lines.append(_("This is how it stands now; it is worked out again when it goes out."))
    return Card("\n".join(lines), _rows(preview.round, lang))


def over_card(settings: Settings, done: str, lang: Lang) -> Card:
    """A round was sent or left out; when the next one goes out."""
    _ = lang.gettext
    lines = [done, _when(settings, lang)]
    back = Button(_("Mentors"), custom_id("mentoring", "manage"))
    return Card("\n".join(lines), ((back,),))


def name(lang: Lang) -> str:
    """What this kind of thing is called where it waits."""
    return lang.gettext("Partners: why there is none yet")


def sits_out_line(settings: Settings, lang: Lang) -> str:
    """There was no partner for somebody this time (M5)."""
    _ = lang.gettext
    if settings.next_at is None:
        return _(
            "There was no partner for you in this round. In the next one you come first wherever somebody fits. /mentor → “More "
            "about me”: more hours, or that writing is fine, gives more chances."
        )
    text = _(
        "There was no partner for you in this round. In the next one, {when}, you come first wherever somebody fits. /mentor → "
        "“More about me”: more hours, or that writing is fine, gives more chances."
    )
    return text.format(when=stamp(settings.next_at, "D"))


def alone_line(lang: Lang) -> str:
    """Nobody else takes part so far."""
    return lang.gettext(
        "No round of partners went out yet: it takes more people in the pool. You need not do anything; you are in it, and the "
        "next round looks again."
    )


def _when(settings: Settings, lang: Lang) -> str:
    _ = lang.gettext
    if settings.next_at is None:
        return _("No round is planned.")
    return _("The next round goes out {when}.").format(when=stamp(settings.next_at, "F"))


def _groups(shown: Shown, lang: Lang) -> str:
    """How many pairs and threes: facts about the round, not about a person."""
    _ = lang.gettext
    threes = sum(size == THREE for size, _reasons in shown.preview.groups)
    pairs = len(shown.preview.groups) - threes
    if not shown.preview.groups:
        return _("As things stand there would be no pair.")
    said = []
    if pairs:
        said.append(lang.ngettext("{count} pair", "{count} pairs", pairs).format(count=pairs))
    if threes:
        said.append(
            lang.ngettext("{count} group of three", "{count} groups of three", threes).format(count=threes)
        )
    return _("As things stand: {groups}.").format(groups=lang.join(said))


def _examples(shown: Shown, lang: Lang) -> list[str]:
    _ = lang.gettext
    sentences = dict.fromkeys(
        _sentence(reasons, shown, lang, three=size == THREE) for size, reasons in shown.preview.groups
    )
    some = list(sentences)[:EXAMPLES]
    return [_("They would read why, like this: {why}").format(why=" · ".join(some))] if some else []


def _sentence(reasons: Reasons, shown: Shown, lang: Lang, *, three: bool = False) -> str:
    return f"“{fit(why(reasons, named(shown.topics, lang), lang, part=None, three=three), SENTENCE)}”"


def _left(left: Sequence[Left], lang: Lang) -> list[str]:
    """Why others have nobody this time, each reason once: how many have it, or who, is nobody's business (M2)."""
    _ = lang.gettext
    if not left:
        return []
    return [
        _("Without a partner this time: {reasons}.").format(
            reasons=_reasons(left, lang, _("no fitting partner"))
        )
    ]


def _mentors(shown: Shown, lang: Lang) -> list[str]:
    _ = lang.gettext
    preview, lines = shown.preview, []
    sentences = dict.fromkeys(_sentence(each, shown, lang) for each in preview.proposals)
    if sentences:
        some = list(sentences)[:PROPOSED]
        lines.append(_("The next look for mentors would propose: {why}").format(why=" · ".join(some)))
    if preview.waiting:
        why_ = _reasons(preview.waiting, lang, _("no fitting mentor"))
        lines.append(_("Why others wait for a mentor: {reasons}.").format(reasons=why_))
    return lines


def _reasons(left: Sequence[Left], lang: Lang, none: str) -> str:
    _ = lang.gettext
    words = {
        Left.ODD: _("the odd one out"),
        Left.HOURS: _("no common hours"),
        Left.PLACE: _("no free place"),
        Left.NO_FIT: none,
    }
    return lang.join(words[each] for each in Left if each in left)


def _rows(value: Round | None, lang: Lang) -> tuple[Row, ...]:
    _ = lang.gettext
    back = Button(_("Mentors"), custom_id("mentoring", "manage"))
    if value is None:
        return ((back,),)
    at = round(value.goes_at.timestamp())
    send = Button(_("Send it now"), custom_id("mentoring", "send_now", at), Style.PRIMARY)
    skip = Button(_("Leave this one out"), custom_id("mentoring", "skip_round", at))
    return ((send, skip, back),)
