"""Histories of a program that closes days: what it reads before and after, and what can be said of it from outside."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from hypothesis import strategies as st

from tasks.context import ProgramContext, open_program
from tasks.operations.close_days import Purged
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.ingest_from_scratch import ingest_from_scratch
from tasks.operations.note_filing import Handed, note_filing
from tasks.operations.purge_program import purge_program
from tasks.operations.reconcile_stock import reconcile_stock
from tasks.operations.show_figures import show_figures
from tasks.rules.reporting.measures import GROUPINGS
from tasks.rules.reporting.periods import parse_period
from tests.support.small_program import Tables, a_row, tables, write_form, write_program

NOW = datetime(2024, 11, 20, 15, tzinfo=UTC)
FIRST_ON = date(2024, 1, 1)
DAYS = 120
PERIODS = ("2024-01", "2024-02", "2024-Q1", "2024-04", "2024")
BY = tuple(sorted({"unit", "zip", "jurisdiction", "lot", "month", "recipient"} & GROUPINGS.keys()))
UNREADABLE = "soon"

INVENTORY = "Date,Movement,Item,Lot,Expires,Quantity,From,To\r\n"
COUNTS = "Date,Location,Item,Lot (optional),Counted\r\n"
TRAINING = "Date,Unit,Course,People trained\r\n"


class Row(NamedTuple):
    """A row of a tab: of which days it says that it is, and how it's written."""

    days: tuple[date, ...]
    line: str | dict[str, str]

    def is_before(self, day: date) -> bool:
        """Tell whether it's closed where all before a day is: by its date, or by when it was sent."""
        return any(one < day for one in self.days)


