"""A person's privacy in attention: show, export, erase."""

from __future__ import annotations

from bot.attention.model.values import BUNDLE, NOTICE, Intent, Mailbox, State
from bot.attention.store import bundles, holds, intents, limits, mailboxes, notices, silences
from bot.core.db import Database, Tx
from bot.core.lang import Lang
from bot.core.privacy import Document, Words, listed, moment, titled
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
                _("What you did in the last two days of which there may be too much in a short time.")
            )
        if notices.about(tx, user_id):
            lines.append(_("Something you wrote that was shown to the organisers."))
        return lines

    def export(self, tx: Tx, user_id: int, words: Words) -> list[Document]:
        """Choices, away ranges, what waited, and what organisers were shown."""
        _ = words.lang.gettext
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
            text = listed(_("How I am reached"), _chosen(box, words.lang))
            documents.append(Document("how-i-am-reached", text, [row]))
        if away := holds.aways_of(tx, user_id):
            rows = [{"first": str(each.first), "last": str(each.last or "")} for each in away]
            lines = [f"{row['first']} – {row['last']}" for row in rows]
            documents.append(Document("away", listed(_("When I was away"), lines), rows))
        if held := holds.holds_of(tx, user_id):
            spans = [
                {
                    "kind": each.kind,
                    "begins_at": f"{each.begins_at:%Y-%m-%d %H:%M}",
                    "ends_at": f"{each.ends_at:%Y-%m-%d %H:%M}",
                }
                for each in held
            ]
            lines = [f"{moment(each.begins_at)} – {moment(each.ends_at)}" for each in held]
            documents.append(Document("held", listed(_("When nothing was to reach me"), lines), spans))
        if kept := intents.of_person(tx, user_id):
            waiting = _("{when}: {what} (it waits)")
            lines = [
                (waiting if each.state is State.WAITING else "{when}: {what}").format(
                    when=moment(each.made_at), what=words.named(each.kind, {})
                )
                for each in kept
            ]
            documents.append(Document("inbox", listed(_("My inbox"), lines), [_line(each) for each in kept]))
        if acts := limits.acts_of(tx, user_id):
            done = [{"server": str(guild), "what": what, "at": at.isoformat()} for guild, what, at in acts]
            text = listed(
                _("When I did something lately of which there may be too much in a short time"),
                [moment(at) for *_what, at in acts],
            )
            documents.append(Document("lately", text, done))
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
            silent = _("Without words of mine.")
            parts = [
                f"## {moment(each.made_at)}\n\n{each.detail.get('text') or silent}\n\n" for each in shown
            ]
            text = titled(_("Shown to organisers"), "".join(parts))
            documents.append(Document("shown-to-organisers", text, told))
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


def _chosen(box: Mailbox, lang: Lang) -> list[str]:
    _ = lang.gettext
    if box.bundles:
        daily = _("Bundles a day: {number}, the first at {time}.")
        lines = [daily.format(number=box.bundles, time=lang.time(box.bundle_at))]
    else:
        lines = [_("No bundles: everything waits in the inbox.")]
    if box.quiet_from != box.quiet_to:
        quiet = _("Quiet hours: {start}–{end}.")
        lines.append(quiet.format(start=lang.time(box.quiet_from), end=lang.time(box.quiet_to)))
    if box.days_off:
        lines.append(_("Days off: {days}.").format(days=lang.weekdays(box.days_off)))
    if box.closed_at:
        lines.append(_("Discord refused my messages to you on {when}.").format(when=moment(box.closed_at)))
    return lines


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
