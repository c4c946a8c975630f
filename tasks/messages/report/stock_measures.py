"""The measures of the stock, in the order of the stock statement."""

from collections.abc import Mapping

from schemas.figures import Measured

MOVES = (
    ("kits_received", "Received", 1),
    ("kits_distributed", "Distributed", -1),
    ("kits_returned", "Returned to supplier", -1),
    ("kits_damaged", "Damaged", -1),
    ("kits_lost", "Lost", -1),
    ("kits_expired", "Expired", -1),
    ("kits_recalled", "Recalled", -1),
    ("kits_count_adjustment", "Stock adjustment (physical count)", 1),
    ("kits_shortfall", "Stock discrepancy (shortfall)", 1),
)
"""Transfers are in no statement of the whole agency: what leaves one unit is received by another."""

ON_HAND = frozenset({"kits_on_hand_start", "kits_on_hand_end"})
STOCK = ON_HAND | {measure for measure, _, _ in MOVES}


def has_on_hand(measures: Mapping[str, Measured]) -> bool:
    """Tell whether a report says how many kits are on hand."""
    return any(measures.get(name) is not None for name in ON_HAND)
