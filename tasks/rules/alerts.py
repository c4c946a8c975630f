"""What someone should do about the stock, in a sentence each, the urgent first."""

from collections.abc import Iterator

from schemas.message import Alert
from schemas.settings import Settings
from schemas.stock import Expiring, Low, Reconciliation

_URGENT_DAYS = 30


def alerts(stock: Reconciliation, settings: Settings) -> list[Alert]:
    """Recalled lots on a shelf, expired and expiring lots, units that run low, and what to order."""
    found = [*_recalled(stock), *map(_expiring, stock.expiring), *map(_low, stock.low), *_order(stock, settings)]
    return sorted(found, key=lambda alert: not alert.is_urgent)


def state_of(stock: Reconciliation) -> list[str]:
    """What the alerts are about, without the numbers that change from day to day: the same state is told once."""
    return sorted(
        [
            *(f"recalled {lot.location} {lot.lot}" for lot in stock.recalled if lot.on_hand),
            *(f"expiring {lot.location} {lot.lot} {lot.within}" for lot in stock.expiring),
            *(f"low {unit.location} {unit.on_hand == 0} {unit.flagged_on}" for unit in stock.low),
        ]
    )


def _recalled(stock: Reconciliation) -> Iterator[Alert]:
    for lot in stock.recalled:
        if lot.on_hand:
            yield Alert(
                headline=f"Recalled lot {lot.lot}: {lot.on_hand} still at {lot.location}",
                action="Take them off the shelf today and record the movement “recalled”.",
                is_urgent=True,
            )


def _expiring(lot: Expiring) -> Alert:
    if lot.days < 0:
        return Alert(
            headline=f"Lot {lot.lot} at {lot.location} expired on {lot.expires}: {lot.on_hand} in stock",
            action="Take them off the shelf and record the movement “expired”.",
            is_urgent=True,
        )
    return Alert(
        headline=f"Lot {lot.lot} at {lot.location} expires on {lot.expires}: {lot.on_hand} in stock",
        action=f"Hand these out first, or move them to a unit that needs kits (within {lot.within} days).",
        is_urgent=lot.within <= _URGENT_DAYS,
    )


def _low(unit: Low) -> Alert:
    of_par = f" of {unit.par_level}" if unit.par_level is not None else ""
    said = f"; an officer said so on {unit.flagged_on}" if unit.flagged_on else ""
    return Alert(
        headline=f"{unit.location} has {unit.on_hand}{of_par} kits{said}",
        action=f"Bring kits to {unit.location} and record the movement “transferred”.",
        is_urgent=unit.on_hand == 0,
    )


def _order(stock: Reconciliation, settings: Settings) -> Iterator[Alert]:
    for order in stock.order:
        yield Alert(
            headline=(
                f"Order {order.quantity} kits: units lack {order.below_par}, the central store has {order.at_central}"
            ),
            action=f"Ask {settings.program.supplier.name} for them.",
            is_urgent=order.at_central == 0,
        )
