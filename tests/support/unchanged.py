"""Two programs that live through the same: one leaves editions alone that nothing has changed for, one never does."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from unittest.mock import patch

from hypothesis import strategies as st

from schemas.message import Rendered
from schemas.outcome import BackfillItem
from schemas.period import ReportPeriod
from tasks.context import ProgramContext
from tasks.operations.find_due_reports import find_due_reports
from tasks.operations.ingest_from_scratch import ingest_from_scratch
from tasks.operations.make_editions import make_editions
from tasks.rules.reporting.periods import has_ended, parse_period
from tasks.store.compared_editions import forget_compared
from tests.support.purging import (
    COUNT,
    FIRST_ON,
    FORM,
    MOVEMENT,
    TRAINED,
    USABLE,
    Program,
    Reading,
    a_form,
)
from tests.support.settings import KIT
from tests.support.small_program import write_program, write_settings

MADE = {
    "editions": "select report, period, edition, as_of_sync, figures from editions order by 1, 2, 3",
    "releases": "select family, period, made_on, content from releases order by 1, 2",
    "messages": "select name from messages order by 1",
}
OTHER_SETTINGS: dict[str, dict[str, Any]] = {
    "other doses": {"items": [KIT | {"doses": 4}]},
    "other units": {"units": [{"name": "Patrol", "aliases": ["Nobody's"]}, {"name": "Detectives"}]},
    "other supplier": {"program": {"supplier": {"kind": "nysdoh", "name": "Another Supplier", "cadence": "monthly"}}},
}
RENDERED = Rendered(subject="", html="", text="", csv=b"", pdf=b"", xlsx=b"", png={})
PURGED_IN = 10
"""The month from which the quarters that a purge asks for have ended."""
REPORTS = ("nysdoh-quarterly", "supplier", "public-summary", "program-review")
PERIODS = ("2024-01", "2024-02", "2024-03", "2024-04", "2024-Q1", "2024-Q2", "2024")
NO_ROWS = Reading([], [], [], [])
"""Rows of none of the tabs."""

# Few enough for an example, and enough that tables are released to other eyes.
BUSY = [a_form(FIRST_ON, later=number % 90, seconds=number, date_cell=False, zip="12207") for number in range(24)]
A_FEW = st.builds(
    Reading,
    st.lists(FORM, max_size=2),
    st.lists(MOVEMENT, max_size=1),
    st.lists(COUNT, max_size=1),
    st.lists(TRAINED, max_size=1),
)


class Step(NamedTuple):
    """What happens before a run: rows come and go, the months pass, and now and then something else is done."""

    came: Reading
    has_lost_last: bool
    month: int
    other: str


STEP = st.builds(
    Step,
    came=A_FEW,
    has_lost_last=st.booleans(),
    month=st.sampled_from([4, 5, PURGED_IN, 13]),
    other=st.sampled_from(["", "", "", *OTHER_SETTINGS, "asked", "purge", "from scratch"]),
)


class Twin(NamedTuple):
    """One of the two."""

    folder: Path
    forgets: bool

    def run(self, reading: Reading, step: Step) -> list[BackfillItem]:
        """Read the tabs and make what is due, as a run does."""
        program = self._set_up(step)
        program.read(reading)
        if step.other == "from scratch":
            ingest_from_scratch(program.opened, accept_withdrawals=True, accept_held=True)
        if step.other == "purge" and step.month >= PURGED_IN:
            program.close(FIRST_ON.replace(month=2))
        opened = program.opened
        if self.forgets:
            with opened.database.writing() as connection:
                forget_compared(connection, opened.slug)
        wanted = dict.fromkeys([*find_due_reports(opened), *_list_ended(opened)])
        return make_editions(opened, wanted, is_asked=step.other == "asked")

    def list_made(self) -> dict[str, list[tuple[Any, ...]]]:
        """List what the ledger keeps of what was made, but for digests, for which each has a key of its own."""
        with closing(sqlite3.connect(self.folder / "lbn.db")) as connection:
            return {name: connection.execute(asked).fetchall() for name, asked in MADE.items()}

    def _set_up(self, step: Step) -> Program:
        """Set the program and its clock up for a step."""
        sections = OTHER_SETTINGS.get(step.other, {})
        privacy = {"smallest_cell": 2}  # so that the few rows of an example are enough for tables for other eyes
        settings = write_settings(**{"privacy": privacy, **sections})
        (self.folder / "lbn.toml").write_text(settings, encoding="utf-8")
        return Program(self.folder, datetime(2024, 1, 20, 15, tzinfo=UTC) + timedelta(days=31 * step.month))


def check_twins(steps: Sequence[Step]) -> None:
    """Check that both make the same, step by step."""
    with TemporaryDirectory() as place, patch("tasks.operations.make_editions.render_report", return_value=RENDERED):
        twins = [Twin(write_program(Path(place) / name), forgets=name == "forgets") for name in ("leaves", "forgets")]
        lasting, lost = USABLE.add(NO_ROWS._replace(form=BUSY)), NO_ROWS
        month = 0
        for step in steps:
            month = max(month, step.month)  # a clock that goes back is refused
            lasting = lasting if step.has_lost_last else lasting.add(lost)
            lost = step.came
            told = [twin.run(lasting.add(lost), step._replace(month=month)) for twin in twins]
            assert told[0] == told[1]
            assert twins[0].list_made() == twins[1].list_made()


def _list_ended(program: ProgramContext) -> list[ReportPeriod]:
    """List the periods that are over, each for every report: more than any program owes."""
    periods = [parse_period(name) for name in PERIODS]
    fitting = {slug: program.definitions[slug].cadences for slug in REPORTS}
    return [
        ReportPeriod(slug, period)
        for period in periods
        if has_ended(period, program.today())
        for slug, cadences in fitting.items()
        if period.cadence in cadences
    ]
