"""Which column of a sheet holds what: the headings people use, in English, German, French and Spanish."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from milepost.exchange.errors import FileRefusedError

#: Milepost's name of a column, and the headings that mean it; the first is the one Milepost writes.
HEADINGS: dict[str, tuple[str, ...]] = {
    "id": (
        "ID",
        "Nr.",
        "No.",
        "#",
        "Task ID",
        "Row",
        "Row number",
        "Vorgangsnummer",
        "N°",
        "Nº",
        "Num",
        "Identifiant",
        "Id.",
    ),
    "uid": ("Unique ID", "UID", "Eindeutige Nr.", "Numéro unique", "Id. única", "Issue id"),
    "code": ("Code", "Activity ID", "Issue key", "Key", "Schlüssel", "Vorgangscode", "Clé", "Clave", "Task code"),
    "wbs": ("WBS", "WBS Code", "PSP-Code", "PSP", "WDT", "Code OTP", "OTP", "EDT", "Código EDT", "Outline Number"),
    "level": (
        "Outline Level",
        "Level",
        "Gliederungsebene",
        "Ebene",
        "Niveau",
        "Niveau hiérarchique",
        "Nivel de esquema",
    ),
    "parent": (
        "Parent",
        "Parent ID",
        "Parent id",
        "Parent key",
        "Übergeordnet",
        "Epic Link",
        "Elément parent",
        "Padre",
    ),
    "name": (
        "Task Name",
        "Name",
        "Task",
        "Activity",
        "Activity Name",
        "Title",
        "Vorgangsname",
        "Vorgang",
        "Aufgabe",
        "Titel",
        "Bezeichnung",
        "Nom de la tâche",
        "Nom",
        "Tâche",
        "Titre",
        "Nombre de tarea",
        "Nombre",
        "Tarea",
        "Título",
    ),
    "summary": ("Summary", "Sammelvorgang", "Récapitulative", "Resumen", "Zusammenfassung", "Récapitulatif"),
    "milestone": ("Milestone", "Meilenstein", "Jalon", "Hito"),
    "duration": ("Duration", "Dauer", "Durée", "Duración", "Original Duration", "Geplante Dauer"),
    "estimate": (
        "Original Estimate",
        "Estimate",
        "Ursprüngliche Schätzung",
        "Estimation originale",
        "Estimación original",
    ),
    "optimistic": (
        "Optimistic",
        "Optimistic Duration",
        "Best Case",
        "Minimum Duration",
        "Optimistisch",
        "Optimistische Dauer",
        "Durée optimiste",
        "Optimiste",
        "Duración optimista",
        "Optimista",
    ),
    "likely": (
        "Most Likely",
        "Most Likely Duration",
        "Expected Duration",
        "Wahrscheinlich",
        "Wahrscheinliche Dauer",
        "Plus probable",
        "Durée probable",
        "Más probable",
        "Duración probable",
    ),
    "pessimistic": (
        "Pessimistic",
        "Pessimistic Duration",
        "Worst Case",
        "Maximum Duration",
        "Pessimistisch",
        "Pessimistische Dauer",
        "Durée pessimiste",
        "Pessimiste",
        "Duración pesimista",
        "Pesimista",
    ),
    "basis": ("Estimate Basis", "Basis of Estimate", "Schätzgrundlage", "Base d'estimation", "Base de estimación"),
    "shape": ("Estimate Shape",),
    "ends": ("Estimate Ends",),
    "work": ("Work", "Arbeit", "Aufwand", "Travail", "Trabajo", "Effort"),
    "start": (
        "Start",
        "Start Date",
        "Anfang",
        "Beginn",
        "Startdatum",
        "Début",
        "Date de début",
        "Comienzo",
        "Inicio",
        "Begin",
    ),
    "finish": (
        "Finish",
        "Finish Date",
        "End",
        "End Date",
        "Ende",
        "Fertig stellen",
        "Enddatum",
        "Fin",
        "Date de fin",
        "Final",
    ),
    "predecessors": (
        "Predecessors",
        "Predecessor",
        "Depends on",
        "Dependencies",
        "Vorgänger",
        "Prédécesseurs",
        "Predecesoras",
        "Inward issue link (Blocks)",
    ),
    "successors": ("Successors", "Successor", "Nachfolger", "Successeurs", "Sucesoras", "Outward issue link (Blocks)"),
    "resources": (
        "Resource Names",
        "Resources",
        "Resource",
        "Assigned To",
        "People",
        "Assignee",
        "Ressourcennamen",
        "Ressourcen",
        "Bearbeiter",
        "Noms ressources",
        "Ressources",
        "Responsable",
        "Nombres de los recursos",
        "Recursos",
        "Asignado a",
        "Attribution",
    ),
    "percent": (
        "% Complete",
        "Percent Complete",
        "Progress",
        "% Abgeschlossen",
        "Fortschritt",
        "% achevé",
        "% completado",
        "% Done",
    ),
    "percent_work": ("% Work Complete", "% Arbeit abgeschlossen", "% travail achevé", "% trabajo completado"),
    "physical": ("Physical % Complete", "Physisch % Abgeschlossen", "% physique achevé", "% físico completado"),
    "status": ("Status", "Estado", "Statut", "État"),
    "actual_start": ("Actual Start", "Tatsächlicher Anfang", "Ist-Anfang", "Début réel", "Comienzo real"),
    "actual_finish": (
        "Actual Finish",
        "Tatsächliches Ende",
        "Ist-Ende",
        "Fin réelle",
        "Fin real",
        "Resolved",
        "Erledigt",
    ),
    "remaining": ("Remaining Duration", "Verbleibende Dauer", "Restdauer", "Durée restante", "Duración restante"),
    "actual_duration": ("Actual Duration", "Ist-Dauer", "Durée réelle", "Duración real"),
    "actual_work": ("Actual Work", "Ist-Arbeit", "Travail réel", "Trabajo real"),
    "remaining_work": ("Remaining Work", "Verbleibende Arbeit", "Travail restant", "Trabajo restante"),
    "percent_type": ("Percent Complete Type",),
    "suspend": ("Suspended",),
    "resume": ("Resume", "Wiederaufnahme", "Reprise", "Reanudar"),
    "expected_finish": ("Expected Finish",),
    "deadline": (
        "Deadline",
        "Due date",
        "Due",
        "Stichtag",
        "Fälligkeitsdatum",
        "Échéance",
        "Date limite",
        "Fecha límite",
    ),
    "constraint": ("Constraint Type", "Einschränkungsart", "Type de contrainte", "Tipo de restricción"),
    "constraint_date": ("Constraint Date", "Einschränkungstermin", "Date contrainte", "Fecha de restricción"),
    "type": ("Task Type", "Vorgangsart", "Type de tâche", "Tipo de tarea"),
    "effort_driven": ("Effort Driven", "Leistungsgesteuert", "Piloté par l'effort", "Condicionada por el esfuerzo"),
    "ignore_calendars": (
        "Ignore Resource Calendar",
        "Ressourcenkalender ignorieren",
        "Ignorer le calendrier ressource",
    ),
    "mode": ("Task Mode", "Vorgangsmodus", "Mode Tâche", "Modo de tarea"),
    "kind": ("Task Kind",),
    "external_project": ("External Project", "Externes Projekt", "Projet externe", "Proyecto externo"),
    "levelling": (
        "Leveling Delay",
        "Levelling Delay",
        "Abgleichsverzögerung",
        "Retard d'audit",
        "Retraso por redistribución",
    ),
    "pieces": ("Split Pieces",),
    "segments": ("Split Segments",),
    "priority": ("Priority", "Priorität", "Priorité", "Prioridad"),
    "calendar": ("Task Calendar", "Calendar", "Vorgangskalender", "Calendrier de la tâche", "Calendario de tareas"),
    "cost": ("Cost", "Kosten", "Coût", "Costo", "Coste"),
    "fixed_cost": ("Fixed Cost", "Feste Kosten", "Fixkosten", "Coût fixe", "Costo fijo"),
    "actual_cost": ("Actual Cost", "Ist-Kosten", "Tatsächliche Kosten", "Coût réel", "Costo real"),
    "remaining_cost": ("Remaining Cost", "Verbleibende Kosten", "Coût restant", "Costo restante"),
    "accrual": ("Fixed Cost Accrual", "Fälligkeit fester Kosten", "Allocation des coûts fixes"),
    "cost_account": ("Cost Account", "Kostenstelle", "Compte de coûts", "Cuenta de costos"),
    "active": ("Active", "Aktiv", "Actif", "Activo"),
    "notes": (
        "Notes",
        "Note",
        "Notizen",
        "Description",
        "Beschreibung",
        "Remarques",
        "Notas",
        "Comments",
        "Descripción",
    ),
    "owner": ("Owner", "Verantwortlich", "Responsible"),
    "baseline_start": ("Baseline Start", "Geplanter Anfang", "Début planifié", "Comienzo previsto"),
    "baseline_finish": ("Baseline Finish", "Geplantes Ende", "Fin planifiée", "Fin prevista"),
    "baseline_duration": ("Baseline Duration", "Durée planifiée", "Duración prevista"),
    "baseline_cost": ("Baseline Cost", "Geplante Kosten", "Coût planifié", "Costo previsto"),
    "baseline_work": ("Baseline Work", "Travail planifié", "Trabajo previsto"),
}

#: Columns a cell of which may be spread over several columns of the same heading, as Jira writes them.
REPEATED = ("predecessors", "successors", "resources", "notes")


@lru_cache(maxsize=4096)
def plain(heading: str) -> str:
    """Reduce a heading to its letters and digits, without case and accents; a percent sign stays."""
    text = without_accents(re.sub(r"[\[(].*[\])]\s*$", "", heading) or heading)
    return "".join(letter for letter in text.casefold() if letter.isalnum() or letter in "%#")


def without_accents(text: str) -> str:
    """Give a text without accents: `días` is `dias`."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


