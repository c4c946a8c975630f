"""What the PDF of a report says: plain words in order, for a template that only sets them.

A mail shows the first rows of a long list, the PDF all that anyone would print: thousands of tagged rows would make a
file that no mail server takes, and the workbook has them all. It is for readers outside: it names whom it is for, and
what the coordinator is to check or to do stands in the mail only.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from schemas.message import ReportMessage
from tasks.messages.formatting import format_count, format_date, format_number, format_share, format_signed, format_span
from tasks.messages.lists import Cut
from tasks.messages.long_words import break_long_words
from tasks.messages.report import sentences
from tasks.messages.report.completeness import write_not_included, write_silence
from tasks.messages.report.lots import NOT_RECORDED
from tasks.messages.report.stock_statement import Statement
from tasks.messages.report.tables import Row, TableView
from tasks.messages.report.view import Figure, ReportView, build_report_view
from tasks.messages.report.why import explain_changes

MOST_ROWS = 300
"""Of a table on paper: seven pages."""
LONGEST_BESIDE = 26
"""A table with more rows stands alone, over the whole width."""
MOST_COLUMNS_BESIDE = 3
HEADING = 3.5
"""Of a table: its title and the titles of its columns, in rows."""


class Sheet(NamedTuple):
    """A table as it is set: the first columns are labels, the others numbers."""

    title: str
    heads: tuple[str, ...]
    labels: int
    rows: tuple[tuple[str, ...], ...]
    whole: tuple[str, ...] | None = None
    notes: tuple[str, ...] = ()

    @property
    def stands_alone(self) -> bool:
        """Tell whether it needs the page's whole width, and pages to break over."""
        return len(self.rows) > LONGEST_BESIDE or len(self.heads) > MOST_COLUMNS_BESIDE

    @property
    def tallness(self) -> float:
        """Tell how much room it takes, in rows."""
        return HEADING + len(self.rows) + len(self.notes)


class Drawing(NamedTuple):
    """A chart as it is set."""

    title: str
    alt: str
    svg: str
    stands_alone: bool = False
    tallness: float = 9


def build_document(message: ReportMessage, drawings: Mapping[str, str]) -> dict[str, Any]:
    """Build all that the PDF holds; the drawings are given by their charts' names."""
    view = build_report_view(message, MOST_ROWS)
    why = explain_changes(message, is_for_paper=True) or ""
    said: dict[str, Any] = {
        "agency": f"{view.agency} · Leave-Behind Naloxone Program",
        "title": view.title,
        "addressee": sentences.write_addressee(message),
        "what": f"{view.period} ({format_span(view.first_on, view.last_on)}), {_edition(view)}.",
        "as_of": view.as_of,
        "preliminary": view.preliminary if view.is_preliminary else None,
        "result": view.result,
        "about": view.about,
        "silence": write_silence(message),
        "standing": sentences.write_standing(message),
        "warns": view.is_unchecked,
        "replaces": f"{view.replaces} {why}".strip() if view.replaces else None,
        "changes": _changes(view)._asdict() if view.changes.shown else None,
        "tiles": [_tile(figure, view) for figure in view.tiles],
        "sections": [_section(some) for some in _sections(_parts(view, drawings))],
        "empty_tables": view.empty_tables,
        "tables_not_shown": view.tables_not_shown,
        "not_tracked": view.not_tracked,
        "held": write_not_included(message),
        "has_held": view.has_held,
        "silent": _silent(message, view) if view.silent_units.shown else None,
        "silent_units": list(view.silent_units.shown),
        "small_cells": view.small_cells,
        "is_signed": view.is_signed,
        "has_decisions": message.definition.addressee is None,
        "has_nyc_units": view.has_nyc_units,
        "has_attendances": view.has_attendances,
        "has_on_hand": view.has_on_hand,
    }
    return {"name": view.name} | {key: break_long_words(value) for key, value in said.items()}


def _silent(message: ReportMessage, view: ReportView) -> str:
    return " ".join((sentences.count_silent(message), *_rest(view.silent_units)))


def _rest(cut: Cut[Any]) -> tuple[str, ...]:
    """Say how much of a list isn't on paper."""
    return (cut.rest,) if cut.rest else ()


def _edition(view: ReportView) -> str:
    return "preview" if view.edition is None else f"edition {view.edition}"


def _parts(view: ReportView, drawings: Mapping[str, str]) -> list[Sheet | Drawing]:
    """List charts and tables in the order they are read; wide ones come last, so that no gaps are left beside them."""
    parts: list[Sheet | Drawing] = [
        *(Drawing(chart.title, chart.alt, drawings[chart.name]) for chart in view.charts),
        *([_others(view.figures, view)] if view.figures else []),
        *([_statement(view.statement)] if view.statement else []),
        *map(_table, view.tables),
        *([_lots(view)] if view.lots.shown else []),
    ]
    return sorted(parts, key=lambda part: part.stands_alone)


