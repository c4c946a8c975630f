"""All that the message of one edition shows, in the order in which it is read."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from schemas.figures import Measured, Number
from schemas.message import ReportMessage
from tasks.messages.formatting import NOT_TRACKED, format_period
from tasks.messages.lists import Cut, cut_list
from tasks.messages.report import completeness, heading, held, left_empty, released_tables, sentences, steps, why
from tasks.messages.report.charts import Chart, draw_charts
from tasks.messages.report.doubts import list_doubts
from tasks.messages.report.lots import Lot, find_only_item, list_lots, write_lots_title
from tasks.messages.report.not_tracked import is_stock_tracked, write_not_tracked
from tasks.messages.report.start_words import is_partial, name_since_start, shorten_since_start
from tasks.messages.report.stock_measures import STOCK, has_on_hand
from tasks.messages.report.stock_statement import Statement, build_statement
from tasks.messages.report.tables import TableView, build_table_view, is_the_whole_period
from tasks.messages.view import View

MOST_TILES = 4


class Figure(NamedTuple):
    """A figure of the whole period beside that of the period before; its note says what it lacks."""

    title: str
    value: Number
    before: Number | str | None
    difference: Number | None
    note: str | None
    left_empty: str | None
    not_included: int


class Changed(NamedTuple):
    """A figure as the edition before said it and as it is now; words where that isn't a number."""

    title: str
    was: Measured | str
    now: Measured | str


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
    about: str | None
    is_preliminary: bool
    preliminary: str
    doubts: tuple[str, ...]
    to_do: str
    steps: tuple[str, ...]
    replaces: str | None
    why: str | None
    unchanged: str | None
    changes: Cut[Changed]
    before_period: str | None
    before_short: str | None
    tiles: tuple[Figure, ...]
    figures: tuple[Figure, ...]
    not_tracked: str | None
    charts: tuple[Chart, ...]
    statement: Statement | None
    tables: tuple[TableView, ...]
    empty_tables: str | None
    tables_not_shown: str | None
    lots: Cut[Lot]
    lots_title: str
    has_locations: bool
    has_stock: bool
    only_item: str | None
    silent: str | None
    silent_units: Cut[str]
    held: str
    has_held: bool
    small_cells: str | None
    standing: str
    is_unchecked: bool
    attached: str
    has_form: bool
    is_signed: bool
    has_nyc_units: bool
    has_attendances: bool
    has_on_hand: bool


def build_report_view(message: ReportMessage, most_rows: int) -> ReportView:
    """Build the message's content, no list longer than `most_rows`."""
    figures, statement = message.figures, build_statement(message)
    tiles, others = _figures(message, statement)
    told = [table for table in figures.tables if table.rows and not is_the_whole_period(table, figures)]
    lots, before = list_lots(message), message.before_period if message.before is not None else None
    return ReportView(
        subject=heading.write_subject(message),
        preheader=heading.write_preheader(message),
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
        about=message.definition.about,
        is_preliminary=figures.preliminary,
        preliminary=sentences.write_preliminary(message),
        doubts=tuple(doubt.sentence for doubt in list_doubts(message)),
        result=sentences.write_result(message),
        to_do=steps.write_to_do(message),
        steps=steps.list_steps(message),
        replaces=why.write_replaces(message) if figures.supersedes else None,
        why=why.explain_changes(message),
        unchanged=why.write_rest(message),
        changes=_changes(message, most_rows),
        before_period=name_since_start(before, message.started_on) if before else None,
        before_short=shorten_since_start(before, message.started_on) if before else None,
        tiles=tiles,
        figures=others,
        not_tracked=write_not_tracked(message),
        charts=draw_charts(message),
        statement=statement,
        tables=tuple(build_table_view(table, message, most_rows) for table in told),
        empty_tables=released_tables.write_empty_tables(message),
        tables_not_shown=released_tables.write_tables_not_shown(message),
        lots=cut_list(lots, most_rows),
        lots_title=write_lots_title(message),
        has_locations=not message.definition.audience.is_for_other_eyes,
        has_stock=is_stock_tracked(message),
        only_item=find_only_item(lots),
        silent=sentences.write_silent(message),
        silent_units=cut_list(message.silent_units, most_rows),
        held=completeness.write_held(message),
        has_held=held.has_held_rows(message.figures, message.earlier_held),
        small_cells=released_tables.write_small_cells(message),
        standing=sentences.write_standing_for_mail(message),
        is_unchecked=sentences.has_form(message) and not sentences.is_checked(message),
        attached=steps.write_attached(message),
        has_form=sentences.has_form(message),
        is_signed=steps.is_signed(message),
        has_nyc_units=figures.measures.get("nyc_units_distributed") is not None,
        has_attendances=figures.measures.get("personnel_trained") is not None,
        has_on_hand=has_on_hand(figures.measures),
    )


def _figures(message: ReportMessage, statement: Statement | None) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
    """Build the first figures as tiles, and those that neither a tile nor the stock statement shows."""
    measures = {name: value for name, value in message.figures.measures.items() if value is not None}
    first = tuple(measures)[:MOST_TILES]
    in_statement = STOCK if statement else frozenset()
    others = [name for name in measures if name not in first and name not in in_statement]
    made = {name: _figure(name, value, message) for name, value in measures.items()}
    return tuple(made[name] for name in first), tuple(made[name] for name in others)


def _figure(name: str, value: Number, message: ReportMessage) -> Figure:
    earlier = message.before if message.before is not None and message.before_period else {}
    before = earlier.get(name)
    not_included = held.count_held_of(name, message.figures, message.earlier_held)
    # A period that has not ended lacks its last days: a difference from a whole one would mislead. So do held rows.
    is_whole = not message.figures.preliminary and not not_included and not _is_before_short(name, message)
    return Figure(
        title=message.measure_titles[name],
        value=value,
        before=NOT_TRACKED if name in earlier and before is None else before,
        difference=value - before if before is not None and is_whole else None,
        note=left_empty.note_figure(name, message),
        left_empty=left_empty.note_empty(name, message),
        not_included=not_included,
    )


def _is_before_short(name: str, message: ReportMessage) -> bool:
    """Tell whether the figure before lacks held rows, or days because the program started within its period."""
    is_short = message.before_period is not None and is_partial(message.before_period, message.started_on)
    return is_short or held.is_lacking(name, message.before_excluded)


def _changes(message: ReportMessage, most_rows: int) -> Cut[Changed]:
    rows = [
        Changed(why.write_changed(change, message), why.find_was(change), why.find_now(change, message))
        for change in message.figures.changes
    ]
    return cut_list(rows, most_rows)
