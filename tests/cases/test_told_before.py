"""What a supplier was told isn't made again by a ledger that has forgotten it: a late row would show where it belongs.

A reader who has both tables of a quarter subtracts them.
"""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.cases.test_released_tables import Q1, Q2, TOLD, by_zip, report, some_rows
from tests.support.small_program import RESPONSES, STOCK, lbn, write_form, write_program

ONE_MORE = Q2 | {"12203": 10}
WITH_FORMS = (RESPONSES, *STOCK)


def lose_the_ledger(folder: Path, _backup: Path) -> Path:
    """Delete it: the next reading begins a new one."""
    (folder / "lbn.db").unlink()
    return folder


def restore_the_day_before(folder: Path, backup: Path) -> Path:
    """Restore a backup that was made before the table, and copy the tabs and reports/ to it."""
    restored = folder.parent / "restored"
    assert lbn("restore", backup, restored).code == 0
    for name in WITH_FORMS:
        shutil.copyfile(folder / name, restored / name)
    shutil.copytree(folder / "reports", restored / "reports")
    return restored


def lose_a_released_table(folder: Path, _backup: Path) -> Path:
    """Lose the page that held it; the ledger is put right."""
    with closing(sqlite3.connect(folder / "lbn.db")) as connection:
        connection.execute("delete from releases where family = 'zip' and period = '2024-Q2'")
        connection.commit()
    assert lbn("ingest", "--from-scratch", program=folder).code in (0, 1)
    return folder


@pytest.fixture
def told(tmp_path: Path) -> tuple[Path, Path]:
    """A program whose supplier was shown a table of the second quarter, and a backup of the day before."""
    folder, backup = write_program(tmp_path / "program", some_rows(Q1, Q2)), tmp_path / "lbn.backup"
    assert by_zip(report(folder, "2024-Q1")) is None
    assert lbn("backup", backup, program=folder).code == 0
    assert by_zip(report(folder, "2024-Q2")) == TOLD
    return folder, backup


def ask(folder: Path, period: str, slug: str = "supplier") -> dict[str, Any]:
    """Ask for a report; the command fails as long as an edition is lost, and makes it all the same."""
    assert lbn("report", slug, period, "--no-send", program=folder).code in (0, 1)
    made = max((folder / "reports" / slug / period).iterdir())
    return json.loads((made / "figures.json").read_text("utf-8"))


@pytest.mark.parametrize("forget", [lose_the_ledger, restore_the_day_before, lose_a_released_table])
def test_a_table_that_was_forgotten_is_not_made_again(forget: Callable[[Path, Path], Path], told: tuple[Path, Path]):
    folder = forget(*told)
    write_form(folder, some_rows(Q1, ONE_MORE))
    assert by_zip(ask(folder, "2024-06")) is None
    again = ask(folder, "2024-Q2")
    assert (again["edition"], again["measures"]["distributions"]) == (2, 108)
    assert by_zip(again) is None
    assert by_zip(ask(folder, "2024-08")) is None


def test_the_quarter_after_has_its_table(told: tuple[Path, Path]):
    folder = restore_the_day_before(*told)
    write_form(folder, some_rows(Q1, ONE_MORE, Q2))
    ask(folder, "2024-Q2")
    assert by_zip(report(folder, "2024-Q3")) == TOLD, "and with the lost edition replaced, all is well again"


def test_a_lost_edition_is_told(told: tuple[Path, Path]):
    folder = restore_the_day_before(*told)
    ask(folder, "2024-Q1")
    said = lbn("check", program=folder)
    assert "supplier 2024-Q2: edition 1 lies in reports/" in said.out


def test_an_edition_of_a_health_department_goes_on(told: tuple[Path, Path]):
    folder, _ = told
    report(folder, "2024-Q2", "nysdoh-quarterly")
    lose_the_ledger(*told)
    assert ask(folder, "2024-Q2", "nysdoh-quarterly")["edition"] == 2


def test_once_it_is_replaced_nothing_is_told_any_more(told: tuple[Path, Path]):
    folder = restore_the_day_before(*told)
    ask(folder, "2024-Q1")
    said = lbn("check", program=folder)
    assert (said.code, "run `lbn report supplier 2024-Q2`: it makes the report anew, and keeps" in said.out) == (
        1,
        True,
    )
    ask(folder, "2024-Q2")
    for command in (["run"], ["check"], ["run"]):
        assert lbn(*command, program=folder).code == 0, command


