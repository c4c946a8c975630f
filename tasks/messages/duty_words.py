"""What is to be done beside the stock in words: each thing with its action first, then why, then how."""

from collections.abc import Iterator
from datetime import date

from schemas.desk import Duties, FilingDiffers, LowReported, ReviewDue, SilentUnit, TrainingDue
from tasks.messages.formatting import format_count, format_date, format_day, format_period, write_are
from tasks.messages.task import Task

TRAINING_NOT_RECORDED = Task(
    "Record trainings in the Training tab",
    "lbn.toml says how many people are to be trained (training.people), but no training is recorded: who was trained "
    "is not known.",
    "Enter each course with its day, unit and number of people, those before today too. source.training in lbn.toml "
    "names the tab.",
)


def list_duty_tasks(duties: Duties, today: date) -> Iterator[Task]:
    """Put what is to be asked, reviewed and taught into words; what is to be handed in again is with the reports."""
    yield from (write_low_reported(one) for one in duties.low_reports)
    yield from (write_silent_unit(one) for one in duties.silent_units)
    if duties.review:
        yield write_review(duties.review, today)
    if not duties.is_training_recorded:
        yield TRAINING_NOT_RECORDED
    yield from (write_training(one) for one in duties.trainings)


def write_low_reported(low: LowReported) -> Task:
    """Ask a unit that says that it has few kits, of whose stock nothing is known."""
    return Task(
        f"Ask {low.unit} how many kits it needs",
        f"An officer reported low stock on {format_date(low.reported_on)}.",
        "No row of the Inventory tab that counts is of kits, so nobody knows how many are there.",
    )


def write_silent_unit(silent: SilentUnit) -> Task:
    """Ask about a unit's silence."""
    if silent.is_counted:
        answer = "If none were, count its kits and enter the count, 0 too: that answers it."
    else:
        answer = "A count of its kits would answer it: source.counts in lbn.toml names a tab for counts."
    usually = f"one every {silent.usual_days}" if silent.usual_days > 1 else "one a day or more"
    return Task(
        f"Ask {silent.unit}: it has reported nothing for {format_count(silent.days, 'day')}; usually {usually}",
        f"Its newest form is of {format_date(silent.last_on)}.",
        f"If kits were given out since, have the forms sent. {answer} Held rows may be its own, and what counts at "
        f"Unassigned: “lbn figures {silent.last_on.year} --measure distributions --by unit”.",
    )


def write_training(due: TrainingDue) -> Task:
    """Say how many of a unit are to be trained at least; attendances aren't people, so that it may be more."""
    missing, people = due.people - due.trained, format_count(due.people, "person is", "people are")
    more = f"at least {missing} more of {due.unit}" if due.trained else f"{missing} of {due.unit}"
    attended = f"{format_count(due.trained, 'attendance')} of" if due.trained else "No attendance of"
    are = write_are(max(due.trained, 1))
    if due.is_refresher:
        return Task(
            f"Refresh the training of {more}",
            f"{attended} the leave-behind program or of a refresher {are} recent enough by training.refresher_months "
            f"in lbn.toml, and {people} to be trained.",
            f"{_doubt_trainings(due)}Enter the course in the Training tab, as Refresher or Leave-behind program.",
        )
    course = "naloxone administration" if due.is_of_naloxone else "the leave-behind program"
    return Task(
        f"Train {more} in {course}",
        f"{attended} it {are} recorded, and {people} to be trained.",
        f"{_doubt_trainings(due)}Enter the course in the Training tab, those of earlier years too.",
    )


def _doubt_trainings(due: TrainingDue) -> str:
    """Say of how many were trained what it may lack; nothing where no row is held."""
    if not due.held_count:
        return ""
    rows = format_count(due.held_count, "row")
    return f"Check first: {rows} of the Training tab can't be used until fixed, so more may have been trained. "


def write_review(review: ReviewDue, today: date) -> Task:
    """Say by when the procedure is to be reviewed, and what to bring."""
    is_late = today > review.due_on
    when = f"it was due on {format_date(review.due_on)}" if is_late else f"by {format_day(review.due_on)}"
    pack = f"“lbn report program-review {review.pack}” and “lbn sheet review” make"
    bring = f"Bring what {pack}. " if review.pack else ""
    return Task(
        f"Review the program's procedure{': ' if is_late else ' '}{when}",
        f"It is reviewed every year; the last time was {format_date(review.reviewed_on)}.",
        f"{bring}Then write the day into procedure.reviewed in lbn.toml.",
    )


def write_filing(filing: FilingDiffers, title: str) -> Task:
    """Say what is to be handed in again, and why; `title` is the report's. What is on paper nobody else can compare."""
    edition = f"{title}, {format_period(filing.period)}, edition {filing.newest_edition}"
    command = f"“lbn filed {filing.report} {filing.period}”"
    if filing.filed_edition is None:
        how = f"Hand it in too if it differs. Either way, then: {command}."
        return Task(f"Compare with what was handed in on paper: {edition}", f"{_write_difference(filing)}.", how)
    return Task(f"Hand in again: {edition}", f"{_write_difference(filing)}.", f"Once you have: {command}.")


def format_filing(filing: FilingDiffers) -> str:
    """Write the same in one line, as it stands among the reports that are due."""
    difference = _write_difference(filing)
    done = "handed that in too" if filing.filed_edition else "compared them, and handed that in too if it differs"
    return (
        f"{filing.report} {filing.period}: {difference[:1].lower()}{difference[1:]}; once you have {done}: "
        f"lbn filed {filing.report} {filing.period}"
    )


def _write_difference(filing: FilingDiffers) -> str:
    """Write what was handed in, and what was made since."""
    filed = "Handed in on paper" if filing.filed_edition is None else f"Edition {filing.filed_edition} was handed in"
    return f"{filed}, and edition {filing.newest_edition} was made since{_write_kits(filing.kits)}"


def _write_kits(kits: int | None) -> str:
    if kits is None:
        return ""
    if not kits:
        return ", with as many kits and other figures"
    return f", with {format_count(abs(kits), 'kit')} {'more' if kits > 0 else 'fewer'}"
