"""A person's export as one file."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Sequence

from bot.core.privacy import Document


def archive(documents: Sequence[Document]) -> bytes:
    """One zip of all documents: Markdown to read, JSON and CSV to use elsewhere."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        for document in documents:
            zipped.writestr(f"{document.name}.md", document.markdown)
            rows = [dict(row) for row in document.rows]
            zipped.writestr(
                f"{document.name}.json", json.dumps(rows, ensure_ascii=False, indent=2, default=str)
            )
            table = io.StringIO()
            writer = csv.DictWriter(table, fieldnames=list(dict.fromkeys(key for row in rows for key in row)))
            writer.writeheader()
            writer.writerows(rows)
            zipped.writestr(f"{document.name}.csv", table.getvalue())
    return buffer.getvalue()
