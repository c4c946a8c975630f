"""What `lbn status` says of the register: a line for each report and addressee, however many editions there are."""

from collections.abc import Iterable, Iterator, Sequence

from schemas.family import Family
from schemas.register import Register, ReleasedEdition, TableMade
from tasks.console.outbox_words import describe_in_outbox
from tasks.messages.formatting import format_count, format_date, join_words, lower_first
from tasks.rules.reporting.measures import GROUPINGS
from tasks.rules.reporting.periods import parse_period

UNKNOWN = "for an addressee that wasn't noted"
LOST = "made by a ledger that was lost, for whom their folders in reports/ say"


def list_register_lines(register: Register) -> list[str]:
    """List what was released: the editions by report and addressee, then the tables that were made once."""
    by_reader: dict[tuple[str, str], list[ReleasedEdition]] = {}
    for one in register.editions:
        by_reader.setdefault((one.report, _name_reader(one)), []).append(one)
    lines = (_describe_editions(report, whom, some) for (report, whom), some in sorted(by_reader.items()))
    return [*lines, *_list_tables(register.tables)]


def _name_reader(edition: ReleasedEdition) -> str:
    """Say for whom an edition was made; of those of a lost ledger this one doesn't hold that."""
    if edition.addressee:
        return f"for {edition.addressee}"
    return LOST if edition.is_lost else UNKNOWN


def _describe_editions(report: str, whom: str, editions: Sequence[ReleasedEdition]) -> str:
    last = editions[-1]
    newest = f"{last.period}, edition {last.edition}{_describe_way(last)}"
    if len(editions) == 1:
        return f"{report}, {whom}: {newest}"
    noted = sum(one.filed_on is not None for one in editions)
    handed_in = f", {noted} of them noted as handed in" if noted else ""
    count = format_count(len(editions), "edition")
    return f"{report}, {whom}: {count}, {_span(one.period for one in editions)}{handed_in}; the last: {newest}"


def _describe_way(edition: ReleasedEdition) -> str:
    """Say how far it has come: only what a person noted tells that it was handed in."""
    if edition.filed_on:
        return f", handed in on {format_date(edition.filed_on)}"
    if edition.is_lost:
        return "" if edition.addressee is None else ", made by a ledger that was lost"
    if edition.sent_on is None:
        return f", made on {format_date(edition.made_on)}, not sent"
    if edition.sent == "outbox":
        return f", {describe_in_outbox(edition)}"
    return f", sent on {format_date(edition.sent_on)}"


def _list_tables(tables: Sequence[TableMade]) -> Iterator[str]:
    """List the tables in one line for all families of which the same was released, as it mostly is."""
    alike: dict[str, list[Family]] = {}
    for family in Family:
        if some := [table for table in tables if table.by is family]:
            alike.setdefault(_describe_tables(some), []).append(family)
    for said, families in alike.items():
        titles = tuple(lower_first(GROUPINGS[family].title) for family in families)
        yield f"Tables made once, by {join_words(titles)}: {said}"


def _describe_tables(tables: Sequence[TableMade]) -> str:
    first, *others = sorted({table.made_on for table in tables})
    days = f"from {format_date(first)} to {format_date(others[-1])}" if others else f"on {format_date(first)}"
    return f"{_span(table.period for table in tables)}, made {days}"


def _span(periods: Iterable[str]) -> str:
    """Write the first and the last of some periods, by the day on which they end."""
    first, *others = sorted({*periods}, key=lambda name: (parse_period(name).last_on, name))
    return f"{first} to {others[-1]}" if others else first
