"""The calendar file of a session (RFC 5545): the same entry each time, with a higher sequence after each change."""

from __future__ import annotations

from datetime import datetime

from bot.core.lang import Lang
from bot.core.text import clean
from bot.papers.model.groups import Phase
from bot.papers.service.sessions import Session
from bot.shell.cards import Attachment
from bot.shell.markup import thread_link

NAME = "reading-group.ics"


def calendar_file(session: Session, now: datetime, lang: Lang) -> Attachment:
    """The file, as it is at `now` (aware UTC). It says that the session is cancelled once it is.

    The first one reads a large library: not on the event loop.
    """
    from icalendar import Calendar, Event

    _ = lang.gettext
    value = session.round
    title = clean(" ".join(session.paper.title.split())) or session.paper.arxiv_id
    event = Event()
    event.add("uid", f"session-{value.guild_id}-{value.id}@compound.invalid")
    event.add("dtstamp", now)
    event.add("dtstart", value.meets_at)
    event.add("dtend", value.ends_at)
    event.add("sequence", value.sequence)
    event.add("status", "CANCELLED" if value.phase is Phase.CANCELLED else "CONFIRMED")
    event.add("summary", _("Reading group: {title}").format(title=title))
    event.add("description", session.paper.url)
    # A published entry has an organiser (RFC 5546); no address is to be written to.
    event.add("organizer", "invalid:nomail")
    if session.thread_id is not None:
        where = thread_link(value.guild_id, session.thread_id)
        event.add("location", where)
        event.add("url", where)
    calendar = Calendar()
    calendar.add("prodid", "-//Compound//Reading group//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return Attachment(NAME, calendar.to_ical())
