"""The distributions of the last year, each as what was distributed of an item at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from operator import itemgetter

from schemas.agency import ItemKind
from schemas.inventory import Movement
from schemas.labels import UNASSIGNED
from schemas.settings import Settings
from tasks.rules.reporting.distribution_columns import DISTRIBUTION_COLUMNS
from tasks.rules.stock.daily import DAILY_COLUMNS, DailyRow, find_item, find_items_of_lots
from tasks.rules.stock.ordering.demand import SEEN_DAYS
from tasks.rules.stock.ordering.seen import Distributed

_ON = DISTRIBUTION_COLUMNS.index("distributed_on")
pick_daily = itemgetter(*map(DISTRIBUTION_COLUMNS.index, DAILY_COLUMNS))
"""Pick from a distribution of the figures what the stock needs of it."""


def list_distributed(
    rows: Iterable[tuple[object, ...]], movements: Iterable[Movement], settings: Settings, today: date
) -> Mapping[str, Sequence[Distributed]]:
    """List what was distributed of each item in the last year: kits by the item of their lot, strips by kind.

    Args:
        rows: the distributions, as tuples in the order of DISTRIBUTION_COLUMNS.
        movements: by which a lot is of an item.
        settings: for the items.
        today: the last day of the year.
    """
    first = today - timedelta(days=SEEN_DAYS - 1)
    seen: list[DailyRow] = [pick_daily(row) for row in rows if first <= row[_ON] <= today]  # type: ignore[operator]
    items_of_lots = find_items_of_lots(movements, settings)
    distributed: dict[str, list[Distributed]] = defaultdict(list)
    for on, unit, lot, kits, _, _ in seen:
        distributed[find_item(lot, items_of_lots, settings).code].append(Distributed(on, unit or UNASSIGNED, kits))
    fts, xts = settings.first_of(ItemKind.FTS), settings.first_of(ItemKind.XTS)
    for on, unit, _, _, fts_count, xts_count in seen:
        for item, quantity in ((fts, fts_count), (xts, xts_count)):
            if item and quantity:
                distributed[item.code].append(Distributed(on, unit or UNASSIGNED, quantity))
    return distributed