def _sections(parts: Iterable[Sheet | Drawing]) -> list[list[list[Sheet | Drawing]]]:
    """Set one column or two: short parts go to the shorter of two columns, long or wide ones stand alone."""
    sections: list[list[list[Sheet | Drawing]]] = []
    for part in parts:
        if part.stands_alone:
            sections.append([[part]])
        elif not sections or len(sections[-1]) == 1:
            sections.append([[part], []])
        else:
            min(sections[-1], key=lambda column: sum(one.tallness for one in column)).append(part)
    return sections


def _section(columns: Sequence[Sequence[Sheet | Drawing]]) -> list[list[dict[str, Any]]]:
    return [[part._asdict() for part in column] for column in columns]


def _tile(figure: Figure, view: ReportView) -> dict[str, str]:
    before = "no earlier figure" if figure.before is None else f"{view.before_short}: {format_number(figure.before)}"
    missing = [f"{format_count(figure.not_included, 'record')} not included"] if figure.not_included else []
    than = "; ".join([before, *missing, *([figure.left_empty] if figure.left_empty else [])])
    return {"value": format_number(figure.value), "title": figure.title, "than": than}


def _changes(view: ReportView) -> Sheet:
    heads = ("Figure", f"Edition {view.supersedes}", f"Edition {view.edition}")
    rows = tuple(
        (changed.title, format_number(changed.was), format_number(changed.now)) for changed in view.changes.shown
    )
    return Sheet("What changed", heads, 1, rows, notes=(view.unchanged or "", *_rest(view.changes)))


def _others(figures: Iterable[Figure], view: ReportView) -> Sheet:
    """List the figures that neither a tile nor the stock statement shows."""
    before = (view.before_period,) if view.before_period else ()
    rows = tuple(
        (_title(one), format_number(one.value), *([format_number(one.before)] if before else [])) for one in figures
    )
    return Sheet("Other figures", ("Figure", view.period, *before), 1, rows)


def _title(figure: Figure) -> str:
    missing = [f"{format_number(figure.not_included)} not included"] if figure.not_included else []
    notes = "; ".join([*missing, *([figure.left_empty] if figure.left_empty else [])])
    return f"{figure.title} ({notes})" if notes else figure.title


def _statement(statement: Statement) -> Sheet:
    rows = (
        (f"On hand at the start, {format_date(statement.first_on)}", format_number(statement.opening)),
        *((line.label, format_signed(line.kits)) for line in statement.lines),
    )
    closing = (f"On hand at the end, {format_date(statement.last_on)}", format_number(statement.closing))
    return Sheet("Kits in stock", ("Movement", "Kits"), 1, rows, closing, statement.paper_notes)


def _table(table: TableView) -> Sheet:
    rows = tuple(
        (*row.labels, *map(format_number, row.values), *((_share(row),) if table.has_share else ()))
        for row in table.rows.shown
    )
    whole = None
    if table.whole:
        padding = ("",) * (len(table.label_titles) - 1)
        whole = ("Total", *padding, *map(format_number, table.whole), *(("100%",) if table.has_share else ()))
    heads = (*table.label_titles, *table.value_titles, *(("Share",) if table.has_share else ()))
    notes = (*([table.note] if table.note else []), *_rest(table.rows))
    return Sheet(table.title, heads, len(table.label_titles), rows, whole, notes)


def _share(row: Row) -> str:
    return format_number(None) if row.share is None else format_share(row.share)


def _lots(view: ReportView) -> Sheet:
    """List the lots; where they all are of one item, or of the agency as a whole, that isn't said in every row."""
    first = (*(["Where"] if view.has_locations else []), *([] if view.only_item else ["what"]))
    heads = (*([" and ".join(first).capitalize()] if first else []), "Lot", "Expires", "On hand")
    rows = []
    for on_hand, expires, warning in view.lots.shown:
        where = [on_hand.location] if view.has_locations else []
        what = [] if view.only_item else [on_hand.item]
        said = [": ".join((*where, *what))] if first else []
        until = f"{expires} ({warning})" if warning else expires
        rows.append((*said, on_hand.lot or NOT_RECORDED, until, format_number(on_hand.on_hand)))
    notes = (*([f"All lots: {view.only_item}."] if view.only_item else []), *_rest(view.lots))
    return Sheet(view.lots_title, heads, len(heads) - 1, tuple(rows), notes=notes)
