"""Which periods a report is made for, which have ended, and when a report is due."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta

from schemas.agency import Oopp, SupplierCadence
from schemas.period import MONTHS_IN, Cadence, Period
from schemas.report import Audience, ReportDefinition
from schemas.settings import Settings
from tasks.errors import UsageError

SUPPLIER = "supplier"

_CADENCE_OF = {SupplierCadence.MONTHLY: Cadence.MONTHLY, SupplierCadence.QUARTERLY: Cadence.QUARTERLY}


def parse_period(written: str) -> Period:
    """Read a period as people write it.

    Raises:
        UsageError: it isn't written like 2026-09, 2026-Q3 or 2026.
    """
    with suppress(ValueError):
        return Period.from_name(written.strip().upper())
    msg = f"“{written[:20]}” isn't a period: write a month as 2026-09, a quarter as 2026-Q3 or a year as 2026."
    raise UsageError(msg)


def parse_month(written: str) -> Period:
    """Read a month as people write it.

    Raises:
        UsageError: it isn't written like 2026-09.
    """
    with suppress(ValueError):
        if (month := Period.from_name(written.strip().upper())).cadence is Cadence.MONTHLY:
            return month
    msg = f"“{written[:20]}” isn't a month: write year and month, such as 2026-09."
    raise UsageError(msg)


def find_period(day: date, cadence: Cadence) -> Period:
    """Find the period of that length that holds a day."""
    length = MONTHS_IN[cadence]
    return Period(day.year, (day.month - 1) // length * length + 1, cadence)


def has_ended(period: Period, today: date) -> bool:
    """Tell whether a period's last day is over."""
    return period.last_on < today


def find_last_ended(cadence: Cadence, today: date) -> Period:
    """Find the latest period of that length that is over."""
    return find_period(find_period(today, cadence).first_on - timedelta(days=1), cadence)


def find_period_before(period: Period) -> Period:
    """Find the period of the same length that came before."""
    return find_period(period.first_on - timedelta(days=1), period.cadence)


def list_months(period: Period) -> list[Period]:
    """List the months of a period, in order."""
    return list(list_periods_between(period.first_on, period.last_on, Cadence.MONTHLY))


def list_periods_between(first_on: date, last_on: date, cadence: Cadence) -> Iterator[Period]:
    """List the periods of that length whose last day lies between two days, in order."""
    period = find_period(first_on, cadence)
    while period.last_on <= last_on:
        yield period
        period = find_period(period.last_on + timedelta(days=1), cadence)


def list_trend_periods(period: Period, started: date, most: int = 8) -> list[Period]:
    """List the period and those before it, oldest first, not before the program started."""
    periods = [period]
    while len(periods) < most and find_period_before(periods[0]).last_on >= started:
        periods.insert(0, find_period_before(periods[0]))
    return periods


def find_due_day(definition: ReportDefinition, period: Period) -> date:
    """Find the day by which a report should be handed in; no addressee publishes one, so its folder says it."""
    return period.last_on + timedelta(days=definition.due_days)


def find_owed_since(definition: ReportDefinition, settings: Settings) -> date:
    """Find since when a report is owed: the period that holds this day is the first.

    A health department asks for nothing from before it registered the agency.
    """
    registered_on = settings.program.oopp_since if definition.only_for else None
    return max(settings.program.started, registered_on or date.min)


def list_reports_owed(settings: Settings, definitions: dict[str, ReportDefinition]) -> dict[str, Cadence]:
    """List which reports an agency owes and how often (contract, section "lbn.toml").

    A health department's report is owed by the OOPPs that it registers; the supplier's by every agency whose supplier
    asks for it on a schedule.

    Raises:
        UsageError: the supplier asks for it more or less often than the report's own folder has it.
    """
    owed = {
        slug: definition.cadences[0]
        for slug, definition in definitions.items()
        if definition.only_for and definition.only_for is settings.program.oopp
    }
    asked = _CADENCE_OF.get(settings.program.supplier.cadence)
    if not asked or SUPPLIER not in definitions:
        return owed
    if asked not in definitions[SUPPLIER].cadences:
        msg = (
            f"program.supplier.cadence in lbn.toml is {asked.value!r}, which the cadences in "
            f"report_templates/{SUPPLIER}/report.toml do not have: add it there, or change lbn.toml."
        )
        raise UsageError(msg)
    return owed | {SUPPLIER: asked}


def check_report_fits(slug: str, definition: ReportDefinition, period: Period, settings: Settings) -> None:
    """Stop a report that this agency does not owe, or that is not made for such a period.

    Raises:
        UsageError: the agency isn't an OOPP of that kind, the period has another length, or it ended before the
            program or the registration started.
    """
    check_registration(slug, definition, settings)
    if period.cadence not in definition.cadences:
        lengths = " or ".join(cadence.value for cadence in definition.cadences)
        msg = f"The report {slug} is {lengths}; {period} is not. Write a period such as {_example(definition)}."
        raise UsageError(msg)
    if period.last_on < settings.program.started:
        msg = f"{period} ended before the program started ({settings.program.started}, program.started in lbn.toml)."
        raise UsageError(msg)
    if period.last_on < find_owed_since(definition, settings):
        msg = (
            f"The report {slug} is not owed for {period}: the agency is registered since {settings.program.oopp_since} "
            "(program.oopp_since in lbn.toml)."
        )
        raise UsageError(msg)


def is_report_made(slug: str, definition: ReportDefinition, period: Period, settings: Settings, today: date) -> bool:
    """Tell whether an edition of a report can be made for a period: it fits this agency, and the period has ended."""
    with suppress(UsageError):
        check_report_fits(slug, definition, period, settings)
        return has_ended(period, today)
    return False


def check_registration(slug: str, definition: ReportDefinition, settings: Settings) -> None:
    """Stop a health department's report of an agency that it does not register.

    Raises:
        UsageError: the agency isn't an OOPP of that kind.
    """
    if definition.only_for and definition.only_for is not settings.program.oopp:
        msg = (
            f"The report {slug} is owed by registered OOPPs only (program.oopp = {definition.only_for.value!r}), "
            f"and {settings.agency.name} has program.oopp = {settings.program.oopp.value!r} in lbn.toml. "
            + ("Its figures go to the supplier: use the report supplier." if settings.program.oopp is Oopp.NONE else "")
        )
        raise UsageError(msg.strip())


def check_may_be_previewed(slug: str, definition: ReportDefinition, period: Period, today: date) -> None:
    """Stop a preview for the public: it would be given out, and the register of what was released would lack it.

    Raises:
        UsageError: the report is for the public, and the period hasn't ended.
    """
    if definition.audience is Audience.PUBLIC and not has_ended(period, today):
        msg = (
            f"The report {slug} is for the public, so it's made only of a period that is over, with no preview: "
            f"{period} ends on {period.last_on}. Ask again after that day, or for an earlier period."
        )
        raise UsageError(msg)


def _example(definition: ReportDefinition) -> str:
    return {Cadence.MONTHLY: "2026-09", Cadence.QUARTERLY: "2026-Q3", Cadence.YEARLY: "2026"}[definition.cadences[0]]
