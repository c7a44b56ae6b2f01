"""What a question says in public, and what who asked sees of it in private: where it stands, its buttons, what came of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.communities.naming import topic_name
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import clean, fit, inert, inert_parts, units
from bot.deliveries.model import Delivery, State
from bot.mentoring.model.asking import Question, QuestionState
from bot.mentoring.service.asking import QuestionPost, WithdrawnQuestion
from bot.mentoring.service.composing import OwnQuestion
from bot.shell.cards import CONTENT, Button, Card, Row, Style
from bot.shell.gone import still_there, with_words
from bot.shell.markup import channel, person
from bot.shell.reasons import why
from cogs.mentoring.views import ways

THREAD_NAME = 100
ROOM = 1700  # units of a question below a sentence of ours
ALL = 100_000
CUTS = (ALL, 400, 250, 150, 60)  # units of a member's text, should the server's words leave it less room


def post_of_question(post: QuestionPost, lang: Lang) -> Card:
    """The message of a question; it pings nobody."""
    _ = lang.gettext
    asked = post.question
    answer = Button(_("Answer"), custom_id("mentoring", "answer", asked.id), Style.PRIMARY)
    text = question_text(post, lang)
    if asked.ama_id:  # in a thread already
        return Card(text, ((answer,),))
    return Card(text, ((answer, Button(_("Talk about it"), custom_id("mentoring", "talk", asked.id))),))


def question_text(post: QuestionPost, lang: Lang, room: int = CONTENT, *, alone: bool = False) -> str:
    """The words of a question as others read them, in at most `room` units (500 at least); `alone`: without who asks.

    Nothing is cut of what may be posted; should our own words leave less room for it, texts end with a sign.
    """
    text = ""
    for most in CUTS:
        text = "\n".join(_lines(post, most, lang, alone=alone))
        if units(text) <= room:
            break
    return text


def _lines(post: QuestionPost, most: int, lang: Lang, *, alone: bool) -> Iterator[str]:
    _ = lang.gettext
    asked, goal = post.question, _shown(post.question.goal, most)
    if asked.ama_id and not asked.tried:  # one text; its beginning serves as the goal elsewhere
        heading = _("{author} has what they needed:") if asked.solved_at else _("{author} asks:")
        yield from () if alone else (heading.format(author=person(asked.user_id)),)
        yield _shown(asked.question, most)
        return
    if alone:
        yield f"**{goal}**"
    else:
        heading = _("{author} asks: **{goal}**")
        if asked.solved_at:
            heading = _("{author} has what they needed: **{goal}**")
        yield heading.format(author=person(asked.user_id), goal=goal)
    if asked.tried:
        yield "**{name}** {text}".format(name=_("Tried:"), text=_shown(asked.tried, most))
    if asked.question != asked.goal:  # which is all that is asked for in an AMA
        yield "**{name}** {text}".format(name=_("Question:"), text=_shown(asked.question, most))
    if asked.url:
        yield inert(asked.url)
    if post.topic is not None:
        yield _("Topic: {topic}").format(topic=inert(topic_name(post.topic, lang)))


def _shown(text: str, most: int) -> str:
    shown = inert(text)
    if units(shown) <= most:
        return shown
    return next(iter(inert_parts(text, most - 2)), "") + " …"


def thread_name(post: QuestionPost, lang: Lang) -> str:
    """The name of the thread about a question: its goal."""
    return fit(clean(" ".join(post.question.goal.split())), THREAD_NAME) or lang.gettext("A question")


def removed_name(lang: Lang) -> str:
    """What a thread is called whose question is gone."""
    return lang.gettext("a removed question")


def own_question(
    own: OwnQuestion, words: Lang, lang: Lang, intro: str = "", *, mentor: str = "", preview: bool = False
) -> Card:
    """One's own question as it stands, with all its buttons; `words` is the language in which it is posted.

    `intro` in place of where it stands; `preview`: it was composed just now, and may be kept as it is. `mentor` is what who was
    asked alone is called where a mention may not say it.
    """
    first = intro or standing(own, lang, mentor)
    post = QuestionPost(own.question, own.topic, words.code)
    text = question_text(post, words, min(ROOM, CONTENT - units(first) - 2))
    return Card(f"{first}\n\n{text}", own_buttons(own, lang, preview=preview))


def standing(own: OwnQuestion, lang: Lang, mentor: str = "") -> str:
    """Where one's own question is; `mentor` as in `own_question`."""
    _ = lang.gettext
    match own.question.state:
        case QuestionState.SENT:
            return _("Asked of {mentor} alone:").format(mentor=person(own.question.to_id, mentor))
        case QuestionState.POSTED if own.post is not None and own.post.url:
            return _("Posted in {channel} ([see it]({url})):").format(
                channel=channel(own.post.channel_id), url=own.post.url
            )
        case QuestionState.POSTED:
            return _not_yet(own.channel_id, own.post, lang)
    if own.question.ama_id:
        return _("It waits for its “Ask me anything”; until then only its host reads it:")
    return _("Only you can see this:")


