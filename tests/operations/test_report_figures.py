"""What a report shows for a period, and what its message says beside the figures."""

from datetime import date

import pytest

from schemas.message import RowsSince
from schemas.period import ReportPeriod
from tasks.context import ProgramContext
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.load_ledger import load_ledger
from tasks.operations.read_as_of import read_as_of
from tasks.operations.release_tables import TableReleases
from tasks.operations.report_figures import Replaced, ReportFigures
from tasks.operations.tables_for_others import TablesForOthers
from tasks.rules.reporting.disclosure import ALL_OTHERS
from tasks.rules.reporting.periods import parse_period
from tasks.store.findings import Answers
from tests.operations.test_make_editions import QUARTER
from tests.support.small_program import a_row, rows, write_form

MONTH = ReportPeriod("supplier", parse_period("2024-01"))


def of(program: ProgramContext) -> ReportFigures:
    """Return the figures of a program's reports."""
    with program.database.reading() as connection:
        loaded = load_ledger(connection, program.slug, program.settings)
        releases = TableReleases(program.settings, program.today(), (), list)
        tables = TablesForOthers(program.settings.privacy.smallest_cell, loaded.ledger, releases)
        return ReportFigures(program, loaded, read_as_of(connection, program), tables)


@pytest.mark.parametrize(
    ("wanted", "kits"), [(QUARTER, 12), (MONTH, 12), (MONTH._replace(period=parse_period("2024-02")), 0)]
)
def test_the_figures_are_those_of_the_period(wanted: ReportPeriod, kits: int, program: ProgramContext):
    figures = of(program).of(wanted)
    assert (figures.report, figures.period, figures.edition) == (wanted.report, wanted.period.name, None)
    assert (figures.measures["kits_distributed"], figures.unverified) == (kits, True)


def test_held_rows_are_counted_where_they_may_belong(program: ProgramContext):
    held = [a_row(12, kits="two"), a_row(13, date="someday", kits="two"), a_row(1000, kits="two")]
    write_form(program.folder, [*rows(12), *held])
    ingest_entries(program)
    counts = [of(program).of(MONTH._replace(period=parse_period(f"2024-0{month}"))).excluded for month in (1, 2)]
    assert [one["held"] for one in counts] == [2, 1]


def test_a_supplier_sees_no_small_group_of_places(program: ProgramContext):
    write_form(program.folder, [*rows(12), a_row(12, jurisdiction="Town of Colonie")])
    ingest_entries(program)
    labels = {row[0] for table in of(program).of(MONTH).tables if "jurisdiction" in table.by for row in table.rows}
    assert "Town of Colonie" not in labels
    assert labels <= {ALL_OTHERS, "City of Albany"}


def test_the_message_tells_when_and_against_what(program: ProgramContext):
    made = of(program)
    said = made.message(QUARTER, made.of(QUARTER), None, Answers({}, {}))
    assert (said.first_on, said.last_on, said.due_on) == (date(2024, 1, 1), date(2024, 3, 31), date(2024, 4, 15))
    assert (said.read_at, said.made_at) == (program.clock(), program.clock())
    assert (said.before, said.before_period, said.replaced_on) == (None, None, None)  # the program began with it
    assert said.silent_units == ("Detectives",)
    assert {lot.location for lot in said.lots} == {"Central", "Patrol"}


@pytest.mark.parametrize(
    ("started", "before"), [(date(2024, 1, 31), "2024-01"), (date(2024, 1, 2), "2024-01"), (date(2024, 2, 1), None)]
)
def test_a_month_before_counts_from_the_start_of_the_program(
    program: ProgramContext, started: date, before: str | None
):
    settings = program.settings
    began = settings.model_copy(update={"program": settings.program.model_copy(update={"started": started})})
    made, month = of(program._replace(settings=began)), MONTH._replace(period=parse_period("2024-02"))
    said = made.message(month, made.of(month), None, Answers({}, {}))
    assert (said.before_period, said.before is not None, said.started_on) == (before, before is not None, started)


def test_an_amendment_tells_what_it_replaces(program: ProgramContext):
    made = of(program)
    since = RowsSince(distributions_added=2, distributions_removed=1, stock_rows_added=0, stock_rows_removed=0)
    replaced = Replaced(date(2024, 4, 1), since)
    said = made.message(QUARTER, made.of(QUARTER), replaced, Answers({}, {}))
    assert (said.replaced_on, said.rows_since, said.former_addressee) == replaced
