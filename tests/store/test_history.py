"""The ledger forgets nothing: what was known at any sync can be asked, and only what changed has changed."""

import csv
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.support.small_program import RESPONSES, SETTINGS, STOCK, a_row, lbn, rows, tables, write_form, write_program

NOTHING_NEW = {"new": 0, "withdrawn": 0}
CHANGED = "from distributions where valid_to_sync or valid_from_sync > 1"
VALID_NOW = """
    select distributed_on, unit, zip, kits, lot from distributions where valid_to_sync is null order by 1, 2, 3, 4, 5
"""
KNOWN_AT = """
    select distributed_on, unit, zip, kits, lot from distributions
    where valid_from_sync <= :sync and (valid_to_sync is null or valid_to_sync > :sync) order by 1, 2, 3, 4, 5
"""


def ask(program: Path, query: str, **values: Any) -> list[tuple[Any, ...]]:
    """What the ledger answers to a query."""
    with closing(sqlite3.connect(program / "lbn.db")) as connection:
        return connection.execute(query, values).fetchall()


def ingest(program: Path, *options: str) -> dict[str, int]:
    """What `lbn ingest --json` says."""
    ended = lbn("ingest", "--json", *options, program=program)
    assert ended.code == 0, ended.words
    counts: dict[str, int] = ended.json
    return counts


def said(counts: dict[str, int], **expected: int) -> dict[str, int]:
    """Of the counts those that are expected, to be compared."""
    return {name: counts[name] for name in expected}


