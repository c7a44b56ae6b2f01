"""A member's log of small changes with their scores, and whether both move together (K5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from bot.competitions.model import scores
from bot.competitions.model.direction import Direction, Scored, direction
from bot.competitions.model.refusals import NothingTyped, TooLong, TweakGone, WordsRefused
from bot.competitions.model.values import WHAT, Better, Competition, Entrant, Tweak
from bot.competitions.service.owning import called, whose
from bot.competitions.store import competitions, entrants, tweaks
from bot.core.db import Database, Tx, query, use_case
from bot.core.leaks import found_secret
from bot.core.text import clean, units

PAGE = 25  # lines of a select
READ = 500  # the newest lines of a log, which are shown and make the verdict; older ones are kept
TWICE = timedelta(minutes=1)  # within which the same line again is the same form that came twice


@dataclass(frozen=True)
class Log:
    """A member's log of a competition, the lines of a page newest first.

    `begins` is how many newer lines come before the page. `direction` is None while it cannot be told: until two lines have both
    scores, and until the member said which scores are better. `is_scored` says whether any line has a score.
    """

    entrant: Entrant
    competition: Competition
    lines: tuple[Tweak, ...] = ()
    begins: int = 0
    has_older: bool = False
    is_scored: bool = False
    direction: Direction | None = None


@dataclass(frozen=True)
class Line:
    """One line of a member's own log."""

    entrant: Entrant
    competition: Competition
    tweak: Tweak


@dataclass(frozen=True)
class Typed:
    """A line as it was typed into the form. `thousands`: a comma before three digits parts these for who typed it."""

    what: str
    local: str = ""
    public: str = ""
    thousands: bool = False


class Tweaking:
    """Use cases of "My log". Everything in it is its author's alone, also after the competition, and after they left it.

    In a DM (`guild_id` 0) it is the log of whatever server they are in it; a line is found by its number alone.
    """

    db: Database

    @query
    def log(self, tx: Tx, guild_id: int, user_id: int, name: str, begins: int = 0) -> Log:
        """The log from its `begins`th newest line on; NotIn."""
        entrant, competition = whose(tx, guild_id, user_id, name)
        return _log(tx, entrant, competition, begins)

    @use_case
    def log_tweak(self, tx: Tx, guild_id: int, user_id: int, name: str, typed: Typed) -> Log:
        """Keep a line; a form that comes twice is kept once. NotIn, NothingTyped, TooLong, BadScore, WordsRefused."""
        entrant, competition = whose(tx, guild_id, user_id, name)
        read = _read(typed)
        last = tweaks.newest(tx, entrant.id, 1)
        if not any(
            Typed(each.what, each.local, each.public) == read and tx.now - each.at < TWICE for each in last
        ):
            tweaks.add(tx, entrant, read.what, read.local, read.public)
        return _log(tx, entrant, competition)

    @query
    def line(self, tx: Tx, guild_id: int, user_id: int, tweak_id: int) -> Line:
        """One's own line; TweakGone."""
        return _line(tx, guild_id, user_id, tweak_id)

    @use_case
    def rewrite_tweak(self, tx: Tx, guild_id: int, user_id: int, tweak_id: int, typed: Typed) -> Line:
        """Let a line say this; TweakGone, NothingTyped, TooLong, BadScore, WordsRefused."""
        before = _line(tx, guild_id, user_id, tweak_id)
        read = _read(typed)
        tweaks.rewrite(tx, tweak_id, read.what, read.local, read.public)
        return replace(
            before, tweak=replace(before.tweak, what=read.what, local=read.local, public=read.public)
        )

    @use_case
    def drop_tweak(self, tx: Tx, guild_id: int, user_id: int, tweak_id: int) -> Line:
        """Forget a line; returns what it was, to be given back once. TweakGone."""
        gone = _line(tx, guild_id, user_id, tweak_id)
        tweaks.drop(tx, tweak_id)
        return gone

    @use_case
    def choose_better(self, tx: Tx, guild_id: int, user_id: int, name: str, better: Better) -> Log:
        """The member says which scores are better there; NotIn."""
        entrant, competition = whose(tx, guild_id, user_id, name)
        entrant = replace(entrant, better=better)
        entrants.save(tx, entrant)
        return _log(tx, entrant, competition)


def _line(tx: Tx, guild_id: int, user_id: int, tweak_id: int) -> Line:
    """TweakGone also for somebody else's, and for one of another server than where it was pressed (A3)."""
    tweak = tweaks.get(tx, tweak_id)
    entrant = entrants.get(tx, tweak.entrant_id) if tweak else None
    if tweak is None or entrant is None or entrant.user_id != user_id:
        raise TweakGone
    if guild_id not in (0, entrant.guild_id):
        raise TweakGone
    return Line(entrant, called(entrant, competitions.get(tx, entrant.slug)), tweak)


def _read(typed: Typed) -> Typed:
    what = clean(typed.what)
    if not what:
        raise NothingTyped("tweak")
    if units(what) > WHAT:
        raise TooLong(WHAT)
    if secret := found_secret((what, typed.local, typed.public)):
        raise WordsRefused("secret", secret)
    local, public = (
        scores.settled(clean(each), thousands=typed.thousands) for each in (typed.local, typed.public)
    )
    for score, field in ((local, "local"), (public, "public")):
        scores.read(score, field)
    return Typed(what, local, public)


def _log(tx: Tx, entrant: Entrant, competition: Competition, begins: int = 0) -> Log:
    lines = tweaks.newest(tx, entrant.id, READ)
    begins = begins if 0 <= begins < len(lines) else 0
    scored = [both for each in reversed(lines) if (both := _both(each))]
    return Log(
        entrant,
        competition,
        tuple(lines[begins : begins + PAGE]),
        begins,
        len(lines) > begins + PAGE,
        any(each.local or each.public for each in lines),
        direction(scored, entrant.better) if entrant.better else None,
    )


def _both(tweak: Tweak) -> Scored | None:
    local: Decimal | None = scores.value_of(tweak.local)
    public = scores.value_of(tweak.public)
    return None if local is None or public is None else (local, public)
