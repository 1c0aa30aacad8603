"""Write the sample project into the package: `python scripts/portal`."""

from __future__ import annotations

from pathlib import Path

from plan import BEFORE, TODAY, portal

from milepost.exchange.write import write

SAMPLE = Path(__file__).resolve().parents[2] / "src" / "milepost" / "sample"
FILES = {"portal.xml": TODAY, "portal-two-weeks-ago.xml": BEFORE}


def main() -> None:
    """Write the plan as of today and as of two weeks ago, as Microsoft Project XML."""
    SAMPLE.mkdir(exist_ok=True)
    for name, status in FILES.items():
        (SAMPLE / name).write_bytes(write(portal(status), "mspdi"))


main()
