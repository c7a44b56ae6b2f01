"""Proves which links may be shared, against the standard's own test cases and hostile ones, and that nothing is fetched."""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path
from typing import Any, NoReturn

import pytest
from ada_url import URL
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.links import LONGEST, BadLink, Link, first_link, holds_invite, page_of, read_link, shows_page
from tests.core.timing import seconds

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "urltestdata.json").read_text(encoding="utf-8")
)["cases"]
PUBLIC = re.compile(r"https?://[a-z0-9_-]+(\.[a-z0-9_-]+)+(:[1-9][0-9]*)?/[!#-;=?-~]*")


def reason(typed: str, *, invites: bool = False) -> str:
    """Why a link is refused; fails if it is not."""
    with pytest.raises(BadLink) as refused:
        read_link(typed, invites=invites)
    return refused.value.reason


def taken(typed: str) -> Link | None:
    """The link, or None if it is refused."""
    try:
        return read_link(typed, invites=True)
    except BadLink:
        return None


def assert_public(link: Link) -> None:
    """It is an address that a message, a page and a log can carry."""
    assert len(link.href) <= LONGEST
    assert PUBLIC.fullmatch(link.href), link.href
    url = URL(link.href)
    assert url.href == link.href
    assert (url.username, url.password) == ("", "")
    assert url.hostname == link.host
    assert "." in link.host
    assert read_link(link.href, invites=True) == link


# ---------------------------------------------------------------------- the standard's cases


def test_what_the_standard_refuses_is_refused() -> None:
    failures = [case for case in CASES if case.get("failure")]
    assert len(failures) > 250
    for case in failures:
        link = taken(case["input"])
        if link is not None:  # it was no address before "https://" came before it
            assert "://" not in case["input"].partition("?")[0]
            assert not URL.can_parse(case["input"])
            assert URL(f"https://{case['input'].strip()}").hostname == link.host


def test_what_passes_has_the_host_and_the_scheme_that_the_standard_says() -> None:
    passed = 0
    for case in CASES:
        if case.get("failure"):
            continue
        link = taken(case["href"])
        if link is not None:
            passed += 1
            assert_public(link)
            assert case["protocol"] in ("http:", "https:")
            assert link.href.startswith(case["protocol"] + "//")
            assert link.host == case["hostname"].removesuffix(".")
        if "base" not in case and (typed := taken(case["input"])) is not None:
            assert_public(typed)
            assert typed.host == case["hostname"].removesuffix(".")
    assert passed > 50


# ---------------------------------------------------------------------- what is typed


