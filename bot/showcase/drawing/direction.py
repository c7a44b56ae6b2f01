"""Direction: which way a line is read, and in which order its pieces stand when both ways meet (Unicode, annex 9)."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

import regex  # type: ignore[import-untyped]  # knows the direction of letters, which `re` does not
from bidi import algorithm  # type: ignore[import-untyped]
from bidi.mirror import MIRRORED  # type: ignore[import-untyped]

_RIGHT_TO_LEFT = regex.compile(r"[\p{Bidi_Class=R}\p{Bidi_Class=AL}\p{Bidi_Class=AN}]")
# Joiners and tags have no direction of their own.
_WITHOUT = ("BN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
_STRONG = {"L": "L", "R": "R", "AL": "R", "EN": "R", "AN": "R"}


def is_rtl(text: str) -> bool:
    """Whether a paragraph is read from the right: the first letter that has a direction says so."""
    return bool(algorithm.get_base_level(text) % 2)


def levels(text: str, *, rtl: bool) -> list[int]:
    """Returns each code point's embedding level in a paragraph: odd ones are read from the right."""
    base = int(rtl)
    if not rtl and not _RIGHT_TO_LEFT.search(text):
        return [base] * len(text)
    classes = [unicodedata.bidirectional(sign) or "L" for sign in text]
    signs: list[dict[str, Any]] = [
        {"at": at, "ch": text[at], "level": base, "type": each, "orig": each}
        for at, each in enumerate(classes)
        if each not in _WITHOUT
    ]
    storage = algorithm.get_empty_storage() | {"base_level": base, "base_dir": "LR"[base], "chars": signs}
    algorithm.calc_level_runs(storage)
    algorithm.resolve_weak_types(storage)
    _resolve_brackets(signs, "LR"[base])
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    found = {sign["at"]: int(sign["level"]) for sign in signs}
    result: list[int] = []
    for at in range(len(text)):
        result.append(found.get(at, result[-1] if result else base))
    return result


def _resolve_brackets(signs: list[dict[str, Any]], around: str) -> None:
    """Rule N0, which the library does not have: both brackets of a pair go the way of what they are about."""
    for first, last in sorted(_pairs(signs)):
        inside = {_STRONG.get(sign["type"]) for sign in signs[first + 1 : last]} - {None}
        if not inside:
            continue
        way = around
        if around not in inside:
            before = (_STRONG.get(sign["type"]) for sign in reversed(signs[:first]))
            if next((each for each in before if each), around) in inside:
                way = "R" if around == "L" else "L"
        signs[first]["type"] = signs[last]["type"] = way


def _pairs(signs: list[dict[str, Any]]) -> list[tuple[int, int]]:
    pairs, open_ = [], list[tuple[str, int]]()
    for at, sign in enumerate(signs):
        if sign["orig"] != "ON" or sign["ch"] not in MIRRORED:
            continue
        category = unicodedata.category(sign["ch"])
        if category == "Ps":
            open_.append((MIRRORED[sign["ch"]], at))
        elif category == "Pe":
            for depth in reversed(range(len(open_))):
                if open_[depth][0] == sign["ch"]:
                    pairs.append((open_[depth][1], at))
                    del open_[depth:]
                    break
    return pairs


def visual_order(of: Sequence[int]) -> list[int]:
    """Returns the places of a line's pieces from left to right, by their levels (rule L2)."""
    order = list(range(len(of)))
    for level in range(max(of, default=0), 0, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and of[order[end]] >= level:
                end += 1
            if end > at:
                order[at:end] = reversed(order[at:end])
            at = max(end, at + 1)
    return order
