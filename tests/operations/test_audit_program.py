"""An audit: a line for each part, ok or what to do; and each of them can fail."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tasks.context import ProgramContext
from tasks.operations import audit_program as auditing
from tasks.operations.audit_program import audit_program, name_some
from tasks.operations.ingest_entries import ingest_entries
from tests.support.audited import PERSON, close, look, write
from tests.support.small_program import RESPONSES, lbn, rows, write_form, write_settings


def test_a_program_in_order_has_an_ok_for_every_part(folder: Path):
    found = audit_program(folder)
    assert [one.part for one in found] == ["columns", "modes", "key", "retention", "releases"]
    assert [one for one in found if not one.is_ok] == []


def test_a_folder_may_be_named_from_within(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(folder)
    counted = look(folder, "modes").words
    assert look(Path(), "modes").words == counted
    (folder / "lbn.toml").chmod(0o644)
    assert f"may open lbn.toml. Run chmod go= {folder / 'lbn.toml'}" in look(Path(), "modes").words


def test_with_wrong_settings_nothing_else_is_looked_at(folder: Path):
    (folder / "lbn.toml").write_text(write_settings(agency={"timezone": "America/Albany"}), "utf-8")
    (found,) = audit_program(folder)
    assert (found.part, found.is_ok, found.is_wrong_call) == ("settings", False, True)


# ---------------------------------------------------------------------------------------------- columns
@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("alter table distributions add column note varchar", "the column distributions.note isn't the program's"),
        ("create table notes (it)", "the table notes isn't the program's"),
        ("update vocabulary set word = 'Somebody' where word = 'Patrol'", "damaged"),
    ],
)
def test_what_was_added_by_hand_is_named(statement: str, words: str, folder: Path):
    write(folder, statement)
    found = look(folder, "columns")
    assert not found.is_ok
    assert words in found.words
    assert "Somebody" not in found.words


# ---------------------------------------------------------------------------------------------- modes
@pytest.mark.parametrize(("name", "mode"), [("needs-attention.csv", 0o644), ("lbn.db", 0o640), (RESPONSES, 0o604)])
def test_what_others_may_open_is_told_with_what_to_type(name: str, mode: int, folder: Path):
    (folder / name).touch()
    (folder / name).chmod(mode)
    found = look(folder, "modes")
    assert not found.is_ok
    assert f"may open {name}. Run chmod go= " in found.words
    close(folder)
    assert look(folder, "modes").is_ok


def test_folders_have_modes_too_and_many_are_closed_at_once(folder: Path):
    for number in range(6):
        (folder / f"reports/{number}").mkdir(parents=True)
        (folder / f"reports/{number}").chmod(0o755)
    found = look(folder, "modes")
    assert "1 more" in found.words
    assert found.words.endswith(f"Run chmod -R go= {folder}")


@pytest.mark.parametrize("others", [0, 6])
def test_a_name_searched_for_is_not_shown_with_modes(others: int, folder: Path, tmp_path: Path):
    (tmp_path / "people.txt").write_text(PERSON, "utf-8")
    for name in (PERSON, PERSON.replace(" ", "\n"), *(f"Z{number}" for number in range(others))):
        (folder / f"{name}.txt").touch()
        (folder / f"{name}.txt").chmod(0o644)
    found = look(folder, "modes", tmp_path / "people.txt")
    assert (found.is_ok, "Vantreight" in found.words) == (False, False)
    assert found.words.endswith(f"Run chmod -R go= {folder}")


def test_without_a_list_that_can_be_read_no_name_is_hidden(folder: Path, tmp_path: Path):
    (folder / "lbn.toml").chmod(0o644)
    assert "may open lbn.toml. Run chmod go= " in look(folder, "modes", tmp_path / "none.txt").words


def test_no_link_is_followed_nor_a_program_within(folder: Path, tmp_path: Path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    elsewhere.chmod(0o777)
    (folder / "outbox").symlink_to(elsewhere)
    (folder / "linked.csv").symlink_to(elsewhere)
    (folder / "another").mkdir()
    (folder / "another/lbn.toml").touch()
    (folder / "another").chmod(0o755)
    assert look(folder, "modes").is_ok


def test_a_ledger_elsewhere_is_looked_at(folder: Path, tmp_path: Path):
    store = {"url": f"sqlite:///{tmp_path / 'shared[1].db'}"}
    (folder / "lbn.toml").write_text(write_settings(store=store, program={"id": "k7qm2d9x"}), "utf-8")
    assert look(folder, "modes").is_ok
    assert look(folder, "columns").is_ok
    (tmp_path / "shared[1].db").chmod(0o644)
    assert f"may open {tmp_path / 'shared[1].db'}." in look(folder, "modes").words


# ---------------------------------------------------------------------------------------------- key
def test_it_says_where_the_key_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch):
    assert "lies beside the ledger" in look(folder, "key").words
    (folder / "secret.key").chmod(0o640)
    found = look(folder, "key")
    assert (found.is_ok, "chmod 600" in found.words) == (False, True)
    (folder / "secret.key").chmod(0o600)
    monkeypatch.setenv("LBN_SECRET_KEY", (folder / "secret.key").read_text())
    assert "secret.key lies in the folder as well" in look(folder, "key").words
    (folder / "secret.key").unlink()
    assert look(folder, "key").words.startswith("It comes from the variable LBN_SECRET_KEY. ")
    monkeypatch.delenv("LBN_SECRET_KEY")
    assert look(folder, "key").words.startswith("There is none yet")


def test_a_key_apart_from_the_ledger_is_told_as_that(folder: Path, tmp_path: Path):
    store = {"url": f"sqlite:///{tmp_path / 'shared.db'}"}
    (folder / "lbn.toml").write_text(write_settings(store=store, program={"id": "k7qm2d9x"}), "utf-8")
    assert "lies apart from the ledger" in look(folder, "key").words


# ---------------------------------------------------------------------------------------------- retention
def test_of_a_program_that_was_never_read_nothing_is_kept(unread: ProgramContext):
    assert look(unread.folder, "retention").words.startswith("Distributions: none yet.")
    assert look(unread.folder, "key").words.startswith("There is none yet")


def test_it_says_how_old_the_oldest_is(program: ProgramContext):
    kept = "Distributions: since 2024-01-02. Rows kept that are no longer in the tabs: {}. Messages kept: {}"
    nothing = " Nothing is closed (`lbn purge`); privacy.keep_months is not set."
    assert look(program.folder, "retention").words == kept.format(0, "0.") + nothing
    write_form(program.folder, rows(10))
    ingest_entries(program)
    assert lbn("run", program=program.folder).code == 0
    assert kept.format(2, "") in look(program.folder, "retention").words
    assert "since 2025-02-03." in look(program.folder, "retention").words
    assert lbn("backfill", "2024-01", "2024-12", program=program.folder).code == 0
    assert lbn("purge", "--before", "2024-01-03", program=program.folder).code == 0
    assert "All before 2024-01-03 is closed; " in look(program.folder, "retention").words
    assert look(program.folder, "columns").is_ok


# ---------------------------------------------------------------------------------------------- releases
def make_earlier(folder: Path, **tables: dict[str, int]) -> None:
    """Make the editions of the supplier's months what an earlier rule made them, with a table by unit."""
    with closing(sqlite3.connect(folder / "lbn.db")) as ledger:
        ledger.execute("delete from seals")
        for period, rows_of_it in tables.items():
            month = period.replace("_", "-")
            chosen = "report = 'supplier' and period = ?"
            (kept,) = ledger.execute(f"select figures from editions where {chosen}", [month]).fetchone()  # noqa: S608
            figures = json.loads(kept)
            figures["tables"] = [a_table(rows_of_it)]
            figures["measures"]["distributions"] = sum(rows_of_it.values())
            changed = f"update editions set digest = null, figures = ? where {chosen}"  # noqa: S608
            ledger.execute(changed, [json.dumps(figures).encode(), month])
        ledger.commit()