@pytest.mark.parametrize(
    ("typed", "href"),
    [
        ("https://example.com/x", "https://example.com/x"),
        ("http://example.com", "http://example.com/"),
        ("example.com/x", "https://example.com/x"),
        ("example.com:8080/x", "https://example.com:8080/x"),
        ("//example.com/x", "https://example.com/x"),
        ("  <https://example.com/x>\n", "https://example.com/x"),
        ("< example.com >", "https://example.com/"),
        ("HTTPS://EXAMPLE.com/X", "https://example.com/X"),
        ("https://example.com./x", "https://example.com/x"),
        ("https://example.com:443/x", "https://example.com/x"),
        ("https://ex\u200bam\u2060ple.com/\ufeffx\u200b", "https://example.com/x"),
        ("\u202ehttps://example.com/x\u202c", "https://example.com/x"),
        ("https://example.com/a/../b/./c", "https://example.com/b/c"),
        ("https://example.com\\x", "https://example.com/x"),
        ("https://example。com/x", "https://example.com/x"),
        ("https://exam%70le.com/", "https://example.com/"),
        ("https://例え.テスト/パス", "https://xn--r8jz45g.xn--zckzah/%E3%83%91%E3%82%B9"),
        ("https://fa.wikipedia.org/wiki/می\u200cخواهم", None),
        ("https://аpple.com/", "https://xn--pple-43d.com/"),  # a Cyrillic letter
        ("https://my_bucket.s3.amazonaws.com/x", "https://my_bucket.s3.amazonaws.com/x"),
        ('https://example.com/"<x>`', "https://example.com/%22%3Cx%3E%60"),
        ("https://example.com/#:~:text=a%20b", "https://example.com/#:~:text=a%20b"),
        ("https://medium.com/@someone/x", "https://medium.com/@someone/x"),
        ("https://user.github.io/?", "https://user.github.io/?"),
    ],
)
def test_a_link_is_normalised(typed: str, href: str | None) -> None:
    link = read_link(typed)
    assert href is None or link.href == href
    assert_public(link)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "broken"),
        ("  <>  ", "broken"),
        ("\u200b\u2060", "broken"),
        ("https://", "broken"),
        ("https://example.com/a b", "broken"),
        ("https://example.com/x and more", "broken"),
        ("https://exa\nmple.com/", "broken"),
        ("https://example.com:99999/", "broken"),
        ("https://exa<mple.com/", "broken"),
        ("https://\ud800.com/", "broken"),
        ("javascript:alert(1)", "scheme"),
        ("JaVaScRiPt://example.com/%0aalert(1)", "scheme"),
        ("java\u200bscript:alert(1)", "scheme"),
        ("data:text/html,<script>", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("ftp://example.com/x", "scheme"),
        ("mailto:me@example.com", "scheme"),
        ("discord://-/invite/x", "scheme"),
        ("steam://run/1", "scheme"),
        ("https://user:pass@example.com/", "credentials"),
        ("https://user@example.com/", "credentials"),
        ("https://github.com@evil.example/", "credentials"),
        ("me@example.com", "credentials"),
        ("hello", "host"),
        ("https://localhost/", "host"),
        ("https://localhost.:8000/", "host"),
        ("https://router.local/", "host"),
        ("https://db.internal/", "host"),
        ("https://x.onion/", "host"),
        ("https://127.0.0.1/", "host"),
        ("https://127.1/", "host"),
        ("https://0x7f000001/", "host"),
        ("https://017700000001/", "host"),
        ("https://2130706433/", "host"),
        ("https://１２７.0.0.1/", "host"),
        ("https://8.8.8.8./", "host"),
        ("https://[::1]/", "host"),
        ("https://[::ffff:127.0.0.1]/", "host"),
        ("https://.com/", "host"),
        ("https://example..com/", "host"),
        ("https://example.com../", "host"),
        ("https://-example.com/", "host"),
        ("https://example-.com/", "host"),
        ("https://ex!ample.com/", "host"),
        ("https://a.b/", "host"),
        ("https://xn--a.com/", "host"),
        ("https://xn--.com/", "host"),
        ("https://example.xn--pokxncvks/", "host"),
        ("https://example.com:0/", "host"),
        (f"https://{'a' * 64}.com/", "host"),
        (f"https://{'a.' * 130}com/", "host"),
        (f"https://example.com/{'a' * LONGEST}", "length"),
        (f"https://example.com/{'ü' * 100}", "length"),  # six signs each
    ],
)
def test_a_link_is_refused_and_says_why(typed: str, why: str) -> None:
    assert reason(typed) == why


def test_the_longest_link_is_taken() -> None:
    begin = "https://example.com/"
    assert len(read_link(begin + "a" * (LONGEST - len(begin))).href) == LONGEST
    assert reason(begin + "a" * (LONGEST - len(begin) + 1)) == "length"
    assert read_link(begin + "x?utm_source=" + "a" * LONGEST).href == begin + "x"


# ---------------------------------------------------------------------- invitations

INVITES = [
    "https://discord.gg/abc",
    "discord.gg/abc",
    "https://discord.gg./abc",
    "https://DISCORD.GG/abc",
    "https://www.discord.gg/abc",
    "https://discord%2Egg/abc",
    "https://dis\u00adcord.gg/abc",
    "https://ｄｉｓｃｏｒｄ.gg/abc",
    "https://discord。gg/abc",
    "https://discord.gg",
    "https://discord.com/invite/abc",
    "https://discord.com./invite/abc",
    "https://discord.com/INVITE/abc",
    "https://discord.com//invite//abc",
    "https://discord.com/x/../invite/abc",
    "https://discord.com/x/%2e%2e/invite/abc",
    "https://discord.com\\invite\\abc",
    "https://discord.com/%69nvite/abc",
    "https://discord.com/%2569nvite/abc",
    "https://discord.com/invite%2Fabc",
    "https://discord.com:443/invite/abc",
    "https://ptb.discord.com/invite/abc",
    "https://canary.discord.com/invite/abc",
    "https://discordapp.com/invite/abc",
    "https://discord.com/app/invite-with-guild-onboarding/abc",
    "https://discord.com/login?redirect_to=%2Finvite%2Fabc",
    "https://discord.com/servers/somewhere-1234",
    "https://dsc.gg/abc",
    "https://discord.me/abc",
]


