"""Read all tabs anew and compare them with the ledger; what differs is put right, and editions and messages stay.

A ledger whose pages are damaged is first read around them into a new file. What the tabs hold comes from the tabs, the
rest is carried over and told where it isn't as it was written.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection

from schemas.ingest_counts import IngestCounts
from schemas.losses import Accepted
from schemas.tabs import Tab
from tasks.context import ProgramContext
from tasks.errors import OperationError
from tasks.messages.finding_words import describe_finding
from tasks.messages.formatting import format_count, format_date
from tasks.operations.check_clock import clock_checked
from tasks.operations.editions_on_disk import list_editions_on_disk
from tasks.operations.ingest_entries import publish_findings
from tasks.operations.list_damaged import Damages, list_damaged
from tasks.operations.list_linked_findings import list_linked_findings
from tasks.operations.replaceable_editions import is_replaceable
from tasks.operations.sync_tabs import TabSync
from tasks.program_folder.decisions import read_kept_refs
from tasks.program_folder.findings_file import write_needs_attention
from tasks.program_folder.identity import Key
from tasks.program_folder.last_reading import forget_last_reading
from tasks.sources.source import RawTab
from tasks.sources.tabs import do_for_each, take_apart_once
from tasks.store import salvage
from tasks.store.closed_rows import count_closed, find_closed_before, restore_closed_before
from tasks.store.compared_editions import forget_compared
from tasks.store.comparing import count_differences, list_in_force, replace_in_history
from tasks.store.editions import keep_lost_edition, list_editions
from tasks.store.repair import renew_program, repair_in_place
from tasks.store.rows import count_in_force, delete_unreadable_rows, find_held, find_last_sync, find_source_read
from tasks.store.seals import find_broken_seals, has_seals
from tasks.store.tables import ROWS_OF, SEALED, filings, messages, programs, releases

_NOTED = {
    messages.name: "which messages have left",
    filings.name: "what `lbn status` says of reports handed in",
    releases.name: "the tables that a supplier was shown",
}
"""What of tables is in no tab, and has no digest of its own by which it's named."""

MOST_LOST = 5
PERCENT_LOST = 2


class FromScratch(NamedTuple):
    """What reading anew found."""

    counts: IngestCounts
    differences: Mapping[Tab, int]
    """How many rows of each tab the ledger held otherwise; tabs without a difference are left out."""
    is_rebuilt: bool
    """Whether the ledger's file was made anew, and the damaged one kept aside."""
    damaged: Sequence[str]
    """What is damaged and doesn't come back from the tabs, in words."""
    lost: Sequence[str] = ()
    """Editions that lie in reports/ and were made by a former ledger."""


def ingest_from_scratch(
    program: ProgramContext,
    *,
    accept_withdrawals: bool = False,
    accept_held: bool = False,
    is_date_known: bool = False,
) -> FromScratch:
    """Read all tabs anew and compare them with the ledger; put right what differs.

    Raises:
        OperationError: a tab or the ledger cannot be read, or too much would be withdrawn or held.
        ClockJumped: the day cannot be; nothing was changed.
        NotPublished: the ledger is up to date, and the status tab is not.
    """
    source = program.source
    sheet = source.shared_sheet
    if sheet:
        sheet.wait_for_turn()
    accepted = Accepted(withdrawals=accept_withdrawals, held=accept_held)
    with program.database.syncing(is_healing=True):
        forget_last_reading(program.folder)
        take = partial(take_apart_once, settings=program.settings)
        raw = do_for_each(source.read(), take, program.settings)
        kept = read_kept_refs(program.folder) | (sheet.read_kept_refs() if sheet else frozenset())
        path = program.database.path
        is_rebuilt = path is not None and salvage.is_damaged(path)
        if path and is_rebuilt:
            salvage.rebuild(path, program.now())
        with program.database.healing() as connection:
            healing = _Healing(program, connection, accepted, is_rebuilt=is_rebuilt)
            with healing.clock_checked(is_date_known=is_date_known):
                found = healing.run(raw, kept)
            findings = list_linked_findings(program, connection)
            write_needs_attention(program.folder, findings, describe_finding)
        if sheet:
            publish_findings(sheet, findings, found.counts)
    return found


