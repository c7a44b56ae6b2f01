"""What everybody sees of competitions: a card of one, or a list of several; the same for whoever looks."""

from __future__ import annotations

from collections.abc import Sequence

from bot.competitions.model.naming import named
from bot.competitions.model.values import Competition, Form, Phase, Post
from bot.competitions.service.posting import PostWork
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import units
from bot.shell.cards import CONTENT, Button, Card, Row, Select
from bot.shell.markup import stamp
from bot.shell.titles import written
from cogs.competitions.views import facts, ways

# Units of a title and its address in a list: the first with which all lines fit.
ROOMS = (240, 200, 180, 160, 140, 120, 105, 90, 75, 60)
_LEAST = 24  # units of a title beside its address; with less it stands alone


def post_card(work: PostWork, lang: Lang) -> Card:
    """The message as it has to read now; at least one of its competitions is known."""
    if work.post.form is Form.CARD:
        return _one(work.competitions[0], lang)
    return _list(work, lang)


def post_mark(post: Post) -> str:
    """The custom id by which a message is known, whatever it says by now; a card has it while its competition is on."""
    if post.form is Form.CARD:
        return ways.of("in", post.slugs[0])
    return custom_id("competitions", "pick", post.id)


def _one(one: Competition, lang: Lang) -> Card:
    return Card("\n".join(facts.lines(one, lang)), (_buttons(one, lang),))


def _buttons(one: Competition, lang: Lang) -> tuple[Button, ...]:
    more = ways.show(one.slug, lang.gettext("More"))
    if one.phase is Phase.GONE:
        return (more,)
    if one.phase is Phase.ENDED:
        return ways.learned(one.slug, lang, first=True), more
    if one.team_size == 1:
        return ways.join(one.slug, lang), more
    return ways.join(one.slug, lang), ways.teams(one.slug, lang), more


def _list(work: PostWork, lang: Lang) -> Card:
    _ = lang.gettext
    first = _("**Competitions on Kaggle now**")
    if work.post.form is Form.MORE:
        first = _("**New competitions on Kaggle**")
    last = [_("-# There are more in /kaggle.")] if work.more else []
    room = CONTENT - units("\n".join([first, *last])) - 1
    lines: list[str] = []
    for most in ROOMS:
        lines = [_line(each, most, lang) for each in work.competitions]
        if sum(units(each) + 1 for each in lines) <= room:
            break
    return Card("\n".join([first, *lines, *last]), _rows(work.post, work.competitions, lang))


def _line(one: Competition, room: int, lang: Lang) -> str:
    """A competition in one line: its title, as a link where there is room for its address, its category, and its end."""
    beside = units(one.url) + len("[]()")
    title = facts.title_link(one, room) if room >= beside + _LEAST else written(one.title or one.slug, room)
    parts = (title, facts.category_name(one.category, lang), _when(one, lang))
    return " · ".join(each for each in parts if each)


def _when(one: Competition, lang: Lang) -> str:
    _ = lang.gettext
    if one.phase is Phase.GONE:
        return _("not listed any more")
    if one.phase is Phase.UPCOMING and one.enabled_at:
        return _("opens {when}").format(when=stamp(one.enabled_at, "R"))
    if one.deadline is None:
        return _("ended") if one.phase is Phase.ENDED else _("no deadline")
    text = _("ended {when}") if one.phase is Phase.ENDED else _("ends {when}")
    return text.format(when=stamp(one.deadline, "R"))


def _rows(post: Post, shown: Sequence[Competition], lang: Lang) -> tuple[Row, ...]:
    options = tuple(
        facts.option(each, named(each.slug), facts.category_name(each.category, lang)) for each in shown
    )
    return (Select(post_mark(post), lang.gettext("Look at one …"), options),)
