"""The command line of the measurements: `python -m tests.bench [metric …]`, all when none is named."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

import tests.bench
from tests.bench.measurement import Measurement

NO_METRICS = {
    "__main__",
    "abstracts",
    "answering",
    "crowded",
    "holding",
    "loopback",
    "measurement",
    "opening",
    "ticker",
}


def metrics() -> dict[str, Callable[[], Measurement]]:
    """Returns every metric's function by the metric's name."""
    names = sorted(module.name for module in iter_modules(tests.bench.__path__))
    return {name: import_module(f"tests.bench.{name}").measure for name in names if name not in NO_METRICS}


def main(wanted: list[str]) -> int:
    """Prints a line for each wanted metric; returns the exit code."""
    known = metrics()
    unknown = [name for name in wanted if name not in known]
    if unknown:
        sys.stderr.write(f"No such metric: {', '.join(unknown)}. There are: {', '.join(known)}.\n")
        return 2
    for name in wanted or known:
        print(known[name]().to_json(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
