"""Use cases about a person as such: their own settings, who left, and all that features keep about somebody."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.core.db import Database, Tx, query, use_case
from bot.core.lang import Lang
from bot.core.privacy import Document, KeepsPersonalData, Words, listed
from bot.core.zones import city_of, valid_zone
from bot.people import store
from bot.people.model import LATEST_DAY_START, Person, UnknownZone
from bot.people.service.archive import archive
from bot.people.service.leaving import Leaving

__all__ = ["People", "archive"]


class People(Leaving):
    """A person's settings and privacy. `keepers` are the other services that keep something about people.

    In the same transaction, `moved` is called with whoever has another zone now, `came_or_went` with a server and who left it
    or is back.
    """

    area = "people"

    def __init__(
        self,
        db: Database,
        keepers: Sequence[KeepsPersonalData],
        moved: Callable[[Tx, int], None] = lambda _tx, _user_id: None,
        came_or_went: Callable[[Tx, int, int], None] = lambda _tx, _guild_id, _user_id: None,
    ) -> None:
        self.db = db
        self._came_or_went = came_or_went
        self._moved = moved
        self._keepers = (self, *keepers)

    @property
    def areas(self) -> list[str]:
        """The areas that keep something about people."""
        return [keeper.area for keeper in self._keepers]

    @query
    def person(self, tx: Tx, user_id: int) -> Person:
        """The person's settings."""
        return store.get(tx, user_id)

    @use_case
    def choose_zone(
        self, tx: Tx, user_id: int, zone: str | None, *, guild_id: int = 0, language: str = ""
    ) -> Person:
        """Set the person's own zone (None: the server's serves again); UnknownZone for a name that is none.

        `guild_id` is where they choose it (0: the bot's own DM), `language` Discord's locale code of their app.
        """
        if zone is not None and not valid_zone(zone):
            raise UnknownZone(zone)
        store.save_zone(tx, user_id, zone)
        store.note_home(tx, user_id, guild_id, language)
        self._moved(tx, user_id)
        return store.get(tx, user_id)

    @use_case
    def choose_day_start(
        self, tx: Tx, user_id: int, hour: int, *, guild_id: int = 0, language: str = ""
    ) -> Person:
        """Let the person's day begin this many hours after midnight, 0 to 6 (more counts as 6); for rhythm only (S4)."""
        store.save_day_start(tx, user_id, min(max(hour, 0), LATEST_DAY_START))
        store.note_home(tx, user_id, guild_id, language)
        return store.get(tx, user_id)

    @query
    def what_is_kept(self, tx: Tx, user_id: int, lang: Lang) -> dict[str, list[str]]:
        """By area: what is stored about this person, in sentences."""
        found = {keeper.area: keeper.kept(tx, user_id, lang) for keeper in self._keepers}
        return {area: lines for area, lines in found.items() if lines}

    @query
    def documents(self, tx: Tx, user_id: int, words: Words | None = None) -> list[Document]:
        """Everything stored about this person; `words`: how it reads, in English if left out."""
        chosen = words or Words()
        return [document for keeper in self._keepers for document in keeper.export(tx, user_id, chosen)]

    @use_case
    def forget(self, tx: Tx, user_id: int, area: str | None) -> list[int]:
        """Erase everything about this person, or one area; returns deliveries whose messages have to be removed."""
        chosen = [keeper for keeper in self._keepers if area in (None, keeper.area)]
        return [delivery_id for keeper in chosen for delivery_id in keeper.erase(tx, user_id)]

    def forget_server(self, tx: Tx, guild_id: int) -> None:
        """A server is forgotten: it serves nobody any more."""
        store.leave_home(tx, guild_id)

    def kept(self, tx: Tx, user_id: int, lang: Lang) -> list[str]:
        """The person's own settings in words."""
        _ = lang.gettext
        known = store.get(tx, user_id)
        lines = []
        if known.zone:
            lines.append(_("Your time zone: {city}.").format(city=city_of(known.zone)))
        if known.day_start:
            lines.append(_("When your day begins."))
        if known.language or known.home_server:
            lines.append(_("The language of your Discord, and the server whose time zone serves for you."))
        if store.memberships(tx, user_id):
            lines.append(_("In which servers something of yours is kept, and whether you left one."))
        return lines

    def export(self, tx: Tx, user_id: int, words: Words) -> list[Document]:
        """The person's own settings."""
        _ = words.lang.gettext
        documents = []
        if (known := store.get(tx, user_id)) != Person(user_id):
            documents.append(_settings(known, words.lang))
        if places := store.memberships(tx, user_id):
            rows = [{"server": str(each.guild_id), "left_at": str(each.left_at or "")} for each in places]
            here, left = _("server {server}"), _("server {server}, left on {date}")
            lines = [
                (left if each.left_at else here).format(
                    server=each.guild_id, date=f"{each.left_at:%Y-%m-%d}" if each.left_at else ""
                )
                for each in places
            ]
            documents.append(Document("servers", listed(_("Servers"), lines), rows))
        return documents

    def erase(self, tx: Tx, user_id: int, guild_id: int | None = None) -> list[int]:
        """Forget the person's own settings, which belong to no server, or only that a server served for them."""
        if guild_id is None:
            store.erase(tx, user_id)
        else:
            store.leave_home(tx, guild_id, user_id)
        store.drop_person(tx, user_id, guild_id)
        return []

    def members(self, tx: Tx) -> set[tuple[int, int]]:
        """Everybody whose home a server is."""
        return store.homes(tx)


def _settings(known: Person, lang: Lang) -> Document:
    _ = lang.gettext
    row = {
        "zone": known.zone,
        "day_begins_at": f"{known.day_start:02}:00",
        "language": known.language,
        "server": str(known.home_server or ""),
    }
    lines = [_("Your day begins at {time}.").format(time=row["day_begins_at"])]
    if known.zone:
        lines.insert(0, _("Your time zone: {city}.").format(city=known.zone))
    if known.language:
        lines.append(_("The language of your Discord: {language}.").format(language=known.language))
    if known.home_server:
        lines.append(
            _("The server whose time zone serves for you: {server}.").format(server=known.home_server)
        )
    return Document("settings", listed(_("Settings"), lines), [row])
