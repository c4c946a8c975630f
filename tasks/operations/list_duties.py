"""What the coordinator has to do beside the stock, from as little of the ledger as tells it."""

from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from schemas.desk import Duties, FilingDiffers, LowReported, SilentUnit, TrainingDue
from schemas.tabs import Tab
from tasks.context import ProgramContext
from tasks.operations.find_recent_silence import find_recent_silence
from tasks.operations.load_figures import load_figures
from tasks.operations.read_rows import read_counts, read_movements, read_trainings
from tasks.rules.reporting.refiling import Filed, compare_figures, list_filings_differing
from tasks.rules.reporting.review import find_review_due
from tasks.rules.reporting.shift_months import shift_months
from tasks.rules.stock.kept_items import has_kit_stock, list_kits
from tasks.rules.watching.low_reports import list_low_reports
from tasks.rules.watching.silent_units import DAYS_SEEN, find_answers, list_quiet_units, list_silent_units
from tasks.rules.watching.trainings_due import list_trainings_due
from tasks.store.editions import find_newest_numbers
from tasks.store.filings import load_filings
from tasks.store.rows import find_held, find_last_read, has_rows, load_low_flags
from tasks.store.unit_days import find_newest_of_units, load_unit_days


def list_duties(program: ProgramContext, connection: Connection) -> Duties:
    """List what is to be asked, taught, reviewed and handed in again; the stock is not replayed for it."""
    settings, read_at = program.settings, find_last_read(connection, program.slug)
    is_recorded = read_at is None or _is_training_recorded(program, connection)
    return Duties(
        low_reports=_list_low_reports(program, connection),
        silent_units=_list_silent_units(program, connection, program.local(read_at)) if read_at else (),
        trainings=_list_trainings(program, connection) if read_at and is_recorded else (),
        is_training_recorded=is_recorded,
        review=find_review_due(settings.procedure.reviewed, settings.program.started, program.today()),
        filings=_list_filings(program, connection),
    )


def _list_silent_units(program: ProgramContext, connection: Connection, read_at: datetime) -> tuple[SilentUnit, ...]:
    """List the silent units; where all of the program is silent, the export is doubted, and no unit is."""
    started, units = program.settings.program.started, {unit.name for unit in program.settings.units}
    newest = list_quiet_units(find_newest_of_units(connection, program.slug), units, read_at.date())
    silence = find_recent_silence(program, connection, read_at) if newest else None
    if not newest or (silence and silence.until is None):
        return ()
    since = min(newest.values()) - timedelta(days=DAYS_SEEN)
    days = load_unit_days(connection, program.slug, newest, since)
    answers = _find_answers(connection, program, read_at)
    silent = list_silent_units(days, newest, started, read_at.date(), answers)
    is_counted = Tab.COUNTS in program.settings.source.titles
    return tuple(one.model_copy(update={"is_counted": is_counted}) for one in silent)


def _list_low_reports(program: ProgramContext, connection: Connection) -> tuple[LowReported, ...]:
    """List the units that say that they have few kits; where stock of them is kept, that is said with the stock."""
    units = {unit.name for unit in program.settings.units}
    reports = list_low_reports(load_low_flags(connection, program.slug), units, program.today())
    movements = read_movements(connection, program.slug) if reports else []
    return () if movements and has_kit_stock(movements, program.settings) else reports


def _find_answers(connection: Connection, program: ProgramContext, read_at: datetime) -> dict[str, date]:
    """Find when somebody was last at each location, by the Inventory and Counts tabs."""
    movements = read_movements(connection, program.slug)
    counts = read_counts(connection, program.slug)
    return find_answers(movements, counts, list_kits(program.settings), read_at.date())


def _is_training_recorded(program: ProgramContext, connection: Connection) -> bool:
    """Tell whether the Training tab has rows, or nobody says whom there is to train; held rows are told as such."""
    is_asked = any(program.settings.training.people.values())
    return (
        not is_asked
        or has_rows(connection, program.slug, Tab.TRAINING)
        or bool(find_held(connection, program.slug, Tab.TRAINING))
    )


def _list_trainings(program: ProgramContext, connection: Connection) -> tuple[TrainingDue, ...]:
    """List the trainings that are due; none where no row of the tab counts, for then nothing is known."""
    wanted = program.settings.training
    if not wanted.people or not has_rows(connection, program.slug, Tab.TRAINING):
        return ()
    trainings = read_trainings(connection, program.slug)
    since = shift_months(program.today(), -wanted.refresher_months) if wanted.refresher_months else None
    held_count = len(find_held(connection, program.slug, Tab.TRAINING))
    due = list_trainings_due(trainings, wanted.people, since)
    return tuple(one.model_copy(update={"held_count": held_count}) for one in due)


def _list_filings(program: ProgramContext, connection: Connection) -> tuple[FilingDiffers, ...]:
    """List what was handed in and has a newer edition, with the difference in kits where both say how many."""
    newest = find_newest_numbers(connection, program.slug)
    filed = [Filed(one.report, one.period, one.edition) for one in load_filings(connection, program.slug)]
    compared = (_compare(program, connection, one) for one in list_filings_differing(filed, newest))
    return tuple(filter(None, compared))


def _compare(program: ProgramContext, connection: Connection, one: FilingDiffers) -> FilingDiffers | None:
    """Compare the edition handed in with the newest."""
    filed, newest = (
        load_figures(connection, program.slug, (one.report, one.period, of)) if of else None
        for of in (one.filed_edition, one.newest_edition)
    )
    return compare_figures(one, filed, newest)
