"""Reports laid out for reading: HTML, tables, files."""
