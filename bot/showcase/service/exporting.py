"""What somebody takes along of what they shared (H10): to read in their language, and as data (A2)."""

from __future__ import annotations

from collections.abc import Collection

from bot.communities.model import Topic
from bot.communities.store import topics
from bot.core.db import Tx
from bot.core.lang import Lang
from bot.core.privacy import Document, Words, listed, moment, titled
from bot.deliveries import store as deliveries
from bot.showcase.model.values import SHARE, Choices, Said, Share, State, Word
from bot.showcase.naming import kind_words
from bot.showcase.store import choices, readers, shares
from bot.showcase.store import words as said


def documents_of(tx: Tx, user_id: int, words: Words) -> list[Document]:
    """Shares, drafts, what they wrote and received, what they were asked to read, choices.

    No word of others but what was written to this person, and that without who wrote it.
    """
    parts = (_posted, _drafts, _written, _received, _asked, _choices)
    return [document for part in parts if (document := part(tx, user_id, words))]


def _posted(tx: Tx, user_id: int, words: Words) -> Document | None:
    found = shares.of_person(tx, user_id, states=[State.POSTED])
    return _shares(tx, found, "shares", words.lang.gettext("What I shared"), words)


def _drafts(tx: Tx, user_id: int, words: Words) -> Document | None:
    found = shares.of_person(tx, user_id, states=[State.DRAFT, State.OFFERED])
    return _shares(tx, found, "share-drafts", words.lang.gettext("My drafts of shares"), words)


def _shares(tx: Tx, found: Collection[Share], name: str, heading: str, words: Words) -> Document | None:
    """The oldest first."""
    if not found:
        return None
    own = sorted(found, key=lambda each: each.id)
    about = topics.get_topics(tx, {each.content.topic_id for each in own})
    posts = {each.subject_id: each.url for each in deliveries.of_subjects(tx, SHARE, [one.id for one in own])}
    rows, parts = [], []
    for each in own:
        topic = about.get(each.content.topic_id)
        rows.append(
            {
                "server": str(each.guild_id),
                "state": each.state.value,
                "kind": each.content.kind.value,
                "title": each.content.title,
                "text": each.content.text,
                "link": each.content.link,
                "topic": (topic.name or topic.key) if topic else "",
                "done_when": each.done_when,
                "adapted": each.adapted,
                "name_shown": each.author,
                "written_at": each.typed_at.isoformat() if each.typed_at else "",
                "posted_at": each.posted_at.isoformat() if each.posted_at else "",
                "post": posts.get(each.id, ""),
                "somebody_replied": each.replied,
                "page_title": each.unfurl.title,
                "page_text": each.unfurl.text,
                "page_picture": each.unfurl.picture,
                "page_site": each.unfurl.site,
            }
        )
        parts.append(_share(each, topic, words))
    return Document(name, titled(heading, "\n".join(parts)), rows)


def _share(share: Share, topic: Topic | None, words: Words) -> str:
    """One share under its own heading; what Discord showed of its page is quoted."""
    _ = words.lang.gettext
    content, seen = share.content, share.unfurl
    at = share.posted_at or share.typed_at
    facts = [kind_words(content.kind, words.lang)]
    if topic:
        facts.append(topic.name or words.named(topic.key, {}))
    if at:
        facts.append(moment(at))
    lines = [f"## {content.title or seen.title or _('Without a title')}", " · ".join(facts)]
    lines += [each for each in (content.text, content.link) if each]
    if share.adapted:
        lines.append(_("Adapted from an earlier project"))
    if share.done_when:
        lines.append(_("I will be done when: {text}").format(text=share.done_when))
    page = [each for each in (seen.site, seen.title, seen.text, seen.picture) if each]
    if page:
        lines.append("\n".join(f"> {line}" for each in page for line in each.splitlines()))
    return "\n\n".join(lines) + "\n"


def _written(tx: Tx, user_id: int, words: Words) -> Document | None:
    heading = words.lang.gettext("What I wrote about what others shared")
    return _words(said.from_person(tx, user_id), "share-notes-written", heading, words.lang)


def _received(tx: Tx, user_id: int, words: Words) -> Document | None:
    heading = words.lang.gettext("What others wrote to me about what I shared")
    return _words(said.to_person(tx, user_id), "share-notes-received", heading, words.lang)


def _words(found: Collection[Said], name: str, heading: str, lang: Lang) -> Document | None:
    if not found:
        return None
    _ = lang.gettext
    kinds = {Word.NOTE: _("a note about a draft"), Word.THANKS: _("a thank-you")}
    rows = [
        {
            "server": str(each.guild_id),
            "at": each.at.isoformat(),
            "kind": each.word.value,
            "text": each.text,
            "about": each.url,
        }
        for each in found
    ]
    text = "\n".join(f"## {moment(each.at)}: {kinds[each.word]}\n\n{each.text}\n" for each in found)
    return Document(name, titled(heading, text), rows)


def _asked(tx: Tx, user_id: int, words: Words) -> Document | None:
    asked = readers.of_person(tx, user_id)
    if not asked:
        return None
    _ = words.lang.gettext
    answers = {"": _("no answer yet"), "noted": _("you wrote a note"), "passed": _("not this time")}
    rows = [
        {"server": str(each.guild_id), "at": each.asked_at.isoformat(), "answer": each.answer}
        for each in asked
    ]
    lines = [f"{moment(each.asked_at)}: {answers.get(each.answer, each.answer)}" for each in asked]
    return Document("asked-to-read", listed(_("When I was asked to read a draft"), lines), rows)


def _choices(tx: Tx, user_id: int, words: Words) -> Document | None:
    chosen = choices.of_person(tx, user_id)
    if not chosen:
        return None
    _ = words.lang.gettext
    rows = [
        {
            "server": str(each.guild_id),
            "quoted_in_the_round_up": each.choices.quoted,
            "reads_drafts": each.choices.reads_drafts,
            "told_of_shares": each.choices.reads_shares,
            "on_the_public_page": each.choices.on_page,
            "asked_to_read_last": each.asked_at.isoformat() if each.asked_at else "",
            "told_of_a_share_last": each.told_at.isoformat() if each.told_at else "",
        }
        for each in chosen
    ]
    here = _("In server {server}: {choices}")
    lines = [
        here.format(server=each.guild_id, choices=" ".join(_chosen(each.choices, words.lang)))
        for each in chosen
    ]
    return Document("share-choices", listed(_("My choices about sharing"), lines), rows)


def _chosen(chosen: Choices, lang: Lang) -> list[str]:
    _ = lang.gettext
    told = []
    if chosen.quoted is not None:
        told.append(
            _("The round-up may quote you.") if chosen.quoted else _("The round-up does not quote you.")
        )
    told += [
        _("You may be asked to read drafts.")
        if chosen.reads_drafts
        else _("You are not asked to read drafts."),
        _("You are told of shares about your topics.")
        if chosen.reads_shares
        else _("You are not told of shares."),
        _("The community's public page may show your posts.")
        if chosen.on_page
        else _("The community's public page does not show your posts."),
    ]
    return told
