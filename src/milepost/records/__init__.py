"""The system of record: tables, constraints and migrations; one Django application."""
