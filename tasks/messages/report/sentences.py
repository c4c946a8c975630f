"""The sentences of a report's message, the same in its html, its text, its PDF and its workbook."""

from datetime import date

from schemas.figures import Change, Number
from schemas.message import ReportMessage, RowsSince
from schemas.report import Audience
from tasks.messages.formatting import (
    format_count,
    format_date,
    format_day,
    format_number,
    format_period,
    format_share,
    format_signed,
    format_span,
    format_time,
    join_words,
)


def write_subject(message: ReportMessage) -> str:
    """Write the subject: report, period, and which edition replaces which."""
    figures = message.figures
    loud = "PRELIMINARY: " if figures.preliminary else ""
    edition = f" (edition {figures.edition}, replaces edition {figures.supersedes})" if figures.supersedes else ""
    return f"[Naloxone] {loud}{message.definition.title}, {format_period(figures.period)}{edition}"


def write_result(message: ReportMessage) -> str:
    """Say what came out in a sentence or two, the kits first."""
    measures = message.figures.measures
    kits, people = measures.get("kits_distributed"), measures.get("people_trained")
    if kits is None:
        return f"{_first_figure(message)} in {_period(message)}."
    if not kits:
        return f"No kits were distributed in {_period(message)}{_so_far(message)}.{_compared(message)}"
    said = f"{format_count(kits, 'naloxone kit')} {_were(kits)} distributed in {_period(message)}"
    said += f"{_how_often(message)}{_so_far(message)}.{_compared(message)}"
    if people:
        said += f" {format_count(people, 'person', 'people')} {_were(people)} shown how to use them."
    return said


def write_preheader(message: ReportMessage) -> str:
    """Write what a mail program shows beside the subject: main figure, days, due date."""
    days = format_span(message.first_on, message.last_on)
    return f"{_first_figure(message)}. {days}. Due {format_day(message.due_on)}."


def write_to_do(message: ReportMessage) -> str:
    """Write what heads the steps: by when they are to be done."""
    if message.figures.preliminary:
        return "To do"
    day = format_day(message.due_on)
    return f"To do: this was due on {day}" if message.made_at.date() > message.due_on else f"To do by {day}"


def list_steps(message: ReportMessage) -> tuple[str, ...]:
    """List what the coordinator is to do, in order."""
    definition, figures = message.definition, message.figures
    if figures.preliminary:
        return (f"Don't hand anything in yet: the period ends on {format_day(message.last_on)}.", *_fix_held(message))
    todo = [*_fix_held(message)]
    if definition.addressee and not is_checked(message):
        todo.append(f"Compare the figures with the form of {definition.addressee} and confirm the due date.")
    todo.append(f"{definition.submit_to}.")
    if figures.supersedes and definition.addressee:
        todo.append(
            f"If you have already handed in edition {figures.supersedes}, hand in this one too "
            f"and say that it replaces edition {figures.supersedes}."
        )
    return tuple(todo)


def write_standing(message: ReportMessage) -> str:
    """Say whether anyone has compared the report with the addressee's own form."""
    if message.definition.addressee is None:
        return "This report is for the agency itself and isn't copied to any official form."
    if is_checked(message) and message.checked:
        return (
            f"{message.checked.by} compared this report with the form of {message.definition.addressee} "
            f"on {format_date(message.checked.on)}."
        )
    return (
        f"This is not the official form: check against it. Once you have, write who checked it and when "
        f"in lbn.toml under [checked.{message.slug}]."
    )


def write_name(message: ReportMessage) -> str:
    """Write the name by which the edition is found again: nysdoh-quarterly, 2026-Q3, edition 1."""
    figures = message.figures
    edition = "preview" if figures.edition is None else f"edition {figures.edition}"
    return f"{message.slug}, {figures.period}, {edition}"


def write_replaces(message: ReportMessage) -> str:
    """Say which edition this one replaces, and when that was made."""
    made = f", made on {format_date(message.replaced_on)}" if message.replaced_on else ""
    return f"This is edition {message.figures.edition}. It replaces edition {message.figures.supersedes}{made}."


def write_why(since: RowsSince) -> str:
    """Say why an edition differs from the one before, as far as the ledger knows."""
    said = [
        *_added_and_removed("distribution", "distributions", since.distributions_added, since.distributions_removed),
        *_added_and_removed(
            "row of the Inventory, Counts or Training tab",
            "rows of the Inventory, Counts or Training tab",
            since.stock_rows_added,
            since.stock_rows_removed,
        ),
    ]
    if not said:
        return "No row has changed since then, so the settings or the report's definition must have."
    has_removed = since.distributions_removed or since.stock_rows_removed
    corrected = " A corrected row counts as one removed and one added." if has_removed else ""
    return f"Since then: {join_words(tuple(said))}.{corrected}"


