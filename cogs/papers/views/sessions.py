"""A session in public and for who comes: its card, what is told in its thread, the private answers of its buttons (P10)."""

from __future__ import annotations

from bot.communities.model import AuditLine
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import clean, fit, inert
from bot.papers.model.groups import ChangeKind, Phase, Round
from bot.papers.model.values import Paper
from bot.papers.service.session_posts import ChangePost, EventWork, SessionPost
from bot.papers.service.sessions import Session
from bot.shell.cards import Button, Card, Row, Style
from bot.shell.directory import Line
from bot.shell.markup import person, stamp, thread_link
from bot.shell.scheduled import ScheduledEvent
from bot.shell.titles import written
from cogs.papers.views.papers import facts, linked

TITLE = 400  # units of a linked title, its address included
SHORT = 120  # of a title inside a sentence
FACTS = 200
THREAD_NAME = 90
AUDITS = ("papers.session_moved", "papers.session_cancelled")


def calendar_id(round_id: int, change_id: int = 0) -> str:
    """The custom id of the button that gives a calendar file; by it a session's messages are known."""
    return custom_id("papers", "calendar", round_id, *([change_id] if change_id else []))


def session_card(post: SessionPost, lang: Lang) -> Card:
    """The card of a session, from the choice of its paper to its end."""
    _ = lang.gettext
    value = post.round
    lines = [_("**We read together:** {paper}").format(paper=linked(post.paper, TITLE))]
    if known := facts(post.paper, FACTS, lang):
        lines.append(known)
    if post.nomination is not None and post.nomination.reason:
        reason = inert(" ".join(post.nomination.reason.split()))
        lines.append(_("“{reason}” {person}").format(reason=reason, person=person(post.nomination.user_id)))
    lines.append(_when(value, lang))
    if leader := _leader(value, lang):
        lines.append(leader)
    return Card("\n".join(lines), _rows(value, lang))


def _when(value: Round, lang: Lang) -> str:
    _ = lang.gettext
    when, relative = stamp(value.meets_at, "F"), stamp(value.meets_at, "R")
    if value.phase is Phase.CANCELLED:
        return _("**Cancelled:** we do not meet on {when}.").format(when=when)
    if value.phase in (Phase.NOTING, Phase.CLOSED):
        return _("We met on {when}. The thread has the discussion, and any notes.").format(when=when)
    return _("We talk about it on {when} ({relative}), in the thread of this message.").format(
        when=when, relative=relative
    )


def _leader(value: Round, lang: Lang) -> str:
    _ = lang.gettext
    match value.phase:
        case Phase.CANCELLED:
            return ""
        case Phase.NOTING | Phase.CLOSED:
            text = _("{person} led the discussion.")
            return text.format(person=person(value.leader_id)) if value.leader_id else ""
    if value.leader_id:
        return _("{person} leads the discussion.").format(person=person(value.leader_id))
    if value.phase is Phase.LEADING:
        return _("Would you lead the discussion? You get three questions to begin with.")
    return _("Anyone may still lead the discussion; without a leader we just talk.")


def _rows(value: Round, lang: Lang) -> tuple[Row, ...]:
    _ = lang.gettext
    calendar = Button(_("Calendar file"), calendar_id(value.id))
    if value.phase is Phase.CANCELLED:
        return ((calendar,),)
    if value.phase in (Phase.NOTING, Phase.CLOSED):
        style = Style.PRIMARY if value.phase is Phase.NOTING else Style.SECONDARY
        return ((Button(_("Write notes"), custom_id("papers", "note", value.id), style), calendar),)
    return (
        (
            Button(_("I'm coming"), custom_id("papers", "come", value.id), Style.PRIMARY),
            Button(_("I can lead"), custom_id("papers", "lead", value.id)),
            calendar,
            Button(_("Move or cancel"), custom_id("papers", "who_comes", value.id)),
        ),
    )


def thread_name(paper: Paper) -> str:
    """What a session's thread is called: the paper's title, shortened."""
    return fit(clean(" ".join(paper.title.split())), THREAD_NAME) or paper.arxiv_id


def change_card(post: ChangePost, lang: Lang) -> Card:
    """What is told in a session's thread. It mentions whom it pings, and nobody else."""
    _ = lang.gettext
    change, value = post.change, post.round
    before, after = stamp(change.before, "F"), stamp(change.after or change.before, "F")
    calendar = Button(_("Calendar file"), calendar_id(value.id, change.id))
    match change.kind:
        case ChangeKind.MET:
            text = _(
                "What did we learn? A few lines help those who could not come: what we learned, what is open, what somebody "
                "will try in code."
            )
            note = Button(_("Write notes"), custom_id("papers", "note", value.id, change.id), Style.PRIMARY)
            return Card(text, ((note,),))
        case ChangeKind.CANCELLED:
            text = _("The session of {before} is cancelled.").format(before=before)
            rows: tuple[Row, ...] = ((calendar,),)
        case _:
            text = _("The session moved: we meet on {after}, not on {before}.").format(
                before=before, after=after
            )
            come = Button(_("I'm coming"), custom_id("papers", "come", value.id, change.id), Style.PRIMARY)
            rows = ((come, calendar),)
    if post.pings:
        named = " ".join(person(each) for each in sorted(post.pings))
        text += "\n" + _("You asked to be told: {people}").format(people=named)
    return Card(text, rows, pings=post.pings)