class Reading(NamedTuple):
    """The rows of all tabs at a time."""

    form: list[Row]
    inventory: list[Row]
    counts: list[Row]
    training: list[Row]

    def keep(self, which: Callable[[Row], bool]) -> "Reading":
        """Keep some of the rows."""
        return Reading(*(list(filter(which, rows)) for rows in self))

    def add(self, other: "Reading") -> "Reading":
        """Put the rows of another reading behind these."""
        return Reading(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


def write_day(day: date) -> str:
    """Write a day as Google Sheets does."""
    return f"{day.month}/{day.day}/{day.year}"


def a_form(day: date, later: int, seconds: int, date_cell: bool, **answers: str) -> Row:
    """Make a form that was sent some days after the kits were left, with a date that may be unreadable."""
    sent_on = day + timedelta(days=later)
    submitted = f"{write_day(sent_on)} 10:{seconds // 60:02}:{seconds % 60:02}"
    written = a_row(0, submitted=submitted, date=write_day(day) if date_cell else UNREADABLE, **answers)
    return Row((day, sent_on) if date_cell else (sent_on,), written)


DAY = st.integers(0, DAYS).map(lambda number: FIRST_ON + timedelta(days=number))
LOT = st.sampled_from(["A123", "B7", "C-9"])
FORM = st.builds(
    a_form,
    day=DAY,
    later=st.sampled_from([0, 0, 1, 9]),
    seconds=st.sampled_from([0, 0, 30, 600]),
    date_cell=st.sampled_from([True, True, True, False]),
    kits=st.sampled_from(["1", "2", "two"]),
    unit=st.sampled_from(["Patrol", "Detectives", "Nobody's"]),
    zip=st.sampled_from(["12207", "12047", "x"]),
    lot=st.one_of(st.just(""), LOT, st.just("NEVER-CAME")),
)
MOVEMENT = st.builds(
    lambda day, words, lot, quantity: Row(
        (day,), f"{write_day(day)},{words[0]},kit,{lot},2028-06,{quantity},{words[1]},{words[2]}\r\n"
    ),
    day=DAY,
    words=st.sampled_from(
        [("received", "", "Central"), ("transferred", "Central", "Patrol"), ("damaged", "Patrol", ""), ("?", "", "")]
    ),
    lot=LOT,
    quantity=st.integers(1, 60),
)
COUNT = st.builds(
    lambda day, where, lot, counted: Row((day,), f"{write_day(day)},{where},kit,{lot},{counted}\r\n"),
    day=DAY,
    where=st.sampled_from(["Central", "Patrol", "Nowhere"]),
    lot=st.one_of(st.just(""), LOT),
    counted=st.integers(0, 40),
)
TRAINED = st.builds(
    lambda day, people: Row((day,), f"{write_day(day)},Patrol,Refresher,{people}\r\n"),
    day=DAY,
    people=st.sampled_from(["3", "many"]),
)

# A tab of which no row can be used isn't tracked: each has one that can.
USABLE = Reading(
    [a_form(FIRST_ON, later=0, seconds=0, date_cell=True)],
    [Row((FIRST_ON,), f"{write_day(FIRST_ON)},received,kit,A123,2028-06,100,,Central\r\n")],
    [Row((FIRST_ON,), f"{write_day(FIRST_ON)},Central,kit,A123,100\r\n")],
    [Row((FIRST_ON,), f"{write_day(FIRST_ON)},Patrol,Refresher,5\r\n")],
)
READING = st.builds(
    lambda *tabs: USABLE.add(Reading(*tabs)),
    st.lists(FORM, max_size=10),
    st.lists(MOVEMENT, max_size=6),
    st.lists(COUNT, max_size=4),
    st.lists(TRAINED, max_size=2),
)


class Program(NamedTuple):
    """A program whose tabs are read again and again."""

    folder: Path
    now: datetime = NOW

    @classmethod
    def make(cls, folder: Path) -> "Program":
        """Make a program."""
        return cls(write_program(folder))

    @property
    def opened(self) -> ProgramContext:
        """Open it on the day on which all of this is done."""
        return open_program(self.folder, lambda: self.now)

    def read(self, reading: Reading) -> None:
        """Write the tabs and read them, whatever that takes away."""
        write_form(self.folder, [row.line for row in reading.form if isinstance(row.line, dict)])
        for name, header, rows in (
            ("Inventory.csv", INVENTORY, reading.inventory),
            ("Counts.csv", COUNTS, reading.counts),
            ("Training.csv", TRAINING, reading.training),
        ):
            text = header + "".join(row.line for row in rows if isinstance(row.line, str))
            (self.folder / name).write_text(text, encoding="utf-8", newline="")
        ingest_entries(self.opened, accept_withdrawals=True, accept_held=True)

    def close(self, before: date) -> Purged:
        """Close all that is dated before a day; what is owed of it was handed in on paper."""
        for quarter in ("2024-Q1", "2024-Q2", "2024-Q3"):
            note_filing(self.opened, Handed("nysdoh-quarterly", parse_period(quarter), None, None))
        return purge_program(self.opened, before)

    def list_figures(self) -> list[str]:
        """List all figures, and the stock as it is."""
        figures = [show_figures(self.opened, period, (), BY).model_dump_json() for period in PERIODS]
        return [*figures, reconcile_stock(self.opened).model_dump_json()]

    def list_content(self) -> Tables:
        """List what the ledger holds, but for when it was read."""
        return {name: rows for name, rows in tables(self.folder).items() if name not in ("programs", "seals")}

    def find_traces(self, before: date, *, is_before: bool) -> set[bytes]:
        """Find the fingerprints and marks of rows of closed days, or of all others."""
        with closing(sqlite3.connect(self.folder / "lbn.db")) as connection:
            return {
                found
                for table, trace, day in (
                    ("distributions", "fingerprint", "distributed_on"),
                    ("distributions", "sent_mark", "distributed_on"),
                    ("movements", "fingerprint", "moved_on"),
                    ("counts", "fingerprint", "counted_on"),
                    ("trainings", "fingerprint", "trained_on"),
                    ("held_rows", "fingerprint", "counted_on"),
                )
                for (found,) in connection.execute(
                    f"select {trace} from {table} where coalesce({day} < ?, false) is ?",  # noqa: S608 - columns
                    (before.isoformat(), is_before),
                )
                if found
            }

    def read_bytes(self) -> bytes:
        """Read every byte of the ledger and of the files beside it."""
        return b"".join(path.read_bytes() for path in sorted(self.folder.glob("lbn.db*")))


def check_history(readings: Iterable[Reading], after: Reading, before: date) -> None:
    """Check all that a purge promises, for what was read before it and after it."""
    with TemporaryDirectory() as place:
        used, twin = Program.make(Path(place) / "used"), Program.make(Path(place) / "twin")
        last = Reading([], [], [], [])
        for last in readings:
            used.read(last)
        figures = used.list_figures()
        of_closed = used.find_traces(before, is_before=True) - used.find_traces(before, is_before=False)
        used.close(before)
        assert used.list_figures() == figures
        content = used.read_bytes()
        assert not [found for found in of_closed if found in content]
        _check_nothing_changes(used)
        came = [row for row in after.inventory if not _would_be_missed(row, last)]
        now = after._replace(inventory=[*filter(_is_receipt, last.inventory), *came])
        used.read(now)
        twin.read(last.keep(lambda row: row.is_before(before)).add(now.keep(lambda row: not row.is_before(before))))
        assert used.list_figures() == twin.list_figures()
        assert list(list_open(used, before)) == list(list_open(twin, before))


def _is_receipt(row: Row) -> bool:
    """Tell whether a row says that a lot was received: without it, closed rows would name a lot that nobody has."""
    return ",received," in str(row.line)


def _would_be_missed(row: Row, last: Reading) -> bool:
    """Tell whether a receipt comes too late for rows that were held without it, which a purge has forgotten."""
    lots = {str(one.line).split(",")[3] for one in last.inventory if _is_receipt(one)}
    return _is_receipt(row) and str(row.line).split(",")[3] not in lots


def _check_nothing_changes(program: Program) -> None:
    """Check that the same tabs say nothing new, and that reading all of them anew finds no difference."""
    known = program.list_content()
    counts = ingest_entries(program.opened)
    found = ingest_from_scratch(program.opened)
    assert (counts.new, counts.withdrawn) == (found.counts.new, found.counts.withdrawn) == (0, 0)
    assert (dict(found.differences), list(found.damaged)) == ({}, [])
    assert program.list_content() == known


def list_open(program: Program, before: date) -> Iterator[tuple[object, ...]]:
    """List what the ledger says of rows of open days, without their numbers."""
    with closing(sqlite3.connect(program.folder / "lbn.db")) as connection:
        for table, day, fields in (
            ("distributions", "distributed_on", "distributed_on, unit, zip, jurisdiction, kits, lot"),
            ("movements", "moved_on", "moved_on, kind, lot, quantity, day_order"),
            ("counts", "counted_on", "counted_on, location, lot, counted, day_order"),
            ("trainings", "trained_on", "trained_on, people"),
            ("held_rows", "coalesce(counted_on, '9')", "tab, counted_on"),
        ):
            asked = f"select {fields} from {table} where valid_to_sync is null and {day} >= ?"  # noqa: S608 - columns
            yield table, *sorted(connection.execute(asked, (before.isoformat(),)), key=repr)
