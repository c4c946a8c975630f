"""What is wrong with a row, as a code and a row number: never the content of the row.

A *held* row isn't counted until someone fixes it; a *flagged* row is counted, without the part that could not be
read (contract, section "Tabs").
"""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from schemas.tabs import Tab

KEEP = "keep"
"""The coordinator's word for a held row that counts after all, in decisions.csv and in the status tab."""


class Code(StrEnum):
    """Every way in which a row can need a person."""

    TIMESTAMP_UNREADABLE = "timestamp_unreadable"
    DATE_MISSING = "date_missing"
    DATE_UNREADABLE = "date_unreadable"
    DATE_IN_FUTURE = "date_in_future"
    DATE_BEFORE_PROGRAM = "date_before_program"
    UNIT_UNKNOWN = "unit_unknown"
    ZIP_INVALID = "zip_invalid"
    JURISDICTION_UNKNOWN = "jurisdiction_unknown"
    PLACE_MISSING = "place_missing"
    KITS_MISSING = "kits_missing"
    KITS_NOT_A_NUMBER = "kits_not_a_number"
    KITS_OUT_OF_RANGE = "kits_out_of_range"
    LOT_UNKNOWN = "lot_unknown"
    TRAINED_INVALID = "trained_invalid"
    STRIPS_INVALID = "strips_invalid"
    POSSIBLE_DUPLICATE = "possible_duplicate"
    MOVEMENT_UNKNOWN = "movement_unknown"
    ITEM_UNKNOWN = "item_unknown"
    LOT_INVALID = "lot_invalid"
    EXPIRY_INVALID = "expiry_invalid"
    QUANTITY_INVALID = "quantity_invalid"
    LOCATION_UNKNOWN = "location_unknown"
    COUNT_INVALID = "count_invalid"
    COURSE_INVALID = "course_invalid"
    ANSWERS_CONFLICT = "answers_conflict"
    FROM_TO_CONFLICT = "from_to_conflict"


FLAGS = frozenset(
    {
        Code.UNIT_UNKNOWN,
        Code.ZIP_INVALID,
        Code.JURISDICTION_UNKNOWN,
        Code.PLACE_MISSING,
        Code.LOT_UNKNOWN,
        Code.TRAINED_INVALID,
        Code.STRIPS_INVALID,
    }
)


class Finding(NamedTuple):
    """One code for one row, and where the row stands now."""

    tab: Tab
    row: int
    ref: str
    code: Code
    is_of_held_row: bool = False
    """Whether the row is held, for this code or for another."""
    link: str = ""
    """Where the row opens in a browser; empty where the source is files."""

    @property
    def is_flag(self) -> bool:
        """Whether the code alone lets the row count: only rows of the form do, and only with some codes."""
        return is_flag(self.tab, self.code)

    @property
    def is_counted(self) -> bool:
        """Whether the row is counted all the same."""
        return self.is_flag and not self.is_of_held_row


UNDATED = frozenset(
    {
        Code.DATE_MISSING,
        Code.DATE_UNREADABLE,
        Code.DATE_IN_FUTURE,
        Code.DATE_BEFORE_PROGRAM,
        Code.ANSWERS_CONFLICT,
    }
)
"""The codes of a row whose own day can't be used; of two answers that differ, the two may be its days."""


def is_flag(tab: Tab, code: Code) -> bool:
    """Tell whether a row of a tab counts in spite of a code."""
    return tab is Tab.RESPONSES and code in FLAGS


class HeldRow(NamedTuple):
    """A row that is not counted, and the day to which it would belong, as far as that can be read."""

    codes: tuple[Code, ...]
    counted_on: date | None


class HeldDay(NamedTuple):
    """The day of a held row, as far as it is known."""

    on: date | None
    """Its own day or, where that can't be used, the day on which its form was sent; none: neither can be read."""
    is_of_sending: bool = False
    """Whether it is only known when the form was sent: the distribution was on that day or before."""
