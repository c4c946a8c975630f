"""Twins: two programs with the same tabs, of which one is disturbed; both must end alike.

Their ledgers are compared row by row, on SQLite and on PostgreSQL, and so is every file that follows from them.
"""

import re
import shutil
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from sqlalchemy import TextClause, create_engine, inspect, text

from schemas.mail import Transport
from tasks.program_folder.settings import load_settings
from tasks.sample import write_sample
from tests.support.small_program import RESPONSES, files, find_today, lbn

ROWS = 150

WHENS = frozenset({"read_at", "synced_at", "made_at", "queued_at", "sent_at", "attempts", "digest", "parts", "made_by"})
"""Columns that say when something happened, or how often it was tried, which a kill in the middle of a try adds to, and
digests of them, or of what an earlier try had released: the only ones in which twins may differ, beside the bytes of
messages."""

BYTES_OF_A_TIME = frozenset({"content", "raw", "id"})
DIGESTS_OF_SETTINGS = frozenset({"source", "context"})
"""In the settings of twins on a server only the address of their database differs."""

SYNCS = ("valid_from_sync", "valid_to_sync", "as_of_sync")

OWN_LEDGER = "sqlite:///lbn.db"

MADE_AT = re.compile(r"[A-Z][a-z]{2} \d{1,2}, \d{4}, \d{1,2}:\d{2} [AP]M [A-Z]{3}")
"""A time as messages give it."""

Row = Mapping[str, Any]


class Twins(NamedTuple):
    """Two programs with the same tabs; the runs of one of them are killed."""

    disturbed: Path
    undisturbed: Path

    def write_samples(self) -> None:
        """Write the sample program twice, with its last rows only: what a run does is what it does with many."""
        for folder in self:
            write_sample(folder, find_today())
            shorten(folder / RESPONSES)

    def keep_ledgers_at(self, *urls: str) -> None:
        """Keep the ledgers in databases of a server, one each."""
        for folder, url in zip(self, urls, strict=True):
            settings = folder / "lbn.toml"
            written = settings.read_text("utf-8")
            assert written.count(OWN_LEDGER) == 1
            settings.write_text(written.replace(OWN_LEDGER, url), encoding="utf-8")

    def give_both_one_key(self) -> None:
        """Fingerprints can be compared only under one key; the disturbed program made it under fire."""
        shutil.copyfile(self.disturbed / "secret.key", self.undisturbed / "secret.key")

    def write_rows(self, rng: Random, number: int) -> None:
        """Write new rows of ended months and of this one, one of them held; correct an older row, delete one."""
        tab = self.disturbed / RESPONSES
        header, *lines = tab.read_text("utf-8").splitlines()
        if number:
            del lines[rng.randrange(len(lines))]
            lines[rng.randrange(len(lines))] = _new_row(rng, f"{number}-fixed")
        lines += [_new_row(rng, str(number)) for _ in range(rng.randint(1, 4))] + [_new_row(rng, "kits: two", "two")]
        for folder in self:
            (folder / RESPONSES).write_text("\r\n".join([header, *lines, ""]), encoding="utf-8", newline="")

    def assert_equal_but_for_the_time(self) -> None:
        """Check that both hold the same rows, findings, editions and messages, and the same files."""
        disturbed, undisturbed = map(ledger, self)
        assert disturbed
        unequal = sorted(name for name in {*disturbed, *undisturbed} if disturbed.get(name) != undisturbed.get(name))
        assert not unequal, [(name, _list_unequal(disturbed.get(name), undisturbed.get(name))) for name in unequal]
        made, expected = map(files, self)
        assert made.keys() == expected.keys(), sorted(made.keys() ^ expected.keys())
        same = [name for name in made if name.endswith(("figures.json", "subject.txt", "needs-attention.csv"))]
        assert {name: made[name] for name in same} == {name: expected[name] for name in same}
        for folder in self:
            assert_kept_as_in_the_ledger(folder)
        for name in (name for name in made if name.startswith("outbox/")):
            assert what_it_says(made[name]) == what_it_says(expected[name]), name

    def assert_sealed(self) -> None:
        """Check that every table, edition and message of both is as it was written."""
        for folder in self:
            ended = lbn("check", program=folder)
            assert ended.code == 0, ended.out


