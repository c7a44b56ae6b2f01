"""Owns what people may type at worst, as hypothesis strategies: texts, and the values that carry them into views."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import strategies as st

from bot.communities.model import AuditLine
from bot.core.text import clean, units
from bot.core.zones import ZoneMatch
from bot.deliveries.model import NO_ANSWER, Delivery, State
from bot.shell.permissions import Lack
from bot.standups.model import (
    DEFAULT_QUESTIONS,
    LABEL,
    MOST_CHOICES,
    MOST_QUESTIONS,
    NAME,
    SUMMARY,
    Answer,
    Day,
    Draft,
    Entry,
    Kind,
    Planned,
    Question,
    Schedule,
    Standup,
    Summary,
)

MOST = 4000  # UTF-16 units that Discord lets anybody type into a field
AUTHOR = 424_242  # the one person whom a view may name
NOW = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)
FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
WORST = (
    *("@everyone", "@here", "<@1234567>", "<@!1234567>", "<@&7654321>", "@\u200beveryone"),
    *(
        "x](https://evil.test) [y",
        "[click](https://evil.test)",
        "[click](<javascript:alert(1)>)",
        "[a]\n(http://b.c)",
    ),
    *(
        "https://user:pw@evil.test/@everyone",
        "<https://evil.test/)>",
        "[",
        "](",
        "](https://e.test",
        ")",
        "`](https://e.t)`",
    ),
    *(
        "```",
        "```py\n",
        "`",
        "``",
        "**",
        "__",
        "~~",
        "||",
        "***",
        "> ",
        ">>> ",
        "# ",
        "-# ",
        "- ",
        "\\",
        "1. ",
    ),
    *(
        "\u202e",
        "\u2066",
        "\u2069",
        "\u200b",
        "\u200d",
        "\ufeff",
        "\u00ad",
        "\u3164",
        "\x00",
        "\x1b[31m",
        "\r\n",
        "\u2028",
    ),
    *(
        "\ud800",
        "\udfff",
        "\udc00\ud83d",
        "Z" + "\u0300\u0316\u0334" * 20,
        FAMILY,
        FAMILY * 9,
        "\U0001f1e9\U0001f1ea",
    ),
    *(
        "\u0627\u0644\u0633\u0644\u0627\u0645",
        "\u0928\u092e\u0938\u094d\u0924\u0947",
        "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35",
    ),
    *(
        "ti\u1ebfng Vi\u1ec7t",
        "\n",
        "\n\n",
        "\n\n\n\n\n",
        " ",
        "a",
        "word",
        "Paragraph. ",
        "<t:0:R>",
        "<#1>",
        "</x:1>",
        "<id:home>",
    ),
)


def cut(text: str, limit: int) -> str:
    """The beginning of `text` in at most `limit` UTF-16 units, wherever that cuts."""
    while units(text) > limit:
        text = text[: max(1, limit - (units(text) - limit))] if units(text) > 2 * limit else text[:-1]
    return text


def texts(limit: int = MOST) -> st.SearchStrategy[str]:
    """Anything at all, often of the worst, often long."""
    wild = st.text(st.characters(exclude_categories=()), max_size=30)
    piece = st.one_of(st.sampled_from(WORST), wild)
    pieces = st.lists(piece, max_size=12).map("".join)
    return st.builds(lambda text, times: cut(text * times, limit), pieces, st.sampled_from((1, 1, 1, 3, 400)))


def names(limit: int) -> st.SearchStrategy[str]:
    """A short text as the stores keep it: cleaned, one line, something to see, at most `limit` units."""
    tidy = texts(limit).map(lambda text: cut(" ".join(clean(text).split()), limit)).map(clean)
    return tidy.map(lambda text: text or "·")


def ids() -> st.SearchStrategy[int]:
    """A snowflake."""
    return st.integers(1, 2**63 - 1)


def questions() -> st.SearchStrategy[tuple[Question, ...]]:
    """What a standup asks."""
    choices = st.lists(names(100), min_size=2, max_size=MOST_CHOICES, unique=True).map(tuple)
    own = st.one_of(
        st.builds(Question, st.sampled_from((Kind.TEXT, Kind.STUCK)), names(LABEL)),
        st.builds(Question, st.just(Kind.CHOICE), names(LABEL), choices),
    )
    some = st.lists(own, min_size=1, max_size=MOST_QUESTIONS).map(tuple)
    return st.one_of(st.just(DEFAULT_QUESTIONS), some)


def answers(limit: int = MOST, least: int = 0) -> st.SearchStrategy[tuple[Answer, ...]]:
    """What was written, raw: views clean it once more. None at all, or words in at least one."""
    label = st.one_of(st.just(""), names(LABEL))
    key = st.sampled_from(("", "did", "next", "stuck"))
    one = st.builds(Answer, st.sampled_from(Kind), label, texts(limit), key)
    some = st.lists(one, min_size=1, max_size=MOST_QUESTIONS).map(tuple)
    written = some.filter(lambda found: any(clean(answer.text) for answer in found))
    return written if least else st.one_of(st.just(()), written)


def entries(limit: int = MOST) -> st.SearchStrategy[Entry]:
    """An entry of the author."""
    return st.builds(
        Entry,
        id=ids(),
        day_id=st.integers(1, 3),
        home_id=st.integers(1, 3),
        standup_id=ids(),
        guild_id=ids(),
        user_id=st.just(AUTHOR),
        answers=answers(limit),
        kept=st.booleans(),
        written_at=st.just(NOW),
        date=st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    )


def drafts() -> st.SearchStrategy[Draft]:
    """A draft of the author."""
    return st.builds(Draft, ids(), ids(), ids(), st.just(AUTHOR), ids(), answers())


def standups() -> st.SearchStrategy[Standup]:
    """A standup as the store gives it."""
    zone = st.sampled_from(("Europe/Berlin", "America/Argentina/Buenos_Aires", "Pacific/Apia", "UTC"))
    days = st.frozensets(st.integers(0, 6), min_size=1)
    return st.builds(
        Standup,
        id=ids(),
        guild_id=ids(),
        channel_id=ids(),
        name=names(NAME),
        schedule=st.builds(Schedule, st.times().map(lambda at: time(at.hour, at.minute)), zone, days),
        questions=questions(),
        summary=st.sampled_from(Summary),
        paused=st.booleans(),
        planned=st.one_of(st.none(), st.just(Planned(NOW, NOW.date()))),
        country=st.sampled_from(("", "DE", "US")),
        rested_at=st.sampled_from((None, NOW)),
    )


def days() -> st.SearchStrategy[Day]:
    """A day of a standup."""
    return st.builds(
        Day,
        id=ids(),
        standup_id=ids(),
        guild_id=ids(),
        channel_id=ids(),
        date=st.dates(date(2026, 1, 1), date(2027, 1, 1)),
        opened_at=st.just(NOW),
        closes_at=st.just(NOW + timedelta(hours=24)),
        quiet=st.booleans(),
        late=st.booleans(),
        thread_id=st.one_of(st.none(), ids()),
    )


def deliveries() -> st.SearchStrategy[Delivery]:
    """A message of ours, with a reason in Discord's words."""
    reason = st.one_of(st.just(""), st.just(f"{NO_ANSWER} (HTTP 503)"), texts(200))
    return st.builds(
        Delivery,
        id=ids(),
        kind=st.just(SUMMARY),
        subject_id=ids(),
        part=st.integers(0, 9),
        guild_id=ids(),
        channel_id=ids(),
        message_id=st.one_of(st.none(), ids()),
        state=st.sampled_from(State),
        dirty=st.booleans(),
        attempt=st.integers(0, 9),
        first_claimed_at=st.just(NOW),
        give_up_at=st.just(NOW),
        reason=reason,
    )


def matches() -> st.SearchStrategy[list[ZoneMatch]]:
    """Places that fit what was typed."""
    zone = st.sampled_from(("Europe/Berlin", "America/Chicago", "Australia/Lord_Howe", "Asia/Tokyo"))
    one = st.builds(ZoneMatch, zone, names(100), st.one_of(st.just(""), names(100)))
    return st.lists(one, min_size=1, max_size=25)


def audit() -> st.SearchStrategy[list[AuditLine]]:
    """The newest lines of the audit."""
    what = st.sampled_from(("standups.add", "standups.move", "standups.remove", "standups.questions"))
    detail = st.fixed_dictionaries({"name": names(NAME)})
    actor = st.one_of(st.none(), st.just(AUTHOR))
    return st.lists(st.builds(AuditLine, st.just(NOW), actor, what, detail), max_size=5)


def lacking() -> st.SearchStrategy[list[Lack]]:
    """What the bot may not do, in the bot's own words."""
    return st.lists(st.just(Lack("Create Public Threads", "a day gets no thread")), max_size=5)
