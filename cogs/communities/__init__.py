"""A server's settings in Discord; `setup` is the only wiring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.communities.cog import Communities
from cogs.communities.language import Language
from cogs.communities.moderation import Moderation
from cogs.communities.presence import Presence
from cogs.communities.topics import Topics
from cogs.communities.views import moderation, topics

if TYPE_CHECKING:
    from bot.shell.client import Compound


async def setup(bot: Compound) -> None:
    """Load the feature."""
    bot.wordings.register(topics.topic_refusal, *topics.REFUSALS)
    bot.wordings.register(moderation.moderation_refusal, *moderation.ALL)
    await bot.add_cog(Communities(bot))
    await bot.add_cog(Topics(bot))
    await bot.add_cog(Moderation(bot))
    await bot.add_cog(Language(bot))
    await bot.add_cog(Presence(bot))
