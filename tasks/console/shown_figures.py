"""What the command says of figures: measures and tables, and what stands in the place of those that there aren't."""

from collections.abc import Mapping, Sequence
from datetime import date

from schemas.figures import Answer, Measured, Table
from tasks.messages.formatting import NOT_TRACKED, format_date, format_period
from tasks.rules.reporting.measures import GROUPINGS, MEASURES, find_frame
from tasks.rules.reporting.periods import parse_period

NO_RECORD = "no record"


def summarize_figures(
    answer: Answer, as_of: str, asked: Sequence[str] = (), doubts: Sequence[str] = (), absent: str = NOT_TRACKED
) -> str:
    """Show the figures of `lbn figures`, which reads no tab; name the measures asked for that a table cannot have.

    Args:
        answer: the figures.
        as_of: how new they are.
        asked: the measures that were asked for by name; none: all are shown.
        doubts: what they lack, or may lack.
        absent: what is said in place of a figure that there isn't.
    """
    known = answer.measures | dict.fromkeys(answer.unrecorded)
    known = {name: value for name, value in known.items() if not asked or name in asked}
    lines = [f"Figures of {format_period(answer.period)}", as_of, *doubts, *list_measures(known, absent)]
    for table in answer.tables:
        missing = [name for name in dict.fromkeys(asked) if name not in table.measures]
        ungrouped = [name for name in missing if not find_frame(name, table.by)]
        lines += ["", *_table(table, absent)]
        if ungrouped:
            lines.append(f"  Left out, because it can't be grouped this way: {', '.join(ungrouped)}.")
        if unknown := [name for name in missing if name not in ungrouped and table.measures]:
            lines.append(f"  Left out: {', '.join(unknown)} ({absent}).")
    return "\n".join(lines)


def describe_period(written: str, today: date, started: date = date.min) -> tuple[str, str]:
    """Say that a period is before the program, or isn't over; and what stands in place of a figure that there isn't."""
    period = parse_period(written)
    name = format_period(period.name)
    if period.last_on < started:
        since = f"{format_date(started)}, program.started in lbn.toml"
        return f"{name} ended before the program started ({since}).", NO_RECORD
    if period.first_on > today:
        return f"{name} has not begun: there is nothing to count yet.", NO_RECORD
    if period.last_on >= today:
        return f"{name} has not ended: these figures can still change until it has.", NOT_TRACKED
    return "", NOT_TRACKED


def list_measures(measures: Mapping[str, Measured], absent: str = NOT_TRACKED) -> list[str]:
    """List measures by their titles.

    Args:
        measures: by name.
        absent: what stands in the place of one that there isn't.
    """
    return [f"  {MEASURES[name].title}: {absent if value is None else value}" for name, value in measures.items()]


def _table(table: Table, absent: str) -> list[str]:
    if not table.measures or (absent == NO_RECORD and not table.rows):
        return [f"{table.title}: {absent}."]
    head = " / ".join([GROUPINGS[name].title for name in table.by] + [MEASURES[name].title for name in table.measures])
    return [head, *("  " + " / ".join(map(str, row)) for row in table.rows)]
