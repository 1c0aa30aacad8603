"""Damaging plan files in many ways, reproducibly: bytes, rows, cells and elements.

Run as a program it goes on for a while and prints what it found:
    python -m tests.exchange.fuzzing [--minutes 10] [--schedule] [FORMAT ...]
"""

from __future__ import annotations

import argparse
import io
import random
import re
import signal
import sys
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from milepost.engine.notices import PlanRefusedError
from milepost.engine.schedule import schedule
from milepost.exchange import archive, csvplan, mpxj, mspdi_write, xlsx
from milepost.exchange.errors import FileRefusedError
from milepost.exchange.imported import Imported, ReadOptions
from milepost.exchange.read import read

DATA = Path(__file__).parent / "data"
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"

#: Values that have broken readers before.
NASTY = (
    *(
        "",
        "0",
        "-1",
        "1",
        "2147483648",
        "-9223372036854775809",
        "1e999",
        "-0.0",
        "NaN",
        "Infinity",
        "0x10",
        "1,2,3.4.5",
    ),
    *("9" * 400, "٣", "²", "1_000", "٠١", "\u202e", "\ufeff", "\x00", "\ud7ff", "𝟙", "İ", "ß" * 50),
    *(
        "0001-01-01",
        "9999-12-31T23:59:59",
        "2026-02-30",
        "1899-12-31",
        "2101-01-01 00:00",
        "31/31/31",
        "2026-03-29T24:00:00",
    ),
    *(
        "PT999999999999H",
        "P1Y",
        "-PT8H",
        "PT0H0M0.000001S",
        "5 dayss",
        "1d1d1d",
        "ed",
        "%",
        "+",
        "-",
        "FS",
        "1FS+",
        "1FS+9e9d",
    ),
    *(
        "=1+1",
        "'",
        '"',
        '""',
        ";",
        ",",
        "\t",
        "\n",
        "\r\n",
        "[",
        "]",
        "[50%",
        "(",
        ")",
        "(0||",
        "|",
        "<",
        ">",
        "&",
        "&x;",
        "]]>",
    ),
    *("null", "true", "[]", "{}", '{"a":', "None", "../../etc/passwd", "%s%n", "A" * 5000),
)
TOKENS = tuple(token.encode("utf-8", "surrogatepass") for token in NASTY)


def scramble(rng: random.Random, data: bytes) -> bytes:
    """Damage a file at a few places without knowing what it is."""
    found = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4, 16))):
        place, size = rng.randrange(len(found) + 1), rng.choice((1, 2, 8, 64, 1024))
        match rng.randrange(6):
            case 0:
                del found[place : place + size]
            case 1:
                found[place:place] = rng.choice(TOKENS)
            case 2:
                found[place : place + 1] = bytes((rng.randrange(256),))
            case 3:
                found[place:place] = found[place : place + size]
            case 4:
                other = rng.randrange(len(found) + 1)
                found[place : place + size] = found[other : other + size]
            case 5 if rng.random() < 0.3:
                del found[place:]
    return bytes(found)


def fields(rng: random.Random, data: bytes, mark: bytes) -> bytes:
    """Damage whole cells of a table of text: replace, drop, swap and repeat cells and rows."""
    lines = data.split(b"\n")
    for _ in range(rng.choice((1, 2, 5))):
        row = rng.randrange(len(lines))
        cells = lines[row].split(mark)
        match rng.randrange(5):
            case 0:
                cells[rng.randrange(len(cells))] = rng.choice(TOKENS)
            case 1:
                del cells[rng.randrange(len(cells))]
            case 2:
                lines.insert(rng.randrange(len(lines)), lines[row])
            case 3:
                other = lines[rng.randrange(len(lines))].split(mark)
                cells[rng.randrange(len(cells))] = rng.choice(other)
            case 4 if len(lines) > 1:
                del lines[row]
                continue
        lines[row] = mark.join(cells)
    return b"\n".join(lines)


_TEXT = re.compile(rb">([^<>]*)<")
_VALUE = re.compile(rb'("(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null)')


def elements(rng: random.Random, data: bytes) -> bytes:
    """Damage the texts of an XML file and move elements about, mostly keeping it well-formed."""
    texts = list(_TEXT.finditer(data))
    for _ in range(rng.choice((1, 2, 5))):
        one, other = rng.choice(texts), rng.choice(texts)
        content = rng.choice((_escaped(rng.choice(TOKENS)), other.group(1)))
        if rng.random() < 0.2:
            start, end = sorted((one.start(), other.start()))
            return data[: start + 1] + data[end + 1 :]
        data = data[: one.start(1)] + content + data[one.end(1) :]
        texts = list(_TEXT.finditer(data)) or texts
        if one.end() > len(data):
            break
    return data


def values(rng: random.Random, data: bytes) -> bytes:
    """Damage the values of a JSON document, keeping it JSON."""
    found = list(_VALUE.finditer(data))
    for one in sorted(rng.sample(found, min(len(found), rng.choice((1, 2, 5)))), key=lambda match: -match.start()):
        other = rng.choice(
            (rng.choice(found).group(), b"null", b"[]", b"{}", b'""', b"-1", b"1e400", b"99999999999999999999")
        )
        data = data[: one.start()] + other + data[one.end() :]
    return data


