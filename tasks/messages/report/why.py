"""Why an edition differs from the one before, as far as the ledger knows: rows of the tabs, or how they are read."""

from collections.abc import Mapping
from types import MappingProxyType

from schemas.figures import BETWEEN_LABELS, Change, Measured
from schemas.message import ReleasedMessage, ReportMessage, RowsSince
from schemas.report import Audience
from tasks.messages.formatting import (
    NOT_TRACKED,
    format_count,
    format_date,
    format_label,
    format_period,
    join_words,
    write_are,
    write_were,
)

_ROW, _ROWS = "row of the Inventory, Counts or Training tab", "rows of the Inventory, Counts or Training tab"
_WHERE = " (see needs-attention.csv)"
_OF_FORM = ("held",)
_OF_STOCK = ("inventory", "counts", "training")
_NOTHING_HELD: Mapping[str, int] = MappingProxyType({})


def write_replaces(message: ReportMessage) -> str:
    """Say which edition this one replaces, and when that was made."""
    made = f", made on {format_date(message.replaced_on)}" if message.replaced_on else ""
    return f"This is edition {message.figures.edition}. It replaces edition {message.figures.supersedes}{made}."


NOT_COMPARED = "which is lost or damaged, so the two could not be compared"
"""Of the edition that another one replaces, in the sentence that says so."""

MADE_AGAIN = "An edition that exists is made again only if its figures have changed."
"""Of the editions that a dry run finds: it reads no tab, so nobody knows yet."""


def explain_changes(message: ReportMessage, *, is_for_paper: bool = False) -> str | None:
    """Say why an edition differs from the one before, or that nobody can tell; nothing of a first edition."""
    if not message.figures.compared:
        return _write_not_compared(message, is_for_paper=is_for_paper)
    if message.rows_since is None:
        return None
    is_opening_changed = any(change.measure == "kits_on_hand_start" for change in message.figures.changes)
    told = {"is_for_paper": is_for_paper, "is_opening_changed": is_opening_changed}
    return write_why(message.rows_since, message.figures.excluded, **told)


def _write_not_compared(message: ReportMessage, *, is_for_paper: bool) -> str:
    before = f"edition {message.figures.supersedes}"
    said = f"It could not be compared with {before}, which is lost or damaged: any figure may have changed."
    return said if is_for_paper else f"{said} If {before} was handed in, compare that copy with this one."


def write_rest(message: ReportMessage) -> str | None:
    """Say that the period's figures which aren't listed are unchanged, where that is known, and what isn't compared."""
    if not message.figures.compared:
        return None
    rest = _write_unchanged(message)
    beside = _list_not_compared(message)
    if not beside:
        return rest
    differs = f"are as known now, and may differ from edition {message.figures.supersedes}"
    return f"{rest} Beside them, figures {join_words(beside)} {differs}."


def _write_unchanged(message: ReportMessage) -> str:
    """Say what is unchanged; an edition for other eyes lists changes of totals only, its tables may differ."""
    figures, is_released = message.figures, isinstance(message, ReleasedMessage)
    which = f"{'other ' if figures.changes else ''}{'totals' if is_released else 'figures'}"
    said = f"All {which} of {format_period(figures.period)} are unchanged"
    if is_released and figures.tables and not figures.changes:
        said += f", so compare its tables with those of edition {figures.supersedes}"
    return f"{said}."


def _list_not_compared(message: ReportMessage) -> tuple[str, ...]:
    """List what an edition shows beside its figures: it isn't compared, and a change of it alone makes no edition."""
    is_drawn = any(len(trend.points) > 1 for trend in message.trends)
    before = message.before_period if message.before is not None else None
    shown = (
        (f"of {format_period(before)}" if before else "", before),
        ("of earlier periods in charts", is_drawn),
        ("of lots", message.lots and message.definition.audience is not Audience.PUBLIC),
    )
    return tuple(words for words, is_shown in shown if is_shown)


