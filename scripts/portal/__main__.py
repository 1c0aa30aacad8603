"""Write the sample project into the package: `python scripts/portal`."""

from __future__ import annotations

from pathlib import Path

from plan import BEFORE, TODAY, portal

from milepost.exchange.write import write

SAMPLE = Path(__file__).resolve().parents[2] / "src" / "milepost" / "sample"
FILES = {"portal": TODAY, "portal-two-weeks-ago": BEFORE}
FORMATS = {"archive": "milepost", "mspdi": "xml"}


def main() -> None:
    """Write the project as of today and as of two weeks ago, whole as archive and as Microsoft Project XML."""
    SAMPLE.mkdir(exist_ok=True)
    for name, status in FILES.items():
        dossier = portal(status)
        for format_id, ending in FORMATS.items():
            (SAMPLE / f"{name}.{ending}").write_bytes(write(dossier, format_id))


main()
