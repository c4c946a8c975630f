"""All that the digest of a run shows: rows that need attention, and reports that were and were not made."""

from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from schemas.due import NeverMade
from schemas.finding import Code, Finding
from schemas.message import DigestMessage, EditionMade
from tasks.messages.due_words import format_backfill_command, format_due_never_made, format_periods_never_made
from tasks.messages.finding_words import WHAT_TO_DO
from tasks.messages.formatting import format_count, format_time, join_words
from tasks.messages.lists import Cut, cut_list
from tasks.messages.view import View

REST_OF_ROWS = "needs-attention.csv"
REST_OF_EDITIONS = "the answer of “lbn status”"


class Rows(NamedTuple):
    """The rows that share a code, and what to do about them."""

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

    held_count: int
    flagged_count: int
    stock: str | None
    groups: tuple[Rows, ...]
    rest_of_rows: str | None
    never_made: tuple[Missing, ...]
    editions: Cut[EditionMade]


def build_digest_view(message: DigestMessage, most_rows: int) -> DigestView:
    """Build the digest's content, no list longer than `most_rows`."""
    findings = cut_list(sorted(message.findings, key=_order), most_rows, REST_OF_ROWS)
    return DigestView(
        subject=f"[Naloxone] {_headline(message)}",
        preheader=_result(message),
        agency=message.agency,
        title=_headline(message),
        made_at=message.made_at,
        as_of=f"Data as of {format_time(message.read_at)}.",
        result=_result(message),
        held_count=message.held_count,
        flagged_count=message.flagged_count,
        stock=_stock(message.stock_alerts),
        groups=_groups(findings.shown),
        rest_of_rows=findings.rest,
        never_made=tuple(_missing(one, message) for one in message.never_made),
        editions=cut_list(message.editions, most_rows, REST_OF_EDITIONS),
    )


def _order(finding: Finding) -> tuple[bool, int, str, int]:
    """Put held rows first: they are missing from every figure."""
    return finding.is_flag, list(Code).index(finding.code), finding.tab, finding.row


def _groups(findings: tuple[Finding, ...]) -> tuple[Rows, ...]:
    return tuple(
        Rows(WHAT_TO_DO[code], not is_flag, tuple(rows))
        for (is_flag, code), rows in groupby(findings, key=lambda finding: (finding.is_flag, finding.code))
    )


def _headline(message: DigestMessage) -> str:
    """Say the action first: it is all that a full inbox shows."""
    rows, missing = message.held_count + message.flagged_count, _missing_count(message)
    said = [f"{format_count(rows, 'row')} {'needs' if rows == 1 else 'need'} attention"] if rows else []
    said += [_never_made(missing)] if missing else []
    if said:
        return join_words(tuple(said))
    if message.editions:
        return f"{format_count(len(message.editions), 'new edition')} made; no rows need attention"
    return "No rows need attention"


def _result(message: DigestMessage) -> str:
    held, flagged = message.held_count, message.flagged_count
    said = []
    if held:
        said.append(f"{format_count(held, 'row')} {'is' if held == 1 else 'are'} held: not counted until fixed.")
    if flagged:
        counted = "is counted, but part of it is" if flagged == 1 else "are counted, but part of each is"
        said.append(f"{format_count(flagged, 'row')} {counted} left out.")
    if not said:
        said.append("Every row is counted.")
    if missing := _missing_count(message):
        said.append(f"{_never_made(missing)}: see below.")
    return " ".join(said)


def _missing_count(message: DigestMessage) -> int:
    return sum(one.count for one in message.never_made)


def _never_made(count: int) -> str:
    return f"{format_count(count, 'owed report')} {'was' if count == 1 else 'were'} never made"


def _missing(one: NeverMade, message: DigestMessage) -> Missing:
    return Missing(
        message.titles[one.report],
        format_periods_never_made(one),
        format_due_never_made(one),
        format_backfill_command(one),
    )


def _stock(alerts: int) -> str | None:
    """Point to the stock's own message."""
    if not alerts:
        return None
    need = "needs" if alerts == 1 else "need"
    return f"{format_count(alerts, 'stock issue')} {need} action: the message “Stock alert” says what to do."
