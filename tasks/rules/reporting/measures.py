"""The catalogue of measures and groupings, by the names that reports and commands use.

A measure says from what it is summed: distributions (as officers wrote them), trainings, the replayed stock, or what is
on order.
Kits, doses and NYC units are three measures; none is inferred from another silently.
"""

from enum import StrEnum
from typing import Literal, NamedTuple

from schemas.distribution import REASON_CHOICES, RECIPIENT_CHOICES
from schemas.inventory import COURSE_CHOICES
from tasks.rules.stock.flows import Flow

DOSES_IN_NYC_UNIT = 2
"""New York City counts in units: "1 unit = 2 doses naloxone, regardless of formulation" (NYC Health, pharmacy page)."""


class Frame(StrEnum):
    """The ledger's frames."""

    DISTRIBUTIONS = "distributions"
    TRAININGS = "trainings"
    LINES = "lines"
    ORDERS = "orders"


class Moment(StrEnum):
    """At which end of the period a stock is looked at."""

    START = "start"
    END = "end"


Source = Literal[Frame.DISTRIBUTIONS, Frame.TRAININGS, Frame.ORDERS] | Flow | Moment
"""Rows from which a measure is summed: of a frame, of a flow of the stock, or all lines up to an end of the period.

Of the orders it is all changes up to the end of the period.
"""


class Measure(NamedTuple):
    """What is summed: a column of a frame, or a flow of the stock, or the stock itself at a moment."""

    title: str
    source: Source
    column: str = "quantity"

    @property
    def frame(self) -> Frame:
        """Return the frame that holds its rows."""
        return self.source if isinstance(self.source, Frame) else Frame.LINES


ASKED_FOR = {"people_trained": "trained", "fts_distributed": "fts", "xts_distributed": "xts"}
"""The optional question of the form from which a number is summed: a form may have left it empty, which isn't 0."""

MEASURES: dict[str, Measure] = {
    "distributions": Measure("Distributions", Frame.DISTRIBUTIONS, "distributions"),
    "kits_distributed": Measure("Kits distributed", Frame.DISTRIBUTIONS, "kits"),
    "doses_distributed": Measure("Doses distributed", Frame.DISTRIBUTIONS, "doses"),
    "nyc_units_distributed": Measure("NYC units distributed (2 doses each)", Frame.DISTRIBUTIONS, "nyc_units"),
    "people_trained": Measure("Individuals trained", Frame.DISTRIBUTIONS, "trained"),
    "personnel_trained": Measure("Training attendances", Frame.TRAININGS, "people"),
    "fts_distributed": Measure("Fentanyl test strips distributed", Frame.DISTRIBUTIONS, "fts"),
    "xts_distributed": Measure("Xylazine test strips distributed", Frame.DISTRIBUTIONS, "xts"),
    "kits_on_hand_start": Measure("Kits on hand at start of period", Moment.START, "signed"),
    "kits_received": Measure("Kits received", Flow.RECEIVED),
    "kits_returned": Measure("Kits returned to supplier", Flow.RETURNED),
    "kits_damaged": Measure("Kits damaged", Flow.DAMAGED),
    "kits_lost": Measure("Kits lost", Flow.LOST),
    "kits_expired": Measure("Kits expired", Flow.EXPIRED),
    "kits_recalled": Measure("Kits recalled", Flow.RECALLED),
    "kits_count_adjustment": Measure("Stock adjustment (physical count)", Flow.COUNT_ADJUSTMENT),
    "kits_shortfall": Measure("Stock discrepancy (shortfall)", Flow.SHORTFALL),
    "kits_on_hand_end": Measure("Kits on hand at end of period", Moment.END, "signed"),
    "kits_on_order": Measure("Kits on order at end of period", Frame.ORDERS),
}


class Grouping(NamedTuple):
    """What rows are put together by: its title, the frames that know it, and the order of its labels."""

    title: str
    frames: frozenset[Frame]
    order: tuple[str, ...] = ()


_ALL = frozenset(Frame)
_OF_UNITS = _ALL - {Frame.ORDERS}
_DISTRIBUTIONS = frozenset({Frame.DISTRIBUTIONS})
_STOCK = frozenset({Frame.LINES})
_ITEMS = frozenset({Frame.LINES, Frame.ORDERS})
_TRAININGS = frozenset({Frame.TRAININGS})

GROUPINGS: dict[str, Grouping] = {
    "month": Grouping("Month", _ALL),
    "unit": Grouping("Unit", _OF_UNITS),
    "zip": Grouping("ZIP code", _DISTRIBUTIONS),
    "county": Grouping("County", _DISTRIBUTIONS),
    "borough": Grouping("Borough", _DISTRIBUTIONS),
    "jurisdiction": Grouping("Jurisdiction", _DISTRIBUTIONS),
    "recipient": Grouping("Who took the kit", _DISTRIBUTIONS, tuple(RECIPIENT_CHOICES)),
    "reason": Grouping("Why it was offered", _DISTRIBUTIONS, tuple(REASON_CHOICES)),
    "item": Grouping("Item", _ITEMS),
    "lot": Grouping("Lot", _STOCK),
    "course": Grouping("Course", _TRAININGS, tuple(COURSE_CHOICES)),
}

STOCK_OF = {
    "kits_distributed": Flow.DISTRIBUTED,
    "doses_distributed": Flow.DISTRIBUTED,
    "nyc_units_distributed": Flow.DISTRIBUTED,
}
"""Measures of distributions that the stock knows too: by item and lot they follow the lots that were really drawn."""


def find_frame(measure: str, by: tuple[str, ...]) -> Frame | None:
    """Return the frame from which a measure can be summed by these groupings; none if they do not go together."""
    frames = {MEASURES[measure].frame} | ({Frame.LINES} if measure in STOCK_OF else set())
    fitting = [frame for frame in Frame if frame in frames and all(frame in GROUPINGS[name].frames for name in by)]
    return fitting[0] if fitting else None
