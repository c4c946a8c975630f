"""What a sync refuses to take away: each kind of loss with its sentence and its option, and what each option takes."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from tests.support.small_program import (
    RESPONSES,
    STOCK,
    a_row,
    lbn,
    rows,
    tables,
    write_form,
    write_program,
)
from tests.support.syncing import Answers, ingest, refuse, set_up

ROWS = 30


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty distributions, read."""
    folder = write_program(tmp_path_factory.mktemp("made") / "program", rows(ROWS))
    assert lbn("ingest", program=folder).code == 0
    return folder


@pytest.fixture
def program(made_once: Path, tmp_path: Path) -> Path:
    """Return a copy of it, to be changed."""
    return Path(copytree(made_once, tmp_path / "program"))


def answer_all(**answers: str) -> Answers:
    """All rows with these answers."""
    return [row | answers for row in rows(ROWS)]


def word_dates(day: str) -> str:
    """A day as no reader of ours knows it: 2 Jan of 24."""
    return datetime.strptime(day, "%m/%d/%Y").strftime("%d. %B ’%y")  # noqa: DTZ007 - a day has no zone


def write_tab(program: Path, name: str, change: Callable[[str], str]) -> None:
    """Write a tab of the stock anew."""
    path = program / name
    path.write_text(change(path.read_text("utf-8")), encoding="utf-8", newline="")


def test_rows_that_are_gone(program: Path):
    write_form(program, rows(20))
    assert "10 of the 30 distributions counted until now are no longer in the tab" in refuse(program)
    ran = lbn("run", program=program)
    assert ran.code == 1
    assert "run `lbn ingest --accept-withdrawals`" in ran.words
    assert any("--accept-withdrawals" in mail.read_text("utf-8") for mail in (program / "outbox").glob("not-running*"))
    assert "no longer in the tab" not in ingest(program, "--accept-withdrawals")[0].words


def test_a_unit_renamed_is_no_row_that_is_gone(program: Path):
    write_form(program, answer_all(unit="Corrections"))
    words = refuse(program)
    assert "30 rows changed in the column “Unit”" in words
    assert "30 of them name a unit that lbn.toml doesn't have (unit_unknown): if it has another name now, add" in words
    assert ("no longer in the tab" in words, "--accept-held" in words) == (False, False)
    ended, counts = ingest(program, "--accept-withdrawals")
    assert (counts["new"], counts["withdrawn"], counts["held"]) == (30, 30, 0)
    assert "Accepted with --accept-withdrawals: 30 rows removed." in ended.words


def test_zips_of_another_place_are_no_rows_that_are_gone(program: Path):
    write_form(program, answer_all(zip="NY 12207 – Albany"))
    assert "30 rows changed in the column “ZIP code”" in refuse(program)


@pytest.mark.parametrize("answer", [{"unit": "Patrol Division"}, {"zip": "12207-1234"}], ids=["alias", "ZIP+4"])
def test_the_same_in_other_letters_is_no_loss(answer: dict[str, str], program: Path):
    """Its rows are written anew, and say what they said."""
    write_form(program, answer_all(**answer))
    counts = ingest(program)[1]
    assert (counts["new"], counts["withdrawn"], counts["accepted"]) == (30, 30, 30)
    assert ingest(program)[1]["unchanged"] == 30


def test_dates_that_cannot_be_read_are_no_rows_that_are_gone(program: Path):
    write_form(program, [row | {"date": word_dates(row["date"])} for row in rows(ROWS)])
    words = refuse(program)
    assert "30 for the column “Date of distribution” (date_unreadable)" in words
    assert "no longer in the tab" not in words
    assert "`lbn ingest --accept-held`" in words
    assert lbn("ingest", "--accept-withdrawals", program=program).code == 1
    ended, counts = ingest(program, "--accept-held")
    assert (counts["accepted"], counts["held"]) == (0, 30)
    assert "With --accept-held, on hold in all: 30 rows, until fixed." in ended.words
    write_form(program, rows(ROWS))
    assert ingest(program)[1]["accepted"] == 30


