"""The sample organisation, built as people would build it: by commands, from whom they would come, day by day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from milepost.cli.demo_outlines import DATACENTRE, FINANCE, PEOPLE, Outline
from milepost.cli.demo_replay import reports, weeks_ago
from milepost.cli.demo_story import CHANGES, COMMENTS, HOURS, LEAVE, RANGES, RISKS
from milepost.cli.demo_weeks import report_weeks
from milepost.cli.sample import NOW, sample_bytes
from milepost.commands.run import Call, Outcome, run
from milepost.dossier.dossier import Dossier
from milepost.engine.clock import moment
from milepost.exchange.archive import write
from milepost.exchange.read import read
from milepost.exchange.shifted import shifted
from milepost.queries.access import ADMINISTRATOR, Actor
from milepost.queries.accounts import actor_named

#: How far back the story begins.
WEEKS = 12
#: Everybody of the sample signs in with it; the sample is for one's own machine.
PASSWORD = "milepost-demo"  # noqa: S105 - told to whoever starts the sample
_SET_UP = Actor(0, "Set-up", ADMINISTRATOR)
Progress = Callable[[str], None]


class World:
    """Builds the organisation as of a day; everything happens in the twelve weeks before."""

    def __init__(self, today: date, progress: Progress) -> None:
        """Count weeks back from the last Friday before today."""
        self.friday = today - timedelta(days=(today.weekday() - 4) % 7 or 7)
        self.progress = progress
        #: What the pool knows people by.
        self.codes: dict[str, str] = {}
        #: What else happens in each project, by its time.
        self.story: dict[str, list[tuple[datetime, str, str, Mapping[str, Any]]]] = {}
        for code, when, who, command, said in sorted(self._told(), key=lambda each: each[1]):
            self.story.setdefault(code, []).append((when, who, command, said))

    def build(self) -> None:
        """Build accounts, people and projects, one after the other."""
        self.progress("accounts and people")
        self._accounts()
        self.progress("the customer portal: twelve weeks of a project in trouble")
        self._portal()
        self.progress("the data centre: twelve weeks of a project on time")
        self._outlined("MOVE", "Data centre move", "oskar", DATACENTRE, WEEKS, {"Build storage and replication": "11d"})
        self.progress("the finance package: a project that is being planned")
        self._outlined("LEDGER", "Finance package", "ines", FINANCE, 4, {})
        for login, weeks, days, reason in LEAVE:
            away = self.friday + timedelta(weeks=weeks, days=3)
            said = {"person": self.codes[login], "first": away.isoformat(), "reason": reason}
            last = (away + timedelta(days=days - 1)).isoformat()
            self.do(actor_named(login), None, "record_leave", {**said, "last": last}, self.at(0, 17))
        for code in self.story:
            self._until(code, self.at(0, 23))

    def _told(self) -> Iterator[tuple[str, datetime, str, str, Mapping[str, Any]]]:
        """Tell what else happened: project, when, who, and the command."""
        managers = {"PORTAL": "nadia", "MOVE": "oskar", "LEDGER": "ines"}
        for code, who in managers.items():
            yield (
                code,
                self.at(4 if code == "LEDGER" else WEEKS, 10),
                who,
                "describe_project",
                {"sponsor": "Sven Albers"},
            )
            yield code, self.at(0, 18), who, "review_now", {}
        for code in ("PORTAL", "MOVE"):
            yield code, self.at(WEEKS, 10), managers[code], "change_phase", {"phase": "execution"}
        for code, task, low, likely, high in RANGES:
            said = {"task": task, "optimistic": low, "most_likely": likely, "pessimistic": high}
            at = self.at(3 if code == "LEDGER" else 8, 11)
            yield code, at, managers[code], "set_estimate", {**said, "basis": "expert judgement"}
        for code, who, back, risk in RISKS:
            yield code, self.at(back, 10), who, "add_risk", risk
        for code, who, ago, about, text in COMMENTS:
            yield code, self.at(ago, 12), who, "comment", {"about": about, "text": text}
        for code, who, task, days, hours, note in HOURS:
            day = self.at(days / 7).date().isoformat()
            yield code, self.at(days / 7, 18), who, "log_time", {"task": task, "day": day, "hours": hours, "note": note}
        for code, who, ago, request, by, decision in CHANGES:
            yield code, self.at(ago, 13), who, "request_change", request
            if decision:
                said = {"change": "C-1", "decision": "Agreed; it keeps the site safe."}
                yield code, self.at(ago - 0.2, 14), by, decision, said

    def _until(self, project: str, at: datetime) -> None:
        """Let everything else happen that had happened in a project by then."""
        waiting = self.story[project]
        while waiting and waiting[0][0] <= at:
            when, who, command, arguments = waiting.pop(0)
            self.do(actor_named(who), project, command, arguments, when)

    def at(self, weeks_back: float, hour: int = 9) -> datetime:
        """Give a time of a day so many weeks before the last Friday."""
        day = self.friday - timedelta(days=round(7 * weeks_back))
        return datetime.combine(day, time(hour), tzinfo=UTC)

    def do(self, who: Actor, project: str | None, command: str, arguments: Mapping[str, Any], at: datetime) -> Outcome:
        """Let somebody give a command at a time."""
        return run([Call(command, arguments)], actor=who, door="cli", at=at, project=project)

    def _accounts(self) -> None:
        at = self.at(WEEKS, 8)
        for each in PEOPLE:
            role = {"site_role": ADMINISTRATOR} if each.login == "nadia" else {}
            address = f"{each.login}@example.org"
            said = {"username": each.login, "name": each.name, "password": PASSWORD, "email": address, **role}
            self.do(_SET_UP, None, "create_account", said, at)
        self._pool(at)

    def _pool(self, at: datetime) -> None:
        """Enter everybody in the pool, with the time and the skills the portal's plan knows of them."""
        known = {row.name: row for row in self._sample().plan.resources}
        nadia = actor_named("nadia")
        for each in PEOPLE:
            row = known.get(each.name)
            said = {"name": each.name, "email": f"{each.login}@example.org", "user": each.login, "team": each.team}
            units = "1" if row is None else f"{row.max_units:f}"
            code = self.do(nadia, None, "add_person", {**said, "units": units}, at).results[0]
            self.codes[each.login] = code
            cast = [(name, int(level)) for name, level in (part.rsplit(":", 1) for part in each.skills.split(", "))]
            skills = cast if row is None else [(skill.name, skill.level) for skill in row.skills]
            for skill, level in skills:
                self.do(nadia, None, "set_person_skill", {"person": code, "skill": skill, "level": level}, at)

    def _portal(self) -> None:
        nadia = actor_named("nadia")
        now = self._sample()
        then = weeks_ago(now, WEEKS)
        said = {"code": "PORTAL", "file": "portal.milepost", "content": write(then)}
        self.do(nadia, None, "import_project", said, self.at(WEEKS))
        by_name = {each.name: each.login for each in PEOPLE}
        numbers = {by_name[row.name]: f"P-{row.uid}" for row in now.plan.resources if row.name in by_name}
        for login, number in numbers.items():
            self.do(nadia, "PORTAL", "join_pool", {"resource": number, "person": self.codes[login]}, self.at(WEEKS))
        self._members("PORTAL", nadia, numbers)
        people = {row.uid: by_name.get(row.name, "nadia") for row in now.plan.resources}
        who = {row.task: actor_named(people[row.resource]) for row in now.plan.assignments if row.resource is not None}
        for status, told in reports(now, WEEKS):
            at = datetime.combine(moment(status).date(), time(15), tzinfo=UTC)
            self._until("PORTAL", at)
            self.do(nadia, "PORTAL", "set_status_date", {"at": status}, at)
            for each in told:
                actor = nadia if each.command == "change_duration" else who.get(each.task, nadia)
                self.do(actor, "PORTAL", each.command, each.arguments, at)

    def _sample(self) -> Dossier:
        dossier = read(sample_bytes(NOW), file=NOW).dossier
        status = dossier.plan.settings.status_date
        assert status is not None
        return shifted(dossier, (self.friday - moment(status).date()).days)

    def _outlined(
        self, code: str, name: str, login: str, outline: Outline, weeks: int, slips: Mapping[str, str]
    ) -> None:
        manager, first = actor_named(login), self.at(weeks)
        monday = first.date() - timedelta(days=4)
        self.do(manager, None, "create_project", {"code": code, "name": name, "start": monday.isoformat()}, first)
        team = sorted({part.rsplit(" ", 1)[0] if part.endswith("%") else part
                       for row in outline for part in row[4].split(", ") if part})  # fmt: skip
        logins = {each.name: each.login for each in PEOPLE}
        numbers = {
            login: self.do(manager, code, "add_from_pool", {"person": self.codes[login]}, first).results[0]
            for login in (logins[person] for person in team)
        }
        rows = [dict(zip(("level", "name", "duration", "predecessors", "people"), row, strict=True)) for row in outline]
        told = [{key: value for key, value in row.items() if value != ""} for row in rows]
        self.do(manager, code, "paste_tasks", {"rows": told}, first)
        baseline = self.do(manager, code, "set_baseline", {}, first)
        self._members(code, manager, numbers)

        def do(calls: Sequence[Call], at: datetime) -> Outcome:
            self._until(code, at)
            return run(calls, actor=manager, door="cli", at=at, project=code)

        report_weeks(do, baseline, first + timedelta(weeks=1), weeks, slips)

    def _members(self, code: str, owner: Actor, numbers: Mapping[str, str]) -> None:
        """Let the plan's people and the sponsor in; `numbers` are the people's references in the plan."""
        at = self.at(WEEKS)
        for each in PEOPLE:
            if each.login in numbers:
                role = "owner" if each.name == owner.name else "member"
                said = {"user": each.login, "role": role, "person": numbers[each.login], "sees_costs": role == "owner"}
                self.do(owner, code, "set_member", said, at)
        self.do(owner, code, "set_member", {"user": "sven", "role": "sponsor"}, at)
