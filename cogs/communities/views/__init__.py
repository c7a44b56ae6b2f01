"""How /setup and its status read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.communities.model import AuditLine
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.program import version
from bot.deliveries.model import Delivery
from bot.shell.cards import Button, Card
from bot.shell.directory import AuditOf, Section
from bot.shell.markup import channel, person, stamp
from bot.shell.packing import LINES, as_fits, lines_of, rows_of
from bot.shell.reasons import why


def help_line(lang: Lang) -> str:
    """The line of /help."""
    return lang.gettext("**/setup** · for people who manage the server: standups, showcase, status")


def setup_card(sections: Sequence[Section], lang: Lang) -> Card:
    """What there is and what can be changed, one part a feature; the first part is the longest."""
    _ = lang.gettext
    most = max(LINES, 1 + len(sections[0].lines)) if sections else LINES
    text = lines_of(_("**Setting up Compound**"), sections, most=most)
    status = Button(_("Status and changes"), custom_id("communities", "status"))
    return Card(text, rows_of(sections, status))


def status_card(
    sections: Sequence[Section], troubled: Sequence[Delivery], audit: Sequence[str], lang: Lang
) -> Card:
    """What runs, what did not get through and why, who changed what (each a finished line), the version."""
    _ = lang.gettext
    lines = [_("**Status**"), *(line for section in sections for line in section.lines)]
    if not troubled:
        lines.append(_("Everything I had to post got through."))
    trouble = _("⚠ In {channel} something did not get through: {reason}")
    lines += [trouble.format(channel=channel(x.channel_id), reason=why(x, lang)) for x in troubled]
    lines += audit
    lines.append(f"-# Compound {version()}")
    return Card(as_fits(lines), ((Button(_("Back to setup"), custom_id("communities", "home")),),))


def audit_line(
    line: AuditLine, audits: Mapping[str, AuditOf], happenings: Mapping[str, AuditOf], lang: Lang
) -> str:
    """Who did what, worded by the feature it belongs to; by nobody's name what no organiser caused."""
    _ = lang.gettext
    when = stamp(line.at, "R")
    if line.what in happenings:
        return f"{when} · {happenings[line.what](line, lang)}"
    who = person(line.actor_id) if line.actor_id else _("a former organiser")
    worded = audits.get(line.what)
    # A line of a feature that is not loaded now, or of an older or newer program.
    did = worded(line, lang) if worded else _("changed a setting")
    return f"{when} · {who} {did}"
