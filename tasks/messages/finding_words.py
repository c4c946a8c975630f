"""What to do about a row, for each code: the same words in the digest, the file, the status tab and the run's page.

Where a code means another thing in another tab, it has words of its own there.
"""

from collections.abc import Mapping
from typing import NamedTuple

from schemas.finding import Code, Finding
from schemas.inventory import MovementKind
from schemas.tabs import Tab


class FlagWords(NamedTuple):
    """What is wrong with an answer, how its row counts all the same, and what to do."""

    wrong: str
    counted: str
    remedy: str


OF_FLAGS: Mapping[Code, FlagWords] = {
    Code.UNIT_UNKNOWN: FlagWords(
        "The unit isn't one of those in lbn.toml",
        "the distribution counts under Unassigned",
        "Correct the unit, or add the name as an alias in lbn.toml.",
    ),
    Code.ZIP_INVALID: FlagWords(
        "This isn't a U.S. ZIP code", "the place counts as Unknown", "Correct it: five digits."
    ),
    Code.JURISDICTION_UNKNOWN: FlagWords(
        "The jurisdiction isn't one of those in lbn.toml",
        "it counts as Unknown",
        "Correct it, or add it to places.jurisdictions in lbn.toml.",
    ),
    Code.PLACE_MISSING: FlagWords(
        "Neither the ZIP code nor the jurisdiction can be used", "the place counts as Unknown", "Fill in one of them."
    ),
    Code.LOT_UNKNOWN: FlagWords(
        "The lot isn't in the Inventory tab",
        "it counts as unknown",
        "Correct it, or record the lot as received in the Inventory tab.",
    ),
    Code.TRAINED_INVALID: FlagWords(
        "The number of people shown how to use it isn't between 0 and 500", "it counts as none", "Write digits only."
    ),
    Code.STRIPS_INVALID: FlagWords(
        "A number of test strips isn't between 0 and 500", "it counts as none", "Write digits only."
    ),
}
"""The words of codes with which a row counts; of a row that is held for another code, how it counts is left out."""

WHAT_TO_DO: Mapping[Code, str] = {
    **{code: f"{words.wrong}, so {words.counted}. {words.remedy}" for code, words in OF_FLAGS.items()},
    Code.TIMESTAMP_UNREADABLE: (
        "The time the form was sent can't be read. Restore it in the tab; the form writes it by itself."
    ),
    Code.DATE_MISSING: "The date of distribution is missing. Ask the unit and fill it in.",
    Code.DATE_UNREADABLE: "The date can't be read. Write it as 2026-09-30: year, month, day.",
    Code.DATE_IN_FUTURE: (
        "The date of distribution is later than the day the form was sent. Write the day the kits were left."
    ),
    Code.DATE_BEFORE_PROGRAM: (
        "The date of distribution is before the program started. Correct the date, or program.started in lbn.toml."
    ),
    Code.KITS_MISSING: "The number of kits is missing. Ask the unit and fill it in.",
    Code.KITS_NOT_A_NUMBER: "The number of kits isn't a whole number. Write digits only, such as 2.",
    Code.KITS_OUT_OF_RANGE: (
        "The number of kits isn't between 1 and 500. Correct it, or delete the row if no kit was left."
    ),
    Code.POSSIBLE_DUPLICATE: (
        "The same answers were sent within 60 seconds of each other. Delete this row, or, if both are real, write "
        "“keep” beside its ref in decisions.csv or the status tab."
    ),
    Code.MOVEMENT_UNKNOWN: f"The movement isn't one of {', '.join(MovementKind)}. Write one of these.",
    Code.ITEM_UNKNOWN: "The item isn't one of those in lbn.toml. Write an item's code or name as it is there.",
    Code.LOT_INVALID: "A lot number is 2 to 20 letters, digits or hyphens. Copy it from the carton.",
    Code.EXPIRY_INVALID: (
        "The expiration date is missing, can't be read, or is more than 15 years away. Write a date (2028-06-30) or a "
        "month (2028-06), as on the carton."
    ),
    Code.QUANTITY_INVALID: (
        "The quantity isn't a whole number from 1 to 100,000, so the row moves nothing. Write digits only."
    ),
    Code.LOCATION_UNKNOWN: (
        "A location is missing, or isn't Central or one of the units in lbn.toml. Write it as it is there."
    ),
    Code.COUNT_INVALID: (
        "The number counted, or of people trained, isn't a whole number from 0 to 100,000. Write digits only."
    ),
    Code.COURSE_INVALID: "The course is missing, or isn't written as the name of a course. Write its name.",
    Code.ANSWERS_CONFLICT: (
        "The form asks one question twice, and the two answers differ. Clear the wrong one of the two cells."
    ),
    Code.FROM_TO_CONFLICT: (
        "From or To doesn't go with the movement: what is received comes from the supplier, what is returned goes to "
        "it, and a transfer goes to another location. Correct that cell."
    ),
}

