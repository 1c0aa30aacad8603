"""The clock's door: work that outlives a request, what must be told, and what happens every night."""
