"""What to do about a row, for each code: the same words in the digest, the file, the status tab and the run's page."""

from collections.abc import Mapping

from schemas.finding import Code
from schemas.inventory import MovementKind

WHAT_TO_DO: Mapping[Code, str] = {
    Code.TIMESTAMP_UNREADABLE: (
        "The time the form was sent can't be read. Restore it in the tab; the form writes it by itself."
    ),
    Code.DATE_MISSING: "The date of distribution is missing. Ask the unit and fill it in.",
    Code.DATE_UNREADABLE: "The date can't be read. Write it as 9/30/2026 or 2026-09-30.",
    Code.DATE_IN_FUTURE: "The date of distribution is later than the day the form was sent. Correct the date.",
    Code.DATE_BEFORE_PROGRAM: (
        "The date of distribution is before the program started. Correct the date, or program.started in lbn.toml."
    ),
    Code.UNIT_UNKNOWN: (
        "The unit isn't one of those in lbn.toml, so the distribution counts under Unassigned. Correct the unit, or "
        "add the name as an alias in lbn.toml."
    ),
    Code.ZIP_INVALID: "This isn't a U.S. ZIP code, so the place counts as Unknown. Correct it: five digits.",
    Code.JURISDICTION_UNKNOWN: (
        "The jurisdiction isn't one of those in lbn.toml, so it counts as Unknown. Correct it, or add it to "
        "places.jurisdictions in lbn.toml."
    ),
    Code.PLACE_MISSING: (
        "Neither the ZIP code nor the jurisdiction can be used, so the place counts as Unknown. Fill in one of them."
    ),
    Code.KITS_MISSING: "The number of kits is missing. Ask the unit and fill it in.",
    Code.KITS_NOT_A_NUMBER: "The number of kits isn't a whole number. Write digits only, such as 2.",
    Code.KITS_OUT_OF_RANGE: (
        "The number of kits isn't between 1 and 500. Correct it, or delete the row if no kit was left."
    ),
    Code.LOT_UNKNOWN: (
        "The lot isn't in the Inventory tab, so it counts as unknown. Correct it, or record the lot as received in the "
        "Inventory tab."
    ),
    Code.TRAINED_INVALID: (
        "The number of people shown how to use it isn't between 0 and 500, so it counts as none. Write digits only."
    ),
    Code.STRIPS_INVALID: ("A number of test strips isn't between 0 and 500, so it counts as none. Write digits only."),
    Code.POSSIBLE_DUPLICATE: (
        "The same answers were sent within 60 seconds of each other. Delete this row, or, if both are real, write "
        "“keep” beside its ref in decisions.csv or the status tab."
    ),
    Code.ANSWERS_CONFLICT: (
        "The form asks one question twice, and the two answers differ. Clear the wrong one of the two cells."
    ),
    Code.MOVEMENT_UNKNOWN: f"The movement isn't one of {', '.join(MovementKind)}. Correct it.",
    Code.ITEM_UNKNOWN: "The item isn't one of those in lbn.toml. Write an item's code or name as it is there.",
    Code.LOT_INVALID: "A lot number is 2 to 20 letters, digits or hyphens. Copy it from the carton.",
    Code.EXPIRY_INVALID: (
        "The expiration date is missing or can't be read. Write a date (2028-06-30) or a month (2028-06), as on the "
        "carton."
    ),
    Code.QUANTITY_INVALID: "The quantity isn't a whole number from 1 to 100,000, so the row moves nothing. Correct it.",
    Code.LOCATION_UNKNOWN: "A location is missing, or isn't Central or one of the units in lbn.toml. Correct it.",
    Code.COUNT_INVALID: "The number counted, or of people trained, isn't a whole number from 0 to 100,000. Correct it.",
    Code.COURSE_INVALID: "The course is missing, or isn't written as the name of a course. Correct it.",
    Code.FROM_TO_CONFLICT: (
        "From or To doesn't go with the movement: what is received comes from the supplier, and what is returned goes "
        "to the supplier. Empty that cell, or write transferred."
    ),
}
