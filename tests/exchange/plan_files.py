"""The plan files that nobody here wrote, and small ones written here."""

from __future__ import annotations

from pathlib import Path

from tests.engine.stored_plans import DATA, StoredPlan, load

MSPROJECT = DATA / "msproject"

SMALL = """<?xml version="1.0" encoding="UTF-8"?>
<Project xmlns="http://schemas.microsoft.com/project">
  <Name>small.mpp</Name><Title>Small</Title><StartDate>2026-03-02T08:00:00</StartDate><CalendarUID>1</CalendarUID>
  <Calendars><Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar>{calendar}</Calendar></Calendars>
  <Tasks>
    <Task><UID>1</UID><ID>1</ID><Name>Build</Name><OutlineLevel>1</OutlineLevel><Duration>PT16H0M0S</Duration>
      <DurationFormat>7</DurationFormat>{task}</Task>
    <Task><UID>2</UID><ID>2</ID><Name>Test</Name><OutlineLevel>1</OutlineLevel><Duration>PT8H0M0S</Duration>
      <PredecessorLink><PredecessorUID>{predecessor}</PredecessorUID><Type>1</Type><LinkLag>4800</LinkLag>
      <LagFormat>7</LagFormat></PredecessorLink></Task>
  </Tasks><Resources/><Assignments/>
</Project>
"""


def small(*, calendar: str = "", task: str = "", predecessor: str = "1") -> bytes:
    """Give a plan of two linked tasks as Microsoft Project XML."""
    return SMALL.format(calendar=calendar, task=task, predecessor=predecessor).encode()


def mspdi_files() -> list[Path]:
    """Every Microsoft Project XML file of the data."""
    found = sorted(path for path in MSPROJECT.rglob("*.xml"))
    assert found, f"no MSPDI files under {MSPROJECT}"
    return found


def as_stored(path: Path) -> StoredPlan:
    """What another reader found in the same file."""
    folder = path.parent.name
    return load(MSPROJECT / "json" / folder / f"{path.name}.json.gz")
