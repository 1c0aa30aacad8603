"""Rules that find what matters in a dossier and propose what to do."""
