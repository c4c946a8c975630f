"""Editions and the files that belong to them, kept byte for byte."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, RowMapping, insert, select

from tasks.errors import OperationError
from tasks.store.seals import is_whole, read_one_by_one, sign
from tasks.store.tables import artifacts, editions


class DamagedEdition(OperationError):
    """The ledger doesn't hold an edition as it was made (exit code 1)."""


class Edition(NamedTuple):
    """An edition as it was made, from what the ledger knew as of a sync."""

    report: str
    period: str
    edition: int
    made_at: datetime
    figures: bytes
    as_of_sync: int | None
    is_whole: bool = True
    """Whether the ledger still holds it as it was made."""
    is_lost: bool = False
    """Whether it holds no more than its number, for it was made by a ledger that is gone; then it isn't whole."""
    is_known: bool = True
    """Whether it holds its number at least; else only the folder reports/ has it, and it's lost."""

    @property
    def key(self) -> tuple[str, str, int]:
        """Its report, period and number."""
        return (self.report, self.period, self.edition)


_KEPT = tuple(name for name in Edition._fields if not name.startswith("is_"))
_LOST = b"lost"
"""In the place of a digest; none that is made is as short."""

_IS_LOST = editions.c.digest == _LOST
_EDITION = (*(editions.c[name] for name in _KEPT), editions.c.digest)


def check_edition(edition: Edition) -> Edition:
    """Check that the ledger holds an edition as it was made; what isn't is never shown, sent or compared with.

    Raises:
        DamagedEdition: it doesn't.
    """
    if not edition.is_whole:
        raise DamagedEdition(describe_loss(*edition.key) if edition.is_lost else describe_damage(*edition.key))
    return edition


def describe_damage(report: str, period: str, number: int) -> str:
    """Say that an edition is damaged, and what brings it back."""
    return (
        f"Edition {number} of {report} for {period} is damaged in the ledger, so it is not shown, sent or compared. "
        "Restore a backup (`lbn restore`); its files in the folder reports/ stay as they are."
    )


def describe_loss(report: str, period: str, number: int) -> str:
    """Say that an edition was made by a ledger that is gone, and what brings it back."""
    return (
        f"Edition {number} of {report} for {period} lies in the folder reports/ and isn't in this ledger: it was made "
        "before the ledger was lost or a backup restored. A later backup may hold it (`lbn restore`)."
    )


def _edition(connection: Connection, row: RowMapping) -> Edition:
    whole = is_whole(connection, editions, row, row["figures"])
    return Edition(**{name: row[name] for name in _KEPT}, is_whole=whole, is_lost=row["digest"] == _LOST)


def load_last_editions(connection: Connection, program: str) -> dict[tuple[str, str], Edition]:
    """Load the newest edition of each report and period."""
    chosen = select(*_EDITION).where(editions.c.program == program).order_by(editions.c.edition)
    rows = connection.execute(chosen).mappings()
    return {(row["report"], row["period"]): _edition(connection, row) for row in rows}


def load_editions_of(connection: Connection, program: str, report: str) -> list[Edition]:
    """Load every edition of a report that was ever made, superseded ones too."""
    chosen = select(*_EDITION).where(editions.c.program == program, editions.c.report == report)
    rows = connection.execute(chosen.order_by(editions.c.period, editions.c.edition)).mappings()
    return [_edition(connection, row) for row in rows]


def list_periods_made(connection: Connection, program: str) -> list[tuple[str, str]]:
    """Return each report and period that has an edition, those first made first."""
    chosen = select(editions.c.report, editions.c.period).where(editions.c.program == program)
    ordered = chosen.order_by(editions.c.edition, editions.c.made_at, *chosen.selected_columns)
    return list(dict.fromkeys((report, period) for report, period in connection.execute(ordered)))


def list_editions(connection: Connection, program: str) -> list[tuple[str, str, int]]:
    """Return report, period and number of every edition."""
    return list_editions_since(connection, program, None)


def find_newest_numbers(connection: Connection, program: str) -> dict[tuple[str, str], int]:
    """Find the number of the newest edition of each report and period, without reading any."""
    return {(report, period): number for report, period, number in list_editions(connection, program)}


def find_in_force(connection: Connection, program: str) -> set[tuple[str, str, int]]:
    """Find report, period and number of the newest edition of each period, without reading any."""
    newest = find_newest_numbers(connection, program)
    return {(report, period, number) for (report, period), number in newest.items()}


def list_editions_since(connection: Connection, program: str, moment: datetime | None) -> list[tuple[str, str, int]]:
    """Return report, period and number of every edition made after a moment; of all without one."""
    chosen = select(editions.c.report, editions.c.period, editions.c.edition).where(editions.c.program == program)
    if moment is not None:
        chosen = chosen.where(editions.c.made_at > moment)
    return [tuple(row) for row in connection.execute(chosen.order_by(*chosen.selected_columns))]


