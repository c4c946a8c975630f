"""`lbn purge`: what counts goes on counting, what leads back to a row or a person is gone, and late rows stay out.

Whole histories, which take four seconds each, are played in tests/long/test_purge_histories.py.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from shutil import copytree, rmtree
from typing import Any

import pytest

from tests.support.small_program import RESPONSES, Ended, a_row, lbn, rows, tables, write_form, write_program

REPORT = ("report", "nysdoh-quarterly", "2024-Q1", "--json")
DATE = "2024-01-03"
"""Of the rows that number n hours after January 2, 8 AM, the first sixteen are of that day."""
OPEN = rows(30)[16:]
PLANTED = "7PLANTED-LOT7"


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty distributions, one row on hold, one withdrawn, a lot that was corrected, and every report handed in."""
    folder = write_program(
        tmp_path_factory.mktemp("made") / "program", [*rows(30), a_row(2, kits="two"), a_row(3, kits="77", zip="12047")]
    )
    inventory = folder / "Inventory.csv"
    as_corrected = inventory.read_text("utf-8")
    inventory.write_text(f"{as_corrected}1/1/2024,received,kit,{PLANTED},2028-06,5,,Central,\r\n", "utf-8", newline="")
    ingest(folder)
    inventory.write_text(as_corrected, "utf-8", newline="")
    write_form(folder, [*rows(30), a_row(2, kits="two")])
    ingest(folder, "--accept-withdrawals")
    assert lbn("run", program=folder).code == 0
    for quarter in ("2024-Q1", "2024-Q2", "2024-Q3"):
        assert lbn("filed", "nysdoh-quarterly", quarter, program=folder).code == 0
    assert lbn(*REPORT, program=folder).code == 0
    return folder


@pytest.fixture
def program(made_once: Path, tmp_path: Path) -> Path:
    """Return a copy of it, to be changed."""
    return Path(copytree(made_once, tmp_path / "program"))


def ingest(folder: Path, *options: str) -> dict[str, int]:
    """Read the tabs; return the counts."""
    ended = lbn("ingest", "--json", *options, program=folder)
    assert ended.code == 0, ended.words
    return dict(ended.json)


def purge(folder: Path, before: str = DATE) -> str:
    """Close what is dated before a day; return what is said."""
    ended = lbn("purge", "--before", before, program=folder)
    assert (ended.code, ended.words) == (0, ""), ended
    return " ".join(ended.out.split())


def refused(folder: Path, *arguments: str) -> Ended:
    """Return the sentence that stops a purge; nothing is closed."""
    before = ask(folder, "select closed_before from programs"), tables(folder).get("distributions")
    ended = lbn("purge", *arguments, program=folder)
    assert ended.code != 0
    assert (ask(folder, "select closed_before from programs"), tables(folder).get("distributions")) == before
    return ended


def ask(folder: Path, asked: str) -> list[tuple[Any, ...]]:
    """Ask the ledger itself."""
    with closing(sqlite3.connect(folder / "lbn.db")) as connection:
        return list(connection.execute(asked))


def figures(folder: Path) -> list[Any]:
    """All figures of two periods, and the stock."""
    by = [option for name in ("unit", "zip", "lot", "month") for option in ("--by", name)]
    asked = [lbn("figures", period, *by, "--json", program=folder).json for period in ("2024-01", "2024-Q1")]
    return [*asked, lbn("reconcile", "--json", program=folder).json]


def find_prints(folder: Path) -> Iterator[bytes]:
    """The fingerprints and marks of all rows that are closed by the date, or that were withdrawn."""
    for table, day in (("distributions", "distributed_on"), ("movements", "moved_on"), ("held_rows", "counted_on")):
        asked = f"select fingerprint from {table} where {day} < '{DATE}' or valid_to_sync is not null"  # noqa: S608
        yield from (found for (found,) in ask(folder, asked))
    asked = f"select sent_mark from distributions where distributed_on < '{DATE}' and sent_mark is not null"  # noqa: S608
    yield from (mark for (mark,) in ask(folder, asked))


def test_figures_and_editions_stay_and_the_rest_is_gone(program: Path):
    before, edition = figures(program), lbn(*REPORT, program=program).json
    prints = set(find_prints(program))
    assert len(prints) > 18
    assert PLANTED.encode() in (program / "lbn.db").read_bytes()
    said = purge(program)
    assert "16 of Form responses and 2 of Inventory" in said
    assert "2 rows corrected or deleted since; 1 row on hold" in said
    assert figures(program) == before
    assert lbn(*REPORT, program=program).json == edition
    content = b"".join(path.read_bytes() for path in program.glob("lbn.db*"))
    assert not [found for found in prints if found in content]
    assert PLANTED.encode() not in content
    asked = "select distinct sent_on, sent_mark from distributions where occurrence = 0"
    assert ask(program, asked) == [("2024-01-02", None)]
    assert lbn("check", program=program).code == 0


