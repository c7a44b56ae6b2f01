"""Proves the drawn card: real pictures of every script, inside their margins, the same each time, and none where it cannot be."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from bot.showcase.drawing import Drawing, card, draw, lacking, lacking_shaping
from bot.showcase.drawing.rings import GROUND, RING, grow
from tests.tree.source import ROOT

pytestmark = pytest.mark.skipif(lacking_shaping() != "", reason="fribidi: apt install libfribidi0")
DAY = "26 November 2026"
SENTENCE = (
    "I wanted to understand backpropagation properly, so I wrote it without any library. "
    "The hardest part was broadcasting; the nicest was seeing the loss fall."
)
CARDS = {
    "150 letters": Drawing(
        "A tiny autograd engine written from scratch in plain Python, with a small neural network on top that "
        "learns to read handwritten digits in four minutes!",
        "Ada Lovelace",
        DAY,
        SENTENCE,
    ),
    "two": Drawing("Hi", "Bo", DAY, ""),
    "Japanese": Drawing(
        "深層学習で手書き文字を認識する小さなアプリを作りました",
        "田中 さくら",
        "2026年11月26日",
        "毎日三十分ずつ、三週間。" * 9,
    ),
    "Korean": Drawing("딥러닝으로 새소리를 구분하는 작은 모델", "김민준", "2026년 11월 26일", "매일 조금씩."),
    "Arabic": Drawing(
        "مصنّف أصوات الطيور باستخدام PyTorch في 30 يوماً",
        "ليلى حداد",
        "26 نوفمبر 2026",
        "تعلّمت (fast.ai 3)، والصبر.",
    ),
    "Hebrew": Drawing(
        "רשת נוירונים קטנה (MNIST) ב-Python 3.12", "נועה כהן", DAY, "מצאתי את הבאג אחרי 5 ימים!"
    ),
    "Hindi": Drawing("हिंदी समाचारों का वर्गीकरण करने वाला मॉडल", "अनन्या शर्मा", DAY, "क्षेत्रीय भाषाएँ।"),
    "Thai": Drawing("แอปจำแนกพันธุ์ไม้จากรูปถ่ายด้วยการเรียนรู้เชิงลึกที่ฉันสร้างขึ้นเอง", "สมชาย ใจดี", DAY, "ทำทีละน้อย" * 20),
    "Burmese": Drawing("မြန်မာစာ အသံမှ စာသို့ ပြောင်းပေးသော မော်ဒယ်ငယ်", "အောင်ဆန်း", DAY, "ကျွန်ုပ်သည် နေ့စဉ် လေ့လာခဲ့သည်။"),
    "emoji": Drawing(
        "🌱 My first model 🎉🤖 sees 😀👩🏽‍💻👨‍👩‍👧 1️⃣ 🇩🇪", "zoë ✨🦊", DAY, "😅 ❤️‍🔥🏳️‍🌈 🙏🏿 🏴‍☠️"
    ),
    "one word": Drawing(
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk" * 3, "M" * 60, "5" * 80, "x" * 900
    ),
    "everything": Drawing(
        "A robot 日本語, العربية, עברית, हिन्दी, ไทย, 한국어 & Ελληνικά 🤖",
        "Müller-李 محمد 🦊",
        DAY,
        "∇L ≤ ½ ქართული አማርኛ ខ្មែរ ລາວ தமிழ்",
    ),
    "lines": Drawing("Notes", "sam", DAY, "- one\n\n- two\r\n- three\n- four\n- five"),
    "nothing": Drawing("", "", "", ""),
    "only text": Drawing("", "sam", DAY, SENTENCE * 6),
}


def opened(png: bytes | None) -> Image.Image:
    """The picture of a PNG."""
    assert png is not None
    return Image.open(BytesIO(png)).convert("RGB")


def ink(picture: Image.Image) -> tuple[int, int, int, int]:
    """Where the letters of a card are: whatever is lighter than every ring, without the seed."""
    mask = picture.convert("L").point([255 if light > 110 else 0 for light in range(256)])
    x, y = card._SEED_AT
    for across in (x, card.WIDTH - x):
        mask.paste(0, (across - 11, card.HEIGHT - y - 11, across + 12, card.HEIGHT - y + 12))
    return mask.getbbox() or (card.WIDTH // 2, card.HEIGHT // 2) * 2


def test_cards_can_be_drawn_where_this_runs() -> None:
    assert (lacking(), lacking_shaping()) == ("", "")


@pytest.mark.parametrize("name", CARDS)
def test_a_card_is_one_small_picture_the_same_each_time_and_inside_its_margins(name: str) -> None:
    started = time.perf_counter()
    first = draw(CARDS[name])
    assert time.perf_counter() - started < 5
    picture = opened(first)
    assert picture.size == (1200, 630)
    assert first == draw(CARDS[name])
    assert first is not None
    assert first.startswith(b"\x89PNG")
    assert len(first) < 300_000
    left, top, right, bottom = ink(picture)
    assert left >= card.SIDE - 10, (
        "letters may reach over their edge a little, not to where they would be cut off"
    )
    assert right <= card.WIDTH - card.SIDE + 10
    assert top >= card.TOP - 15
    assert bottom <= card.HEIGHT - card.BOTTOM + 15


def test_lines_begin_where_they_are_read_from() -> None:
    for name in ("Arabic", "Hebrew"):
        left, _, right, _ = ink(opened(draw(Drawing(CARDS[name].author, CARDS[name].author, "", ""))))
        assert abs(right - (card.WIDTH - card.SIDE)) < 12
        assert left > card.SIDE + 200
    for name in ("150 letters", "Hindi", "two"):
        left, _, right, _ = ink(opened(draw(CARDS[name])))
        assert abs(left - card.SIDE) < 12
        assert right < card.WIDTH - card.SIDE


def test_a_name_stands_opposite_the_seed_whichever_way_it_is_read() -> None:
    for title, author in (("שלום", "Grace Hopper"), ("Hello", "ליאור")):
        left, _, right, _ = ink(opened(draw(Drawing(title, author, DAY, ""))))
        assert right - left < card.WIDTH / 2
        assert (left > card.WIDTH / 3) == (title != "Hello")


def test_a_short_title_is_large_and_a_long_one_keeps_all_its_words() -> None:
    def tallest(title: str) -> int:
        _, top, _, bottom = ink(opened(draw(Drawing(title, "", "", ""))))
        return bottom - top

    assert tallest("Hi") > 80
    shown = draw(CARDS["150 letters"])
    assert shown != draw(Drawing(CARDS["150 letters"].title[:-5], "Ada Lovelace", DAY, SENTENCE))


def test_every_title_grows_its_own_rings() -> None:
    def corner(title: str) -> Image.Image:
        return opened(draw(Drawing(title, "", "", ""))).crop((900, 450, 1200, 630))

    assert ImageChops.difference(corner("one"), corner("two")).getbbox()


def luminance(color: tuple[int, ...]) -> float:
    """The relative luminance of WCAG 2."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in color[:3])
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("color", [card.TITLE, card.TEXT, card.DAY, card.PICTURE])
def test_every_letter_can_be_read_on_the_ground_and_on_every_ring(color: tuple[int, int, int]) -> None:
    behind = {GROUND, RING}
    ground = grow(card.SIZE, (1088, 518), "any").crop((0, 0, 1200, 500))  # the seed is below
    found = ground.getcolors(1_000_000)
    assert found is not None
    for _, pixel in found:
        assert isinstance(pixel, tuple)
        behind.add((int(pixel[0]), int(pixel[1]), int(pixel[2])))
    worst = min((luminance(color) + 0.05) / (luminance(each) + 0.05) for each in behind)
    assert worst >= 4.5


