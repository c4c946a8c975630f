"""The reports of the reviewed period: what became of each, and what was made again after it was first made."""

from collections.abc import Iterator

from schemas.desk import FilingDiffers
from schemas.review import MadeAgain
from tasks.messages.duty_words import write_filing
from tasks.messages.formatting import format_count, format_date, format_number, format_period, format_signed
from tasks.messages.lists import cut_list
from tasks.messages.sheets.page import Block, Grid, Remark, Said
from tasks.messages.sheets.review_facts import ReviewFacts

AGAIN, FILED = "Changes since: reports made again", "Handed in before a newer edition"
MOST_MADE_AGAIN = 40
NONE_MADE = "The ledger holds no report of this period, so what changed since isn't known."
LOST = "Editions of this period lie in reports/ and aren't in the ledger, so what changed since isn't known in full."
NONE_AGAIN = "None: no report of this period was made again after the first."
NONE_NOTED = "No report of this period is noted as handed in (“lbn filed”), so this isn't known."
NONE_OLDER = "None: of what is noted as handed in, nothing has a newer edition with other figures."


def write_tally(report: str, facts: ReviewFacts) -> str:
    """Say what became of a report that was owed for periods that ended within the one reviewed."""
    tally = facts.review.reports.get(report)
    if tally is None:
        return "None was owed for this period."
    mailed = f" {format_number(tally.mailed)} mailed," if tally.mailed else ""
    return (
        f"{format_number(tally.owed)} owed: {format_number(tally.made)} made,{mailed} {format_number(tally.handed_in)} "
        f"noted as handed in, {format_number(tally.overdue)} overdue."
    )


def write_missing(facts: ReviewFacts) -> str:
    """Say how many of the reports owed were never made."""
    tallies = facts.review.reports.values()
    if not tallies:
        return "None was owed for this period."
    owed = format_count(sum(one.owed for one in tallies), "report")
    return f"Never made: {format_number(sum(one.never_made for one in tallies))} of {owed} owed."


def write_right(facts: ReviewFacts) -> str:
    """Say how many were made again, and how many were handed in before a newer edition; where it's known."""
    review = facts.review
    if not review.is_any_made:
        return NONE_MADE
    again = f"Made again after the first: {format_count(len(review.made_again), 'edition')}."
    newer = f" Handed in, with a newer edition since: {format_count(len(review.filings), 'report')}."
    return f"{again}{newer if review.filed_count else ''}{f' {LOST}' if review.is_any_lost else ''}"


def list_changes(facts: ReviewFacts) -> Iterator[Block]:
    """List what was made again, and what was handed in before a newer edition; none only where that is known."""
    yield from _list_made_again(facts)
    yield _list_filings(facts)


def _list_made_again(facts: ReviewFacts) -> Iterator[Block]:
    review = facts.review
    shown = cut_list(review.made_again, MOST_MADE_AGAIN, "the folder reports/")
    if not shown.shown:
        yield Said(AGAIN, LOST if review.is_any_lost else NONE_AGAIN if review.is_any_made else NONE_MADE)
        return
    yield Grid(AGAIN, _HEADS, _WIDTHS, tuple(_write_again(one, facts) for one in shown.shown))
    if shown.rest:
        yield Remark(shown.rest)
    if review.is_any_lost:
        yield Remark(LOST)


def _write_again(one: MadeAgain, facts: ReviewFacts) -> tuple[str, ...]:
    kits = "not known" if one.kits is None else format_signed(one.kits)
    made_on = format_date(one.made_on)
    return (_name(one.report, facts), format_period(one.period), format_number(one.edition), made_on, kits)


def _list_filings(facts: ReviewFacts) -> Block:
    review = facts.review
    if not review.filings:
        known = LOST if review.is_any_lost else NONE_OLDER
        return Said(FILED, known if review.filed_count else NONE_NOTED)
    return Grid(FILED, _HEADS_FILED, _WIDTHS_FILED, tuple(_write_filed(one, facts) for one in review.filings))


def _write_filed(one: FilingDiffers, facts: ReviewFacts) -> tuple[str, ...]:
    title = _name(one.report, facts)
    return (title, format_period(one.period), write_filing(one, title).reason)


def _name(report: str, facts: ReviewFacts) -> str:
    """Name a report as people do; one that is no longer declared goes by its slug."""
    return facts.desk.titles.get(report, report)


_HEADS = ("Report", "Period", "Edition", "Made on", "Kits, against the edition before")
_WIDTHS = (3.0, 1.6, 1.0, 1.6, 1.8)
_HEADS_FILED = ("Report", "Period", "What differs")
_WIDTHS_FILED = (3.0, 1.6, 4.4)
