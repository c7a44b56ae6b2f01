"""Settings: the only reader of the environment and of `.env`; every problem is reported at once, secrets stay masked."""

from bot.config.reading import (
    MISSING,
    Reading,
    SettingsError,
    Unknown,
    load_settings,
    read_settings,
    unknown_names,
)
from bot.config.settings import ENV_FILE, PREFIX, Settings, Shards

__all__ = [
    "ENV_FILE",
    "MISSING",
    "PREFIX",
    "Reading",
    "Settings",
    "SettingsError",
    "Shards",
    "Unknown",
    "load_settings",
    "read_settings",
    "unknown_names",
]
