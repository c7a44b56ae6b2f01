"""What a member sees of their own log: what changed, both scores, whether these move together, in words (K5)."""

from __future__ import annotations

from bot.competitions.model import scores
from bot.competitions.model.direction import Direction, Move, Overall
from bot.competitions.model.values import SCORE, WHAT, Better, Entrant, Tweak
from bot.competitions.service.tweaking import PAGE, Line, Log
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import clean, fit, inert, inert_parts
from bot.shell.cards import CONTENT, Button, Card, Option, Row, Select, Style
from bot.shell.forms import Form, Text
from bot.shell.markup import stamp
from bot.shell.titles import written
from cogs.competitions.views import ways
from cogs.competitions.views.facts import title_link

LINES = 3  # of a log in its card; the select has more
_LABEL, _LINE, _ROOM = 100, 160, 1200


def log_card(log: Log, lang: Lang, intro: str = "") -> Card:
    """A member's log of a competition: the verdict, the last lines, what can be done; `intro` says what happened just now."""
    _ = lang.gettext
    heading = _("**My log** · {title} · only you can see it").format(title=title_link(log.competition))
    text = [intro, heading]
    if not log.lines:
        text.append(
            _(
                "Nothing here yet. A small tweak a day: architectures before hyper-parameters, ensembling last."
            )
        )
        return Card("\n".join(filter(None, text)), (_first_row(log, lang),))
    text += _verdict(log, lang)
    text += [line_text(each, lang) for each in log.lines[: LINES - bool(intro)]]
    rows: list[Row] = [_first_row(log, lang), _select(log, lang)]
    if log.is_scored:
        rows.append(_better_row(log, lang))
    return Card("\n".join(filter(None, text)), tuple(rows))


def _first_row(log: Log, lang: Lang) -> tuple[Button, ...]:
    _ = lang.gettext
    own = log.entrant
    row = [Button(_("Log a tweak"), ways.of("tweak", own), Style.PRIMARY)]
    if log.begins:
        row.append(Button(_("Newer"), ways.of("log", own, max(0, log.begins - PAGE))))
    if log.has_older:
        row.append(Button(_("Older"), ways.of("log", own, log.begins + PAGE)))
    return (*row, ways.learned(own, lang), ways.show(own, _("Back to the competition")))


def _select(log: Log, lang: Lang) -> Select:
    options = tuple(_option(each, lang) for each in log.lines)
    return Select(ways.of("line", log.entrant), lang.gettext("A line …"), options)


def _option(tweak: Tweak, lang: Lang) -> Option:
    label = fit(clean(" ".join(tweak.what.split())) or "…", _LABEL)
    return Option(label, str(tweak.id), note=_scores(tweak, lang))


def _better_row(log: Log, lang: Lang) -> tuple[Button, ...]:
    """Both while nothing was chosen; then the other one, to change it."""
    _ = lang.gettext
    own = log.entrant
    higher = Button(_("Higher is better"), ways.of("better_higher", own))
    lower = Button(_("Lower is better"), ways.of("better_lower", own))
    return {None: (higher, lower), Better.HIGHER: (lower,), Better.LOWER: (higher,)}[own.better]


def _verdict(log: Log, lang: Lang) -> list[str]:
    """At most two lines; nothing is guessed."""
    _ = lang.gettext
    if log.is_scored and log.entrant.better is None:
        return [_("Which scores are better here, higher or lower ones? I do not guess: please choose below.")]
    if log.direction is None:
        return [_("With both scores in two lines, I can tell whether they move in the same direction.")]
    return [step_text(log.direction, lang), overall_text(log.direction.overall, lang)]


def step_text(direction: Direction, lang: Lang) -> str:
    """What the last step did to each score."""
    _ = lang.gettext
    return {
        (Move.BETTER, Move.BETTER): _("The last step made both scores better."),
        (Move.BETTER, Move.SAME): _("The last step made the local score better; the public one stayed."),
        (Move.BETTER, Move.WORSE): _("The last step made the local score better, and the public one worse."),
        (Move.SAME, Move.BETTER): _("The last step made the public score better; the local one stayed."),
        (Move.SAME, Move.SAME): _("The last step left both scores where they were."),
        (Move.SAME, Move.WORSE): _("The last step made the public score worse; the local one stayed."),
        (Move.WORSE, Move.BETTER): _("The last step made the local score worse, and the public one better."),
        (Move.WORSE, Move.SAME): _("The last step made the local score worse; the public one stayed."),
        (Move.WORSE, Move.WORSE): _("The last step made both scores worse, which is worth knowing, too."),
    }[direction.local, direction.public]


