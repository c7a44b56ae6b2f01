"""Owns what a metric returns, and how it is written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Measurement:
    """One number and what it is compared with, both in `unit`; `more` adds numbers of the same run."""

    metric: str
    value: float
    unit: str
    baseline: float
    more: Mapping[str, float] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """How many baselines the value is."""
        return self.value / self.baseline

    def to_json(self) -> str:
        """Returns the one line that is printed, rounded to four digits."""
        numbers = {"value": self.value, "baseline": self.baseline, "ratio": self.ratio, **self.more}
        rounded = {name: float(f"{number:.4g}") for name, number in numbers.items()}
        head = {"metric": self.metric, "value": rounded.pop("value"), "unit": self.unit}
        return json.dumps({**head, **rounded})