def _added_and_removed(one: str, many: str, added: int, removed: int) -> list[str]:
    counts = ((added, "added"), (removed, "removed"))
    return [f"{format_count(count, one, many)} {what}" for count, what in counts if count]


def write_changed(change: Change, message: ReportMessage) -> str:
    """Name a figure that changed: of the whole period, or of a row of a table."""
    name = change.measure or change.column or ""
    measure = message.measure_titles.get(name, name)  # a figure that the report no longer holds has no title
    if change.table is None:
        return measure
    return f"{', '.join(part for part in (change.row, measure) if part)} ({change.table})"


def write_held(message: ReportMessage) -> str:
    """Say how many rows are not in the figures."""
    rows = message.figures.excluded.get("held", 0)
    if not rows:
        return "No rows are held: every distribution in the period is counted."
    verb, they = ("is", "it is") if rows == 1 else ("are", "they are")
    return (
        f"{format_count(rows, 'row')} {verb} held and not counted. needs-attention.csv in the program folder says "
        f"where {they} and what to do. Once fixed, {they} counted by the next run; if that changes a figure, a new "
        f"edition follows."
    )


def write_silent(message: ReportMessage) -> str:
    """Say how many units may have forgotten to report."""
    units = len(message.silent_units)
    whom = "the unit" if units == 1 else "each of them"
    return (
        f"{format_count(units, 'unit')} recorded no distributions in {_period(message)}{_so_far(message)}. "
        f"Ask {whom} whether no kit was left, or a form was not sent."
    )


def write_as_of(message: ReportMessage) -> str:
    """Say when the tabs were last read, and how new what they held is: a tab may be read and not have been written."""
    return f"Data as of {format_time(message.read_at)}. {write_newest_distribution(message.newest_entry)}"


def write_newest_distribution(day: date | None) -> str:
    """Say how new the newest distribution is."""
    return f"Newest distribution: {format_date(day)}." if day else "No distributions yet."


def write_small_cells(message: ReportMessage) -> str | None:
    """Say that tables are coarser than the ledger, where they go to others than a health department."""
    if message.definition.audience is not Audience.SUPPLIER:
        return None
    return (
        "Tables by unit, place, recipient or reason combine small groups, so that no row stands for only a few "
        "distributions."
    )


def write_empty_tables(message: ReportMessage) -> str | None:
    """Name the tables without rows, and say why: where few distributions would show, a supplier's are left empty."""
    titles = tuple(table.title for table in message.figures.tables if not table.rows)
    if not titles:
        return None
    has_kits = message.figures.measures.get("kits_distributed", 1)
    is_withheld = message.definition.audience is Audience.SUPPLIER and has_kits
    why = "Too few distributions to break down" if is_withheld else "Nothing to show in this period"
    return f"{why}: {join_words(titles)}."


def is_checked(message: ReportMessage) -> bool:
    """Tell whether the report was checked before the edition was made."""
    return message.checked is not None and not message.figures.unverified


def _first_figure(message: ReportMessage) -> str:
    """Write the figure that matters most: kits, where the report counts them."""
    measures = message.figures.measures
    name = "kits_distributed" if "kits_distributed" in measures else next(iter(measures))
    return f"{message.measure_titles[name]}: {format_number(measures[name])}"


def _were(count: Number) -> str:
    return "was" if count == 1 else "were"


def _period(message: ReportMessage) -> str:
    return format_period(message.figures.period)


def _so_far(message: ReportMessage) -> str:
    return f", as far as was known on {format_date(message.read_at)}" if message.figures.preliminary else ""


def _how_often(message: ReportMessage) -> str:
    distributions = message.figures.measures.get("distributions")
    return "" if distributions is None else f" ({format_count(distributions, 'distribution')})"


def _compared(message: ReportMessage) -> str:
    """Compare with the period before; a period that has not ended is compared with nothing."""
    if message.figures.preliminary or message.before is None or message.before_period is None:
        return ""
    kits, before = message.figures.measures["kits_distributed"], message.before.get("kits_distributed")
    if kits is None or before is None:
        return ""
    if kits == before:
        return f" That is as many kits as in {format_period(message.before_period)}."
    share = (
        f" ({format_signed(kits - before)[0]}{format_share(abs(kits - before) / before)})" if before and kits else ""
    )
    more = "more" if kits > before else "fewer"
    kits_more = format_count(abs(kits - before), f"{more} kit")
    return f" That is {kits_more} than in {format_period(message.before_period)}{share}."


def _fix_held(message: ReportMessage) -> tuple[str, ...]:
    rows = message.figures.excluded.get("held", 0)
    return (f"Fix the {format_count(rows, 'row')} that {'is' if rows == 1 else 'are'} held.",) if rows else ()
