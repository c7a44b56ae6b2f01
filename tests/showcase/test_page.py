"""Proves that the public page shows only who agreed, says it as they did, and is written whole or not at all (H10)."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import Result

from bot.core.lang import Lang
from bot.showcase import drawing
from bot.showcase.model.pages import PageData, PageShare
from bot.showcase.model.values import Kind
from bot.showcase.page import render
from tests.moving.operator import bot, files, fine, refused
from tests.showcase.drafts import ANA, BEN, CLEO, DAN, EVA, GUILD, OTHER_GUILD
from tests.showcase.gallery import Gallery, open_gallery

FAY = 16
NASTY = "<script>alert(1)</script> </style> \"quoted\" 'too' & {{ 7 * 7 }} {% raw %} <img src=x onerror=alert(1)> -->"


@pytest.fixture
async def gallery(migrated_url: str) -> AsyncIterator[Gallery]:
    """A server with a showcase, on a database of each kind."""
    async with open_gallery(migrated_url) as there:
        yield there


# ---------------------------------------------------------------------- who is shown


async def test_only_posts_in_discord_of_members_who_agreed_and_are_there(gallery: Gallery) -> None:
    await gallery.agrees(ANA, CLEO, DAN, EVA, FAY)
    await gallery.agrees(ANA, guild=OTHER_GUILD)
    shown = await gallery.posted(ANA, "Ana", text="shown")
    await gallery.posted(BEN, "Ben", text="never agreed")
    await gallery.posted(CLEO, "Cleo", text="agreed no more")
    await gallery.agrees(CLEO, wanted=False)
    await gallery.posted(DAN, "Dan", text="has left")
    await gallery.leaves(DAN)
    await gallery.posted(EVA, "Eva", text="was stopped")
    await gallery.app.communities.stop_member(GUILD, ANA, EVA)
    await gallery.posted(FAY, "Fay", sent=False, text="not in Discord yet")
    await gallery.draft(ANA, "a draft")
    gone = await gallery.posted(ANA, "Ana", text="taken back")
    await gallery.showcase.unpublish(ANA, gone.id)
    page = await gallery.showcase.page(GUILD)
    assert [each.id for each in page.shares] == [shown.id]
    assert (await gallery.showcase.page(OTHER_GUILD)).shares == ()
    await gallery.agrees(ANA, wanted=False)
    assert (await gallery.showcase.page(GUILD)).shares == ()


async def test_newest_first_with_the_servers_dates(gallery: Gallery) -> None:
    await gallery.speaks("de", "Asia/Tokyo")
    await gallery.agrees(ANA)
    gallery.clock.now = datetime(2026, 1, 31, 14, 59, tzinfo=UTC)
    await gallery.posted(ANA, "Ana", text="January in Tokyo")
    gallery.clock.now = datetime(2026, 1, 31, 15, 1, tzinfo=UTC)
    await gallery.posted(ANA, "Ana", text="February in Tokyo")
    page = await gallery.showcase.page(GUILD)
    assert [(each.title, each.date) for each in page.shares] == [
        ("February in Tokyo", date(2026, 2, 1)),
        ("January in Tokyo", date(2026, 1, 31)),
    ]
    assert (page.language, page.today) == ("de", date(2026, 2, 1))
    html = render(page, Lang("de"), {})["index.html"].decode()
    assert re.findall(r"<h2[^>]*>(.*)</h2>", html) == ["Februar 2026", "Januar 2026"]
    assert "31. Januar 2026" in html


async def test_what_a_share_builds_on_is_named_only_if_its_author_agreed(gallery: Gallery) -> None:
    await gallery.agrees(ANA, BEN)
    hidden = await gallery.posted(CLEO, "Cleo", title="Cleos secret", text="x")
    parent = await gallery.posted(BEN, "Ben", title="Bens idea", text="x")
    one, two = await gallery.posted(ANA, "Ana", text="one"), await gallery.posted(ANA, "Ana", text="two")
    await gallery.adapts(one, hidden)
    await gallery.adapts(two, parent)
    page = await gallery.showcase.page(GUILD)
    assert {each.title: (each.adapted, each.adapted_from) for each in page.shares} == {
        "one": (True, 0),
        "two": (True, parent.id),
        "Bens idea": (False, 0),
    }
    html = render(page, Lang(), {})["index.html"].decode()
    assert "Cleo" not in html
    assert "Adapted from an earlier project" in html
    assert f'<a href="#share-{parent.id}" dir="auto">Bens idea</a>' in html


async def test_a_share_without_a_title_is_called_by_its_words_or_its_link(gallery: Gallery) -> None:
    await gallery.agrees(ANA)
    long = "word " * 60
    await gallery.posted(ANA, "Ana", text="", link="https://example.com/x")
    await gallery.posted(ANA, "Ana", text="short")
    await gallery.posted(ANA, "Ana", text=long)
    await gallery.posted(ANA, "Ana", text="words", title="Title")
    titled, cut, short, link = (await gallery.showcase.page(GUILD)).shares
    assert (titled.title, titled.text) == ("Title", "words")
    assert (len(cut.title) <= 90, cut.title[-1], cut.text) == (True, "…", long.strip())
    assert (short.title, short.text) == ("short", "")
    assert (link.title, link.text, link.link) == ("https://example.com/x", "", "https://example.com/x")


# ---------------------------------------------------------------------- what is written


class Reader(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def page_of(*shares: PageShare) -> PageData:
    """A page of these."""
    return PageData(GUILD, "en", date(2026, 2, 1), shares)


def share(number: int = 1, **more: object) -> PageShare:
    """A post of a page."""
    given = {"kind": Kind.OTHER, "title": "A title", "text": "Words", "link": "", "author": "Ana"} | more
    return PageShare(id=number, date=date(2026, 1, 5), **given)  # type: ignore[arg-type]


def test_members_words_are_words_and_nothing_else() -> None:
    html = render(
        page_of(share(title=NASTY, text=NASTY, author=NASTY, link='https://example.com/"><script>')),
        Lang(),
        {1: b"png"},
        NASTY,
    )["index.html"].decode()
    read = Reader(html)
    assert {tag for tag, _ in read.tags} == (
        {"html", "head", "meta", "title", "style", "body", "a", "header", "h1", "p", "main", "section", "h2"}
        | {"article", "h3", "bdi", "time", "img", "footer"}
    )
    assert not {name for _, attributes in read.tags for name in attributes if name.startswith("on")}
    assert read.text.count(NASTY) == 5  # title and heading; and of the post title, author, text
    (link,) = [attributes for tag, attributes in read.tags if tag == "a" and "rel" in attributes]
    assert link["href"] == 'https://example.com/"><script>'
    assert link["rel"] == "nofollow noopener ugc"
    assert "49" not in read.text


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "//example.com", "HTTPS://x.com"]
)
def test_only_what_is_a_web_address_is_a_link(link: str) -> None:
    html = render(page_of(share(link=link)), Lang(), {})["index.html"].decode()
    assert link not in html


def test_nothing_of_discord_is_shown_and_nobody_who_is_mentioned() -> None:
    text = "thanks <@123456789> and <@!987654321>, <@&55> in <#77>: <:party:42> <a:dance:43> 1 < 2"
    html = render(page_of(share(text=text)), Lang(), {})["index.html"].decode()
    assert "thanks @somebody and @somebody, … in …: :party: :dance: 1 &lt; 2" in html


def test_overriding_directions_do_not_reach_the_page() -> None:
    html = render(page_of(share(title="\u202eevil", text="\u2066x", author="\u202eAna")), Lang(), {})[
        "index.html"
    ]
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", html.decode())


def test_a_page_is_in_the_servers_language_and_asks_for_nothing() -> None:
    html = render(page_of(share(kind=Kind.PROJECT)), Lang("de"), {1: b"png"}, "Ähm & Co")
    assert set(html) == {"index.html", "pictures/1.png"}
    text = html["index.html"].decode()
    assert '<html lang="de" dir="ltr">' in text
    assert "5. Januar 2026" in text
    assert "Ähm &amp; Co" in text
    assert not re.search(r"https?://|url\(|@import|<script|<link|\bon\w+=", text)
    assert re.search(r"""default-src &#39;none&#39;; img-src &#39;self&#39;; style-src &#39;sha256-""", text)


