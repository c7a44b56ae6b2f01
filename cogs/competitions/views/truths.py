"""Whether Kaggle answers, when it is asked next, and what is in the way, as organisers read it."""

from __future__ import annotations

from bot.competitions.model.values import Source, Trouble
from bot.core.lang import Lang
from bot.shell.markup import stamp


def source_line(source: Source, lang: Lang) -> str:
    """When Kaggle answered last, what is wrong since then if anything, and when it is asked next."""
    _ = lang.gettext
    parts = [_answered(source, lang)]
    if source.due_at is not None:
        parts.append(_("I am due to ask again {when}.").format(when=stamp(source.due_at, "R")))
    return " ".join(parts)


def _answered(source: Source, lang: Lang) -> str:
    _ = lang.gettext
    answered = stamp(source.answered_at, "R") if source.answered_at else ""
    trouble = trouble_name(source.trouble, lang)
    if source.trouble and answered:
        text = _("⚠ Kaggle answered last {when}; since then: {trouble}.")
        return text.format(when=answered, trouble=trouble)
    if source.trouble:
        return _("⚠ No answer from Kaggle yet: {trouble}.").format(trouble=trouble)
    if answered:
        return _("Kaggle answered last {when}.").format(when=answered)
    return _("Kaggle has not been asked yet; it is asked soon.")


def token_line(lang: Lang) -> str:
    """That nobody gave the bot a token, and who can."""
    _ = lang.gettext
    return _(
        "Kaggle answers only with a token: whoever runs this bot has to give it one first (KAGGLE_API_TOKEN)."
    )


def trouble_name(trouble: str, lang: Lang) -> str:
    """Why Kaggle gave no answer that counts, in a few words."""
    _ = lang.gettext
    names = {
        Trouble.TOKEN: _("it does not accept the token of whoever runs this bot"),
        Trouble.BUSY: _("it asked me to wait"),
        Trouble.ERROR: _("it answered with an error"),
        Trouble.UNREACHABLE: _("it could not be reached"),
        Trouble.SLOW: _("it took too long"),
        Trouble.LARGE: _("what it sent was far too large"),
        Trouble.BROKEN: _("what it sent could not be read"),
    }
    known = Trouble(trouble) if trouble in set(Trouble) else None
    return names[known] if known else _("it gave no answer that counts")
