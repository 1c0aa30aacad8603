"""The house rules of the design that a machine can check, over the product's own sources."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: What people write; migrations are written by Django.
SOURCES = sorted(p for p in (ROOT / "src" / "milepost").rglob("*.py") if "migrations" not in p.parts)
FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "core", "base", "misc", "manager", "service"}
PURE = ("engine", "charts", "dossier", "advisor", "exchange", "press")
LONGEST_FUNCTION = 50
LONGEST_FILE = 400


def name_of(path: Path) -> str:
    """The path as people write it."""
    return path.relative_to(ROOT).as_posix()


def every(*kinds: type[ast.AST]) -> Iterator[tuple[Path, ast.AST]]:
    """Each node of these kinds, with its file."""
    for path in SOURCES:
        for node in nodes(path):
            if isinstance(node, kinds):
                yield path, node


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Every node of a source, read once."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def tracked() -> list[Path]:
    """Every text file git tracks."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    paths = [ROOT / line for line in listed.stdout.splitlines()]
    return [p for p in paths if p.is_file() and p.suffix not in {".png", ".mpp", ".xlsx", ".gz", ".woff2"}]


def test_files_are_short_enough_to_read() -> None:
    long = [name_of(p) for p in SOURCES if len(p.read_text(encoding="utf-8").splitlines()) > LONGEST_FILE]
    assert not long, f"over {LONGEST_FILE} lines; split by idea: {long}"


def test_functions_are_short_enough_to_read() -> None:
    long = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path, node in every(ast.FunctionDef, ast.AsyncFunctionDef)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert not long, f"over {LONGEST_FUNCTION} lines: {long}"


def test_no_file_is_named_after_nothing() -> None:
    bad = [name_of(p) for p in SOURCES if FORBIDDEN & set(re.split(r"[_.]", p.stem))]
    assert not bad, f"name the noun: {bad}"


def test_what_is_public_says_what_it_is() -> None:
    silent = []
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        silent += [name_of(path)] * (ast.get_docstring(tree) is None)
        for node in tree.body:
            if (
                isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
                and not node.name.startswith("_")
                and ast.get_docstring(node) is None
            ):
                silent.append(f"{name_of(path)}:{node.lineno} {node.name}")
    assert not silent, f"no docstring: {silent}"


def crossing() -> set[str]:
    """The modules that another room imports from."""
    found = set()
    for path, node in every(ast.ImportFrom):
        assert isinstance(node, ast.ImportFrom)
        room = path.relative_to(ROOT / "src" / "milepost").parts[0]
        target = (node.module or "").split(".")
        if target[0] == "milepost" and len(target) > 1 and target[1] != room:
            found.add("src/" + "/".join(target) + ".py")
    return found


def test_dataclasses_that_cross_rooms_are_frozen() -> None:
    loose, modules = [], crossing()
    for path, node in every(ast.ClassDef):
        assert isinstance(node, ast.ClassDef)
        for decorator in node.decorator_list:
            text = ast.unparse(decorator)
            if text.startswith("dataclass") and "frozen=True" not in text and name_of(path) in modules:
                loose.append(f"{name_of(path)}:{node.lineno} {node.name}")
    assert not loose, f"frozen dataclasses cross rooms: {loose}"


@pytest.mark.parametrize("call", ["now", "today", "utcnow", "time", "monotonic", "random", "urandom"])
def test_pure_rooms_have_no_clock_and_no_dice(call: str) -> None:
    owners = {"datetime", "date", "time", "random", "os"}
    impure = [
        f"{name_of(path)}:{node.lineno}"
        for path, node in every(ast.Call)
        if isinstance(node, ast.Call)
        and path.relative_to(ROOT / "src" / "milepost").parts[0] in PURE
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == call
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in owners
    ]
    assert not impure, f"dates and seeds are arguments below the doors: {impure}"


def test_no_error_is_swallowed() -> None:
    swallowed = []
    for path, node in every(ast.ExceptHandler):
        assert isinstance(node, ast.ExceptHandler)
        broad = node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"}
        if broad and all(isinstance(step, ast.Pass | ast.Continue) for step in node.body):
            swallowed.append(f"{name_of(path)}:{node.lineno}")
    assert not swallowed, f"swallowed errors: {swallowed}"


def test_nothing_is_left_for_another_day() -> None:
    words = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
    left = [name_of(p) for p in tracked() if p.suffix in {".py", ".md"} and words.search(p.read_text(encoding="utf-8"))]
    assert not left, f"finish it or leave it out: {left}"


def test_nothing_names_a_machine_or_a_download_host() -> None:
    pattern = re.compile(r"/wor" + r"k/|/roo" + r"t/|(?:registry\.npmjs|files\.pythonhosted|pypi)\.org")
    named = [
        name_of(p)
        for p in tracked()
        if p.suffix in {".py", ".md", ".txt", ".json", ".toml", ".yaml", ".yml", ""} and p.name != "LICENSE"
        if pattern.search(p.read_text(encoding="utf-8", errors="replace"))
    ]
    assert not named, f"paths of a machine or download hosts: {named}"


def test_tests_mirror_the_rooms() -> None:
    rooms = {p.name for p in (ROOT / "src" / "milepost").iterdir() if p.is_dir() and (p / "__init__.py").exists()}
    mirrored = {p.name for p in (ROOT / "tests").iterdir() if p.is_dir()}
    assert rooms <= mirrored, f"rooms without tests: {sorted(rooms - mirrored)}"
