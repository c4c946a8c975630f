"""The marks of the minute of sending, in the ledger: of distributions that count, and of no others."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, bindparam, select, update

from schemas.distribution import Distribution
from schemas.tabs import Tab
from tasks.rules.intake.fingerprint import Identity
from tasks.rules.intake.losses import KnownRow
from tasks.store.rows import FEW, load_values
from tasks.store.tables import distributions
from tasks.store.touched_rows import touch_only

_OURS = (distributions.c.program == bindparam("of_program"), distributions.c.valid_to_sync.is_(None))


def load_marks(connection: Connection, program: str, wanted: Collection[Identity]) -> dict[Identity, bytes | None]:
    """Load the marks of some distributions that count, as far as the ledger knows them; none: it has no mark."""
    names = ("fingerprint", "occurrence", "sent_mark")
    chosen = select(*(distributions.c[name] for name in names)).where(*_OURS)
    if len(wanted) <= FEW:
        chosen = chosen.where(distributions.c.fingerprint.in_([fingerprint for fingerprint, _ in wanted]))
    found = connection.execute(chosen, {"of_program": program})
    marks = {(fingerprint, occurrence): mark for fingerprint, occurrence, mark in found}
    return {one: marks[one] for one in wanted if one in marks}


def load_known_rows(connection: Connection, program: str, wanted: Sequence[Identity]) -> dict[Identity, KnownRow]:
    """Load some distributions that count, with their marks."""
    marks = load_marks(connection, program, wanted)
    values = load_values(connection, program, Tab.RESPONSES, wanted).items()
    return {one: KnownRow(row, marks[one]) for one, row in values if isinstance(row, Distribution)}


def save_marks(connection: Connection, program: str, marks: Mapping[Identity, bytes]) -> None:
    """Give distributions that count their marks."""
    wanted = [
        {"of_program": program, "of_fingerprint": fingerprint, "of_occurrence": occurrence, "mark": mark}
        for (fingerprint, occurrence), mark in marks.items()
    ]
    if wanted:
        of_row = (
            distributions.c.fingerprint == bindparam("of_fingerprint"),
            distributions.c.occurrence == bindparam("of_occurrence"),
        )
        marking = update(distributions).where(*_OURS, *of_row).values(sent_mark=bindparam("mark"))
        touched = touch_only(fingerprint for fingerprint, _ in marks)
        connection.execute(marking, wanted, execution_options=touched)
