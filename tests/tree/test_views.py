"""Proves every view against what people may type at worst: within Discord's limits, harmless, and nothing is lost."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from importlib import import_module
from pkgutil import walk_packages

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cogs
from bot.core.lang import Lang, get_lang
from bot.core.text import inert, units
from bot.people.model import Person, UnknownZone
from bot.shell import permissions, places, titles
from bot.shell.cards import Card
from bot.shell.directory import Section
from bot.standups import model
from bot.standups.service.posting import EntryPost, PromptPost
from cogs.communities import views as communities
from cogs.people import views as people
from cogs.standups.views import helping, member, organiser, posts, refusals, words
from tests.tree import nasty
from tests.tree.rendered import check, squashed, words_of
from tests.tree.viewed import parts, viewed

LANG = get_lang("en-US")
languages = st.sampled_from([LANG, get_lang("de"), get_lang("es-419")])
ROUTE = "standups:add_in:9223372036854775807:0900"
lines = st.lists(nasty.texts(300).map(inert), max_size=12)
zone = st.one_of(st.none(), st.just("Pacific/Apia"))
index = st.integers(0, model.MOST_QUESTIONS)
delivered = st.lists(nasty.deliveries(), max_size=4)
standups = st.lists(nasty.standups(), min_size=1, max_size=10, unique_by=lambda each: each.id)
sections = st.tuples(
    st.builds(organiser.section, st.one_of(st.just([]), standups), languages),
    st.builds(Section, lines.map(tuple)),
)
refused = st.one_of(
    st.builds(model.NoStandup, organiser=st.booleans()),
    st.builds(model.StandupPaused, nasty.names(model.NAME)),
    st.builds(
        model.TooMany, st.sampled_from(("standups", "questions", "days_off", "days_at_once")), st.just(10)
    ),
    st.builds(
        model.NotUnderstood,
        st.sampled_from(
            (
                "time",
                "zone",
                "days",
                "name",
                "label",
                "choices",
                "country",
                "region",
                "day_off",
                "last_day_off",
            )
        ),
        nasty.texts(),
    ),
    st.sampled_from([model.StandupGone(), model.EntryGone(), model.NothingWritten()]),
)


def entry_posts() -> st.SearchStrategy[EntryPost]:
    """An entry on its way into its thread."""
    day = nasty.days()
    return st.builds(EntryPost, nasty.entries(), day, day, nasty.standups(), st.just(""), st.none())


# What each view is given beside the language: drawn anew for every example.
VIEWS: dict[Callable[..., object], tuple[st.SearchStrategy[object], ...]] = {
    communities.help_line: (),
    communities.setup_card: (sections,),
    communities.status_card: (sections, st.lists(nasty.deliveries(), max_size=5), lines),
    people.help_line: (),
    people.help_card: (st.just(["**/standup** · say what you did"] * 9),),
    people.mine_card: (st.just([Section(("A line.",))]),),
    people.zone_form: (),
    people.zone_chosen: (st.builds(Person, st.just(nasty.AUTHOR), zone),),
    people.not_yours: (),
    people.refusal: (st.builds(UnknownZone, nasty.texts()),),
    member.form: (st.just("standups:written:1:2"), nasty.names(60), nasty.questions(), nasty.answers()),
    member.questions_of: (nasty.answers(),),
    member.preview: (nasty.drafts(), nasty.entries(), languages),
    member.own_entry: (nasty.entries(), delivered, languages),
    member.posted: (nasty.entries(100), delivered, nasty.ids()),
    member.changed: (nasty.entries(100), delivered),
    member.kept: (nasty.entries(100),),
    member.discarded: (nasty.answers(),),
    member.deleted: (nasty.answers(), st.lists(nasty.deliveries(), max_size=6)),
    member.deleted_meanwhile: (nasty.answers(least=1),),
    member.given_back: (nasty.answers(),),
    member.pick: (standups,),
    member.help_line: (),
    member.mine: (),
    member.settings: (st.booleans(),),
    member.preview_chosen: (st.booleans(),),
    member.my_posts: (st.lists(nasty.entries(300), max_size=20, unique_by=lambda e: e.id), st.booleans()),
    posts.prompt: (st.builds(PromptPost, nasty.deliveries(), nasty.days(), nasty.standups(), st.just("")),),
    posts.thread_name: (nasty.standups(), nasty.days()),
    posts.entry_posts: (entry_posts(),),
    posts.entry_text: (nasty.entries(),),
    posts.answer_lines: (nasty.answers(),),
    organiser.section: (standups,),
    organiser.line: (nasty.standups(),),
    organiser.when: (nasty.standups(),),
    organiser.standup_card: (nasty.standups(), nasty.lacking()),
    permissions.lack_lines: (nasty.lacking(), nasty.ids()),
    organiser.add_form: (nasty.ids(), st.sampled_from(("UTC", "Pacific/Apia", ""))),
    organiser.when_form: (nasty.standups(),),
    organiser.where_form: (nasty.standups(),),
    organiser.questions_card: (nasty.standups(),),
    organiser.question_card: (nasty.standups(), st.just(0)),
    organiser.question_form: (nasty.standups(), index),
    organiser.kind_name: (st.sampled_from(model.Kind),),
    organiser.confirm_removal: (nasty.standups(),),
    places.place_choice: (st.just(ROUTE), nasty.texts(100), nasty.matches(), st.just(nasty.NOW)),
    refusals.refusal: (refused,),
    words.label: (nasty.questions().map(lambda asked: asked[0]),),
    words.heading: (nasty.answers(least=1).map(lambda written: written[0]),),
}
VIEWS |= viewed()
# These give values or words to other views, which show them; nobody reads them as they are.
PARTS = (
    *(member.questions_of, words.label, words.heading, posts.thread_name, helping.hand_thread_name),
    *parts(),
)
FEW = settings(max_examples=settings().max_examples // 10)


def name_of(view: Callable[..., object]) -> str:
    """The view's name with its module's."""
    return f"{view.__module__.removeprefix('cogs.')}.{view.__name__}"


def arguments(view: Callable[..., object], given_: tuple[object, ...], lang: Lang) -> tuple[object, ...]:
    """What was drawn, and the language where the view takes one."""
    return (*given_, lang) if "lang" in inspect.signature(view).parameters else given_


def test_every_view_is_here() -> None:
    modules = [
        import_module(found.name)
        for found in walk_packages(cogs.__path__, "cogs.")
        if "views" in found.name.split(".")
    ]
    public = {
        each
        for module in modules
        for name, each in inspect.getmembers(module, inspect.isfunction)
        if each.__module__ == module.__name__ and not name.startswith("_")
    }
    # What the shell makes for several features.
    shared: set[Callable[..., object]] = {
        *(places.place_choice, permissions.lack_lines, titles.written, titles.linked)
    }
    assert {name_of(each) for each in public | shared} == {name_of(each) for each in VIEWS}


@pytest.mark.row("RTL override, zero-width, zalgo, lone surrogates, NUL")
@pytest.mark.row("6000-character embeds, 2000 content, 4000 text in a layout, 40 components")
@pytest.mark.parametrize("view", [each for each in VIEWS if each not in PARTS], ids=name_of)
def test_whatever_is_typed_a_view_stays_within_the_limits_and_harmless(view: Callable[..., object]) -> None:
    @FEW
    @given(st.tuples(*VIEWS[view]), languages)
    def holds(given_: tuple[object, ...], lang: Lang) -> None:
        check(view(*arguments(view, given_, lang)))

    holds()


@FEW
@given(nasty.standups(), nasty.days())
def test_a_threads_name_is_short_and_can_be_sent(standup: model.Standup, day: model.Day) -> None:
    name = posts.thread_name(standup, day, LANG)
    assert 1 <= units(name) <= 100
    name.encode()


def text_of(cards: list[Card]) -> str:
    """All that these cards say, one after the other."""
    return squashed("".join(card.text for card in cards))


@FEW
@given(nasty.entries(), nasty.drafts(), entry_posts())
def test_nothing_that_somebody_wrote_is_lost(entry: model.Entry, draft: model.Draft, post: EntryPost) -> None:
    shown = {
        "preview": (entry, text_of(member.preview(draft, entry, LANG, LANG))),
        "own_entry": (entry, text_of(member.own_entry(entry, [], LANG, LANG))),
        "deleted": (entry, text_of(member.deleted(entry.answers, [], LANG))),
        "discarded": (entry, text_of(member.discarded(entry.answers, LANG))),
        "posts": (post.entry, text_of(posts.entry_posts(post, LANG))),
    }
    for name, (written, said) in shown.items():
        for answer in written.answers:
            gone = [word for word in words_of(answer.text) if word not in said]
            assert not gone, (name, gone)


@FEW
@given(nasty.questions(), nasty.answers())
def test_a_form_shows_all_that_was_typed_before(
    questions: tuple[model.Question, ...], typed: tuple[model.Answer, ...]
) -> None:
    form = member.form("standups:written:1:2", "Daily standup", questions, typed, LANG)
    for label, question, answer in zip(form.modal(1).to_dict()["components"], questions, typed, strict=False):
        if question.kind is not model.Kind.CHOICE:
            assert words_of(label["component"].get("value", "")) == words_of(answer.text)
