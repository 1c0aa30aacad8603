"""How a command ends: its exit code, and one sentence for whatever stopped it."""

from __future__ import annotations

import functools
import os
import sys
import traceback
from collections.abc import Callable
from enum import IntEnum
from typing import ParamSpec, TypeVar

import typer

#: What a refusal stands in the way of, by the beginnings of its codes.
OBSTACLES = (
    ("The money cannot be added up", ("E-MONEY", "E-CURRENCY", "E-RATE", "E-EARNING")),
    ("The project cannot be simulated", ("E-RISK", "E-RANGE", "E-CORRELATION", "E-BRANCH", "E-RUNS")),
    ("People cannot be placed", ("E-SKILL", "E-CANDIDATE", "E-LEVEL")),
    ("The date cannot be recovered", ("E-RECOVERY",)),
)
P = ParamSpec("P")
R = TypeVar("R")


class ExitCode(IntEnum):
    """What the exit code of `milepost` tells a script."""

    OK = 0
    FINDINGS = 1
    UNREADABLE = 2
    UNSCHEDULABLE = 3
    UNEXPECTED = 4
    INTERRUPTED = 130


class StoppedError(Exception):
    """The command cannot go on; the message says what is wrong and what would be right."""

    def __init__(self, message: str, code: ExitCode = ExitCode.UNREADABLE) -> None:
        """Keep the sentence and the exit code."""
        super().__init__(message)
        self.code = code


def answering(command: Callable[P, R]) -> Callable[P, R]:
    """Make a command say whatever stops it as clear sentences, with the exit code that belongs to it.

    MILEPOST_DEBUG also shows where something unexpected happened.
    """

    @functools.wraps(command)
    def answered(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except (typer.Exit, typer.Abort, BrokenPipeError):
            raise
        except KeyboardInterrupt:
            complain(["Stopped by Ctrl-C before the answer was there."])
            raise typer.Exit(ExitCode.INTERRUPTED) from None
        except Exception as problem:  # noqa: BLE001  the last door: every problem becomes words and a code
            code, lines = explained(problem)
            if os.environ.get("MILEPOST_DEBUG"):
                traceback.print_exc()
            complain(lines)
            raise typer.Exit(code) from None

    return answered


def complain(lines: list[str]) -> None:
    """Say what went wrong, on the standard error."""
    for line in lines:
        sys.stderr.write(f"milepost: {line}\n")


def explained(problem: Exception) -> tuple[ExitCode, list[str]]:
    """Turn what stopped a command into an exit code and lines for the standard error."""
    from milepost.engine.notices import PlanRefusedError
    from milepost.exchange.errors import FileRefusedError

    if isinstance(problem, StoppedError):
        return problem.code, [str(problem)]
    if isinstance(problem, FileRefusedError):
        return ExitCode.UNREADABLE, [str(problem)]
    if isinstance(problem, PlanRefusedError):
        lines = [f"{notice.code}: {notice.message}" for notice in problem.notices]
        return ExitCode.UNSCHEDULABLE, [obstacle([notice.code for notice in problem.notices]), *lines]
    if isinstance(problem, OSError):
        return ExitCode.UNREADABLE, [disk_problem(problem)]
    return ExitCode.UNEXPECTED, [
        f"Milepost met something it does not expect ({type(problem).__name__}: {problem}).",
        "Please report it with the file; MILEPOST_DEBUG=1 shows where it happened.",
    ]


def obstacle(codes: list[str]) -> str:
    """Say what cannot be done until what these codes stand for is mended."""
    for said, families in OBSTACLES:
        if all(code.startswith(families) for code in codes):
            return f"{said} until this is mended:"
    return "The plan cannot be scheduled until this is mended:"


def disk_problem(problem: OSError) -> str:
    """Say in one sentence what the file system refused and what to do."""
    name = problem.filename or "the file"
    if isinstance(problem, FileNotFoundError):
        return f"There is no file {name}; check the name and the folder."
    if isinstance(problem, IsADirectoryError):
        return f"{name} is a folder; name the plan file in it."
    if isinstance(problem, PermissionError):
        return f"You may not open {name}; check its permissions."
    return f"{name}: {problem.strerror or problem}; nothing was written."
