"""All that the digest of a run shows: rows that need attention, and reports that were and were not made."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from schemas.due import NeverMade
from schemas.finding import Code, Finding
from schemas.message import DigestMessage, EditionMade
from tasks.messages.closing_words import describe_closed, describe_not_closed
from tasks.messages.due_words import format_backfill_command, format_due_never_made, name_periods_never_made
from tasks.messages.finding_words import describe_finding
from tasks.messages.formatting import format_count, format_period, format_time, join_words
from tasks.messages.lists import Cut, cut_list
from tasks.messages.lot_words import describe_doubtful_lot, describe_lot_conflict
from tasks.messages.report.sentences import write_newest_distribution
from tasks.messages.silence_words import ask_about_silence, write_silence_step
from tasks.messages.supplier_words import describe_not_amended
from tasks.messages.unusable_words import describe_unusable_tab
from tasks.messages.view import View

RUN = "lbn run"
REST_OF_ROWS = "needs-attention.csv"
REST_OF_EDITIONS = "the answer of “lbn status”"
REST_OF_REFS = "decisions.csv"
REST_OF_LOTS = "the answer of “lbn check”"
MOST_TOO_EARLY = 6


class Rows(NamedTuple):
    """The rows that share a code and a tab, and what to do about them."""

    what_to_do: str
    is_held: bool
    rows: tuple[Finding, ...]


class Missing(NamedTuple):
    """A report that is owed and was never made, and the command that makes it."""

    title: str
    periods: str
    due: str
    command: str


@dataclass(frozen=True)
class DigestView(View):
    """What the templates of the digest may name."""

    doubts: tuple[str, ...]
    checks: tuple[str, ...]
    held_count: int
    flagged_count: int
    stock: str | None
    closing: tuple[str, ...]
    groups: tuple[Rows, ...]
    rest_of_rows: str | None
    lots: Cut[str]
    questions_missing: tuple[str, ...]
    refs_not_understood: Cut[str]
    not_amended: Cut[str]
    never_made: tuple[Missing, ...]
    editions: Cut[EditionMade]


def build_digest_view(message: DigestMessage, most_rows: int) -> DigestView:
    """Build the digest's content, no list longer than `most_rows`."""
    findings = sorted(message.findings, key=_order)
    rows = cut_list(list(dict.fromkeys(map(_find_row, findings))), most_rows, REST_OF_ROWS)
    shown = {*rows.shown}
    return DigestView(
        subject=f"[Naloxone] {_headline(message)}",
        preheader=" ".join((*_doubts(message), _result(message))),
        agency=message.agency,
        title=_headline(message),
        made_at=message.made_at,
        as_of=f"Data as of {format_time(message.read_at)}. {write_newest_distribution(message.newest_entry)}",
        result=_result(message),
        doubts=_doubts(message),
        checks=(write_silence_step(message.silence, RUN),) if message.silence else (),
        held_count=message.held_count,
        flagged_count=message.flagged_count,
        stock=_stock(message.stock_alerts),
        closing=tuple(_list_closing(message)),
        groups=_groups([found for found in findings if _find_row(found) in shown]),
        rest_of_rows=rows.rest,
        lots=cut_list(_lots(message), most_rows, REST_OF_LOTS),
        questions_missing=tuple(map(_question_missing, message.questions_missing)),
        refs_not_understood=cut_list(message.refs_not_understood, most_rows, REST_OF_REFS),
        not_amended=cut_list(tuple(map(describe_not_amended, message.not_amended)), most_rows, REST_OF_EDITIONS),
        never_made=tuple(_missing(one, message) for one in message.never_made),
        editions=cut_list(message.editions, most_rows, REST_OF_EDITIONS),
    )


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


def _find_row(finding: Finding) -> tuple[str, str]:
    """Return what tells a row from others: one may have several findings."""
    return finding.tab, finding.ref


def _order(finding: Finding) -> tuple[bool, int, str, int]:
    """Put held rows first: they are missing from every figure."""
    return finding.is_counted, list(Code).index(finding.code), finding.tab, finding.row


def _groups(findings: list[Finding]) -> tuple[Rows, ...]:
    """Put rows together whose remedy is the same."""
    by_remedy = groupby(findings, key=lambda found: (found.is_counted, describe_finding(found)))
    return tuple(Rows(words, not is_counted, tuple(rows)) for (is_counted, words), rows in by_remedy)