def test_the_same_tabs_say_nothing_new(program: Path):
    purge(program)
    known = {name: rows for name, rows in tables(program).items() if name not in ("programs", "seals")}
    expected = {"read": 30, "accepted": 30, "flagged": 0, "held": 0, "new": 0, "withdrawn": 0, "unchanged": 30}
    assert ingest(program) == expected
    assert "before January 3, 2024 is closed" in lbn("status", program=program).out
    scratch = lbn("ingest", "--from-scratch", "--json", program=program)
    assert (scratch.json, "nothing differed" in scratch.words) == (expected, True)
    assert {name: rows for name, rows in tables(program).items() if name not in ("programs", "seals")} == known


@pytest.mark.parametrize(
    ("answers", "counts"),
    [
        pytest.param(OPEN, (30, 0, 0), id="closed rows deleted"),
        pytest.param([*rows(30), a_row(1, kits="9")], (30, 0, 0), id="one that comes late"),
        pytest.param([a_row(1, kits="two"), *OPEN], (30, 0, 0), id="one that would be held"),
        pytest.param([a_row(30), *OPEN], (31, 1, 0), id="a new one of an open day"),
        pytest.param(OPEN[1:], (29, 0, 1), id="one withdrawn"),
        pytest.param([a_row(1, date="soon", submitted="soon"), *OPEN], (30, 1, 0), id="one that nobody can date"),
    ],
)
def test_rows_of_closed_days_are_no_longer_read(answers: Any, counts: tuple[int, int, int], program: Path):
    purge(program)
    write_form(program, answers)
    found = ingest(program)
    assert (found["accepted"], found["new"], found["withdrawn"]) == counts
    assert found["read"] == found["accepted"] + found["held"] == found["new"] + found["unchanged"]


def test_losses_are_measured_by_what_is_open(program: Path):
    """Six of fourteen open rows are too many; of thirty they would be, too, but closed rows don't speak for them."""
    purge(program)
    write_form(program, OPEN[6:])
    ended = lbn("ingest", program=program)
    assert (ended.code, "6 of the 14 distributions" in ended.words) == (1, True)
    write_form(program, [])
    assert "the ledger holds 14" in lbn("ingest", program=program).words


def test_a_tab_of_closed_rows_only_may_be_empty(program: Path):
    purge(program, "2024-04-01")
    write_form(program, [])
    for name in ("Inventory.csv", "Counts.csv", "Training.csv"):
        header = (program / name).read_text("utf-8").splitlines(keepends=True)[0]
        (program / name).write_text(header, "utf-8", newline="")
    before = figures(program)
    counts = ingest(program)
    assert (counts["accepted"], counts["withdrawn"]) == (30, 0)
    assert figures(program) == before
    assert "TO DO" not in lbn("check", program=program).out


def test_a_lot_that_was_received_on_a_closed_day_stays_received(program: Path):
    purge(program)
    header = (program / "Inventory.csv").read_text("utf-8").splitlines(keepends=True)[0]
    lines = ("2/1/2024,damaged,kit,A123,2028-06,1,Central,,\r\n", "2/1/2024,damaged,kit,B999,2028-06,1,Central,,\r\n")
    (program / "Inventory.csv").write_text(header + "".join(lines), "utf-8", newline="")
    write_form(program, [*OPEN, a_row(40, lot="a123"), a_row(41, lot="B999")])
    counts = ingest(program)
    assert (counts["accepted"], counts["flagged"]) == (32, 1)
    attention = lbn("status", "--json", program=program).json["attention"]
    assert [(one["tab"], one["row"], one["code"]) for one in attention] == [
        ("Form responses", 17, "lot_unknown"),
        ("Inventory", 3, "lot_unknown"),
    ]


def test_a_unit_with_another_name_has_its_closed_rows_too(program: Path):
    purge(program)
    before = lbn("figures", "2024-Q1", "--by", "unit", "--json", program=program).json
    settings = program / "lbn.toml"
    text = settings.read_text("utf-8").replace('"Patrol"', '"Road Patrol"', 1)
    settings.write_text(text.replace('"Patrol Division"', '"Patrol Division", "Patrol"'), "utf-8")
    ingest(program)
    after = lbn("figures", "2024-Q1", "--by", "unit", "--json", program=program).json
    assert after == {**before, "tables": [_rename(table) for table in before["tables"]]}


def _rename(table: dict[str, Any]) -> dict[str, Any]:
    names = {"Patrol": "Road Patrol"}
    return {**table, "rows": [[names.get(row[0], row[0]), *row[1:]] for row in table["rows"]]}


