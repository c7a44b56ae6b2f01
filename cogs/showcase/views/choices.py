"""What a member chooses about sharing in /mine → Settings: four switches, each with its undo."""

from __future__ import annotations

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.shell import ways
from bot.shell.cards import Button, Card, Style
from bot.shell.directory import Section
from bot.showcase.model.values import Choices
from bot.showcase.service.choosing import Own

PAGE = "page"
QUOTE = "quote"
DRAFTS = "drafts"
HEAR = "hear_shares"


def section(lang: Lang) -> Section:
    """The showcase's part of the settings: the way to its own card."""
    return Section((), (Button(lang.gettext("Sharing"), custom_id("showcase", "sharing")),))


def sharing_card(own: Own, lang: Lang) -> Card:
    """What is chosen, and the switches."""
    _ = lang.gettext
    chosen = own.choices
    lines = [
        _("**Sharing.** Everything here is off until you choose it."),
        _("Drafts: you may be asked to read those of others.")
        if chosen.reads_drafts
        else _("Drafts: you are not asked to read those of others."),
        _("Shares about your topics: you are told of some.")
        if chosen.reads_shares
        else _("Shares about your topics: you are told of none."),
        _("Weekly round-up: it may quote you.")
        if chosen.quoted
        else _("Weekly round-up: it does not quote you."),
        _("Public page: it may show your posts.")
        if chosen.on_page
        else _("Public page: it does not show your posts."),
    ]
    switches = (
        _switch(DRAFTS, chosen.reads_drafts, _("Ask me to read drafts"), _("Do not ask me to read drafts")),
        _switch(HEAR, chosen.reads_shares, _("Tell me of shares about my topics"), _("Tell me of no shares")),
        _switch(QUOTE, bool(chosen.quoted), _("Quote me in the round-up"), _("Do not quote me")),
        _switch(PAGE, chosen.on_page, _("Show my posts on the page"), _("Take me off the page")),
    )
    return Card("\n".join(lines), (switches, (ways.settings(lang),)))


def _switch(verb: str, is_on: bool, on: str, off: str) -> Button:
    return Button(off if is_on else on, custom_id("showcase", f"{verb}_{'off' if is_on else 'on'}"))


def chosen_card(verb: str, own: Own, lang: Lang, guild_id: int = 0) -> Card:
    """After a choice: what is so now, its undo, and the way back; `guild_id` is its server in the bot's own DM."""
    _ = lang.gettext
    is_on = _is_on(verb, own.choices)
    opposite = f"{verb}_{'off' if is_on else 'on'}"
    if guild_id:
        return Card(
            _text(verb, is_on, own, lang), ((Button(_("Undo"), custom_id("showcase", opposite, guild_id)),),)
        )
    undo = Button(_("Undo"), custom_id("showcase", opposite))
    # Not "Back": below the answer to a first share nobody has been there.
    buttons = [undo, Button(_("Sharing settings"), custom_id("showcase", "sharing"))]
    if verb == HEAR and is_on and not own.has_topics:
        helping = custom_id("communities", "helping")
        buttons.insert(0, Button(_("Helping others"), helping, Style.PRIMARY))
    return Card(_text(verb, is_on, own, lang), (tuple(buttons),))


def _is_on(verb: str, chosen: Choices) -> bool:
    return {
        DRAFTS: chosen.reads_drafts,
        HEAR: chosen.reads_shares,
        QUOTE: bool(chosen.quoted),
        PAGE: chosen.on_page,
    }[verb]


def _text(verb: str, is_on: bool, own: Own, lang: Lang) -> str:
    _ = lang.gettext
    if verb == HEAR and is_on and not own.has_topics:
        return _("Saved. Which topics? Choose them under “Helping others”; without one I tell you of none.")
    told = {
        DRAFTS: (
            _(
                "Now and then somebody's draft waits in your inbox (/mine). Reading it is never expected of you."
            ),
            _("You are not asked to read drafts any more; what waited for you is gone from your inbox."),
        ),
        HEAR: (
            _("At most once a day, a share about one of your topics waits in your inbox (/mine)."),
            _("You are told of no shares any more; what waited for you is gone from your inbox."),
        ),
        QUOTE: (
            _(
                "The weekly round-up may quote what you share, with a link to your post; a standup's summary may name what you "
                "finished."
            ),
            _("The round-up does not quote you; one that did is changed."),
        ),
        PAGE: (
            _(
                "Your posts may be on a page that the organisers can publish outside Discord, for everybody to see: your name "
                "there, title, words, link and date. You can take this back; a copy that is already published is theirs to renew."
            ),
            _(
                "The next page that is made leaves your posts out. A copy that is already published is the organisers' to renew: "
                "ask them."
            ),
        ),
    }
    return told[verb][0 if is_on else 1]
