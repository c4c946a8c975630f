"""After the ledger is lost, what lies in reports/ was made: it's told as such, a range at a time."""

import re
from datetime import date
from pathlib import Path

import pytest

from tests.cases.program import Case, forms
from tests.support.small_program import lbn

SUPPLIER = {"kind": "regional-ems", "name": "Example Supplier", "cadence": "monthly"}
OF_SUPPLIER = "supplier 2026-07 to 2026-10: 4 editions lie in reports/ and aren't in the ledger"
AS_LONG_AS = "run `lbn backfill 2026-07 2026-10 --report supplier`"
OF_STATE = "nysdoh-quarterly 2026-Q2 to 2026-Q3: 2 editions lie in reports/ and aren't in the ledger"
OF_STATE_BEFORE = "nysdoh-quarterly 2026-Q2: edition 1 lies in reports/ and isn't in the ledger"


@pytest.fixture
def lost(case: Case) -> Case:
    """A program that made reports for the supplier and the state, and lost its ledger and its messages."""
    case.write(*forms(60, first="2026-07-01"), program={"started": date(2026, 4, 1), "supplier": SUPPLIER})
    case.ask("backfill", "2026-04", "2026-10")
    for path in (case.folder / "reports/supplier").iterdir():
        if path.name < "2026-07":  # never made: as if the supplier had asked since July only
            remove(path)
    lose(case)
    return case


def remove(folder: Path) -> None:
    """Remove a folder of an edition or a period."""
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()


def lose(case: Case) -> None:
    """Lose the ledger, and the messages that it made."""
    for path in [*case.folder.glob("lbn.db*"), *(case.folder / "outbox").glob("*")]:
        path.unlink()


def count(words: str, text: str) -> int:
    """How often something is said, however its lines are wrapped."""
    return len(re.findall(re.escape(words), " ".join(text.split())))


def test_nothing_that_lies_there_was_never_made(lost: Case):
    said = lost.lbn("status").out
    assert "supplier 2026-04 to 2026-06 (3 reports), never made" in said
    assert "nysdoh-quarterly 2026-Q2, never made" not in said
    states = {(one["report"], one["period"]): one["state"] for one in lost.ask("status")["due"]}
    assert {period: states["supplier", period] for period in ("2026-06", "2026-07", "2026-10")} == {
        "2026-06": "overdue", "2026-07": "overdue", "2026-10": "overdue",
    }  # fmt: skip
    assert {states["nysdoh-quarterly", period] for period in ("2026-Q2", "2026-Q3")} == {"overdue"}


@pytest.mark.parametrize("command", ["status", "check"])
def test_it_is_told_once_before_any_run(command: str, lost: Case):
    said = lbn(command, program=lost.folder)
    assert [count(words, said.out) for words in (OF_SUPPLIER, AS_LONG_AS, OF_STATE)] == [1, 1, 1]
    assert said.code == (1 if command == "check" else 0)


def test_a_run_tells_it_once_and_status_after_it(lost: Case):
    told = lost.be_refused("run")
    assert [count(words, told) for words in (OF_SUPPLIER, AS_LONG_AS, OF_STATE_BEFORE)] == [1, 1, 1]
    assert "The editions are kept" not in told
    said = lost.lbn("status").out
    assert [count(words, said) for words in (OF_SUPPLIER, OF_STATE_BEFORE)] == [1, 1]


def test_a_reminder_names_the_edition_that_lies_there(lost: Case):
    lost.set_day("2026-10-02")  # the report of the quarter before isn't due soon, so nothing is to be made of it yet
    lost.lbn("run")
    [digest] = lost.mails("attention")
    assert ("edition None" in digest, "Q2 2026, edition 1" in digest) == (False, True)


def test_what_it_says_to_run_makes_them_and_ends_it(lost: Case):
    for call in ("backfill 2026-07 2026-10 --report supplier", "backfill 2026-04 2026-09 --report nysdoh-quarterly"):
        assert lost.lbn(*call.split()).code == 0
    assert lost.lbn("check").code == 0
    assert "lie in reports/" not in lost.lbn("status").out


def test_what_was_handed_in_before_is_not_called_paper_only(lost: Case):
    lost.lbn("run")
    said = lost.lbn("filed", "nysdoh-quarterly", "2026-Q2")
    assert "(on paper, or as a former ledger made it: this one has no edition of it)" in said.out


def test_one_of_a_report_on_request_is_told_by_itself(case: Case):
    case.write(*forms(60, first="2026-07-01"))
    case.ask("report", "program-review", "2026-Q3")
    lose(case)
    said = case.lbn("check").out
    assert "program-review 2026-Q3: edition 1 lies in reports/ and isn't in the ledger" in said
    assert case.lbn("report", "program-review", "2026-Q3").code == 0
    assert "program-review" not in case.lbn("check").out


def lose_all_but_the_outbox(case: Case) -> None:
    """Lose the ledger and reports/, so that nothing tells which numbers were given."""
    (case.folder / "lbn.db").unlink()
    remove(case.folder / "reports")


def test_a_message_that_lies_in_the_outbox_stops_no_run(case: Case):
    case.write(*forms(60, first="2026-07-01"))
    case.ask("run")
    lose_all_but_the_outbox(case)
    case.write_form(*forms(61, first="2026-07-01"))
    said = case.lbn("run")
    assert (said.code, "-former.eml" in said.out) == (0, True), said.words
    [new] = [path for path in (case.folder / "outbox").glob("nysdoh-*") if "-former" not in path.name]
    [former] = (case.folder / "outbox").glob("nysdoh-*-former.eml")
    assert new.read_bytes() != former.read_bytes()
    assert "from a ledger that was lost" in case.lbn("status").out
    former.unlink()
    for path in (case.folder / "outbox").glob("*-former.eml"):
        path.unlink()
    assert case.lbn("run").code == 0
    assert "from a ledger that was lost" not in case.lbn("status").out


@pytest.mark.parametrize("call", ["report nysdoh-quarterly 2026-Q3", "backfill 2026-07 2026-09"])
def test_who_makes_anew_what_lies_in_the_outbox_is_told(call: str, case: Case):
    case.write(*forms(60, first="2026-07-01"))
    case.ask("run")
    lose_all_but_the_outbox(case)
    case.write_form(*forms(61, first="2026-07-01"))
    said = case.lbn(*call.split())
    assert "nysdoh-quarterly-2026-Q3-edition-1-former.eml lies in the folder outbox" in said.out
    assert "-former" not in case.lbn(*call.split()).out, "nothing was put there by this call"


def test_status_sends_nobody_to_a_check_that_has_nothing(lost: Case):
    lost.lbn("backfill", "2026-07", "2026-10", "--report", "supplier")
    said = lost.lbn("status").out
    assert "supplier 2026-10, edition 1 (made by a ledger that was lost)" in said
    assert "supplier 2026-10, edition 2" in said
