"""How /setup and its status read."""

from __future__ import annotations

from collections.abc import Sequence

from bot.communities.model import AuditLine
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.program import version
from bot.core.text import inert, units
from bot.deliveries.model import Delivery
from bot.shell.cards import CONTENT, Button, Card, Row
from bot.shell.directory import Section
from bot.shell.markup import channel, person, stamp


def help_line(lang: Lang) -> str:
    """The line of /help."""
    return lang.gettext("**/setup** · for people who manage the server: standups, status")


def setup_card(sections: Sequence[Section], lang: Lang) -> Card:
    """What there is and what can be changed, one part a feature."""
    _ = lang.gettext
    lines = [_("**Setting up Compound**"), *(line for section in sections for line in section.lines)]
    rows: list[Row] = [section.select for section in sections if section.select]
    buttons = [button for section in sections for button in section.buttons]
    rows.append((*buttons, Button(_("Status and changes"), custom_id("communities", "status"))))
    return Card(as_fits(lines), tuple(rows))


def status_card(
    sections: Sequence[Section], troubled: Sequence[Delivery], audit: Sequence[AuditLine], lang: Lang
) -> Card:
    """What runs, what did not get through and why, who changed what, the version."""
    _ = lang.gettext
    lines = [_("**Status**"), *(line for section in sections for line in section.lines)]
    if not troubled:
        lines.append(_("Everything I had to post got through."))
    trouble = _("⚠ In {channel} something did not get through: {reason}")
    lines += [trouble.format(channel=channel(x.channel_id), reason=inert(x.reason)) for x in troubled]
    lines += [_audit_line(each, lang) for each in audit]
    lines.append(f"-# Compound {version()}")
    return Card(as_fits(lines), ((Button(_("Back to setup"), custom_id("communities", "home")),),))


def as_fits(lines: Sequence[str]) -> str:
    """As many of our own lines as a message takes; the rest is left out with a sign."""
    shown: list[str] = []
    for line in lines:
        if units("\n".join([*shown, line])) > CONTENT - 2:
            return "\n".join([*shown, "…"])
        shown.append(line)
    return "\n".join(shown)


def _audit_line(line: AuditLine, lang: Lang) -> str:
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
    if line.what == "standups.suspend":  # nobody did it
        name = inert(line.detail.get("name", ""))
        return f"{stamp(line.at, 'R')} " + _("{name} stopped: I could not post in its channel").format(
            name=name
        )
    who = person(line.actor_id) if line.actor_id else _("a former organiser")
    did = sentences[line.what].format(name=inert(line.detail.get("name", "")))
    return f"{stamp(line.at, 'R')} {who} {did}"
