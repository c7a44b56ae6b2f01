"""Archive: one server in one file, which is gzip with a line of JSON for the head, for each row and for the end."""

from __future__ import annotations

import gzip
import json
import os
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.core.db.backup import sync_folder
from bot.core.db.transfer import SERVER, Row, server_tables
from bot.moving.refusal import NotMoved

FORMAT = 1


@dataclass(frozen=True)
class Head:
    """What is in the file: whose rows, written when (UTC, ISO 8601) by which program, with which schema."""

    server_id: int
    schema: str
    program: str
    exported_at: str
    format: int = FORMAT


def save(path: Path, head: Head, rows: Iterable[tuple[str, Row]]) -> Counter[str]:
    """Write a file that is whole and on disk when it has its name; returns how many rows of each table are in it.

    Only its owner can read it. NotMoved when it cannot be written.
    """
    counts: Counter[str] = Counter()
    temporary: Path | None = None
    try:
        number, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".partial", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(number, "wb") as raw:
            with gzip.open(raw, "wt", encoding="utf-8", compresslevel=6) as file:
                _line(file, asdict(head))
                for table, row in rows:
                    _line(file, [table, row])
                    counts[table] += 1
                _line(file, {"end": counts})
            raw.flush()
            os.fsync(raw.fileno())
        os.replace(temporary, path)
        sync_folder(path.parent)
    except OSError as error:
        raise NotMoved(
            f"{path} cannot be written ({error.strerror or error}). Nothing was changed."
        ) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
    return counts


def load(path: Path) -> tuple[Head, dict[str, list[Row]]]:
    """Read a file to its end: its head, and its rows by table. NotMoved when it is cut off, altered or none of ours."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            lines = (json.loads(line) for line in file)
            head = Head(**next(lines))
            if head.format != FORMAT:
                raise NotMoved(
                    f"{path} was written by another version of this program ({head.program}): use that one."
                )
            rows: dict[str, list[Row]] = {}
            end: Mapping[str, int] | None = None
            for each in lines:
                if end is not None:
                    raise ValueError("something follows the end")
                if isinstance(each, list):
                    table, row = each
                    rows.setdefault(table, []).append(row)
                else:
                    end = each["end"]
    except OSError as error:
        if isinstance(error, gzip.BadGzipFile):
            raise _not_ours(path) from error
        raise NotMoved(f"{path} cannot be read ({error.strerror or error}).") from error
    except (EOFError, zlib.error, ValueError, TypeError, KeyError, StopIteration) as error:
        raise _not_ours(path) from error
    if end is None or end != {table: len(each) for table, each in rows.items()}:
        raise _not_ours(path)
    return head, rows


def check(path: Path, head: Head, rows: Mapping[str, list[Row]]) -> None:
    """NotMoved when rows do not fit the tables, or are another server's."""
    columns = {table.name: set(table.c.keys()) for table in server_tables()}
    for table, each in rows.items():
        for row in each:
            if row.keys() != columns.get(table) or row[SERVER] != head.server_id:
                raise _not_ours(path)


def _line(file: Any, value: object) -> None:
    file.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")


def _not_ours(path: Path) -> NotMoved:
    return NotMoved(f"{path} is no export of a server, or only a part of one: export it again.")
