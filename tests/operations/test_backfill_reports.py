"""Reports for past months: a plan, what is made once, and what is refused."""

from datetime import date

import pytest

from tasks.context import ProgramContext
from tasks.errors import UsageError
from tasks.operations.backfill_reports import backfill_reports
from tests.support.small_program import a_row, rows, write_form

MONTHS = {"first_month": "2024-01", "last_month": "2024-03"}
QUARTER = ("nysdoh-quarterly", "2024-Q1")


def fill(program: ProgramContext, **options: str | bool) -> list[tuple[str, str, int | None, bool]]:
    """Backfill; give report, period, edition, and whether it is new."""
    made = backfill_reports(program, **MONTHS | options)  # type: ignore[arg-type]
    return [(one.report, one.period, one.edition, one.is_new) for one in made.reports]


def test_a_dry_run_says_what_would_be_made_and_makes_nothing(unread: ProgramContext):
    assert fill(unread, dry_run=True) == [(*QUARTER, None, True)]
    assert not (unread.folder / "reports").exists()


def test_what_is_owed_is_made_once(unread: ProgramContext):
    assert fill(unread) == [(*QUARTER, 1, True)]
    assert fill(unread) == [(*QUARTER, 1, False)]
    assert len(list((unread.folder / "outbox").iterdir())) == 1


def test_a_report_that_is_named_is_made_though_nobody_owes_it(program: ProgramContext):
    months = [("supplier", f"2024-0{number}", 1, True) for number in (1, 2, 3)]
    assert fill(program, report="supplier", as_known=True) == months


def test_rows_on_hold_since_an_edition_are_told_with_it(program: ProgramContext):
    fill(program)
    write_form(program.folder, [*rows(12), a_row(12, kits="two")])
    [item] = backfill_reports(program, **MONTHS).reports
    assert item.held_since is not None
    assert (item.is_new, item.held_since.was["held"], item.held_since.now["held"]) == (False, 0, 1)
    assert "held_since" not in item.model_dump(), "the JSON is as it was"
    write_form(program.folder, rows(13))
    [item] = backfill_reports(program, **MONTHS).reports
    assert (item.is_new, item.held_since) == (True, None)


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize(
    ("first", "last", "report", "left_out"),
    [
        ("2024-01", "2024-03", "", []),
        ("2024-01", "2024-04", "", [("2024-04", "2024-04", "")]),
        ("2024-03", "2025-12", "", [("2024-04", "2025-12", "")]),
        ("2024-05", "2026-01", "", [("2024-05", "2026-01", "")]),
        ("2024-01", "2024-02", "", [("2024-01", "2024-02", "nysdoh-quarterly")]),
        ("2024-01", "2024-02", "supplier", []),
        ("2023-10", "2023-11", "", []),
    ],
    ids=["past", "this month", "this month and more", "to come", "of a quarter", "of another report", "not owed"],
)
def test_months_of_which_nothing_is_made_are_told(first, last, report, left_out, dry_run, program: ProgramContext):
    assert program.today() == date(2024, 4, 2)
    months = {"first_month": first, "last_month": last}
    made = backfill_reports(program, **months, report=report, dry_run=dry_run, as_known=True)
    assert [(one.first, one.last, one.report) for one in made.months_left_out] == left_out


@pytest.mark.parametrize(
    "options",
    [
        {"first_month": "2024-03", "last_month": "2024-01"},
        {"first_month": "2024-Q1"},
        {"report": "county-board"},
        {"report": "nycdoh-monthly"},
    ],
    ids=["backwards", "no month", "no report", "another agency's"],
)
def test_what_is_no_range_or_no_report_is_a_wrong_call(options: dict[str, str], program: ProgramContext):
    with pytest.raises(UsageError):
        fill(program, **options)
