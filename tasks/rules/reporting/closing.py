"""Which days may be closed: what is closed can't be corrected, so nothing may still be to come of them."""

from collections.abc import Iterable
from datetime import date

from schemas.due import Due, NeverMade
from schemas.report import ReportDefinition
from schemas.settings import Settings
from tasks.errors import OperationError, UsageError
from tasks.rules.reporting.due import group_never_made
from tasks.rules.reporting.periods import find_period, list_reports_owed, parse_period
from tasks.rules.reporting.shift_months import shift_months

OPEN_MONTHS = 2
"""So long forms and corrections come late as a matter of course."""


def find_kept_since(keep_months: int | None, today: date) -> date | None:
    """Find the day before which a program keeps nothing open: the first of a month; none where it keeps all."""
    return None if keep_months is None else shift_months(today.replace(day=1), -keep_months)


def check_day_can_be_closed(before: date, started: date, today: date) -> None:
    """Stop where a day cannot be closed, whatever the ledger holds.

    Args:
        before: all that is dated before this day is to be closed.
        started: when the program started.
        today: the day at the agency.

    Raises:
        UsageError: the day is still to come, so new that corrections of it still come, or before the program.
    """
    latest = shift_months(today, -OPEN_MONTHS)
    if before > today:
        msg = f"{before} is still to come: write a day that has passed, {latest} at the latest."
        raise UsageError(msg)
    if before > latest:
        msg = (
            f"{before} is too new: forms and corrections still come for {OPEN_MONTHS} months, and none of a closed day "
            f"is read. Nothing was closed. Write {latest} or a day before it."
        )
        raise UsageError(msg)
    if before <= started:
        msg = f"{before} isn't after the program started ({started}, program.started in lbn.toml): write a later day."
        raise UsageError(msg)


def check_reports_are_made(
    before: date, due: Iterable[Due], settings: Settings, definitions: dict[str, ReportDefinition], today: date
) -> None:
    """Stop where a report that is owed is still to be made of days that are to be closed.

    Raises:
        OperationError: names the report and what to do.
    """
    for one in group_never_made(one for one in due if parse_period(one.period).first_on < before):
        raise OperationError(_say_what_is_missing(one))
    for slug, cadence in list_reports_owed(settings, definitions).items():
        first_on = find_period(today, cadence).first_on
        if before > first_on:
            msg = (
                f"The report {slug} is owed for {find_period(today, cadence)}, which isn't over: its days stay open. "
                f"Nothing was closed. Write {first_on} or a day before it."
            )
            raise OperationError(msg)


def _say_what_is_missing(one: NeverMade) -> str:
    first, last = f"{parse_period(one.first).first_on:%Y-%m}", f"{parse_period(one.last).last_on:%Y-%m}"
    periods = one.first if one.count == 1 else f"{one.first} to {one.last}"
    others = f", and the same with each period to {one.last}" if one.count > 1 else ""
    return (
        f"The report {one.report} is owed for {periods} and was never made; of closed days nothing can be corrected. "
        f"Nothing was closed. Make it with `lbn backfill {first} {last} --report {one.report}`; if one was handed in "
        f"on paper, say so with `lbn filed {one.report} {one.first}`{others}."
    )
