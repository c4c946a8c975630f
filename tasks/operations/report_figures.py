"""What a report shows for a period, and what its message says beside its figures."""

from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from schemas.as_of import AsOf
from schemas.figures import AgencyTable, Figures, QuotedTable, ReleasedFigures
from schemas.freshness import Silence
from schemas.message import Comparison, LotOnHand, ReleasedMessage, ReportMessage, RowsSince, Trend
from schemas.period import Cadence, Period, ReportPeriod
from schemas.report import Audience, ReportDefinition
from schemas.settings import Settings
from schemas.tabs import Tab
from tasks.context import ProgramContext
from tasks.operations.load_ledger import LoadedLedger
from tasks.program_folder.report_definitions import find_definition
from tasks.rules.reporting.figures import count_distributions, sum_earlier, sum_measures, tabulate_tracked
from tasks.rules.reporting.flagged import keep_of_whole_agency, list_unread
from tasks.rules.reporting.frames import PeriodFrames
from tasks.rules.reporting.freshness import find_silence, list_falls
from tasks.rules.reporting.held import count_held, count_held_around
from tasks.rules.reporting.lot_names import name_lots
from tasks.rules.reporting.measures import GROUPINGS, MEASURES
from tasks.rules.reporting.months import show_every_month
from tasks.rules.reporting.periods import (
    find_due_day,
    find_period,
    find_period_before,
    list_trend_periods,
    parse_period,
)
from tasks.rules.reporting.tracked import is_measure_tracked, list_tracked
from tasks.rules.reporting.whole_agency import add_up_lots
from tasks.rules.stock.doubtful_lots import name_lot
from tasks.rules.stock.expiring import find_warning
from tasks.rules.stock.large_shortfall import find_large_shortfall
from tasks.rules.stock.reconcile import list_on_hand
from tasks.store.findings import Answers


class Replaced(NamedTuple):
    """An edition that another replaces: when it was made, and what has happened to its rows."""

    made_on: date
    rows_since: RowsSince
    former_supplier: str | None = None
    """For whom it was made, where the supplier is another one now."""


