"""Owns what the views of essences, questions and notes are given: forms, posts, one's own, lines of an inbox, what is refused."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.communities.model import REFUSED_WORD, Topic
from bot.core.lang import get_lang
from bot.papers.model import refusals as model
from bot.papers.model.values import FIELD, TRIED, Entry, EntryKind, EntryState, Paper
from bot.papers.service.essences import About
from bot.papers.service.posting import EntryPost
from bot.papers.service.publishing import Own, Withdrawn
from bot.papers.service.questions import Asked
from bot.shell.cards import Card
from cogs.papers.views import entries, entry_refusals, essences, posts, questions
from tests.tree import nasty
from tests.tree.viewed import Views

IDS = st.sampled_from(("2601.01001", "quant-ph/0201082"))
LINKS = st.sampled_from(("", "https://example.org/", "https://medium.com/@everyone/" + "a" * 483))
KINDS = st.sampled_from(EntryKind)
languages = st.sampled_from([get_lang("en-US"), get_lang("de")])
moments = st.one_of(st.none(), st.just(nasty.NOW))
# One field of an entry has something; here the first does.
parts = st.tuples(nasty.names(FIELD), nasty.texts(FIELD), nasty.texts(FIELD))
papers = st.builds(Paper, IDS, nasty.texts(600))
topics = st.builds(Topic, st.integers(1, 99), st.just(1), st.sampled_from(("", "python")), nasty.names(60))
several = st.lists(topics, max_size=25, unique_by=lambda each: each.id)
delivered = st.one_of(st.none(), nasty.deliveries())
left = st.lists(nasty.deliveries(), max_size=2)


def own() -> st.SearchStrategy[Entry]:
    """An entry whose author typed the worst."""
    return st.builds(
        Entry,
        nasty.ids(),
        nasty.ids(),
        IDS,
        st.just(nasty.AUTHOR),
        KINDS,
        st.sampled_from(EntryState),
        parts,
        topic_id=nasty.ids(),
        link=LINKS,
        tried=nasty.texts(TRIED),
        channel_id=nasty.ids(),
        practised_at=moments,
        solved_at=moments,
    )


post = st.builds(EntryPost, own(), papers, st.just(""), st.one_of(st.none(), topics))
shown = st.builds(Own, own(), papers, st.one_of(st.none(), topics), delivered)
about = st.builds(About, papers, st.one_of(st.none(), own()))
url = st.just("https://discord.com/channels/1/2/3")
kept = st.one_of(st.just(0), nasty.ids())
refused = st.one_of(
    st.builds(model.EntryGone, st.booleans()),
    st.builds(model.NothingWritten, st.sampled_from((*(each.value for each in EntryKind), "tried"))),
    st.builds(
        model.BadPaperLink,
        st.sampled_from(("scheme", "host", "length", "credentials", "invite", "broken")),
    ),
    st.just(model.WordsTooLong()),
    st.builds(model.WordsRefused, st.just("secret"), st.sampled_from(("Kaggle", "private key"))),
    st.builds(model.WordsRefused, st.just("word"), nasty.names(REFUSED_WORD), kept),
    st.builds(model.WordsRefused, st.just("stopped"), st.just(""), kept),
    st.builds(model.MayNotWrite, nasty.ids(), kept),
)

VIEWS: Views = {
    posts.entry_post: (post,),
    posts.mark: (own(),),
    posts.entry_text: (post,),
    posts.part_names: (KINDS,),
    posts.thread_name: (papers,),
    posts.removed_name: (),
    entries.entry_fields: (KINDS, parts),
    entries.edit_form: (own(),),
    entries.own_entry: (shown, languages),
    entries.standing: (own(), delivered),
    entries.own_buttons: (own(),),
    entries.written: (),
    entries.kept: (),
    entries.taken_back: (left,),
    entries.posted: (own(), delivered),
    entries.changed: (own(), delivered),
    entries.change_text: (own(), delivered),
    entries.deleted: (st.builds(Withdrawn, own(), st.just(())), left),
    entries.deleted_meanwhile: (own(),),
    entries.given_back: (own(),),
    entries.entry_label: (shown,),
    essences.essence_form: (about,),
    essences.try_form: (about, st.one_of(IDS, nasty.ids().map(str))),
    questions.ask_form: (IDS, several),
    questions.understood: (own(), delivered),
    questions.question_line: (st.builds(Asked, papers, topics, url),),
    questions.question_name: (),
    questions.reply_line: (own(), papers, url),
    questions.reply_name: (),
    questions.talk_card: (own(), st.one_of(st.none(), nasty.ids())),
    entry_refusals.refusal: (refused,),
    entry_refusals.kept_for_later: (st.just(Card("Not now.")), kept),
}
# Others show these: ids, fields of forms, names of threads, an option of a list.
PARTS = (posts.mark, posts.thread_name, entries.entry_fields, entries.entry_label)
