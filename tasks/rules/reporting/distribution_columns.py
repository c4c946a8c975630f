"""What the ledger hands over of a distribution for figures and for the stock."""

DISTRIBUTION_COLUMNS = (
    "distributed_on", "unit", "zip", "county", "jurisdiction", "kits", "lot",
    "trained", "recipient", "reason", "fts", "xts",
)  # fmt: skip
"""What figures need of a distribution, in the order in which the ledger hands it over."""
