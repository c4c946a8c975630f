"""Stock for other eyes: a lot of the agency as a whole, for where an agency keeps its kits is nobody's business."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from schemas.message import AgencyLot, LotOnHand


def add_up_lots(lots: Iterable[LotOnHand]) -> tuple[AgencyLot, ...]:
    """Add up what is left of each lot over all locations."""
    sums: dict[tuple[str, str | None, date | None], list[LotOnHand]] = defaultdict(list)
    for lot in lots:
        sums[lot.item, lot.lot, lot.expires_on].append(lot)
    return tuple(
        AgencyLot(
            location="Whole agency",
            item=item,
            lot=lot,
            expires_on=expires_on,
            on_hand=sum(one.on_hand for one in some),
            warning_days=next((one.warning_days for one in some if one.warning_days is not None), None),
        )
        for (item, lot, expires_on), some in sums.items()
    )
