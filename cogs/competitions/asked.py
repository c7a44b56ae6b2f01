"""What requests about competitions have in common: which one a button names, and the way back from its card."""

from __future__ import annotations

from bot.competitions.model.refusals import UnknownCompetition
from bot.shell.cards import Button
from bot.shell.request import Request
from cogs.competitions.views import ways


def name_of(request: Request) -> str:
    """The name of the competition that a button is about; UnknownCompetition where it names none."""
    if not request.route.args or not request.route.args[0]:
        raise UnknownCompetition
    return request.route.args[0]


def back(request: Request, where: str | None = None) -> Button:
    """The way back from a competition's card: to the list it was chosen from (`where` as `ways.opener` has it), or home.

    In the bot's own DM there is no /kaggle: it leads to the list of one's own.
    """
    if not request.guild_id:
        return ways.opener(request.lang, ways.MINE)
    return ways.home(request.lang) if where is None else ways.opener(request.lang, where)
