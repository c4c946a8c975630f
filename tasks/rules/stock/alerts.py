"""The state of the stock that people are told of, once for each."""

from schemas.stock import Reconciliation


def state_of(stock: Reconciliation) -> list[str]:
    """What the alerts are about, without the numbers that change from day to day: the same state is told once."""
    return sorted(
        [
            *(f"recalled {lot.location} {lot.lot}" for lot in stock.recalled if lot.on_hand),
            *(f"expiring {lot.location} {lot.lot} {lot.within}" for lot in stock.expiring),
            *(f"low {unit.location} {unit.on_hand == 0} {unit.flagged_on}" for unit in stock.low),
        ]
    )
