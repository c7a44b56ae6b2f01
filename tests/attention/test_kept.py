"""Proves what is kept, and for how long: organisers' notices as use cases, privacy, retention, a restore."""

from __future__ import annotations

from datetime import date, timedelta

from bot.attention.model.values import NOTICE
from bot.attention.service import NoticePost
from bot.attention.service.retention import EVERY
from bot.attention.store import limits, notices, silences
from bot.core.db import Tx
from bot.core.lang import Lang
from bot.deliveries.model import Sent, State
from tests.attention.house import (
    ANA,
    BEN,
    GUILD,
    MONDAY,
    NOON,
    OTHER_GUILD,
    House,
    numbers,
)
from tests.databases import run_sql
from tests.traces import in_tables

DAY = timedelta(days=1)
TODAY = date(2026, 1, 12)
CHANNEL = 200


async def waiting(home: House, who: int = ANA) -> list[int]:
    """What somebody's inbox shows as waiting."""
    return numbers((await home.attention.inbox(who)).waiting)


# Organisers' notices.


async def notify(home: House, key: str = "k", *, user_id: int | None = None) -> int | None:
    """Organisers should know something."""
    return await home.app.db.write(
        lambda tx: notices.notify(tx, GUILD, "trial.trouble", key, user_id=user_id, text="zanzibar")
    )


async def post_notice(home: House) -> NoticePost:
    """The one notice that is to be posted; Discord takes it."""
    (post,) = await home.attention.claim_notices()
    await home.app.deliveries.record(post.claimed, Sent(900))
    return post


async def test_without_a_place_a_notice_is_on_the_card_only(home: House) -> None:
    assert await notify(home) is not None
    assert await notify(home) is None
    assert await home.attention.claim_notices() == []
    assert await home.attention.next_notice() is None
    (shown,) = await home.attention.open_notices(GUILD)
    assert (shown.kind, shown.detail) == ("trial.trouble", {"text": "zanzibar"})
    await home.attention.choose_place(GUILD, BEN, CHANNEL)
    assert await home.attention.claim_notices() == []


async def test_a_notice_is_posted_once_and_edited_when_it_is_seen_to(home: House) -> None:
    await home.attention.choose_place(GUILD, BEN, CHANNEL)
    place = await home.attention.place_of(GUILD)
    assert place is not None
    assert place.channel_id == CHANNEL
    assert (await home.app.communities.audit(GUILD))[0].what == "attention.notices"
    await notify(home)
    assert await home.attention.next_notice() == home.clock.now
    post = await post_notice(home)
    assert (post.claimed.kind, post.claimed.channel_id) == (NOTICE, CHANNEL)
    assert await home.attention.claim_notices() == []
    assert await home.attention.notice_seen(OTHER_GUILD, post.notice.id) is False
    assert await home.attention.notice_seen(GUILD, post.notice.id) is True
    assert await home.attention.notice_seen(GUILD, post.notice.id) is False
    assert await home.attention.open_notices(GUILD) == []
    assert await home.attention.next_unfinished_notice() == home.clock.now
    (edit,) = await home.attention.take_unfinished_notices()
    assert (edit.claimed.state, edit.claimed.message_id) == (State.SENT, 900)
    assert edit.notice.settled_at is not None
    assert await notify(home) is not None, "it can happen again"


async def test_a_notice_may_settle_itself_before_it_is_posted(home: House) -> None:
    await home.attention.choose_place(GUILD, BEN, CHANNEL)
    await notify(home)
    await home.app.db.write(lambda tx: notices.settle_notice(tx, GUILD, "k"))
    assert await home.attention.claim_notices() == []


async def test_a_channel_that_refuses_is_remembered_until_it_takes_one(home: House) -> None:
    await home.attention.choose_place(GUILD, BEN, CHANNEL)
    await home.attention.notices_refused(GUILD, CHANNEL)
    place = await home.attention.place_of(GUILD)
    assert place is not None
    assert place.refused_at == home.clock.now
    await home.attention.notices_got_through(GUILD, CHANNEL)
    place = await home.attention.place_of(GUILD)
    assert place is not None
    assert place.refused_at is None
    await home.attention.choose_place(GUILD, BEN, None)
    assert await home.attention.place_of(GUILD) is None


# Privacy and retention.


async def live_a_little(home: House) -> None:
    """Ana leaves a trace in every table there is one for."""
    await home.attention.choose_place(GUILD, BEN, CHANNEL)
    await home.choose(ANA)
    await home.tell(ANA, 1)
    await home.arrive(await home.one(NOON))
    await home.tell(ANA, 2)
    await home.tell(ANA, 3, server=OTHER_GUILD)
    await home.attention.go_away(ANA, TODAY + 3 * DAY, None, guild_id=GUILD, language="de")
    await home.attention.hold(ANA, NOON, NOON + timedelta(hours=1))
    await notify(home, user_id=ANA)
    await post_notice(home)

    def act(tx: Tx) -> None:
        limits.check(tx, ANA, GUILD, "trial", 2, timedelta(hours=1))
        silences.silence_from(tx, ANA, BEN)

    await home.app.db.write(act)


