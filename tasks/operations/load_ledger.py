"""Load the ledger once for all the figures of a command: frames, replayed stock, and what is held."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import NamedTuple, cast

from sqlalchemy import Connection

from schemas.agency import ItemKind
from schemas.inventory import Count, Movement, Training
from schemas.settings import Settings
from schemas.tabs import COLUMNS, Tab
from schemas.tracked import Tracked
from tasks.rules.reporting import frames
from tasks.rules.reporting.tracked import list_tabs_tracked, list_unusable_tabs
from tasks.rules.stock.daily import DAILY_COLUMNS, find_items_of_lots, list_daily_distributions
from tasks.rules.stock.orders import list_order_lines
from tasks.rules.stock.replay import StockReplay, replay_stock
from tasks.store.rows import find_fields_asked, load_distributions, load_facts, load_held_days

_PICK_DAILY = itemgetter(*map(frames.DISTRIBUTION_COLUMNS.index, DAILY_COLUMNS))
"""Picks from a distribution of the figures what the stock needs of it."""


_OPTIONAL = ("zip", "jurisdiction", "fts", "xts")
"""ZIP or jurisdiction is enough to say where kits were left, and strips may be no item: tracked is what rows have."""


class LoadedLedger(NamedTuple):
    """Everything that the ledger knows."""

    ledger: frames.LedgerFrames
    stock_replay: StockReplay
    movements: list[Movement]
    held_days: Mapping[Tab, Sequence[date | None]]
    unusable_tabs: Sequence[Tab]
    """Those but the form's of which every row is held."""

    counts: list[Count]


def load_ledger(connection: Connection, program: str, settings: Settings) -> LoadedLedger:
    """Read the ledger and replay its stock.

    Args:
        connection: to the ledger's database.
        program: the name under which the ledger keeps the program.
        settings: the program's settings.
    """
    rows = load_distributions(connection, program, frames.DISTRIBUTION_COLUMNS)
    movements = cast("list[Movement]", load_facts(connection, program, Tab.INVENTORY))
    counts = cast("list[Count]", load_facts(connection, program, Tab.COUNTS))
    trainings = cast("list[Training]", load_facts(connection, program, Tab.TRAINING))
    lots = find_items_of_lots(movements, settings)
    stock_replay = replay_stock(movements, list_daily_distributions(map(_PICK_DAILY, rows), settings, lots), counts)
    held_days = load_held_days(connection, program)
    facts: dict[Tab, Collection[object]] = {
        Tab.RESPONSES: rows,
        Tab.INVENTORY: movements,
        Tab.COUNTS: counts,
        Tab.TRAINING: trainings,
    }
    used, held = [tab for tab, some in facts.items() if some], [tab for tab, days in held_days.items() if days]
    tracked = Tracked(
        tabs=list_tabs_tracked(used, held),
        fields=_find_fields(find_fields_asked(connection, program), rows, settings),
    )
    distributions = frames.build_distributions_frame(rows, settings, lots)
    built = frames.build_frames(distributions, trainings, stock_replay, list_order_lines(movements), settings)
    ledger, unusable = built._replace(tracked=tracked), list_unusable_tabs(used, held)
    return LoadedLedger(ledger, stock_replay, movements, held_days, unusable, counts)


def _find_fields(
    asked: Collection[str] | None, rows: Sequence[tuple[object, ...]], settings: Settings
) -> frozenset[str]:
    """Return the form's fields that are tracked: those asked, without what the program neither has nor was told of."""
    fields = {column.field for column in COLUMNS[Tab.RESPONSES]} if asked is None else set(asked)
    is_answered = {name: any(map(itemgetter(frames.DISTRIBUTION_COLUMNS.index(name)), rows)) for name in _OPTIONAL}
    if not settings.places.jurisdictions or (is_answered["zip"] and not is_answered["jurisdiction"]):
        fields.discard("jurisdiction")
    if is_answered["jurisdiction"] and not is_answered["zip"]:
        fields.discard("zip")
    of_items = {kind.value for kind in (ItemKind.FTS, ItemKind.XTS) if not settings.first_of(kind)}
    return frozenset(fields - {field for field in of_items if not is_answered[field]})
