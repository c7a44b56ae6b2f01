"""Proves that members' text is cleaned without harm to any script, and measured and cut as people see it."""

from __future__ import annotations

import unicodedata

import pytest
import regex  # type: ignore[import-untyped]
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.text import clean, fit, units

ZWJ, ZWNJ = "\u200d", "\u200c"
SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
FAMILY = "👨‍👩‍👧‍👦"

SENTENCES = {
    "Arabic": "قرأتُ اليومَ فصلًا عن الشبكات العصبيّة، ثم جرّبتُ المثال.",
    "Quran": "بِسْمِ ٱللَّهِ ٱلرَّحْمَٰنِ ٱلرَّحِيمِ",
    "Hijri date": "سنة ١٤٤٧ ه\u200d",
    "Persian": "امروز می\u200cخواهم کتاب\u200cها را بخوانم.",
    "Urdu": "میں نے آج ایک ماڈل کی تربیت کی۔",
    "Hebrew": "היום למדתי על רשתות נוירונים.",
    "Hebrew with cantillation": "בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים אֵ֥ת הַשָּׁמַ֖יִם וְאֵ֥ת הָאָֽרֶץ׃",
    "Hindi": "मैंने आज क्षेत्र और श्रृंखला पर काम किया, ज़रूर पढ़ें।",
    "Hindi, half form": "क्\u200dष और क्\u200cष",
    "Marathi": "र\u200d्यांनी दर्\u200dया पाहिला",
    "Bengali": "আজ আমি র\u200d্যান্ডম ফরেস্ট শিখেছি।",
    "Tamil": "இன்று நான் ஒரு மாதிரியைப் பயிற்றுவித்தேன்.",
    "Malayalam, old chillu": "അവന്\u200d ഇന്നു പഠിച്ചു",
    "Sinhala": "ශ්\u200dරී ලංකාව",
    "Thai": "วันนี้ฉันได้เรียนรู้เรื่องโครงข่ายประสาทเทียม น้ำ กี่ ปั๊ม",
    "Lao": "ມື້ນີ້ຂ້ອຍໄດ້ຮຽນຮູ້",
    "Khmer": "ថ្ងៃនេះខ្ញុំបានរៀនអំពីស្ត្រីនិងបណ្តាញសរសៃប្រសាទ។",
    "Burmese": "လျှို့ဝှက်ချက်ကို ကျွန်ုပ် မြို့မှာ သင်ယူခဲ့သည်။",
    "Tibetan": "བསྒྲུབས་པ་ ཨོཾ་མ་ཎི་པདྨེ་ཧཱུྃ",
    "Vietnamese": "Hôm nay tôi đã huấn luyện một mạng nơ-ron nhỏ; kết quả rất tốt ở chỗ đó.",
    "Mongolian": "ᠪᠣᠯᠤᠭᠰᠠᠨ\u180eᠠ",
    "Korean": "오늘은 신경망을 공부했습니다.",
    "Japanese": "今日はニューラルネットワークを学びました。ガギグ",
    "Chinese": "今天我训练了一个小模型。",
    "Greek": "Σήμερα έμαθα ᾧ τινι.",
    "Yoruba": "Ọ̀rọ̀ ẹ̀kọ́ ọ̀la",
    "phonetics": "[ˈd̥ɪ̃̀ːp ˈlɜːnɪŋ]",
    "Italian": "Perché l’università è così",
    "French": "Où est-ce ? C’est là : « ici » !",
    "mixed": "BatchNorm \u200fבעברית\u200f (2015)",
}
EMOJI = {
    "family": FAMILY,
    "couple": "👩🏽‍❤️‍💋‍👨🏿",
    "holding hands": "🧑🏽‍🤝‍🧑🏻",
    "flag": "🇩🇪🇮🇳",
    "rainbow": "🏳️‍🌈",
    "transgender": "🏳️‍⚧️",
    "Scotland": SCOTLAND,
    "keycaps": "1️⃣#️⃣*️⃣",
    "heart on fire": "❤️‍🔥",
    "profession": "👩🏿‍🔬",
    "skin": "👍🏾",
    "pirate": "🏴‍☠️",
    "directions": "🏃‍➡️",
    "bird": "🐦‍⬛",
    "eye": "👁️‍🗨️",
    "text style": "☺︎ and ☺️",
}

CHARACTERS = st.one_of(
    st.characters(),
    st.characters(categories=["Mn", "Me", "Mc", "Cf", "Cs", "Cc", "Zs", "Zl", "Zp"]),
    st.sampled_from(
        "\u200d\u200c\u200b\u202e\u2066\ufeff\u0301\u0e47\U000e0067\U000e007f\U0001f3f4\ufe0f\u20e3\n\r\t "
    ),
    st.sampled_from("aéकبกකန်👩🏽❤🇩1"),
)
ANY_TEXT = st.lists(CHARACTERS | st.sampled_from([*SENTENCES.values(), *EMOJI.values()]), max_size=60).map(
    "".join
)


@pytest.mark.parametrize("sentence", SENTENCES.values(), ids=SENTENCES.keys())
def test_no_script_is_harmed(sentence: str) -> None:
    assert clean(sentence) == unicodedata.normalize("NFC", sentence)
    decomposed = unicodedata.normalize("NFD", sentence)
    assert unicodedata.normalize("NFD", clean(decomposed)) == decomposed


@pytest.mark.parametrize("emoji", EMOJI.values(), ids=EMOJI.keys())
def test_no_emoji_is_harmed(emoji: str) -> None:
    assert clean(f"a {emoji} b") == f"a {emoji} b"


