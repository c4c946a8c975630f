"""All that the message of one edition shows, in the order in which it is read."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from schemas.figures import Number
from schemas.message import LotOnHand, ReportMessage
from schemas.report import Audience
from tasks.messages.formatting import format_period, format_short_period
from tasks.messages.lists import Cut, cut_list
from tasks.messages.report import sentences
from tasks.messages.report.charts import Chart, draw_charts
from tasks.messages.report.lots_title import write_lots_title
from tasks.messages.report.stock_statement import STOCK, Statement, build_statement
from tasks.messages.report.tables import TableView, build_table_view, is_the_whole_period
from tasks.messages.view import View

MOST_TILES = 4


class Figure(NamedTuple):
    """A figure of the whole period beside that of the period before."""

    title: str
    value: Number
    before: Number | None
    difference: Number | None


class Changed(NamedTuple):
    """A figure as the edition before said it and as it is now."""

    title: str
    was: Number | None
    now: Number | None


class Lot(NamedTuple):
    """A lot on a shelf, and whether it has expired or soon will."""

    on_hand: LotOnHand
    warning: str | None


@dataclass(frozen=True)
class ReportView(View):
    """What the templates of a report may name."""

    name: str
    slug: str
    period: str
    period_name: str
    first_on: date
    last_on: date
    edition: int | None
    supersedes: int | None
    is_preliminary: bool
    to_do: str
    steps: tuple[str, ...]
    replaces: str | None
    why: str | None
    changes: Cut[Changed]
    before_period: str | None
    before_short: str | None
    tiles: tuple[Figure, ...]
    figures: tuple[Figure, ...]
    charts: tuple[Chart, ...]
    statement: Statement | None
    tables: tuple[TableView, ...]
    empty_tables: str | None
    lots: Cut[Lot]
    lots_title: str
    only_item: str | None
    silent: str | None
    silent_units: Cut[str]
    held: str
    has_held: bool
    small_cells: str | None
    standing: str
    is_unchecked: bool
    has_form: bool
    is_signed: bool
    has_nyc_units: bool


def build_report_view(message: ReportMessage, most_rows: int) -> ReportView:
    """Build the message's content, no list longer than `most_rows`."""
    figures = message.figures
    tiles, others = _figures(message)
    told = [table for table in figures.tables if table.rows and not is_the_whole_period(table, figures)]
    return ReportView(
        subject=sentences.write_subject(message),
        preheader=sentences.write_preheader(message),
        name=sentences.write_name(message),
        slug=message.slug,
        agency=figures.agency,
        title=message.definition.title,
        period=format_period(figures.period),
        period_name=figures.period,
        first_on=message.first_on,
        last_on=message.last_on,
        made_at=message.made_at,
        as_of=sentences.write_as_of(message),
        edition=figures.edition,
        supersedes=figures.supersedes,
        is_preliminary=figures.preliminary,
        result=sentences.write_result(message),
        to_do=sentences.write_to_do(message),
        steps=sentences.list_steps(message),
        replaces=sentences.write_replaces(message) if figures.supersedes else None,
        why=sentences.write_why(message.rows_since) if message.rows_since else None,
        changes=_changes(message, most_rows),
        before_period=format_period(message.before_period) if message.before_period else None,
        before_short=format_short_period(message.before_period) if message.before_period else None,
        tiles=tiles,
        figures=others,
        charts=draw_charts(message),
        statement=build_statement(message),
        tables=tuple(build_table_view(table, message, most_rows) for table in told),
        empty_tables=sentences.write_empty_tables(message),
        lots=_lots(message, most_rows),
        lots_title=write_lots_title(message),
        only_item=_only_item(message.lots),
        silent=sentences.write_silent(message) if message.silent_units else None,
        silent_units=cut_list(message.silent_units, most_rows),
        held=sentences.write_held(message),
        has_held=bool(figures.excluded.get("held", 0)),
        small_cells=sentences.write_small_cells(message),
        standing=sentences.write_standing(message),
        is_unchecked=message.definition.addressee is not None and not sentences.is_checked(message),
        has_form=message.definition.addressee is not None,
        is_signed=message.definition.audience is Audience.STATUTORY and not figures.preliminary,
        has_nyc_units="nyc_units_distributed" in figures.measures,
    )


def _figures(message: ReportMessage) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
    """Build the first figures as tiles, and those that neither a tile nor the stock statement shows."""
    measures = [name for name, value in message.figures.measures.items() if value is not None]
    first = tuple(measures[:MOST_TILES])
    in_statement = STOCK if build_statement(message) else frozenset()
    others = [name for name in measures if name not in first and name not in in_statement]
    return tuple(_figure(name, message) for name in first), tuple(_figure(name, message) for name in others)


def _figure(name: str, message: ReportMessage) -> Figure:
    value = message.figures.measures[name] or 0
    before = message.before.get(name) if message.before is not None and message.before_period else None
    # A period that has not ended lacks its last days: a difference from a whole one would mislead.
    difference = None if before is None or message.figures.preliminary else value - before
    return Figure(message.measure_titles[name], value, before, difference)


def _changes(message: ReportMessage, most_rows: int) -> Cut[Changed]:
    rows = [
        Changed(sentences.write_changed(change, message), change.was, change.now) for change in message.figures.changes
    ]
    return cut_list(rows, most_rows)


def _lots(message: ReportMessage, most_rows: int) -> Cut[Lot]:
    """List what expires first first; a lot without an expiration date comes last."""
    by_expiry = sorted(
        message.lots, key=lambda lot: (lot.expires_on or date.max, lot.location, lot.item, lot.lot or "")
    )
    return cut_list([Lot(lot, _warning(lot)) for lot in by_expiry], most_rows)


def _only_item(lots: tuple[LotOnHand, ...]) -> str | None:
    """Find the item that all lots are of, so that it need not be in every row."""
    items = {lot.item for lot in lots}
    return items.pop() if len(items) == 1 else None


def _warning(lot: LotOnHand) -> str | None:
    if lot.warning_days is None:
        return None
    return f"within {lot.warning_days} days" if lot.warning_days else "expired"
