"""Editions of a backfill that stay in force, and say otherwise of rows on hold than is so now."""

from collections.abc import Iterable

from schemas.outcome import BackfillItem
from tasks.messages.report.held import describe_held_since


def list_held_since(items: Iterable[BackfillItem]) -> list[str]:
    """Say of each such edition, with its report and period, what `lbn report` says of it."""
    return [f"{one.report} {one.period}: {describe_held_since(one.held_since)}" for one in items if one.held_since]