def test_a_program_that_starts_later_holds_its_rows(program: Path):
    set_up(program, program={"started": date(2024, 1, 3)})
    words = refuse(program)
    assert "16 for the column “Date of distribution” (date_before_program). Check program.started" in words
    assert ingest(program, "--accept-held")[1]["held"] == 16


REMOVED = {
    # what lbn.toml no longer has, what is said of it, and what brings it back
    "a unit": ({"units": [{"name": "Detectives"}]}, "30 the unit would be “Unassigned” (unit_unknown). ",
               {"units": [{"name": "Detectives", "aliases": ["Patrol"]}]}),
    "a jurisdiction": ({"places": {"jurisdictions": ["Town of Colonie"]}},
                       "30 the jurisdiction would be unknown (jurisdiction_unknown). ", {}),
}  # fmt: skip


@pytest.mark.parametrize(("settings", "said", "back"), REMOVED.values(), ids=REMOVED)
@pytest.mark.parametrize("command", ["ingest", "run"])
def test_a_name_that_is_removed_takes_no_rows_with_it(
    command: str, settings: dict[str, Any], said: str, back: dict[str, Any], program: Path
):
    write_tab(program, "Inventory.csv", lambda text: text.replace("transferred", "lost").replace(",Patrol,", ",,"))
    write_tab(program, "Training.csv", lambda text: text.splitlines()[0])
    ingest(program, "--accept-withdrawals")
    before = tables(program)
    set_up(program, **settings)
    ended = lbn(command, program=program)
    assert (ended.code, said in ended.words, "run `lbn ingest --accept-withdrawals`" in ended.words) == (1, True, True)
    assert tables(program)["distributions"] == before["distributions"]
    set_up(program, **back)
    assert ingest(program)[1]["flagged"] == 0
    set_up(program, **settings)
    assert lbn("ingest", "--accept-held", program=program).code == 1
    assert ingest(program, "--accept-withdrawals")[1]["flagged"] == 30
    assert lbn("run", program=program).code == 0, "what is flagged already is lost no more"


def test_a_unit_removed_is_told_of_every_tab_at_once(program: Path):
    more = "".join(f"2/{day}/2024,transferred,kit,A123,2028-06,1,Central,Patrol,\r\n" for day in range(1, 8))
    write_tab(program, "Inventory.csv", lambda text: text + more)
    ingest(program)
    set_up(program, units=[{"name": "Detectives"}])
    words = refuse(program)
    assert words.startswith("30 of the 30 distributions counted until now are still in the tab Form responses")
    assert "lbn.toml no longer has their names: of 30 the unit would be “Unassigned”" in words
    assert "8 of the 9 movements counted until now are still in the tab Inventory" in words
    assert words.count("Nothing was changed.") == 1
    both = ["--accept-withdrawals", "--accept-held"]
    assert words.endswith(f"run `lbn ingest {' '.join(both)}`.\n")
    for option in both:
        ended = lbn("ingest", option, program=program)
        assert (ended.code, ended.words.endswith(f"run `lbn ingest {' '.join(both)}`.\n")) == (1, True)
    assert ingest(program, *both)[1]["flagged"] == 30


def test_a_tab_that_is_cleared_is_accepted_with_the_rest(program: Path):
    more = "".join(f"3/{day}/2024,Central,kit,A123,{day}\r\n" for day in range(1, 9))
    write_tab(program, "Counts.csv", lambda text: text + more)
    ingest(program)
    write_tab(program, "Inventory.csv", lambda text: text.splitlines()[0])
    assert "The tab Inventory has no rows" in (words := refuse(program))
    assert "9 of the 9 counts" in words
    ended = lbn("ingest", "--accept-withdrawals", program=program)
    assert "9 for the column “Lot (optional)” (lot_unknown)" in ended.words
    assert "`lbn ingest --accept-withdrawals --accept-held`" in ended.words
    ingest(program, "--accept-withdrawals", "--accept-held")