def attention(program: Path) -> list[dict[str, str]]:
    """The rows of needs-attention.csv."""
    with (program / "needs-attention.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Ten distributions, all known in the first sync."""
    folder = write_program(tmp_path / "program", rows(10))
    assert ingest(folder)["new"] == 10
    return folder


def test_the_ledger_as_known_at_any_sync(program: Path):
    states = [
        rows(10),
        [*rows(10), a_row(10)],
        [a_row(0, kits="7"), *rows(11)[1:]],
        [*rows(9)[1:], a_row(30, unit="K-9")],
    ]
    known = {}
    for answers in states:
        write_form(program, answers)
        ingest(program)
        [(sync,)] = ask(program, "select max(id) from syncs")
        known[sync] = ask(program, VALID_NOW)
        assert len(known[sync]) == len(answers)
    assert len(known) == len(states)
    assert {sync: ask(program, KNOWN_AT, sync=sync) for sync in known} == known


def test_an_edit_closes_the_row_and_opens_another(program: Path):
    write_form(program, [a_row(0, kits="7"), *rows(10)[1:]])
    assert said(ingest(program), new=1, withdrawn=1, unchanged=9) == {"new": 1, "withdrawn": 1, "unchanged": 9}
    assert ask(program, f"select kits, valid_from_sync, valid_to_sync {CHANGED}") == [(1, 1, 2), (7, 2, None)]


def test_a_sync_that_finds_nothing_new_leaves_no_trace(program: Path):
    before = tables(program)
    write_form(program, reversed(rows(10)))
    assert said(ingest(program), **NOTHING_NEW) == NOTHING_NEW
    after = tables(program)
    read_again = {name: before[name] for name in ("programs", "seals")}
    assert {**after, **read_again} == before


def test_a_row_that_comes_back_is_known_anew(program: Path):
    for answers in (rows(9), rows(10)):
        write_form(program, answers)
        ingest(program)
    last = ask(program, f"select valid_from_sync, valid_to_sync {CHANGED} order by id")
    assert last == [(1, 2), (3, None)]


def test_a_renamed_agency_keeps_its_ledger(program: Path):
    assert lbn("report", "nysdoh-quarterly", "2024-Q1", program=program).code == 0
    settings = SETTINGS.replace("Village of Example Police", "Town of Renamed Police")
    (program / "lbn.toml").write_text(settings, "utf-8")
    assert said(ingest(program), unchanged=10, **NOTHING_NEW) == {"unchanged": 10, **NOTHING_NEW}
    state = lbn("status", "--json", program=program).json
    assert (state["entries"], len(state["editions"])) == (10, 1)
    again = lbn("report", "nysdoh-quarterly", "2024-Q1", "--json", program=program).json
    assert (again["edition"], again["agency"]) == (1, "Village of Example Police Department")


def test_a_new_alias_validates_rows_again_and_none_is_new(program: Path):
    write_form(program, [*rows(10), a_row(10, unit="K-9"), a_row(11, unit="K-9")])
    assert said(ingest(program), new=2, flagged=2) == {"new": 2, "flagged": 2}
    (program / "lbn.toml").write_text(SETTINGS.replace('name = "Detectives"', 'name = "Detectives"\naliases = ["k-9"]'))
    counts = ingest(program)
    assert said(counts, flagged=0, unchanged=12, **NOTHING_NEW) == {"flagged": 0, "unchanged": 12, **NOTHING_NEW}
    assert attention(program) == []
    [table] = lbn(
        "figures", "2024-Q1", "--by", "unit", "--measure", "kits_distributed", "--json", program=program
    ).json["tables"]
    assert table["rows"] == [["Detectives", 2], ["Patrol", 10]]
    assert ask(program, "select count(*) from distributions where valid_to_sync is not null") == [(2,)]


def test_a_lot_that_is_recorded_later_is_known(program: Path):
    write_form(program, [*rows(10), a_row(10, lot="b777")])
    assert ingest(program)["flagged"] == 1
    assert [(row["row"], row["code"]) for row in attention(program)] == [("12", "lot_unknown")]
    receipt = "2/1/2024,received,kit,B777,2028-06,10,,Central,\r\n"
    (program / "Inventory.csv").write_text(STOCK["Inventory.csv"] + receipt, encoding="utf-8", newline="")
    counts = ingest(program)
    assert said(counts, flagged=0, unchanged=11, **NOTHING_NEW) == {"flagged": 0, "unchanged": 11, **NOTHING_NEW}
    assert ask(program, "select lot from distributions where lot is not null and valid_to_sync is null") == [("B777",)]


def doubled(program: Path, *seconds: int) -> None:
    """Ten distributions and the last of them sent again, so many seconds later each time."""
    again = [a_row(9) | {"submitted": f"1/2/2024 17:{after // 60:02}:{after % 60:02}"} for after in seconds]
    write_form(program, [*rows(10), *again])


def test_deleting_the_first_of_a_double_tap_releases_the_second(program: Path):
    doubled(program, 30)
    assert said(ingest(program), accepted=10, held=1) == {"accepted": 10, "held": 1}
    assert [(row["row"], row["code"]) for row in attention(program)] == [("12", "possible_duplicate")]
    lines = (program / RESPONSES).read_text("utf-8").splitlines()
    del lines[10]
    (program / RESPONSES).write_text("\n".join(lines), "utf-8")
    counts = ingest(program)
    assert said(counts, accepted=10, held=0, new=0, withdrawn=1) == {
        "accepted": 10,
        "held": 0,
        "new": 0,
        "withdrawn": 1,
    }
    assert attention(program) == []


def test_a_double_tap_that_the_coordinator_keeps_is_counted(program: Path):
    doubled(program, 30)
    ingest(program)
    [row] = attention(program)
    for decision, accepted in (("KEEP ", 11), ("delete", 10), ("keep", 11)):
        (program / "decisions.csv").write_text(
            f"ref,decision\n{row['ref'].upper()}, {decision}\nffffffff,keep\n", "utf-8"
        )
        counts = ingest(program)
        assert said(counts, accepted=accepted, **NOTHING_NEW) == {"accepted": accepted, **NOTHING_NEW}
    (program / "decisions.csv").unlink()
    assert ingest(program)["accepted"] == 10


@pytest.mark.parametrize(("seconds", "held"), [((60,), 1), ((61,), 0), ((50, 100), 2), ((0,), 1)])
def test_sixty_seconds(seconds: tuple[int, ...], held: int, program: Path):
    doubled(program, *seconds)
    assert ingest(program)["held"] == held


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b'ref,decision\n"never ends'], ids=["no text", "no csv"])
def test_decisions_that_cannot_be_read_stop_the_sync(body: bytes, program: Path):
    (program / "decisions.csv").write_bytes(body)
    before = tables(program)
    ended = lbn("ingest", program=program)
    assert (ended.code, ended.out) == (1, "")
    assert "decisions.csv" in ended.words
    assert tables(program) == before


def test_another_key_is_not_taken_for_new_rows(program: Path):
    """Without its key every row would be withdrawn and entered again: that is refused like any mass withdrawal."""
    before = tables(program)
    (program / "secret.key").unlink()
    assert lbn("ingest", program=program).code == 1
    assert tables(program) == before
    ended = lbn("ingest", program=program, LBN_SECRET_KEY="ab" * 32)
    assert ended.code == 1
