"""How the bot greets a server, and how a server's language is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from bot.communities.model import AuditLine, Community
from bot.core.ids import custom_id
from bot.core.lang import Lang, get_lang, languages
from bot.core.text import inert
from bot.shell.cards import Button, Card, Option, Select
from bot.shell.directory import Section

DISCORDS = "discord"  # the choice to follow Discord's own setting; no locale is called so


def greeting(lang: Lang) -> Card:
    """What everybody reads when the bot has come to a server."""
    _ = lang.gettext
    lines = (
        _(
            "Hello! I am Compound. With me you say once a day, in a minute, what you did and what comes next; "
            "a little is a full answer."
        ),
        _("**Organisers:** type /setup. It asks for a channel, a city and a time; until then I stay quiet."),
        _("**Everybody:** /help shows what there is, and /mine what is yours alone."),
    )
    return Card("\n".join(lines))


def language_section(lang: Lang) -> Section:
    """The language's part of the /setup card."""
    return Section((), (Button(lang.gettext("Language"), custom_id("communities", "language")),))


def language_card(community: Community, discords: str, lang: Lang, *, done: str = "") -> Card:
    """Which language the public words have, and the choice; `discords` is the locale that Discord states."""
    _ = lang.gettext
    spoken = get_lang(community.language if community.language_chosen else discords)
    now = _("In public I write {language} here; that was chosen in /setup.")
    if not community.language_chosen:
        now = _("In public I write {language} here, following this server's own setting in Discord.")
    lines = [done] if done else []
    lines.append(now.format(language=spoken.own_name))
    lines.append(_("In private everybody reads the language of their own Discord, if I know it."))
    follow = Option(
        _("As Discord says"),
        DISCORDS,
        _("now: {language}").format(language=get_lang(discords).own_name),
        chosen=not community.language_chosen,
    )
    choose = Select(
        custom_id("communities", "speak"),
        _("Choose a language"),
        (follow, *_options(languages(), spoken if community.language_chosen else None)),
    )
    back = Button(_("Back to setup"), custom_id("communities", "home"))
    return Card("\n".join(lines), (choose, (back,)))


def _options(spoken: Sequence[Lang], chosen: Lang | None) -> tuple[Option, ...]:
    return tuple(Option(each.own_name, each.code, chosen=each == chosen) for each in spoken)


def language_changed(community: Community, lang: Lang) -> str:
    """What the choice did."""
    _ = lang.gettext
    if not community.language_chosen:
        return _("Saved: I follow Discord's setting again.")
    text = _("Saved: from now on I write {language} in public. What is posted already stays as it is.")
    return text.format(language=get_lang(community.language).own_name)


def chose_language(line: AuditLine, lang: Lang) -> str:
    """The audit's line."""
    _ = lang.gettext
    code = line.detail.get("name", "")
    if code == "Discord":
        return _("let Discord's setting decide the language")
    return _("set the language to {language}").format(language=inert(get_lang(code).own_name))
