"""Proves that each language is found, read from its catalogue, and falls back to English word by word."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date, time
from pathlib import Path

import pytest

from bot.core.lang import Lang, get_lang, load

ROOT = Path(__file__).parents[2]
MONDAY = date(2026, 1, 12)

GERMAN = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "every day"
msgstr "jeden Tag"

msgid "Saved. Undo with {command}."
msgstr "Gespeichert. Rückgängig mit {command}."

#, fuzzy
msgid "Not sure"
msgstr "Vielleicht"

msgid "Not yet"
msgstr ""

msgid "one day"
msgid_plural "{count} days"
msgstr[0] "ein Tag"
msgstr[1] "{count} Tage"
"""

RUSSIAN = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"

msgid "one day"
msgid_plural "{count} days"
msgstr[0] "{count} день"
msgstr[1] "{count} дня"
msgstr[2] "{count} дней"
"""


@pytest.fixture
def catalogues(tmp_path: Path) -> Path:
    for code, text in {
        "de": GERMAN,
        "ru": RUSSIAN,
        "es-ES": GERMAN,
        "pt_BR": GERMAN,
        "zh-CN": GERMAN,
        "no": GERMAN,
    }.items():
        path = tmp_path / code / "LC_MESSAGES" / "compound.po"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "fr" / "LC_MESSAGES").mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (["de"], "de"),
        (["de-AT"], "de"),
        (["DE"], "de"),
        (["es-ES"], "es-ES"),
        (["es-419"], "es-ES"),
        (["es"], "es-ES"),
        (["pt-BR"], "pt_BR"),
        (["pt-PT"], "pt_BR"),
        (["no"], "no"),
        (["nb"], "no"),
        (["zh-CN"], "zh-CN"),
        (["zh-TW"], "en"),
        (["en-US", "de"], "en"),
        (["en-GB"], "en"),
        (["fr", "de"], "de"),
        (["fr"], "en"),
        ([None, "", "de"], "de"),
        ([None], "en"),
        ([], "en"),
        (["../de", "xx", "-"], "en"),
    ],
)
def test_the_first_language_that_there_is_wins(
    catalogues: Path, codes: list[str | None], expected: str
) -> None:
    assert get_lang(*codes, catalogues=catalogues).code == expected


def test_messages_come_from_the_catalogue_or_stay_english(catalogues: Path) -> None:
    lang = get_lang("de", catalogues=catalogues)
    _ = lang.gettext
    assert _("Saved. Undo with {command}.").format(command="/a") == "Gespeichert. Rückgängig mit /a."
    assert _("Never translated") == "Never translated"
    assert _("Not yet") == "Not yet"
    assert _("Not sure") == "Not sure"
    assert _("") == ""
    english = get_lang("en-US", catalogues=catalogues)
    assert english.gettext("every day") == "every day"


def test_plurals_follow_the_language(catalogues: Path) -> None:
    def days(code: str, count: int) -> str:
        lang = get_lang(code, catalogues=catalogues)
        return lang.ngettext("one day", "{count} days", count).format(count=count)

    assert [days("en", n) for n in (1, 2)] == ["one day", "2 days"]
    assert [days("de", n) for n in (1, 2)] == ["ein Tag", "2 Tage"]
    assert [days("ru", n) for n in (1, 3, 5, 21)] == ["1 день", "3 дня", "5 дней", "21 день"]
    assert get_lang("de", catalogues=catalogues).ngettext("one cat", "{count} cats", 2) == "{count} cats"


@pytest.mark.parametrize(
    ("code", "long", "short", "weekday"),
    [
        ("en", "Monday 12 January", "Mon 12 Jan", "Monday"),
        ("de", "Montag, 12. Januar", "Mo., 12. Jan.", "Montag"),
        ("es-ES", "lunes, 12 de enero", "lun, 12 ene", "lunes"),
        ("fr", "lundi 12 janvier", "lun. 12 janv.", "lundi"),
        ("pt-BR", "segunda-feira, 12 de janeiro", "seg., 12 de jan.", "segunda-feira"),
        ("ja", "1月12日月曜日", "1月12日(月)", "月曜日"),
        ("ru", "понедельник, 12 января", "пн, 12 янв.", "понедельник"),
        ("zh-CN", "1月12日星期一", "1月12日周一", "星期一"),
        ("hu", "január 12., hétfő", "jan. 12., H", "hétfő"),
        ("no", "mandag 12. januar", "man. 12. jan.", "mandag"),
    ],
)
def test_dates_are_written_as_in_the_language(code: str, long: str, short: str, weekday: str) -> None:
    lang = Lang(code)
    assert lang.date(MONDAY) == long
    assert lang.short_date(MONDAY) == short
    assert lang.weekday(MONDAY) == lang.weekday(0) == weekday


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ({0, 1, 2, 3, 4}, "Mon–Fri"),
        ({0, 2, 4}, "Mon, Wed and Fri"),
        ({6, 0, 1, 2, 3}, "Sun–Thu"),
        ({5, 6}, "Sat and Sun"),
        ({0, 1, 2, 4}, "Mon, Tue, Wed and Fri"),
        ({1, 2, 3, 4, 5, 6}, "Tue–Sun"),
        ({3}, "Thu"),
        (set(), ""),
        (set(range(7)), "every day"),
    ],
)
def test_weekdays_take_few_words(days: set[int], expected: str) -> None:
    assert Lang().weekdays(frozenset(days)) == expected


def test_weekdays_and_lists_follow_the_language(catalogues: Path) -> None:
    german = get_lang("de", catalogues=catalogues)
    assert german.weekdays(frozenset({0, 2, 4})) == "Mo, Mi und Fr"
    assert german.weekdays(frozenset(range(7))) == "jeden Tag"
    assert german.join(["a", "b", "c"]) == "a, b und c"
    english = Lang()
    assert [english.join(items) for items in ([], ["{0}"], ["a", "b"], ["a", "b", "{c}"])] == [
        "",
        "{0}",
        "a and b",
        "a, b and {c}",
    ]


def test_times_are_the_same_in_every_language() -> None:
    assert {Lang(code).time(time(9, 5)) for code in ("en", "de", "ar", "fi")} == {"09:05"}
    assert Lang().time(time(0)) == "00:00"


def test_each_language_of_discord_has_dates_and_lists() -> None:
    discord = (
        "bg cs da de el en-GB en-US es-419 es-ES fi fr hi hr hu id it ja ko lt nl no pl pt-BR ro ru sv-SE th tr uk vi"
        " zh-CN zh-TW"
    )
    for code in discord.split():
        lang = Lang(code)
        for month in range(1, 13):
            day = date(2026, month, 9)
            assert lang.weekday(day) in lang.date(day)
            assert "9" in lang.date(day)
            assert "9" in lang.short_date(day)
            assert "26" not in lang.date(day) + lang.short_date(day)
        assert lang.join(["x", "y", "z"]).startswith("x")


def test_once_loaded_nothing_is_read_any_more(catalogues: Path) -> None:
    # Reading one takes longer than the event loop should stand still for.
    load(catalogues)
    shutil.rmtree(catalogues)
    for code, days in {"de": "2 Tage", "ru": "2 дня", "es-419": "2 Tage"}.items():
        lang = get_lang(code, catalogues=catalogues)
        assert lang.ngettext("one day", "{count} days", 2).format(count=2) == days
        assert lang.date(MONDAY)


@pytest.mark.parametrize(
    ("code", "week", "some", "all_", "listed"),
    [
        ("en-US", "Mon–Fri", "Tue and Thu", "every day", "a, b and c"),
        ("de", "Mo–Fr", "Di und Do", "jeden Tag", "a, b und c"),
        ("es-419", "lun–vie", "mar y jue", "todos los días", "a, b y c"),
    ],
)
def test_weekdays_and_lists_of_our_own_languages(
    code: str, week: str, some: str, all_: str, listed: str
) -> None:
    lang = get_lang(code)
    assert lang.weekdays(frozenset(range(5))) == week
    assert lang.weekdays(frozenset({1, 3})) == some
    assert lang.weekdays(frozenset(range(7))) == all_
    assert lang.join(["a", "b", "c"]) == listed


def test_importing_it_reads_neither_babel_nor_any_catalogue() -> None:
    code = "import sys, bot.core.lang as l; l.get_lang('en-US').gettext('a'); print([m for m in sys.modules if 'babel' in m])"
    output = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert output.stdout.strip() == "[]"