class MakesTables(Protocol):
    """Makes the tables of a report for other eyes, and says which it leaves out."""

    def tabulate(self, definition: ReportDefinition, period: Period) -> tuple[AgencyTable | QuotedTable, ...]:
        """Make the tables of a report, in its order."""
        ...

    def list_not_quoted(
        self, definition: ReportDefinition, figures: ReleasedFigures
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """List the titles of tables that are released later, and of those that never are."""
        ...


class ReportFigures:
    """The figures of reports, from a ledger that is loaded."""

    def __init__(
        self, program: ProgramContext, known: LoadedLedger, as_of: AsOf, tables_for_others: MakesTables
    ) -> None:
        self.known = known
        self._as_of = as_of
        self._tables_for_others = tables_for_others
        self._program = program
        self._slices: dict[Period, PeriodFrames] = {}

    def of(self, wanted: ReportPeriod) -> Figures:
        """Work out all that a report shows for a period, as yet without an edition."""
        definition = find_definition(wanted.report, self._program.folder)
        within = self._within(wanted.period)
        totals: dict[str, Any] = {
            "report": wanted.report,
            "period": wanted.period.name,
            "edition": None,
            "supersedes": None,
            "agency": self._program.settings.agency.name,
            "measures": sum_measures(within, definition.measures),
            "excluded": count_held(self.known.held_days, definition, wanted.period),
            "unverified": wanted.report not in self._program.settings.checked,
        }
        if definition.audience.is_for_other_eyes:
            released = ReleasedFigures(tables=self._tables_for_others.tabulate(definition, wanted.period), **totals)
            return name_lots(released)
        return name_lots(Figures(tables=tuple(tabulate_tracked(within, definition.tables)), **totals))

    @cached_property
    def _days(self) -> list[date]:
        """List the days of all distributions, in order; a day as often as there were distributions."""
        return list(map(date.fromordinal, sorted(self.known.ledger.distributions["on"])))

    def _within(self, period: Period) -> PeriodFrames:
        """Select the ledger of a period, once for all its figures."""
        if period not in self._slices:
            self._slices[period] = self.known.ledger.within(period)
        return self._slices[period]

    def message(
        self, wanted: ReportPeriod, figures: Figures, replaced: Replaced | None, answers: Answers
    ) -> ReportMessage:
        """Collect what the edition's message says.

        Args:
            wanted: the report and its period.
            figures: the edition's.
            replaced: the edition that it replaces.
            answers: what became of the optional answers of its distributions.
        """
        definition, read_on = find_definition(wanted.report, self._program.folder), self._read_at.date()
        figures = show_every_month(figures, read_on, self._program.settings.program.started)
        facts = self._facts(wanted, definition, figures, replaced)
        lots = self._lots(wanted.period) if self._has_lots(definition) else ()
        unread = list_unread(answers.flags, figures.measures, len(self._within(wanted.period).distributions))
        if isinstance(figures, ReleasedFigures):
            to_come, withheld = self._tables_for_others.list_not_quoted(definition, figures)
            return ReleasedMessage(
                figures=figures,
                lots=add_up_lots(lots),
                unread=tuple(keep_of_whole_agency(unread)),
                left_empty=dict.fromkeys(answers.left_empty),
                tables_to_come=to_come,
                counted_now={one.period: self._count(one.period) for one in figures.tables if one.period},
                tables_withheld=withheld,
                **facts,
            )
        return ReportMessage(
            figures=figures,
            lots=lots,
            unread=tuple(unread),
            left_empty=dict(answers.left_empty),
            rows_since=replaced.rows_since if replaced else None,
            silent_units=self._silent_units(wanted.period),
            **facts,
        )

    def _count(self, written: str) -> int:
        return self.known.ledger.count_distributions(parse_period(written))

    def _has_lots(self, definition: ReportDefinition) -> bool:
        """Tell whether a report shows lots: of what is on a shelf and until when, the public is told nothing."""
        return definition.audience is not Audience.PUBLIC and Tab.INVENTORY in self.known.tracked.tabs

    @property
    def _read_at(self) -> datetime:
        return self._as_of.read_at or self._program.local(self._program.now())

    def _facts(
        self, wanted: ReportPeriod, definition: ReportDefinition, figures: Figures, replaced: Replaced | None
    ) -> dict[str, Any]:
        """Collect what every reader is told beside the figures: nothing of a unit, a place or a row."""
        program, period, settings = self._program, wanted.period, self._program.settings
        before = find_period_before(period)
        earlier = before if before.last_on >= settings.program.started else None
        names = {*figures.measures, *definition.drawn, *(name for table in figures.tables for name in table.measures)}
        return {
            "slug": wanted.report,
            "definition": definition,
            "first_on": period.first_on,
            "last_on": period.last_on,
            "due_on": find_due_day(definition, period),
            "made_at": program.local(program.now()),
            "read_at": self._read_at,
            "newest_entry": self._as_of.newest_entry,
            "replaced_on": replaced.made_on if replaced else None,
            "before": sum_earlier(self._within(earlier), definition.measures) if earlier else None,
            "before_period": earlier.name if earlier else None,
            "started_on": settings.program.started,
            "trends": self._trends(definition.drawn, period),
            "former_addressee": replaced.former_supplier if replaced else None,
            "addressee": _find_addressee(definition, settings),
            "contact": settings.program.supplier.contact if definition.audience is Audience.SUPPLIER else None,
            **count_held_around(self.known.held_days, definition, period, earlier)._asdict(),
            "silence": self._find_silence(period, self._read_at.date()),
            "unusable_tabs": tuple(tab for tab in self.known.unusable_tabs if tab.name.lower() in figures.excluded),
            "large_shortfall": find_large_shortfall(figures.measures),
            "falls": tuple(list_falls(figures.changes)),
            "questions_missing": self._as_of.questions_missing,
            "tables_not_tracked": self._list_tables_not_tracked(definition),
            "checked": settings.checked.get(wanted.report),
            "measure_titles": {name: MEASURES[name].title for name in sorted(names)},
            "grouping_titles": {name: GROUPINGS[name].title for table in figures.tables for name in table.by},
        }

    def _find_silence(self, period: Period, read_on: date) -> Silence | None:
        has_held = bool(self.known.held_days[Tab.RESPONSES])
        return find_silence(self._days, period, self._program.settings.program.started, read_on, has_held=has_held)

    def _trends(self, measures: tuple[str, ...], period: Period) -> tuple[Trend, ...]:
        """Follow the measures that are drawn over the last periods; over the quarters of a year."""
        is_year = period.cadence is Cadence.YEARLY
        last = find_period(period.last_on, Cadence.QUARTERLY) if is_year else period
        periods = list_trend_periods(last, self._program.settings.program.started)
        values = {one: sum_earlier(self._within(one), measures) for one in periods}
        return tuple(
            Trend(
                measure=name,
                points=tuple(
                    Comparison(period=one.name, value=value)
                    for one in periods
                    if (value := values[one][name]) is not None
                ),
                target=self._par_level() if name == "kits_on_hand_end" else None,
            )
            for name in measures
            if is_measure_tracked(name, self.known.tracked)
        )

    def _list_tables_not_tracked(self, definition: ReportDefinition) -> tuple[str, ...]:
        """List the titles of the tables that are left out; one that only stands in for others is not missed."""
        shown = {one.title for one in list_tracked(definition.tables, self.known.tracked)}
        return tuple(one.title for one in definition.tables if one.title not in shown and not one.only_without)

    def _par_level(self) -> int | None:
        """Add up what all units together should have, where any has a par level."""
        levels = [unit.par_level for unit in self._program.settings.units if unit.par_level is not None]
        return sum(levels) if levels else None

    def _lots(self, period: Period) -> tuple[LotOnHand, ...]:
        titles = {item.code: item.name for item in self._program.settings.items}
        on = min(period.last_on, self._program.today())
        return tuple(
            LotOnHand(
                location=held.location,
                item=titles[held.item],
                lot=name_lot(held.lot) if held.lot else None,
                expires_on=held.expires,
                on_hand=held.on_hand,
                warning_days=find_warning(held.expires, held.on_hand, on),
            )
            for held in list_on_hand(self.known.stock_replay, until=period.last_on)
            if held.item in titles
        )

    def _silent_units(self, period: Period) -> tuple[str, ...]:
        heard = count_distributions(self._within(period), ("unit",))
        return tuple(unit.name for unit in self._program.settings.units if (unit.name,) not in heard)


def _find_addressee(definition: ReportDefinition, settings: Settings) -> str | None:
    """Find whom a report goes to by name: which supplier it is stands in lbn.toml, not in the report's folder."""
    return settings.program.supplier.name if definition.audience is Audience.SUPPLIER else definition.addressee
