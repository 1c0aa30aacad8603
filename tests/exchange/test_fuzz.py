"""A short fuzz of every reader: whatever a file holds, it is read or refused in words. `fuzzing` goes on longer."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exchange.fuzzing import DAMAGES, damaged, samples, try_one

FORMATS = [format_id for format_id in DAMAGES if format_id != "mpxj"]


@cache
def files() -> dict[str, list[bytes]]:
    return samples()


@pytest.mark.parametrize("format_id", FORMATS)
@given(seed=st.integers(0, 10**9))
@settings(deadline=None, max_examples=25, derandomize=True)
def test_a_damaged_file_is_read_or_refused(format_id: str, seed: int) -> None:
    assert try_one(format_id, damaged(format_id, seed, files())) in ("read", "refused")


@pytest.mark.parametrize("format_id", FORMATS)
@given(data=st.binary(max_size=400))
@settings(deadline=None, max_examples=25, derandomize=True)
def test_random_bytes_are_refused(format_id: str, data: bytes) -> None:
    assert try_one(format_id, data) in ("read", "refused")


@pytest.mark.parametrize("format_id", FORMATS)
def test_whole_files_are_read(format_id: str) -> None:
    for data in files()[format_id]:
        assert try_one(format_id, data) == "read"


@pytest.mark.parametrize(
    ("format_id", "old", "new"),
    [
        # Superscripts are digits to Python, but not numbers.
        ("mspdi", b"<FromTime>08:00:00", "<FromTime>0²:00:00".encode()),
        ("mspdi", b"<FieldID>188743731", "<FieldID>18874373²".encode()),
        ("xer", b"%R\t1005\t", "%R\t100²\t".encode()),
        ("xer", b"s|08:00", "s|0²:00".encode()),
        ("csv", b"A100,1001,", "A100,1001²,".encode()),
    ],
)
def test_what_fuzzing_has_found_stays_found(format_id: str, old: bytes, new: bytes) -> None:
    for data in files()[format_id]:
        assert try_one(format_id, data.replace(old, new)) in ("read", "refused")
