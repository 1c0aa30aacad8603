"""The site map: one line for each page. Addresses, menu, breadcrumbs, palette, keys and tests read this list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from milepost.queries.catalogue import find as find_query
from milepost.queries.query import Query
from milepost.web.registers import Column, Register


@dataclass(frozen=True, slots=True)
class Page:
    """A page: where it is, what it is called, what it asks, how it looks, and what one can do there.

    `path` is a Django route; one with `<code:project>` belongs to a project, other parts are arguments of the query.
    `commands` are offered on the page to those who may give them. `group` is the part of the menu it stands in, none
    for pages one comes to from others; `above` names the page its breadcrumb leads back to. `keys` are pressed one
    after the other to go there. `script` names a built script the page needs besides the shell's.
    """

    name: str
    path: str
    title: str
    query: str
    template: str
    commands: tuple[str, ...] = ()
    group: str = ""
    icon: str = "file"
    above: str = ""
    keys: str = ""
    script: str = ""
    style: str = ""
    register: Register | None = None
    empty: str = ""

    @property
    def in_project(self) -> bool:
        """Whether it belongs to a project."""
        return "<code:project>" in self.path

    @property
    def plain(self) -> bool:
        """Whether the address needs nothing beyond the project."""
        return "<" not in self.path.replace("<code:project>", "")

    @property
    def question(self) -> Query:
        """The query whose answer it shows."""
        return find_query(self.query)


PAGES: tuple[Page, ...] = (
    Page("today", "today", "Today", "today", "projects/today.html", ("create_project", "import_project"), "site",
         icon="sun", keys="g d", style="projects.css"),
    Page("status", "p/<code:project>/status", "Project", "status", "projects/status.html",
         ("review_now", "request_change"), "project", icon="gauge", keys="g s", style="projects.css"),
    Page("history", "p/<code:project>/history", "History", "history", "projects/history.html", ("undo", "redo"),
         "record", icon="history", keys="g h", style="projects.css"),
    Page("past", "p/<code:project>/past", "As it was", "project_as_of", "projects/past.html", above="history",
         style="projects.css"),
    Page("compare", "p/<code:project>/compare", "Compare", "compare_revisions", "projects/compare.html",
         above="history", style="projects.css"),
    Page("portfolio", "portfolio", "Portfolio", "portfolio", "register.html", ("create_project", "import_project"),
         "site", icon="briefcase", keys="g f", register=Register("projects", leads="/p/{code}/", key="code",
                                                                 columns=(
             Column("code", "Project", "reference"), Column("name"), Column("light", "Health", "choice"),
             Column("percent", "Done %", "number"), Column("finish", kind="date"),
             Column("slip", "Slip (days)", "number"), Column("sure", "P80 finish", "date"),
             Column("milestone", "Next milestone"), Column("milestone_at", "Due", "date"),
             Column("variance", "Left at completion", "money"),
             Column("phase", kind="choice", extra=True), Column("manager", extra=True),
             Column("currency", kind="choice", extra=True), Column("headline", "In a sentence", extra=True),
             Column("start", kind="date", extra=True), Column("baseline", "Baseline finish", "date", extra=True),
             Column("budget", kind="money", extra=True), Column("spent", kind="money", extra=True),
             Column("at_completion", "At completion", "money", extra=True), Column("tasks", kind="number", extra=True),
             Column("archived", kind="flag", extra=True), Column("revision", kind="number", extra=True),
         )),
         empty="No project yet. Start one, or import a plan you have."),
    Page("import", "import", "Import", "readable_formats", "projects/import.html", (), "site", icon="file-import",
         keys="g i", style="projects.css", script="importing.js"),
    Page("import_progress", "imports/<int:job>", "Importing", "import_progress", "projects/importing.html",
         above="import", style="projects.css", script="importing.js"),
    Page("newer", "p/<code:project>/import", "Import a newer version", "newer_version", "projects/newer.html",
         above="settings", style="projects.css", script="importing.js"),
    Page("file_effect", "p/<code:project>/import/<int:upload>", "What the file would change", "file_effect",
         "projects/file_effect.html", above="newer", style="projects.css"),
    Page("receipt", "p/<code:project>/receipt", "Receipt", "receipt", "projects/receipt.html", above="settings",
         style="projects.css"),
    Page("plan", "p/<code:project>/plan", "Plan", "plan", "schedule/plan.html", ("set_baseline", "set_status_date"),
         "project", icon="timeline", keys="g p", script="gantt.js", style="gantt.css"),
    Page("board", "p/<code:project>/board", "Board", "board", "schedule/board.html", (), "project",
         icon="layout-kanban", keys="g b", script="board.js"),
    Page("tasks", "p/<code:project>/tasks", "Tasks", "task_list", "register.html", ("insert_task",), "project",
         icon="list-check", keys="g t", register=Register(
             "tasks", rows="rows", argument="task", leads="/p/{project}/tasks/{ref}",
             bulk=("set_priority", "set_task_owner", "set_deadline"), columns=(
                 Column("ref", "Task", "reference"), Column("name", edit="rename_task"), Column("wbs", "WBS"),
                 Column("state", kind="choice"), Column("start", kind="date"), Column("finish", kind="date"),
                 Column("percent", "% complete", "percent", edit="record_progress"),
                 Column("float_days", "Float (days)", "number"), Column("people", kind="list"),
                 Column("deadline", kind="date", edit="set_deadline", argument="at"),
                 Column("priority", kind="number", edit="set_priority", extra=True),
                 Column("critical", kind="flag", extra=True),
             )),
         empty="No task yet. Insert one, or write the outline on the plan page."),
    Page("my_work", "work", "My work", "my_work", "people/my_work.html", (), "site", icon="checklist", keys="g m",
         style="people.css"),
    Page("timesheet", "work/time", "My time", "timesheet", "people/timesheet.html", above="my_work",
         style="people.css"),
    Page("people", "people", "People", "people", "people/workload.html", (), "site", icon="users-group",
         style="people.css"),
    Page("pool", "people/pool", "Pool", "pool", "register.html", ("add_person",), icon="users-group", above="people",
         register=Register("people", key="person", argument="person", bulk=(
             "change_person", "record_leave", "remove_leave", "set_person_skill", "set_person_rate", "remove_person"),
             leads="/people/pool/{person}", columns=(
                 Column("name"), Column("team", kind="choice"), Column("units", kind="number"),
                 Column("skills", kind="list"), Column("away", "Away", "list"), Column("projects", kind="list"),
                 Column("email", extra=True), Column("person", "Code", extra=True),
                 Column("rate", "Rate per hour", "money", extra=True),
             )),
         empty="Nobody yet. Enter the people that projects share: their leave, skills and rates are kept once."),
    Page("person", "people/pool/<str:person>", "Person", "person", "people/person.html", above="pool",
         style="people.css"),
    Page("settings", "p/<code:project>/settings", "Settings", "settings", "projects/settings.html", (), "record",
         icon="settings", style="projects.css"),
    Page("holidays", "p/<code:project>/holidays", "Public holidays", "holidays", "projects/holidays.html",
         above="settings", style="registers.css"),
    Page("accounts", "site/accounts", "Accounts", "accounts", "register.html", ("create_account",), "admin",
         icon="user-cog", register=Register("accounts", key="user", argument="user", bulk=(
             "change_account", "set_site_role", "set_password", "deactivate_account", "reactivate_account"), columns=(
             Column("user", "Signs in as"), Column("name"), Column("email"),
             Column("site_role", "On the site", "choice"), Column("projects", kind="number"),
             Column("last_login", "Last here", "date"), Column("active", kind="flag"),
         )), empty="Nobody yet."),
    Page("preferences", "preferences", "Your settings", "preferences", "people/preferences.html", (),
         style="projects.css"),
    Page("tokens", "tokens", "Tokens", "tokens", "register.html", ("create_token",), icon="key", above="portfolio",
         register=Register("tokens", key="token", argument="token", bulk=("revoke_token",), columns=(
             Column("name"), Column("begins"), Column("scope", kind="choice"), Column("project"),
             Column("created_at", "Made", "date"), Column("expires_at", "Ends", "date"),
             Column("last_used_at", "Last used", "date"), Column("ended", kind="flag"),
         )), empty="No token yet. A token lets a program or an assistant speak for you."),
    Page("team", "p/<code:project>/team", "Team", "team", "register.html",
         ("add_resource", "add_from_pool", "set_member"), "control",
         icon="users", keys="g e", register=Register(
             "people", argument="resource", bulk=("change_resource", "join_pool"), columns=(
                 Column("ref", "Person", "reference"), Column("name", edit="change_resource"), Column("team"),
                 Column("skills", kind="list"), Column("percent", "Units %", "number"),
                 Column("open_tasks", "Open tasks", "number"), Column("remaining_hours", "Hours left", "number"),
                 Column("overloaded_weeks", "Overloaded weeks (next 4)", "number"),
                 Column("rate", "Rate per hour", "money"), Column("kind", kind="choice", extra=True),
                 Column("inactive", kind="flag", extra=True),
             )), empty="Nobody yet. Add the people, machines and material the plan can use."),
    Page("workload", "p/<code:project>/workload", "Workload", "workload", "people/workload.html", (), "control",
         icon="flame", keys="g w", style="people.css"),
    Page("levelling", "p/<code:project>/levelling", "Levelling", "levelling", "people/levelling.html",
         ("clear_levelling",), above="workload", style="registers.css", register=Register(
             "moves", rows="moves", key="ref", leads="/p/{project}/tasks/{ref}", columns=(
                 Column("ref", "Task", "reference"), Column("name"), Column("new_start", "Would start", "date"),
                 Column("start", "Starts now", "date"), Column("new_finish", "Would end", "date"),
                 Column("finish", "Ends now", "date", extra=True), Column("waits", "Waits (days)", "number"),
                 Column("reason", "Why"),
             )),
         empty="No task would move."),
    Page("money", "p/<code:project>/money", "Money", "money", "chapter.html",
         ("set_forecast", "transfer_budget", "move_reserve"), "control", icon="coins", keys="g u"),
    Page("task", "p/<code:project>/tasks/<str:task>", "Task", "task", "schedule/task.html", above="tasks"),
    Page("review", "p/<code:project>/review", "Review", "review", "registers/review.html", ("review_now",), "project",
         icon="clipboard-check", keys="g a", style="registers.css"),
    Page("risks", "p/<code:project>/risks", "Risks and forecast", "risks_and_forecast", "registers/risks.html",
         ("add_risk", "simulate_now"), "control", icon="alert-triangle", keys="g r", style="registers.css",
         register=Register(
             "risks", rows="rows", argument="risk", leads="/p/{project}/risks/{ref}",
             bulk=("set_risk_owner", "record_risk_review"), columns=(
                 Column("ref", "Risk", "reference"), Column("title", edit="change_risk"),
                 Column("band", "Size", "choice"), Column("state", kind="choice"),
                 Column("owner", edit="set_risk_owner"),
                 Column("probability", kind="number", edit="change_risk_probability"),
                 Column("score", kind="number"), Column("p80_days", "Days at P80", "number"),
                 Column("p80_cost", "Cost at P80", "money"), Column("strategy", kind="choice"),
                 Column("category", kind="choice", extra=True), Column("kind", kind="choice", extra=True),
                 Column("window_end", "Until", "date", extra=True), Column("reviewed", kind="date", extra=True),
             )),
         empty="Enter what may go wrong, and what may go better than planned."),
    Page("risk", "p/<code:project>/risks/<str:risk>", "Risk", "risk", "registers/risk.html", above="risks",
         style="registers.css"),
    Page("changes", "p/<code:project>/changes", "Changes", "changes", "registers/changes.html", (),
         "control", icon="git-pull-request", keys="g q", style="registers.css", register=Register(
             "changes", rows="rows", argument="change", leads="/p/{project}/changes/{ref}",
             bulk=("approve_change", "reject_change"), columns=(
                 Column("ref", "Change", "reference"), Column("title"), Column("state", kind="choice"),
                 Column("category", "Class", "choice"), Column("days", "Finish (days)", "number"),
                 Column("p80_days", "P80 (days)", "number"), Column("cost", kind="money"),
                 Column("requester", "Asked by"), Column("raised", "Asked", "date"),
                 Column("decided_by", "Decided by"), Column("decided", kind="date"),
                 Column("mine", "For you", "flag"), Column("reason", kind="choice", extra=True),
             )),
         empty="Who wants the plan changed asks for it here; what it would do is computed before anybody decides."),
    Page("change", "p/<code:project>/changes/<str:change>", "Change", "change", "registers/change.html",
         above="changes", style="registers.css"),
)  # fmt: skip


@cache
def pages() -> dict[str, Page]:
    """Give every page by its name."""
    return {page.name: page for page in PAGES}


def trail(page: Page) -> Iterator[Page]:
    """Give the pages above a page, the highest first."""
    if page.above:
        above = pages()[page.above]
        yield from trail(above)
        yield above