def write_why(
    since: RowsSince,
    excluded: Mapping[str, int] = _NOTHING_HELD,
    *,
    is_for_paper: bool = False,
    is_opening_changed: bool = False,
) -> str:
    """Say why an edition differs: readers outside are told no file of the program's folder.

    Earlier distributions explain the opening stock, and else only what nothing else explains: a unit's new name reads
    them all anew and changes no figure.
    """
    form, stock = (_name_removed(any(excluded.get(tab) for tab in tabs)) for tabs in (_OF_FORM, _OF_STOCK))
    said = [
        *_list_changed_rows(
            "distribution", "distributions", since.distributions_added, since.distributions_removed, form
        ),
        *_list_rows_read_otherwise(since, "" if is_for_paper else _WHERE),
        *_list_changed_rows(_ROW, _ROWS, since.stock_rows_added, since.stock_rows_removed, stock),
        *_list_stock_read_otherwise(since),
    ]
    if is_opening_changed or not said:
        said += _list_earlier(since.earlier_distributions, is_opening_changed=is_opening_changed)
    if not said:
        return "No row has changed since then, so the settings or the report's definition must have."
    return f"Since then: {join_words(tuple(said))}."


def _name_removed(has_held: bool) -> str:
    """Say what became of rows that are gone: one that was changed and can't be used any more is on hold."""
    return "removed or put on hold" if has_held else "removed"


def _list_changed_rows(one: str, many: str, added: int, removed: int, gone: str) -> list[str]:
    """List what a person did in the tab: a row that is corrected is one removed and one added."""
    corrected = min(added, removed)
    counts = (
        (corrected, "corrected or replaced in the tab"),
        (added - corrected, "added"),
        (removed - corrected, gone),
    )
    return [f"{format_count(count, one, many)} {write_were(count)} {what}" for count, what in counts if count]


def _list_rows_read_otherwise(since: RowsSince, where: str) -> list[str]:
    """List what nobody touched and counts otherwise all the same."""
    reread, held = since.distributions_reread, since.distributions_held
    rows = format_count(reread, "unchanged row")
    read = f"{rows} of the form {_count(reread)} differently (settings or other rows changed)"
    left_out = f"{format_count(held, 'row')} {write_are(held)} no longer counted under the present settings{where}"
    return [*([read] if reread else []), *([left_out] if held else [])]


def _list_stock_read_otherwise(since: RowsSince) -> list[str]:
    count = since.stock_rows_reread
    rows = format_count(count, f"unchanged {_ROW}", f"unchanged {_ROWS}")
    return [f"{rows} {_count(count)} differently or {write_are(count)} held now"] if count else []


def _list_earlier(count: int, *, is_opening_changed: bool) -> list[str]:
    rows, so = format_count(count, "distribution"), ", so the opening stock changed" if is_opening_changed else ""
    what = f"{write_were(count)} added or removed, or {_count(count)} differently"
    return [f"{rows} before this period {what}{so}"] if count else []


def _count(count: int) -> str:
    return "counts" if count == 1 else "count"


def write_changed(change: Change, message: ReportMessage) -> str:
    """Name a figure that changed: of the whole period, or of a row of a table."""
    name = change.measure or change.column or ""
    measure = message.measure_titles.get(name, name)  # a figure that the report no longer holds has no title
    if change.table is None:
        return measure
    row = _name_row(change.row, change.table, message) if change.row else None
    return f"{', '.join(part for part in (row, measure) if part)} ({change.table})"


def _name_row(row: str, title: str, message: ReportMessage) -> str:
    """Name a row as the table itself does: its month is September 2026."""
    by = next((table.by for table in message.figures.tables if table.title == title), ())
    labels = row.split(BETWEEN_LABELS)
    return BETWEEN_LABELS.join(map(format_label, labels, by)) if len(labels) == len(by) else row


def find_was(change: Change) -> Measured | str:
    """Find what the edition before said; of the whole period, words where it said nothing."""
    return "not stated" if change.was is None and change.measure else change.was


def find_now(change: Change, message: ReportMessage) -> Measured | str:
    """Find what this edition says; of the whole period, words where it is not tracked or no longer in the report."""
    if change.now is not None or change.measure is None:
        return change.now
    return NOT_TRACKED if change.measure in message.figures.measures else "no longer in the report"
