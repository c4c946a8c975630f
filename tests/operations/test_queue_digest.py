"""The stock alert of a program: what it says, and on which days it says it again."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from tasks.context import open_program
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.queue_digest import queue_digest
from tasks.operations.reconcile_stock import reconcile_stock
from tasks.rules.stock.alerts import digest_former_state
from tests.support.small_program import write_program

FIRST_DAY = datetime(2024, 2, 5, 12, tzinfo=UTC)
HEADER = "Date,Movement,Item,Lot,Expires,Quantity,From,To\r\n"
RECEIVED = "1/2/2024,received,kit,A1,2028-06,12,,Patrol\r\n"
ORDERED = "1/2/2024,ordered,kit,,,30,,\r\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A program that has given out nothing; Patrol is full: it has 12 kits."""
    made = write_program(tmp_path / "program", [])
    (made / "Counts.csv").write_text("Date,Location,Item,Lot (optional),Counted\r\n", encoding="utf-8")
    write_inventory(made, RECEIVED)
    return made


def write_inventory(folder: Path, *movements: str) -> None:
    """Write the tab of what was received, moved and left."""
    (folder / "Inventory.csv").write_text(HEADER + "".join(movements), encoding="utf-8", newline="")


def run(folder: Path, day: int = 0) -> str | None:
    """Do what a run does about the stock; the alert that it queued as text on one line, or none."""
    program = open_program(folder, lambda: FIRST_DAY + timedelta(days=day))
    before = len(alerts(folder))
    ingest_entries(program, accept_withdrawals=True)
    queue_digest(program, reconcile_stock(program))
    queued = alerts(folder)[before:]
    return " ".join(queued[0].split()) if queued else None


def alerts(folder: Path) -> list[str]:
    """The texts of all stock alerts, in the order in which they were queued."""
    with closing(sqlite3.connect(folder / "lbn.db")) as connection:
        try:
            raw = connection.execute("select raw from messages where report = 'stock-alert' order by queued_at")
        except sqlite3.OperationalError:
            return []
        return [text_of(message_from_bytes(one, policy=default)) for (one,) in raw]  # type: ignore[arg-type]


def text_of(message: EmailMessage) -> str:
    """The text of a message."""
    body = message.get_body(("plain",))
    assert body
    return str(body.get_content())


def lost(count: int) -> str:
    """Kits that Patrol has lost."""
    return f"1/3/2024,lost,kit,A1,,{count},Patrol,\r\n"


def test_an_alert_never_distributes_recalled_kits(folder: Path):
    """One kit of a lot was recalled of which Central holds 239."""
    write_inventory(
        folder,
        "1/2/2024,received,kit,R1,2028-06,240,,Central\r\n",
        "1/2/2024,received,kit,A1,2028-06,77,,Central\r\n",
        "1/3/2024,recalled,kit,R1,,1,Central,\r\n",
    )
    said = run(folder)
    assert said
    assert "Take recalled lot R1 off the shelf at Central. Central still has 239 kits of this lot." in said
    assert "Take 12 of lot A1 from Central, and record the movement “transferred”" in said


def test_a_unit_that_runs_empty_is_told_of_on_the_way(folder: Path):
    said = []
    for day, gone in enumerate((0, 1, 2, 6, 7, 9, 10, 12)):
        write_inventory(folder, RECEIVED, ORDERED, *([lost(gone)] if gone else []))
        said.append(run(folder, day))
    left = [one.partition("Patrol has ")[2].partition(" usable")[0] if one else None for one in said]
    assert left == [None, "11", None, None, "5", None, "2", "no"]


def test_an_alert_comes_again_weekly_and_an_all_clear_once(folder: Path):
    write_inventory(folder, RECEIVED, lost(3))
    assert [day for day in range(9) if run(folder, day)] == [0, 7]
    write_inventory(folder, RECEIVED)
    clear, *others = [run(folder, day) for day in (9, 10, 30)]
    assert clear is not None
    assert "Everything in the last alert is done." in clear
    assert others == [None, None]


def test_what_was_done_and_comes_back_is_news(folder: Path):
    old = "1/2/2024,received,kit,B7,2024-03,5,,Central\r\n"
    for day, (movements, is_said) in enumerate(
        [((RECEIVED, old, lost(3)), True), ((RECEIVED, old), False), ((RECEIVED, old, lost(3)), True)]
    ):
        write_inventory(folder, *movements)
        assert (run(folder, day) is not None) is is_said


def test_an_upgrade_brings_nobody_a_second_copy(folder: Path):
    """The last alert of an earlier version is known by the state as a whole; from then on things are known singly."""
    write_inventory(folder, RECEIVED, lost(3))
    assert run(folder)
    former = digest_former_state(reconcile_stock(open_program(folder, lambda: FIRST_DAY)))
    with closing(sqlite3.connect(folder / "lbn.db")) as connection:
        connection.execute("update messages set said = ? where report = 'stock-alert'", (former,))
        connection.execute("delete from seals")  # as an earlier version kept it
        connection.commit()
    assert run(folder, 1) is None
    write_inventory(folder, RECEIVED, lost(7))
    assert run(folder, 2)


def test_a_message_is_named_by_its_number_and_day(folder: Path):
    write_inventory(folder, RECEIVED, lost(3))
    for day in (0, 7):
        run(folder, day)
    with closing(sqlite3.connect(folder / "lbn.db")) as connection:
        names = connection.execute("select name from messages where report = 'stock-alert' order by name").fetchall()
    assert [name for (name,) in names] == ["stock-alert-1-2024-02-05.eml", "stock-alert-2-2024-02-12.eml"]
