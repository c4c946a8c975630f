"""A ledger that was lost or restored makes editions anew: what lies in reports/ under their names is set aside.

Else the message would say one thing and the PDF to sign, of the same edition, another.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cases.program import Case, forms

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


def test_files_say_what_the_message_says(lost: Case):
    lost.ask("run")
    [message] = lost.mails("nysdoh-quarterly")
    assert "25 naloxone kits" in message
    assert count_kits(lost, "edition-1") == 25


def test_what_was_made_before_is_kept(lost: Case):
    lost.ask("run")
    assert count_kits(lost, "edition-1-former") == 20


def test_none_of_the_former_ones_stays_the_newest(lost: Case):
    (lost.folder / QUARTER / "edition-1").rename(lost.folder / QUARTER / "edition-2")
    lost.ask("run")
    assert {path.name for path in (lost.folder / QUARTER).iterdir()} == {"edition-1", "edition-2-former"}


def test_a_ledger_that_is_lost_twice_loses_no_files(lost: Case):
    lost.ask("run")
    (lost.folder / "lbn.db").unlink()
    assert lost.report("2026-Q3").figures["edition"] == 1
    names = {path.name for path in (lost.folder / QUARTER).iterdir()}
    assert names == {"edition-1", "edition-1-former", "edition-1-former-1"}


def test_the_next_edition_of_a_whole_ledger_sets_none_aside(case: Case):
    case.write(*BEFORE).ask("run")
    case.write_form(*SINCE)
    case.ask("run")
    assert {path.name for path in (case.folder / QUARTER).iterdir()} == {"edition-1", "edition-2"}


def test_a_folder_that_cannot_be_renamed_is_told(lost: Case, monkeypatch: pytest.MonkeyPatch):
    def refuse(_path: Path, _to: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", refuse)
    said = lost.be_refused("report", "nysdoh-quarterly", "2026-Q3", code=1)
    assert "The folder reports/nysdoh-quarterly/2026-Q3/edition-1 cannot be renamed (Permission denied)" in said