def list_made(connection: Connection, program: str) -> list[tuple[tuple[str, str, int], datetime]]:
    """Return report, period and number of every edition, and when it was made."""
    chosen = select(editions.c.report, editions.c.period, editions.c.edition, editions.c.made_at)
    chosen = chosen.where(editions.c.program == program).order_by(editions.c.made_at, *chosen.selected_columns[:3])
    return [((report, period, number), at) for report, period, number, at in connection.execute(chosen)]


def find_edition(connection: Connection, program: str, report: str, period: str, number: int) -> Edition | None:
    """Return one edition, if it was made."""
    chosen = select(*_EDITION).where(
        editions.c.program == program,
        editions.c.report == report,
        editions.c.period == period,
        editions.c.edition == number,
    )
    row = connection.execute(chosen).mappings().first()
    return _edition(connection, row) if row else None


def add_edition(connection: Connection, program: str, edition: Edition, files: Mapping[str, bytes]) -> None:
    """Keep an edition and its files."""
    values = {name: value for name, value in edition._asdict().items() if name in _KEPT}
    digest = sign(connection, editions, values, edition.figures)
    connection.execute(insert(editions).values(program=program, digest=digest, **values))
    key = {"program": program, "report": edition.report, "period": edition.period, "edition": edition.edition}
    rows = [
        key | {"name": name, "content": content, "digest": sign(connection, artifacts, key | {"name": name}, content)}
        for name, content in files.items()
    ]
    connection.execute(insert(artifacts), rows)


def load_files(connection: Connection, program: str, report: str, period: str, number: int) -> dict[str, bytes]:
    """Load the files of an edition, by name.

    Raises:
        DamagedEdition: one of them isn't as it was made.
    """
    chosen = select(artifacts).where(*_are_of(program, report, period, number))
    files = {}
    for row in connection.execute(chosen).mappings():
        if not is_whole(connection, artifacts, row, row["content"]):
            raise DamagedEdition(describe_damage(report, period, number))
        files[row["name"]] = row["content"]
    return files


def holds_files(connection: Connection, program: str, edition: Edition) -> bool:
    """Tell whether the ledger holds every file of an edition as it was made."""
    rows = connection.execute(select(artifacts).where(*_are_of(program, *edition.key))).mappings()
    return all(is_whole(connection, artifacts, row, row["content"]) for row in rows)


def load_one_file(connection: Connection, program: str, edition: Edition, name: str) -> bytes | None:
    """Load one file of an edition; none where it has no such file, or one that isn't as it was made."""
    ours = _are_of(program, edition.report, edition.period, edition.edition)
    chosen = select(artifacts).where(*ours, artifacts.c.name == name)
    row = connection.execute(chosen).mappings().first()
    return row["content"] if row and is_whole(connection, artifacts, row, row["content"]) else None


def load_files_named(connection: Connection, program: str, name: str) -> dict[tuple[str, str, int], bytes]:
    """Load the file of a name of every edition that has one; what isn't as it was made is left out."""
    chosen = select(artifacts).where(artifacts.c.program == program, artifacts.c.name == name)
    return {
        (row["report"], row["period"], row["edition"]): row["content"]
        for row in connection.execute(chosen).mappings()
        if is_whole(connection, artifacts, row, row["content"])
    }


def list_file_names(connection: Connection, program: str) -> dict[tuple[str, str, int], list[str]]:
    """List the names of the files of every edition; the editions in the order of reports, periods and numbers."""
    of_edition = (artifacts.c.report, artifacts.c.period, artifacts.c.edition, artifacts.c.name)
    chosen = select(*of_edition).where(artifacts.c.program == program).order_by(*of_edition)
    names: dict[tuple[str, str, int], list[str]] = {}
    for report, period, number, name in connection.execute(chosen):
        names.setdefault((report, period, number), []).append(name)
    return names


def _are_of(program: str, report: str, period: str, number: int) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of an edition's files."""
    return (
        artifacts.c.program == program,
        artifacts.c.report == report,
        artifacts.c.period == period,
        artifacts.c.edition == number,
    )


def list_damaged_editions(connection: Connection, program: str) -> list[tuple[str, str, int]]:
    """Return report, period and number of every edition of which the ledger holds something else than was made."""
    damaged = set()
    for table, content in ((editions, "figures"), (artifacts, "content")):
        for row in read_one_by_one(connection, table, table.c.program == program):
            if not is_whole(connection, table, row, row[content]):
                damaged.add((row["report"], row["period"], row["edition"]))
    return sorted(damaged)


def list_lost_editions(connection: Connection, program: str) -> list[tuple[str, str, int]]:
    """Return report, period and number of every edition of which the ledger has kept no more than that."""
    chosen = select(editions.c.report, editions.c.period, editions.c.edition)
    return [tuple(row) for row in connection.execute(chosen.where(editions.c.program == program, _IS_LOST))]


def keep_lost_edition(connection: Connection, program: str, edition_key: tuple[str, str, int], at: datetime) -> None:
    """Keep the number of an edition that the ledger has lost, as a damaged one: it is never given to another."""
    names = dict(zip(("report", "period", "edition"), edition_key, strict=True))
    lost = {"program": program, "made_at": at, "figures": b"", "digest": _LOST}
    connection.execute(insert(editions).values(lost | names))
