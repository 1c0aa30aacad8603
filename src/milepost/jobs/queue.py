"""Where tasks wait until a worker has time: huey behind the `django.tasks` interface.

The queue may lose what it holds when a machine dies; rows of `Job` and `Message` may not: the sweep puts them in again.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id
from huey import Huey, PostgresHuey, SqliteHuey


@cache
def queue() -> Huey:
    """Give this installation's queue: a file beside an SQLite record, tables beside a PostgreSQL one."""
    database = settings.DATABASES["default"]
    if str(database["ENGINE"]).endswith("postgresql"):
        names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
        told = {name: database[ours] for ours, name in names.items() if database.get(ours)}
        return PostgresHuey("milepost", results=False, **told)
    return SqliteHuey("milepost", filename=str(settings.HOME / "jobs.sqlite3"), results=False)


@cache
def wrapped() -> Any:
    """Give what huey carries: the path of a task and its arguments."""
    return queue().task(name="carry_out")(carry_out)


def carry_out(path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Carry out a task by its path, as `module:name`."""
    module, _, name = path.partition(":")
    getattr(import_module(module), name).call(*args, **kwargs)


class HueyBackend(BaseTaskBackend):
    """Lets `task.enqueue()` put tasks into huey."""

    supports_defer = True

    def enqueue(self, task: Task[..., Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Put a task into the queue, to run at once or after `run_after`."""
        self.validate_task(task)
        said = (f"{task.func.__module__}:{task.func.__name__}", list(args), dict(kwargs))
        if task.run_after is None:
            wrapped()(*said)
        else:
            wrapped().schedule(args=said, eta=task.run_after)
        return TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=None,
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