@pytest.mark.parametrize("count", [5, 6])
def test_a_name_of_a_few_rows_may_be_removed(count: int, program: Path):
    write_form(program, [a_row(n, unit="Detectives" if n < count else "Patrol") for n in range(ROWS)])
    ingest(program, "--accept-withdrawals")
    set_up(program, units=[{"name": "Patrol"}])
    assert lbn("ingest", program=program).code == (count > 5)


def test_decisions_that_are_gone_hold_their_rows(program: Path):
    write_form(program, twice := [row for row in rows(8) for _ in range(2)])
    assert ingest(program, "--accept-withdrawals")[1]["held"] == 8
    lines = (program / "needs-attention.csv").read_text("utf-8-sig").splitlines()[1:]
    keep = "\n".join(["ref,decision", *(f"{line.split(',')[2]},keep" for line in lines)])
    (program / "decisions.csv").write_text(keep, encoding="utf-8")
    assert ingest(program)[1]["accepted"] == len(twice)
    (program / "decisions.csv").unlink()
    assert "8 for possible_duplicate. Check that decisions.csv" in refuse(program)


def test_two_kinds_at_once_need_both_options(program: Path):
    write_form(program, answer_all(kits="two")[:15])
    words = refuse(program)
    assert "15 of the 30 distributions counted until now are no longer" in words
    assert "15 for the column “Kits left” (kits_not_a_number)" in words
    assert lbn("ingest", "--accept-held", program=program).code == 1
    assert lbn("ingest", "--accept-withdrawals", program=program).code == 1
    assert ingest(program, "--accept-withdrawals", "--accept-held")[1]["held"] == 15


@pytest.mark.parametrize("count", [5, 6])
def test_a_few_rows_on_hold_are_mistakes(count: int, program: Path):
    write_form(program, [a_row(number, kits="two" if number < count else "1") for number in range(ROWS)])
    assert lbn("ingest", program=program).code == (count > 5)


@pytest.mark.parametrize(
    ("name", "line", "spoil", "words"),
    [
        ("Inventory.csv", "1/{0}/2024,received,kit,A12{0},2028-06,5,,Central,", ("/2024,", ".2024,"), "“Date”"),
        ("Counts.csv", "3/{0}/2024,Central,kit,A123,{0}", (",Central,", ",Basement,"), "“Location”"),
        ("Training.csv", "1/{0}/2024,Patrol,Leave-behind program,{0}", (",Leave", ",?Leave"), "“Course”"),
    ],
    ids=["Inventory", "Counts", "Training"],
)
def test_rows_of_the_stock_on_hold(name: str, line: str, spoil: tuple[str, str], words: str, program: Path):
    more = "".join(line.format(day) + "\r\n" for day in range(1, 9))
    write_tab(program, name, lambda text: text + more)
    ingest(program)
    write_tab(program, name, lambda text: text.replace(*spoil))
    assert words in refuse(program)
    assert "`lbn ingest --accept-held`" in refuse(program)
    ingest(program, "--accept-held")
    write_tab(program, name, lambda text: text.replace(*reversed(spoil)))
    ingest(program)


def test_a_stock_tab_that_is_cleared(program: Path):
    write_tab(program, "Inventory.csv", lambda text: text.splitlines()[0])
    assert "The tab Inventory has no rows; the ledger holds 2" in refuse(program)
    assert STOCK["Inventory.csv"].splitlines()[0] in (program / "Inventory.csv").read_text("utf-8")


def test_the_name_of_the_tab_is_that_of_people(program: Path):
    write_form(program, [])
    assert "The tab Form responses has no rows" in refuse(program)
    assert RESPONSES not in refuse(program)


def test_times_of_another_zone_take_no_row_away(program: Path):
    def move(sent: str) -> str:
        moved = datetime.strptime(sent, "%m/%d/%Y %H:%M:%S") + timedelta(hours=1)  # noqa: DTZ007 - local time
        return f"{moved.month}/{moved.day}/{moved.year} {moved:%H:%M:%S}"

    answers = [a_row(n * 24) for n in range(ROWS)]
    write_form(program, answers)
    ingest(program, "--accept-withdrawals")
    write_form(program, [row | {"submitted": move(row["submitted"])} for row in answers])
    assert "30 rows changed in the column “Timestamp”" in refuse(program)
