"""Moving a ledger: both of its places, what each holds whatever the database, and a move that breaks off."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, create_engine, event, select

from tasks.store.tables import metadata, seals, syncs
from tests.support.small_program import Ended, a_row, lbn, rows, write_form, write_program, write_settings

PROGRAM_ID = "village2"
OWN = "sqlite:///lbn.db"
OF_THE_PLACE = {"ledger_move", "ledger_moved_at", "program", "id"}
Rows = dict[str, list[tuple[Any, ...]]]


class Broken(BaseException):
    """The process ends here; no code of ours catches it."""


class Places(NamedTuple):
    """A program, and where its ledger is or may be."""

    folder: Path
    other: str

    def name(self, url: str) -> None:
        """Write a place into lbn.toml, as the person does after a move."""
        (self.folder / "lbn.toml").write_text(settings_at(url), encoding="utf-8")

    def move(self, url: str, *options: str) -> Ended:
        """Call the command."""
        return lbn("migrate-store", url, *options, program=self.folder)

    def held(self, url: str) -> Rows:
        """What a place holds of the program, whatever it is named there."""
        with looking(self.folder, url) as connection:
            return list_rows(connection, "own" if url == OWN else PROGRAM_ID)


def settings_at(url: str, program_id: str = PROGRAM_ID) -> str:
    """Write settings of a program that keeps its ledger there."""
    return write_settings(
        program={"id": program_id},
        store={"url": url},
        training={"people": {"Patrol": 20}},
        privacy={"smallest_cell": 5},
    )


def a_history(folder: Path, url: str, program_id: str = PROGRAM_ID) -> Path:
    """Make a program that has a row in each table: rows withdrawn and held, reports handed in and amended."""
    made = write_program(
        folder, [*rows(12), a_row(40, kits="two"), a_row(41, zip="Albany")], settings_at(url, program_id)
    )
    assert lbn("run", program=made).code == 0
    assert lbn("report", "nysdoh-quarterly", "2024-Q1", program=made).code == 0
    assert lbn("report", "public-summary", "2024", "--no-send", program=made).code == 0
    assert lbn("filed", "nysdoh-quarterly", "2024-Q1", program=made).code == 0
    write_form(made, [*rows(11), a_row(12), a_row(40, kits="two")])
    assert lbn("run", program=made).code == 0
    return made


def address_of(folder: Path, url: str) -> str:
    """The address of a database for somebody who looks into it from outside."""
    return f"sqlite:///{folder / url.removeprefix('sqlite:///')}" if url.startswith("sqlite") else url


@contextmanager
def looking(folder: Path, url: str) -> Iterator[Connection]:
    """Look into a database."""
    engine = create_engine(address_of(folder, url))
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def list_rows(connection: Connection, program: str) -> Rows:
    """List what a database holds, with the order of a sync among the syncs instead of its number."""
    numbers = connection.execute(select(syncs.c.id).where(syncs.c.program == program).order_by("id"))
    orders = {number: order for order, number in enumerate(numbers.scalars())}
    found: Rows = {}
    for table in metadata.sorted_tables:
        if table is seals:
            continue
        leads = {key.parent.name for key in table.foreign_keys if key.column is syncs.c.id}
        left_out = OF_THE_PLACE | ({"digest"} if table.name == "editions" else set())
        chosen = select(table).where(table.c.program == program)
        found[table.name] = sorted(
            (
                tuple(
                    orders.get(value) if name in leads else value for name, value in row.items() if name not in left_out
                )
                for row in connection.execute(chosen).mappings()
            ),
            key=repr,
        )
    return found


WRITES = ("insert", "update", "delete", "create")


@contextmanager
def breaking_off(at: int) -> Iterator[list[str]]:
    """End the process at its statement or commit of that number; yield what has come so far."""
    steps: list[str] = []

    def step(what: str) -> None:
        steps.append(what)
        if len(steps) == at:
            raise Broken

    def execute(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        step(statement.split(maxsplit=1)[0].lower())

    def commit(_connection: object) -> None:
        step("commit")

    listening = (("before_cursor_execute", execute), ("commit", commit))
    for name, listener in listening:
        event.listen(Engine, name, listener)
    try:
        yield steps
    finally:
        for name, listener in listening:
            event.remove(Engine, name, listener)


def find_moments(steps: list[str]) -> list[int]:
    """Find each commit of a transaction that wrote, the step after it, and every fortieth step besides."""
    moments, is_writing = set(range(1, len(steps), 40)), False
    for number, what in enumerate(steps, start=1):
        is_writing |= what in WRITES
        if what == "commit":
            moments |= {number, number + 1} if is_writing else set()
            is_writing = False
    return sorted(moment for moment in moments if moment <= len(steps))
