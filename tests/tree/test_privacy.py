"""Owns the promise that no feature keeps something about people without showing, exporting and erasing it (promise 6, A2)."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import BigInteger, Column, MetaData, String, Table

import bot.tables  # noqa: F401  the metadata is whole only with it
from bot.app import App, open_app
from bot.config import Settings
from bot.core.db import Tx, metadata
from bot.core.lang import Lang
from bot.core.privacy import Document, KeepsPersonalData, Words
from tests.tree.source import features

# Ids of things and places; any other id without a foreign key may be a person's.
NO_PERSON = {
    *("id", "guild_id", "channel_id", "message_id", "thread_id", "application_id"),
    *("subject_id", "day_id", "standup_id", "home_id"),
}
PERSON = re.compile(
    r"(^|_)(user|actor|author|member|person|organiser|mentor|learner|owner|reader|helper)(_|$)"
)


def personal_columns(table: Table) -> list[str]:
    """The columns that say who: an id that is none of a thing's or place's, or any name that speaks of a person."""
    found = []
    for column in table.columns:
        is_id = (
            isinstance(column.type, BigInteger) and not column.foreign_keys and column.name.endswith("_id")
        )
        if (is_id and column.name not in NO_PERSON) or PERSON.search(column.name):
            found.append(column.name)
    return found


def tables_of(feature: str) -> list[Table]:
    """The tables that a feature owns; none when it keeps nothing."""
    try:
        module = importlib.import_module(f"bot.{feature}.tables")
    except ModuleNotFoundError:
        return []
    return [value for value in vars(module).values() if isinstance(value, Table)]


def keeps(service: object) -> bool:
    """Whether a service shows, exports and erases what it keeps, with the protocol's own arguments."""
    if not isinstance(getattr(service, "area", None), str):
        return False
    for name in ("kept", "export", "erase", "members"):
        wanted = list(inspect.signature(getattr(KeepsPersonalData, name)).parameters)[1:]
        method: Any = getattr(service, name, None)
        if not callable(method) or list(inspect.signature(method).parameters) != wanted:
            return False
    return True


def forgotten(
    owned: Mapping[str, Iterable[Table]], services: Mapping[str, object], areas: list[str]
) -> list[str]:
    """A sentence for each feature that keeps something about people and does not answer for it."""
    problems = []
    for feature, tables in owned.items():
        personal = [f"{table.name}.{name}" for table in tables for name in personal_columns(table)]
        if not personal:
            continue
        if feature not in services or not keeps(services[feature]):
            problems.append(f"{feature} keeps {personal} and its service is no KeepsPersonalData")
        elif feature not in areas:
            problems.append(f"{feature} keeps {personal} and People does not get it as a keeper")
    return problems


def test_every_feature_that_keeps_something_about_people_answers_for_it(tmp_path: Path) -> None:
    async def look() -> tuple[dict[str, object], list[str]]:
        settings = Settings(database_url=f"sqlite:///{tmp_path / 'a.sqlite3'}", _env_file=None)  # type: ignore[call-arg]
        async with open_app(settings) as app:
            return {
                feature: getattr(app, feature) for feature in features() if hasattr(app, feature)
            }, app.people.areas

    services, areas = asyncio.run(look())
    owned = {feature: tables_of(feature) for feature in features()}
    assert forgotten(owned, services, areas) == []
    assert {"people", "communities", "standups"} <= set(areas)
    assert all(getattr(services[area], "area", None) == area for area in areas), (
        "an area is its feature's name"
    )


def test_every_table_belongs_to_a_feature_and_is_known_to_the_metadata() -> None:
    owned = {table.name for feature in features() for table in tables_of(feature)}
    assert owned == set(metadata.tables)


def test_the_card_names_every_area(tmp_path: Path) -> None:
    from bot.core.lang import get_lang
    from cogs.people.views.privacy import erase_card

    settings = Settings(database_url=f"sqlite:///{tmp_path / 'a.sqlite3'}", _env_file=None)  # type: ignore[call-arg]

    async def areas() -> list[str]:
        async with open_app(settings) as app:
            return app.people.areas

    found = asyncio.run(areas())
    card = erase_card(found, get_lang("en-US"))
    assert "Everything" in str(card.rows)
    assert len(found) == str(card.rows).count("Option(") - 1
    unnamed = [area for area in found if f"Option(label='{area}'" in str(card.rows)]
    assert not unnamed, f"erase_card has no words for {unnamed}"


class Complete:
    """A service as it has to be."""

    area = "diary"

    def kept(self, tx: Tx, user_id: int, lang: Lang) -> list[str]:
        """Nothing."""
        return []

    def export(self, tx: Tx, user_id: int, words: Words) -> list[Document]:
        """Nothing."""
        return []

    def erase(self, tx: Tx, user_id: int, guild_id: int | None = None) -> list[int]:
        """Nothing."""
        return []

    def members(self, tx: Tx) -> set[tuple[int, int]]:
        """Nobody."""
        return set()


class Forgetful:
    """A service that cannot erase."""

    area = "diary"
    kept = Complete.kept
    export = Complete.export


def test_a_feature_that_forgets_is_found() -> None:
    page = Table("page", MetaData(), Column("id", BigInteger), Column("author_id", BigInteger))
    plain = Table("plain", MetaData(), Column("guild_id", BigInteger), Column("words", String))
    mentioned = Table("mentioned", MetaData(), Column("asked_by_user", String))
    unusual = Table("unusual", MetaData(), Column("sender_id", BigInteger))
    for table in (page, mentioned, unusual):
        assert len(forgotten({"diary": [table]}, {}, ["diary"])) == 1
        assert len(forgotten({"diary": [table]}, {"diary": Forgetful()}, ["diary"])) == 1
        assert len(forgotten({"diary": [table]}, {"diary": Complete()}, [])) == 1
        assert forgotten({"diary": [table]}, {"diary": Complete()}, ["diary"]) == []
    assert forgotten({"diary": [plain]}, {}, []) == []


def test_the_app_names_each_service_by_its_feature() -> None:
    assert {"people", "communities", "deliveries", "standups"} <= set(App.__dataclass_fields__)
