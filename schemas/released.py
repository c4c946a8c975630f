"""What the ledger keeps of the tables that were released to other eyes than a health department's or the agency's."""

from datetime import date
from typing import NamedTuple

from schemas.base import Closed
from schemas.family import Family
from schemas.period import Cadence


class DrawnOrder(Closed):
    """The order of a family's rows, drawn once from a period that has no table."""

    labels: tuple[str, ...]
    cadence: Cadence
    categories: int


class ReleasedTable(Closed):
    """A family's table of a period: distributions by label in the fixed order, and all others together.

    Without rows there were too few.
    """

    rows: tuple[tuple[str, int], ...]
    others: int


class Release(NamedTuple):
    """What the ledger keeps of a family and a period, forever: an order drawn from it, or the table made of it."""

    family: Family
    period: str
    made_on: date
    content: DrawnOrder | ReleasedTable
