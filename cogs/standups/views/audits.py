"""How what organisers did with standups reads in the record of changes."""

from __future__ import annotations

from bot.communities.model import AuditLine
from bot.core.lang import Lang
from bot.core.text import inert

DONE = (
    "standups.add",
    "standups.reschedule",
    "standups.move",
    "standups.pause",
    "standups.resume",
    "standups.summary_on",
    "standups.summary_off",
    "standups.questions",
    "standups.remove",
)


def did(line: AuditLine, lang: Lang) -> str:
    """What was done, as it reads behind the organiser's name."""
    _ = lang.gettext
    sentences = {
        "standups.add": _("added {name}"),
        "standups.reschedule": _("changed time or days of {name}"),
        "standups.move": _("changed channel or name of {name}"),
        "standups.pause": _("paused {name}"),
        "standups.resume": _("resumed {name}"),
        "standups.summary_on": _("switched the summary of {name} on"),
        "standups.summary_off": _("switched the summary of {name} off"),
        "standups.questions": _("changed the questions of {name}"),
        "standups.remove": _("removed {name}"),
    }
    return sentences[line.what].format(name=inert(line.detail.get("name", "")))


def suspended(line: AuditLine, lang: Lang) -> str:
    """A standup stopped by itself."""
    text = lang.gettext("{name} stopped: I could not post in its channel")
    return text.format(name=inert(line.detail.get("name", "")))
