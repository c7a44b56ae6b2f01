"""How topics are called in what is explained: the values of which `bot.communities.naming` makes words."""

from __future__ import annotations

from collections.abc import Collection

from bot.communities.model import Topic
from bot.communities.store import topics
from bot.core.db import Tx


def topic_names(tx: Tx, guild_id: int, ids: Collection[int]) -> dict[int, Topic]:
    """Those of these topics that the server still has, by id."""
    found = topics.get_topics(tx, set(ids)) if ids else {}
    return {id_: each for id_, each in found.items() if each.guild_id == guild_id}
