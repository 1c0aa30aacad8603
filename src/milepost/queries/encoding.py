"""Answers as JSON, the same for every door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Encoded:
    """A part of an answer that is JSON values already: columns of thousands of rows are not walked again."""

    json: Any


def to_json(value: Any) -> Any:
    """Give an answer as JSON values: dataclasses as objects, decimals as text, dates in ISO form."""
    if value is None or isinstance(value, str | int | float | bool):
        return str(value) if isinstance(value, Enum) else value
    if isinstance(value, Encoded):
        return value.json
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: to_json(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_json(each) for key, each in value.items()}
    if isinstance(value, np.generic):
        return value.item()
    return [to_json(each) for each in value]
