"""A ledger that was lost or restored goes on with the numbers in reports/, and what lies there stays as it is.

Else two editions of one number would say different things to a health department.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cases.program import Case, forms
from tests.support.small_program import lbn

QUARTER = Path("reports/nysdoh-quarterly/2026-Q3")
BEFORE, SINCE = forms(20, first="2026-07-01"), forms(25, first="2026-07-01")


@pytest.fixture
def lost(case: Case) -> Case:
    """A program whose report was made of 20 kits, whose ledger was lost then, and to which 5 more came late."""
    case.write(*BEFORE).ask("run")
    for path in (case.folder / "outbox").iterdir():
        path.unlink()
    (case.folder / "lbn.db").unlink()
    case.write_form(*SINCE)
    return case


def count_kits(case: Case, edition: str) -> Any:
    """The kits that the files of an edition say."""
    figures = json.loads((case.folder / QUARTER / edition / "figures.json").read_text("utf-8"))
    return figures["measures"]["kits_distributed"]


def list_editions(case: Case) -> set[str]:
    return {path.name for path in (case.folder / QUARTER).iterdir()}


def test_files_say_what_the_message_says(lost: Case):
    lost.ask("run")
    [message] = lost.mails("nysdoh-quarterly")
    assert "25 naloxone kits" in message
    assert count_kits(lost, "edition-2") == 25


def test_what_was_made_before_is_kept(lost: Case):
    lost.ask("run")
    assert (list_editions(lost), count_kits(lost, "edition-1")) == ({"edition-1", "edition-2"}, 20)


def test_the_message_says_that_nobody_can_compare(lost: Case):
    lost.ask("run")
    [message] = lost.mails("nysdoh-quarterly")
    assert "It replaces edition 1" in message
    assert "could not be compared with edition 1, which is lost or damaged: any figure may have changed" in message


def test_numbers_go_on_after_the_newest(lost: Case):
    (lost.folder / QUARTER / "edition-1").rename(lost.folder / QUARTER / "edition-12")
    lost.ask("run")
    assert list_editions(lost) == {"edition-12", "edition-13"}


def test_a_ledger_that_is_lost_twice_goes_on(lost: Case):
    lost.ask("run")
    (lost.folder / "lbn.db").unlink()
    assert lost.report("2026-Q3").figures["edition"] == 3
    assert list_editions(lost) == {"edition-1", "edition-2", "edition-3"}


def test_a_run_makes_no_other_where_nothing_is_lost(lost: Case):
    lost.ask("run")
    lost.ask("run")
    lost.write_form(*forms(26, first="2026-07-01"))
    lost.ask("run")
    assert list_editions(lost) == {"edition-1", "edition-2", "edition-3"}
    assert lost.report("2026-Q3").figures["supersedes"] == 2


def test_a_backup_that_is_older_goes_on_too(case: Case):
    case.write(*BEFORE).ask("run")
    assert case.lbn("backup", str(case.folder.parent / "older.backup")).code == 0
    case.write_form(*SINCE)
    case.ask("run")
    newer = (case.folder / QUARTER / "edition-2" / "figures.json").read_bytes()
    restored = case.folder.parent / "restored"
    assert lbn("restore", case.folder.parent / "older.backup", restored).code == 0
    shutil.copyfile(restored / "lbn.db", case.folder / "lbn.db")
    assert "nysdoh-quarterly 2026-Q3: edition 2 lies in reports/ and isn't in the ledger" in case.lbn("status").out
    case.ask("run")
    assert list_editions(case) == {"edition-1", "edition-2", "edition-3"}
    assert (case.folder / QUARTER / "edition-2" / "figures.json").read_bytes() == newer
    assert "isn't in the ledger" not in case.lbn("status").out


def test_who_asks_for_what_is_lost_again_is_told(lost: Case):
    said = lost.be_refused("report", "nysdoh-quarterly", "2026-Q3", "--resend", code=1)
    assert "Edition 1 of nysdoh-quarterly for 2026-Q3 lies in the folder reports/ and isn't in this ledger" in said


def test_what_was_handed_in_of_a_lost_ledger_is_noted(lost: Case):
    lost.ask("run")
    said = lost.lbn("filed", "nysdoh-quarterly", "2026-Q3", "--edition", "1").out
    assert "on paper" not in said
    [filed] = [one for one in lost.ask("status")["editions"] if one["edition"] == 1]
    assert filed["filed_on"]
