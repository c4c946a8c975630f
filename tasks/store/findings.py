"""Findings of the last sync: for each row with one its number in the tab and its codes."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, delete, exists, func, insert, select

from schemas.finding import Code, Finding, is_flag
from schemas.ingest_counts import IngestCounts
from schemas.tabs import Tab
from tasks.rules.intake.fingerprint import make_ref
from tasks.rules.intake.form_rows import FoundCodes
from tasks.rules.intake.snapshot import Difference
from tasks.rules.reporting.measures import ASKED_FOR
from tasks.store.rows import are_of_row, count_in_force, find_held
from tasks.store.tables import distributions, findings

_UNREADABLE = {"trained": Code.TRAINED_INVALID, "fts": Code.STRIPS_INVALID, "xts": Code.STRIPS_INVALID}


class Answers(NamedTuple):
    """What became of the optional answers of a period's distributions."""

    flags: Mapping[Code, int]
    """How many distributions have each flag."""
    left_empty: Mapping[str, int]
    """How many left the question of a measure empty, by measure; none that all answered."""


def load_findings(connection: Connection, program: str, tab: Tab) -> FoundCodes:
    """Load the findings of a tab as of the last sync."""
    chosen = (
        select(findings).where(findings.c.program == program, findings.c.tab == tab.value).order_by(findings.c.code)
    )
    found: FoundCodes = {}
    for row in connection.execute(chosen):
        identity = (row.fingerprint, row.occurrence)
        found[identity] = (row.row_number, (*found.get(identity, (0, ()))[1], Code(row.code)))
    return found


def save_findings(connection: Connection, program: str, tab: Tab, found: FoundCodes) -> None:
    """Put the findings of a tab in the place of the earlier ones."""
    connection.execute(delete(findings).where(findings.c.program == program, findings.c.tab == tab.value))
    rows = [
        {
            "program": program,
            "tab": tab.value,
            "fingerprint": fingerprint,
            "occurrence": occurrence,
            "code": code.value,
            "row_number": number,
        }
        for (fingerprint, occurrence), (number, codes) in found.items()
        for code in codes
    ]
    if rows:
        connection.execute(insert(findings), rows)


def count_flags(connection: Connection, program: str, first_on: date, last_on: date) -> dict[Code, int]:
    """Count the codes of distributions that count, by days of distribution."""
    chosen = (
        select(findings.c.code, func.count())
        .join(distributions, are_of_row(distributions))
        .where(
            findings.c.program == program,
            findings.c.tab == Tab.RESPONSES.value,
            distributions.c.valid_to_sync.is_(None),
            distributions.c.distributed_on.between(first_on, last_on),
        )
        .group_by(findings.c.code)
    )
    return {Code(code): count for code, count in connection.execute(chosen)}


def count_answers(connection: Connection, program: str, first_on: date, last_on: date) -> Answers:
    """Count what became of the optional answers of distributions, by days of distribution."""
    flags = count_flags(connection, program, first_on, last_on)
    return Answers(flags, count_left_empty(connection, program, first_on, last_on))


def count_left_empty(connection: Connection, program: str, first_on: date, last_on: date) -> dict[str, int]:
    """Count the distributions whose form left the question of a measure empty, by measure and days of distribution.

    An answer that can't be read isn't empty: it has a finding, which is of both kinds of strips.
    """
    counts = {name: _count_empty(connection, program, first_on, last_on, field) for name, field in ASKED_FOR.items()}
    return {name: count for name, count in counts.items() if count}


def _count_empty(connection: Connection, program: str, first_on: date, last_on: date, field: str) -> int:
    unreadable = exists().where(
        are_of_row(distributions),
        findings.c.tab == Tab.RESPONSES.value,
        findings.c.code == _UNREADABLE[field].value,
    )
    chosen = select(func.count()).where(
        distributions.c.program == program,
        distributions.c.valid_to_sync.is_(None),
        distributions.c.distributed_on.between(first_on, last_on),
        distributions.c[field].is_(None),
        ~unreadable,
    )
    return connection.execute(chosen).scalar_one()


def count_ingested(connection: Connection, program: str, difference: Difference | None = None) -> IngestCounts:
    """Count what the form's tab says, closed rows too, and what of it is new; without a difference: nothing."""
    held = find_held(connection, program, Tab.RESPONSES)
    codes = load_findings(connection, program, Tab.RESPONSES)
    accepted_count = count_in_force(connection, program)
    read_count, new_count = accepted_count + len(held), len(difference.new) if difference else 0
    return IngestCounts(
        read=read_count,
        accepted=accepted_count,
        flagged=len(codes.keys() - held),
        held=len(held),
        new=new_count,
        withdrawn=len(difference.removed) if difference else 0,
        unchanged=read_count - new_count,
    )


def list_findings(connection: Connection, program: str) -> list[Finding]:
    """Return all findings of a program, tab by tab in the order of their rows."""
    chosen = select(findings).where(findings.c.program == program)
    rows = [
        (Tab(row.tab), row.row_number, make_ref((row.fingerprint, row.occurrence)), Code(row.code))
        for row in connection.execute(chosen)
    ]
    held = {(tab, ref) for tab, _, ref, code in rows if not is_flag(tab, code)}
    found = [Finding(tab, row, ref, code, (tab, ref) in held) for tab, row, ref, code in rows]
    tabs, codes = list(Tab), list(Code)
    return sorted(found, key=lambda finding: (tabs.index(finding.tab), finding.row, codes.index(finding.code)))
