"""Every change to the record: one definition for all doors, one gate."""
