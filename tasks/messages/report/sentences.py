"""The sentences that a report's message says about its figures, the same in its html and its text form."""

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
    """The subject: report, period, and which edition replaces which."""
    figures = message.figures
    loud = "PRELIMINARY: " if figures.preliminary else ""
    edition = f" (edition {figures.edition}, replaces edition {figures.supersedes})" if figures.supersedes else ""
    return f"[Naloxone] {loud}{message.definition.title}, {format_period(figures.period)}{edition}"


def write_result(message: ReportMessage) -> str:
    """What came out, in one breath, the kits first."""
    measures = message.figures.measures
    kits, people = measures.get("kits_distributed"), measures.get("people_trained")
    if kits is None:
        return f"{_first_figure(message)} in {_period(message)}."
    if not kits:
        return f"No kit was left behind in {_period(message)}{_so_far(message)}.{_compared(message)}"
    said = f"{format_count(kits, 'naloxone kit')} {_were(kits)} left behind in {_period(message)}"
    said += f"{_in_hand_outs(message)}{_so_far(message)}.{_compared(message)}"
    if people:
        said += f" {format_count(people, 'person', 'people')} {_were(people)} shown how to use them."
    return said


def write_preheader(message: ReportMessage) -> str:
    """What a mail program shows beside the subject: main figure, days, due day."""
    days = format_span(message.first_on, message.last_on)
    return f"{_first_figure(message)}. {days}. Due {format_day(message.due_on)}."


def write_to_do(message: ReportMessage) -> str:
    """What heads the steps: by when they are to be done."""
    if message.figures.preliminary:
        return "To do"
    day = format_day(message.due_on)
    return f"To do: this was due on {day}" if message.made_at.date() > message.due_on else f"To do by {day}"


def list_steps(message: ReportMessage) -> tuple[str, ...]:
    """What the coordinator is to do, in order."""
    definition, figures = message.definition, message.figures
    if figures.preliminary:
        return (f"Hand nothing in yet: the period ends on {format_day(message.last_on)}.", *_mend(message))
    todo = [*_mend(message)]
    if definition.addressee and not is_checked(message):
        todo.append(f"Compare the figures with the form of {definition.addressee}, and confirm the due day.")
    todo.append(f"{definition.submit_to}.")
    if figures.supersedes and definition.addressee:
        todo.append(
            f"If edition {figures.supersedes} has been handed in already, hand in this one too "
            f"and say that it replaces the other."
        )
    return tuple(todo)


def write_standing(message: ReportMessage) -> str:
    """Whether anyone has compared the report with the addressee's own form."""
    if message.definition.addressee is None:
        return "This report is the agency's own and feeds no official form."
    if is_checked(message) and message.checked:
        return (
            f"{message.checked.by} compared this report with the form of {message.definition.addressee} "
            f"on {format_date(message.checked.on)}."
        )
    return (
        f"This is not the official form: check against it. Once that is done, write who checked it, and when, "
        f"in lbn.toml under [checked.{message.slug}]."
    )


def write_name(message: ReportMessage) -> str:
    """Under which name the edition is found again: nysdoh-quarterly, 2026-Q3, edition 1."""
    figures = message.figures
    edition = "preview" if figures.edition is None else f"edition {figures.edition}"
    return f"{message.slug}, {figures.period}, {edition}"


def write_replaces(message: ReportMessage) -> str:
    """Which edition this one replaces, and when that was made."""
    made = f", made on {format_date(message.replaced_on)}" if message.replaced_on else ""
    return f"This is edition {message.figures.edition}. It replaces edition {message.figures.supersedes}{made}."


def write_why(since: RowsSince) -> str:
    """Why an edition is not what the one before was, as far as the ledger knows."""
    entries = _came_and_gone("entry", "entries", since.distributions_added, since.distributions_removed)
    stock = _came_and_gone("row", "rows", since.stock_rows_added, since.stock_rows_removed)
    said = [f"{entries} of the period"] if entries else []
    said += [f"{stock} of the Inventory, Counts or Training tab"] if stock else []
    if not said:
        return "No row has changed since then: the settings or the report's own definition have."
    corrected = " A corrected row counts as one of each." if "withdrawn" in " ".join(said) else ""
    return f"Since then the ledger has {join_words(tuple(said))}.{corrected}"


def _came_and_gone(one: str, many: str, came: int, gone: int) -> str:
    parts = [format_count(came, f"new {one}", f"new {many}")] * bool(came)
    parts += [format_count(gone, f"withdrawn {one}", f"withdrawn {many}")] * bool(gone)
    return join_words(tuple(parts))