def a_table(rows_of_it: dict[str, int]) -> dict[str, Any]:
    """A table by unit as an earlier rule made it."""
    return {"title": "By unit", "by": ["unit"], "measures": ["distributions"], "rows": [*map(list, rows_of_it.items())]}


def report(folder: Path, period: str) -> None:
    """Make an edition for the supplier."""
    ended = lbn("report", "supplier", period, "--no-send", program=folder)
    assert ended.code == 0, ended.words


def test_what_is_released_once_tells_nothing(folder: Path):
    assert look(folder, "releases").words == "No edition was made for other eyes yet."
    report(folder, "2024-01")
    found = look(folder, "releases")
    assert found.is_ok
    assert "0 tables of 1 edition" in found.words


def test_editions_of_a_lost_ledger_are_not_never_made(folder: Path):
    report(folder, "2024-01")
    (folder / "lbn.db").unlink()
    besides = "Not attacked: 1 edition that a lost ledger made."
    assert look(folder, "releases").words == f"The ledger holds no edition for other eyes. {besides}"
    report(folder, "2024-02")
    words = look(folder, "releases").words
    assert words.startswith("Attacked 0 tables of 1 edition for other eyes")
    assert words.endswith(besides)


def test_an_edition_of_an_earlier_rule_is_named(folder: Path):
    for period in ("2024-01", "2024-Q1"):
        report(folder, period)
    january, quarter = {"Patrol": 40, "All others together": 10}, {"Patrol": 90, "Unassigned": 30}
    make_earlier(folder, **{"2024_01": january, "2024_Q1": quarter})
    found = look(folder, "releases")
    assert not found.is_ok
    assert "Attacked 2 tables of 2 editions" in found.words
    assert "supplier 2024-01 edition 1: 1 number exactly" in found.words


def test_what_contradicts_itself_is_told(folder: Path):
    report(folder, "2024-01")
    make_earlier(folder, **{"2024_01": {"Patrol": 40, "All others together": -3}})
    assert "1 group of tables contradict each other" in look(folder, "releases").words


def test_a_damaged_edition_is_left_out(folder: Path):
    report(folder, "2024-01")
    write(folder, "delete from seals", "update editions set figures = 'nothing'")
    assert "0 tables of 1 edition" in look(folder, "releases").words


def test_a_long_list_is_cut():
    assert name_some(["a", "b\nc"]) == "a; b?c"
    assert name_some([*"abcdefg"], ", ") == "a, b, c, d, e, 2 more"
    assert auditing.MOST_FOUND > auditing.MOST_NAMED
