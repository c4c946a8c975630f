"""report.xlsx: the figures in the order of the form they are typed into, and every table in full."""

from schemas.figures import Measured, Table
from schemas.message import ReportMessage
from tasks.messages.engine.spreadsheet import About, Cell, Page, write_spreadsheet
from tasks.messages.formatting import NOT_TRACKED, format_date, format_label, format_period, format_span, format_time
from tasks.messages.report import sentences, why
from tasks.messages.report.completeness import write_not_included, write_silence
from tasks.messages.report.held import count_held_of, has_held_rows
from tasks.messages.report.left_empty import list_empty
from tasks.messages.report.lots import NOT_RECORDED, list_lots, write_lots_title
from tasks.messages.report.not_tracked import has_lots, write_not_tracked
from tasks.messages.report.released_tables import name_table, write_made_on, write_small_cells
from tasks.messages.report.start_words import name_since_start
from tasks.messages.report.stock_measures import has_on_hand

_ATTENDANCES = "Officers at courses: one who took two courses counts twice."
_ON_HAND = "What the stock records, expired and recalled kits too until they are taken out."


def write_workbook(message: ReportMessage) -> bytes:
    """Write the whole file; the same message gives the same bytes."""
    name = sentences.write_name(message)
    about = About(
        title=f"{message.definition.title}, {name}",
        author=message.figures.agency,
        comments=sentences.write_standing(message),
        made_at=message.made_at,
        footer=name,
    )
    return write_spreadsheet(_pages(message), about)


def _pages(message: ReportMessage) -> list[Page]:
    heading = (
        f"{message.definition.title}, {format_period(message.figures.period)}",
        f"{message.figures.agency}. {sentences.write_addressee(message)}.",
        f"{format_span(message.first_on, message.last_on)}. {sentences.write_name(message)}.",
    )
    return [
        _portal(message, heading),
        *(_table(table, message, heading) for table in message.figures.tables),
        *([_lots(message, heading)] if has_lots(message) else []),
        _changes(message, heading),
        _about(message, heading),
    ]


def _portal(message: ReportMessage, heading: tuple[str, ...]) -> Page:
    """Put the figures in the order of the form: one that is not tracked keeps its row, and says so."""
    before = message.before if message.before_period and message.before is not None else None
    heads = ["Figure", format_period(message.figures.period)]
    if before is not None and message.before_period:
        heads.append(name_since_start(message.before_period, message.started_on))
    has_held = has_held_rows(message.figures, message.earlier_held)
    rows = tuple(
        (
            message.measure_titles[name],
            _tracked(value),
            *([_tracked(before.get(name))] if before is not None else []),
            *([count_held_of(name, message.figures, message.earlier_held)] if has_held else []),
        )
        for name, value in message.figures.measures.items()
    )
    name = "Portal" if sentences.has_form(message) else "Figures"
    lacking = (*([write_not_included(message)] if has_held else []), *list_empty(message))
    above = (*heading, sentences.write_standing(message), *lacking)
    return Page(name, above, (*heads, *(["Records not included"] if has_held else [])), rows)


def _tracked(value: Measured) -> Cell:
    return NOT_TRACKED if value is None else value


def _table(table: Table, message: ReportMessage, heading: tuple[str, ...]) -> Page:
    heads = [message.grouping_titles[name] for name in table.by]
    heads += [message.measure_titles[name] for name in table.measures]
    rows = tuple(
        (*(format_label(str(text), by) for text, by in zip(row, table.by, strict=False)), *row[len(table.by) :])
        for row in table.rows
    )
    made = (said,) if (said := write_made_on(table, message)) else ()
    return Page(table.title, (*heading, name_table(table), *made), tuple(heads), rows)


def _lots(message: ReportMessage, heading: tuple[str, ...]) -> Page:
    rows = tuple(
        (lot.location, lot.item, lot.lot or NOT_RECORDED, lot.expires_on or NOT_RECORDED, lot.on_hand)
        for lot, _, _ in list_lots(message)
    )
    above = (*heading, write_lots_title(message))
    return Page("Lots", above, ("Where", "Item", "Lot", "Expires", "On hand"), rows)


def _changes(message: ReportMessage, heading: tuple[str, ...]) -> Page:
    figures = message.figures
    if not figures.supersedes:
        return Page("What changed", (*heading, "There is no earlier edition of this report."), (), ())
    said = (why.write_replaces(message), why.explain_changes(message, is_for_paper=True), why.write_rest(message))
    above = (*heading, *(sentence for sentence in said if sentence))
    heads = ("Figure", f"Edition {figures.supersedes}", f"Edition {figures.edition}")
    rows = tuple(
        (why.write_changed(change, message), why.find_was(change), why.find_now(change, message))
        for change in figures.changes
    )
    return Page("What changed", above, heads, rows)


def _about(message: ReportMessage, heading: tuple[str, ...]) -> Page:
    facts = [
        *([("About", message.definition.about)] if message.definition.about else []),
        ("Agency", message.figures.agency),
        ("Addressee", sentences.name_addressee(message) or "The agency itself"),
        *([("Contact", message.contact)] if message.contact else []),
        ("Report", sentences.write_name(message)),
        ("Days", format_span(message.first_on, message.last_on)),
        ("Data as of", format_time(message.read_at)),
        *([] if sentences.is_for_public(message) else [("Newest distribution", _write_newest(message))]),
        ("Official form", sentences.write_standing(message)),
        ("Is it complete?", _write_completeness(message)),
        ("Not tracked", write_not_tracked(message) or "Everything in this report is tracked."),
        ("Small groups", write_small_cells(message) or "Shown as they are."),
        *_list_words(message),
        *(("Unit without a distribution", unit) for unit in message.silent_units),
    ]
    return Page("About", heading, ("What", "In words"), tuple(facts))


def _list_words(message: ReportMessage) -> list[tuple[str, str]]:
    """List what the words mean that stand for figures."""
    measures = message.figures.measures
    return [
        ("Kit", "One package of naloxone, as left with a person."),
        ("Dose", "A single use; the program's settings say how many doses a kit holds."),
        ("NYC unit", "Two doses."),
        ("Distribution", "Kits left once, by one officer: one row of the form."),
        ("Individuals trained", "People shown how to use naloxone when kits were left."),
        *([("Training attendances", _ATTENDANCES)] if measures.get("personnel_trained") is not None else []),
        *([("Kits on hand", _ON_HAND)] if has_on_hand(measures) else []),
        ("Not recorded", "The question was left empty, which does not mean none."),
    ]


def _write_newest(message: ReportMessage) -> str:
    return format_date(message.newest_entry) if message.newest_entry else "none yet"


def _write_completeness(message: ReportMessage) -> str:
    parts = (write_silence(message), write_not_included(message), *list_empty(message))
    return " ".join(part for part in parts if part)
