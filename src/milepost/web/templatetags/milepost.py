"""Tags and filters of the templates; built in, so no template loads them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.templatetags.static import static as static_address
from django.utils.safestring import SafeString, mark_safe

from milepost.commands.catalogue import find
from milepost.commands.command import Command
from milepost.press.drawings import draw
from milepost.press.report import Chart, Column, Table
from milepost.queries.catalogue import find as find_query
from milepost.web.forms import worded
from milepost.web.pages import pages
from milepost.web.registers import said as in_words
from milepost.web.requests import requestable as commands_to_ask_for
from milepost.web.shell import address
from milepost.web.visitors import Visit

register = template.Library()


@register.simple_tag
def asset(name: str) -> str:
    """Give the address of a built file: `{% asset "app.css" %}`."""
    return static_address(f"built/{name}")


@register.simple_tag
def page_address(name: str, **given: Any) -> str:
    """Give the address of a page by its name: `{% page_address "risks" project=frame.code %}`."""
    return address(pages()[name], given)


@register.filter
def said(value: Any) -> str:
    """Give a value in words: dates, yes and no, lists, nothing."""
    return in_words(value)


@register.filter
def explained(command: Command) -> list[str]:
    """Give what a form says of its command: a sentence, and what else there is to know."""
    first, _, rest = command.doc.strip().partition("\n")
    return [worded(part) for part in (first, rest) if part.strip()]


@register.filter
def may(here: Visit, word: str) -> bool:
    """Tell whether whoever looks may give a command of the project here: `{% if visit|may:"set_deadline" %}`."""
    open_ = here.frame is None or not here.frame.archived
    return open_ and here.may(find(word))


@register.filter
def may_ask(here: Visit, word: str) -> bool:
    """Tell whether whoever looks may ask a query here: `{% if visit|may_ask:"export_project" %}`."""
    return here.may(find_query(word))


@register.filter
def drawn(chart: Chart) -> SafeString:
    """Give a chart as an SVG element in the page's colours."""
    # The renderer escapes what it is given, so its drawing is as safe as one of ours.
    return mark_safe(_drawing(chart.key, chart.title, chart.said, json.dumps(chart.specification, sort_keys=True)))  # noqa: S308


@lru_cache(maxsize=64)
def _drawing(key: str, title: str, said_of: str, specification: str) -> str:
    return draw([Chart(key, title, said_of, json.loads(specification))])[0]


@register.filter
def cells(table: Table, row: tuple[str, ...]) -> list[tuple[str, Column]]:
    """Give the cells of a table's row with their columns."""
    return list(zip(row, table.columns, strict=True))


@register.filter
def requestable(here: Visit) -> list[Command]:
    """List what somebody may ask to have changed here."""
    return commands_to_ask_for(here)


@register.filter
def share(value: Decimal) -> str:
    """Give a share of 1 as a percentage; never 0 or 100 % for what may still happen."""
    if 0 < value < Decimal("0.005"):
        return "< 1 %"
    if Decimal("0.995") <= value < 1:
        return "> 99 %"
    return f"{value * 100:.0f} %"


@register.filter
def rounded(value: Decimal | None) -> str:
    """Give an amount in whole units: `12,400`."""
    return "" if value is None else f"{value:,.0f}"


@register.filter
def likelihood(level: int) -> str:
    """Give the word for a level of probability, 1 to 5."""
    return ("rare", "unlikely", "possible", "likely", "very likely")[level - 1]


@register.filter
def pairs(text: str) -> list[list[str]]:
    """Read pairs of words: `add_link:Link,remove_link:Unlink`."""
    return [each.split(":", 1) for each in text.split(",")]


@register.filter
def initials(name: str) -> str:
    """Give the initials of somebody: `Anna Berg` is `AB`."""
    parts = [part for part in name.split() if part[:1].isalpha()]
    return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else parts[0][1:2])).upper() if parts else "?"


@register.filter
def hue(name: str) -> int:
    """Give somebody's colour, one of eight, always the same for the same name."""
    return sum(ord(letter) * (place + 3) for place, letter in enumerate(name)) % 8


#: How browsers and systems call themselves, the more particular names first.
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"))


@register.filter
def browser(agent: str) -> str:
    """Name a browser and its system as people know them: `Firefox on Windows`."""
    name = next((name for word, name in _BROWSERS if word in agent), "")
    system = next((name for word, name in (*_SYSTEMS, ("Linux", "Linux")) if word in agent), "")
    return " on ".join(filter(None, (name, system))) or agent[:60] or "unknown"


@register.simple_tag
def changed(sheet: Any, name: str, value: str = "") -> str:
    """Give the address of a register with one thing asked differently."""
    return str(sheet.address(**{name: value, **({} if name == "page" else {"page": ""})}))


@register.simple_tag
def static_icon() -> str:
    """Give the address of the product's own sign."""
    return static_address("milepost.svg")


@dataclass(frozen=True, slots=True)
class Undo:
    """What takes an action back: where it is sent to, and the journal's entry."""

    action: str
    entry: str


@register.simple_tag
def undo_of(message: Message) -> Undo | None:
    """Give what takes back the action a message tells of."""
    word, _, rest = (message.extra_tags or "").partition(":")
    base, _, entry = rest.partition(":")
    return Undo(f"{base}/do", entry) if word == "undo" else None
