"""What is wrong with a row, as a code and a row number: never the content of the row.

A *held* row is not counted until someone mends it; a *flagged* row is counted, with the part that could not
be read left out (contract, section "Tabs").
"""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from schemas.tabs import Tab

KEEP = "keep"
"""The coordinator's word for a held row that is to be counted, in decisions.csv and in the status tab."""


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

WHAT_TO_DO = {
    Code.TIMESTAMP_UNREADABLE: (
        "The time of submission cannot be read. Restore it in the tab (Form responses are stamped by themselves)."
    ),
    Code.DATE_MISSING: "The date of distribution is empty. Ask the unit and fill it in.",
    Code.DATE_UNREADABLE: "The date cannot be read. Write it as 9/30/2026 or 2026-09-30.",
    Code.DATE_IN_FUTURE: (
        "The date of distribution is later than the day on which the form was sent. Correct the date."
    ),
    Code.DATE_BEFORE_PROGRAM: (
        "The date of distribution is before the program started. Correct the date, or program.started in lbn.toml."
    ),
    Code.UNIT_UNKNOWN: (
        "The unit is none of lbn.toml, so the hand-out goes to Unassigned. Correct the unit, or add the name as an "
        "alias in lbn.toml."
    ),
    Code.ZIP_INVALID: "The ZIP code is none of the US table, so it goes to Unknown. Correct it: five digits.",
    Code.JURISDICTION_UNKNOWN: (
        "The jurisdiction is none of lbn.toml, so it goes to Unknown. Correct it, or add it to places.jurisdictions."
    ),
    Code.PLACE_MISSING: (
        "Neither ZIP code nor jurisdiction can be used, so the place is Unknown. Fill in one of them."
    ),
    Code.KITS_MISSING: "The number of kits is empty. Ask the unit and fill it in.",
    Code.KITS_NOT_A_NUMBER: "The number of kits is no whole number. Write digits only, such as 2.",
    Code.KITS_OUT_OF_RANGE: (
        "The number of kits is not from 1 to 500. Correct it, or delete the row if no kit was left."
    ),
    Code.LOT_UNKNOWN: (
        "The lot is none of the Inventory tab, so it stays unknown. Correct it, or record the lot's receipt."
    ),
    Code.TRAINED_INVALID: "The number of people shown is not from 0 to 500, so it is taken as none. Write digits only.",
    Code.STRIPS_INVALID: "A number of test strips is not from 0 to 500, so it is taken as none. Write digits only.",
    Code.POSSIBLE_DUPLICATE: (
        "The same answers were sent within 60 seconds before. Delete the row, or decide “keep” for its "
        "ref if both are real."
    ),
    Code.MOVEMENT_UNKNOWN: (
        "The movement is none of received, transferred, returned, damaged, lost, expired, recalled."
    ),
    Code.ITEM_UNKNOWN: "The item is none of lbn.toml. Write an item's code or name as it stands there.",
    Code.LOT_INVALID: "A lot is 2 to 20 letters, digits or hyphens. Copy it from the carton.",
    Code.EXPIRY_INVALID: (
        "The expiry is missing or cannot be read. Write a date (2028-06-30) or a month (2028-06), as on the carton."
    ),
    Code.QUANTITY_INVALID: "The quantity is no whole number from 1 to 100,000.",
    Code.LOCATION_UNKNOWN: "A location is missing or none of Central and the units of lbn.toml.",
    Code.COUNT_INVALID: "The number is no whole number from 0 to 100,000.",
    Code.COURSE_INVALID: "The course is empty or too long for the name of a course.",
}


class Finding(NamedTuple):
    """One code for one row, and where the row stands now."""

    tab: Tab
    row: int
    ref: str
    code: Code


class HeldRow(NamedTuple):
    """A row that is not counted, and the day to which it would belong, as far as that can be read."""

    codes: tuple[Code, ...]
    counted_on: date | None
