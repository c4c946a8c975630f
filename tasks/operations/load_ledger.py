"""Load the ledger once for all the figures of a command: frames, replayed stock, and what is held."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from schemas.agency import ItemKind
from schemas.finding import HeldDay
from schemas.inventory import Count, Movement, Training
from schemas.settings import Settings
from schemas.tabs import COLUMNS, Tab
from schemas.tracked import Tracked
from tasks.operations.read_rows import read_counts, read_movements, read_trainings
from tasks.rules.reporting.distributed import pick_daily
from tasks.rules.reporting.distribution_columns import DISTRIBUTION_COLUMNS
from tasks.rules.reporting.tracked import find_first_days, list_tabs_tracked, list_unusable_tabs
from tasks.rules.stock.daily import ItemsOfLots, find_items_of_lots, list_daily_distributions
from tasks.rules.stock.kept_items import has_kit_counts, has_kit_stock
from tasks.rules.stock.orders import list_order_lines
from tasks.rules.stock.replay import StockReplay, replay_stock
from tasks.store.held_days import load_held_days
from tasks.store.rows import find_fields_asked, load_distributions
from tasks.store.seals import find_seals_of_rows

if TYPE_CHECKING:
    from tasks.rules.reporting.frames import LedgerFrames

_OPTIONAL = ("zip", "jurisdiction", "fts", "xts")
"""ZIP or jurisdiction is enough to say where kits were left, and strips may be no item: tracked is what rows have."""


@dataclass(frozen=True)
class LoadedLedger:
    """Everything that the ledger knows, and what follows from it, worked out once and only where it is asked for."""

    settings: Settings
    rows: Sequence[tuple[Any, ...]]
    """Distributions, in the order of DISTRIBUTION_COLUMNS."""
    movements: list[Movement]
    counts: list[Count]
    trainings: list[Training]
    held_days: Mapping[Tab, Sequence[HeldDay]]
    tracked: Tracked
    unusable_tabs: Sequence[Tab]
    """Those but the form's of which every row is held."""

    @cached_property
    def items_of_lots(self) -> ItemsOfLots:
        """Find which naloxone item each lot is of."""
        return find_items_of_lots(self.movements, self.settings)

    @cached_property
    def stock_replay(self) -> StockReplay:
        """Replay the stock."""
        daily = list_daily_distributions(map(pick_daily, self.rows), self.settings, self.items_of_lots)
        return replay_stock(self.movements, daily, self.counts)

    @cached_property
    def ledger(self) -> "LedgerFrames":
        """Build the frames that figures are summed from."""
        from tasks.rules.reporting import frames  # noqa: PLC0415 - pandas, which a run without a change does not need

        distributions = frames.build_distributions_frame(self.rows, self.settings, self.items_of_lots)
        orders = list_order_lines(self.movements)
        built = frames.build_frames(distributions, self.trainings, self.stock_replay, orders, self.settings)
        return built._replace(tracked=self.tracked)


class _Kept(NamedTuple):
    """A ledger that was loaded, and the state in which it was."""

    state: tuple[object, ...]
    loaded: LoadedLedger


_kept: WeakKeyDictionary[Engine, _Kept] = WeakKeyDictionary()
"""The last ledger that was loaded over each way into a database: it lasts as long as the program is open."""


def load_ledger(connection: Connection, program: str, settings: Settings) -> LoadedLedger:
    """Read the ledger, or give what the open program read before, where the seals of its rows say that it's the same.

    What follows from it is worked out once, when it's asked for.

    Args:
        connection: to the ledger's database.
        program: the name under which the ledger keeps the program.
        settings: the program's settings.
    """
    seals = find_seals_of_rows(connection, program)
    state = (program, seals, find_fields_asked(connection, program))
    kept = _kept.get(connection.engine)
    if seals and kept and kept.state == state and kept.loaded.settings == settings:
        return kept.loaded
    loaded = _load(connection, program, settings)
    _kept[connection.engine] = _Kept(state, loaded)
    return loaded


def _load(connection: Connection, program: str, settings: Settings) -> LoadedLedger:
    rows = load_distributions(connection, program, DISTRIBUTION_COLUMNS)
    movements = read_movements(connection, program)
    counts = read_counts(connection, program)
    trainings = read_trainings(connection, program)
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
        has_kit_stock=has_kit_stock(movements, settings),
        has_kit_counts=has_kit_counts(counts, settings),
        first_days=find_first_days(movements, counts, trainings, held_days[Tab.COUNTS], settings),
    )
    unusable = list_unusable_tabs(used, held)
    return LoadedLedger(settings, rows, movements, counts, trainings, held_days, tracked, unusable)


def _find_fields(
    asked: Collection[str] | None, rows: Sequence[tuple[object, ...]], settings: Settings
) -> frozenset[str]:
    """Return the form's fields that are tracked: those asked, without what the program neither has nor was told of."""
    fields = {column.field for column in COLUMNS[Tab.RESPONSES]} if asked is None else set(asked)
    is_answered = {name: any(map(itemgetter(DISTRIBUTION_COLUMNS.index(name)), rows)) for name in _OPTIONAL}
    if not settings.places.jurisdictions or (is_answered["zip"] and not is_answered["jurisdiction"]):
        fields.discard("jurisdiction")
    if is_answered["jurisdiction"] and not is_answered["zip"]:
        fields.discard("zip")
    of_items = {kind.value for kind in (ItemKind.FTS, ItemKind.XTS) if not settings.first_of(kind)}
    return frozenset(fields - {field for field in of_items if not is_answered[field]})