def test_each_report_says_that_it_was_made_and_what_is_missing(told: tuple[Path, Path]):
    folder = lose_the_ledger(*told)
    made = lbn("report", "supplier", "2024-Q2", "--no-send", program=folder)
    assert (made.code, made.out.startswith("Made edition 2 of supplier, Q2 2024.")) == (0, True)
    head, _, missing = made.out.partition("Other editions that are missing:")
    assert "edition 1, which is lost or damaged" in head
    assert "supplier 2024-Q1: edition 1 lies in reports/ and isn't in the ledger" in missing
    assert "`lbn report supplier 2024-Q1`: it makes the report anew, and keeps what lies there." in missing
    assert ("2024-Q2" in missing, "damaged" in missing) == (False, False)
    said = lbn("check", program=folder)
    assert "supplier 2024-Q1: edition 1 lies in reports/ and isn't in the ledger" in said.out
    assert "Damaged" not in said.out
    again = lbn("report", "supplier", "2024-Q1", "--no-send", program=folder)
    assert (again.code, "Other editions" in again.out) == (0, False)


def test_a_backfill_replaces_all_that_was_lost(told: tuple[Path, Path]):
    folder = lose_the_ledger(*told)
    backfill = ("backfill", "2024-01", "2024-06", "--report", "supplier")
    ended = lbn(*backfill, program=folder)
    assert (ended.code, "missing" in ended.out) == (0, False)
    assert {path.parent.name for path in folder.glob("reports/supplier/*/edition-2")} == {"2024-Q1", "2024-Q2"}
    for command in (["run"], ["check"]):
        assert lbn(*command, program=folder).code == 0, command


def test_of_what_was_lost_nothing_is_claimed(told: tuple[Path, Path]):
    folder = lose_the_ledger(*told)
    lbn("report", "supplier", "2024-Q2", "--no-send", program=folder)
    said = lbn("status", program=folder).out
    assert "supplier 2024-Q1, edition 1 (made by a ledger that was lost; see `lbn check`)" in said
    assert "supplier, made by a ledger that was lost, for whom" in said.partition("Released to others")[2]
    state = lbn("status", "--json", program=folder).json
    assert set(state["editions"][0]) == {"report", "period", "edition", "sent", "filed_on"}
    scratch = lbn("ingest", "--from-scratch", program=folder)
    assert ("Damaged" in scratch.words, "edition 1 lies in reports/ and isn't in the ledger" in scratch.words) == (
        False, True,
    )  # fmt: skip


def test_what_did_not_leave_is_told_after_what_was_made(told: tuple[Path, Path]):
    folder, _ = told
    (folder / "outbox").mkdir(exist_ok=True)
    (folder / "outbox/supplier-2024-Q3-edition-1.eml").mkdir()
    for command in (["report", "supplier", "2024-Q3"], ["report", "supplier", "2024-Q4"]):
        ended = lbn(*command, program=folder)
        assert ended.code == 1
        assert ended.words.startswith(f"Made edition 1 of supplier for {command[2]}. 1 of the messages did not leave")


NOBODY_MAKES = [
    ("old-letter", "2024-Q2/edition-1"),  # of a report that isn't declared any more
    ("supplier", "2023-06/edition-1"),  # before program.started, as it's written now
    ("supplier", "2024/edition-1"),  # of another length than the report has now
    ("supplier", "2025-Q1/edition-1"),  # made by a clock that was wrong: it hasn't ended
    ("supplier", "2024-Q2/edition-99999999999999999999"),  # no edition at all
]


@pytest.mark.parametrize(("slug", "lies"), NOBODY_MAKES)
def test_nobody_is_asked_for_what_cannot_be_made(slug: str, lies: str, tmp_path: Path):
    folder = write_program(tmp_path / "program", some_rows(Q1, Q2))
    (folder / "reports" / slug / lies).mkdir(parents=True)
    for command in (["run"], ["ingest", "--from-scratch"], ["run"], ["report", "supplier", "2024-Q3"], ["check"]):
        assert lbn(*command, program=folder).code == 0, command


def test_what_cannot_be_made_again_was_told_all_the_same(tmp_path: Path):
    folder = write_program(tmp_path / "program", some_rows(Q1, Q2))
    (folder / "reports/old-letter/2024-Q2/edition-1").mkdir(parents=True)
    assert by_zip(report(folder, "2024-Q1")) is None
    assert by_zip(report(folder, "2024-Q2")) is None