def _list_unequal(one: list[Row] | None, other: list[Row] | None) -> list[Row]:
    """List the rows that only one of two tables has, the first few of them."""
    return [row for row in (one or []) + (other or []) if row not in (one or []) or row not in (other or [])][:4]


def shorten(tab: Path) -> None:
    """Keep the last rows only."""
    header, *lines = tab.read_text("utf-8").splitlines(keepends=True)
    tab.write_text("".join([header, *lines[-ROWS:]]), encoding="utf-8", newline="")


def _new_row(rng: Random, note: str, kits: str = "2") -> str:
    day = find_today() - timedelta(days=rng.randint(0, 120))
    sent = f"{day.month}/{day.day}/{day.year}"
    clock = f"{rng.randrange(24)}:{rng.randrange(60):02}:{rng.randrange(60):02}"
    return f"{sent} {clock},officer@example.gov,{sent},Patrol,12206,City of Albany,{kits},,1,,,,,,{note}"


def ledger(folder: Path) -> dict[str, list[Row]]:
    """Every row of every table, without what depends on the time; the tables that hold none are left out."""
    held = {name: rows for name, rows in read_tables(folder).items() if rows and name != "alembic_version"}
    order = {number: index for index, number in enumerate(sorted(row["id"] for row in held.get("syncs", ())))}
    where = frozenset() if address_of(folder) == OWN_LEDGER else DIGESTS_OF_SETTINGS
    return {name: sorted((_timeless(name, row, order, where) for row in rows), key=repr) for name, rows in held.items()}


def address_of(folder: Path) -> str:
    """Where the settings say that a program's ledger is."""
    return str(tomllib.loads((folder / "lbn.toml").read_text("utf-8")).get("store", {}).get("url", OWN_LEDGER))


def read_tables(folder: Path) -> dict[str, list[Row]]:
    """Every table of a program's ledger, wherever its settings say that it is; of no other program in its database."""
    url, program = address_of(folder), load_settings(folder).program.id
    engine = create_engine(f"sqlite:///{folder / 'lbn.db'}" if url == OWN_LEDGER else url)
    try:
        with engine.connect() as connection:
            names = inspect(connection).get_table_names()
            found = {name: connection.execute(_select(name, url), {"program": program}) for name in names}
            return {name: [dict(row) for row in rows.mappings()] for name, rows in found.items()}
    finally:
        engine.dispose()


def _select(table: str, url: str) -> TextClause:
    """Select the rows of a table; in a database that other programs share only those of the program."""
    is_shared = url != OWN_LEDGER and table != "alembic_version"
    return text(f"select * from {table}{' where program = :program' if is_shared else ''}")  # noqa: S608


def _timeless(table: str, row: Row, order: Mapping[int, int], left_out: frozenset[str]) -> Row:
    """Drop from a row what depends on the time; number syncs by order, for a killed one leaves a gap on PostgreSQL."""
    left_out |= WHENS if row.get("name") == "figures.json" else WHENS | BYTES_OF_A_TIME
    kept = {name: value for name, value in row.items() if name not in left_out}
    if table == "syncs":
        kept["id"] = order[row["id"]]
    return kept | {name: order.get(kept[name]) for name in SYNCS if name in kept}


def assert_kept_as_in_the_ledger(folder: Path) -> None:
    """Each edition's files are where people find them, byte for byte, and nothing else is; each message has left."""
    held = read_tables(folder)
    kept = {
        f"reports/{row['report']}/{row['period']}/edition-{row['edition']}/{row['name']}": row["content"]
        for row in held["artifacts"]
    }
    if load_settings(folder).mail.transport is Transport.OUTBOX:
        kept |= {f"outbox/{row['name']}": row["raw"] for row in held["messages"]}
    assert {name: content for name, content in files(folder).items() if "/" in name} == kept
    assert {row["state"] for row in held["messages"]} <= {"sent"}


def what_it_says(raw: bytes) -> tuple[str, ...]:
    """All that must be equal: its address, its subject, and its text but for the time at which it was made."""
    message = message_from_bytes(raw, policy=default)
    plain = message.get_body(("plain",))
    assert plain is not None
    words = MADE_AT.sub("(a time)", " ".join(plain.get_content().split()))
    return (message["To"], message["Subject"], message["Message-ID"], words)
