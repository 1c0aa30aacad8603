"""The description of the API: whole, valid, and true."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from milepost.commands.catalogue import catalogue as commands
from milepost.queries.catalogue import catalogue as queries
from tests.doors.callers import Program, token
from tests.worlds import small, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def described(client: Client) -> dict[str, Any]:
    answer = client.get("/api/v1/openapi.json", headers={"host": "localhost"})
    assert answer.status_code == 200
    return dict(answer.json())


def operations(described: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        each["operationId"]: each
        for item in described["paths"].values()
        for name, each in item.items()
        if name in ("get", "post")
    }


def test_every_command_and_query_is_an_operation(described: dict[str, Any]) -> None:
    found = operations(described)
    expected = {f"do_{word}" for word in commands()} | {f"ask_{word}" for word in queries()} | {"act"}
    assert set(found) == expected
    assert described["openapi"] == "3.1.0"


def test_every_operation_says_what_it_is_and_how_it_refuses(described: dict[str, Any]) -> None:
    for name, each in operations(described).items():
        assert each["summary"].endswith("."), name
        assert {"200", "401", "403", "404", "409", "412", "422", "429"} <= set(each["responses"]), name


def test_every_reference_leads_somewhere(described: dict[str, Any]) -> None:
    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if "$ref" in value:
                place: Any = described
                for part in value["$ref"].removeprefix("#/").split("/"):
                    place = place[part]
            for each in value.values():
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)

    walk(described)


def test_every_schema_is_a_json_schema(described: dict[str, Any]) -> None:
    for schema in described["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    for command in commands().values():
        Draft202012Validator.check_schema(command.schema)


def test_answers_are_as_described(described: dict[str, Any]) -> None:
    small(user("ana"))
    ana = Program(token("ana", "read"))
    for path in ("plan", "why?task=T-2", "task_list", "history", "board", "task?task=T-1"):
        answer = ana.get(f"projects/SMALL/{path}")
        word = path.partition("?")[0]
        content = operations(described)[f"ask_{word}"]["responses"]["200"]["content"]["application/json"]
        schema = {**content["schema"], "components": described["components"]}
        Draft202012Validator(schema).validate(answer.json())


def test_the_description_is_small_enough_to_fetch(client: Client) -> None:
    answer = client.get("/api/v1/openapi.json", headers={"host": "localhost"})
    assert len(answer.content) < 2**20
    again = client.get("/api/v1/openapi.json", headers={"host": "localhost", "if-none-match": answer["ETag"]})
    assert again.status_code == 304
    assert json.loads(answer.content)["info"]["title"] == "Milepost"


def test_people_read_it_as_a_page_without_any_script_of_its_own(client: Client) -> None:
    page = client.get("/api/v1/docs?project=small", headers={"host": "localhost"})
    text = page.content.decode()
    assert page.status_code == 200
    for word in (*commands(), *queries()):
        assert word in text
    assert 'action="/api/v1/projects/SMALL/why"' in text
    assert "<script>" not in text
    assert "style=" not in text
    assert "unsafe" not in page["Content-Security-Policy"]
    few = client.get("/api/v1/docs?find=<why", headers={"host": "localhost"}).content.decode()
    assert "<why" not in few
    assert "ask_plan" not in few
