"""The stock of a small program, reconciled: what is there, what differs, and what is low or recalled."""

from datetime import UTC, datetime

import pytest

from tasks.context import ProgramContext
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.reconcile_stock import reconcile_stock
from tests.support.small_program import STOCK, a_row, write_form


def test_an_empty_ledger_has_no_stock(unread: ProgramContext):
    found = reconcile_stock(unread)
    assert (found.stock, found.variances, found.shortfalls, found.recalled) == ((), (), (), ())


def test_a_count_that_differs_is_a_variance(program: ProgramContext):
    found = reconcile_stock(program)
    assert {one.location: one.on_hand for one in found.stock} == {"Central": 499, "Patrol": 1488}
    assert [(one.location, one.expected, one.counted) for one in found.variances] == [("Central", 500, 499)]
    assert found.low == ()


def test_more_given_out_than_received_is_a_shortfall(program: ProgramContext):
    answers = [a_row(number, kits="5", unit="Detectives") for number in range(3)]
    write_form(program.folder, answers)
    ingest_entries(program, accept_withdrawals=True)
    found = reconcile_stock(program)
    assert sum(one.quantity for one in found.shortfalls if one.location == "Detectives") == 15


def test_what_an_officer_flags_is_low(program: ProgramContext):
    write_form(program.folder, [*(a_row(number) for number in range(12)), a_row(2000, low="Yes")])
    ingest_entries(program)
    assert [one.location for one in reconcile_stock(program).low] == ["Patrol"]


def test_shelves_that_nobody_counted_are_to_be_counted(program: ProgramContext):
    later = program._replace(clock=lambda: datetime(2024, 7, 1, 12, tzinfo=UTC))
    found = reconcile_stock(later)
    assert [(one.location, one.days) for one in found.counts] == [("Patrol", None), ("Central", 92)]
    assert found.short_counts == ()


@pytest.mark.parametrize(
    ("lost", "told"),
    [(0, []), (900, [("Central", 400, False)])],
    ids=["nothing is known to be wrong", "a number was mistyped"],
)
def test_while_no_count_can_be_used_a_large_shortfall_is_told(
    program: ProgramContext, lost: int, told: list[tuple[str, int, bool]]
):
    count = "Date,Location,Item,Lot (optional),Counted\r\n6/30/2024,Central,kit,A123,a dozen\r\n"
    (program.folder / "Counts.csv").write_text(count, encoding="utf-8", newline="")
    row = f"3/1/2024,lost,kit,A123,,{lost},Central,,\r\n" if lost else ""
    (program.folder / "Inventory.csv").write_text(STOCK["Inventory.csv"] + row, encoding="utf-8", newline="")
    ingest_entries(program, accept_held=True, accept_withdrawals=True)
    later = program._replace(clock=lambda: datetime(2024, 12, 1, 12, tzinfo=UTC))
    found = reconcile_stock(later)
    assert [(one.location, one.shortfall_kits, one.is_counted) for one in found.counts] == told
    assert found.short_counts == ()