def _doubts(message: DigestMessage) -> tuple[str, ...]:
    """List what the reader must hear before anything else."""
    unusable = map(describe_unusable_tab, message.unusable_tabs)
    return (*_ask_about_silence(message), *unusable, *_warn_of_too_early(message))


def _ask_about_silence(message: DigestMessage) -> tuple[str, ...]:
    return (ask_about_silence(message.silence, message.read_at.date()),) if message.silence else ()


def _warn_of_too_early(message: DigestMessage) -> tuple[str, ...]:
    """Name the editions that a wrong clock made, the first few of many."""
    early = cut_list(message.made_too_early, MOST_TOO_EARLY, REST_OF_EDITIONS)
    if not early.shown:
        return ()
    named = join_words(
        tuple(f"{one.title}, {format_period(one.period)} (edition {one.edition})" for one in early.shown)
    )
    rest = f" {early.rest}" if early.rest else ""
    return (f"A wrong clock made reports of periods that have not ended. Don't hand in: {named}.{rest}",)


def _headline(message: DigestMessage) -> str:
    """Say the action first: it is all that a full inbox shows."""
    asked = (*_ask_about_silence(message), *map(describe_unusable_tab, message.unusable_tabs))
    said = [*_list_needs(message)]
    if said:
        needs = join_words(tuple(said))
        return " ".join((*asked, needs))
    made = f"{format_count(len(message.editions), 'new edition')} made; no" if message.editions else "No"
    return " ".join((*asked, f"{made} rows need attention"))


def _list_needs(message: DigestMessage) -> Iterator[str]:
    """List in a few words what a person has to do."""
    rows, missing = message.held_count + message.flagged_count, _missing_count(message)
    if early := len(message.made_too_early):
        yield f"{format_count(early, 'report')} {'was' if early == 1 else 'were'} made too early"
    questions, refs = len(message.questions_missing), len(message.refs_not_understood)
    if rows:
        yield f"{format_count(rows, 'row')} {'needs' if rows == 1 else 'need'} attention"
    if lots := len(message.lot_conflicts):
        yield f"{format_count(lots, 'lot')} {'has' if lots == 1 else 'have'} two expiration dates"
    if doubtful := len(message.doubtful_lots):
        yield (
            "1 lot does not look like one"
            if doubtful == 1
            else f"{format_count(doubtful, 'lot')} do not look like lots"
        )
    if questions:
        yield f"{format_count(questions, 'question')} {'is' if questions == 1 else 'are'} missing from the form"
    if refs:
        yield f"{format_count(refs, 'decision')} {'is' if refs == 1 else 'are'} not understood"
    if changed := len(message.not_amended):
        yield f"{format_count(changed, 'report')} to a former supplier changed"
    if missing:
        yield _never_made(missing)


def _result(message: DigestMessage) -> str:
    held, flagged = message.held_count, message.flagged_count
    said = []
    if held:
        said.append(f"{format_count(held, 'row')} {'is' if held == 1 else 'are'} held: not counted until fixed.")
    if flagged:
        counted = "is counted, but part of it is" if flagged == 1 else "are counted, but part of each is"
        said.append(f"{format_count(flagged, 'row')} {counted} left out.")
    if not said:
        said.append("Every row that was read is counted." if message.newest_entry else "There are no rows yet.")
    if missing := _missing_count(message):
        said.append(f"{_never_made(missing)}: see below.")
    return " ".join(said)


def _question_missing(title: str) -> str:
    return f"The form has no column “{title}”: ask for it, or name its field under source.not_asked in lbn.toml."


def _missing_count(message: DigestMessage) -> int:
    return sum(one.count for one in message.never_made)


def _never_made(count: int) -> str:
    return f"{format_count(count, 'owed report')} {'was' if count == 1 else 'were'} never made"


def _missing(one: NeverMade, message: DigestMessage) -> Missing:
    return Missing(
        message.titles[one.report],
        name_periods_never_made(one),
        format_due_never_made(one),
        format_backfill_command(one),
    )


def _stock(alerts: int) -> str | None:
    """Point to the stock's own message."""
    if not alerts:
        return None
    need = "needs" if alerts == 1 else "need"
    return f"{format_count(alerts, 'stock issue')} {need} action: the message “Stock alert” says what to do."
