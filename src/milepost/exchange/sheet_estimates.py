"""Three-point estimates in sheets: at best, most likely, at worst, and what they rest on."""

from __future__ import annotations

from milepost.engine.distributions import Ends, Shape
from milepost.engine.tasks import Estimate
from milepost.engine.units import Minutes
from milepost.exchange.sheet_cells import SheetReader, SheetRow


def estimate_of(reader: SheetReader, row: SheetRow, duration: Minutes) -> Estimate | None:
    """Read a row's range; a missing most likely value is the duration, a missing end the most likely value.

    A basis alone says which default range the task shares. None where the row says nothing.
    """
    spans = [reader.span(row, name) for name in ("optimistic", "likely", "pessimistic")]
    low, likely, high = (None if span is None else span.minutes for span in spans)
    basis = reader.text(row, "basis")
    if low is None and likely is None and high is None and not basis:
        return None
    middle = duration if likely is None else likely
    low, high = middle if low is None else low, middle if high is None else high
    if low > middle:
        reader.refuse(row, "optimistic", "at most the most likely duration")
    if high < middle:
        reader.refuse(row, "pessimistic", "at least the most likely duration")
    shape, ends = reader.text(row, "shape").casefold(), reader.text(row, "ends").upper()
    return Estimate(
        low,
        middle,
        high,
        basis,
        Shape(shape) if shape in tuple(Shape) else Shape.TRIANGULAR,
        Ends(ends) if ends in tuple(Ends) else Ends.ABSOLUTE,
    )
