"""Writing XML elements with the values Microsoft Project XML has: instants, spans, flags, money."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from lxml import etree

from milepost.engine.clock import moment
from milepost.engine.units import Instant, Minutes
from milepost.exchange.mspdi_codes import NAMESPACE

#: Characters XML 1.0 cannot hold.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

Value = str | int | bool | Decimal | None


class Element:
    """One XML element; values that are None are not written."""

    def __init__(self, element: etree._Element, zone: str) -> None:
        """Wrap an element; instants are shown as wall-clock time of the zone."""
        self.element = element
        self.zone = zone

    @classmethod
    def root(cls, name: str, zone: str) -> Element:
        """Begin a document."""
        prefixes: Any = {None: NAMESPACE}  # lxml takes None for "no prefix", its type stubs do not know
        return cls(etree.Element(f"{{{NAMESPACE}}}{name}", nsmap=prefixes), zone)

    def child(self, name: str) -> Element:
        """Add a compound element."""
        return Element(etree.SubElement(self.element, f"{{{NAMESPACE}}}{name}"), self.zone)

    def put(self, name: str, value: Value) -> None:
        """Add a value: text, whole number, decimal, or 1 and 0 for a flag."""
        if value is None or value == "":
            return
        if isinstance(value, bool):
            text = "1" if value else "0"
        elif isinstance(value, Decimal):
            text = plain(value)
        else:
            text = _IMPOSSIBLE.sub("", str(value))
        etree.SubElement(self.element, f"{{{NAMESPACE}}}{name}").text = text

    def instant(self, name: str, at: Instant | None) -> None:
        """Add a moment."""
        if at is not None:
            self.put(name, moment(at, self.zone).isoformat())

    def span(self, name: str, minutes: Minutes | None) -> None:
        """Add a span such as PT40H0M0S."""
        if minutes is not None:
            sign = "-" if minutes < 0 else ""
            self.put(name, f"{sign}PT{abs(minutes) // 60}H{abs(minutes) % 60}M0S")

    def tenths(self, name: str, minutes: Minutes | None) -> None:
        """Add minutes as tenths of minutes."""
        if minutes is not None:
            self.put(name, minutes * 10)

    def money(self, name: str, amount: Decimal | None) -> None:
        """Add an amount as hundredths of the currency."""
        if amount is not None:
            self.put(name, amount * 100)

    def bytes(self) -> bytes:
        """Give the document."""
        data: bytes = etree.tostring(
            self.element, encoding="UTF-8", xml_declaration=True, standalone=True, pretty_print=True
        )
        return data


def plain(value: Decimal) -> str:
    """Write a number without exponent and without trailing zeros."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text