class _Healing:
    """Puts the ledger right in one transaction."""

    def __init__(
        self, program: ProgramContext, connection: Connection, accepted: Accepted, *, is_rebuilt: bool
    ) -> None:
        self._program = program
        self._name = program.slug
        self._connection = connection
        self._accepted = accepted
        self._is_rebuilt = is_rebuilt
        is_unsealed = is_rebuilt and not has_seals(connection, program.slug)
        self._broken = list(SEALED) if is_unsealed else find_broken_seals(connection, program.slug)

    def clock_checked(self, *, is_date_known: bool) -> AbstractContextManager[None]:
        """Hold the clock against the last reading; where the ledger lost when that was, nothing can be told."""
        is_lost = self._is_rebuilt or programs.name in self._broken
        return clock_checked(self._program, self._connection, is_date_known=is_date_known or is_lost)

    def run(self, raw: dict[Tab, RawTab], kept: frozenset[str]) -> FromScratch:
        """Compare with the tabs and put right what differs."""
        connection, name, broken, is_rebuilt = self._connection, self._name, self._broken, self._is_rebuilt
        key = self._program.key(is_first=find_last_sync(connection, name) is None)
        is_damaged = is_rebuilt or bool(broken)
        before = list_in_force(connection, name)
        if is_damaged:
            self._repair(key)
        was_read, count = find_source_read(connection, name), self._count()
        accepted = Accepted(withdrawals=True, held=True) if is_damaged else self._accepted
        last = find_last_sync(connection, name)
        sync = TabSync(self._program, connection, kept, accepted)
        counts = sync.run(raw, is_from_scratch=True)
        number = find_last_sync(connection, name)
        if is_damaged:
            self._check_count(count)
            if number is not None and number != last:
                is_same = was_read is not None and was_read == find_source_read(connection, name)
                replace_in_history(connection, name, number, is_same_source=is_same or is_rebuilt)
        is_first = last is None and not is_damaged
        differences = {} if is_first else count_differences(before, list_in_force(connection, name))
        found = list_damaged(connection, self._program)
        return FromScratch(counts, differences, is_rebuilt, self._list_damaged(found), found.lost)

    def _repair(self, key: Key) -> None:
        """Make what is damaged readable; what is of the tabs comes from them next."""
        if self._is_rebuilt or programs.name in self._broken:
            renew_program(self._connection, self._name, key.check)
        repair_in_place(self._connection, self._name, self._program.now())
        forget_compared(self._connection, self._name)  # rows change without a sync
        for tab in ROWS_OF:
            delete_unreadable_rows(self._connection, self._name, tab)
        if self._is_rebuilt or programs.name in self._broken:
            restore_closed_before(self._connection, self._name)
        known = set(list_editions(self._connection, self._name))
        for edition_key in list_editions_on_disk(self._program.folder):
            if edition_key not in known and is_replaceable(self._program, edition_key):
                keep_lost_edition(self._connection, self._name, edition_key, self._program.now())

    def _count(self) -> int:
        held = sum(len(find_held(self._connection, self._name, tab)) for tab in ROWS_OF)
        return count_in_force(self._connection, self._name) + held

    def _check_count(self, count: int) -> None:
        """Stop where the tabs hold much less than the ledger did: then it isn't the ledger alone that is damaged."""
        lost = count - self._count()
        if lost > max(MOST_LOST, count * PERCENT_LOST // 100) and not self._accepted.withdrawals:
            msg = (
                f"The ledger is damaged, and the tabs hold {lost} rows less than it does, of {count}. Nothing was "
                "changed. Export the tabs again, or restore a backup; if so many rows were deleted on purpose, add "
                "--accept-withdrawals."
            )
            raise OperationError(msg)

    def _list_damaged(self, found: Damages) -> list[str]:
        """Say what is damaged and stays so: editions, messages, closed rows, what was noted of reports handed in."""
        noted = [words for name, words in _NOTED.items() if name in self._broken]
        return [*found.damaged, *found.left, *self._list_closed(), *noted]

    def _list_closed(self) -> Iterator[str]:
        """Say of closed rows, which no tab gives back, how many are left: which of them are right nobody can tell."""
        before = find_closed_before(self._connection, self._name)
        if before and (self._is_rebuilt or any(table.name in self._broken for table in ROWS_OF.values())):
            count = format_count(count_closed(self._connection, self._name), "row")
            yield f"what `lbn purge` closed ({count} dated before {format_date(before)} left)"
