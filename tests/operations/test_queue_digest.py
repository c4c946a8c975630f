"""The digest of a program: what it says of the stock, and on which days it says it again."""

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
from tasks.operations.watch_work import Work, watch_work
from tests.support.small_program import write_program

FIRST_DAY = datetime(2024, 2, 5, 12, tzinfo=UTC)
HEADER = "Date,Movement,Item,Lot,Expires,Quantity,From,To\r\n"
RECEIVED = "1/2/2024,received,kit,A1,2028-06,12,,Patrol\r\n"
ORDERED = "1/2/2024,ordered,kit,,,30,,\r\n"
AT_CENTRAL = "1/2/2024,received,kit,B1,2028-06,20,,Central\r\n"


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
    """Do what a run does about the stock; the digest that it queued as text on one line, or none."""
    program = open_program(folder, lambda: FIRST_DAY + timedelta(days=day))
    before = len(digests(folder))
    ingest_entries(program, accept_withdrawals=True)
    queue_digest(program, reconcile_stock(program))
    queued = digests(folder)[before:]
    return " ".join(queued[0].split()) if queued else None


def digests(folder: Path) -> list[str]:
    """The texts of all digests, in the order in which they were queued."""
    with closing(sqlite3.connect(folder / "lbn.db")) as connection:
        try:
            raw = connection.execute("select raw from messages where report = 'attention' order by queued_at")
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


def left_at_patrol(said: str | None) -> str | None:
    """How many kits a digest says Patrol has left."""
    return said.partition("Patrol has ")[2].partition(" usable")[0] if said else None


def test_a_unit_that_runs_empty_is_told_of_weekly_and_at_once(folder: Path):
    """The first day is a Monday; no usable kit left can't wait until the next one."""
    said = []
    for day, gone in ((0, 1), (1, 2), (4, 7), (7, 7), (9, 10), (10, 12), (11, 12), (14, 12)):
        write_inventory(folder, RECEIVED, ORDERED, lost(gone))
        said.append(left_at_patrol(run(folder, day)))
    assert said == ["11", None, None, "5", None, "no", None, "no"]


def test_a_shelf_that_can_wait_makes_no_digest(folder: Path):
    """One kit is missing of twelve, and none was given out lately."""
    assert run(folder)  # no form has been read yet
    write_inventory(folder, RECEIVED, AT_CENTRAL, lost(1))
    assert run(folder, 7) is None
    write_inventory(folder, RECEIVED, AT_CENTRAL, lost(5))
    assert "Bring 5 kits to Patrol." in (run(folder, 14) or "")


def test_what_cannot_wait_comes_by_itself(folder: Path):
    write_inventory(folder, RECEIVED, AT_CENTRAL, lost(5))
    assert "THIS WEEK - Bring 5 kits to Patrol." in (run(folder) or "")
    write_inventory(folder, RECEIVED, AT_CENTRAL, lost(5), "1/4/2024,recalled,kit,A1,,1,Patrol,\r\n")
    urgent = run(folder, 2) or ""
    assert "TO DO TODAY" in urgent
    assert "Take recalled lot A1 off the shelf at Patrol." in urgent
    assert "Everything else waits for the week's digest." in urgent
    assert "THIS MONTH" not in urgent


def test_a_digest_comes_again_weekly_while_it_is_pressing(folder: Path):
    write_inventory(folder, RECEIVED, lost(3))
    assert [day for day in range(9) if run(folder, day)] == [0, 7]
    write_inventory(folder, RECEIVED)
    assert [run(folder, day) for day in (9, 14, 21)] == [None, None, None]  # no all-clear: no form has been read yet


def test_no_run_of_the_week_has_come_to_its_end_yet(folder: Path):
    """What is new on a Tuesday waits for Monday where Monday's run had nothing to say, and is said where none ran."""
    write_inventory(folder, RECEIVED, lost(5))
    assert run(folder, -7)
    write_inventory(folder, RECEIVED, lost(5), "1/2/2024,received,kit,B7,2024-06,5,,Central\r\n")
    program = open_program(folder, lambda: FIRST_DAY)
    with watch_work(folder, Work.DAILY_RUN, program.clock):
        pass
    assert run(folder, 1) is None
    assert run(folder, 7)


def test_a_message_is_named_by_its_number_and_day(folder: Path):
    write_inventory(folder, RECEIVED, lost(3))
    for day in (0, 7):
        run(folder, day)
    with closing(sqlite3.connect(folder / "lbn.db")) as connection:
        names = connection.execute("select name from messages where report = 'attention' order by name").fetchall()
    assert [name for (name,) in names] == ["attention-1-2024-02-05.eml", "attention-2-2024-02-12.eml"]
