"""What reaches a person, as values and rules: messages, mailboxes, and when something may be sent."""

from bot.attention.model.values import BUNDLE, NOTICE

__all__ = ["BUNDLE", "NOTICE"]
