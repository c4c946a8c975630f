"""figures.csv: every figure of an edition in rows that a spreadsheet opens as they are meant.

UTF-8 with the mark that makes Excel read it as such, lines ended as Windows ends them, and no text that a
spreadsheet would take for a formula.
"""

import csv
import io
from collections.abc import Iterator

from schemas.figures import Number
from schemas.message import ReportMessage
from tasks.messages.formatting import NOT_TRACKED, format_date, format_time
from tasks.messages.report.completeness import write_silence
from tasks.messages.report.held import count_held, count_held_earlier, count_held_of
from tasks.messages.report.lots import list_lots
from tasks.messages.report.released_tables import write_small_cells
from tasks.messages.report.sentences import is_for_public, name_addressee, write_standing
from tasks.messages.report.start_words import is_partial
from tasks.messages.report.why import find_was

BYTE_ORDER_MARK = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
LOT_LABELS = 4

Cell = str | Number | None
Row = tuple[str, tuple[str, ...], str, Cell]
"""Section, labels, measure under its name of the contract, value."""


def write_figures_csv(message: ReportMessage) -> bytes:
    """Write the whole file."""
    labels = max([LOT_LABELS, *(len(table.by) for table in message.figures.tables)])
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["section", *(f"label_{number + 1}" for number in range(labels)), "measure", "value"])
    for section, row_labels, measure, value in _rows(message):
        padding = [""] * (labels - len(row_labels))
        writer.writerow([_safe(cell) for cell in (section, *row_labels, *padding, measure, value)])
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def _rows(message: ReportMessage) -> Iterator[Row]:
    yield from _heading(message)
    for name, value in message.figures.measures.items():
        yield "Figures", (), name, NOT_TRACKED if value is None else value
    for name in message.figures.measures:
        if count := count_held_of(name, message.figures, message.earlier_held):
            yield "Records not included", (), name, count
    for name, value in (message.before or {}).items():
        yield _name_before(message), (), name, NOT_TRACKED if value is None else value
    yield from _tables(message)
    for change in message.figures.changes:
        labels = tuple(text for text in (change.table, change.row) if text is not None)
        yield (
            f"Edition {message.figures.supersedes} said",
            labels,
            change.measure or change.column or "",
            find_was(change),
        )
    for lot, _, _ in list_lots(message):
        expires = lot.expires_on.isoformat() if lot.expires_on else ""
        yield "Lots on hand", (lot.location, lot.item, lot.lot or "", expires), "on_hand", lot.on_hand
    for unit in message.silent_units:
        yield "Units without a distribution", (unit,), "", None


def _name_before(message: ReportMessage) -> str:
    """Name the period before, and since when it counts where the program started within it."""
    before, started_on = message.before_period or "", message.started_on
    since = f" since {started_on}" if is_partial(before, started_on) else ""
    return f"Figures of {before}{since}"


def _heading(message: ReportMessage) -> Iterator[Row]:
    figures = message.figures
    edition = "preliminary" if figures.edition is None else figures.edition
    facts: dict[str, Cell] = {
        "Agency": figures.agency,
        "Addressee": name_addressee(message) or "the agency itself",
        **({"Contact": message.contact} if message.contact else {}),
        "Report": message.definition.title,
        "Period": figures.period,
        **({"Program started": str(message.started_on)} if is_partial(figures.period, message.started_on) else {}),
        "Edition": edition,
        "Data as of": format_time(message.read_at),
        **({} if is_for_public(message) else {"Newest distribution": _write_newest(message)}),
        "Official form": write_standing(message),
        "Records not included": count_held(figures),
        **(
            {"Earlier records that the stock lacks": earlier}
            if (earlier := count_held_earlier(message.figures, message.earlier_held))
            else {}
        ),
        **({"Silence": silence} if (silence := write_silence(message)) else {}),
        **({"Small groups": said} if (said := write_small_cells(message)) else {}),
        **({"Tables not tracked": "; ".join(message.tables_not_tracked)} if message.tables_not_tracked else {}),
    }
    for label, value in facts.items():
        yield "Report", (label,), "", value


def _write_newest(message: ReportMessage) -> str:
    return format_date(message.newest_entry) if message.newest_entry else "none yet"


def _tables(message: ReportMessage) -> Iterator[Row]:
    for table in message.figures.tables:
        for row in table.rows:
            labels, values = row[: len(table.by)], row[len(table.by) :]
            for measure, value in zip(table.measures, values, strict=True):
                yield table.title, tuple(str(label) for label in labels), measure, value


def _safe(cell: Cell) -> Cell:
    """Put an apostrophe before what a spreadsheet would take for a formula; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
