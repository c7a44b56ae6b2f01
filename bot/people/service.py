"""Use cases about a person as such: their zone, and showing, exporting and erasing what all features keep about them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Sequence

from bot.core.db import Database, Tx, query, use_case
from bot.core.lang import Lang
from bot.core.privacy import Document, KeepsPersonalData
from bot.core.zones import city_of, valid_zone
from bot.people import store
from bot.people.model import Person, UnknownZone


class People:
    """A person's settings and privacy. `keepers` are the other services that keep something about people."""

    area = "people"

    def __init__(self, db: Database, keepers: Sequence[KeepsPersonalData]) -> None:
        self.db = db
        self._keepers: tuple[KeepsPersonalData, ...] = (self, *keepers)

    @property
    def areas(self) -> list[str]:
        """The areas that keep something about people."""
        return [keeper.area for keeper in self._keepers]

    @query
    def person(self, tx: Tx, user_id: int) -> Person:
        """The person's settings."""
        return store.get(tx, user_id)

    @use_case
    def choose_zone(self, tx: Tx, user_id: int, zone: str | None) -> Person:
        """Set the person's own zone (None: the server's serves again); UnknownZone for a name that is none."""
        if zone is not None and not valid_zone(zone):
            raise UnknownZone(zone)
        store.save_zone(tx, user_id, zone)
        return store.get(tx, user_id)

    @query
    def what_is_kept(self, tx: Tx, user_id: int, lang: Lang) -> dict[str, list[str]]:
        """By area: what is stored about this person, in sentences."""
        found = {keeper.area: keeper.kept(tx, user_id, lang) for keeper in self._keepers}
        return {area: lines for area, lines in found.items() if lines}

    @query
    def documents(self, tx: Tx, user_id: int) -> list[Document]:
        """Everything stored about this person."""
        return [document for keeper in self._keepers for document in keeper.export(tx, user_id)]

    @use_case
    def forget(self, tx: Tx, user_id: int, area: str | None) -> list[int]:
        """Erase everything about this person, or one area; returns deliveries whose messages have to be removed."""
        chosen = [keeper for keeper in self._keepers if area in (None, keeper.area)]
        return [delivery_id for keeper in chosen for delivery_id in keeper.erase(tx, user_id)]

    def kept(self, tx: Tx, user_id: int, lang: Lang) -> list[str]:
        """The person's own settings in words."""
        zone = store.get(tx, user_id).zone
        return [lang.gettext("Your time zone: {city}.").format(city=city_of(zone))] if zone else []

    def export(self, tx: Tx, user_id: int) -> list[Document]:
        """The person's own settings."""
        zone = store.get(tx, user_id).zone
        if zone is None:
            return []
        return [Document("settings", f"# Settings\n\nTime zone: {zone}\n", [{"zone": zone}])]

    def erase(self, tx: Tx, user_id: int, guild_id: int | None = None) -> list[int]:
        """Forget the person's own settings, which belong to no server."""
        if guild_id is None:
            store.erase(tx, user_id)
        return []

    def members(self, tx: Tx) -> set[tuple[int, int]]:
        """Nobody: these settings belong to no server."""
        return set()


def archive(documents: Sequence[Document]) -> bytes:
    """One zip of all documents: Markdown to read, JSON and CSV to use elsewhere."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        for document in documents:
            zipped.writestr(f"{document.name}.md", document.markdown)
            rows = [dict(row) for row in document.rows]
            zipped.writestr(
                f"{document.name}.json", json.dumps(rows, ensure_ascii=False, indent=2, default=str)
            )
            table = io.StringIO()
            writer = csv.DictWriter(table, fieldnames=list(dict.fromkeys(key for row in rows for key in row)))
            writer.writeheader()
            writer.writerows(rows)
            zipped.writestr(f"{document.name}.csv", table.getvalue())
    return buffer.getvalue()
