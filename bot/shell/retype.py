"""What was typed into a form that was refused, kept for a while so that "Open the form again" shows it."""

from __future__ import annotations

from collections import OrderedDict

from bot.core.leaks import without_secrets
from bot.shell.forms import Values

MOST = (
    2000  # forms, newest kept; a convenience only: what members write for others is a draft in the database
)


class Retype:
    """A small memory of refused forms, by person and by the button that opens the form again."""

    def __init__(self) -> None:
        self._typed: OrderedDict[tuple[int, str], Values] = OrderedDict()

    def keep(self, user_id: int, opener: str, values: Values) -> None:
        """Remember what `user_id` typed into the form that the button `opener` opens, but no secret in it (H3)."""
        self._typed[user_id, opener] = {
            key: tuple(without_secrets(each) for each in typed) for key, typed in values.items()
        }
        self._typed.move_to_end((user_id, opener))
        while len(self._typed) > MOST:
            self._typed.popitem(last=False)

    def take(self, user_id: int, opener: str) -> Values:
        """What was typed, once; empty when nothing is remembered."""
        return self._typed.pop((user_id, opener), {})
