"""How asking looks: the card of /ask, the form, earlier questions like it, one's own list, what others asked one alone (M8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.communities.model import Topic
from bot.communities.naming import topic_name
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import fit, inert
from bot.mentoring.model.asking import GOAL, LINK, MOST_UNITS, Question, QuestionState
from bot.mentoring.service.archiving import Kept
from bot.mentoring.service.asked import AskedLine
from bot.mentoring.service.asking import QuestionPost
from bot.mentoring.service.composing import PAGE, MyQuestions, OwnQuestion, Typed
from bot.shell import ways as shell_ways
from bot.shell.cards import OPTIONS, Button, Card, Option, Row, Select, Style
from bot.shell.directory import Line, Section
from bot.shell.forms import Field, Form, Several, Text
from bot.shell.markup import channel, person
from bot.shell.topics import topic_text
from cogs.mentoring.views import ways
from cogs.mentoring.views.questions import ROOM, question_text

_GOAL = 80  # units of a goal in a line


def help_line(lang: Lang) -> str:
    """The line of /help."""
    return lang.gettext("**/ask** · a question, earlier answers, small things to help with, a thank-you")


def mine(lang: Lang) -> Section:
    """The part of /mine."""
    return Section((), (ways.my_questions(lang, where=ways.MINE),))


def ask_card(waiting: Sequence[OwnQuestion], asked: Sequence[Question], lang: Lang) -> Card:
    """The card of /ask, with the member's open questions; `asked` are those that others asked them alone."""
    _ = lang.gettext
    lines = [
        _(
            "Stuck on something? A goal, what you tried and your exact question: that is all it takes, and nothing is too small."
        )
    ]
    lines += [_waiting(each, lang) for each in waiting]
    rows: tuple[Row, ...] = (
        *((_asked_of_you(asked, lang),) if asked else ()),
        (
            ways.compose(lang),
            Button(_("Earlier answers"), custom_id("mentoring", "archive")),
            Button(_("Ask me anything"), custom_id("mentoring", "amas")),
        ),
        (
            Button(_("Help-first board"), custom_id("mentoring", "board")),
            Button(_("Say thanks"), custom_id("mentoring", "thanks")),
            ways.my_questions(lang),
        ),
    )
    return Card("\n".join(lines), rows)


def _asked_of_you(asked: Sequence[Question], lang: Lang) -> Select:
    options = tuple(Option(each.goal or str(each.id), str(each.id)) for each in asked[:OPTIONS])
    return Select(custom_id("mentoring", "asked"), lang.gettext("Asked of you alone …"), options)


def _waiting(own: OwnQuestion, lang: Lang) -> str:
    _ = lang.gettext
    goal = goal_text(own.question)
    if own.question.state is QuestionState.SENT:
        return _("Open, asked of your mentor alone: “{goal}”").format(goal=goal)
    if own.post is not None and own.post.url:
        return _("Open: “{goal}” ([see it]({url}))").format(goal=goal, url=own.post.url)
    return _("Open: “{goal}”").format(goal=goal)


def goal_text(question: Question, room: int = _GOAL) -> str:
    """A question's goal as it stands in a sentence."""
    return inert(fit(question.goal, room)).strip()


def question_form(typed: Typed, topics: Sequence[Topic], lang: Lang, question_id: int = 0) -> Form:
    """The form of a new question, or of one that is changed, showing what was typed before."""
    _ = lang.gettext
    fields: list[Field] = [
        Text(
            "goal",
            _("What would you like to do?"),
            note=_("One line."),
            value=typed.goal,
            required=True,
            most=GOAL,
        ),
        Text(
            "tried",
            _("What have you tried?"),
            note=_("“I read about it and do not understand it” is an answer, too."),
            value=typed.tried,
            long=True,
            required=True,
            most=MOST_UNITS,
        ),
        Text(
            "question",
            _("Your exact question"),
            note=_("All fields together take {most} characters: a few lines of an error are enough.").format(
                most=MOST_UNITS
            ),
            value=typed.question,
            long=True,
            required=True,
            most=MOST_UNITS,
        ),
        Text(
            "url",
            _("A link, if it helps"),
            note=_("To a notebook or to some code, say."),
            value=typed.url,
            most=LINK,
        ),
    ]
    if topics:
        options = tuple(
            Option(topic_name(each, lang), str(each.id), chosen=each.id == typed.topic_id) for each in topics
        )
        note = _("A few people who follow it are told of your question.")
        fields.append(Several("topic", _("Topic, if you like"), options, note=note, required=False, most=1))
    if question_id:
        about = (custom_id("mentoring", "edited", question_id), _("Edit"))
        return Form(*about, tuple(fields), custom_id("mentoring", "edit_question", question_id))
    about = (custom_id("mentoring", "composed"), _("Ask a question"))
    return Form(*about, tuple(fields), custom_id("mentoring", "compose"))


