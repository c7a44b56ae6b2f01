"""Owns which links members may share: read as browsers read them, normalised, nothing but public web pages (H2).

Addresses are parsed by `ada_url`, which follows the WHATWG's URL standard as Discord's clients and browsers do: a host
that is written in other letters, percent-encoded or with odd dots is seen as what it is. Nothing is ever looked up or
fetched, so a name that resolves to a private address is not known here; nobody but the reader's browser follows it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias
from urllib.parse import parse_qsl, unquote, unquote_plus, urlsplit

from ada_url import URL, HostType, idna

LONGEST = 512  # characters of a normalised address

Reason: TypeAlias = Literal["scheme", "host", "length", "credentials", "invite", "broken"]

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_JOINERS = (
    "\u200c\u200d"  # letters of words in Persian, Hindi and others, whose pages are named by such words
)
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_TOP = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}(?<!-)")
_LONGEST_HOST = 253
# Names that no public server has (RFC 6761, 6762, 7686, 8375, 9476 and ICANN's .internal), and those of home networks.
_PRIVATE_TOPS = frozenset(
    {"alt", "arpa", "corp", "home", "internal", "intranet", "invalid", "lan", "local", "localdomain"}
    | {"localhost", "onion", "private", "test"}
)

# Where an invitation to a Discord server begins with the host, and where with the path.
_INVITING_HOSTS = ("discord.gg", "discord.io", "discord.me", "dsc.gg", "invite.gg")
_DISCORD_HOSTS = ("discord.com", "discordapp.com")
_INVITING_PATHS = ("invite", "servers")
# Where an address may begin in the middle of a word: at its scheme, or at the name of such a host.
_BEGINS = re.compile(
    r"(?=https?://)|(?<![a-z0-9_./-])(?=(?:[a-z0-9-]{1,63}\.){0,4}(?:"
    + "|".join(map(re.escape, (*_INVITING_HOSTS, *_DISCORD_HOSTS)))
    + "))",
    re.IGNORECASE,
)

# Who sent a reader, of the large advertisers and mailers, as browsers' own lists name them. Nothing that a page may need.
_TRACKING_PREFIX = "utm_"
_TRACKING = frozenset(
    {"dclid", "fbclid", "gbraid", "gclid", "gclsrc", "igsh", "igshid", "li_fat_id", "msclkid", "ref_src"}
    | {"ttclid", "twclid", "wbraid", "yclid"}  # advertisers, above as well
    | {
        "__s",
        "_hsenc",
        "_hsmi",
        "mc_cid",
        "mc_eid",
        "mkt_tok",
        "oly_anon_id",
        "oly_enc_id",
        "vero_id",
    }  # mailers
)
# The same by a name that elsewhere means something.
_SHARER_HOSTS = ("youtube.com", "youtu.be", "spotify.com", "soundcloud.com")
_SHARER = "si"

# What may be an address in a message: up to a space, a sign that cannot be in one, or the middle of a masked link.
_CANDIDATE = re.compile(r"https?://(?:(?!\]\()[^\s<>\"`])+", re.IGNORECASE)
_AFTER_ADDRESS = ".,:;!?'*_~|…。、，．！？：；」』】》”’"
_BRACKETS = {")": "(", "]": "[", "}": "{", "）": "（"}


@dataclass(frozen=True)
class Link:
    """A link that may be shared. `href` is ASCII, at most LONGEST characters; `host` is its name, in punycode if need be."""

    href: str
    host: str


class BadLink(ValueError):
    """A link that is not shared; `reason` says why.

    "scheme": no web address, "host": no public server, "length", "credentials": it names a user or a password,
    "invite": to a Discord server, "broken": no address.
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


def read_link(typed: str, *, invites: bool = False) -> Link:
    """The link that was typed, also without "https://" or in "<>"; BadLink.

    Refused are IP addresses, names without a dot and names of private networks. What tracks readers is left out of it;
    all else stays as it was written. With `invites`, those to other Discord servers may be shared too.
    """
    address = _bare(typed)
    if not address or any(character.isspace() for character in address):
        raise BadLink("broken")
    try:
        url = URL(_with_scheme(address))
    except ValueError:
        raise BadLink("broken") from None
    if url.protocol not in ("http:", "https:"):
        raise BadLink("scheme")
    if url.username or url.password:
        raise BadLink("credentials")
    host = _public_host(url)
    if not invites and _invites(url, host):
        raise BadLink("invite")
    _drop_tracking(url, host)
    if len(url.href) > LONGEST:
        raise BadLink("length")
    return Link(url.href, host)


def first_link(text: str, *, invites: bool = False) -> str:
    """The first address in a text that `read_link` takes, normalised; "" if there is none."""
    for candidate in _CANDIDATE.finditer(text):
        try:
            return read_link(_without_end(candidate[0]), invites=invites).href
        except BadLink:
            continue
    return ""