@pytest.mark.parametrize("typed", INVITES)
def test_an_invitation_is_refused_however_it_is_written(typed: str) -> None:
    assert reason(typed) == "invite"
    assert_public(read_link(typed, invites=True))


@pytest.mark.parametrize(
    "typed",
    [
        "https://discord.com/channels/1/2/3",
        "https://discord.com/developers/docs/resources/invite",
        "https://notdiscord.gg/abc",
        "https://discord.gg.example.com/abc",
        "https://example.com/invite/abc",
        "https://example.com/?to=discord.gg",
    ],
)
def test_what_only_looks_like_an_invitation_is_taken(typed: str) -> None:
    assert read_link(typed).href == typed


# ---------------------------------------------------------------------- tracking


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("?utm_source=x&utm_medium=y", ""),
        ("?fbclid=1", ""),
        ("?UTM_Source=x&b=2", "?b=2"),
        ("?%75tm_source=x&b=2", "?b=2"),
        ("?b=2&gclid=x&a=1&b=%2f+%C3%A9", "?b=2&a=1&b=%2f+%C3%A9"),
        ("?a=&b&=c&&msclkid=1", "?a=&b&=c&"),
        ("?a=1&&b=2", "?a=1&&b=2"),
        ("?source=utm_source", "?source=utm_source"),
        ("?id=utm_x&si=1", "?id=utm_x&si=1"),
        ("?", "?"),
    ],
)
def test_tracking_goes_and_all_else_stays_as_it_was(query: str, kept: str) -> None:
    assert (
        read_link(f"https://example.com/a{query}#f=utm_source").href
        == f"https://example.com/a{kept}#f=utm_source"
    )


def test_who_shared_a_video_is_tracking_where_videos_are() -> None:
    assert read_link("https://youtu.be/x?si=abc&t=4").href == "https://youtu.be/x?t=4"
    assert read_link("https://www.youtube.com/watch?v=x&si=abc").href == "https://www.youtube.com/watch?v=x"


# ---------------------------------------------------------------------- in a text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ""),
        ("nothing here, not even example.com", ""),
        ("see https://example.com/x.", "https://example.com/x"),
        ("(https://example.com/x)", "https://example.com/x"),
        ("https://en.wikipedia.org/wiki/Mercury_(planet)", "https://en.wikipedia.org/wiki/Mercury_(planet)"),
        ("(see https://en.wikipedia.org/wiki/A_(b))", "https://en.wikipedia.org/wiki/A_(b)"),
        ("[mine](https://example.com/x) and https://example.com/y", "https://example.com/x"),
        ("[https://localhost](https://example.com/x)", "https://example.com/x"),
        ("<https://example.com/x>", "https://example.com/x"),
        ("**https://example.com/x**", "https://example.com/x"),
        ("||https://example.com/x||", "https://example.com/x"),
        ("`https://example.com/x`", "https://example.com/x"),
        ("HTTPS://Example.com/X!", "https://example.com/X"),
        ("javascript:alert(1) http://127.0.0.1/ https://example.com/x", "https://example.com/x"),
        ("https://discord.gg/x https://example.com/x", "https://example.com/x"),
        ("見て https://example.com/x。", "https://example.com/x"),
        (
            "これ（https://example.com/x）です",
            "https://example.com/x%EF%BC%89%E3%81%A7%E3%81%99",
        ),  # as Discord reads it
        ("مشروعي https://example.com/x، شكرا", "https://example.com/x%D8%8C"),
        (
            "https://web.archive.org/web/1/https://example.com/",
            "https://web.archive.org/web/1/https://example.com/",
        ),
        ("https://example.com/?utm_source=x", "https://example.com/"),
        ("https://... https://)", ""),
    ],
)
def test_the_first_link_of_a_text(text: str, found: str) -> None:
    assert first_link(text) == found


