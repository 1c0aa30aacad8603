"""Write the archive's published schema anew: `python scripts/schema.py`."""

from __future__ import annotations

import json
from pathlib import Path

from milepost.exchange.archive_schema import schema

TARGET = Path(__file__).resolve().parents[1] / "docs" / "schema" / "milepost-archive-1.schema.json"

if __name__ == "__main__":
    TARGET.write_text(json.dumps(schema(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