def holds_invite(word: str) -> bool:
    """Whether a word without spaces is an invitation to a Discord server, or holds one behind whatever it is glued to."""
    starts = {0, *(found.start() for found in _BEGINS.finditer(word))}
    return "." in word and any(_is_invite(word[start:]) for start in starts)


def _is_invite(address: str) -> bool:
    try:
        read_link(address)
    except BadLink as bad:
        return bad.reason == "invite"
    return False


class Page(NamedTuple):
    """What an address leads to, however it is written; `params` is what follows a "?", in any order."""

    place: str
    params: frozenset[tuple[str, str]]


def page_of(href: str) -> Page:
    """What a normalised address leads to: the same with http or https, "www.", "/" or ".git" at its end, or a fragment."""
    parts = urlsplit(href)
    host, path = parts.netloc.removeprefix("www."), parts.path.rstrip("/").removesuffix(".git")
    params = frozenset(parse_qsl(parts.query, keep_blank_values=True))
    if host == "youtu.be":  # as Discord shows it
        return Page("youtube.com/watch", params | {("v", path.removeprefix("/"))})
    return Page(f"{host}{path}", params)


def shows_page(shown: str, href: str) -> bool:
    """Whether an address is that of a link's page, of which Discord may have left some parameters out."""
    try:
        found, wanted = page_of(read_link(shown, invites=True).href), page_of(href)
    except BadLink:
        return False
    return found.place == wanted.place and found.params <= wanted.params


def _bare(typed: str) -> str:
    """What was typed, without what surrounds it and what nobody sees."""
    visible = "".join(
        character
        for character in typed
        if character in _JOINERS or character.isspace() or unicodedata.category(character) not in ("Cc", "Cf")
    )
    return visible.strip().removeprefix("<").removesuffix(">").strip().strip(_JOINERS)


def _with_scheme(address: str) -> str:
    scheme = _SCHEME.match(address)
    is_host = scheme is not None and "." in scheme[0] and not address.startswith("//", scheme.end())
    if scheme is not None and not is_host:  # "example.com:8080" is a host and its port
        return address
    return f"https://{address.removeprefix('//')}"


def _public_host(url: URL) -> str:
    """The host, without the dot that may end any name; BadLink if it cannot be a public server's."""
    host = url.hostname.removesuffix(".")
    labels = host.split(".")
    is_public = (
        url.host_type is HostType.DEFAULT
        and url.port != "0"
        and len(host) <= _LONGEST_HOST
        and len(labels) > 1
        and all(_is_label(label) for label in labels)
        and _TOP.fullmatch(labels[-1])
        and labels[-1] not in _PRIVATE_TOPS
    )
    if not is_public:
        raise BadLink("host")
    url.hostname = host
    return host


def _is_label(label: str) -> bool:
    """Whether a part of a name can be registered; `ada_url` passes punycode that means nothing, and gives it back as it is."""
    return bool(_LABEL.fullmatch(label)) and not (label.startswith("xn--") and idna.decode(label) == label)


def _is_of(host: str, names: tuple[str, ...]) -> bool:
    return any(host == name or host.endswith(f".{name}") for name in names)


def _invites(url: URL, host: str) -> bool:
    if _is_of(host, _INVITING_HOSTS):
        return True
    if not _is_of(host, _DISCORD_HOSTS):
        return False
    places = [url.pathname, *(part.partition("=")[2] for part in url.search.removeprefix("?").split("&"))]
    return any(_is_invitation(place) for place in places)


def _is_invitation(path: str) -> bool:
    for _ in range(3):  # "%2569" is "%69" is "i"
        path = unquote(path)
    steps = [step for step in path.casefold().replace("\\", "/").split("/") if step]
    if steps[:1] == ["app"]:
        steps = steps[1:]
    return len(steps) > 1 and steps[0].startswith(_INVITING_PATHS)


def _drop_tracking(url: URL, host: str) -> None:
    parts = url.search.removeprefix("?").split("&")
    kept = [part for part in parts if not _tracks(part, host)]
    if kept == parts:
        return
    if any(kept):
        url.search = "&".join(kept)
    else:
        del url.search


def _tracks(parameter: str, host: str) -> bool:
    name = unquote_plus(parameter.partition("=")[0]).casefold()
    if name == _SHARER:
        return _is_of(host, _SHARER_HOSTS)
    return name in _TRACKING or name.startswith(_TRACKING_PREFIX)


def _without_end(candidate: str) -> str:
    """A candidate without the signs that end its sentence, its bold or its bracket; brackets of its own stay."""
    while True:
        last = candidate[-1]
        opening = _BRACKETS.get(last)
        if last in _AFTER_ADDRESS or (opening and candidate.count(last) > candidate.count(opening)):
            candidate = candidate[:-1]
        else:
            return candidate
