"""File formats: bytes to dossier and back, with a receipt."""
