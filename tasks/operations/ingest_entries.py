"""Tabs into the ledger: one reading, one transaction. A row of a tab lives only inside these functions.

One sync of a program at a time, from its first look at the tabs to its last word about them: so an older reading can
never overwrite a newer one. The ledger itself is held only when the tabs are read: a line that takes minutes keeps no
report waiting.
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial

from schemas.finding import Finding
from schemas.ingest_counts import IngestCounts
from schemas.losses import Accepted
from schemas.settings import Settings
from schemas.tabs import Tab
from tasks.context import ProgramContext
from tasks.errors import NotPublished, OperationError
from tasks.messages.finding_words import describe_finding
from tasks.operations.check_clock import clock_checked
from tasks.operations.list_linked_findings import list_linked_findings
from tasks.operations.read_in_blocks import BlocksOfForm
from tasks.operations.reading_digest import digest_reading
from tasks.operations.sync_tabs import TabSync
from tasks.program_folder.decisions import read_kept_refs
from tasks.program_folder.findings_file import write_needs_attention
from tasks.program_folder.key import find_key
from tasks.sources.source import RawTab, SharedSheet, Source
from tasks.sources.tabs import do_for_each, take_apart_once
from tasks.store.closed_rows import find_closed_before
from tasks.store.rows import (
    find_last_read,
    find_source_read,
)


def ingest_entries(
    program: ProgramContext,
    *,
    accept_withdrawals: bool = False,
    accept_held: bool = False,
    is_date_known: bool = False,
) -> IngestCounts:
    """Read the tabs and bring the ledger to what they say.

    Raises:
        OperationError: a tab cannot be read, or too many distributions would be withdrawn or held; nothing was changed.
        ClockJumped: the day cannot be; nothing was changed.
        NotPublished: the ledger is up to date, and the status tab is not.
    """
    source = program.source
    sheet = source.shared_sheet
    if sheet:
        sheet.wait_for_turn()  # before the right to sync is taken, for which others wait a few seconds only
    accepted = Accepted(withdrawals=accept_withdrawals, held=accept_held)
    with program.database.syncing(accepts_new_key=accept_withdrawals), _without_collection():
        raw = _read(program, source, accepts_new_key=accept_withdrawals)
        kept = read_kept_refs(program.folder) | (sheet.read_kept_refs() if sheet else frozenset())
        blocks = BlocksOfForm(program.folder, program.settings, raw[Tab.RESPONSES])
        raw = _take_apart_ahead(program, raw, kept, blocks, accepts_new_key=accept_withdrawals)
        with program.database.writing(accepts_new_key=accept_withdrawals) as connection:
            with clock_checked(program, connection, is_date_known=is_date_known):
                counts = TabSync(program, connection, kept, accepted).run(raw, blocks)
            findings = list_linked_findings(program, connection)
            # Under the lock: the list is that of the ledger.
            write_needs_attention(program.folder, findings, describe_finding)
        blocks.keep()
        if sheet:
            publish_findings(sheet, findings, counts)
    return counts


def _take_apart_ahead(
    program: ProgramContext,
    raw: dict[Tab, RawTab],
    kept: frozenset[str],
    blocks: BlocksOfForm,
    *,
    accepts_new_key: bool,
) -> dict[Tab, RawTab]:
    """Take the tabs apart, unless the last sync read the same: a workbook takes time, and the ledger isn't held yet."""
    key = find_key(program.folder)
    with program.database.reading(accepts_new_key=accepts_new_key) as connection:
        before = find_source_read(connection, program.slug)
        closed_before = find_closed_before(connection, program.slug)
    if key and before == digest_reading(raw, key.value, program.settings, kept):
        return raw
    take = partial(_take_apart, blocks=blocks, closed_before=closed_before, settings=program.settings)
    return do_for_each(raw, take, program.settings)


def _take_apart(tab: Tab, raw: RawTab, blocks: BlocksOfForm, closed_before: date | None, settings: Settings) -> RawTab:
    """Take a tab apart and check its columns and dates; a large form is read in blocks instead."""
    if tab is Tab.RESPONSES:
        blocks.read(closed_before)
        if not blocks.is_whole:
            return raw
    return take_apart_once(tab, raw, settings)


def publish_findings(sheet: SharedSheet, findings: Sequence[Finding], counts: IngestCounts) -> None:
    """Show in the Sheet what needs attention.

    Raises:
        NotPublished: it can't be written there.
    """
    problem = ""
    try:
        sheet.publish(findings)
    except OperationError as why:
        problem = str(why)
    if problem:
        raise NotPublished(problem, counts)


def _read(program: ProgramContext, source: Source, *, accepts_new_key: bool) -> dict[Tab, RawTab]:
    """Read the tabs; at the first sync and once a day, check that the form still writes there."""
    raw = source.read()
    sheet = source.shared_sheet
    if sheet:
        with program.database.reading(accepts_new_key=accepts_new_key) as connection:
            read_at = find_last_read(connection, program.slug)
        if read_at is None or read_at.date() < program.now().date():
            sheet.check_form_target()
    return raw


@contextmanager
def _without_collection() -> Iterator[None]:
    """Switch the garbage collector off: it would look through the rows again and again, and no row is a cycle."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
