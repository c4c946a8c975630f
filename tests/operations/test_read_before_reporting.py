"""The tabs are read before anything is made of them, and what is said where that cannot be."""

import pytest

from tasks.context import ProgramContext
from tasks.errors import NotPublished, OperationError
from tasks.operations import read_before_reporting as operation
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.read_as_of import read_program_as_of
from tasks.operations.read_before_reporting import read_before_reporting
from tests.support.small_program import RESPONSES


def test_the_ledger_is_brought_up_to_date(unread: ProgramContext):
    read_before_reporting(unread)
    assert read_program_as_of(unread).read_at == unread.clock()


def test_a_refusal_offers_what_was_read_before(unread: ProgramContext):
    responses = (unread.folder / RESPONSES).read_bytes()
    (unread.folder / RESPONSES).unlink()
    with pytest.raises(OperationError) as never_read:
        read_before_reporting(unread)
    assert "--as-known" not in str(never_read.value)
    (unread.folder / RESPONSES).write_bytes(responses)
    ingest_entries(unread)
    (unread.folder / RESPONSES).unlink()
    with pytest.raises(OperationError, match="`--as-known` makes it from what was read on Apr 2, 2024, 6:30 AM EDT"):
        read_before_reporting(unread)


def test_a_status_tab_that_is_locked_keeps_nothing_waiting(program: ProgramContext, monkeypatch: pytest.MonkeyPatch):
    counts = ingest_entries(program)

    def refuse(_program: ProgramContext, *, is_date_known: bool) -> None:  # noqa: ARG001 - as the operation is called
        raise NotPublished("The status tab is locked.", counts)

    monkeypatch.setattr(operation, "ingest_entries", refuse)
    read_before_reporting(program)
