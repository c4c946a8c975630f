"""A small program's folder for tests of the command, and what can be said of it from outside.

Its days lie in the first quarter of 2024, so that its periods have ended on whatever day the tests run. Free text and
e-mail addresses of every row hold SECRET: wherever it turns up outside the tabs, a row has leaked.
"""

import csv
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
import typer.testing
from typer.testing import CliRunner

from lbn import app
from schemas.tabs import COLUMNS, Tab
from tasks import context
from tests.support.settings import KIT, lbn_toml, name_tabs, write_toml

# Typer makes all commands and their options anew at each call; these tests call it thousands of times.
typer.testing._get_command = cache(typer.testing._get_command)

SECRET = "Canary Q. Synthetic 518-555-0199"  # noqa: S105 - a planted text, no password
TODAYS_VARIABLES = ("LBN_PROGRAM", "LBN_SECRET_KEY", "PREFECT_API_URL")

RESPONSES = "Form Responses 1.csv"
HEADER = (
    "Timestamp", "Email Address", "Date of distribution", "Unit", "ZIP code", "Jurisdiction", "Kits left",
    "Lot number (optional)", "People shown how to use it (optional)", "Who took the kit (optional)",
    "Why it was offered (optional)", "Fentanyl test strips (optional)", "Xylazine test strips (optional)",
    "Kits running low? (optional)", "Anything else",
)  # fmt: skip
FIELDS = {column.titles[0]: column.field for column in COLUMNS[Tab.RESPONSES]}
DAY_OF_RUNS = date(2025, 2, 3)
"""The day on which commands run: four of its quarters have ended, whatever the year is in which the tests run."""

FIRST_SENT = datetime.fromisoformat("2024-01-02T08:00:00")

OF_ITS_OWN = {
    "program": {
        "started": date(2024, 1, 1),
        "oopp": "upstate",
        "supplier": {"kind": "regional-ems", "name": "Example Regional EMS Program", "cadence": "on-request"},
    },
    "source": name_tabs(".csv"),
    "items": [KIT],
}


def write_settings(**sections: Any) -> str:
    """Write its lbn.toml; a section named here adds to its own, a list takes its place."""
    return write_toml(lbn_toml(lbn_toml(**OF_ITS_OWN), **sections))


SETTINGS = write_settings()

STOCK = {
    "Inventory.csv": (
        "Date,Movement,Item,Lot,Expires,Quantity,From,To,Notes\r\n"
        f"1/1/2024,received,kit,A123,2028-06,2000,,Central,{SECRET}\r\n"
        "1/1/2024,transferred,kit,A123,2028-06,1500,Central,Patrol,\r\n"
    ),
    "Counts.csv": "Date,Location,Item,Lot (optional),Counted\r\n3/31/2024,Central,kit,A123,499\r\n",
    "Training.csv": "Date,Unit,Course,People trained\r\n1/15/2024,Patrol,Leave-behind program,12\r\n",
}


def a_row(number: int, **answers: str) -> dict[str, str]:
    """Return the row of one distribution: number n is sent n hours after the first, so that no two are alike."""
    sent = FIRST_SENT + timedelta(hours=number)
    usual = {
        "submitted": f"{sent.month}/{sent.day}/{sent.year} {sent.hour}:{sent:%M:%S}",
        "date": f"{sent.month}/{sent.day}/{sent.year}",
        "unit": "Patrol",
        "zip": "12207",
        "jurisdiction": "City of Albany",
        "kits": "1",
    }
    return usual | answers


def rows(count: int) -> list[dict[str, str]]:
    """So many ordinary rows."""
    return [a_row(number) for number in range(count)]


def write_form(folder: Path, answers: Iterable[Mapping[str, str]], header: Iterable[str] = HEADER) -> None:
    """Write the form's tab, as Google Sheets exports it."""
    with (folder / RESPONSES).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for row in answers:
            writer.writerow([row.get(FIELDS[title], "") if title in FIELDS else SECRET for title in HEADER])


def write_program(folder: Path, answers: Iterable[Mapping[str, str]] = (), settings: str = SETTINGS) -> Path:
    """Write the whole folder: settings, the stock's tabs, and the form with these answers."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "lbn.toml").write_text(settings, encoding="utf-8")
    for name, text in STOCK.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    write_form(folder, answers)
    return folder


Tables = dict[str, list[tuple[Any, ...]]]
"""Rows by table."""


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    words: str

    @property
    def json(self) -> Any:
        """The one document on standard output; anything else there is an error."""
        return json.loads(self.out)


def lbn(*arguments: str | Path, program: Path | None = None, **variables: str) -> Ended:
    """Run the command in this process, with nothing of this machine's environment that it listens to."""
    command, *rest = map(str, arguments)
    options = ["--program", str(program)] if program else []
    environment: dict[str, str | None] = dict.fromkeys(TODAYS_VARIABLES)
    with its_clock():
        result = CliRunner().invoke(app, [command, *options, *rest], env=environment | variables)
    if result.exception and not isinstance(result.exception, SystemExit):
        pytest.fail(f"lbn {command} ended with a traceback: {result.exception!r}")
    return Ended(result.exit_code, result.stdout, result.stderr)


NEW_YORK = ZoneInfo("America/New_York")
AGO = datetime.now(UTC) - datetime.combine(DAY_OF_RUNS, time(12), NEW_YORK)
"""Tests begin at noon of that day, so that no midnight comes while they run."""

MACHINES_CLOCK = "LBN_TESTS_BY_MACHINES_CLOCK"
"""The variable that leaves commands the machine's own clock: beside a service, which has no other."""


def find_today() -> date:
    """The day on which commands run."""
    return datetime.now(NEW_YORK).date() if MACHINES_CLOCK in os.environ else DAY_OF_RUNS


@contextmanager
def its_clock() -> Iterator[None]:
    """Let the program's one clock say the time on DAY_OF_RUNS, unless a test has set it otherwise."""

    class Earlier(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return (datetime.now(UTC) - AGO).astimezone(tz)

    is_set = context.datetime is not datetime or MACHINES_CLOCK in os.environ
    with nullcontext() if is_set else patch.object(context, "datetime", Earlier):
        yield


def tables(folder: Path) -> Tables:
    """Every row of every table of the ledger, but notices that a run failed; the tables that hold none are left out."""
    path = folder / "lbn.db"
    if not path.exists() or not path.stat().st_size:
        return {}
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        held = {name: sorted(connection.execute(f"select * from {name}"), key=repr) for name in names}  # noqa: S608
    if "messages" in held:
        held["messages"] = [row for row in held["messages"] if "not-running" not in row]
    if "seals" in held:
        held["seals"] = [row for row in held["seals"] if "messages" not in row]
    return {name: found for name, found in held.items() if found and name != "alembic_version"}


OF_FAILURES = ("failing.json", "desk.html", "outbox/not-running-", "outbox/running-again-")
"""A run that fails leaves these, so that somebody is told."""


def files(folder: Path) -> dict[str, bytes]:
    """Every file of the folder, hidden ones too, but for the ledger, its key, and what tells that a run failed."""
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {
        name: path.read_bytes()
        for name, path in found.items()
        if path.name not in ("lbn.db", "secret.key") and not name.startswith(OF_FAILURES)
    }


def places_of(folder: Path, word: str) -> Iterator[str]:
    """Find the files made by the program in which a word stands, the ledger among them."""
    tabs = {RESPONSES, *STOCK, "lbn.toml"}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in tabs and word.encode() in path.read_bytes():
            yield path.relative_to(folder).as_posix()
