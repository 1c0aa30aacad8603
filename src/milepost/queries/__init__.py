"""Every question to the record, answered with plain frozen data for the person who asks."""
