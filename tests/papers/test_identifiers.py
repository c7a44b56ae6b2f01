"""Proves what is read as an arXiv id, what is refused and why, and what stays words (P7)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.papers.model.identifiers import ARCHIVES, ArxivId, read
from bot.papers.model.refusals import BadArxivId
from bot.papers.model.values import ARXIV_ID
from tests.tree import nasty

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)

READ = {
    # Bare, as people copy them.
    "2606.26612": "2606.26612",
    "2606.26612v2": "2606.26612v2",
    "1706.03762V7": "1706.03762v7",
    "arXiv:2606.26612v2": "2606.26612v2",
    "arXiv: 2606.26612 [cs.LG]": "2606.26612",
    "arXiv:2606.26612v1 [cs.LG] 12 Jun 2026": "2606.26612v1",
    "arxiv 2606.26612": "2606.26612",
    "2606. 26612": "2606.26612",
    "**2606.26612**": "2606.26612",
    "(2606.26612).": "2606.26612",
    "0704.0001": "0704.0001",
    "1412.9999": "1412.9999",
    "1501.00001": "1501.00001",
    "2606.26612v0": "2606.26612",
    # Old style; math.GT is a part of math.
    "quant-ph/0201082": "quant-ph/0201082",
    "math.GT/0309136v1": "math/0309136v1",
    "hep-th/9901001": "hep-th/9901001",
    "HEP-TH/9107001V3": "hep-th/9107001v3",
    "cond-mat.mes-hall/0301001": "cond-mat/0301001",
    "arXiv:cs/0703999": "cs/0703999",
    # Addresses.
    "https://arxiv.org/abs/2606.26612": "2606.26612",
    "http://export.arxiv.org/abs/2606.26612v1?context=cs.LG": "2606.26612v1",
    "www.arxiv.org/pdf/2606.26612v2.pdf#page=3": "2606.26612v2",
    "HTTPS://ARXIV.ORG/PDF/2606.26612": "2606.26612",
    "https://arxiv.org/pdf/hep-th/9901001v2.pdf": "hep-th/9901001v2",
    "https://arxiv.org/abs/hep-th%2F9901001": "hep-th/9901001",
    "https://arxiv.org/html/2606.26612v1/x1.png": "2606.26612v1",
    "https://arxiv.org/html/2606.26612v1/#S3": "2606.26612v1",
    "https://arxiv.org/format/2606.26612": "2606.26612",
    "https://arxiv.org/src/2606.26612v1/anc": "2606.26612v1",
    "https://arxiv.org/e-print/2606.26612": "2606.26612",
    "https://www.alphaxiv.org/overview/2606.26612v1": "2606.26612v1",
    "https://alphaxiv.org/abs/2606.26612": "2606.26612",
    "https://huggingface.co/papers/2606.26612": "2606.26612",
    "https://hf.co/papers/2606.26612#community": "2606.26612",
    "https://ar5iv.labs.arxiv.org/html/2606.26612": "2606.26612",
    "https://ar5iv.org/abs/hep-th/9901001": "hep-th/9901001",
    "https://scirate.com/arxiv/2606.26612": "2606.26612",
    "https://www.semanticscholar.org/arxiv/1706.03762": "1706.03762",
    "https://doi.org/10.48550/arXiv.2606.26612": "2606.26612",
    "10.48550/arXiv.2606.26612": "2606.26612",
    "doi:10.48550/arxiv.hep-th/9901001": "hep-th/9901001",
    "https://www.google.com/url?q=https%3A%2F%2Farxiv.org%2Fabs%2F2606.26612&sa=D": "2606.26612",
    "https://web.archive.org/web/2024/https://arxiv.org/abs/1706.03762": "1706.03762",
    # Around it: angle brackets, a masked link, a sentence.
    "<https://arxiv.org/abs/2606.26612>": "2606.26612",
    "[a paper](https://arxiv.org/abs/2606.26612)": "2606.26612",
    "[a paper](<https://arxiv.org/abs/2606.26612v3>)": "2606.26612v3",
    "have you seen arXiv:2606.26612? It is nice": "2606.26612",
    "have you seen https://arxiv.org/abs/2606.26612, it is nice": "2606.26612",
    "the one about cats, 2606.26612, please": "2606.26612",
    "https://arxiv.org/abs/1512.03385 and 1706.03762": "1512.03385",
    # As keyboards write it.
    "２６０６．２６６１２": "2606.26612",
    "２６０６。２６６１２": "2606.26612",
    "٢٦٠٦.٢٦٦١٢": "2606.26612",
    "hep–th/9901001": "hep-th/9901001",
    "26O6.26612": "2606.26612",
    "2606.2661\u200b2": "2606.26612",
}
REFUSED = {
    "2613.12345": ("month", ""),
    "2600.12345": ("month", ""),
    "https://arxiv.org/abs/2613.12345": ("month", ""),
    "hep-th/9913001": ("month", ""),
    "0612.1234": ("year", ""),
    "0703.0001": ("year", ""),
    "9901.12345": ("year", ""),
    "hep-th/0704001": ("ended", ""),
    "hep-th/9106001": ("ended", ""),
    "1412.12345": ("four", ""),
    "1412.01234": ("four", "1412.1234"),
    "1501.1234": ("five", "1501.01234"),
    "2606.266": ("digits", ""),
    "2606.266123": ("digits", ""),
    "arXiv:2606.26": ("digits", ""),
    "606.26612": ("digits", ""),
    "hep-th/990100": ("digits", ""),
    "1501.00000": ("zero", ""),
    "hep-th/9901000": ("zero", ""),
    "2606.266I2": ("letter", "2606.26612"),
    "2606.26l12": ("letter", "2606.26112"),
    "1706.0376x": ("letter", ""),
    "2612.00001": ("future", ""),
    "2701.12345": ("future", ""),
    "260626612": ("dot", "2606.26612"),
    "2606 26612": ("dot", "2606.26612"),
    "2606,26612v2": ("dot", "2606.26612"),
    "26062.6612": ("dot", "2606.26612"),
    "hep-th 9901001": ("slash", "hep-th/9901001"),
    "hepth/9901001": ("archive", "hep-th/9901001"),
    "foo/9901001": ("archive", ""),
    "9901001": ("bare", ""),
    "arXiv:9901001": ("bare", ""),
    "https://arxiv.org/list/cs.LG/recent": ("address", ""),
    "https://arxiv.org/": ("address", ""),
    "https://huggingface.co/papers": ("address", ""),
    "https://doi.org/10.1038/nature14539": ("address", ""),
    "https://example.com/cats": ("address", ""),
}
WORDS = (
    *("GPT 4.5", "top 10 tricks 2024", "version 2.0", "attention is all you need", "1914-1918", "2024-2025"),
    *("3.14159", "100.000", "1000.5", "pytorch 2.5.1", "cs.LG", "20240115", "2024.dev12", "llama2 7b 4096"),
    *(
        "arxiv papers on cats",
        "iphone/1234567",
        "cs231n/2024001",
        "and/or",
        "10.1038/nature14539",
        "",
        " ",
        "v2",
    ),
    *("what is arxiv: 2024 survey", "arxiv: 2024", "2012 12345", "1905 images 12345", "123.45678"),
    *("ResNet-50 in 2015.12 or so", "機械学習 2024", "1,000,000 images", "0.001", "12345.6"),
)


def _tried(typed: str) -> ArxivId | BadArxivId | None:
    """What `read` returns or raises."""
    try:
        return read(typed, NOW)
    except BadArxivId as refused:
        return refused


@pytest.mark.parametrize(("typed", "wanted"), READ.items())
def test_an_id_is_read_however_it_is_typed(typed: str, wanted: str) -> None:
    assert str(read(typed, NOW)) == wanted


@pytest.mark.parametrize(("typed", "wanted"), REFUSED.items())
def test_a_wrong_id_is_refused_with_the_precise_reason(typed: str, wanted: tuple[str, str]) -> None:
    with pytest.raises(BadArxivId) as refused:
        read(typed, NOW)
    assert (refused.value.why, refused.value.meant) == wanted
    assert refused.value.typed == typed
    if wanted[1]:
        assert read(wanted[1], NOW) == ArxivId(wanted[1])


@pytest.mark.parametrize("typed", WORDS)
def test_words_with_numbers_in_them_stay_words(typed: str) -> None:
    assert read(typed, NOW) is None


def test_a_month_begins_a_day_early_and_without_a_clock_none_is_too_late() -> None:
    assert read("2612.00001", datetime(2026, 11, 30, 13, tzinfo=UTC)) == ArxivId("2612.00001")
    assert read("9012.00001") == ArxivId("9012.00001")


def test_every_recorded_id_is_one(recorded_data: Path) -> None:
    lines = (recorded_data / "arxiv" / "daily" / "2026-06-25.jsonl").read_text(encoding="utf-8").splitlines()
    ids = [str(json.loads(line).get("arxiv_id") or json.loads(line).get("id")) for line in lines]
    assert len(ids) > 20
    assert [each for each in ids if read(each, NOW) is None] == []


numbers = st.integers(1, 99999)
new_ids = st.one_of(
    st.builds(
        lambda year, month, number: f"{year:02}{month:02}.{number:05}",
        st.integers(15, 25),
        st.integers(1, 12),
        numbers,
    ),
    st.builds(
        lambda year, month, number: f"{year:02}{month:02}.{number % 9999 + 1:04}",
        st.integers(8, 14),
        st.integers(1, 12),
        numbers,
    ),
)
old_ids = st.builds(
    lambda archive, year, month, number: f"{archive}/{year % 100:02}{month:02}{number % 999 + 1:03}",
    st.sampled_from(sorted(ARCHIVES)),
    st.integers(1992, 2006),
    st.integers(1, 12),
    numbers,
)
AROUND = (
    *("{}", "{}.", " <{}> ", "arXiv:{}", "so arXiv:{}, you say", "read {} today", "https://arxiv.org/abs/{}"),
    *("arxiv.org/pdf/{}.pdf", "[x](http://export.arxiv.org/abs/{})", "https://doi.org/10.48550/arXiv.{}"),
    *("https://www.alphaxiv.org/abs/{}?chatId=1", "<https://arxiv.org/html/{}#S1.p2>"),
)


@given(st.one_of(new_ids, old_ids), st.sampled_from(AROUND), st.one_of(st.none(), st.integers(1, 99)))
def test_whatever_is_written_around_an_id_it_is_read_back(
    base: str, around: str, version: int | None
) -> None:
    wanted = ArxivId(base, version)
    assert read(around.format(wanted), NOW) == wanted
    assert read(str(wanted)) == wanted


@given(st.one_of(new_ids, old_ids), st.data())
def test_one_sign_too_many_or_too_few_never_crashes_and_never_names_another_kind(
    base: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(base) - 1))
    sign = data.draw(st.sampled_from(("", "0", ".", "/", " ", "l", "x", "-", "２", "v")))
    found = _tried(base[:at] + sign + base[at + 1 :])
    if isinstance(found, BadArxivId):
        assert not found.meant or read(found.meant, NOW) == ArxivId(found.meant)
    else:
        assert found is None or read(found.base, NOW) == ArxivId(found.base)


@given(
    st.one_of(
        nasty.texts(),
        st.text(st.sampled_from("0123456789.vO/:-arxivoghep ")),
        st.text(st.sampled_from("㏾⒇۹.[(<"), max_size=5000),
    )
)
def test_any_text_at_all_is_words_an_id_or_refused(typed: str) -> None:
    found = _tried(typed)
    if isinstance(found, ArxivId):
        assert found.base.isascii()
        assert len(found.base) <= ARXIV_ID
