"""Proves the shape of the measurements: one JSON object a line, and a plain word for an unknown metric."""

from __future__ import annotations

import json

import pytest

from tests.bench.__main__ import main, metrics
from tests.bench.measurement import Measurement


def test_a_line_has_the_promised_keys() -> None:
    line = Measurement("start", 1.23456, "seconds", 2.0, more={"p99": 0.5}).to_json()
    assert json.loads(line) == {
        "metric": "start",
        "value": 1.235,
        "unit": "seconds",
        "baseline": 2.0,
        "ratio": 0.6173,
        "p99": 0.5,
    }


def test_every_module_of_the_folder_measures() -> None:
    assert "start" in metrics()
    assert all(callable(measure) for measure in metrics().values())


def test_an_unknown_metric_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["speed"]) == 2
    assert "No such metric: speed. There are: " in capsys.readouterr().err
