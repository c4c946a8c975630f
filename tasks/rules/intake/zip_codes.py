"""Where a ZIP code lies, from the table of US ZIPs in the package `zipcodes`.

Counties are New York's. A ZIP of another state is a valid ZIP, but has no county here: its county's name may be that of
a county of New York (Essex, Orange, Suffolk), and would be counted there.
A ZIP may cross a county's line (391 of New York's do); the table names the county of its post office.
"""

import re
from collections.abc import Mapping
from functools import cache

import zipcodes

_STATE = "NY"

_FIVE_DIGITS = re.compile(r"(?:NY,? ?)?([0-9]{5})(?:-[0-9]{4}|\.0+)?(?:,? ?NY)?", re.IGNORECASE | re.ASCII)
"""With what people and programs put around them: 12207-1234, 12207.0, `12207, NY` or `NY 12207`."""

_LOST_ZEROS = re.compile(r"([0-9]{3,4})(?:\.0+)?")

_SPELLINGS = {"St Lawrence": "St. Lawrence"}
"""The table writes this county in two ways."""


_CORRECTED = {"11002": "Nassau", "11425": "Queens", "11437": "Queens"}
"""Where the table is wrong or silent, and other public ones agree: see docs/zip-codes.md."""


def normalize_zip(text: str) -> str | None:
    """Return the ZIP that a cell means, or none.

    Leading zeros that a sheet has lost are restored where that gives a New York ZIP: 6390 is 06390, Fishers Island.
    """
    whole = _FIVE_DIGITS.fullmatch(text)
    if whole:
        return whole[1] if whole[1] in list_counties() or zipcodes.is_real(whole[1]) else None
    restored = restore_zeros(text)
    return restored if restored != text else None


def restore_zeros(text: str) -> str:
    """Restore the zeros that a sheet has lost, where that gives a New York ZIP; another text stays as it is.

    So a file that a spreadsheet saved anew has the rows that it had.
    """
    shortened = _LOST_ZEROS.fullmatch(text)
    restored = shortened[1].zfill(5) if shortened else text
    return restored if restored != text and restored in list_counties() else text


def find_county(zip_code: str | None) -> str | None:
    """Find the county of New York in which a ZIP lies, without the word County."""
    if zip_code in _CORRECTED:
        return _CORRECTED[zip_code]
    short = list_counties().get(zip_code, "").removesuffix(" County") if zip_code else ""
    return _SPELLINGS.get(short, short) or None


@cache
def list_counties() -> Mapping[str, str]:
    """List the county of each ZIP of New York, as the table names it: to look each one up would take longer."""
    return {found["zip_code"]: found["county"] for found in zipcodes.filter_by_state(_STATE)}
