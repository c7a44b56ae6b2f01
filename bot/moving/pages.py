"""Pages: write what a server's members agreed to show into a folder, all of it or nothing (H10)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path

from bot.config import Settings
from bot.core.clock import system_clock
from bot.core.db import open_database
from bot.core.db.transfer import knows_server
from bot.core.lang import get_lang
from bot.moving.refusal import NotMoved
from bot.moving.servers import ready
from bot.showcase.drawing import lacking
from bot.showcase.model.pages import PageData
from bot.showcase.model.values import Kind
from bot.showcase.page import INDEX, draw_cards, render
from bot.showcase.service import Showcase


def export_page(settings: Settings, server_id: int, folder: Path, *, name: str = "") -> str:
    """Write a server's showcase as a page into a new or empty folder; returns what to say. NotMoved.

    The database is only read. What a folder holds already is never touched.
    """
    ready(settings)
    page = asyncio.run(_read(settings, server_id))
    _check(folder)
    if not page.shares:
        raise NotMoved(
            f"There is nothing to show: no member of server {server_id} whose posts are in its showcase has agreed to a "
            "public page. They do in Discord: /mine, Settings, Sharing, Show my posts on the page."
        )
    lang = get_lang(page.language)
    cards = draw_cards(page, lang)
    _write(folder, render(page, lang, cards, name))
    lack = lacking() if any(share.kind is Kind.PROJECT for share in page.shares) else ""
    without = f" It has no drawn cards: {lack}" if lack else ""
    return (
        f"The page is {(folder / INDEX).absolute()}: open it, and put the whole folder where it shall be seen. It shows "
        f"those who agree today; write it anew, into another folder, to follow them.{without}"
    )


async def _read(settings: Settings, server_id: int) -> PageData:
    async with open_database(settings.database_url, system_clock) as db:
        if not await db.read(lambda tx: knows_server(tx, server_id)):
            raise NotMoved(f"This database has nothing about a server {server_id}.")
        return await Showcase(db, settings.serves).page(server_id)


def _check(folder: Path) -> None:
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            kind = "is not empty" if folder.is_dir() else "is no folder"
            raise NotMoved(f"{folder} {kind}: name a new folder or an empty one; nothing in it was changed.")
    except OSError as error:
        raise NotMoved(_refused(folder, error)) from error


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write all files, the page itself last: whoever finds it finds its pictures. What was begun and failed is taken away."""
    with ExitStack() as undo:
        try:
            _make(folder, undo)
            for path in sorted(files, key=lambda each: each == INDEX):
                _make((folder / path).parent, undo)
                with (folder / path).open("xb") as file:
                    undo.callback(_gone, (folder / path).unlink)
                    file.write(files[path])
        except OSError as error:
            raise NotMoved(_refused(folder, error)) from error
        undo.pop_all()


def _make(folder: Path, undo: ExitStack) -> None:
    if not folder.is_dir():
        _make(folder.parent, undo)
        folder.mkdir()
        undo.callback(_gone, folder.rmdir)


def _gone(remove: Callable[[], None]) -> None:
    with suppress(OSError):  # somebody else put something there meanwhile: it stays
        remove()


def _refused(folder: Path, error: OSError) -> str:
    return f"The page cannot be written into {folder} ({error.strerror or error}): name a folder that you may write to."
