"""Milepost as a product under test of the neutral web harness: how to start it, sign in, and name each request.

Run the harness with this folder's parent on PYTHONPATH; the map and the record are in the work folder (`load.py`).
"""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import subprocess
import sys
import urllib.parse
import urllib.request
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar

NAME = "milepost"


def _let_the_harness_ask() -> None:
    """Let the browser's harness evaluate texts in our pages, which their content security policy forbids everybody."""
    playwright = sys.modules.get("playwright.sync_api")
    if playwright is not None:
        opened = playwright.Browser.new_context
        playwright.Browser.new_context = lambda browser, **wanted: opened(browser, bypass_csp=True, **wanted)


class Product:
    """One installation of Milepost over a loaded record."""

    ready_path = "/accounts/login/"
    browser: ClassVar = {
        "path": "/p/BIG/plan",
        "scroll": "mp-gantt",
        "ready": "document.querySelectorAll('mp-gantt [role=row]').length > 10",
    }

    def __init__(self, data: str, work: str, db: str, port: int) -> None:
        """Read the map that the loader wrote."""
        _let_the_harness_ask()
        self.work, self.port, self.db = Path(work), port, db
        self.base = f"http://127.0.0.1:{port}"
        self.map = json.loads((self.work / "map.json").read_text(encoding="utf-8"))
        self.user = json.loads((Path(data) / "manifest.json").read_text(encoding="utf-8"))["measuring_user"]
        self.issues = {row["key"]: row for row in map(json.loads, (Path(data) / "issues.jsonl").open(encoding="utf-8"))}
        self.version = self.map["version"]
        self.api = {"Authorization": f"Bearer {self.map['token']}", "Content-Type": "application/json"}

    def start(self) -> subprocess.Popen[bytes]:
        """Start one process that serves pages and API."""
        command = [str(Path(sys.executable).parent / "milepost"), "serve", "--port", str(self.port)]
        log = (self.work / f"milepost_{self.port}.log").open("ab")
        home = {"MILEPOST_HOME": str(self.work / "home"), "MILEPOST_RATE_LIMIT": "0"}
        return subprocess.Popen(command, env={**os.environ, **home}, stdout=log, stderr=log, stdin=subprocess.DEVNULL)

    def extra_roots(self) -> list[int]:
        """Nothing else works for it."""
        return []

    def lift_cap(self, rows: int) -> None:
        """Nothing to do: the plan always shows all of its rows."""

    def restore_cap(self) -> None:
        """Nothing to do."""

    def login(self) -> dict[str, str]:
        """Sign in and give the session's headers."""
        jar = http.cookiejar.CookieJar()
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        page = opener.open(self.base + "/accounts/login/").read().decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found is not None
        form = {"csrfmiddlewaretoken": found[1], "login": self.user["login"], "password": self.user["password"]}
        opener.open(self.base + "/accounts/login/", urllib.parse.urlencode(form).encode()).read()
        return {"Cookie": "; ".join(f"{each.name}={each.value}" for each in jar)}

    def scenarios(self, session: dict[str, str]) -> dict[str, dict[str, Any]]:
        """Name each scenario's request and what its answer must contain."""
        create = {"name": "Created by the benchmark @N@", "duration": "5d"}
        projects = self.map["projects"]
        return {
            "issue_list": {"path": "/p/BIG/tasks", "headers": session, "expect": "T-1"},
            "issue_list_assignee": {"path": "/p/BIG/tasks?person=P-43", "headers": session, "expect": "First042"},
            "issue_page": {"path": "/p/BIG/tasks/T-11", "headers": session, "expect": "Cost centre"},
            "project_overview": {"path": "/p/BIG/status", "headers": session, "expect": "Big project"},
            "api_list_100": {"path": "/api/v1/projects/BIG/task_list", "headers": self.api, "expect": "T-50"},
            "gantt_5000": {"path": "/p/BIG/plan.json", "headers": session, "expect": "T-5000", "slow": True},
            "api_create": {
                "path": f"/api/v1/projects/{projects['small-01']}/commands/insert_task",
                "method": "POST",
                "body": json.dumps(create),
                # Redmine's answer, too, has the new record alone.
                "headers": {**self.api, "Prefer": "return=minimal"},
                "expect": "T-",
            },
        }

    def issue_path(self, key: str) -> str:
        """Give the path of one issue."""
        code, ref = self.map["issues"][key]
        return f"/api/v1/projects/{code}/task?task={ref}"

    def move(self, key: str, due: str) -> tuple[str, str, dict[str, str], str]:
        """Set one issue's due date: its duration becomes the working days from its start."""
        code, ref = self.map["issues"][key]
        first, last = date.fromisoformat(self.issues[key]["start"]), date.fromisoformat(due)
        days = sum((first + timedelta(days=n)).weekday() < 5 for n in range((last - first).days + 1))
        body = json.dumps({"task": ref, "duration": f"{days}d"})
        return "POST", f"/api/v1/projects/{code}/commands/change_duration", self.api, body

    def dates_from(self, text: str) -> tuple[str, str]:
        """Read start and due day of one issue's answer."""
        line = json.loads(text)["line"]
        return line["start"][:10], line["finish"][:10]
