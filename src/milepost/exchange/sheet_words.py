"""What the cells of a plan sheet say: durations, percentages, links, people, yes and no."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from milepost.engine.tasks import ConstraintKind, LagKind, LinkType, TaskType
from milepost.engine.units import Minutes, whole_minutes
from milepost.exchange.p6_tables import decimal
from milepost.exchange.sheet_headings import plain, without_accents

_UNITS = {
    "m": ("m", "min", "mins", "minute", "minutes", "minuten", "minuto", "minutos", "mn"),
    "h": ("h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden", "heure", "heures", "hora", "horas", "st"),
    "d": (
        "d",
        "dy",
        "dys",
        "day",
        "days",
        "t",
        "tag",
        "tage",
        "tagen",
        "j",
        "jour",
        "jours",
        "dia",
        "dias",
        "pt",
        "ds",
    ),
    "w": (
        "w",
        "wk",
        "wks",
        "week",
        "weeks",
        "woche",
        "wochen",
        "sem",
        "sm",
        "semaine",
        "semaines",
        "semana",
        "semanas",
    ),
    "mo": ("mo", "mon", "mons", "mth", "month", "months", "monat", "monate", "mois", "mes", "meses", "ms"),
}
_UNIT = {word: unit for unit, words in _UNITS.items() for word in words}
#: Elapsed units put a letter before: English `ed`, German `ft`, French `éj`.
_ELAPSED_MARKS = ("e", "f")
_ELAPSED_MINUTES = {"m": 1, "h": 60, "d": 1440, "w": 10080, "mo": 43200}
_PIECE = re.compile(r"\s*([+-]?\s*\d[\d.,]*)\s*([^\W\d]*)\.?\s*")
_ISO = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:[\d.]+S)?)?$", re.IGNORECASE)

_LINK_TYPES = {
    LinkType.FS: ("FS", "EA", "FD", "FC"),
    LinkType.SS: ("SS", "AA", "DD", "CC"),
    LinkType.FF: ("FF", "EE"),
    LinkType.SF: ("SF", "AE", "DF", "CF"),
}
_LINK_TYPE = {word: kind for kind, words in _LINK_TYPES.items() for word in words}
_TYPED = re.compile(rf"(?P<task>.+?)\s*(?P<type>{'|'.join(_LINK_TYPE)})\s*(?P<lag>[+-].*)?$", re.IGNORECASE | re.DOTALL)
#: Without a type only a lag with its unit is one: `A-100` is a task of that name.
_LAGGED = re.compile(r"(?P<task>.+?)\s*(?P<lag>[+-]\s*\d[\d.,]*\s*(?:%|[^\W\d]+%?))$", re.DOTALL)
_UNITS_OF = re.compile(r"(?P<name>.*?)\s*[\[(]\s*(?P<units>[^\])]*)[\])]\s*$", re.DOTALL)
_SHARE_OF = re.compile(r"(?P<name>.*[^\s\d.,].*?)\s+(?P<share>\d[\d.,]*)\s*%\s*$", re.DOTALL)

_CONSTRAINTS = {
    ConstraintKind.ASAP: ("As Soon As Possible", "ASAP", "So früh wie möglich", "Dès que possible", "Lo antes posible"),
    ConstraintKind.ALAP: (
        "As Late As Possible",
        "ALAP",
        "So spät wie möglich",
        "Le plus tard possible",
        "Lo más tarde posible",
    ),
    ConstraintKind.SNET: (
        "Start No Earlier Than",
        "SNET",
        "Anfang nicht früher als",
        "Début au plus tôt le",
        "No comenzar antes del",
    ),
    ConstraintKind.SNLT: (
        "Start No Later Than",
        "SNLT",
        "Anfang nicht später als",
        "Début au plus tard le",
        "No comenzar después del",
    ),
    ConstraintKind.FNET: (
        "Finish No Earlier Than",
        "FNET",
        "Ende nicht früher als",
        "Fin au plus tôt le",
        "No finalizar antes del",
    ),
    ConstraintKind.FNLT: (
        "Finish No Later Than",
        "FNLT",
        "Ende nicht später als",
        "Fin au plus tard le",
        "No finalizar después del",
    ),
    ConstraintKind.MSO: ("Must Start On", "MSO", "Muss anfangen am", "Doit commencer le", "Debe comenzar el"),
    ConstraintKind.MFO: ("Must Finish On", "MFO", "Muss enden am", "Doit finir le", "Debe finalizar el"),
}
_TYPES = {
    TaskType.FIXED_UNITS: ("Fixed Units", "Feste Einheiten", "Capacité fixe", "Unidades fijas"),
    TaskType.FIXED_DURATION: ("Fixed Duration", "Feste Dauer", "Durée fixe", "Duración fija"),
    TaskType.FIXED_WORK: ("Fixed Work", "Feste Arbeit", "Travail fixe", "Trabajo fijo"),
}
_TYPE = {plain(word): kind for kind, words in _TYPES.items() for word in words}
_MANUAL = tuple(map(plain, ("Manually Scheduled", "Manual", "Manuell", "Manuell geplant", "Planifiée manuellement")))
MANUAL, AUTOMATIC = "Manually Scheduled", "Auto Scheduled"
_CONSTRAINT = {plain(word): kind for kind, words in _CONSTRAINTS.items() for word in words}
_YES = ("yes", "y", "true", "1", "ja", "j", "oui", "o", "si", "s", "x", "wahr", "vrai", "verdadero")
_NO = ("no", "n", "false", "0", "nein", "non", "falsch", "faux", "falso", "")


@dataclass(frozen=True, slots=True)
class Span:
    """A duration as written: its minutes, the unit to show it in, whether it is wall-clock time or a guess."""

    minutes: Minutes
    unit: str
    elapsed: bool = False
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class WrittenLink:
    """A link as written: the other task as the cell names it, type and lag; percent lags in hundredths."""

    task: str
    type: LinkType = LinkType.FS
    lag: int = 0
    lag_kind: LagKind = LagKind.WORKING
    lag_unit: str = "d"


@dataclass(frozen=True, slots=True)
class WorkLengths:
    """How many minutes of work a day and a week have, and how many days a month."""

    day: Minutes = 480
    week: Minutes = 2400
    month_days: int = 20

    def minutes(self, unit: str, *, elapsed: bool) -> Minutes:
        """Give the minutes of one unit."""
        if elapsed:
            return _ELAPSED_MINUTES[unit]
        return {"m": 1, "h": 60, "d": self.day, "w": self.week, "mo": self.day * self.month_days}[unit]


def span(text: str, lengths: WorkLengths, unit: str = "d") -> Span | None:
    """Read a duration such as `3.5d`, `2 wks`, `1d 4h`, `2ed`, `5 days?` or `PT16H0M0S`; None when it is none.

    `unit` is what a bare number counts.
    """
    words = without_accents(text.strip().casefold())
    estimated = words.endswith("?")
    words = words.rstrip("? ")
    iso = _ISO.match(words)
    if iso and words not in ("p", "pt"):
        days, hours, minutes = (int(part or 0) for part in iso.groups())
        return Span(days * 1440 + hours * 60 + minutes, "d", estimated=estimated)
    total, shown, elapsed, position = Decimal(0), "", False, 0
    while position < len(words):
        match = _PIECE.match(words, position)
        number = decimal(match.group(1)) if match else None
        known = _unit(match.group(2), unit) if match else None
        if match is None or number is None or known is None:
            return None
        elapsed = elapsed or known[1]
        shown = shown or known[0]
        total += number * lengths.minutes(known[0], elapsed=known[1])
        position = match.end()
    return Span(whole_minutes(total), shown, elapsed, estimated) if shown else None


def _unit(word: str, bare: str) -> tuple[str, bool] | None:
    if not word:
        return bare, False
    if word in _UNIT:
        return _UNIT[word], False
    if word[:1] in _ELAPSED_MARKS and word[1:] in _UNIT:
        return _UNIT[word[1:]], True
    return None


def link(text: str, lengths: WorkLengths, known: frozenset[str]) -> WrittenLink | None:
    """Read one predecessor such as `12`, `12FS+2d`, `7SS-50%` or `A-100 FF +1ew`; None when it is none.

    `known` are the names other tasks go by; a cell that is such a name is never taken apart.
    """
    words = text.strip()
    if words.casefold() in known:
        return WrittenLink(words)
    matches = [match for pattern in (_TYPED, _LAGGED) if (match := pattern.match(words))]
    named = next((one for one in matches if one.group("task").casefold() in known), None)
    match = named or next(iter(matches), None)
    if match is None:
        return WrittenLink(words) if words else None
    parts = match.groupdict()
    type_ = _LINK_TYPE[(parts.get("type") or "FS").upper()]
    return _lagged(parts["task"], type_, parts["lag"] or "", lengths)


def _lagged(task: str, type_: LinkType, lag: str, lengths: WorkLengths) -> WrittenLink | None:
    words = lag.replace(" ", "")
    if not words:
        return WrittenLink(task, type_)
    if "%" in words:
        elapsed = words.casefold().startswith(("e", "f"), words.index("%") - 1) or words.casefold().endswith("e%")
        number = decimal(words.replace("%", "").rstrip("eEfF"))
        kind = LagKind.PERCENT_ELAPSED if elapsed else LagKind.PERCENT
        return None if number is None else WrittenLink(task, type_, int(number * 100), kind)
    read = span(words, lengths)
    if read is None:
        return None
    return WrittenLink(task, type_, read.minutes, LagKind.ELAPSED if read.elapsed else LagKind.WORKING, read.unit)


def assigned(text: str) -> tuple[str, Decimal, bool] | None:
    """Read `Ana`, `Ana[50%]`, `Ana 50%`, `Bo (2)` or `Cable[30 m]`: name, units (1 = 100 %) or amount, if material."""
    share = _SHARE_OF.match(text.strip())
    if share is not None and (part := decimal(share.group("share"))) is not None:
        return share.group("name"), part / 100, False
    match = _UNITS_OF.match(text.strip())
    if match is None or not match.group("name"):
        return (text.strip(), Decimal(1), False) if text.strip() else None
    words = match.group("units").strip()
    percent = words.endswith("%")
    number = re.match(r"[\d.,]+", words)
    value = decimal(number.group()) if number else None
    if value is None:
        return (text.strip(), Decimal(1), False) if match.group(0).rstrip().endswith(")") else None
    if percent:
        return match.group("name"), value / 100, False
    return match.group("name"), value, words[number.end() if number else 0 :].strip() not in ("", "x")


def constraint(text: str) -> ConstraintKind | None:
    """Read the name of a constraint in any of the known languages."""
    return _CONSTRAINT.get(plain(text))


def task_type(text: str) -> TaskType | None:
    """Read the name of a task type in any of the known languages."""
    return _TYPE.get(plain(text))


def type_name(kind: TaskType) -> str:
    """Give the English name of a task type."""
    return _TYPES[kind][0]


def is_manual(text: str) -> bool:
    """Tell whether a task mode means dates set by hand."""
    return plain(text) in _MANUAL


def constraint_name(kind: ConstraintKind) -> str:
    """Give the English name of a constraint."""
    return _CONSTRAINTS[kind][0]


def written_span(minutes: Minutes, unit: str, lengths: WorkLengths, *, elapsed: bool = False) -> str:
    """Write a duration such as 3.5d so that reading it gives the same minutes; in minutes where the unit cannot."""
    mark = "e" if elapsed else ""
    for name in (unit, "h"):
        if name in _UNITS:
            number = (Decimal(minutes) / lengths.minutes(name, elapsed=elapsed)).quantize(
                Decimal("0.01")
            ).normalize() + 0
            if number * lengths.minutes(name, elapsed=elapsed) == minutes:
                return f"{number:f}{mark}{name}"
    return f"{minutes}{mark}m"


def yes(text: str) -> bool | None:
    """Read yes or no; None when it is neither."""
    words = plain(text)
    return True if words in _YES else False if words in _NO else None
