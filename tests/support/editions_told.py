"""Editions for other eyes, in few words: `told("2026-Q1", 52, {"A": 40, ALL_OTHERS: 12}, made_on=…)`."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from schemas.figures import Change, Figures, Table
from schemas.period import Period
from tasks.rules.reporting.told import Made


def a_table(rows: Mapping[str, int], by: tuple[str, ...] = ("zip",), **rest: Any) -> Table:
    """A table of distributions by one grouping."""
    usual: dict[str, Any] = {"title": "By ZIP code", "measures": ("distributions",)}
    return Table(by=by, rows=tuple(rows.items()), **usual | rest)


def quoted(rows: Mapping[str, int], period: str, **rest: Any) -> Table:
    """A table that was released once."""
    return a_table(rows, period=period, made_on=date(2026, 12, 1), **rest)


def told(
    period: str,
    total: int | None,
    *tables: Table,
    as_of: int = 1,
    edition: int = 1,
    changes: tuple[Change, ...] = (),
) -> Made:
    """An edition of the report supplier."""
    figures = Figures(
        report="supplier",
        period=period,
        edition=edition,
        supersedes=edition - 1 or None,
        agency="Village",
        measures={"distributions": total},
        tables=tables,
        changes=changes,
        excluded={},
        unverified=True,
    )
    return Made("supplier", Period.from_name(period), edition, as_of, figures)


def a_change(was: int | None, now: int, **where: str) -> Change:
    """A change of one figure."""
    return Change.model_validate({"was": was, "is": now, **where})