def own_buttons(own: OwnQuestion, lang: Lang, *, preview: bool = False) -> tuple[Row, ...]:
    """What who asked can do with a question, as it stands."""
    _ = lang.gettext
    asked = own.question
    edit = Button(_("Edit"), custom_id("mentoring", "edit_question", asked.id))
    delete = Button(_("Delete"), custom_id("mentoring", "delete_question", asked.id), Style.DANGER)
    hide = custom_id("mentoring", "hide_question", asked.id)
    ways_out: tuple[Button, ...] = (ways.my_questions(lang), ways.ask_home(lang))
    if asked.state in (QuestionState.POSTED, QuestionState.SENT):
        ways_out = (Button(_("Answers"), custom_id("mentoring", "answers", asked.id)), *ways_out)
    if asked.state is QuestionState.POSTED:
        out = Button(_("Take it out of the channel"), hide)
        changes = () if asked.ama_id else (edit,)
        return (_solved(asked, lang), *changes, out, delete), ways_out
    if asked.state is QuestionState.SENT:
        post = Button(_("Post it for everybody"), custom_id("mentoring", "post_question", asked.id))
        return (_solved(asked, lang), post, edit, Button(_("Take it back"), hide), delete), ways_out
    if asked.ama_id:
        return (delete,), ways_out
    first: tuple[Button, ...] = (
        Button(_("Post it"), custom_id("mentoring", "post_question", asked.id), Style.PRIMARY),
    )
    if own.mentor_id:
        first += (Button(_("Ask only my mentor"), custom_id("mentoring", "ask_mentor", asked.id)),)
    kept = (Button(_("Keep to myself"), hide),) if preview else ()
    return (*first, edit, *kept, delete), ways_out


def _solved(asked: Question, lang: Lang) -> Button:
    _ = lang.gettext
    if asked.solved_at:
        return Button(_("Not yet, after all"), custom_id("mentoring", "unsolved", asked.id))
    return Button(_("I have what I needed"), custom_id("mentoring", "solved", asked.id), Style.PRIMARY)


def composed(lang: Lang) -> str:
    """The sentence above a question that was composed just now."""
    return lang.gettext("Kept, for you alone. If you post it, it looks like this:")


def kept(lang: Lang) -> str:
    """The sentence after "Keep to myself"."""
    return lang.gettext("It stays yours alone. You find it in /ask → My questions:")


def hidden(gone: WithdrawnQuestion, left: Sequence[Delivery], lang: Lang) -> str:
    """The sentence after "Take it back" or "Take it out of the channel"."""
    _ = lang.gettext
    if gone.question.state is QuestionState.SENT:
        return _("Taken back: your mentor does not find it any more. Only you can see it:")
    if left:
        return _("It is yours alone again.") + " " + still_there(left, lang)
    return _("The post is gone; what others answered stays in its thread. Only you can see your words:")


def posted(own: OwnQuestion, lang: Lang) -> Card:
    """After "Post it": what happened, where it is, how to undo it."""
    _ = lang.gettext
    post = own.post
    if own.question.state is not QuestionState.POSTED:
        return Card(_("It could not be posted just now. It is kept, for you alone."), own_buttons(own, lang))
    if post is None or post.state is not State.SENT:
        return Card(_not_yet(own.channel_id, post, lang), own_buttons(own, lang))
    text = _(
        "Your question is in {channel}: [see it]({url}). When somebody answers, your inbox says where. You can change it or "
        "take it back whenever you like."
    )
    return Card(text.format(channel=channel(post.channel_id), url=post.url), own_buttons(own, lang))


