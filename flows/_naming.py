"""What a run is called on the page: codes and periods only. What a person typed wrong is left out, not repeated."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from prefect.runtime import flow_run

from flows._programs import is_name
from tasks.errors import UsageError
from tasks.rules.reporting.periods import parse_period

CLOCK = ZoneInfo("America/New_York")
"""That of the schedules in prefect.yaml."""

_SLUG = re.compile(r"[a-z0-9-]{1,40}", re.ASCII)


def name_daily_run() -> str:
    """Name it for its day."""
    return _of_program(f"daily run {_day()}")


def name_hosted_run() -> str:
    """Name it for its day."""
    return f"daily run of all programs {_day()}"


def name_reading() -> str:
    """Name a reading of the tabs; the page shows its time."""
    return _of_program("read the tabs")


def name_stock_check() -> str:
    """Name it for its day."""
    return _of_program(f"stock check {_day()}")


def name_report() -> str:
    """Name it for the report and its period."""
    report = flow_run.parameters.get("report")
    slug = report if isinstance(report, str) and _SLUG.fullmatch(report) else "report"
    is_empty = not str(flow_run.parameters.get("period", "")).strip()
    return _of_program(f"{slug} {'last period' if is_empty else _period('period') or '…'}")


def name_backfill() -> str:
    """Name it for its months."""
    dry = ", dry run" if flow_run.parameters.get("dry_run") else ""
    return _of_program(f"backfill {_period('first_month') or '…'} to {_period('last_month') or '…'}{dry}")


def _day() -> str:
    """Find the day of the slot: for a run that starts late, the day for which it was planned."""
    planned_for: datetime = flow_run.scheduled_start_time
    return planned_for.astimezone(CLOCK).date().isoformat()


def _period(parameter: str) -> str:
    """Name the period that a parameter gives; nothing where it is empty or isn't a period."""
    try:
        return parse_period(str(flow_run.parameters.get(parameter, ""))).name
    except UsageError:
        return ""


def _of_program(name: str) -> str:
    """Put the program first where the run names one: a host has a run of each."""
    program = flow_run.parameters.get("program")
    return f"{program}: {name}" if is_name(program) else name