def overall_text(overall: Overall, lang: Lang) -> str:
    """How both scores move, and what that means for what to do next."""
    _ = lang.gettext
    return {
        Overall.TOGETHER: _(
            "Both move in the same direction: trust your validation, and try more locally before you submit."
        ),
        Overall.MOSTLY_TOGETHER: _(
            "Both mostly move in the same direction: your validation is a good guide, though a small step may mislead you."
        ),
        Overall.UNCLEAR: _(
            "Now they move together, now they do not: compare how you split the data with how the test set was made."
        ),
        Overall.MOSTLY_APART: _(
            "They mostly move in opposite directions: have a look at your validation split before the next tweak."
        ),
        Overall.APART: _(
            "They move in opposite directions: look at your validation split before the next tweak."
        ),
        Overall.LEVEL: _(
            "No two lines differ in both scores yet, so nothing can be told. A bolder change shows more."
        ),
    }[overall]


def line_text(tweak: Tweak, lang: Lang) -> str:
    """A line of a log on one line: when, what changed, the scores as they were read."""
    parts = (stamp(tweak.at, "D"), written(tweak.what, _LINE), _scores(tweak, lang))
    return " · ".join(each for each in parts if each)


def _scores(tweak: Tweak, lang: Lang) -> str:
    _ = lang.gettext
    told = []
    if local := scores.shown(tweak.local):
        told.append(_("local {score}").format(score=local))
    if public := scores.shown(tweak.public):
        told.append(_("public {score}").format(score=public))
    return ", ".join(told)


def logged(lang: Lang) -> str:
    """The sentence after a line was logged."""
    return lang.gettext("Kept. “A line …” below shows any line, to change or delete it.")


def chosen(better: Better, lang: Lang) -> str:
    """The sentence after a member said which scores are better."""
    _ = lang.gettext
    if better is Better.HIGHER:
        return _("Noted: higher is better here. The button below changes it.")
    return _("Noted: lower is better here. The button below changes it.")


def tweak_form(own: Entrant, lang: Lang) -> Form:
    """The form of a new line."""
    title = lang.gettext("Log a tweak")
    return Form(ways.of("tweaked", own), title, _fields(None, lang), ways.of("tweak", own))


def edit_form(line: Line, lang: Lang) -> Form:
    """The form of a line as it was typed."""
    form = custom_id("competitions", "edited", line.tweak.id)
    opener = custom_id("competitions", "edit", line.tweak.id)
    return Form(form, lang.gettext("Edit"), _fields(line.tweak, lang), opener)


def _fields(tweak: Tweak | None, lang: Lang) -> tuple[Text, ...]:
    _ = lang.gettext
    what, local, public = (tweak.what, tweak.local, tweak.public) if tweak else ("", "", "")
    return (
        Text(
            "what",
            _("What did you change?"),
            note=_("One small thing, so that you can see what it did."),
            value=what,
            long=True,
            required=True,
            most=WHAT,
        ),
        Text(
            "local",
            _("Local score"),
            note=_("From your own validation, if you have one."),
            placeholder="0.8123",
            value=local,
            most=SCORE,
        ),
        Text(
            "public",
            _("Public score"),
            note=_("What Kaggle showed you, if you submitted it."),
            placeholder="0.8044",
            value=public,
            most=SCORE,
        ),
    )


def line_card(line: Line, lang: Lang, intro: str = "") -> Card:
    """A line of one's own log, whole; `intro` says what happened just now."""
    _ = lang.gettext
    tweak = line.tweak
    heading = _("**A line of my log** · {title} · {when}")
    heading = heading.format(title=title_link(line.competition), when=stamp(tweak.at, "f"))
    what = next(iter(inert_parts(tweak.what, _ROOM)), "…")
    text = "\n".join(filter(None, (intro, heading, what, _scores(tweak, lang))))
    edit = Button(_("Edit"), custom_id("competitions", "edit", tweak.id), Style.PRIMARY)
    drop = Button(_("Delete"), custom_id("competitions", "drop", tweak.id), Style.DANGER)
    return Card(fit(text, CONTENT), ((edit, drop, _back(line, lang)),))


def changed(lang: Lang) -> str:
    """The sentence after a line was changed."""
    return lang.gettext("Changed. “Edit” changes it again.")


def dropped(line: Line, lang: Lang) -> Card:
    """After "Delete": it is gone; its words once more."""
    _ = lang.gettext
    tweak = line.tweak
    intro = _("Deleted: I have stored nothing of this line any more. Your words once more; I keep no copy:")
    what = next(iter(inert_parts(tweak.what, _ROOM)), "…")
    typed = inert(", ".join(filter(None, (tweak.local, tweak.public))))
    return Card("\n".join(filter(None, (intro, what, typed))), ((_back(line, lang),),))


def _back(line: Line, lang: Lang) -> Button:
    return Button(lang.gettext("Back to my log"), ways.of("log", line.entrant))
