"""Whatever is sent, the API answers in its own words: no 500, no undocumented status, no page instead of a problem."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from milepost.api.openapi import document
from milepost.config.wsgi import application
from tests.doors.callers import token
from tests.worlds import late_parts, small, user

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests leave the test's connection to the database open."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.usefixtures("one_connection")
def test_nothing_that_is_sent_breaks_the_api() -> None:
    ana = user("ana", "administrator")
    small(ana)
    late_parts(ana)
    schema = schemathesis.openapi.from_dict(document())
    schema.app = application
    headers = {"Authorization": f"Bearer {token('ana', 'admin')}", "Host": "localhost"}
    for operation in (each.ok() for each in schema.get_all_operations()):
        fuzz(operation, headers)


def fuzz(operation: Any, headers: dict[str, str]) -> None:
    """Send a few of the strangest requests that the description of an operation allows, and some that it does not."""

    @settings(
        max_examples=4, derandomize=True, deadline=None, database=None, phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def sent(case: Any) -> None:
        case.path_parameters = {"code": "SMALL"} if case.path_parameters else case.path_parameters
        with transaction.atomic():
            case.call_and_validate(headers=headers, checks=list(CHECKS))
            transaction.set_rollback(True)

    sent()
