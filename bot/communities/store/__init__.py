"""Queries of servers' settings and their audit; features write their audit lines through here."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import bindparam, insert, select, update

from bot.communities.model import AuditLine, Community
from bot.communities.store.moderation import guard as guard
from bot.communities.tables import audit_line, community
from bot.core.db import Tx
from bot.core.db import insert as upsert

_COMMUNITY = select(
    community.c.guild_id,
    community.c.zone,
    community.c.language,
    community.c.language_chosen,
    community.c.left_at,
).where(community.c.guild_id == bindparam("guild"))


def get(tx: Tx, guild_id: int) -> Community:
    """The server's settings; the defaults when none were made."""
    row = tx.execute(_COMMUNITY, {"guild": guild_id}).first()
    return Community(*row) if row else Community(guild_id)


def zones(tx: Tx, guild_ids: Collection[int]) -> dict[int, str]:
    """The zones of these servers, as far as they were chosen."""
    columns = (community.c.guild_id, community.c.zone)
    return {
        row.guild_id: row.zone
        for row in tx.execute(select(*columns).where(community.c.guild_id.in_(guild_ids)))
    }


def languages(tx: Tx, guild_ids: Collection[int]) -> dict[int, str]:
    """The languages of these servers, as far as they are known."""
    rows = tx.execute(
        select(community.c.guild_id, community.c.language).where(community.c.guild_id.in_(guild_ids))
    )
    return {row.guild_id: row.language for row in rows}


def save(tx: Tx, values: Community) -> None:
    """Remember the server's zone and language, and whether an organiser chose that language."""
    changed = {
        "zone": values.zone,
        "language": values.language,
        "language_chosen": values.language_chosen,
    }
    tx.execute(
        upsert(tx, community)
        .values(guild_id=values.guild_id, first_seen_at=tx.now, **changed)
        .on_conflict_do_update(index_elements=["guild_id"], set_=changed)
    )


def write_audit(tx: Tx, guild_id: int, actor_id: int | None, what: str, **detail: str) -> None:
    """Add a line: `what` is `feature.verb`, `detail` holds short words of the settings changed, never a member's text."""
    tx.execute(
        insert(audit_line).values(guild_id=guild_id, actor_id=actor_id, at=tx.now, what=what, detail=detail)
    )


def audit(tx: Tx, guild_id: int, limit: int) -> list[AuditLine]:
    """The newest lines, newest first."""
    rows = tx.execute(
        select(audit_line.c.at, audit_line.c.actor_id, audit_line.c.what, audit_line.c.detail)
        .where(audit_line.c.guild_id == guild_id)
        .order_by(audit_line.c.id.desc())
        .limit(limit)
    )
    return [AuditLine(row.at, row.actor_id, row.what, row.detail) for row in rows]


def lines_of(tx: Tx, actor_id: int) -> list[AuditLine]:
    """Every line that names this person as the actor."""
    rows = tx.execute(
        select(audit_line.c.at, audit_line.c.actor_id, audit_line.c.what, audit_line.c.detail)
        .where(audit_line.c.actor_id == actor_id)
        .order_by(audit_line.c.id)
    )
    return [AuditLine(row.at, row.actor_id, row.what, row.detail) for row in rows]


def forget_actor(tx: Tx, actor_id: int, guild_id: int | None = None) -> None:
    """Keep the lines, forget who: they read "a former organiser" from now on."""
    statement = update(audit_line).where(audit_line.c.actor_id == actor_id).values(actor_id=None)
    tx.execute(statement if guild_id is None else statement.where(audit_line.c.guild_id == guild_id))


def actors(tx: Tx) -> set[tuple[int, int]]:
    """(server, organiser) of everybody whom a line names."""
    columns = (audit_line.c.guild_id, audit_line.c.actor_id)
    rows = tx.execute(select(*columns).where(audit_line.c.actor_id.is_not(None)).distinct())
    return {(row.guild_id, row.actor_id) for row in rows}