async def test_everything_is_shown_exported_and_erased(home: House, migrated_url: str) -> None:
    await live_a_little(home)
    await home.tell(BEN, 9)
    kept = await home.app.people.what_is_kept(ANA, Lang())
    assert len(kept["attention"]) == 7
    assert not any(digit in line for line in kept["attention"] for digit in "0123456789")
    documents = {each.name: each for each in await home.app.people.documents(ANA)}
    assert documents["how-i-am-reached"].rows[0]["bundles_a_day"] == 1
    assert [row["state"] for row in documents["inbox"].rows] == ["sent", "waiting", "waiting"]
    assert documents["away"].rows == [{"first": "2026-01-15", "last": ""}]
    assert documents["held"].rows[0]["kind"] == "focus"
    assert documents["lately"].rows[0]["what"] == "trial"
    assert documents["shown-to-organisers"].rows[0]["text"] == "zanzibar"
    assert "zanzibar" in documents["shown-to-organisers"].markdown
    removals = await home.app.people.forget(ANA, None)
    gone = [each.message_id for each in await home.app.deliveries.take_removals(removals)]
    assert sorted(gone, key=str) == [1000, 900], (
        "the bundle in their messages, and the notice with their text"
    )
    assert await home.app.people.what_is_kept(ANA, Lang()) == {}
    assert await home.app.people.documents(ANA) == []
    assert await waiting(home, BEN) == [9]
    assert run_sql(migrated_url, "SELECT count(*) FROM bundle")[0][0] == 0
    assert not in_tables(migrated_url, ANA)


async def test_one_servers_traces_can_go_alone(home: House) -> None:
    await live_a_little(home)
    before = await home.app.db.read(home.attention.members)
    assert {(GUILD, ANA), (OTHER_GUILD, ANA)} <= before
    removals = await home.app.db.write(lambda tx: home.attention.erase(tx, ANA, GUILD))
    assert [each.message_id for each in await home.app.deliveries.take_removals(removals)] == [900]
    assert await home.app.db.read(home.attention.members) == {(OTHER_GUILD, ANA)}
    assert await waiting(home) == [3]
    assert (await home.attention.mailbox(ANA)).bundles == 1


async def test_what_is_past_its_time_is_forgotten_once_a_day(home: House, migrated_url: str) -> None:
    def rows(table: str) -> int:
        return int(run_sql(migrated_url, f"SELECT count(*) FROM {table}")[0][0])

    await live_a_little(home)
    await home.attention.back(ANA)
    await home.attention.go_away(ANA, TODAY - DAY, TODAY - DAY, guild_id=GUILD, language="de")
    await home.app.db.write(lambda tx: notices.settle_notice(tx, GUILD, "k"))
    assert await home.attention.next_purge() == home.clock.now
    assert await home.attention.purge() is False
    assert await home.attention.next_purge() == home.clock.now + EVERY
    assert (rows("intent"), rows("hold"), rows("recent_act"), rows("notice")) == (3, 1, 1, 1)
    home.clock.forward(days=3)
    await home.attention.purge()
    assert (rows("intent"), rows("hold"), rows("recent_act"), rows("notice")) == (3, 1, 0, 1)
    home.clock.forward(days=28)
    await home.attention.purge()
    assert (rows("intent"), rows("hold"), rows("notice")) == (2, 1, 0)
    assert (rows("away"), rows("bundle")) == (2, 1)
    home.clock.forward(days=150)
    await home.attention.claim_bundles()
    await home.attention.purge()
    assert (rows("hold"), rows("away"), rows("mailbox"), rows("bundle")) == (0, 1, 1, 1)


async def test_much_is_forgotten_in_parts(home: House, migrated_url: str) -> None:
    await home.tell(ANA, *range(1, 8))
    await home.attention.clear(ANA)
    home.clock.forward(days=31)
    assert await home.attention.purge(3) is True
    assert await home.attention.next_purge() == home.clock.now
    assert await home.attention.purge(3) is True
    assert await home.attention.purge(3) is False
    assert run_sql(migrated_url, "SELECT count(*) FROM intent")[0][0] == 0


async def test_after_a_restore_nothing_of_the_past_is_sent(home: House) -> None:
    for who in (ANA, BEN):
        await home.choose(who, zone="Europe/Berlin" if who == ANA else "America/New_York")
        await home.tell(who, who)
    await home.attention.choose_place(GUILD, BEN, CHANNEL)
    await notify(home)
    home.clock.now = NOON + timedelta(hours=1)
    await home.app.db.write(lambda tx: home.app.skip_past(tx))
    assert await home.attention.claim_notices() == []
    assert await home.attention.claim_bundles() == []
    assert await home.states(ANA) == {ANA: ("dropped", "past")}, "it may have been sent since"
    assert await home.states(BEN) == {BEN: ("waiting", "")}, "nobody can have sent that yet"
    assert numbers((await home.one(NOON + timedelta(hours=6))).intents) == [BEN]
    await home.tell(ANA, 5)
    assert [post.user_id for post in await home.at(NOON + DAY)] == [ANA]


async def test_after_the_import_of_a_server_only_its_notices_are_skipped(home: House) -> None:
    await home.choose(ANA)
    await home.tell(ANA, 1)
    await home.attention.choose_place(GUILD, BEN, CHANNEL)
    await notify(home)
    home.clock.now = NOON
    await home.app.db.write(lambda tx: home.attention.skip_past(tx, OTHER_GUILD))
    assert await home.attention.next_notice() == MONDAY
    await home.app.db.write(lambda tx: home.attention.skip_past(tx, GUILD))
    assert await home.attention.next_notice() is None
    assert numbers((await home.one(NOON)).intents) == [1]