@pytest.mark.row("RTL override, zero-width, zalgo, lone surrogates, NUL")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x00b\x07c\x1bd\x7fe\x9ff", "abcdef"),
        ("a\tb", "a\tb"),
        ("a\r\nb\rc\u2028d\u2029e\x85f", "a\nb\nc\nd\ne\nf"),
        ("\ud83d lone \ude00", "lone"),
        ("pay \u202egnp.exe\u202c", "pay gnp.exe"),
        ("\u2066a\u2069 \u202ab\u202c", "a b"),
        ("a\u200eb\u200fc\u061cd", "a\u200eb\u200fc\u061cd"),
        ("a\u200f\u200f\u200f\u200fb", "a\u200fb"),
        ("pass\u200bword \u2060x\ufeffy s\u00adhy 2\u2062x", "password xy shy 2x"),
        ("plain\u200d joiner\u200c x\u200dy", "plain joiner xy"),
        (f"{ZWJ}👩{ZWJ}", "👩"),
        (f"می{ZWNJ}{ZWNJ}{ZWJ}خواهم", f"می{ZWNJ}خواهم"),
        ("hid\U000e0068\U000e0069den", "hidden"),
        (f"{SCOTLAND} \U0001f3f4\U000e0067", f"{SCOTLAND} \U0001f3f4"),
        ("a\u3164b\uffa0c", "abc"),
        ("x\ufffey\ufdd0z\U0001ffff", "xyz"),
        ("  a  \n   b\t \n", "a\n   b"),
        ("a\n\n\nb", "a\n\n\nb"),
        ("a\n \n\n \n\nb", "a\n\n\nb"),
        ("cafe\u0301", "café"),
        ("\u0301\u0302a", "a"),
        ("", ""),
        (" \n\t ", ""),
        ("\u200f\u200e", ""),
        ("\u2800\u3164 \u200b", ""),
    ],
)
def test_what_goes_and_what_stays(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.row("RTL override, zero-width, zalgo, lone surrogates, NUL")
def test_zalgo_is_thinned_to_something_readable() -> None:
    zalgo = "".join(letter + "\u0301\u0316\u0334\u035b\u0489" * 12 for letter in "help")
    cleaned = clean(zalgo)
    assert [
        c for c in unicodedata.normalize("NFD", cleaned) if not unicodedata.combining(c) and c != "\u0489"
    ] == [*"help"]
    for cluster in regex.findall(r"\X", unicodedata.normalize("NFD", cleaned)):
        assert len(cluster) <= 1 + 1 + 4  # the letter, the mark that makes one with it, and four
    assert clean("ก" + "็" * 50) == "ก" + "็" * 4
    assert clean("a" + "\u0335" * 50) == "a" + "\u0335" * 4


def test_length_is_capped_between_characters() -> None:
    assert clean("x" * 5000) == "x" * 4000
    assert clean("abc " + FAMILY, 14) == "abc"
    assert clean("abc " + FAMILY, 15) == "abc " + FAMILY


@pytest.mark.row("RTL override, zero-width, zalgo, lone surrogates, NUL")
@given(ANY_TEXT, st.integers(0, 80) | st.just(4000))
@example("a\u0335\u0335\u0335\u0335" + "\u05b0" * 8 + "\u0335", 4000)
@example("ब" + "\u200d\u0301" * 9, 4000)
def test_cleaning_is_idempotent_and_storable(text: str, limit: int) -> None:
    cleaned = clean(text, limit)
    assert clean(cleaned, limit) == cleaned
    assert units(cleaned) <= limit
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == cleaned.strip()
    cleaned.encode()
    unwanted = {
        *range(0x20),
        *range(0x7F, 0xA0),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
        0x200B,
        0xFEFF,
        0x2060,
    }
    assert not (unwanted - {0x0A, 0x09}) & set(map(ord, cleaned))
    assert "\n\n\n\n" not in cleaned


@given(st.text(max_size=200))
def test_units_are_what_javascript_counts(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


def test_units_of_known_texts() -> None:
    assert [units(text) for text in ("", "a", "é", "漢", "😀", FAMILY, "🇩🇪", "\ud83d")] == [
        0,
        1,
        1,
        1,
        2,
        11,
        4,
        1,
    ]


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("short", 5, "short"),
        ("a little too long", 12, "a little…"),
        ("a little too long", 13, "a little too…"),
        ("a little, too long", 10, "a little,…"),
        ("Donaudampfschifffahrt", 10, "Donaudamp…"),
        ("a Donaudampfschifffahrt", 10, "a Donauda…"),
        ("วันนี้ฉันได้เรียนรู้", 9, "วันนี้ฉั…"),
        (f"ok {FAMILY}{FAMILY}", 15, f"ok {FAMILY}…"),
        (f"ok {FAMILY}{FAMILY}", 14, "ok…"),
        ("🇩🇪🇫🇷🇮🇹", 9, "🇩🇪🇫🇷…"),
        ("🇩🇪🇫🇷🇮🇹", 8, "🇩🇪…"),
        ("👍🏾👍🏾", 4, "…"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
        ("abc", -1, ""),
        ("", 0, ""),
    ],
)
def test_labels_are_cut_where_people_would(text: str, limit: int, expected: str) -> None:
    assert fit(text, limit) == expected


@given(ANY_TEXT, st.integers(0, 50))
def test_a_label_fits_and_is_cut_between_characters(text: str, limit: int) -> None:
    fitted = fit(text, limit)
    assert units(fitted) <= limit
    if units(text) <= limit:
        assert fitted == text
    elif limit:
        assert fitted.endswith("…")
        clusters = regex.findall(r"\X", text)
        beginnings = {"".join(clusters[:count]).rstrip() for count in range(len(clusters))}
        assert fitted[:-1] in beginnings
