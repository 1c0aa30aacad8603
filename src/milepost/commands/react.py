"""What follows a change once it is in the record; a list, not signals."""

from __future__ import annotations

from milepost.forecasting.held import SHELF, Held

#: Each is called with the state that the action led to, after the transaction.
REACTIONS = (SHELF.put,)


def react(state: Held) -> None:
    """Do everything that follows a change."""
    for reaction in REACTIONS:
        reaction(state)