def test_an_invitation_in_a_text_is_found_where_it_may_be_shared() -> None:
    assert first_link("https://discord.gg/x", invites=True) == "https://discord.gg/x"


# ---------------------------------------------------------------------- whatever is typed

TYPED = st.one_of(
    st.text(max_size=80),
    st.builds(
        "{}{}{}{}".format,
        st.sampled_from(["", "http:", "https://", "HTTPS:\\\\", "//", "<https://", "ftp://"]),
        st.sampled_from(
            ["example.com", "exa mple.com", "a.b.", "discord.gg", "例え.jp", "127.1", "u:p@x.org", "["]
        ),
        st.text(
            alphabet=st.characters() | st.sampled_from("/?#&=%:@.\\<>\"'`|^{}[]\u200b\u200d\u202e\x00\n"),
            max_size=40,
        ),
        st.sampled_from(["", "?utm_x=1&a=2", "#x", ">", "?a=%zz&fbclid", "&utm_y=%"]),
    ),
)


@given(TYPED)
@example("https://example.com./%\x00?utm_=\u200c&&#\u200c")
@example("https://example.com/x?utm_a=1&'#\u200d")
def test_whatever_passes_is_public_and_stays_as_it_is(typed: str) -> None:
    link = taken(typed)
    if link is not None:
        assert_public(link)


@given(TYPED, TYPED)
def test_a_link_found_in_a_text_is_public(one: str, other: str) -> None:
    found = first_link(f"{one} {other}", invites=True)
    if found:
        assert_public(read_link(found, invites=True))


def test_nothing_is_fetched_or_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a link was followed")

    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    for typed in [*INVITES, "https://example.com/x", "https://localhost/", "https://127.0.0.1/"]:
        taken(typed)
        first_link(f"see {typed} and (https://example.org)")


@pytest.mark.parametrize(
    "text", ["https://" * 500, "https://a.b/(" * 300, ")" * 4000, "https://a.bc/" + ")" * 3987]
)
def test_a_text_made_to_be_slow_is_read_at_once(text: str) -> None:
    assert seconds(lambda: first_link(text)) < 0.05


@pytest.mark.parametrize(
    "word",
    [
        "Join:https://discord.gg/abc",
        "参加はこちらhttps://discord.gg/abc",
        "chat=https://discord.com/invite/abc",
        "a,https://discord.gg/abc",
        "join:discord.gg/abc",
        "→www.discord.gg/abc",
        "https://a.example,HTTPS://DISCORD.GG/abc",
        "discord.gg/abc",
    ],
)
def test_an_invitation_is_found_behind_what_it_is_glued_to(word: str) -> None:
    assert holds_invite(word)


@pytest.mark.parametrize(
    "word", ["", "notdiscord.gg/abc", "v1.2", "https://example.org/discord.gg", "discord.com/blog"]
)
def test_what_only_looks_like_an_invitation_is_none(word: str) -> None:
    assert not holds_invite(word)


def test_an_invitation_is_looked_for_in_no_time() -> None:
    for text in ("https://" * 125, "discord.gg." * 90, "a." * 500, "-" * 1000):
        assert seconds(lambda text=text: holds_invite(text)) < 0.1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.example/x", "http://www.a.example/x/#top", True),
        ("https://github.com/a/b.git", "https://github.com/a/b", True),
        ("https://a.example/?a=1&b=2", "https://a.example/?b=2&a=1", True),
        ("https://youtu.be/abc", "https://www.youtube.com/watch?v=abc", True),
        ("https://a.example/?a=1", "https://a.example/?a=2", False),
        ("https://a.example/x", "https://a.example/y", False),
        ("https://a.example:8443/", "https://a.example/", False),
    ],
)
def test_the_same_page_is_known_however_it_is_written(one: str, other: str, same: bool) -> None:
    assert (page_of(one) == page_of(other)) is same


def test_discord_may_leave_something_out_of_what_it_shows() -> None:
    assert shows_page("https://a.example/x", "https://www.a.example/x?ref=1#top")
    assert not shows_page("https://a.example/x?v=2", "https://a.example/x?v=1")
    assert not shows_page("", "https://a.example/x")
