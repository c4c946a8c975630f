"""When a shortfall is so large that no stock can be relied on: a number was mistyped, or a row is missing."""

from collections.abc import Mapping

from schemas.figures import Number

FEWEST_KITS = 5
ONE_IN = 10


def is_large_shortfall(kits: int, on_hand: int) -> bool:
    """Tell whether more kits left than were recorded as there by more than a slip of the hand or a late row explains.

    Args:
        kits: the shortfall.
        on_hand: the recorded stock, in kits: what a transfer took from where it wasn't is in it, and is left out.
    """
    return kits > FEWEST_KITS and kits * ONE_IN > on_hand - kits


def find_large_shortfall(measures: Mapping[str, Number | None]) -> int | None:
    """Find how many kits more left in a period than were there, if so many that its stock can't be relied on.

    What counts of the period took back is settled, wherever it was; none also where no stock is tracked.
    """
    on_hand, found = measures.get("kits_on_hand_end"), measures.get("kits_count_adjustment") or 0
    kits = int((measures.get("kits_shortfall") or 0) + min(found, 0))
    return kits if on_hand is not None and is_large_shortfall(kits, int(on_hand)) else None
