"""The boroughs of New York City, which are counties under another name."""

_BOROUGHS = {
    "Bronx": "Bronx",
    "Kings": "Brooklyn",
    "New York": "Manhattan",
    "Queens": "Queens",
    "Richmond": "Staten Island",
}


def find_borough(county: str | None) -> str | None:
    """Find the borough of New York City that a county is."""
    return _BOROUGHS.get(county or "")
