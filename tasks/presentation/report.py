"""All that the message of one edition shows, in the order in which it is read."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from schemas.figures import Number
from schemas.message import LotOnHand, ReportMessage
from schemas.period import Cadence, Period
from tasks.presentation import sentences
from tasks.presentation.lists import Cut, cut
from tasks.presentation.statement import STOCK, Statement, statement
from tasks.presentation.tables import TableView, table_view
from tasks.presentation.words import period_words, short_period

PER = {Cadence.MONTHLY: "month", Cadence.QUARTERLY: "quarter", Cadence.YEARLY: "year"}
MOST_TILES = 4
TALLEST_BAR = 96
EXPIRES_SOON = timedelta(days=90)


class Figure(NamedTuple):
    """A figure of the whole period beside that of the period before."""

    title: str
    value: Number
    before: Number | None
    difference: Number | None


class Bar(NamedTuple):
    """A period of the trend; its height is in pixels."""

    period: str
    short_period: str
    value: Number
    height: int
    is_current: bool


class Trend(NamedTuple):
    """The main figure over the last periods; a bar's column is so many percent wide."""

    title: str
    per: str
    column: int
    bars: tuple[Bar, ...]


class Changed(NamedTuple):
    """A figure as the edition before said it and as it is now."""

    title: str
    was: Number | None
    now: Number | None


class Lot(NamedTuple):
    """A lot on a shelf, and whether it is or will soon be useless."""

    on_hand: LotOnHand
    warning: str | None


class ReportView(NamedTuple):
    """What the templates of a report may name."""

    subject: str
    preheader: str
    slug: str
    agency: str
    title: str
    period: str
    period_name: str
    first_on: date
    last_on: date
    made_at: datetime
    edition: int | None
    supersedes: int | None
    is_preliminary: bool
    result: str
    steps: tuple[str, ...]
    replaces: str | None
    changes: Cut[Changed]
    before_period: str | None
    before_short: str | None
    tiles: tuple[Figure, ...]
    figures: tuple[Figure, ...]
    trend: Trend | None
    statement: Statement | None
    tables: tuple[TableView, ...]
    lots: Cut[Lot]
    silent: str | None
    silent_units: Cut[str]
    held: str
    has_held: bool
    small_cells: str | None
    standing: str
    is_checked: bool
    has_nyc_units: bool


def report_view(message: ReportMessage, most_rows: int) -> ReportView:
    """The message's content, no list longer than `most_rows`."""
    figures = message.figures
    tiles, others = _figures(message)
    return ReportView(
        subject=sentences.subject(message),
        preheader=sentences.preheader(message),
        slug=message.slug,
        agency=figures.agency,
        title=message.definition.title,
        period=period_words(figures.period),
        period_name=figures.period,
        first_on=message.first_on,
        last_on=message.last_on,
        made_at=message.made_at,
        edition=figures.edition,
        supersedes=figures.supersedes,
        is_preliminary=figures.preliminary,
        result=sentences.result(message),
        steps=sentences.steps(message),
        replaces=sentences.replaces(message) if figures.supersedes else None,
        changes=_changes(message, most_rows),
        before_period=period_words(message.before_period) if message.before_period else None,
        before_short=short_period(message.before_period) if message.before_period else None,
        tiles=tiles,
        figures=others,
        trend=_trend(message),
        statement=statement(message),
        tables=tuple(table_view(table, message, most_rows) for table in figures.tables),
        lots=_lots(message, most_rows),
        silent=sentences.silent(message) if message.silent_units else None,
        silent_units=cut(message.silent_units, most_rows),
        held=sentences.held(message),
        has_held=bool(figures.excluded.get("held", 0)),
        small_cells=sentences.small_cells(message),
        standing=sentences.standing(message),
        is_checked=sentences.is_checked(message),
        has_nyc_units="nyc_units_distributed" in figures.measures,
    )


def _figures(message: ReportMessage) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
    """The first figures as tiles, and those that neither a tile nor the stock statement shows."""
    measures = message.figures.measures
    first = tuple(measures)[:MOST_TILES]
    in_statement = STOCK if statement(message) else frozenset()
    others = [name for name in measures if name not in first and name not in in_statement]
    return tuple(_figure(name, message) for name in first), tuple(_figure(name, message) for name in others)


def _figure(name: str, message: ReportMessage) -> Figure:
    value = message.figures.measures[name]
    before = message.before.get(name) if message.before is not None and message.before_period else None
    # A period that still runs lacks its last days: a difference from a whole one would mislead.
    difference = None if before is None or message.figures.preliminary else value - before
    return Figure(message.measure_titles[name], value, before, difference)


def _changes(message: ReportMessage, most_rows: int) -> Cut[Changed]:
    rows = [Changed(sentences.changed(change, message), change.was, change.now) for change in message.figures.changes]
    return cut(rows, most_rows)


def _trend(message: ReportMessage) -> Trend | None:
    if len(message.trend) < 2:
        return None
    highest = max(point.value for point in message.trend)
    bars = tuple(
        Bar(
            period=period_words(point.period),
            short_period=short_period(point.period),
            value=point.value,
            height=max(1, round(point.value / highest * TALLEST_BAR)) if point.value > 0 else 0,
            is_current=point.period == message.figures.period,
        )
        for point in message.trend
    )
    title = message.measure_titles[next(iter(message.figures.measures))]
    return Trend(title, PER[Period.parse(message.figures.period).cadence], 100 // len(bars), bars)


def _lots(message: ReportMessage, most_rows: int) -> Cut[Lot]:
    """What expires first comes first; a lot without a known day comes last."""
    by_expiry = sorted(
        message.lots, key=lambda lot: (lot.expires_on or date.max, lot.location, lot.item, lot.lot or "")
    )
    return cut([Lot(lot, _warning(lot, message.made_at.date())) for lot in by_expiry], most_rows)


def _warning(lot: LotOnHand, today: date) -> str | None:
    if lot.expires_on is None or not lot.on_hand:
        return None
    if lot.expires_on < today:
        return "expired"
    return f"within {EXPIRES_SOON.days} days" if lot.expires_on <= today + EXPIRES_SOON else None
