"""Every command through every door: the same effect, and the same refusal in the same words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from milepost.commands.catalogue import catalogue
from milepost.commands.command import Command
from milepost.forecasting.review import compute, newest_review
from milepost.records.models import Project
from tests.doors.callers import token
from tests.doors.entering import DOORS, NOW, Standing, Visitor, gate, outcome, standing_clocks, taken_back
from tests.doors.samples import SAMPLES
from tests.worlds import sample, user

pytestmark = pytest.mark.django_db
WORDS = sorted(catalogue())
AREAS = sorted({each.area for each in catalogue().values()})
#: How a door says that it does not do something, whoever asks.
LEFT_OUT = ("left to people", "There is no tool")
Facts = Mapping[str, Any]


@pytest.fixture
def world() -> Facts:
    """The sample project with Ana who may do everything, Ben, and Eve who is in no project."""
    ana = user("ana", "administrator")
    user("ben")
    sample(ana)
    eve = Visitor(user("eve"), token("eve", "admin"))
    return {"ana": Visitor(ana, token("ana", "admin")), "eve": eve}


def advice(project: Project) -> Facts:
    """Review the project: any finding, and one with a proposal that can be carried out."""
    compute(project.pk, NOW)
    kept = newest_review(project.pk, costs=True)
    assert kept is not None
    findings = kept.value.findings
    offering, proposal = next(
        (one.id, each.id) for one in findings for each in one.proposals if each.edits != "[]" and not each.do_nothing
    )
    return {"{finding}": findings[0].id, "{offering}": offering, "{proposal}": proposal}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    for place in standing_clocks():
        monkeypatch.setattr(place, Standing)


def filled(arguments: Mapping[str, Any], world: Facts) -> dict[str, Any]:
    """The arguments with what only the world knows."""
    return {name: world.get(value, value) if isinstance(value, str) else value for name, value in arguments.items()}


def prepared(word: str, world: Facts) -> dict[str, Any]:
    """Do what the example needs before; gives its arguments."""
    for step, arguments in SAMPLES[word].before:
        gate(world["ana"], step, filled(arguments, world))
    return filled(SAMPLES[word].arguments, world)


def of(area: str) -> list[str]:
    """The commands of an area."""
    return [word for word in WORDS if catalogue()[word].area == area]


def test_every_command_has_an_example() -> None:
    assert sorted(SAMPLES) == WORDS


@pytest.mark.parametrize("area", AREAS)
def test_a_command_has_the_same_effect_at_every_door(area: str, world: Facts) -> None:
    facts = {**world, **(advice(Project.objects.get()) if area == "advice" else {})}
    wrong = {word: told for word in of(area) if (told := effects_that_differ(word, facts))}
    assert not wrong


def effects_that_differ(word: str, world: Facts) -> Mapping[str, Any]:
    """Do a command at every door; gives what differs from the gate."""
    found = {}
    for name, door in {"gate": gate, **DOORS}.items():
        with taken_back():
            found[name] = outcome(door, world["ana"], word, prepared(word, world))
    expected, command, wrong = found.pop("gate"), catalogue()[word], {}
    if expected.refused:
        return {"gate": expected.refused}
    for name, result in found.items():
        same_answer = SAMPLES[word].secret or str(result.answer) == str(expected.answer)
        if left_out(name, command):
            right = any(said in result.refused for said in LEFT_OUT)
        else:
            right = same_answer and result == replace(expected, answer=result.answer)
        if not right:
            wrong[name] = (result, expected)
    return wrong


def left_out(door: str, command: Command) -> bool:
    """Whether a door does not do this: assistants decide nothing."""
    return door == "mcp" and (command.vital or command.dangerous)


@pytest.mark.parametrize("area", AREAS)
def test_a_command_is_refused_in_the_same_words_at_every_door(area: str, world: Facts) -> None:
    wrong = {word: told for word in of(area) if (told := refusals_that_differ(word, world))}
    assert not wrong


def refusals_that_differ(word: str, world: Facts) -> Mapping[str, Any]:
    """Leave out what a command needs, or else be a stranger; gives the doors that say something else than the gate."""
    command = catalogue()[word]
    needed = [each.name for each in command.parameters if each.required and each.name != "password"]
    who, arguments = (world["ana"], dict(SAMPLES[word].arguments)) if needed else (world["eve"], {})
    if needed:
        arguments.pop(needed[0])
    wrong = {}
    with taken_back():
        expected = outcome(gate, who, word, arguments)
        assert (needed[0] if needed else "There is no project") in expected.refused
        for name, door in DOORS.items():
            result = outcome(door, who, word, arguments)
            if left_out(name, command):
                right = any(said in result.refused for said in LEFT_OUT)
            else:
                # The terminal tells a refusal to people: in its words, and with the exit code of refusals.
                right = replace(result, code=expected.code if name == "cli" else result.code) == expected
            if not right:
                wrong[name] = (result, expected)
    return wrong
