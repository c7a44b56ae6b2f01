"""How organisers' notices read (A8): in their channel, and on the card of /setup; and what a member wants organisers to see."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.attention.model.values import NOTICES_SHOWN, Notice, NoticePlace
from bot.communities.model import AuditLine
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import fit, inert_parts, units
from bot.shell.cards import CONTENT, Button, Card, Option, Row, Select, Style
from bot.shell.directory import Section
from bot.shell.forms import Channel, Form
from bot.shell.markup import channel, person, stamp

FIELD = "channel"
REPORTED, REPORTED_LINES = 1000, 20  # units and lines of a member's text that a notice shows
LABEL = 80  # characters of a notice in the list of those to be marked
ROOM = CONTENT - 200
_MARKUP = re.compile(r"<[#@t][^>]*>|[*_`~|]")


def section(waiting: bool, lang: Lang) -> Section:
    """The part of /setup."""
    _ = lang.gettext
    lines = (_("⚠ Something waits for an organiser: press “Notices”."),) if waiting else ()
    style = Style.PRIMARY if waiting else Style.SECONDARY
    return Section(lines, (Button(_("Notices"), custom_id("attention", "notices"), style),), urgent=waiting)


def notices_card(
    place: NoticePlace | None,
    open_: Sequence[tuple[Notice, Card]],
    lang: Lang,
    *,
    done: str = "",
) -> Card:
    """Where notices go, and what no organiser has seen to yet, each as its feature words it."""
    _ = lang.gettext
    lines = [*([done] if done else []), _where(place, lang)]
    shown: list[tuple[Notice, Card]] = []
    for notice, card in open_:
        line = f"{stamp(notice.made_at, 'R')} {card.text}"
        if len(shown) == NOTICES_SHOWN or units("\n\n".join([*lines, line])) > ROOM:
            lines.append(_("There are more; they show when these are done."))
            break
        lines.append(line)
        shown.append((notice, card))
    if not open_:
        lines.append(_("Nothing waits for an organiser."))
    rows: list[Row] = []
    if shown:
        options = tuple(Option(_label(card), str(notice.id)) for notice, card in shown)
        choose = _("Mark as done")
        rows.append(Select(custom_id("attention", "seen_some"), choose, options, most=len(options)))
    if len(shown) == 1:  # with one there is no doubt what its buttons are about
        rows += shown[0][1].rows[:1]
    buttons = [Button(_("Choose a channel"), custom_id("attention", "notice_channel"))]
    if place is not None:
        buttons.append(Button(_("No channel"), custom_id("attention", "no_channel")))
    buttons.append(Button(_("Back to setup"), custom_id("communities", "home")))
    return Card("\n\n".join(lines), (*rows, tuple(buttons)))


def _label(card: Card) -> str:
    """A notice's first words without markup, which a list does not show."""
    first = _MARKUP.sub("…", card.text.partition("\n")[0]).replace("\\", "")
    return fit(first, LABEL)


def _where(place: NoticePlace | None, lang: Lang) -> str:
    _ = lang.gettext
    if place is None:
        return _("What organisers should know is shown here only. Choose a channel to have it posted there.")
    if place.refused_at is not None:
        text = _(
            "⚠ Discord does not let me post in {channel}, so what organisers should know is shown here only."
        )
    else:
        text = _("What organisers should know is posted in {channel}, and shown here.")
    return text.format(channel=channel(place.channel_id))


def channel_form(place: NoticePlace | None, lang: Lang) -> Form:
    """Where notices go."""
    _ = lang.gettext
    field = Channel(
        FIELD,
        _("Channel"),
        _("Choose one that only organisers and moderators read."),
        place.channel_id if place else 0,
    )
    return Form(custom_id("attention", "notice_place"), _("Notices for organisers"), (field,))


def posted(notice: Notice, card: Card, lang: Lang) -> Card:
    """A notice in its channel, with a button for who has seen to it; once it is settled it says so and has none."""
    _ = lang.gettext
    if notice.settled_at is not None:
        done = _("This is settled since {when}.").format(when=stamp(notice.settled_at, "f"))
        return Card(f"{card.text}\n-# {done}")
    seen = Button(_("Done"), custom_id("attention", "seen", notice.id))
    return Card(card.text, (*card.rows, (seen,)))


def unknown(notice: Notice, lang: Lang) -> Card:
    """A notice that nobody words: of a feature that is not loaded."""
    return Card(lang.gettext("Something happened that I cannot word in this version."))


def seen(lang: Lang) -> Card:
    """After "Done" on a posted notice."""
    return Card(lang.gettext("Noted for all organisers. If it happens again, a new notice comes."))


def report(notice: Notice, lang: Lang) -> Card:
    """What a member wants the organisers to see: the text they were sent, and by whom; never who shows it."""
    _ = lang.gettext
    text = str(notice.detail.get("text", ""))
    sender = person(notice.user_id or 0)
    if not text and not notice.detail.get("offer"):
        said = _(
            "A member wants you to see something that {sender} sent them. The words were taken back since, so I cannot show them."
        )
        return Card(said.format(sender=sender))
    if not text:
        said = _(
            "A member wants you to see that {sender} offered them a hand; they wrote no words of their own."
        )
        return Card(said.format(sender=sender))
    said = _("A member wants you to see what they were sent by {sender}:").format(sender=sender)
    shown, *more = inert_parts(text, REPORTED) or [""]
    written = shown.splitlines()
    quoted = "\n".join(
        f"> {line}"
        for line in [*written[:REPORTED_LINES], *(["…"] if more or written[REPORTED_LINES:] else [])]
    )
    if url := str(notice.detail.get("url", "")):
        quoted += "\n" + _("[see it]({url})").format(url=url)
    return Card(f"{said}\n{quoted}")


def place_changed(line: AuditLine, lang: Lang) -> str:
    """For the record of changes."""
    _ = lang.gettext
    if channel_id := line.detail.get("channel"):
        return _("chose {channel} for notices").format(channel=channel(int(channel_id)))
    return _("chose to have notices on the card only")
