"""The sample organisation: its people, and the outlines of the two projects that begin as outlines."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cast:
    """Somebody of the organisation: sign-in name, full name, team, what they can do, and where they work."""

    login: str
    name: str
    team: str
    skills: str
    country: str = "DE"


#: Everybody; the first thirteen run the portal's migration.
PEOPLE = (
    Cast("nadia", "Nadia Brandt", "Project office", "project management:5"),
    Cast("tomas", "Tomás Herrera", "Architecture", "architecture:5, cloud:4", "ES"),
    Cast("mei", "Mei Lindqvist", "Identity", "identity:5, security:3", "SE"),
    Cast("jonas", "Jonas Weber", "Cloud platform", "cloud:5, network:4"),
    Cast("priya", "Priya Raman", "Cloud platform", "cloud:4, observability:4", "GB"),
    Cast("lukas", "Lukas Adler", "Development", "java:5, frontend:3"),
    Cast("amara", "Amara Okafor", "Development", "frontend:5, accessibility:4"),
    Cast("sofia", "Sofia Marino", "Development", "java:4, integration:4", "IT"),
    Cast("daniel", "Daniel Kovács", "Data", "data migration:5, sql:5"),
    Cast("hanna", "Hanna Vogel", "Test", "test management:5, automation:3"),
    Cast("felix", "Felix Brunner", "Test", "automation:4, performance:4"),
    Cast("yusuf", "Yusuf Demir", "Security", "security:5, privacy:4"),
    Cast("clara", "Clara Neumann", "Change", "training:5, communication:5"),
    Cast("oskar", "Oskar Lehmann", "Project office", "project management:4"),
    Cast("ines", "Inês Duarte", "Project office", "project management:4", "PT"),
    Cast("karl", "Karl Sommer", "Infrastructure", "network:5, hardware:4"),
    Cast("renate", "Renate Fuchs", "Infrastructure", "storage:5, backup:4"),
    Cast("pavel", "Pavel Novák", "Infrastructure", "virtualisation:5, linux:5", "CZ"),
    Cast("greta", "Greta Holm", "Finance", "finance processes:5", "SE"),
    Cast("sven", "Sven Albers", "Board", "sponsoring:5"),
)

#: Rows are depth, name, duration, predecessors by row number, people.
Outline = tuple[tuple[int, str, str, str, str], ...]

#: The move of a data centre, under way and on time.
DATACENTRE: Outline = (
    (0, "Prepare", "", "", ""),
    (1, "Kick-off", "0d", "", ""),
    (1, "Take stock of servers and applications", "10d", "2", "Karl Sommer, Pavel Novák"),
    (1, "Group applications into moving waves", "5d", "3", "Oskar Lehmann"),
    (1, "Contract the new site", "15d", "2", "Oskar Lehmann 50%"),
    (1, "Waves agreed", "0d", "4,5", ""),
    (0, "Build the new site", "", "", ""),
    (1, "Plan racks, power and cooling", "6d", "3", "Karl Sommer"),
    (1, "Install racks and cabling", "10d", "8,5", "Karl Sommer"),
    (1, "Build core network and firewalls", "12d", "9", "Karl Sommer"),
    (1, "Build virtualisation clusters", "12d", "9", "Pavel Novák"),
    (1, "Build storage and replication", "10d", "9", "Renate Fuchs"),
    (1, "Build backup", "6d", "12", "Renate Fuchs"),
    (1, "Test failover of the empty site", "4d", "10,11,13", "Pavel Novák, Renate Fuchs"),
    (1, "Site ready", "0d", "14", ""),
    (0, "Move", "", "", ""),
    (1, "Rehearse wave 1", "3d", "15,6", "Pavel Novák, Karl Sommer"),
    (1, "Move wave 1: test and development", "5d", "17", "Pavel Novák, Renate Fuchs"),
    (1, "Rehearse wave 2", "3d", "18", "Pavel Novák"),
    (1, "Move wave 2: internal applications", "8d", "19", "Pavel Novák, Renate Fuchs"),
    (1, "Check wave 2 with users", "5d", "20", "Clara Neumann 50%"),
    (1, "Rehearse wave 3", "4d", "20", "Pavel Novák, Karl Sommer"),
    (1, "Move wave 3: customer systems", "6d", "22,21", "Pavel Novák, Renate Fuchs, Karl Sommer"),
    (1, "Everything moved", "0d", "23", ""),
    (0, "Close", "", "", ""),
    (1, "Watch operations closely", "10d", "24", "Renate Fuchs 50%"),
    (1, "Wipe and dispose of old equipment", "8d", "24FS+5d", "Karl Sommer"),
    (1, "Hand over to operations", "3d", "26", "Oskar Lehmann"),
    (1, "Old site returned", "0d", "27,28", ""),
)

#: A package for finance: still being planned, with much that is uncertain.
FINANCE: Outline = (
    (0, "Start", "", "", ""),
    (1, "Charter approved", "0d", "", ""),
    (1, "Describe finance processes as they are", "12d", "2", "Greta Holm"),
    (1, "Workshops on processes to be", "15d", "3", "Greta Holm, Inês Duarte 50%"),
    (1, "Requirements agreed", "0d", "4", ""),
    (0, "Choose", "", "", ""),
    (1, "Ask vendors for offers", "10d", "5", "Inês Duarte"),
    (1, "Vendor demonstrations", "5d", "7FS+10d", "Greta Holm, Inês Duarte"),
    (1, "Negotiate and sign", "15d", "8", "Inês Duarte 50%"),
    (1, "Contract signed", "0d", "9", ""),
    (0, "Implement", "", "", ""),
    (1, "Install the environments", "5d", "10", "Pavel Novák 50%"),
    (1, "Configure general ledger", "20d", "12", "Greta Holm 50%"),
    (1, "Configure payables and receivables", "20d", "12", "Sofia Marino"),
    (1, "Configure assets and cost accounting", "15d", "13", "Greta Holm 50%"),
    (1, "Build interfaces to banks", "15d", "12", "Lukas Adler"),
    (1, "Build interfaces to the portal", "12d", "16", "Lukas Adler"),
    (1, "Set up roles and segregation of duties", "8d", "13", "Yusuf Demir"),
    (1, "Configured", "0d", "14,15,17,18", ""),
    (0, "Migrate and test", "", "", ""),
    (1, "Cleanse master data", "25d", "5", "Daniel Kovács 50%"),
    (1, "Build migration of balances", "15d", "21,13", "Daniel Kovács"),
    (1, "Test integration", "15d", "19", "Hanna Vogel"),
    (1, "Rehearse migration", "5d", "22,23", "Daniel Kovács"),
    (1, "User acceptance test", "15d", "23,24", "Hanna Vogel, Greta Holm 50%"),
    (1, "Train 240 users", "12d", "23", "Clara Neumann"),
    (1, "Ready for go-live", "0d", "25,26", ""),
    (0, "Go live", "", "", ""),
    (1, "Close the old year", "5d", "27", "Greta Holm"),
    (1, "Migrate and open the new ledger", "3d", "29", "Daniel Kovács, Greta Holm"),
    (1, "Support after go-live", "20d", "30", "Hanna Vogel 50%, Clara Neumann 50%"),
    (1, "First quarter closed in the new system", "0d", "31", ""),
)
