"""Owns what the views of bundles, the inbox and its settings are given."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import time, timedelta

from hypothesis import strategies as st

from bot.attention.model.refusals import NothingWaits, NotUnderstoodTime, TooOften
from bot.attention.model.values import Away, Intent, Mailbox, State, Why
from bot.core.ids import custom_id
from bot.core.lang import get_lang
from bot.shell.cards import Button, Style
from bot.shell.directory import Line
from cogs.attention.rendering import as_fits
from cogs.attention.views import bundles, inbox, items, refusals, settings
from tests.tree import nasty
from tests.tree.viewed import Views

LANG = get_lang("en-US")
LINK = "[see it](https://discord.com/channels/1/2/3)"
zone = st.sampled_from(("Europe/Berlin", "Pacific/Apia", "UTC"))
instant = st.one_of(st.none(), st.just(nasty.NOW))
clock = st.times().map(lambda at: time(at.hour, at.minute))
intents = st.builds(
    Intent,
    id=nasty.ids(),
    user_id=st.just(nasty.AUTHOR),
    server=nasty.ids(),
    kind=st.just("standups.reply"),
    subject_id=nasty.ids(),
    key=st.just("reply:1"),
    priority=st.integers(0, 9),
    words=st.just({}),
    made_at=st.just(nasty.NOW),
    not_before=st.just(nasty.NOW),
    expires_at=st.just(nasty.NOW),
    state=st.sampled_from(State),
    why=st.sampled_from(Why),
    decided_at=instant,
)
button = st.one_of(
    st.none(),
    st.builds(
        Button, nasty.names(80), st.just(custom_id("standups", "day", 2**63 - 1)), st.sampled_from(Style)
    ),
)
line = st.builds(
    Line,
    st.integers(1, 300).map(lambda length: f"Somebody replied to you. {LINK} ".ljust(length, "x")),
    button,
)
item = st.builds(items.Item, intents, line, nasty.names(60))
some = st.lists(item, min_size=1, max_size=12).map(tuple)
group = st.builds(items.Group, st.one_of(st.just(""), nasty.texts(100)), some)


def numbered(found: list[items.Group]) -> tuple[items.Group, ...]:
    """These groups, each intent with an id of its own."""
    ids = itertools.count(2**63 - 100)
    return tuple(
        replace(
            one,
            items=tuple(replace(each, intent=replace(each.intent, id=next(ids))) for each in one.items),
        )
        for one in found
    )


groups = st.lists(group, min_size=1, max_size=4).map(numbered)
mailboxes = st.builds(
    Mailbox,
    st.just(nasty.AUTHOR),
    bundles=st.integers(0, 3),
    bundle_at=clock,
    quiet_from=clock,
    quiet_to=clock,
    days_off=st.frozensets(st.integers(0, 6)),
    closed_at=instant,
)
aways = st.one_of(
    st.none(),
    st.builds(Away, st.just(nasty.NOW.date()), st.one_of(st.none(), st.just(nasty.NOW.date()))),
)
decided = st.builds(
    inbox.Decided, intents, nasty.names(60), st.one_of(st.just(""), nasty.texts(100)), st.booleans()
)
shown = st.builds(
    inbox.Shown,
    mailbox=mailboxes,
    zone=zone,
    away=aways,
    next_at=instant,
    waiting=st.one_of(st.just(()), groups.map(lambda found: tuple(as_fits(found, inbox.MOST, inbox.ROOM)))),
    more=st.booleans(),
    elsewhere=st.booleans(),
    openable=st.one_of(st.just(()), groups),
    decided=st.lists(decided, max_size=10).map(tuple),
)
refused = st.one_of(
    st.builds(NotUnderstoodTime, nasty.texts()),
    st.builds(TooOften, st.integers(0, 90_000).map(lambda seconds: timedelta(seconds=seconds))),
    st.just(NothingWaits()),
)

VIEWS: Views = {
    items.listed: (groups.map(lambda found: as_fits(found, 10, 1000)),),
    items.inbox_button: (),
    items.open_one: (groups, zone),
    items.item_card: (st.builds(lambda one, name: items.Group(name, (one,)), item, nasty.texts(100)),),
    bundles.mark: (nasty.ids(),),
    bundles.bundle: (nasty.ids(), groups.map(lambda found: as_fits(found, 10, bundles.ROOM))),
    bundles.closed_card: (),
    bundles.left_card: (),
    inbox.section: (st.booleans(),),
    inbox.reason: (shown,),
    inbox.became: (decided,),
    inbox.inbox_card: (shown,),
    inbox.with_decisions: (st.just(["**Your inbox**"]), st.lists(decided, max_size=10)),
    inbox.given_card: (
        st.one_of(st.just([]), groups.map(lambda found: as_fits(found, inbox.MOST, inbox.GIVEN))),
        st.booleans(),
        zone,
    ),
    inbox.cleared_card: (),
    settings.how: (mailboxes, zone),
    settings.never: (mailboxes.filter(lambda each: bool(settings.never(each, LANG))),),
    settings.section: (mailboxes, zone),
    settings.bundles_button: (),
    settings.none_button: (),
    settings.again_button: (),
    settings.fewer_card: (mailboxes, zone),
    settings.bundles_form: (mailboxes,),
    settings.chosen_card: (mailboxes, zone, instant, aways),
    settings.again_card: (mailboxes, instant),
    refusals.refusal: (refused,),
}