def test_every_language_that_is_written_from_the_right_begins_there() -> None:
    assert (Lang("ar").direction, Lang("he").direction, Lang("es").direction) == ("rtl", "rtl", "ltr")
    assert '<html lang="ar" dir="rtl">' in render(page_of(share()), Lang("ar"), {})["index.html"].decode()


# ---------------------------------------------------------------------- the command


def at(url: str, work: Callable[[Gallery], Awaitable[object]]) -> None:
    """Do something in a gallery on this database."""

    async def run() -> None:
        async with open_gallery(url) as there:
            await work(there)

    asyncio.run(run())


async def live(there: Gallery) -> None:
    """Ana agreed and shipped a project; Ben did not agree."""
    await there.agrees(ANA)
    await there.posted(
        ANA, "Ana", kind=Kind.PROJECT, title="A dog breed classifier", text="It knows 37 breeds."
    )
    await there.posted(BEN, "Ben", text="Bens own words")


@pytest.fixture
def lived(migrated_url: str) -> str:
    """A database with that."""
    at(migrated_url, live)
    return migrated_url


def export(url: str, folder: Path, *more: object, server: int = GUILD) -> Result:
    """Run the command."""
    return bot(url, "export", "showcase", "--server", server, "--out", folder, *more)


def test_the_page_is_written_into_a_new_folder(lived: str, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "page"
    said = fine(export(lived, folder, "--name", "Deep Divers"))
    assert str(folder / "index.html") in said
    html = (folder / "index.html").read_text(encoding="utf-8")
    assert "Deep Divers" in html
    assert "A dog breed classifier" in html
    assert "Ben" not in html
    if drawing.lacking():
        assert drawing.lacking() in said
        assert files(folder) == ["index.html"]
    else:
        assert "no drawn cards" not in said
        (picture,) = (folder / "pictures").iterdir()
        assert picture.read_bytes().startswith(b"\x89PNG")
        assert f'src="pictures/{picture.name}"' in html


def test_the_page_is_written_into_an_empty_folder_but_not_over_anything(lived: str, tmp_path: Path) -> None:
    folder = tmp_path / "page"
    folder.mkdir()
    fine(export(lived, folder))
    before = sorted(folder.rglob("*"))
    said = refused(export(lived, folder))
    assert said == f"{folder} is not empty: name a new folder or an empty one; nothing in it was changed."
    assert sorted(folder.rglob("*")) == before
    file = tmp_path / "file"
    file.write_text("mine")
    assert "is no folder" in refused(export(lived, file))
    assert "cannot be written" in refused(export(lived, file / "page"))
    assert file.read_text() == "mine"


def test_what_is_lacking_is_said_in_a_sentence_and_nothing_is_made(lived: str, tmp_path: Path) -> None:
    folder = tmp_path / "page"
    assert refused(export(lived, folder, server=404)) == ("This database has nothing about a server 404.")
    said = refused(export(lived, folder, server=OTHER_GUILD))
    assert "has agreed to a public page" in said
    assert "/mine" in said
    at(lived, lambda there: there.agrees(ANA, wanted=False))
    refused(export(lived, folder))
    assert bot(lived, "export", "showcase", "--server", GUILD).exit_code == 2
    assert not folder.exists()


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path, sqlite_url: str) -> None:
    said = refused(export(sqlite_url, tmp_path / "page"))
    assert said == "There is no database of this program yet."


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for one block; skips where mounting one is not allowed."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], check=False).returncode:
        pytest.skip("disk: mounting a small file system is not allowed here")
    (disk / "filler").write_bytes(b"x" * ((1 << 20) - os.statvfs(disk).f_frsize))
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_leaves_nothing_behind(lived: str, full_disk: Path) -> None:
    said = refused(export(lived, full_disk / "page"))
    assert "cannot be written" in said
    assert "No space left" in said
    assert [path.name for path in full_disk.iterdir()] == ["filler"]


def test_the_export_of_a_whole_server_is_as_it_was(lived: str, tmp_path: Path) -> None:
    file = tmp_path / "showcase"
    assert f"Server {GUILD} is in {file}" in fine(bot(lived, "export", "--server", GUILD, file))
