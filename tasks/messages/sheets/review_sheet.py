"""The sheet of the yearly review: duties with what was done, changes since, open points, and room to decide."""

from collections.abc import Iterator, Sequence
from typing import Any

from schemas.desk import FilingDiffers
from schemas.period import Period
from tasks.messages.as_of_words import say_read_too_early
from tasks.messages.desk.to_do import MOST_TASKS, REST
from tasks.messages.desk.view import list_alarms
from tasks.messages.digest.to_do import URGENCY_WORDS, write_to_do
from tasks.messages.due_words import list_due_lines
from tasks.messages.duty_words import format_filing
from tasks.messages.finding_order import count_held_stock_rows
from tasks.messages.formatting import format_date, format_period, format_span
from tasks.messages.held_words import HELD_ROWS, list_held_rows
from tasks.messages.lists import cut_list
from tasks.messages.report.start_words import write_start
from tasks.messages.sheets.page import Block, Fields, Grid, Note, Page, Remark, Said, Steps, build_sheets
from tasks.messages.sheets.review_duties import list_duty_rows, write_reviewed
from tasks.messages.sheets.review_facts import ReviewFacts
from tasks.messages.sheets.review_reports import list_changes
from tasks.messages.silence_words import ask_about_silence
from tasks.messages.unusable_words import describe_held_stock

EMPTY_LINES = 6
HEADS = ("Duty", "What the record says was done", "Seen by, and what is wrong")
WIDTHS = (2.0, 4.6, 1.9)
DECIDED = ("What was decided", "Who does it", "By when")
DECIDED_WIDTHS = (5.0, 1.9, 1.6)
NOTHING_DUE = "None: no report is due."
NOTHING_TO_DO = "None: nothing is to be done beside the reports."
NOTHING_HELD = "None: every row that was read is counted."
AFTER = (
    "Write the day of the review into procedure.reviewed in lbn.toml.",
    "Keep this sheet as your agency keeps such records: nothing reads it again, and no backup holds it.",
)
RULE = (
    "What was done is from the ledger, of the period above; what is said to be so “now” is of {today}. “Not tracked” "
    "means that no record is kept of it here, which isn't 0. What stands after “People” only they can say."
)


def build_review_sheet(facts: ReviewFacts) -> dict[str, Any]:
    """Build the document: one sheet, of as many pages as it needs."""
    period = format_period(facts.review.period)
    read_on = facts.desk.read_at or facts.desk.made_at
    page = Page(f"Yearly review of the procedure: {period}", _write_lead(facts), tuple(_list_blocks(facts)))
    made = f"As read on {format_date(read_on)}"
    return build_sheets(f"Yearly review, {period}", facts.settings.agency.name, made, [page])


def _write_lead(facts: ReviewFacts) -> str:
    period, started = Period.from_name(facts.review.period), facts.settings.program.started
    said = (
        f"Period: {format_span(period.first_on, period.last_on)}.",
        write_start(period.name, started),
        write_reviewed(facts),
        f"Bring with it what “lbn report program-review {period}” makes: the figures, charts and tables of the period.",
    )
    return " ".join(filter(None, said))


def _list_blocks(facts: ReviewFacts) -> Iterator[Block]:
    yield from map(Note, _list_doubts(facts))
    yield Fields(("Date of the review", "Present (roles or initials)", "Signed for the agency"))
    yield Remark(RULE.format(today=format_date(facts.desk.made_at.date())))
    yield Grid("Duties of the procedure", HEADS, WIDTHS, tuple(list_duty_rows(facts)))
    yield from list_changes(facts)
    yield from _list_open_points(facts)
    yield Steps("After the review", AFTER)
    yield Grid("Decisions", DECIDED, DECIDED_WIDTHS, (("",) * len(DECIDED),) * EMPTY_LINES)


def _list_doubts(facts: ReviewFacts) -> Iterator[str]:
    """List what makes all the rest of the sheet doubtful: how old it is comes first."""
    alarms = tuple(list_alarms(facts.desk))
    yield from alarms
    if silence := facts.review.silence:
        asked = ask_about_silence(silence, facts.desk.made_at.date())
        yield from () if asked in alarms else (asked,)
    if facts.review.is_read_too_early:
        yield say_read_too_early(facts.review.period)
    if held := count_held_stock_rows(facts.desk.findings):
        yield describe_held_stock(held)


def _list_open_points(facts: ReviewFacts) -> Iterator[Block]:
    """List what is open now, in the words of “lbn status”, each with room to decide."""
    yield _list_points("Open points: reports due", _list_due(facts), NOTHING_DUE)
    yield _list_points("Open points: to do", _list_to_do(facts), NOTHING_TO_DO)
    held = list_held_rows(facts.state.attention, is_linked=False)
    yield _list_points(HELD_ROWS, held, NOTHING_HELD)


def _list_points(title: str, points: Sequence[str], otherwise: str) -> Block:
    if not points:
        return Said(title, otherwise)
    return Grid(title, ("What", "Decided"), (6.4, 2.1), tuple((point, "") for point in points))


def _list_due(facts: ReviewFacts) -> list[str]:
    lines = list_due_lines(facts.desk.never_made, facts.desk.made)
    return [*lines, *map(format_filing, facts.state.duties.filings)]


def _list_to_do(facts: ReviewFacts) -> list[str]:
    """List what is to be done about the stock and beside it, the most urgent first; reports stand by themselves."""
    to_do = [one for one in facts.desk.to_do if not isinstance(one.about, FilingDiffers)]
    shown = cut_list(to_do, MOST_TASKS, REST)
    tasks = ((URGENCY_WORDS[one.urgency].capitalize(), write_to_do(one, facts.desk)) for one in shown.shown)
    lines = [f"{when}: {task.action}. {task.reason} {task.how}" for when, task in tasks]
    return [*lines, shown.rest] if shown.rest else lines
