"""Compound: what the bot is and does; `bot.shell` is the only part of it that knows Discord."""
