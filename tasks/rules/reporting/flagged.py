"""Which answers that could not be read make a report's figures too low, so that its reader must hear of it first.

A flagged row counts, without the part that could not be read. One row at no known unit or place is a detail; many are a
renamed unit, or a question that is answered in another way.
"""

from collections.abc import Collection, Iterable, Mapping

from schemas.finding import Code
from schemas.message import Unread

SHARE = 0.1
"""From so many of the distributions on, an unknown unit or place is said first."""

MEASURES_OF = {
    Code.TRAINED_INVALID: ("people_trained",),
    Code.STRIPS_INVALID: ("fts_distributed", "xts_distributed"),
}
"""The figures that are too low by what could not be read; already one such answer is told."""

OF_PLACES = (Code.UNIT_UNKNOWN, Code.PLACE_MISSING)


def list_unread(flags: Mapping[Code, int], measures: Collection[str], distribution_count: int) -> list[Unread]:
    """List the answers that could not be read and that matter to a report.

    Args:
        flags: how many distributions of the period have each flag.
        measures: the report's measures.
        distribution_count: how many distributions the period has.
    """
    too_low = [code for code, names in MEASURES_OF.items() if not set(names).isdisjoint(measures) and flags.get(code)]
    at_no_place = [code for code in OF_PLACES if flags.get(code, 0) >= SHARE * distribution_count > 0]
    return [Unread(code=code, count=flags[code]) for code in (*too_low, *at_no_place)]


def keep_of_whole_agency(unread: Iterable[Unread]) -> list[Unread]:
    """Keep what may be said to other eyes: how many rows have no unit or place is a cell of a table by these."""
    return [one for one in unread if one.code not in OF_PLACES]
