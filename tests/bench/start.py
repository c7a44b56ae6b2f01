"""`start`: from the first import to ready for the gateway, against importing the same dependencies.

Ready means: settings read, database migrated and open, every extension loaded. Each run is a fresh process, and the
two kinds take turns. The quickest of each counts: whatever else the machine does can only add to a start.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.measurement import Measurement

ROOT = Path(__file__).resolve().parents[2]
RUNS = 12

# Both print the seconds since their first line; the interpreter's own start belongs to neither.
READY = """
import time
begin = time.perf_counter()
import asyncio, sys
import cogs
from bot.app import open_app
from bot.config import Settings
from bot.shell.client import create_bot

async def ready():
    settings = Settings(database_url="sqlite+aiosqlite:///start.sqlite3")
    async with open_app(settings) as app:
        bot = create_bot(app, cogs.EXTENSIONS)
        for extension in cogs.EXTENSIONS:
            await bot.load_extension(extension)
        print(time.perf_counter() - begin)

asyncio.run(ready())
"""
# What of all this is neither ours nor Python's own, in the order in which it was loaded.
MODULES = """
ours = ("bot", "cogs", "migrations", "__main__", "__mp_main__")
foreign = [name for name, module in sys.modules.items()
           if name.split(".")[0] not in {*sys.stdlib_module_names, *ours}
           and "site-packages" in (getattr(module, "__file__", None) or "")]
print(*foreign, sep="\\n")
"""
IMPORTS = """
import time
begin = time.perf_counter()
import asyncio, importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print(time.perf_counter() - begin)
"""


def run(code: str, folder: str, *arguments: str) -> list[str]:
    """Runs `code` in a fresh process inside `folder`, without this process's settings; returns its lines."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    command = [sys.executable, "-W", "ignore", "-c", code, *arguments]
    result = subprocess.run(
        command,
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise RuntimeError(f"the measured process failed:\n{result.stderr}")
    return result.stdout.split()


def measure() -> Measurement:
    """Returns the seconds until ready, and the seconds of the imports alone."""
    with TemporaryDirectory() as folder:
        # Once for the list, the byte code and the database, as on every machine but on its first day.
        _, *modules = run(READY + MODULES, folder)
        run(IMPORTS, folder, *modules)
        starts, imports = [], []
        for _ in range(RUNS):
            starts.append(float(run(READY, folder)[0]))
            imports.append(float(run(IMPORTS, folder, *modules)[0]))
    return Measurement("start", min(starts), "seconds", min(imports))