def test_what_messages_said_is_forgotten_and_not_that_they_left(program: Path):
    """They were queued on the day of the runs: only a ledger that is older than they are forgets them."""
    (sent,) = ask(program, "select name from messages where report = 'nysdoh-quarterly' limit 1")[0]
    with closing(sqlite3.connect(program / "lbn.db")) as connection:
        connection.execute("update messages set queued_at = '2024-01-02', digest = null")
        connection.execute("update messages set state = 'failed' where name <> ?", (sent,))
        connection.execute("delete from seals")
        connection.commit()
    assert "what 1 message said" in (said := purge(program))
    assert "stay, for nobody knows that they left" in said
    assert ask(program, f"select state, length(raw) from messages where name = '{sent}'") == [("sent", 0)]  # noqa: S608
    assert not ask(program, f"select name from messages where name <> '{sent}' and raw = ''")  # noqa: S608
    assert "TO DO  Damaged" not in lbn("check", program=program).out
    assert [one["sent"] for one in lbn("status", "--json", program=program).json["editions"]][-1:] == ["outbox"]
    assert lbn("run", "--json", program=program).json["reports"][0]["is_new"] is False
    assert lbn(*REPORT, "--resend", program=program).code == 0


@pytest.mark.parametrize("before", [DATE, "2024-01-02"])
def test_what_is_closed_already_is_nothing_to_do(before: str, program: Path):
    purge(program)
    known = tables(program)
    assert "That is so already" in purge(program, before)
    when_read = ("programs", "seals")
    assert {**tables(program), **dict.fromkeys(when_read)} == {**known, **dict.fromkeys(when_read)}


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "privacy.keep_months"),
        (("--before", "2025-02-04"), 2, "is still to come"),
        (("--before", "2024-12-04"), 2, "is too new"),
        (("--before", "2024-01-01"), 2, "isn't after the program started"),
        (("--before", "2024-11-30"), 1, "owed for 2024-Q4 and was never made"),
    ],
)
def test_what_cannot_be_closed_is_refused(arguments: tuple[str, ...], code: int, words: str, program: Path):
    with closing(sqlite3.connect(program / "lbn.db")) as connection:
        connection.execute("delete from artifacts where period = '2024-Q4'")
        connection.execute("delete from editions where period = '2024-Q4'")
        connection.execute("delete from seals")
        connection.commit()
    rmtree(program / "reports/nysdoh-quarterly/2024-Q4")
    ended = refused(program, *arguments)
    assert (ended.code, words in ended.words) == (code, True), ended.words


def test_tabs_that_cannot_be_read_close_nothing_unasked(program: Path):
    (program / RESPONSES).unlink()
    ended = refused(program, "--before", DATE)
    assert (ended.code, "--as-known" in ended.words) == (1, True)
    assert lbn("purge", "--before", DATE, "--as-known", program=program).code == 0
    assert ask(program, "select closed_before from programs") == [(DATE,)]


def test_a_program_that_read_nothing_has_nothing_to_close(tmp_path: Path):
    folder = write_program(tmp_path / "new")
    ended = lbn("purge", "--before", DATE, "--as-known", program=folder)
    assert (ended.code, "have not been read yet" in ended.words) == (1, True)


def test_rows_are_closed_even_if_the_file_is_in_use(program: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tasks.store.rewriting.STATEMENTS", ("vacuum into 'no/such/folder'",))
    ended = lbn("purge", "--before", DATE, program=program)
    assert (ended.code, "Run the same command again" in ended.words) == (1, True)
    assert ask(program, "select closed_before from programs") == [(DATE,)]


def test_a_backup_and_another_key_know_what_is_closed(program: Path, tmp_path: Path):
    purge(program)
    before = figures(program)
    assert lbn("backup", tmp_path / "one.backup", program=program).code == 0
    assert lbn("restore", tmp_path / "one.backup", tmp_path / "again").code == 0
    again = tmp_path / "again"
    write_program(again, rows(30), (program / "lbn.toml").read_text("utf-8"))
    assert ingest(again)["new"] == 0
    assert figures(again) == before
    (again / "secret.key").write_text("ab" * 32, encoding="ascii")
    counts = ingest(again, "--accept-withdrawals")
    assert (counts["accepted"], counts["new"], counts["withdrawn"]) == (30, 14, 14)
    assert figures(again) == before


@pytest.mark.parametrize(
    ("statement", "count"),
    [
        ("update distributions set kits = 9 where id = 20", 30),
        ("delete from distributions where occurrence = 0 and id < 5", 26),
        ("update distributions set distributed_on = 'x' where occurrence = 0 and id < 5", 26),
        ("update programs set closed_before = '2099-01-01'", 30),
        ("update programs set closed_before = 'x'", 30),
    ],
)
def test_a_damaged_ledger_keeps_closed_rows_or_says_so(statement: str, count: int, program: Path):
    purge(program)
    with closing(sqlite3.connect(program / "lbn.db")) as connection:
        connection.execute(statement)
        connection.commit()
    assert lbn("figures", "2024-Q1", program=program).code == 1
    ended = lbn("ingest", "--from-scratch", "--json", program=program)
    assert (ended.code, ended.json["accepted"]) == (0, count), ended
    assert ("what `lbn purge` closed" in ended.words) is ("distributions" in statement)
    assert ask(program, "select closed_before from programs") == [(DATE,)]
    assert ingest(program)["new"] == 0