_MEANING = {plain(heading): name for name, headings in reversed(HEADINGS.items()) for heading in headings}
_FULL_MEANING = {heading.casefold(): name for name, headings in HEADINGS.items() for heading in headings}


def meaning(heading: str) -> str:
    """Tell which of Milepost's columns a heading means; empty when none."""
    return _FULL_MEANING.get(heading.strip().casefold()) or _MEANING.get(plain(heading), "")


def score(cells: Iterable[object]) -> int:
    """Count the cells of a row that are known headings: how much it looks like the header."""
    return len({name for cell in cells if isinstance(cell, str) and (name := meaning(cell))})


def assign(headings: Sequence[str], chosen: Mapping[str, str], *, file: str) -> dict[str, list[int]]:
    """Give the positions of each of Milepost's columns; `chosen` maps its names to headings and goes first."""
    found: dict[str, list[int]] = {}
    for name, heading in chosen.items():
        if name not in HEADINGS:
            raise FileRefusedError(f"{file}: Milepost has no column {name!r}. It has: {', '.join(HEADINGS)}.")
        places = [n for n, one in enumerate(headings) if one.strip().casefold() == heading.strip().casefold()]
        if not places:
            known = ", ".join(one for one in headings if one.strip())
            raise FileRefusedError(f"{file}: there is no column {heading!r} for {name}. The columns are: {known}.")
        found[name] = places
    taken = {place for places in found.values() for place in places}
    for place, heading in enumerate(headings):
        name = meaning(heading)
        if name and place not in taken and name not in chosen and (name not in found or name in REPEATED):
            found.setdefault(name, []).append(place)
    return found
