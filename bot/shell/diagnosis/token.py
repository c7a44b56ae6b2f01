"""Token: what a token looks like, and what people paste instead of one."""

from __future__ import annotations

import re

from bot.config import MISSING

# Three parts: the application's id in base64, a timestamp, a signature. Wider than today's, which may grow.
_TOKEN = re.compile(r"[\w-]{18,}\.[\w-]{4,}\.[\w-]{20,}", re.ASCII)
_WHERE = "The token is behind Bot, Reset Token, at https://discord.com/developers/applications."


def token_trouble(token: str) -> str:
    """Why this cannot be a bot's token, in one sentence that does not repeat it; empty when it can be one."""
    if not token:
        return MISSING
    if _TOKEN.fullmatch(token):
        return ""
    if token[0] in "\"'“”‘’«»`" or token[-1] in "\"'“”‘’«»`":
        return "BOT_TOKEN has quotation marks around it: remove them."
    if token.lower().startswith(("bot ", "bearer ")):
        return f"BOT_TOKEN begins with the word {token.split()[0]}: write the token alone."
    if any(sign.isspace() for sign in token):
        return "BOT_TOKEN has a space or a line break inside: copy it again in one piece."
    if token.isdecimal():
        return f"BOT_TOKEN is a number, as the Application ID is. {_WHERE}"
    if re.fullmatch(r"[0-9a-f]{64}", token):
        return f"BOT_TOKEN looks like the application's Public Key. {_WHERE}"
    if re.fullmatch(r"[\w-]{32}", token, re.ASCII):
        return f"BOT_TOKEN looks like the application's Client Secret. {_WHERE}"
    return f"BOT_TOKEN does not look like a bot's token (about 70 characters, with two dots between them). {_WHERE}"
