"""The distributions of the last year, each as what was distributed of an item at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from schemas.agency import ItemKind
from schemas.inventory import Movement
from schemas.settings import Settings
from tasks.rules.reporting.frames import LedgerFrames
from tasks.rules.stock.daily import find_item, find_items_of_lots
from tasks.rules.stock.ordering.demand import SEEN_DAYS
from tasks.rules.stock.ordering.seen import Distributed


def list_distributed(
    ledger: LedgerFrames, movements: Iterable[Movement], settings: Settings, today: date
) -> Mapping[str, Sequence[Distributed]]:
    """List what was distributed of each item in the last year: kits by the item of their lot, strips by kind."""
    last = today.toordinal()
    rows = ledger.distributions[ledger.distributions["on"].between(last - SEEN_DAYS + 1, last)]
    items_of_lots = find_items_of_lots(movements, settings)
    strips = [(name, settings.first_of(kind)) for name, kind in (("fts", ItemKind.FTS), ("xts", ItemKind.XTS))]
    distributed: dict[str, list[Distributed]] = defaultdict(list)
    for on, unit, lot, kits in zip(*(rows[name] for name in ("distributed_on", "unit", "lot", "kits")), strict=True):
        distributed[find_item(lot, items_of_lots, settings).code].append(Distributed(on, unit, kits))
    for name, item in strips:
        some = rows[rows[name] > 0] if item else rows[:0]
        for on, unit, quantity in zip(some["distributed_on"], some["unit"], some[name], strict=True):
            distributed[item.code if item else ""].append(Distributed(on, unit, quantity))
    return distributed
