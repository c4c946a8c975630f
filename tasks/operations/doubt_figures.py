"""Find out what figures of a period lack, or may lack: held rows, a long silence, a reading before its end."""

from schemas.figures import Figures
from schemas.freshness import FiguresDoubts
from schemas.tabs import Tab
from tasks.context import ProgramContext
from tasks.operations.find_unusable_tabs import find_unusable_tabs
from tasks.operations.read_as_of import read_as_of
from tasks.rules.reporting.freshness import find_silence, is_read_too_early
from tasks.rules.reporting.held import count_held_before, count_held_of_all
from tasks.rules.reporting.measures import ASKED_FOR
from tasks.rules.reporting.periods import parse_period
from tasks.store.findings import count_left_empty
from tasks.store.held_days import load_held_days
from tasks.store.rows import find_fields_asked, load_days


def doubt_figures(program: ProgramContext, written: str) -> FiguresDoubts | None:
    """Find out what to doubt in a period's figures; none where the tabs have never been read.

    Raises:
        UsageError: it isn't a period.
    """
    period = parse_period(written)
    with program.database.reading() as connection:
        read_at, unusable = read_as_of(connection, program).read_at, find_unusable_tabs(connection, program)
        asked = find_fields_asked(connection, program.slug)
        empty = count_left_empty(connection, program.slug, period.first_on, period.last_on)
        held_days, days = load_held_days(connection, program.slug), load_days(connection, program.slug)
    if read_at is None:
        return None
    started, has_held = program.settings.program.started, bool(held_days[Tab.RESPONSES])
    return FiguresDoubts(
        excluded=count_held_of_all(held_days, period),
        earlier_held=count_held_before(held_days, period),
        unusable_tabs=unusable,
        silence=find_silence(days, period, started, read_at.date(), has_held=has_held),
        left_empty={name: count for name, count in empty.items() if asked is None or ASKED_FOR[name] in asked},
        is_read_too_early=is_read_too_early(read_at.date(), period, program.today()),
    )


def doubt_report(program: ProgramContext, figures: Figures) -> FiguresDoubts | None:
    """Find out what to doubt in a report's figures: of the rows held now and of unusable tabs those that feed it."""
    doubts = doubt_figures(program, figures.period)
    if doubts is None:
        return None
    feeding = tuple(tab for tab in doubts.unusable_tabs if tab.name.lower() in figures.excluded)
    empty = {name: count for name, count in doubts.left_empty.items() if figures.measures.get(name) is not None}
    now = {name: count for name, count in doubts.excluded.items() if name in figures.excluded}
    lacking = {"excluded": now, "unusable_tabs": feeding, "left_empty": empty}
    return doubts.model_copy(update=lacking)
