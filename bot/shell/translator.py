"""The commands' descriptions in each language that has a catalogue; their names stay, for people tell them to each other."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Part

from bot.core.lang import get_lang

DESCRIBING = (Part.command_description, Part.parameter_description, Part.choice_name)


class Words(app_commands.Translator):
    """discord.py's translator on our catalogues; where it says nothing, Discord shows English."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """The text in `locale`; None where it is English, or a name that is typed."""
        lang = get_lang(locale.value)
        chosen = isinstance(context.data, app_commands.ContextMenu)  # from a message's menu
        if lang.code == "en" or not (chosen or context.location in DESCRIBING):
            return None
        return lang.gettext(string.message)
