"""Proves what becomes of what somebody types to share, on both databases: read, refused before it is stored, changed (H1-H4)."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from bot.communities.store import moderation
from bot.core.db import metadata
from bot.deliveries.model import Sent
from bot.showcase.model.refusals import (
    LinkRefused,
    NoShowcase,
    NothingShared,
    SecretFound,
    ShareGone,
    SharesStopped,
    TooLong,
    WordRefused,
)
from bot.showcase.model.typing import Typed, guessed
from bot.showcase.model.values import Kind, Settings, Share, State, Unfurl
from bot.showcase.service.writing import unfurl_columns
from bot.showcase.store import settings, shares
from tests.showcase.drafts import ANA, BEN, CHANNEL, GUILD, OTHER_GUILD, Den, open_den

REPO = "https://github.com/ana/dogs"
TOKEN = "hf_" + "a1B2c3D4e5" * 3


@pytest.fixture
async def den(migrated_url: str) -> AsyncIterator[Den]:
    """A server with a showcase, on a database of each kind."""
    async with open_den(migrated_url) as made:
        yield made


async def stored(den: Den) -> str:
    """Everything that is in any column of any table."""
    return await den.app.db.read(
        lambda tx: "\n".join(
            repr(tuple(row)) for table in metadata.sorted_tables for row in tx.execute(select(table))
        )
    )


async def posted(den: Den, who: int = ANA, text: str = "It finds dogs", **typed: object) -> Share:
    """Somebody posts; Discord takes it."""
    share = await den.draft(who, text, **typed)
    published = await den.showcase.publish(who, share.id, author="ana", may_post=True)
    for each in published.claimed:
        await den.app.deliveries.record(each, Sent(each.id * 1000))
    return published.share


@pytest.mark.parametrize(
    ("link", "kind"),
    [
        (REPO, Kind.PROJECT),
        (f"{REPO}/blob/main/dogs.ipynb", Kind.NOTEBOOK),
        ("https://colab.research.google.com/drive/1", Kind.NOTEBOOK),
        ("https://www.kaggle.com/code/ana/dogs", Kind.NOTEBOOK),
        ("https://www.kaggle.com/competitions/dogs", Kind.OTHER),
        ("https://arxiv.org/abs/1706.03762", Kind.PAPER),
        ("https://huggingface.co/spaces/ana/dogs", Kind.PROJECT),
        ("https://huggingface.co/ana/dogs", Kind.OTHER),
        ("https://notgithub.com/ana", Kind.OTHER),
        ("https://ana.example.org/what-i-learnt", Kind.OTHER),
        ("", Kind.OTHER),
    ],
)
def test_a_link_says_what_kind_it_is(link: str, kind: Kind) -> None:
    assert guessed(link) is kind


async def test_a_link_alone_or_a_sentence_alone_is_enough(den: Den) -> None:
    link = await den.showcase.draft(GUILD, ANA, Typed(link=f"{REPO}?utm_source=x"))
    assert (link.content.link, link.content.kind, link.state) == (REPO, Kind.PROJECT, State.DRAFT)
    words = await den.showcase.draft(GUILD, ANA, Typed(text="My first net that learns"))
    assert (words.content.text, words.content.link) == ("My first net that learns", "")
    title = await den.showcase.draft(GUILD, ANA, Typed(title="  A \n title "))
    assert title.content.title == "A title"


async def test_a_link_typed_as_the_text_is_a_link(den: Den) -> None:
    share = await den.showcase.draft(GUILD, ANA, Typed(text=REPO))
    assert (share.content.link, share.content.text, share.content.kind) == (REPO, "", Kind.PROJECT)


async def test_the_chosen_kind_counts_more_than_the_guess(den: Den) -> None:
    share = await den.showcase.draft(GUILD, ANA, Typed(link=REPO, kind=Kind.PROGRESS))
    assert share.content.kind is Kind.PROGRESS


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        (Typed(link="javascript:alert(1)"), "scheme"),
        (Typed(link="https://localhost/x"), "host"),
        (Typed(link="https://ana:secret@example.org"), "credentials"),
        (Typed(text="https://ana:secret@example.org"), "credentials"),
        (Typed(link=f"https://example.org/{'x' * 600}"), "length"),
        (Typed(link="https://discord.gg/abc"), "invite"),
        (Typed(text="come to discord.gg/abc, it is nice"), "invite"),
        (Typed(text="come to (https://discord.com/invite/abc)"), "invite"),
        (Typed(text="Join:https://discord.gg/abc"), "invite"),
        (Typed(text="and", title="参加はこちらhttps://discord.gg/abc"), "invite"),
        (Typed(link="what is this"), "broken"),
    ],
)
async def test_a_link_that_cannot_be_shared_is_refused_before_it_is_stored(
    den: Den, typed: Typed, reason: str
) -> None:
    before = await stored(den)
    with pytest.raises(LinkRefused) as refused:
        await den.showcase.draft(GUILD, ANA, typed)
    assert (refused.value.reason, refused.value.draft_id) == (reason, 0)
    assert await stored(den) == before


async def test_invitations_are_shared_where_organisers_allow_them(den: Den) -> None:
    await den.app.db.write(lambda tx: settings.save(tx, Settings(GUILD, CHANNEL, invites=True)))
    share = await den.showcase.draft(GUILD, ANA, Typed(link="https://discord.gg/abc", text="discord.gg/def"))
    assert share.content.link == "https://discord.gg/abc"


@pytest.mark.parametrize("field", ["link", "text", "title"])
async def test_a_secret_is_stored_nowhere(den: Den, field: str) -> None:
    typed = {
        "link": Typed(link=f"{REPO}?t={TOKEN}"),
        "text": Typed(text=f"my key {TOKEN}"),
        "title": Typed(title=TOKEN),
    }[field]
    before = await stored(den)
    with pytest.raises(SecretFound) as refused:
        await den.showcase.draft(GUILD, ANA, typed)
    assert refused.value.what == "Hugging Face"
    share = await den.draft(ANA)
    with pytest.raises(SecretFound):
        await den.showcase.rewrite(ANA, share.id, typed)
    with pytest.raises(SecretFound):
        await den.showcase.finish_when(ANA, share.id, TOKEN)
    assert TOKEN not in before + await stored(den)


async def test_nothing_and_too_much_are_refused(den: Den) -> None:
    with pytest.raises(NothingShared):
        await den.showcase.draft(GUILD, ANA, Typed(text=" \n ", link=" "))
    for typed in (Typed(text="x" * 1001), Typed(title="x" * 151), Typed(text="*" * 999)):
        with pytest.raises(TooLong):
            await den.showcase.draft(GUILD, ANA, typed)
    longest = Typed(text="x" * 1000, title="y" * 150, link=f"https://e.org/{'z' * 498}")
    assert (await den.showcase.draft(GUILD, ANA, longest)).content.text == "x" * 1000


async def test_without_a_showcase_nothing_is_kept(den: Den) -> None:
    await den.app.db.write(lambda tx: settings.save(tx, Settings(GUILD, CHANNEL, on=False)))
    with pytest.raises(NoShowcase) as refused:
        await den.showcase.showcase(GUILD, organiser=True)
    assert refused.value.organiser
    with pytest.raises(NoShowcase):
        await den.showcase.draft(GUILD, ANA, Typed(text="words"))
    with pytest.raises(NoShowcase):
        await den.showcase.draft(999, ANA, Typed(text="words"))


async def test_a_topic_of_another_server_is_none(den: Den) -> None:
    (here, *_), (there, *_) = [await den.app.communities.topics(each) for each in (GUILD, OTHER_GUILD)]
    own = await den.showcase.draft(GUILD, ANA, Typed(text="words", topic_id=here.id))
    assert own.content.topic_id == here.id
    assert (await den.draft(ANA, topic_id=there.id)).content.topic_id == 0
    assert (await den.draft(ANA, topic_id=10**12)).content.topic_id == 0


async def test_only_its_author_sees_and_changes_a_share(den: Den) -> None:
    share = await den.draft(ANA)
    use = den.showcase
    for forbidden in (
        use.share(BEN, share.id),
        use.own_post(BEN, share.id),
        use.rewrite(BEN, share.id, Typed(text="mine now")),
        use.set_kind(BEN, share.id, Kind.PAPER),
        use.finish_when(BEN, share.id, "never"),
        use.publish(BEN, share.id, author="ben", may_post=True),
        use.unpublish(BEN, share.id),
        use.delete(BEN, share.id),
        use.place_of(BEN, share.id),
        use.is_talked_of(BEN, share.id),
        use.adaptable(BEN, share.id),
        use.adapt(BEN, share.id, share.id),
        use.adapt_from(BEN, share.id, REPO),
        use.not_adapted(BEN, share.id),
        use.parent_url(BEN, share.id),
        use.share(ANA, share.id + 1000),
    ):
        with pytest.raises(ShareGone):
            await forbidden
    assert await use.share(ANA, share.id) == share


async def test_a_draft_is_rewritten_without_being_checked_for_others(den: Den) -> None:
    await den.app.db.write(lambda tx: moderation.save_words(tx, GUILD, ["crypto"]))
    share = await den.draft(ANA, link=REPO, kind=Kind.PROGRESS)
    again = await den.showcase.rewrite(ANA, share.id, Typed(text="about crypto"))
    assert (again.content.text, again.content.link, again.content.kind) == (
        "about crypto",
        "",
        Kind.PROGRESS,
    )
    assert again.id == share.id


async def test_a_post_is_edited_in_place_and_checked_anew(den: Den) -> None:
    share = await posted(den, link=REPO)
    await den.app.db.write(
        lambda tx: shares.change(tx, share.id, **unfurl_columns(Unfurl("Dogs", "d", "p", "s")))
    )
    same = await den.showcase.rewrite(ANA, share.id, Typed(link=REPO, text="Better now"))
    assert same.unfurl.title == "Dogs"
    other = await den.showcase.rewrite(ANA, share.id, Typed(link=f"{REPO}2", text="Better now"))
    assert (other.unfurl, other.state) == (Unfurl(), State.POSTED)
    post = await den.showcase.own_post(ANA, share.id)
    assert post is not None
    assert post.dirty
    await den.app.db.write(lambda tx: moderation.save_words(tx, GUILD, ["crypto"]))
    with pytest.raises(WordRefused) as refused:
        await den.showcase.rewrite(ANA, share.id, Typed(text="about Crypto"))
    assert refused.value.word == "crypto"
    await den.app.db.write(lambda tx: moderation.stop(tx, GUILD, ANA))
    with pytest.raises(SharesStopped):
        await den.showcase.rewrite(ANA, share.id, Typed(text="about dogs"))
    assert (await den.showcase.share(ANA, share.id)).content.text == "Better now"


async def test_what_readers_see_is_checked_too(den: Den) -> None:
    await den.reads(BEN)
    share = await den.offered()
    await den.app.db.write(lambda tx: moderation.save_words(tx, GUILD, ["crypto"]))
    with pytest.raises(WordRefused):
        await den.showcase.rewrite(ANA, share.id, Typed(text="crypto"))
    with pytest.raises(WordRefused):
        await den.showcase.finish_when(ANA, share.id, "the crypto part works")
    assert (await den.showcase.rewrite(ANA, share.id, Typed(text="dogs"))).state is State.OFFERED


async def test_when_a_draft_is_done_can_be_said_and_taken_back(den: Den) -> None:
    share = await den.draft(ANA)
    assert (await den.showcase.finish_when(ANA, share.id, " it runs ")).done_when == "it runs"
    assert (await den.showcase.finish_when(ANA, share.id, " ")).done_when == ""


async def test_my_shares_come_newest_first_and_by_server(den: Den) -> None:
    first, second = await den.draft(ANA), await den.draft(ANA)
    elsewhere = await den.showcase.draft(OTHER_GUILD, ANA, Typed(text="there"))
    await den.draft(BEN)

    async def ids(guild_id: int | None, before: int | None = None) -> list[int]:
        found = await den.showcase.my_shares(ANA, guild_id=guild_id, before=before, limit=5)
        return [each.id for each in found]

    assert await ids(GUILD) == [second.id, first.id]
    assert await ids(None) == [elsewhere.id, second.id, first.id]
    assert await ids(None, second.id) == [first.id]


async def test_a_message_leads_to_its_authors_share_only(den: Den) -> None:
    share = await posted(den)
    post = await den.showcase.own_post(ANA, share.id)
    assert post is not None
    assert post.message_id is not None
    assert await den.showcase.my_share_at(ANA, post.message_id) == await den.showcase.share(ANA, share.id)
    assert await den.showcase.my_share_at(BEN, post.message_id) is None
    assert await den.showcase.my_share_at(ANA, post.message_id + 1) is None
