"""All that the digest shows: what is to be done, rows that need attention, reports that were and were not made."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from schemas.digest import DigestMessage
from schemas.edition_made import EditionMade
from schemas.finding import Finding
from schemas.order_letter import OrderLetter
from tasks.messages.closing_words import describe_closed, describe_not_closed
from tasks.messages.digest.headline import REST_OF_EDITIONS, list_doubts, write_headline, write_result, write_title
from tasks.messages.digest.to_do import Due, count_to_do, group_to_do, write_first_action
from tasks.messages.finding_order import find_row, sort_findings
from tasks.messages.finding_words import describe_finding
from tasks.messages.formatting import format_time
from tasks.messages.lists import Cut, cut_list
from tasks.messages.lot_words import describe_doubtful_lot, describe_lot_conflict
from tasks.messages.question_words import describe_question_missing
from tasks.messages.report.sentences import write_newest_distribution
from tasks.messages.silence_words import write_silence_step
from tasks.messages.supplier_words import describe_not_amended
from tasks.messages.view import View

RUN = "lbn run"
REST_OF_ROWS = "needs-attention.csv"
REST_OF_TO_DO = "the output of “lbn reconcile” and “lbn status”"
REST_OF_REFS = "decisions.csv"
REST_OF_LOTS = "the answer of “lbn check”"

NEXT_DIGEST = (
    "The next digest comes with the first run of a week in which there is something new, or something is still to be "
    "done today or this week; what can't wait until then comes by itself. When nothing is left that has to be done "
    "soon, one last digest says so, and then none comes until something is new."
)
NEXT_AFTER_URGENT = "This could not wait for the week's digest, which comes with the first run of the week."


class Rows(NamedTuple):
    """The rows that share a code and a tab, and what to do about them."""

    what_to_do: str
    is_held: bool
    rows: tuple[Finding, ...]


@dataclass(frozen=True)
class DigestView(View):
    """What the templates of the digest may name."""

    doubts: tuple[str, ...]
    checks: tuple[str, ...]
    held_count: int
    flagged_count: int
    due: tuple[Due, ...]
    rest_of_to_do: str | None
    order_letters: tuple[OrderLetter, ...]
    next_digest: str
    closing: tuple[str, ...]
    groups: tuple[Rows, ...]
    rest_of_rows: str | None
    lots: Cut[str]
    questions_missing: tuple[str, ...]
    refs_not_understood: Cut[str]
    not_amended: Cut[str]
    editions: Cut[EditionMade]


def build_digest_view(message: DigestMessage, most_rows: int) -> DigestView:
    """Build the digest's content, no list longer than `most_rows`."""
    rows_of = _leave_only_urgent(message) if message.is_urgent_only else message
    findings = sort_findings(rows_of.findings)
    headline = write_headline(message, write_first_action(message))
    result = write_result(message, count_to_do(message.to_do))
    to_do = cut_list(message.to_do, most_rows, REST_OF_TO_DO)
    rows = cut_list(list(dict.fromkeys(map(find_row, findings))), most_rows, REST_OF_ROWS)
    shown = {*rows.shown}
    return DigestView(
        subject=f"[Naloxone] {headline}",
        preheader=" ".join((*list_doubts(message), result)),
        agency=message.agency,
        title=write_title(message, headline),
        made_at=message.made_at,
        as_of=f"Data as of {format_time(message.read_at)}. {write_newest_distribution(message.newest_entry)}",
        result=result,
        doubts=list_doubts(message),
        checks=(write_silence_step(message.silence, RUN),) if message.silence else (),
        held_count=message.held_count,
        flagged_count=message.flagged_count,
        due=group_to_do(to_do.shown, message),
        rest_of_to_do=to_do.rest,
        order_letters=rows_of.order_letters,
        next_digest=NEXT_AFTER_URGENT if message.is_urgent_only else NEXT_DIGEST,
        closing=tuple(_list_closing(rows_of)),
        groups=_groups([found for found in findings if find_row(found) in shown]),
        rest_of_rows=rows.rest,
        lots=cut_list(_lots(rows_of), most_rows, REST_OF_LOTS),
        questions_missing=tuple(map(describe_question_missing, rows_of.questions_missing)),
        refs_not_understood=cut_list(rows_of.refs_not_understood, most_rows, REST_OF_REFS),
        not_amended=cut_list(tuple(map(describe_not_amended, rows_of.not_amended)), most_rows, REST_OF_EDITIONS),
        editions=cut_list(rows_of.editions, most_rows, REST_OF_EDITIONS),
    )


def _leave_only_urgent(message: DigestMessage) -> DigestMessage:
    """Leave out the lists that can wait for the week's digest."""
    waits = (
        "order_letters",
        "findings",
        "lot_conflicts",
        "doubtful_lots",
        "questions_missing",
        "refs_not_understood",
        "not_amended",
    )
    return message.model_copy(update=dict.fromkeys(waits, ()))


def _list_closing(message: DigestMessage) -> Iterator[str]:
    """Say what was closed since the last digest, or why what is old enough was not."""
    if message.is_newly_closed and message.closed_before:
        yield describe_closed(message.closed_before)
    if message.why_not_closed:
        yield describe_not_closed(message.why_not_closed)


def _lots(message: DigestMessage) -> tuple[str, ...]:
    """Say of each lot to look at what is odd about it."""
    conflicts = map(describe_lot_conflict, message.lot_conflicts)
    return (*conflicts, *dict.fromkeys(map(describe_doubtful_lot, message.doubtful_lots)))


def _groups(findings: list[Finding]) -> tuple[Rows, ...]:
    """Put rows together whose remedy is the same."""
    by_remedy = groupby(findings, key=lambda found: (found.is_counted, describe_finding(found)))
    return tuple(Rows(words, not is_counted, tuple(rows)) for (is_counted, words), rows in by_remedy)