def similar_card(question: Question, similar: Sequence[Kept], lang: Lang) -> Card:
    """Earlier questions that are like the one just composed, before it is shown as it would look."""
    _ = lang.gettext
    lines = [_("Your question is kept, for you alone. Something like it was asked before; is this it?")]
    lines += [f"• {goal_text(each.question, 150)}" for each in similar]
    entries = tuple(
        Button(
            fit(each.question.goal, 60) or str(each.question.id),
            custom_id("mentoring", "entry", each.question.id, question.id),
        )
        for each in similar
    )
    on = ways.question(question.id, _("None of these: go on"), first=True, new=True)
    return Card("\n".join(lines), (entries, (on,)))


def my_questions_card(
    found: MyQuestions, servers: Mapping[int, str], where: str, lang: Lang, *, dm: bool = False
) -> Card:
    """A member's own questions; `servers`: their names, where those of several are shown. `dm`: in the bot's own DM."""
    _ = lang.gettext
    back = shell_ways.home(lang) if where == ways.MINE or dm else ways.ask_home(lang)
    if not found.questions:
        text = _("Nothing here yet. What you ask is kept here, also before you post it.")
        return Card(text, ((back,) if dm else (ways.compose(lang), back),))
    options = tuple(
        Option(each.goal or str(each.id), str(each.id), note=_standing(each, servers, lang))
        for each in found.questions
    )
    last: tuple[Button, ...] = (back,)
    if found.more:
        last = (ways.my_questions(lang, found.begins + PAGE, where, _("Older ones")), back)
    select = Select(custom_id("mentoring", "question"), _("Choose one …"), options)
    return Card(_("Only you see this list: the newest first."), (select, last))


def _standing(question: Question, servers: Mapping[int, str], lang: Lang) -> str:
    _ = lang.gettext
    standing = {
        QuestionState.POSTED: _("posted"),
        QuestionState.SENT: _("asked of your mentor alone"),
    }.get(question.state, _("only you see it"))
    if question.ama_id and question.state is QuestionState.PRIVATE:
        standing = _("waits for its “Ask me anything”")
    solved = [_("you have what you needed")] if question.solved_at else []
    return " · ".join([standing, *solved, *filter(None, [servers.get(question.guild_id, "")])])


def asked_line(line: AskedLine, name: str, lang: Lang) -> Line:
    """The line of an inbox; `name` is what who asked alone is called there."""
    _ = lang.gettext
    if line.alone:
        text = _("{name} asks you, as their mentor: “{goal}”")
        asked = line.question
        button = Button(_("Open it"), custom_id("mentoring", "asked", asked.id), Style.PRIMARY)
        return Line(text.format(name=person(asked.user_id, name), goal=goal_text(asked)), button)
    text = _("Somebody has a question about {topic} that you may be able to answer: [see it]({url})")
    return Line(text.format(topic=topic_text(line.topic, lang), url=line.url))


def asked_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("A question")


def not_posted_line(question: Question, lang: Lang) -> Line:
    """The line of an inbox: what waited to be posted could not be."""
    text = lang.gettext(
        "Your question “{goal}” could not be posted. It is kept, for you alone; you can post it again."
    )
    button = ways.question(question.id, lang.gettext("My question"), first=True)
    return Line(text.format(goal=goal_text(question)), button)


def not_posted_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("Not posted")


def replied_line(question: Question, url: str, lang: Lang) -> str:
    """The line of an inbox: somebody wrote about a question."""
    text = lang.gettext("Somebody replied to your question “{goal}”: [see it]({url})")
    return text.format(goal=goal_text(question), url=url)


def replied_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("A reply")


def asked_card(question: Question, topic: Topic | None, name: str, lang: Lang, *, back: bool = False) -> Card:
    """A question that was sent to its reader alone, and what can be done about it; `name` as in `asked_line`.

    `back`: it was opened in the card of /ask.
    """
    _ = lang.gettext
    heading = _("{name} asks you, as their mentor. Nobody else sees it.").format(
        name=person(question.user_id, name)
    )
    post = QuestionPost(question, topic)
    text = f"{heading}\n\n{question_text(post, lang, ROOM, alone=True)}"
    answer = Button(_("Answer"), custom_id("mentoring", "answer", question.id), Style.PRIMARY)
    mute = custom_id("mentoring", "mute_asker", question.id, question.user_id)
    guards = (
        Button(_("Nothing more from this person"), mute),
        Button(_("Tell the organisers"), custom_id("mentoring", "report_asker", question.id)),
    )
    first = (answer, ways.ask_home(lang)) if back else (answer,)
    return Card(text, (first, guards))


def talk_card(channel_id: int, thread_id: int | None, lang: Lang) -> Card:
    """After "Talk about it", which is pressed below the post; without a thread Discord did not let us open one."""
    _ = lang.gettext
    if thread_id is None:
        text = _(
            "I cannot open a thread for it just now. Reply to the post in {channel} instead, or try again later."
        )
        return Card(text.format(channel=channel(channel_id)))
    return Card(_("Talk about it here: {thread}").format(thread=channel(thread_id)))
