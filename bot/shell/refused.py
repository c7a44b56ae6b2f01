"""Why a link or words that hold a secret cannot be posted, in words that every feature says alike (H2, H3)."""

from __future__ import annotations

from bot.core.lang import Lang
from bot.core.leaks import PRIVATE_KEY


def link_text(reason: str, lang: Lang) -> str:
    """What is wrong with a link; `reason` as in `bot.core.links.BadLink`."""
    _ = lang.gettext
    sentences = {
        "scheme": _("A link begins with https:// or http://; this one does not."),
        "host": _("This link leads to no public page, so that nobody else could open it."),
        "length": _("This link is very long: 512 characters is the most. Often what follows a “?” can go."),
        "credentials": _(
            "This link holds a user name or a password, which everybody would see. Without that part it can be shared."
        ),
        "invite": _("Invitations to other servers are not shared here."),
        "broken": _("I do not understand this link. Copied from the address bar of your browser, it works."),
    }
    return sentences[reason] + " " + _("Nothing was posted, and nothing you typed is lost.")


def secret_text(whose: str, lang: Lang, *, private: bool = False) -> str:
    """That the words hold a secret of this service; `private`: they were to be sent to one person."""
    _ = lang.gettext
    text = _(
        "This holds a secret key for {whose}, and whoever reads it could use it. Nothing was posted, and I have kept none of it."
    )
    if whose == PRIVATE_KEY:
        text = _(
            "This holds a private key, and whoever reads it could use it. Nothing was posted, and I have kept none of it."
        )
    if private:
        text = _(
            "This holds a secret key for {whose}, and whoever reads it could use it. Nothing was sent, and I kept none of it."
        )
    if private and whose == PRIVATE_KEY:
        text = _(
            "This holds a private key, and whoever reads it could use it. Nothing was sent, and I kept none of it."
        )
    more = _(
        "All else you typed is there. If others may have seen the key, make a new one and switch the old one off."
    )
    return f"{text.format(whose=whose)}\n{more}"