def change_mark(post: ChangePost) -> str:
    """The custom id by which such a message is known."""
    if post.change.kind is ChangeKind.MET:
        return custom_id("papers", "note", post.round.id, post.change.id)
    return calendar_id(post.round.id, post.change.id)


def event(work: EventWork, place: str, lang: Lang) -> ScheduledEvent:
    """Discord's event of a session. `place` is the channel's name, empty where it is not known."""
    _ = lang.gettext
    title = _title(work.paper)
    return ScheduledEvent(
        name=_("Reading group: {title}").format(title=title),
        description=_("We talk about “{title}”: {url}").format(title=title, url=work.paper.url),
        mark=thread_link(work.round.guild_id, work.thread_id),
        location=f"#{place}" if place else "Discord",
        begins_at=work.round.meets_at,
        ends_at=work.round.ends_at,
    )


def _title(paper: Paper) -> str:
    return fit(clean(" ".join(paper.title.split())), SHORT) or paper.arxiv_id


def _named(session: Session) -> str:
    """The paper's title inside a sentence, harmless."""
    return written(session.paper.title, SHORT) or session.paper.arxiv_id


def _where(session: Session, lang: Lang) -> str:
    if session.thread_id is None:
        return ""
    url = thread_link(session.round.guild_id, session.thread_id)
    return lang.gettext("Where: {url}").format(url=url)


def coming_card(session: Session, lang: Lang) -> Card:
    """After "I'm coming", and after each choice there."""
    _ = lang.gettext
    value, part = session.round, session.part
    lines = [_("You are on the list for “{title}”, on {when}.")]
    lines[0] = lines[0].format(title=_named(session), when=stamp(value.meets_at, "F"))
    lines += [where] if (where := _where(session, lang)) else []
    if session.reminds:
        lines.append(_("The day before, a line waits in your inbox, or comes in your bundle."))
    if part.ping:
        lines.append(
            _(
                "If it moves, I mention you in the thread. Should you have quiet hours or be away then, your inbox says so."
            )
        )
    else:
        lines.append(_("If it moves, your inbox says so."))
    if part.ping:
        ping = Button(_("Do not mention me"), custom_id("papers", "ping_off", value.id))
    else:
        ping = Button(_("Mention me if it moves"), custom_id("papers", "ping_on", value.id))
    row = (
        Button(_("Calendar file"), calendar_id(value.id), Style.PRIMARY),
        ping,
        Button(_("Not coming after all"), custom_id("papers", "not_coming", value.id)),
    )
    return Card("\n".join(lines), (row,))


def not_coming_card(session: Session, lang: Lang) -> Card:
    """After "Not coming after all"."""
    _ = lang.gettext
    text = _("That is fine: you are off the list, and nobody is told. The notes will be in the thread.")
    again = Button(_("I'm coming"), custom_id("papers", "come", session.round.id))
    return Card(text, ((again,),))


def calendar_text(session: Session, lang: Lang) -> str:
    """What goes with a calendar file."""
    _ = lang.gettext
    if session.round.phase is Phase.CANCELLED:
        return _("This file takes the session off your calendar.")
    return _(
        "Open the file to put the session on your calendar. If it moves, get a new file: it changes that entry."
    )


def reminder_line(session: Session, lang: Lang) -> Line:
    """The line of an inbox: they meet soon."""
    text = lang.gettext("The reading group meets on {when} about “{title}”. {url}")
    return Line(_line(text, session), _off(session, lang))


def moved_line(session: Session, lang: Lang) -> Line:
    """The line of an inbox: it moved, or was cancelled."""
    _ = lang.gettext
    if session.round.phase is Phase.CANCELLED:
        return Line(_line(_("Cancelled: the reading group on {when} about “{title}”. {url}"), session))
    text = _("Moved: the reading group meets on {when} about “{title}”. {url}")
    return Line(_line(text, session), _off(session, lang))


def leads_line(session: Session, lang: Lang) -> Line:
    """The line of an inbox: they lead the discussion."""
    _ = lang.gettext
    text = _("You lead the reading group on {when} about “{title}”. {url}")
    button = Button(_("What helps"), custom_id("papers", "who_comes", session.round.id))
    return Line(_line(text, session), button)


def _line(text: str, session: Session) -> str:
    value = session.round
    url = thread_link(value.guild_id, session.thread_id) if session.thread_id else ""
    return text.format(when=stamp(value.meets_at, "F"), title=_named(session), url=url).strip()


def _off(session: Session, lang: Lang) -> Button | None:
    if not session.part.comes:
        return None
    label = lang.gettext("Not coming after all")
    return Button(label, custom_id("papers", "not_coming", session.round.id))


def reminder_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("Reading group reminder")


def moved_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("Reading group moved")


def leads_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("Leading the reading group")


def did(line: AuditLine, lang: Lang) -> str:
    """What an organiser did with a session, as it reads behind their name."""
    _ = lang.gettext
    if line.what == "papers.session_moved":
        return _("moved a session of the reading group")
    return _("cancelled a session of the reading group")
