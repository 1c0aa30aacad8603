"""Kept forecasts: what was dear to compute, with the revision and the digest of what it was computed from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Generic, TypeVar, cast

from milepost.dossier.dossier import Dossier
from milepost.dossier.projects import Threshold
from milepost.engine.accounts import Ledger
from milepost.engine.plan import Plan
from milepost.engine.risks import Uncertainty
from milepost.exchange.archive_codec import decode, encode
from milepost.forecasting.rows import canonical
from milepost.forecasting.tables import BY_NAME, FACT_TABLE, Key
from milepost.records.models import JournalEntry, KeptForecast

T = TypeVar("T")
#: What a forecast does not depend on: tables, and facts.
_BESIDE = frozenset({"changes", "advice", "notes", "values", "entries", "comments", "members"})
_BESIDE_FACTS = frozenset({"project", "source", "fields", "stored"})
#: A project with more entries than this since a revision has surely moved.
_MANY = 50
#: So many forecasts stay in memory as they were read.
_READ = 32


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """A kept forecast: its value, and from which revision, content and day it is."""

    value: T
    revision: int
    digest: str
    at: datetime


def basis(dossier: Dossier) -> str:
    """Give the digest of all a forecast depends on: plan, risks, uncertainty, ledger and thresholds."""
    risks = BY_NAME["risks"]
    said = [
        encode(dossier.plan, Plan),
        [encode(each, risks.kind) for each in dossier.risks],
        encode(dossier.uncertainty, Uncertainty),
        encode(dossier.ledger, Ledger),
        *(encode(each, Threshold) for each in dossier.thresholds),
    ]
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def moved_since(project: int, revision: int) -> bool:
    """Tell whether anything a forecast depends on has changed since a revision."""
    later = JournalEntry.objects.filter(project_id=project, number__gt=revision).order_by("-number")
    texts = list(later.values_list("changes", flat=True)[: _MANY + 1])
    return len(texts) > _MANY or any(_bears(json.loads(text)) for text in texts)


def _bears(changes: list[list[Any]]) -> bool:
    return any(bears(table, key) for table, key, _, _ in changes)


def bears(table: str, key: Key) -> bool:
    """Tell whether a forecast depends on a row."""
    return key not in _BESIDE_FACTS if table == FACT_TABLE else table not in _BESIDE


def keep(project: int, kind: str, revision: int, digest: str, at: datetime, value: Any) -> None:
    """Keep a forecast of a revision; one of the same revision and kind is replaced."""
    text = canonical(encode(value, type(value))).encode()
    KeptForecast.objects.update_or_create(
        project_id=project, kind=kind, revision=revision, defaults={"digest": digest, "at": at, "data": text}
    )


def kept(project: int, kind: str, hint: type[T], *, before: int | None = None) -> Kept[T] | None:
    """Give the newest kept forecast of a kind; `before` a revision, the newest one older than that."""
    found = KeptForecast.objects.filter(project_id=project, kind=kind).order_by("-revision")
    if before is not None:
        found = found.filter(revision__lt=before)
    row = found.first()
    if row is None:
        return None
    value: T = _read(cast("Hashable", hint), kind, bytes(row.data))
    return Kept(value, row.revision, row.digest, row.at)


@lru_cache(maxsize=_READ)
def _read(hint: Hashable, kind: str, data: bytes) -> Any:
    """Read the value of a kept forecast; whoever asks for the same one again gets the same object."""
    return decode(json.loads(data), hint, kind)


def forget_before(project: int, kind: str, revision: int) -> None:
    """Forget kept forecasts of a kind that are older than a revision."""
    KeptForecast.objects.filter(project_id=project, kind=kind, revision__lt=revision).delete()
