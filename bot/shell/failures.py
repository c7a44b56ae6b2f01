"""The one funnel for what goes wrong while a person waits: a refusal is worded, anything else gets a number."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord
import structlog

from bot.core.db import DatabaseTrouble
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.refusals import Refusal
from bot.core.text import inert, split
from bot.shell.cards import CONTENT, Button, Card, Style

if TYPE_CHECKING:
    from bot.shell.request import Request

log = structlog.stdlib.get_logger(__name__)

Wording = Callable[[Refusal, Lang], Card]
# Unknown interaction, unknown webhook, invalid webhook token: too late. Acknowledged before: Discord delivered it twice.
EXPIRED = frozenset({10062, 10015, 50027, 40060})


class NotAllowed(Refusal):
    """Only people with Manage Server may do this."""


class Finished(Refusal):
    """The button, form or thing behind it is no longer there."""


@dataclass(eq=False)
class NotServed(Refusal):
    """This bot works for other servers only (BOT_ALLOWED_SERVERS); `contact` is who runs it, if they say so."""

    contact: str


def shell_wording(refusal: Refusal, lang: Lang) -> Card:
    """The wording of the shell's own refusals."""
    _ = lang.gettext
    if isinstance(refusal, NotAllowed):
        return Card(_("This one is for people who manage the server (the Manage Server permission)."))
    if isinstance(refusal, NotServed):
        if refusal.contact:
            text = _("I do not work in this server. This can be changed by who runs me: {contact}")
            return Card(text.format(contact=inert(refusal.contact)))
        return Card(_("I do not work in this server. Only who runs me can change that."))
    return Card(_("This is finished. Type / to start again; nothing was changed."))


class Wordings:
    """Which function words which refusal; features register theirs when their cog loads."""

    def __init__(self) -> None:
        self._by_type: dict[type[Refusal], Wording] = {}
        self.register(shell_wording, NotAllowed, NotServed, Finished)

    def register(self, wording: Wording, *kinds: type[Refusal]) -> None:
        """`wording` words these refusals (their subclasses included) from now on."""
        self._by_type.update(dict.fromkeys(kinds, wording))

    def card(self, refusal: Refusal, lang: Lang) -> Card:
        """The worded refusal; LookupError when no cog words it, which a test rules out."""
        for kind in type(refusal).__mro__:
            if wording := self._by_type.get(kind):
                return wording(refusal, lang)
        raise LookupError(f"{type(refusal).__name__} has no wording")


def is_expired(error: BaseException) -> bool:
    """Whether Discord only says that it no longer waits for this answer."""
    return isinstance(error, discord.HTTPException) and error.code in EXPIRED


async def answer_failure(request: Request, error: BaseException, *, reopen: str = "") -> None:
    """Answer the person after `error`: never silently, never with a stack trace, never losing what was typed.

    `reopen` is the verb that opens the submitted form again; a refusal's card then carries that button.
    """
    try:
        await _answer(request, error, reopen)
    except discord.HTTPException as failed:
        if not is_expired(failed):
            log.error("answer failed", route=request.route.name, status=failed.status, code=failed.code)
        else:
            log.warning("answer came too late", route=request.route.name)


async def _answer(request: Request, error: BaseException, reopen: str) -> None:
    _ = request.lang.gettext
    if isinstance(error, NotServed):  # no form opens again here, so that what was typed goes back at once
        await request.answer(request.bot.wordings.card(error, request.lang), *typed_again(request))
        return
    if isinstance(error, Refusal):
        card = request.bot.wordings.card(error, request.lang)
        if reopen and request.is_form:
            feature = request.route.name.partition(":")[0]
            opener = custom_id(feature, reopen, *request.route.args)
            request.bot.retype.keep(request.user_id, opener, request.values)
            again = Button(_("Open the form again"), opener, Style.PRIMARY)
            card = Card(card.text, ((again,), *card.rows), card.files)
        await request.answer(card)
        return
    if is_expired(error):
        log.warning("discord no longer waits for an answer", route=request.route.name)
        return
    if isinstance(error, DatabaseTrouble):
        request.bot.alarm.trouble(error, request.route.name)
        words = _("I could not save this just now. Nothing is lost: please try again in a minute.")
    else:
        reference = secrets.token_hex(4)
        log.error("unexpected failure", reference=reference, route=request.route.name, exc_info=error)
        contact = request.app.settings.contact
        words = _(
            "Something went wrong on my side, and I have noted it. If it stays, tell the organisers: {reference}."
        )
        if contact:
            words = _(
                "Something went wrong on my side, and I have noted it. If it stays, tell who runs this bot, {contact}, "
                "this number: {reference}."
            )
        words = words.format(reference=reference, contact=inert(contact))
    await request.answer(Card(words), *typed_again(request))


def typed_again(request: Request) -> list[Card]:
    """What was typed into the submitted form, given back so that nothing is lost; empty for anything but forms."""
    typed = "\n\n".join(value for values in request.values.values() for value in values if value.strip())
    if not request.is_form or not typed:
        return []
    intro = request.lang.gettext("This is what you typed:")
    return [Card(part) for part in split(f"{intro}\n\n{inert(typed)}", CONTENT)]
