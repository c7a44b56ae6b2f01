"""The source: Kaggle's whole list of competitions, page after page, as values."""

from __future__ import annotations

from bot.competitions.feed.credentials import Credentials
from bot.competitions.model.values import Listing, Trouble, Troubled
from bot.core.http import Http


class Kaggle:
    """Kaggle's API at its address, asked as who `credentials` say we are."""

    def __init__(self, http: Http, url: str, credentials: Credentials) -> None:
        self._http = http
        self._url = url
        self._credentials = credentials

    @property
    def has_token(self) -> bool:
        """Whether anybody gave us something to ask with; without it nothing is asked."""
        return bool(self._credentials)

    async def read(self) -> Listing:
        """Everything that Kaggle lists, or as much as was read before something went wrong."""
        return Listing(trouble=Troubled(Trouble.UNREACHABLE))
