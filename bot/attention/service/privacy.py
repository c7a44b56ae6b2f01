"""A person's privacy in attention: show, export, erase."""

from __future__ import annotations

from bot.attention.model.values import BUNDLE, NOTICE, Intent
from bot.attention.store import bundles, holds, intents, limits, mailboxes, notices, silences
from bot.core.db import Database, Tx
from bot.core.lang import Lang
from bot.core.privacy import Document
from bot.deliveries import store as deliveries


class Privacy:
    """`bot.core.privacy.KeepsPersonalData` for attention."""

    db: Database
    area = "attention"

    def kept(self, tx: Tx, user_id: int, lang: Lang) -> list[str]:
        """What is stored, in sentences; no counts."""
        _ = lang.gettext
        lines = []
        if mailboxes.find(tx, user_id) is not None:
            lines.append(_("How you want to be reached: bundles, quiet hours, days off."))
        if holds.aways_of(tx, user_id) or holds.holds_of(tx, user_id):
            lines.append(_("When you were or will be away, for half a year after it is over."))
        if intents.of_person(tx, user_id):
            lines.append(_("What waits in your inbox, and for a month what became of it."))
        if bundles.ids_of(tx, user_id):
            lines.append(_("On which days you got a bundle, so that it can be deleted."))
        if silences.has_silences(tx, user_id):
            lines.append(_("From whom you want to hear nothing more, in a form that names nobody."))
        if limits.acts_of(tx, user_id):
            lines.append(
                _("What you did in the last two days that others see, so that it stays within limits.")
            )
        if notices.about(tx, user_id):
            lines.append(_("Something you wrote that was shown to the organisers."))
        return lines

    def export(self, tx: Tx, user_id: int) -> list[Document]:
        """Choices, away ranges, what waited, and what organisers were shown."""
        documents = []
        box = mailboxes.find(tx, user_id)
        if box is not None:
            row = {
                "bundles_a_day": box.bundles,
                "first_at": f"{box.bundle_at:%H:%M}",
                "quiet_from": f"{box.quiet_from:%H:%M}",
                "quiet_to": f"{box.quiet_to:%H:%M}",
                "days_off": " ".join(str(day) for day in sorted(box.days_off)),
                "direct_messages_refused_at": box.closed_at.isoformat() if box.closed_at else "",
            }
            text = "".join(f"- {name}: {value}\n" for name, value in row.items())
            documents.append(Document("how-i-am-reached", f"# How I am reached\n\n{text}", [row]))
        if away := holds.aways_of(tx, user_id):
            rows = [{"first": str(each.first), "last": str(each.last or "")} for each in away]
            text = "".join(f"- {row['first']} – {row['last']}\n" for row in rows)
            documents.append(Document("away", f"# When I was away\n\n{text}", rows))
        if held := holds.holds_of(tx, user_id):
            spans = [
                {
                    "kind": each.kind,
                    "begins_at": f"{each.begins_at:%Y-%m-%d %H:%M}",
                    "ends_at": f"{each.ends_at:%Y-%m-%d %H:%M}",
                }
                for each in held
            ]
            text = "".join(f"- {row['kind']}: {row['begins_at']} – {row['ends_at']} UTC\n" for row in spans)
            documents.append(Document("held", f"# When nothing was to reach me\n\n{text}", spans))
        if kept := intents.of_person(tx, user_id):
            lines = [_line(each) for each in kept]
            text = "".join(f"- {row['made_at']}: {row['kind']}, {row['state']}\n" for row in lines)
            documents.append(Document("inbox", f"# My inbox\n\n{text}", lines))
        if acts := limits.acts_of(tx, user_id):
            done = [{"server": str(guild), "what": what, "at": at.isoformat()} for guild, what, at in acts]
            text = "".join(f"- {row['at']}: {row['what']}\n" for row in done)
            documents.append(Document("lately", f"# What I did lately\n\n{text}", done))
        if shown := notices.about(tx, user_id):
            told = [
                {
                    "server": str(each.guild_id),
                    "at": each.made_at.isoformat(),
                    "kind": each.kind,
                    **each.detail,
                }
                for each in shown
            ]
            text = "".join(
                f"## {each.made_at:%Y-%m-%d %H:%M} UTC\n\n{each.detail.get('text') or each.kind}\n\n"
                for each in shown
            )
            documents.append(Document("shown-to-organisers", f"# Shown to organisers\n\n{text}", told))
        return documents

    def erase(self, tx: Tx, user_id: int, guild_id: int | None = None) -> list[int]:
        """Forget everything, or all of one server; notices that show their text, and their bundles, go."""
        shown = [each.id for each in notices.about(tx, user_id, guild_id)]
        removals = deliveries.mark_removing(tx, NOTICE, shown)
        notices.remove(tx, shown)
        limits.erase(tx, user_id, guild_id)
        intents.erase(tx, user_id, guild_id)
        if guild_id is None:
            removals += deliveries.mark_removing(tx, BUNDLE, bundles.ids_of(tx, user_id))
            bundles.erase(tx, user_id)
            holds.erase(tx, user_id)
            mailboxes.erase(tx, user_id)
            silences.hear_everybody(tx, user_id)
        return removals

    def forget_server(self, tx: Tx, guild_id: int) -> None:
        """A server is forgotten: nothing about it waits for anybody, and nothing says that it did."""
        intents.erase_server(tx, guild_id)

    def members(self, tx: Tx) -> set[tuple[int, int]]:
        """Everybody for whom something of a server waits, or who did something there lately."""
        return intents.members(tx) | limits.members(tx) | notices.members(tx)


def _line(intent: Intent) -> dict[str, str]:
    return {
        "server": str(intent.server),
        "kind": intent.kind,
        "made_at": intent.made_at.isoformat(),
        "expires_at": intent.expires_at.isoformat(),
        "state": intent.state.value,
        "why": intent.why,
        "decided_at": intent.decided_at.isoformat() if intent.decided_at else "",
    }
