"""Streaming Microsoft Project XML: one record at a time, with typed values and every field counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal, InvalidOperation
from io import BytesIO

from lxml import etree

from milepost.engine.clock import instant
from milepost.engine.units import MINUTES_PER_DAY, Instant, Minutes, whole_minutes
from milepost.exchange.errors import FileRefusedError
from milepost.exchange.mspdi_known import fate
from milepost.exchange.receipt import Fate, ReceiptBook
from milepost.exchange.xml_root import refuse_document_type

YEARS = range(1900, 2101)
_DURATION = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")
_TENTHS, _CENTS = 10, 100
_FLAGS = {"1": True, "0": False, "true": True, "false": False, "True": True, "False": False}
_LARGEST = Decimal(10) ** 15
_LONGEST_NUMBER, _SHORT = 60, 15
#: What Microsoft Project writes for no amount, no span, off.
_NOTHING = frozenset({"0", "0.0", "0.00", "0.000000", "PT0H0M0S", "PT0M0S", "false", "-1"})


class Row:
    """One element: its simple children by name, its compound children in lists, its place in the file."""

    __slots__ = ("_notes", "kind", "nested", "place", "values")

    def __init__(self, element: etree._Element, kind: str, notes: Notes) -> None:
        """Take the element apart; its memory can then be freed."""
        self.kind = kind
        self.values: dict[str, str] = {}
        self.nested: dict[str, list[Row]] = {}
        self._notes = notes
        self.place = f"line {element.sourceline}"
        values, names = self.values, notes.names
        for child in element:
            tag = child.tag
            name = names.get(tag) or names.setdefault(tag, tag[tag.rfind("}") + 1 :])
            text = child.text
            if text is not None and (text := text.strip()):
                values[name] = text
            elif len(child):
                self.nested.setdefault(name, []).append(Row(child, f"{kind}.{name}", notes))
        notes.seen(kind, values)

    def text(self, name: str) -> str:
        """Give a text, empty if there is none."""
        return self.values.get(name, "")

    def flag(self, name: str, default: bool = False) -> bool:
        """Read 1 or true, 0 or false."""
        text = self.values.get(name)
        if text is None:
            return default
        if text in _FLAGS:
            return _FLAGS[text]
        self.note(name, "is neither 0 nor 1")
        return default

    def decimal(self, name: str) -> Decimal | None:
        """Read a finite number."""
        text = self.values.get(name)
        if text is None:
            return None
        known = self._notes.numbers.get(text)
        if known is not None:
            return known
        try:
            value = Decimal(text) if len(text) < _LONGEST_NUMBER else Decimal("NaN")
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or abs(value) >= _LARGEST:
            self.note(name, "is not a number")
            return None
        return self._notes.numbers.setdefault(text, value)

    def whole(self, name: str) -> int | None:
        """Read a whole number."""
        text = self.values.get(name)
        if text is None or (text.isascii() and text.isdigit() and len(text) < _SHORT):
            return None if text is None else int(text)
        value = self.decimal(name)
        return None if value is None else int(value)

    def money(self, name: str) -> Decimal | None:
        """Read an amount; the format counts hundredths of the currency."""
        text = self.values.get(name)
        if text is None:
            return None
        known = self._notes.amounts.get(text)
        if known is not None:
            return known
        value = self.decimal(name)
        return None if value is None else self._notes.amounts.setdefault(text, value / _CENTS)

    def tenths(self, name: str) -> Minutes | None:
        """Read tenths of minutes as whole minutes, half away from zero."""
        text = self.values.get(name)
        if text is None:
            return None
        known = self._notes.tenths.get(text)
        if known is not None:
            return known
        value = self.decimal(name)
        return None if value is None else self._notes.tenths.setdefault(text, whole_minutes(value / _TENTHS))

    def instant(self, name: str) -> Instant | None:
        """Read a moment of wall-clock time; what is no date between 1900 and 2100 is noted and left out."""
        text = self.values.get(name)
        if text is None:
            return None
        known = self._notes.instants.get(text)
        if known is not None:
            return known
        try:
            at = datetime.fromisoformat(text).replace(tzinfo=None)
        except ValueError:
            self.note(name, "is not a date like 2026-03-02T08:00:00")
            return None
        if at.year not in YEARS:
            self.note(name, "is not between 1900 and 2100")
            return None
        return self._notes.instants.setdefault(text, instant(at))

    def minutes(self, name: str) -> Minutes | None:
        """Read a span such as PT40H0M0S as whole minutes."""
        text = self.values.get(name)
        if text is None:
            return None
        known = self._notes.spans.get(text)
        if known is not None:
            return known
        match = _DURATION.fullmatch(text)
        if match is None or len(text) > _LONGEST_NUMBER:
            self.note(name, "is not a duration like PT40H0M0S")
            return None
        sign, days, hours, minutes, seconds = match.groups()
        whole = int(days or 0) * MINUTES_PER_DAY + int(hours or 0) * 60 + int(minutes or 0)
        exact = Decimal(whole) + Decimal(seconds or 0) / 60
        if exact >= _LARGEST:
            self.note(name, "is longer than any plan")
            return None
        return self._notes.spans.setdefault(text, whole_minutes(-exact if sign else exact))

    def own_uid(self) -> int:
        """Read the number the record goes by; without it the file is refused."""
        uid = self.whole("UID")
        if uid is None:
            what = "has no UID" if not self.text("UID") else f"has the UID {self.text('UID')[:40]!r}, not a number"
            raise FileRefusedError(f"{self._notes.file}, {self.place}: a {self.kind} {what}. Save the plan again.")
        return uid

    def note(self, name: str, problem: str) -> None:
        """Note a value that was left out."""
        self._notes.left_out(self, name, problem)


class Notes:
    """What was met while reading: counts of each field, values left out, and values read before."""

    def __init__(self, file: str, book: ReceiptBook) -> None:
        """Name the file for refusals and the book for examples."""
        self.file = file
        self.book = book
        self.instants: dict[str, Instant] = {}
        self.spans: dict[str, Minutes] = {}
        self.tenths: dict[str, Minutes] = {}
        self.numbers: dict[str, Decimal] = {}
        self.amounts: dict[str, Decimal] = {}
        self.names: dict[str, str] = {}
        self._shapes: Counter[tuple[str, ...]] = Counter()
        self._unread: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._counts: Counter[tuple[str, str]] = Counter()

    def seen(self, kind: str, values: dict[str, str]) -> None:
        """Count the fields of one record; most records of a file have the same fields in the same order.

        Of what Milepost leaves out only that counts which says something.
        """
        shape = (kind, *values)
        self._shapes[shape] += 1
        unread = self._unread.get(shape)
        if unread is None:
            unread = tuple(name for name in values if fate(kind, name)[0] is not Fate.KEPT)
            self._unread[shape] = unread
        for name in unread:
            if values[name] not in _NOTHING:
                self._counts[kind, name] += 1

    def counts(self) -> Iterator[tuple[str, str, int]]:
        """Yield kind, name and count of every field that was met."""
        found = Counter(self._counts)
        for shape, count in self._shapes.items():
            for name in set(shape[1:]) - set(self._unread[shape]):
                found[shape[0], name] += count
        for (kind, name), count in sorted(found.items()):
            if count > 0:
                yield kind, name, count

    def left_out(self, row: Row, name: str, problem: str) -> None:
        """Note a value that could not be used; it no longer counts as kept."""
        self._counts[row.kind, name] -= 1
        example = f"{row.place}: {row.text(name)[:40]!r} {problem}; left out"
        self.book.dropped(f"{row.kind}.{name}", example)


#: Elements that are read and freed one at a time, and the parents they must stand in.
_STREAMED = {"Task": "Tasks", "Resource": "Resources", "Assignment": "Assignments", "Calendar": "Calendars"}


def rows(data: bytes, notes: Notes) -> Iterator[Row]:
    """Yield each calendar, task, resource and assignment as it closes, and last the project itself.

    Entities, the network and document types are off. Raises FileRefusedError with line and column
    where the XML is malformed.
    """
    # Entities in attributes would be expanded while parsing, so a declaration must not reach the parser.
    refuse_document_type(data, file=notes.file)
    try:
        events = etree.iterparse(
            BytesIO(data),
            events=("end",),
            # Only these are shown to Python; a plan has a hundred times as many elements inside them.
            tag=("{*}Project", *(f"{{*}}{name}" for name in _STREAMED)),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=True,
            remove_comments=True,
            remove_pis=True,
        )
        for _, element in events:
            tag = element.tag
            name = tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""
            parent = element.getparent()
            if parent is None:
                yield Row(element, "Project", notes)
            elif name in _STREAMED and parent.tag.endswith(_STREAMED[name]):
                yield Row(element, name, notes)
                element.clear(keep_tail=True)
                while element.getprevious() is not None:
                    del parent[0]
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise FileRefusedError(
            f"{notes.file}, line {line}, column {column}: the XML is broken or cut off ({_words(error)}). "
            "Save the plan as XML again in Microsoft Project."
        ) from error


def _words(error: etree.XMLSyntaxError) -> str:
    """Give what the parser says, without the place, which it repeats."""
    return " ".join(error.msg.partition(", line ")[0].split())
