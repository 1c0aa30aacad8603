"""Every table of the record, where Django looks for them; each noun has its own file."""

from milepost.records.accounts import Membership, Token, User
from milepost.records.advice import Advice
from milepost.records.allowances import Allowance
from milepost.records.changes import ChangeRequest
from milepost.records.entries import Comment, RecordNote, RecordValue, TimeEntry
from milepost.records.forecasts import KeptForecast
from milepost.records.jobs import Job, Message, Upload
from milepost.records.journal import JournalEntry, Received
from milepost.records.people import Assignment, Person, Resource
from milepost.records.projects import Fact, Project
from milepost.records.risks import Risk
from milepost.records.schedule import Baseline, Dependency, Task, WorkCalendar
from milepost.records.views import Preference, SavedView

__all__ = [
    "Advice",
    "Allowance",
    "Assignment",
    "Baseline",
    "ChangeRequest",
    "Comment",
    "Dependency",
    "Fact",
    "Job",
    "JournalEntry",
    "KeptForecast",
    "Membership",
    "Message",
    "Person",
    "Preference",
    "Project",
    "Received",
    "RecordNote",
    "RecordValue",
    "Resource",
    "Risk",
    "SavedView",
    "Task",
    "TimeEntry",
    "Token",
    "Upload",
    "User",
    "WorkCalendar",
]