HELD_ANYWAY = "This row is held for another reason, so it isn't counted."

_DATE = "The date is missing or can't be read. Write the day of the {what} as 2026-09-30: year, month, day."
_FUTURE = "The date is in the future. Write the day of the {what}; what hasn't happened yet isn't recorded."
_TOO_EARLY = (
    "The date is more than two years before the program started. Correct the date, or program.started in lbn.toml."
)
_NEVER_RECEIVED = (
    "This lot was never received: correct the lot number, or add a row with the movement “received” for it in the "
    "Inventory tab."
)
_WHAT_HAPPENED = {Tab.INVENTORY: "movement", Tab.COUNTS: "count", Tab.TRAINING: "course"}

IN_OTHER_TABS: Mapping[tuple[Tab, Code], str] = {
    **{(tab, Code.DATE_UNREADABLE): _DATE.format(what=what) for tab, what in _WHAT_HAPPENED.items()},
    **{(tab, Code.DATE_IN_FUTURE): _FUTURE.format(what=what) for tab, what in _WHAT_HAPPENED.items()},
    **{(tab, Code.DATE_BEFORE_PROGRAM): _TOO_EARLY for tab in _WHAT_HAPPENED},
    (Tab.INVENTORY, Code.LOT_UNKNOWN): _NEVER_RECEIVED,
    (Tab.COUNTS, Code.LOT_UNKNOWN): _NEVER_RECEIVED,
    (Tab.INVENTORY, Code.LOCATION_UNKNOWN): (
        "From or To is missing, or isn't Central or one of the units in lbn.toml. Write a name as it is there."
    ),
    (Tab.COUNTS, Code.LOCATION_UNKNOWN): (
        "The location is missing, or isn't Central or one of the units in lbn.toml. Write a name as it is there."
    ),
    (Tab.TRAINING, Code.LOCATION_UNKNOWN): (
        "The unit is missing, or isn't one of those in lbn.toml. Write a name as it is there."
    ),
    (Tab.COUNTS, Code.COUNT_INVALID): (
        "The number counted isn't a whole number from 0 to 100,000. Write digits only, such as 12."
    ),
    (Tab.TRAINING, Code.COUNT_INVALID): (
        "The number of people trained isn't a whole number from 0 to 100,000. Write digits only, such as 12."
    ),
}
"""The words of a code in a tab other than the form's, where it means another thing there."""


def find_words(tab: Tab, code: Code) -> str:
    """Return what is wrong with a row of a tab, and what to write there."""
    return IN_OTHER_TABS.get((tab, code), WHAT_TO_DO[code])


def describe_finding(found: Finding) -> str:
    """Return what is wrong with a row, and what to write there; of a held row nothing is said to count."""
    if found.is_of_held_row and found.is_flag:
        words = OF_FLAGS[found.code]
        return f"{HELD_ANYWAY} {words.wrong}. {words.remedy}"
    return find_words(found.tab, found.code)