def test_many_threads_draw_at_once_and_none_spoils_another() -> None:
    alone = {name: draw(drawing) for name, drawing in CARDS.items()}
    names = [*CARDS] * 2
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda name: draw(CARDS[name]), names))
    assert [name for name, png in zip(names, together, strict=True) if png != alone[name]] == []


SIGNS = st.one_of(
    st.characters(),
    st.sampled_from(
        [
            *"aÉ 深。」กำ\u0e49ا\u0651אב(…\n\t-–/\u200d\ufe0f\u20e3\u202e\ufdfd",
            "👨‍👩‍👧",
            "🇩",
            "🏽",
            "क्ष",
            "\ud800",
        ]
    ),
)
WORDS = st.lists(SIGNS, max_size=60).map("".join)


@given(title=WORDS, author=WORDS, date=WORDS, text=WORDS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_typed_gives_a_whole_card_or_none(title: str, author: str, date: str, text: str) -> None:
    for shaping in (True, False):
        png = card.paint(Drawing(title, author, date, text), shaping=shaping)
        if png is not None:
            picture = opened(png)
            assert picture.size == (1200, 630)


def test_too_much_of_everything_is_still_a_card() -> None:
    for sign in ("a", "深", "क्", "👨\u200d", "ا", "\u0301", "\n", "a ", "\ufdfd"):
        started = time.perf_counter()
        png = draw(Drawing(sign * 4000, sign * 4000, sign * 4000, sign * 4000))
        assert png is None or opened(png).size == (1200, 630)
        assert time.perf_counter() - started < 5, sign


def test_without_a_shaping_engine_only_what_needs_none_is_drawn() -> None:
    drawn = {name for name, drawing in CARDS.items() if card.paint(drawing, shaping=False) is not None}
    needing = {"Arabic", "Hebrew", "Hindi", "Thai", "Burmese", "everything"}
    assert drawn == CARDS.keys() - needing
    for name in ("150 letters", "Japanese", "Korean", "emoji"):
        left, _, right, _ = ink(opened(card.paint(CARDS[name], shaping=False)))
        assert left >= card.SIDE - 10
        assert right <= card.WIDTH - card.SIDE + 10


def python(code: str, **environment: str) -> list[str]:
    """The lines that a fresh Python prints."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_importing_it_imports_nothing_heavy() -> None:
    heavy = ("PIL", "fontTools", "bidi", "manimgx_fonts")
    assert python(
        f"import sys, bot.showcase.drawing; print([each for each in {heavy} if each in sys.modules])"
    ) == ["[]"]


@pytest.mark.parametrize("module", ["PIL", "fontTools", "bidi", "manimgx_fonts", "manimgx_fonts_cjk"])
def test_without_one_of_its_libraries_there_is_no_card_and_a_sentence_why(module: str) -> None:
    said, shaping, drawn = python(
        f"import sys; sys.modules[{module!r}] = None\n"
        "from bot.showcase.drawing import Drawing, draw, lacking, lacking_shaping\n"
        "print(lacking()); print(repr(lacking_shaping())); print(draw(Drawing('Hi', 'Bo', '', '')))"
    )
    assert module in said
    assert said.endswith(".")
    assert shaping == "''", "one sentence is enough"
    assert drawn == "None"


@pytest.mark.skipif(sys.platform != "linux", reason="loader: how a library is hidden is its own way")
def test_without_fribidi_cards_of_some_scripts_are_missing_and_the_others_are_drawn(tmp_path: Path) -> None:
    (tmp_path / "libfribidi.so.0").touch()  # found first, and no library
    said, nothing, hebrew, english = python(
        "from bot.showcase.drawing import Drawing, draw, lacking, lacking_shaping\n"
        "print(lacking_shaping()); print(repr(lacking()))\n"
        "print(draw(Drawing('שלום', 'Bo', '', '')))\n"
        "print(len(draw(Drawing('Hello 世界 🎉', 'Bo', '', ''))) > 9999)",
        LD_LIBRARY_PATH=str(tmp_path),
    )
    assert "libfribidi0" in said
    assert (nothing, hebrew, english) == ("''", "None", "True")
