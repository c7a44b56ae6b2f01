"""What became of the last digest, when the next one comes, and whether arXiv answers, as organisers read it (P3)."""

from __future__ import annotations

from bot.core.lang import Lang
from bot.papers.model.values import Truth
from bot.papers.service.truths import Status
from bot.shell.markup import stamp


def truth_line(status: Status, lang: Lang) -> str:
    """What became of the last digest."""
    _ = lang.gettext
    settings = status.settings
    when = stamp(settings.truth_at, "R") if settings.truth_at else ""
    if settings.truth is Truth.QUIET and status.quiet == "late":
        text = _("arXiv's new list was not there yet {when}: what it brings comes with the next digest.")
        return text.format(when=when)
    if settings.truth is Truth.QUIET:
        return _("No announcement {when}: {why}.").format(when=when, why=quiet_name(status.quiet, lang))
    text = {
        Truth.NONE: _("No digest yet."),
        Truth.POSTED: _("Last digest {when}."),
        Truth.UNMATCHED: _(
            "Nothing matched {when}: arXiv announced papers, but none of what is chosen here."
        ),
        Truth.SILENT: _(
            "arXiv did not answer {when}, so there was no digest; what it announced is not lost."
        ),
        Truth.BACK: _("Last digest {when}, of more than a day: no digest could be made before."),
    }[settings.truth]
    return text.format(when=when)


def quiet_name(why: str, lang: Lang) -> str:
    """Why arXiv announced nothing: the weekend, a holiday by its name, or that nobody knows."""
    _ = lang.gettext
    holidays = {
        "new_year": _("New Year's Day"),
        "king": _("Martin Luther King Day"),
        "juneteenth": _("Juneteenth"),
        "independence": _("Independence Day"),
        "labor": _("Labor Day"),
        "thanksgiving": _("Thanksgiving"),
        "christmas": _("Christmas"),
        "year_end": _("the turn of the year"),
    }
    if why in holidays:
        return _("arXiv rested for {holiday}").format(holiday=holidays[why])
    if why == "weekend":
        return _("arXiv rests at weekends")
    return _("arXiv listed nothing in these categories")


def next_line(status: Status, lang: Lang) -> str:
    """When the next digest comes."""
    _ = lang.gettext
    due_at = status.settings.due_at
    if not status.settings.on:
        return _("It is switched off.")
    if due_at is None:
        return _("No digest comes until I can post in the channel again: a test post shows whether I can.")
    if status.settings.truth is Truth.SILENT:
        return _("I look again {when}.").format(when=stamp(due_at, "R"))
    return _("The next one comes {when}.").format(when=stamp(due_at, "R"))


def arxiv_line(status: Status, lang: Lang) -> str:
    """When arXiv answered last, and what is wrong with it, if anything."""
    _ = lang.gettext
    answered = stamp(status.answered_at, "R") if status.answered_at else ""
    if status.trouble and answered:
        return _("⚠ arXiv answered last {when}; since then: {trouble}. I go on asking.").format(
            when=answered, trouble=trouble_name(status.trouble, lang)
        )
    if status.trouble:
        return _("⚠ No answer from arXiv yet: {trouble}. I go on asking.").format(
            trouble=trouble_name(status.trouble, lang)
        )
    if answered:
        return _("arXiv answered last {when}.").format(when=answered)
    return _("arXiv was not asked yet; it is asked soon.")


def trouble_name(trouble: str, lang: Lang) -> str:
    """Why arXiv gave no answer that counts, in a few words."""
    _ = lang.gettext
    return {
        "unreachable": _("it could not be reached"),
        "slow": _("it took too long"),
        "busy": _("it asked me to wait"),
        "refused": _("it refused to answer"),
        "page": _("it sent a web page instead of a list"),
        "broken": _("what it sent could not be read"),
        "large": _("what it sent was far too large"),
        "error": _("it answered with an error"),
        "unknown": _("it does not know one of these categories"),
        "empty": _("its list was empty although one was due"),
    }.get(trouble, _("it gave no answer that counts"))
