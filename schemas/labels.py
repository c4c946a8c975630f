"""Names that tables and stocks use for what has no name of its own."""

CENTRAL = "Central"
"""The central store, the location that every program has."""

UNASSIGNED = "Unassigned"
"""Where kits are counted whose unit isn't one of lbn.toml."""

UNKNOWN = "Unknown"
OTHER = "Other"
NOT_RECORDED = "Not recorded"
LAST_LABELS = (OTHER, UNKNOWN, UNASSIGNED, NOT_RECORDED)
"""Labels that aren't names of their own come after all others."""
