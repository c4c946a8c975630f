"""Families of tables that say where kits were left, or to whom."""

from enum import StrEnum


class Family(StrEnum):
    """Tables by where kits were left, or to whom: each is released by a fixed order, once for a period."""

    ZIP = "zip"
    COUNTY = "county"
    BOROUGH = "borough"
    JURISDICTION = "jurisdiction"
    UNIT = "unit"
    RECIPIENT = "recipient"
    REASON = "reason"


PLACES = frozenset({Family.ZIP, Family.COUNTY, Family.BOROUGH, Family.JURISDICTION})
"""Families of places: a program releases one of them, for two could be subtracted."""