def parts(rng: random.Random, data: bytes) -> bytes:
    """Damage one part of a workbook and pack it again."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        contents = {name: packed.read(name) for name in packed.namelist()}
    name = rng.choice(list(contents))
    contents[name] = rng.choice((scramble, elements))(rng, contents[name]) if contents[name] else b"x"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for one, content in contents.items():
            packed.writestr(one, content)
    return out.getvalue()


def _escaped(token: bytes) -> bytes:
    return token.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;").replace(b"\x00", b"")


def samples() -> dict[str, list[bytes]]:
    """Give whole files per format: our own test plan in every format Milepost writes, and foreign ones."""
    xer = (DATA / "migration.xer").read_bytes()
    plan = read(xer, file="plan.xer").dossier
    german = "Nr.;Vorgangsname;Dauer;Anfang;Vorgänger\n1;Bau;10 Tage;02.03.2026;\n2;Fertig;0t;;1EA+2,5t\n".encode(
        "cp1252"
    )
    return {
        "xer": [xer],
        "pmxml": [(DATA / "migration.pmxml").read_bytes()],
        "mspdi": [mspdi_write.write(plan), (SHARED / "msproject/mpxj-junit/mspdirelations.xml").read_bytes()],
        "archive": [archive.write(plan)],
        "csv": [csvplan.write(plan), german],
        "xlsx": [xlsx.write(plan)],
        "mpxj": [
            (SHARED / "msproject/mpxj-junit" / name).read_bytes() for name in ("slack9.mpp", "legacy__sample.mpx")
        ],
    }


DAMAGES: dict[str, tuple[Callable[[random.Random, bytes], bytes], ...]] = {
    "xer": (scramble, lambda rng, data: fields(rng, data, b"\t")),
    "pmxml": (scramble, elements),
    "mspdi": (scramble, elements),
    "archive": (scramble, values),
    "csv": (scramble, lambda rng, data: fields(rng, data, rng.choice((b",", b";")))),
    "xlsx": (scramble, parts),
    "mpxj": (scramble,),
}


def damaged(format_id: str, seed: int, files: dict[str, list[bytes]]) -> bytes:
    """Give a damaged file; the same seed gives the same file."""
    rng = random.Random(f"{format_id} {seed}")
    return rng.choice(DAMAGES[format_id])(rng, rng.choice(files[format_id]))


def try_one(format_id: str, data: bytes, *, with_schedule: bool = False) -> str:
    """Read a file and say how it went: read or refused; anything else is raised."""
    try:
        imported = read(data, file="plan", options=ReadOptions(), format_id=format_id)
        assert isinstance(imported, Imported)
    except FileRefusedError as refused:
        return "refused" if str(refused).startswith("plan") else f"refused without naming the file: {refused}"
    if with_schedule:
        try:
            schedule(imported.dossier.plan)
        except PlanRefusedError:
            return "not schedulable"
    return "read"


def _rounds(formats: list[str], seconds: float, first: int) -> Iterator[tuple[str, int]]:
    began, seed = time.monotonic(), first
    while time.monotonic() - began < seconds:
        for format_id in formats:
            yield format_id, seed
        seed += 1


def _stop(*_: object) -> None:
    raise TimeoutError


def main() -> int:
    """Fuzz for a while; each failure is printed once per place in the code, with its seed."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("formats", nargs="*", default=[one for one in DAMAGES if one != "mpxj"])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--schedule", action="store_true", help="also schedule what could be read")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    files, seen, places = samples(), Counter[str](), Counter[str]()
    signal.signal(signal.SIGALRM, _stop)
    slowest = (0.0, "")
    for format_id, seed in _rounds(chosen.formats, chosen.minutes * 60, chosen.seed):
        if format_id == "mpxj":
            seen.update(_try_many(seed, files))
            continue
        data, began = damaged(format_id, seed, files), time.monotonic()
        signal.alarm(20)
        try:
            seen[f"{format_id} {try_one(format_id, data, with_schedule=chosen.schedule)}"] += 1
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            last = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
            places[place] += 1
            if places[place] == 1:
                print(f"{format_id} seed {seed}: {place}: {str(error)[:200]}", flush=True)
        finally:
            signal.alarm(0)
        slowest = max(slowest, (time.monotonic() - began, f"{format_id} seed {seed}"))
    print(
        dict(sorted(seen.items())), f"slowest {slowest[0]:.2f} s ({slowest[1]})", f"failures {dict(places)}", sep="\n"
    )
    return bool(places)


def _try_many(seed: int, files: dict[str, list[bytes]], count: int = 40) -> Counter[str]:
    """Read a batch with one start of Java."""
    batch = [(f"plan{n}", damaged("mpxj", seed * count + n, files)) for n in range(count)]
    try:
        answers = mpxj.read_all(batch, options=ReadOptions())
    except FileRefusedError:
        return Counter({"mpxj batch refused": 1})
    return Counter("mpxj read" if isinstance(one, Imported) else "mpxj refused" for one in answers)


if __name__ == "__main__":
    sys.exit(main())