def sent(own: OwnQuestion, mentor: str, lang: Lang) -> Card:
    """After "Ask only my mentor"; `mentor` as in `own_question`."""
    text = lang.gettext(
        "{mentor} finds your question in their inbox; nobody else sees it, unless they show it to the organisers. When they "
        "answer, it is in yours. You can take it back whenever you like."
    )
    return Card(text.format(mentor=person(own.question.to_id, mentor)), own_buttons(own, lang))


def changed(own: OwnQuestion, lang: Lang) -> Card:
    """After a change of what others see."""
    return Card(change_text(own, lang), own_buttons(own, lang))


def change_text(own: OwnQuestion, lang: Lang) -> str:
    """What became of a change of what others see."""
    _ = lang.gettext
    post = own.post
    if own.question.state is not QuestionState.POSTED:
        return _("Changed: your mentor reads it so from now on.")
    if post is None or post.message_id is None:
        return _not_yet(own.channel_id, post, lang)
    if post.state is State.SENT and not post.dirty:
        return _("Changed: [see it]({url}).").format(url=post.url)
    if post.is_refused:
        text = _("Saved, but the post still shows the old words ({reason}). I keep trying.")
        return text.format(reason=why(post, lang))
    return _("Saved. The post changes shortly.")


def solved(own: OwnQuestion, lang: Lang) -> Card:
    """After "I have what I needed", or after taking that back; what its post says is said as it is."""
    _ = lang.gettext
    done = own.question.solved_at is not None
    text = (
        _("Good! Nobody is told of your question any more.")
        if done
        else _("Not yet is fine: your question is open again.")
    )
    if own.question.state is QuestionState.POSTED:
        post = own.post
        if post is None or post.state is not State.SENT or post.dirty:
            return Card(f"{text} {change_text(own, lang)}", own_buttons(own, lang))
        text = (
            _("Good! The post says so, and nobody is told of your question any more.")
            if done
            else _("Not yet is fine. The post says that your question is open again.")
        )
    return Card(text, own_buttons(own, lang))


def _not_yet(channel_id: int, post: Delivery | None, lang: Lang) -> str:
    _ = lang.gettext
    where = channel(post.channel_id if post and post.channel_id else channel_id)
    if post is not None and post.state is State.DROPPED:
        return _(
            "Saved. I have stopped trying to post it. “Take it out of the channel”, then “Post it” tries anew."
        )
    if post is not None and post.is_refused:
        text = _(
            "Saved, but Discord does not let me post in {channel} ({reason}). I keep trying, and it is yours in /mine."
        )
        return text.format(channel=where, reason=why(post, lang))
    return _("Saved. It will appear in {channel} shortly.").format(channel=where)


def deleted(gone: WithdrawnQuestion, left: Sequence[Delivery], lang: Lang) -> list[Card]:
    """After "Delete": what is gone, what Discord would not delete, the words once more."""
    _ = lang.gettext
    if gone.question.state is not QuestionState.POSTED:
        intro = _("Deleted: I have stored nothing of it any more.")
    elif left:
        intro = _("Deleted from what I store.") + " " + still_there(left, lang)
    else:
        intro = _(
            "Deleted: the post and everything I had stored of it. What others answered stays in its thread."
        )
    return with_words(intro, given_back(gone.question), lang)


def deleted_meanwhile(question: Question, lang: Lang) -> list[Card]:
    """A post that turned out to be deleted by hand: its words once, nothing stored."""
    intro = lang.gettext("Your post was deleted in Discord, so I have deleted it here too.")
    return with_words(intro, given_back(question), lang)


def given_back(question: Question) -> str:
    """All that was typed, harmless."""
    link = f"<{inert(question.url)}>" if question.url else ""  # Discord would show what is behind it
    words = (question.goal, question.tried, question.question)
    return "\n".join(filter(None, [*(inert(each) for each in words), link]))
