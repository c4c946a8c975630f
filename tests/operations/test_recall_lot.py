"""Following a lot through the ledger of a small program."""

import pytest

from tasks.context import ProgramContext
from tasks.errors import OperationError, UsageError
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.recall_lot import recall_lot
from tests.support.small_program import a_row, rows, write_form


def test_a_lot_is_followed(program: ProgramContext):
    (trace,), *held = recall_lot(program, "a123")
    assert held == [0, 0]
    assert (trace.lot, {one.location for one in trace.on_shelf}) == ("A123", {"Central", "Patrol"})
    assert {one.unit for one in trace.given_out} == {"Patrol"}


@pytest.mark.parametrize("lot", ["A", "no lot", "", "Ä12"])
def test_what_can_be_no_lot_is_a_wrong_call(program: ProgramContext, lot: str):
    with pytest.raises(UsageError, match="can't be a lot"):
        recall_lot(program, lot)


def test_a_lot_that_never_came_is_told(program: ProgramContext):
    with pytest.raises(OperationError, match="Lot Z999 was never received"):
        recall_lot(program, "Z999")


def test_tabs_that_were_never_read_know_no_lot(unread: ProgramContext):
    with pytest.raises(OperationError, match="not been read yet"):
        recall_lot(unread, "A123", as_known=True)


def test_without_an_inventory_nobody_knows(unread: ProgramContext):
    for tab in ("Inventory.csv", "Counts.csv"):
        path = unread.folder / tab
        path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    ingest_entries(unread)
    with pytest.raises(OperationError, match="The Inventory tab has no rows"):
        recall_lot(unread, "A123", as_known=True)
    none = unread.settings.source.model_copy(update={"inventory": None})
    with pytest.raises(OperationError, match=r"lbn\.toml names no Inventory tab"):
        recall_lot(unread._replace(settings=unread.settings.model_copy(update={"source": none})), "A123", as_known=True)


def test_an_inventory_of_which_no_row_can_be_used(unread: ProgramContext):
    path = unread.folder / "Inventory.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("kit,", "box,"), encoding="utf-8")
    ingest_entries(unread)
    with pytest.raises(OperationError, match="None of the 2 rows of the Inventory tab can be used until fixed"):
        recall_lot(unread, "A123", as_known=True)


def test_the_tabs_are_read_before_a_lot_is_followed(program: ProgramContext):
    """Rows that were entered since the last reading take kits off the shelf: they aren't looked for again."""
    path = program.folder / "Inventory.csv"
    path.write_text(path.read_text(encoding="utf-8") + "4/1/2024,recalled,kit,A123,,499,Central,\n", encoding="utf-8")
    before, now = (recall_lot(program, "A123", as_known=one).traces[0] for one in (True, False))
    assert [one.location for one in before.on_shelf] == ["Central", "Patrol"]
    assert ([one.location for one in now.on_shelf], now.is_recalled) == (["Patrol"], True)


def test_what_is_on_hold_is_counted_by_what_it_may_hold(program: ProgramContext):
    counts = program.folder / "Counts.csv"
    counts.write_text(counts.read_text(encoding="utf-8") + "3/31/2024,Central,kit,A123,many\n", encoding="utf-8")
    write_form(program.folder, [*rows(12), a_row(12, kits="two"), a_row(13, kits="three")])
    _, *held = recall_lot(program, "A123")
    assert held == [1, 2]


def test_a_lot_is_followed_in_what_was_last_read_if_asked(program: ProgramContext):
    (program.folder / "Inventory.csv").unlink()
    with pytest.raises(OperationError, match="--as-known"):
        recall_lot(program, "A123")
    assert recall_lot(program, "A123", as_known=True).traces
