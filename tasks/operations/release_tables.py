"""Tables for other eyes: made once for each family and period, kept in the ledger, and quoted ever after."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property

from schemas.family import PLACES, Family
from schemas.figures import QuotedTable
from schemas.period import Cadence, Period
from schemas.released import DrawnOrder, Release, ReleasedTable
from schemas.report import TableDefinition
from schemas.settings import Settings
from schemas.tabs import Tab
from tasks.rules.reporting.disclosure import ALL_OTHERS, find_family
from tasks.rules.reporting.family_labels import list_labels
from tasks.rules.reporting.figures import count_distributions, count_kits
from tasks.rules.reporting.frames import LedgerFrames, PeriodFrames
from tasks.rules.reporting.known_parts import find_known_parts
from tasks.rules.reporting.periods import list_months, list_periods_between, parse_period
from tasks.rules.reporting.released_periods import (
    Known,
    choose_cadence,
    find_drawing_period,
    find_released_until,
    list_quoted,
    may_be_made,
)
from tasks.rules.reporting.released_rows import Whole, choose_rows, draw_order, find_need, withhold_only_row
from tasks.rules.reporting.renamed import list_present_names, rename_table

MEASURE = "distributions"


class TableReleases:
    """The orders and tables that the ledger keeps, and those that an edition now needs for the first time."""

    def __init__(
        self,
        settings: Settings,
        today: date,
        kept: Iterable[Release],
        list_earlier: Callable[[], Iterable[Period]] | None,
    ) -> None:
        """Take what is kept.

        Args:
            settings: the program's.
            today: when a new table is made.
            kept: what the ledger holds.
            list_earlier: lists the periods of editions that an earlier rule made; none: for a preview, which makes
                no table and only quotes.
        """
        self._settings = settings
        self._today = today
        self._list_earlier = list_earlier
        self._all = {(one.family, one.period): one for one in kept}
        self._new: list[Release] = []
        self._lacks_order = False

    def start_edition(self) -> None:
        """Begin with the tables of another edition."""
        self._lacks_order = False

    @property
    def has_all(self) -> bool:
        """Tell whether all that this edition asks for is in the ledger or can never be: a later run quotes the same."""
        return not self._lacks_order and not self._new

    def take_new(self) -> list[Release]:
        """Hand over what was made since the last time, to be kept with the edition that shows it."""
        made, self._new = self._new, []
        return made

    def find_family(self, definition: TableDefinition) -> Family | None:
        """Find the family whose tables stand for one of a report; none where no table may."""
        places = {family for family, _ in self._all if family in PLACES}
        return find_family(definition.by, definition.measures, places)

    def quote(
        self, definition: TableDefinition, family: Family, asked: Period, ledger: LedgerFrames
    ) -> list[QuotedTable]:
        """Quote the tables of a family that a report for a period shows; those not made yet are made."""
        drawn = self._find_order(family)
        if not drawn and self._list_earlier:
            drawn = self._draw_order(family, asked, ledger)
        if drawn is None or not isinstance(drawn.content, DrawnOrder):
            self._lacks_order = True
            return []
        periods = [one for one in list_quoted(asked, drawn.content.cadence) if one.last_on >= self._known.started]
        tables = [self._find_table(family, period, drawn, drawn.content, ledger) for period in periods]
        return [self._quote_one(definition, table) for table in tables if table]

    def _find_order(self, family: Family) -> Release | None:
        orders = (one for one in self._all.values() if isinstance(one.content, DrawnOrder))
        return next((one for one in orders if one.family is family), None)

    @cached_property
    def _known(self) -> Known:
        settings = self._settings
        earlier = find_released_until(self._list_earlier() if self._list_earlier else ())
        return Known(settings.program.started, self._today, earlier, settings.privacy.smallest_cell)

    def _draw_order(self, family: Family, asked: Period, ledger: LedgerFrames) -> Release | None:
        count = ledger.count_distributions
        period = find_drawing_period(asked, self._known, count)
        if period is None:
            return None
        # What came after is in tables: a label that is new there must not show in how many labels there are.
        universe = list_labels(family, ledger, self._settings, period.last_on)
        labels = draw_order(_count_by(family, ledger.within(period)), universe, self._known.smallest_cell)
        cadence = choose_cadence(period, count(period), self._known)
        order = DrawnOrder(labels=labels, cadence=cadence, categories=len(universe))
        return self._make(family, period, order)

    def _find_table(
        self, family: Family, period: Period, drawn: Release, order: DrawnOrder, ledger: LedgerFrames
    ) -> Release | None:
        if kept := self._all.get((family, period.name)):
            return kept if isinstance(kept.content, ReleasedTable) else None
        if not self._list_earlier or not may_be_made(period, parse_period(drawn.period), self._known):
            return None
        names = list_present_names(self._settings.units) if family is Family.UNIT else {}
        labels = dict.fromkeys(names.get(label.casefold(), label) for label in order.labels)
        within = ledger.within(period)
        wholes, smallest_cell = [_find_parts(within, order.cadence)], self._known.smallest_cell
        need = find_need(wholes, smallest_cell)
        chosen = choose_rows(_count_by(family, within), tuple(labels), need, order.categories)
        made = withhold_only_row(chosen, wholes, smallest_cell)
        return self._make(family, period, ReleasedTable(rows=tuple(made.rows.items()), others=made.others))

    def _make(self, family: Family, period: Period, content: DrawnOrder | ReleasedTable) -> Release:
        made = Release(family, period.name, self._today, content)
        self._all[family, period.name] = made
        self._new.append(made)
        return made

    def _quote_one(self, definition: TableDefinition, release: Release) -> QuotedTable:
        table = release.content
        rows = table.rows if isinstance(table, ReleasedTable) else ()
        others = ((ALL_OTHERS, table.others),) if isinstance(table, ReleasedTable) and rows and table.others else ()
        quoted = QuotedTable(
            title=f"{definition.title} ({release.period})",
            by=definition.by,
            measures=(MEASURE,),
            rows=(*rows, *others),
            period=release.period,
            made_on=release.made_on,
        )
        return rename_table(quoted, self._settings.units)


def _count_by(family: Family, within: PeriodFrames) -> dict[str, int]:
    return {label: count for (label,), count in count_distributions(within, (family.value,)).items()}


def _find_parts(within: PeriodFrames, cadence: Cadence) -> Whole:
    """Find the parts of a period that readers know besides its table: months, quarters, and lots and items in them."""
    lengths = (cadence, Cadence.QUARTERLY, Cadence.MONTHLY)
    first, last = within.period.first_on, within.period.last_on
    spans = [
        [month.name for month in list_months(part)]
        for length in dict.fromkeys(lengths)
        for part in list_periods_between(first, last, length)
    ]
    by_month = {month: count for (month,), count in count_distributions(within, ("month",)).items()}
    groupings = ("lot", "item") if Tab.INVENTORY in within.whole.tracked.tabs else ()
    kits = [
        {(month, label): count for (month, label), count in count_kits(within, ("month", by)).items()}
        for by in groupings
    ]
    return find_known_parts(by_month, kits, spans)
