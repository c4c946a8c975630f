"""The lots on hand at the period's end; a supplier is told of those of the agency as a whole."""

from datetime import date
from typing import NamedTuple

from schemas.message import LotOnHand, ReportMessage
from tasks.messages.formatting import format_date, format_long_date
from tasks.messages.report.not_tracked import has_lots

NOT_RECORDED = "Not recorded"


class Lot(NamedTuple):
    """A lot on a shelf, and whether it has expired or soon will."""

    on_hand: LotOnHand
    expires: str
    warning: str | None


def list_lots(message: ReportMessage) -> list[Lot]:
    """List what expires first first; a lot without an expiration date comes last."""
    if not has_lots(message):
        return []
    by_expiry = sorted(
        message.lots, key=lambda lot: (lot.expires_on or date.max, lot.location, lot.item, lot.lot or "")
    )
    return [Lot(lot, format_date(lot.expires_on) if lot.expires_on else NOT_RECORDED, _warn(lot)) for lot in by_expiry]


def find_stock_day(message: ReportMessage) -> date:
    """Find the day that the stock is of: the period's last, or in one that has not ended, that of the reading."""
    return min(message.last_on, message.read_at.date())


def write_lots_title(message: ReportMessage) -> str:
    """Write the heading of the lots, with their day."""
    return f"Lots on hand on {format_long_date(find_stock_day(message))}"


def find_only_item(lots: list[Lot]) -> str | None:
    """Find the item that all lots are of, so that it need not be in every row."""
    items = {lot.on_hand.item for lot in lots}
    return items.pop() if len(items) == 1 else None


def _warn(lot: LotOnHand) -> str | None:
    if lot.warning_days is None:
        return None
    return f"within {lot.warning_days} days" if lot.warning_days else "expired"
