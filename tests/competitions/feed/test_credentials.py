"""Proves that we say to Kaggle who we are, and to nobody else: no other host, no log, no error, no text of a value (K7)."""

from __future__ import annotations

import base64
import logging
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.competitions.feed import Credentials
from bot.competitions.model.values import Trouble, Troubled
from bot.core.http import Http, NoReply, Reply
from tests.competitions.feed.served import BEARER, TOKEN, Served, answer, item, refused, serving

KEY = "0123456789abcdef" * 2  # made up
BASIC = f"Basic {base64.b64encode(f'ana:{KEY}'.encode()).decode()}"
JSON = f'{{"username": "ana", "key": "{KEY}"}}'


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    async with serving() as made:
        made.items = [item("forest-sounds")]
        yield made


@pytest.fixture
async def http() -> AsyncIterator[Http]:
    async with Http("Compound/1 (Discord bot)") as made:
        yield made


def written(folder: Path, text: str | bytes, name: str = "token") -> str:
    """The path of a file that holds this."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def test_a_token_and_a_name_with_a_key_are_two_headers() -> None:
    assert Credentials(TOKEN).header() == BEARER
    assert Credentials("", "ana", KEY).header() == BASIC
    assert Credentials(TOKEN, "ana", KEY).header() == BEARER
    assert [
        bool(Credentials(*each)) for each in ((), ("t",), ("", "ana"), ("", "", "k"), ("", "ana", "k"))
    ] == [
        False,
        True,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("text", "header"),
    [
        (f"  {TOKEN}\n\n", BEARER),
        (f"\ufeff{TOKEN}", BEARER),
        (JSON, BASIC),
        (f"\n{JSON}\n", BASIC),
    ],
)
def test_a_file_holds_a_token_or_is_kaggle_json(tmp_path: Path, text: str, header: str) -> None:
    assert Credentials(written(tmp_path, text)).header() == header


def test_a_path_may_begin_at_home_or_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, TOKEN)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Credentials("~/token").header() == BEARER
    monkeypatch.chdir(tmp_path)
    assert Credentials("token").header() == BEARER
    assert Credentials("./token").header() == BEARER
    assert Credentials("tokens").header() == "Bearer tokens"  # nothing is called so: it is a token
    assert Credentials("x" * 5000).header() == f"Bearer {'x' * 5000}"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \n",
        b"\xff\xfe\x00",
        b"{",
        b"{}",
        b'{"username": "ana"}',
        b'{"username": 1, "key": "s3cret"}',
        b"s3cret\ns3cret",
        b"s3cret\x00",
        "s3crét".encode(),
        b'{"username": "a:b", "key": "s3cret"}',
        b"{" * 60000,
    ],
)
def test_a_file_that_holds_nothing_usable_is_said_without_what_it_holds(
    tmp_path: Path, content: bytes
) -> None:
    made = Credentials(written(tmp_path, content)).header()
    assert isinstance(made, Troubled)
    assert made.trouble is Trouble.TOKEN
    assert "BOT_KAGGLE_API_TOKEN" in made.words
    assert "s3c" not in made.words


def test_a_file_that_cannot_be_read_is_named_by_its_setting(tmp_path: Path) -> None:
    closed = Path(written(tmp_path, TOKEN))
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "none", tmp_path, tmp_path / "pipe", "~nobody-of-that-name/x", "kaggle.json"):
        made = Credentials(str(path)).header()
        assert isinstance(made, Troubled)
        assert "is not there, or is no file" in made.words
        assert str(path) not in made.words
    closed.chmod(0)
    made = Credentials(str(closed)).header()
    assert isinstance(made, Troubled) or os.geteuid() == 0


async def test_a_file_is_read_anew_at_every_poll(served: Served, http: Http, tmp_path: Path) -> None:
    served.accepts = {BEARER}
    path = written(tmp_path, "KGAT_revoked")
    kaggle = served.kaggle(http, Credentials(path))
    listing = await kaggle.read()
    assert listing.trouble == Troubled(Trouble.TOKEN, "HTTP 401")
    Path(path).unlink()  # noqa: ASYNC240 - a file of a few bytes
    listing = await kaggle.read()
    assert listing.trouble is not None
    assert listing.trouble.trouble is Trouble.TOKEN
    assert len(served.asked) == 1
    written(tmp_path, TOKEN)
    assert (await kaggle.read()).is_whole


async def test_without_anything_nothing_is_asked(served: Served, http: Http) -> None:
    kaggle = served.kaggle(http)
    assert kaggle.has_token
    kaggle._credentials = Credentials()
    assert not kaggle.has_token
    listing = await kaggle.read()
    assert listing.trouble == Troubled(Trouble.TOKEN, "there is no token")
    assert served.asked == []


async def test_no_cookie_is_kept_or_sent(served: Served, http: Http) -> None:
    cookie = {"Set-Cookie": "ka_sessionid=s3cret; Path=/; Domain=127.0.0.1"}
    plain = {"Set-Cookie": "CSRF-TOKEN=s3cret; Path=/"}
    served.script = [answer({"competitions": [item("a")]}, headers=cookie), answer({}, headers=plain)]
    assert (await served.kaggle(http).read()).is_whole
    served.script = [answer("", 302, {"Location": "/again", **plain}), answer([item("a")], headers=cookie)]
    assert (await served.kaggle(http, path="/competitions/list").read()).is_whole
    assert len(served.asked) > 4
    assert [each.headers.get("Cookie") for each in served.asked] == [None] * len(served.asked)
    assert http._client is not None
    assert list(http._client.cookies.jar) == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_post_is_not_sent_on(served: Served, http: Http, status: int) -> None:
    async with serving() as other:
        for where in ("/there", f"{other.url}/stolen"):
            served.script = [answer("", status, {"Location": where})]
            reply = await http.post(
                f"{served.url}/v1", b"{}", headers={"Authorization": BEARER}, deadline=5, most=1000
            )
            assert isinstance(reply, Reply)
            assert (reply.status, reply.headers["location"]) == (status, where)
            served.script = [answer("", status, {"Location": where})]
            listing = await served.kaggle(http).read()
            assert listing.trouble == Troubled(Trouble.ERROR, f"HTTP {status}")
        assert other.asked == []
        assert {each.path for each in served.asked} == {"/v1", served.asked[-1].path}


async def test_who_we_are_is_said_to_no_other_host(served: Served, http: Http) -> None:
    async with serving() as other:
        served.script = [answer("", 302, {"Location": f"{other.url}/stolen"})]
        listing = await served.kaggle(http, path="/competitions/list").read()
        assert listing.trouble == Troubled(Trouble.ERROR, "HTTP 302")
        assert other.asked == []


async def test_a_header_that_is_none_is_no_reply_and_is_not_told(served: Served, http: Http) -> None:
    for header in ("Bearer s3crét", "Bearer s3cret\r\nX: y"):
        reply = await http.post(served.url, b"{}", headers={"Authorization": header}, deadline=5, most=1000)
        assert isinstance(reply, NoReply)
        assert "s3c" not in repr(reply)
    assert served.asked == []


@pytest.mark.parametrize(
    "credentials", [Credentials(TOKEN), Credentials("", "ana", KEY)], ids=["token", "key"]
)
async def test_the_log_of_a_whole_reading_holds_no_secret(
    served: Served, credentials: Credentials, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore", "asyncio", "bot"):
        caplog.set_level(logging.DEBUG, logger=name)
    async with Http("Compound/1") as http:
        await http.prepare()
        for name in ("httpx", "httpcore"):  # and whoever sets them to DEBUG later
            caplog.set_level(logging.DEBUG, logger=name)
        served.accepts = {BEARER, BASIC}
        kaggle = served.kaggle(http, credentials)
        assert (await kaggle.read()).is_whole
        for script in ([refused(401)], [answer("<html>")], [answer("", 302, {"Location": "/x"})]):
            served.script = list(script)
            listing = await kaggle.read()
            assert TOKEN not in repr(listing)
    assert served.asked[0].headers["Authorization"] in (BEARER, BASIC)
    said = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert "httpcore" in said  # it was listened to
    for secret in (TOKEN, KEY, BASIC.removeprefix("Basic "), "Basic ", "Bearer "):
        assert secret not in said
    assert all(secret not in f"{credentials!r} {vars(kaggle)!r}" for secret in (TOKEN, KEY, "ana"))
