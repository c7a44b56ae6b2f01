"""Looking at competitions: what is open, one of them, finding by words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from bot.competitions.feed import Kaggle
from bot.competitions.model import categories
from bot.competitions.model.refusals import NoCompetitions, NothingFound, NoToken, UnknownCompetition
from bot.competitions.model.values import POST, Competition, Entrant, Phase, Settings
from bot.competitions.service.owning import called, entrant_of, row_of
from bot.competitions.store import competitions, entrants, posts, searching, settings, source
from bot.core.db import Database, Tx, query
from bot.core.refusals import Refusal
from bot.core.text import clean, fit
from bot.deliveries import store as deliveries

SHOWN = 25  # competitions of one list
WORDS = 200  # UTF-16 units of a search; what follows is left out
_ADDRESS = re.compile(r"kaggle\.com/(?:competitions|competition|c)/([\w.-]+)", re.IGNORECASE)
_SLUG = re.compile(r"[\w.-]+")


@dataclass(frozen=True)
class Hearing:
    """What Kaggle told us: when it answered last (UTC; None: never), and whether it was silent when it was asked last."""

    answered_at: datetime | None = None
    silent: bool = False


@dataclass(frozen=True)
class Own:
    """What a member is in, or was, with the competition as far as it is known (`id` 0 where it is not)."""

    entrant: Entrant
    competition: Competition


@dataclass(frozen=True)
class Hub:
    """What /kaggle shows first. `open`: of the server's categories, what opened last first; `more`: there are more.

    `own` is what the member is in, newest first. `closed` says why nothing is open here: none set up, or no token.
    """

    open: tuple[Competition, ...] = ()
    more: bool = False
    own: tuple[Own, ...] = ()
    channel_id: int = 0
    hearing: Hearing = Hearing()
    closed: Refusal | None = None


@dataclass(frozen=True)
class Looked:
    """A competition as a member sees it. `url`: of the message that shows it to their server, "" where there is none.

    `entrant` is their own row, whether they are in or were. `here`: it is looked at in a server, not in the bot's own DM.
    """

    competition: Competition
    entrant: Entrant | None = None
    url: str = ""
    here: bool = True

    @property
    def is_in(self) -> bool:
        """Whether the member is in it."""
        return self.entrant is not None and self.entrant.out_at is None


@dataclass(frozen=True)
class Found:
    """What words found, what is on first. `more`: there is more than is shown."""

    typed: str
    competitions: tuple[Competition, ...]
    more: bool = False


class Looking:
    """Use cases behind /kaggle, its form and every button that shows a competition. Nothing is asked of Kaggle."""

    db: Database
    kaggle: Kaggle

    @query
    def hub(self, tx: Tx, guild_id: int, user_id: int, *, organiser: bool = False) -> Hub:
        """What /kaggle shows first. NoCompetitions, NoToken; who is in something is shown that instead."""
        own = own_of(tx, user_id, guild_id)
        chosen, closed = self._closed(tx, guild_id, organiser=organiser)
        hearing = hearing_of(tx)
        if chosen is None or closed is not None:
            if closed is not None and not own:
                raise closed
            return Hub(own=own, hearing=hearing, closed=closed)
        shown = [
            each
            for each in competitions.is_on(tx)
            if each.phase is Phase.OPEN and categories.key(each.category) not in chosen.muted
        ]
        return Hub(tuple(shown[:SHOWN]), len(shown) > SHOWN, own, chosen.channel_id, hearing)

    @query
    def find(
        self, tx: Tx, guild_id: int, user_id: int, typed: str, *, organiser: bool = False
    ) -> Looked | Found:
        """The competition that an address or its name means, or the only one that words find; else what they find.

        Everything that is known is looked through, whatever its category. NothingFound; NoCompetitions, NoToken as in `hub`.
        """
        _chosen, closed = self._closed(tx, guild_id, organiser=organiser)
        if closed is not None and not own_of(tx, user_id, guild_id):
            raise closed
        words = fit(" ".join(clean(typed).split()), WORDS).removesuffix("…")
        address = _ADDRESS.search(words)
        slug = address[1] if address else words
        named = searching.named(tx, slug) if _SLUG.fullmatch(slug) else None
        if named is not None:
            return _looked(tx, guild_id, named, entrant_of(tx, guild_id, user_id, named.slug))
        found = [] if address else searching.search(tx, words, SHOWN + 1)
        if not found:
            hearing = hearing_of(tx)
            raise NothingFound(typed, hearing.answered_at, hearing.silent)
        if len(found) == 1:
            return _looked(tx, guild_id, found[0], entrant_of(tx, guild_id, user_id, found[0].slug))
        return Found(typed, tuple(found[:SHOWN]), len(found) > SHOWN)

    @query
    def view(self, tx: Tx, guild_id: int, user_id: int, name: str) -> Looked:
        """One competition, by its name in ids; in the DM (0) of the server where they are in it. UnknownCompetition, NotIn."""
        return view_of(tx, guild_id, user_id, name)

    def _closed(self, tx: Tx, guild_id: int, *, organiser: bool) -> tuple[Settings | None, Refusal | None]:
        """A server's competitions, and why nothing is shown there."""
        chosen = settings.get(tx, guild_id)
        if chosen is None or not chosen.on:
            return chosen, NoCompetitions(organiser=organiser)
        return chosen, None if self.kaggle.has_token else NoToken()


def view_of(tx: Tx, guild_id: int, user_id: int, name: str) -> Looked:
    """As `Looking.view`, in a transaction of the caller."""
    slug, entrant = row_of(tx, guild_id, user_id, name)
    one = competitions.get(tx, slug) or (called(entrant, None) if entrant else None)
    if one is None:
        raise UnknownCompetition
    return _looked(tx, guild_id, one, entrant)


def own_of(tx: Tx, user_id: int, guild_id: int) -> tuple[Own, ...]:
    """What a member is in, newest first."""
    theirs = [each for each in entrants.of_person(tx, user_id, guild_id) if each.out_at is None]
    known = competitions.get_many(tx, [each.slug for each in theirs])
    return tuple(Own(each, called(each, known.get(each.slug))) for each in theirs)


def hearing_of(tx: Tx) -> Hearing:
    """How asking Kaggle stands."""
    found = source.of(tx)
    return Hearing(found.answered_at, bool(found.trouble))


def _looked(tx: Tx, guild_id: int, one: Competition, entrant: Entrant | None) -> Looked:
    server = guild_id or (entrant.guild_id if entrant else 0)
    post_id = posts.shown(tx, server, [one.slug]).get(one.slug)
    sent = deliveries.of_subject(tx, POST, post_id) if post_id else []
    return Looked(one, entrant, next((each.url for each in sent if each.url), ""), bool(guild_id))