def write_changed(change: Change, message: ReportMessage) -> str:
    """The name of a figure that changed: of the whole period, or of a row of a table."""
    # A figure that the report no longer holds has no title any more.
    write_name = change.measure or change.column or ""
    measure = message.measure_titles.get(write_name, write_name)
    if change.table is None:
        return measure
    return f"{', '.join(part for part in (change.row, measure) if part)} ({change.table})"


def write_held(message: ReportMessage) -> str:
    """How many rows are not in the figures."""
    rows = message.figures.excluded.get("held", 0)
    if not rows:
        return "No row is held: every entry of the period is counted."
    is_one = rows == 1
    return (
        f"{format_count(rows, 'row')} {'is' if is_one else 'are'} held and not counted. needs-attention.csv in the "
        f"program folder says where {'it is' if is_one else 'they are'} and what to do. What is fixed is counted by "
        f"the next run; if that changes a figure, a new edition follows."
    )


def write_silent(message: ReportMessage) -> str:
    """Who may have forgotten to report."""
    units = len(message.silent_units)
    return (
        f"{format_count(units, 'unit')} made no entry in {_period(message)}{_so_far(message)}. "
        f"Ask whether no kit was left there, or an entry is missing."
    )


def write_as_of(message: ReportMessage) -> str:
    """When the tabs were last read, and how new what stood there is: both, for a tab may be read and not written."""
    return f"Data as of {format_time(message.read_at)}. {write_newest_distribution(message.newest_entry)}"


def write_newest_distribution(day: date | None) -> str:
    """How new the newest entry is."""
    return f"Newest entry: {format_date(day)}." if day else "No entry yet."


def write_small_cells(message: ReportMessage) -> str | None:
    """That the tables are coarser than the ledger, where they leave for other eyes than a health department's."""
    if message.definition.audience is not Audience.SUPPLIER:
        return None
    return (
        "Tables by unit, place, recipient or reason put small groups together, so that none of their rows stands for "
        "a few hand-outs only."
    )


def write_empty_tables(message: ReportMessage) -> str | None:
    """Which tables have no rows, and why: where few hand-outs would show, those for other eyes are left empty."""
    titles = tuple(table.title for table in message.figures.tables if not table.rows)
    if not titles:
        return None
    is_protected = message.definition.audience is Audience.SUPPLIER and message.figures.measures.get(
        "kits_distributed", 1
    )
    write_why = "Too few hand-outs to be broken down" if is_protected else "Nothing to show in this period"
    return f"{write_why}: {join_words(titles)}."


def is_checked(message: ReportMessage) -> bool:
    """Only what was checked when the edition was made counts as checked."""
    return message.checked is not None and not message.figures.unverified


def _first_figure(message: ReportMessage) -> str:
    """The figure that matters most: kits, where the report counts them."""
    measures = message.figures.measures
    write_name = "kits_distributed" if "kits_distributed" in measures else next(iter(measures))
    return f"{message.measure_titles[write_name]}: {format_number(measures[write_name])}"


def _were(count: Number) -> str:
    return "was" if count == 1 else "were"


def _period(message: ReportMessage) -> str:
    return format_period(message.figures.period)


def _so_far(message: ReportMessage) -> str:
    return f", as far as was known on {format_date(message.read_at)}" if message.figures.preliminary else ""


def _in_hand_outs(message: ReportMessage) -> str:
    entries = message.figures.measures.get("distributions")
    return "" if entries is None else f", in {format_count(entries, 'hand-out')}"


def _compared(message: ReportMessage) -> str:
    """Against the period before; a period that still runs is compared with nothing."""
    if message.figures.preliminary or message.before is None or message.before_period is None:
        return ""
    kits, before = message.figures.measures["kits_distributed"], message.before.get("kits_distributed")
    if before is None:
        return ""
    if kits == before:
        return f" That is as many as in {format_period(message.before_period)}."
    share = (
        f" ({format_signed(kits - before)[0]}{format_share(abs(kits - before) / before)})" if before and kits else ""
    )
    more = "more" if kits > before else "fewer"
    return f" That is {format_number(abs(kits - before))} {more} than in {format_period(message.before_period)}{share}."


def _mend(message: ReportMessage) -> tuple[str, ...]:
    rows = message.figures.excluded.get("held", 0)
    return (f"Mend the {format_count(rows, 'row')} that {'is' if rows == 1 else 'are'} held.",) if rows else ()
